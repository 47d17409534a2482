//! Which column becomes what.
//!
//! Not allowed in here: a record.

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pseudonym::Level;

use crate::arguments::desk::{Part, Pseudonymise};
use crate::failure::{Failure, unknown};

/// Parts without which no key can be made.
const NEEDED: [Part; 4] = [Part::GivenName, Part::FamilyName, Part::BirthDate, Part::Postcode];

/// What stands in a column of the file that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// The cell as it was, of that column.
    Kept(usize),
    /// The pseudonym.
    Pseudonym,
    /// A match key, by its place among the levels.
    MatchKey(usize),
}

/// The columns of the extract and of what is sent.
#[derive(Debug)]
pub(super) struct Columns {
    /// The column of the identifier.
    pub(super) identifier: Option<usize>,
    /// Columns of the parts of match keys.
    pub(super) parts: Vec<(Part, usize)>,
    /// The cells of a record that is sent, in order.
    pub(super) cells: Vec<Cell>,
    names: Vec<String>,
    sent: Vec<String>,
}

impl Columns {
    pub(super) fn plan(asked: &Pseudonymise, names: &[String]) -> Result<Self, Failure> {
        let at = |column: &String| {
            let place = names.iter().position(|name| name == column);
            place.ok_or_else(|| Failure::from(unknown("column", column, names)))
        };
        let identifier = asked.column.as_ref().map(at).transpose()?;
        let parts: Vec<(Part, usize)> =
            asked.match_key.iter().map(|(part, column)| Ok((*part, at(column)?))).collect::<Result<_, Failure>>()?;
        let dropped: Vec<usize> = asked.drop.iter().map(at).collect::<Result<_, Failure>>()?;
        all_parts(&parts)?;
        let mut columns = Self { identifier, parts, cells: Vec::new(), names: names.to_vec(), sent: Vec::new() };
        for place in 0..names.len() {
            columns.put(asked, place, dropped.contains(&place));
        }
        columns.once(asked)?;
        Ok(columns)
    }

    /// What the column at a place becomes. Sex alone may be sent as it is besides being a part.
    fn put(&mut self, asked: &Pseudonymise, place: usize, dropped: bool) {
        let part = self.parts.iter().find(|(_, at)| *at == place).map(|(part, _)| *part);
        let first_part = self.parts.iter().map(|(_, at)| *at).min() == Some(place);
        if self.identifier == Some(place) {
            self.add(Cell::Pseudonym, asked.pseudonym.clone());
        }
        if first_part {
            for (level, name) in Level::ALL.iter().enumerate() {
                self.add(Cell::MatchKey(level), format!("person_key_{}", name.as_str()));
            }
        }
        let hidden = self.identifier == Some(place) || part.is_some_and(|part| part != Part::Sex);
        if !hidden && !dropped {
            self.add(Cell::Kept(place), self.names[place].clone());
        }
    }

    fn add(&mut self, cell: Cell, name: String) {
        self.cells.push(cell);
        self.sent.push(name);
    }

    /// No name may stand twice, neither in what is read nor in what is sent.
    fn once(&self, asked: &Pseudonymise) -> Result<(), Failure> {
        for names in [&self.names, &self.sent] {
            let twice = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name));
            if let Some((_, name)) = twice {
                let message = Text::new().file(&asked.file).say(": column ").declared(name).say(" would stand twice");
                return Err(Diagnostic::error(&codes::DUPLICATE_HEADER, message).into());
            }
        }
        Ok(())
    }

    /// The header of what is sent.
    pub(super) fn header(&self) -> &[String] {
        &self.sent
    }

    /// The name of a column of the extract.
    pub(super) fn name(&self, place: usize) -> &str {
        &self.names[place]
    }
}

/// Four parts are needed, each is named once, and no column is two of them.
fn all_parts(parts: &[(Part, usize)]) -> Result<(), Failure> {
    let count = |part: Part| parts.iter().filter(|(other, _)| *other == part).count();
    let complete = NEEDED.iter().all(|part| count(*part) == 1) && count(Part::Sex) <= 1;
    let shared = parts.iter().enumerate().any(|(place, (_, at))| parts[..place].iter().any(|(_, other)| other == at));
    if parts.is_empty() || (complete && !shared) {
        return Ok(());
    }
    let message =
        "--match-key needs given_name, family_name, birth_date and postcode, each once and each of its own column";
    Err(Diagnostic::error(&codes::USAGE, message).into())
}
