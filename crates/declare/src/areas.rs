//! The areas of a place: levels, codes, names, and how they nest.
//!
//! Not allowed in here: sharing a value out between the parts of an area; what cannot be carried whole is not carried.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{AreaCode, ContentHash, ContentHasher, Name};

/// Name of the level above all declared ones: the place itself.
pub const PLACE_LEVEL: &str = "place";

/// One level of areas, finest first in [`Areas::levels`].
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its id.
    pub id: Name,
    /// What it is.
    pub title: String,
    /// Boundary year.
    pub vintage: String,
    /// Areas in order of code.
    pub areas: Vec<Area>,
}

/// One area.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// Position of its parent in the next level; `None` at the top.
    pub parent: Option<usize>,
}

/// A boundary year that data comes in, carried to the finest level.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// Its id.
    pub id: Name,
    /// What it is.
    pub title: String,
    /// Boundary year.
    pub vintage: String,
    /// Codes in order.
    pub codes: Vec<AreaCode>,
    /// For each code, the positions of the finest areas that it covers wholly or in part.
    pub covers: Vec<Vec<usize>>,
}

impl Carried {
    /// For each old code, the finest level at which all it covers lies in one area: (level position, area position).
    ///
    /// An old area that is one new area, or one of several merged into a new one, is carried to the finest level; one
    /// that was split is carried to the first level at which its parts meet again; `None` where they never do.
    #[must_use]
    pub fn carried_to(&self, areas: &Areas, code_position: usize) -> Option<(usize, usize)> {
        let covered = self.covers.get(code_position)?;
        (0..areas.levels.len()).find_map(|level| {
            let targets: BTreeSet<usize> = covered.iter().filter_map(|finest| areas.ancestor(*finest, level)).collect();
            (targets.len() == 1).then(|| targets.first().map(|area| (level, *area))).flatten()
        })
    }
}

/// All areas of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Areas {
    /// Levels, finest first; the last is the place itself.
    pub levels: Vec<Level>,
    /// Boundary years carried to the finest level.
    pub carried: Vec<Carried>,
    /// Areas outside the place, for comparison.
    pub outside: BTreeMap<AreaCode, String>,
}

impl Areas {
    /// The level of that id and its position.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<(usize, &Level)> {
        self.levels.iter().enumerate().find(|(_, level)| level.id.as_str() == id)
    }

    /// Codes that a column of that level may hold, in the order of their positions.
    #[must_use]
    pub fn codes_of(&self, level: &str) -> Option<Vec<&AreaCode>> {
        if let Some((_, level)) = self.level(level) {
            return Some(level.areas.iter().map(|area| &area.code).collect());
        }
        self.carried.iter().find(|carried| carried.id.as_str() == level).map(|carried| carried.codes.iter().collect())
    }

    /// Position at `level` of the area that holds the finest area at `finest`.
    #[must_use]
    pub fn ancestor(&self, finest: usize, level: usize) -> Option<usize> {
        self.ancestor_from(0, finest, level)
    }

    /// Position at `level` of the area that holds the area at `position` of level `from`.
    #[must_use]
    pub fn ancestor_from(&self, from: usize, position: usize, level: usize) -> Option<usize> {
        (from..level).try_fold(position, |at, below| self.levels.get(below)?.areas.get(at)?.parent)
    }

    /// Hash of the codes of a level in their order: landed positions mean nothing under another.
    #[must_use]
    pub fn hash_of(&self, level: &str) -> Option<ContentHash> {
        let mut hasher = ContentHasher::new("area-level");
        for code in self.codes_of(level)? {
            hasher.field(code.as_str().as_bytes());
        }
        Some(hasher.finish())
    }
}

