//! The areas of a new place: wards and small areas from a lookup where there is one, else the authorities alone.
//!
//! Not allowed in here: sharing an area out, and a boundary that no publisher drew.

use std::collections::BTreeSet;

use concordat_base::AreaCode;

use crate::answers::Authority;
use crate::error::InitError;
use crate::template::quoted;

/// The lookup that comes with the program.
const KNOWN: &str = include_str!("../data/lsoa21_ward24_ltla24.csv");

/// Where it is from.
const KNOWN_ORIGIN: &str = "- Publisher: Office for National Statistics, Open Geography.
- Found in: public repository humaniverse/geographr, `data/lookup_lsoa21_ward24_ltla24.rda`; converted from R to CSV.
- Licence: Open Government Licence v3.0, <https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/>.
- Attribution: Source: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data © Crown
  copyright and database right 2024.";

/// A lookup of areas that a person named: wards with their local authority, and small areas with their ward where it has them.
#[derive(Clone, Copy, Debug)]
pub struct AreasFile<'file> {
    /// Its name, for messages.
    pub shown: &'file str,
    /// Its text.
    pub text: &'file str,
}

/// The areas of a new place, as files and lines of files.
#[derive(Clone, Debug)]
pub(crate) struct PlaceAreas {
    /// `areas.csv`.
    pub(crate) table: String,
    /// Levels of `partnership.yaml`.
    pub(crate) levels: Vec<Level>,
    /// What the table is, in words.
    pub(crate) what: &'static str,
    /// Where it is from, in words.
    pub(crate) origin: String,
    /// Whether wards are known.
    pub(crate) has_wards: bool,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) id: String,
    pub(crate) title: &'static str,
    pub(crate) vintage: String,
}

impl Level {
    /// The line of `levels` in `partnership.yaml`.
    pub(crate) fn line(&self) -> String {
        format!("    - {{id: {}, title: {}, vintage: {}}}", self.id, quoted(self.title), quoted(&self.vintage))
    }

    /// The line of `columns` in `partnership.yaml`.
    pub(crate) fn columns(&self) -> String {
        format!("      {0}: {{code: {0}_code, name: {0}_name}}", self.id)
    }
}

/// The areas of the authorities, from the person's file, the program's own lookup, or none.
pub(crate) fn of(authorities: &[Authority], file: Option<AreasFile<'_>>) -> Result<PlaceAreas, InitError> {
    if let Some(file) = file {
        let origin = format!(
            "Taken from `{}`, rows of the place alone.\n\nTO DO: say here who published it, when, and under which licence.",
            file.shown.replace('`', "'")
        );
        return from_lookup(authorities, file, origin);
    }
    let known = AreasFile { shown: "the program's own areas", text: KNOWN };
    match from_lookup(authorities, known, KNOWN_ORIGIN.to_owned()) {
        Err(InitError::NotInFile { .. }) => Ok(authorities_alone(authorities)),
        other => other,
    }
}

fn authorities_alone(authorities: &[Authority]) -> PlaceAreas {
    let rows = authorities.iter().map(|one| vec![one.code.to_string(), one.name.clone()]);
    let level = Level { id: "borough".to_owned(), title: "Local authority", vintage: "2025".to_owned() };
    PlaceAreas {
        table: table(std::slice::from_ref(&level), rows),
        levels: vec![level],
        what: "the local authorities of the place",
        origin: "Codes and names of the Office for National Statistics. Wards are not known to the program for every authority of this place. \
            To have them, get its lookup of wards to local authorities (columns WD24CD, WD24NM, LAD24CD, LAD24NM) and make the place \
            again in a new folder with `concordat init --areas FILE`."
            .to_owned(),
        has_wards: false,
    }
}

/// Positions of the code and the name of a level in a lookup, and its year.
#[derive(Clone, Debug)]
struct Found {
    code: usize,
    name: usize,
    year: String,
}

/// How publishers begin the columns of a level.
struct Stems {
    what: &'static str,
    starts: &'static [&'static str],
}

const SMALL: Stems = Stems { what: "small areas (LSOA21CD, LSOA21NM)", starts: &["lsoa"] };
const WARD: Stems = Stems { what: "wards (WD24CD, WD24NM)", starts: &["wd", "ward"] };
const LOCAL: Stems =
    Stems { what: "local authorities (LAD24CD, LAD24NM)", starts: &["lad", "ltla", "ltlad", "utla", "la"] };

impl Stems {
    /// `LSOA21CD` and `LSOA21NM`, or `lsoa21_code` and `lsoa21_name`.
    fn find(&self, header: &[String]) -> Option<Found> {
        self.starts.iter().find_map(|start| {
            header.iter().enumerate().find_map(|(code, title)| {
                let year = title.strip_prefix(start)?.get(..2)?;
                let rest = title.strip_prefix(start)?.get(2..)?;
                let ends = if rest == "cd" { "nm" } else { (rest == "_code").then_some("_name")? };
                if !year.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                let name = header.iter().position(|other| *other == format!("{start}{year}{ends}"))?;
                Some(Found { code, name, year: year.to_owned() })
            })
        })
    }
}

fn from_lookup(authorities: &[Authority], file: AreasFile<'_>, origin: String) -> Result<PlaceAreas, InitError> {
    let mut reader = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    let row = |line| InitError::Row { file: file.shown.to_owned(), line };
    let header: Vec<String> =
        reader.headers().map_err(|_| row(1))?.iter().map(|title| title.trim().to_lowercase()).collect();
    let columns = columns(&header, file)?;
    let Some((_, local)) = columns.last() else { return Err(row(1)) };
    let local = local.code;
    let mut rows: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut met: BTreeSet<String> = BTreeSet::new();
    for (line, record) in (2u64..).zip(reader.records()) {
        let record = record.map_err(|_| row(line))?;
        let cell = |at: usize| record.get(at).map_or("", str::trim).to_owned();
        if !authorities.iter().any(|one| one.code.as_str() == cell(local)) {
            continue;
        }
        let fields: Vec<String> = columns.iter().flat_map(|(_, found)| [cell(found.code), cell(found.name)]).collect();
        if fields.iter().any(String::is_empty) || fields.iter().step_by(2).any(|code| AreaCode::new(code).is_err()) {
            return Err(row(line));
        }
        met.insert(cell(local));
        rows.insert(fields);
    }
    if let Some(missing) = authorities.iter().find(|one| !met.contains(one.code.as_str())) {
        return Err(InitError::NotInFile { file: file.shown.to_owned(), code: missing.code.to_string() });
    }
    let levels: Vec<Level> = columns.into_iter().map(|(level, _)| level).collect();
    let what = match levels.len() {
        3 => "small area to ward to local authority",
        _ => "ward to local authority",
    };
    Ok(PlaceAreas { table: table(&levels, rows), levels, what, origin, has_wards: true })
}

/// The levels of a lookup, finest first, with their columns.
fn columns(header: &[String], file: AreasFile<'_>) -> Result<Vec<(Level, Found)>, InitError> {
    let (small, ward, local) = (SMALL.find(header), WARD.find(header), LOCAL.find(header));
    let missing = [(&WARD, &ward), (&LOCAL, &local)].into_iter().filter(|(_, found)| found.is_none());
    let missing: Vec<&'static str> = missing.map(|(stems, _)| stems.what).collect();
    let (Some(ward), Some(local)) = (ward, local) else {
        return Err(InitError::Columns { file: file.shown.to_owned(), missing });
    };
    let level = |id: String, title, found: &Found| Level { id, title, vintage: format!("20{}", found.year) };
    let small =
        small.map(|found| (level(format!("lsoa{}", found.year), "Lower layer Super Output Area", &found), found));
    let ward = (level(format!("ward{}", ward.year), "Ward", &ward), ward);
    let local = (level("borough".to_owned(), "Local authority", &local), local);
    Ok(small.into_iter().chain([ward, local]).collect())
}

fn table(levels: &[Level], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header: Vec<String> =
        levels.iter().flat_map(|one| [format!("{}_code", one.id), format!("{}_name", one.id)]).collect();
    // A buffer in memory takes every row, and rows are as long as the header.
    let _written = writer.write_record(&header);
    for row in rows {
        let _written = writer.write_record(&row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