/// Rows of a CSV text: line number and the fields of `columns`, trimmed.
///
/// # Errors
/// The line, from 1, at which the table is at fault; 1 when the header lacks a column.
pub(crate) fn rows(text: &str, columns: &[&str]) -> Result<Vec<(u64, Vec<String>)>, u64> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().map_err(|_| 1u64)?.clone();
    let positions: Option<Vec<usize>> =
        columns.iter().map(|column| header.iter().position(|name| name.trim() == *column)).collect();
    let positions = positions.ok_or(1u64)?;
    let mut found = Vec::new();
    // Counted rather than asked of the reader, which gives the line before for files with CRLF line ends.
    for (line, record) in (2u64..).zip(reader.records()) {
        let record = record.map_err(|_| line)?;
        let fields = positions.iter().map(|position| record.get(*position).unwrap_or("").trim().to_owned());
        found.push((line, fields.collect()));
    }
    Ok(found)
}

/// Reads the hierarchy: for each finest area one row with code and name at every level.
///
/// # Errors
/// The line at which the table is at fault: a bad code, or an area with two parents.
pub(crate) fn read_levels(
    text: &str,
    levels: &[(Name, String, String, String, String)],
    place: (AreaCode, String),
) -> Result<Vec<Level>, u64> {
    let columns: Vec<&str> = levels.iter().flat_map(|level| [level.3.as_str(), level.4.as_str()]).collect();
    let rows = rows(text, &columns)?;
    let mut names: Vec<BTreeMap<AreaCode, (String, Option<AreaCode>)>> = vec![BTreeMap::new(); levels.len()];
    for (line, row) in rows {
        for (position, known) in names.iter_mut().enumerate() {
            let code = AreaCode::new(&row[position * 2]).map_err(|_| line)?;
            let parent = row.get(position * 2 + 2).map(|parent| AreaCode::new(parent)).transpose().map_err(|_| line)?;
            let entry = (row[position * 2 + 1].clone(), parent);
            if known.get(&code).is_some_and(|earlier| *earlier != entry) {
                return Err(line);
            }
            known.insert(code, entry);
        }
    }
    Ok(link_levels(levels, &names, place))
}

fn link_levels(
    levels: &[(Name, String, String, String, String)],
    names: &[BTreeMap<AreaCode, (String, Option<AreaCode>)>],
    place: (AreaCode, String),
) -> Vec<Level> {
    let mut linked = Vec::new();
    for (position, (id, title, vintage, ..)) in levels.iter().enumerate() {
        let above = names.get(position + 1);
        let parent_position = |parent: &Option<AreaCode>| match (above, parent) {
            (Some(above), Some(parent)) => above.keys().position(|code| code == parent),
            _ => Some(0),
        };
        let areas = names[position]
            .iter()
            .map(|(code, (name, parent))| Area {
                code: code.clone(),
                name: name.clone(),
                parent: parent_position(parent),
            })
            .collect();
        linked.push(Level { id: id.clone(), title: title.clone(), vintage: vintage.clone(), areas });
    }
    let (code, name) = place;
    if let Ok(id) = Name::new(PLACE_LEVEL) {
        let vintage = linked.last().map_or_else(String::new, |level| level.vintage.clone());
        let areas = vec![Area { code, name: name.clone(), parent: None }];
        linked.push(Level { id, title: name, vintage, areas });
    }
    linked
}

/// Reads a lookup from an old boundary year to the finest level.
///
/// # Errors
/// The line at which the table is at fault: a bad code, or one the finest level does not have.
pub(crate) fn read_carried(
    text: &str,
    columns: [&str; 2],
    finest: &Level,
) -> Result<(Vec<AreaCode>, Vec<Vec<usize>>), u64> {
    let mut covers: BTreeMap<AreaCode, BTreeSet<usize>> = BTreeMap::new();
    for (line, row) in rows(text, &columns)? {
        let from = AreaCode::new(&row[0]).map_err(|_| line)?;
        let target = finest.areas.iter().position(|area| area.code.as_str() == row[1]).ok_or(line)?;
        covers.entry(from).or_default().insert(target);
    }
    Ok(covers.into_iter().map(|(code, targets)| (code, targets.into_iter().collect())).unzip())
}
