//! One record after another: tokens are made, identifiers are left behind, and everything is counted.
//!
//! Not allowed in here: a value in a count or a fault.

use std::collections::BTreeMap;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pseudonym::{Absent, IdentifierKind, MatchTokens, Normal, Parts, Person, Pseudonymiser, Rejected, Seen};
use csv::StringRecord;

use crate::arguments::desk::{Part, Pseudonymise};
use crate::failure::Failure;

use super::columns::{Cell, Columns};

/// What makes tokens.
pub(super) struct Makers {
    pub(super) pseudonyms: Option<Pseudonymiser>,
    pub(super) match_keys: Option<MatchTokens>,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    read: u64,
    pub(super) written: u64,
    rejected: BTreeMap<Rejected, u64>,
    absent: BTreeMap<Absent, u64>,
    /// Records without a key of each level; `None` where none was asked for.
    without_key: Option<[u64; 3]>,
}

impl Counts {
    /// What is told, in order.
    pub(super) fn lines(&self) -> Vec<(&'static str, u64)> {
        let rejected = |reason| self.rejected.get(&reason).copied().unwrap_or(0);
        let absent = |reason| self.absent.get(&reason).copied().unwrap_or(0);
        let mut lines = vec![
            ("read", self.read),
            ("written", self.written),
            ("left out: the identifier has another form", rejected(Rejected::Form)),
            ("left out: the check digit is another", rejected(Rejected::Check)),
            ("without pseudonym: no identifier", absent(Absent::Empty)),
            ("without pseudonym: a number that stands for none", absent(Absent::Placeholder)),
            ("without pseudonym: a temporary number", absent(Absent::Temporary)),
        ];
        if let Some([strict, standard, loose]) = self.without_key {
            lines.extend([
                ("without strict key", strict),
                ("without standard key", standard),
                ("without loose key", loose),
            ]);
        }
        lines
    }
}

/// The work as it goes on.
pub(super) struct Worked<'a> {
    asked: &'a Pseudonymise,
    columns: &'a Columns,
    makers: &'a Makers,
    counts: Counts,
    /// Records that hold their identifier in another column that would be sent, by column.
    elsewhere: BTreeMap<usize, u64>,
}

impl<'a> Worked<'a> {
    pub(super) fn new(asked: &'a Pseudonymise, columns: &'a Columns, makers: &'a Makers) -> Self {
        let without_key = makers.match_keys.as_ref().map(|_| [0; 3]);
        let counts = Counts { without_key, ..Counts::default() };
        Self { asked, columns, makers, counts, elsewhere: BTreeMap::new() }
    }

    /// The cells that are sent of a record; `None` where it is left out.
    pub(super) fn record<'r>(&mut self, record: &'r StringRecord) -> Option<Vec<std::borrow::Cow<'r, str>>> {
        self.counts.read += 1;
        let pseudonym = self.pseudonym(record)?;
        let keys = self.match_keys(record);
        self.counts.written += 1;
        let cell = |cell: &Cell| match cell {
            Cell::Kept(place) => record.get(*place).unwrap_or_default().into(),
            Cell::Pseudonym => pseudonym.clone().into(),
            Cell::MatchKey(level) => keys[*level].clone().into(),
        };
        Some(self.columns.cells.iter().map(cell).collect())
    }

    /// The pseudonym, empty where there is no identifier; `None` where it cannot be right.
    fn pseudonym(&mut self, record: &StringRecord) -> Option<String> {
        let (Some(maker), Some(place)) = (&self.makers.pseudonyms, self.columns.identifier) else {
            return Some(String::new());
        };
        match maker.kind().read(record.get(place).unwrap_or_default()) {
            Seen::Valid(normal) => {
                // A reference may be as short as a word that stands in any text.
                if maker.kind() != IdentifierKind::Text {
                    self.look_elsewhere(record, &normal);
                }
                Some(maker.pseudonym(&normal))
            }
            Seen::Absent(absent) => {
                *self.counts.absent.entry(absent).or_default() += 1;
                Some(String::new())
            }
            Seen::Rejected(rejected) => {
                *self.counts.rejected.entry(rejected).or_default() += 1;
                None
            }
        }
    }

    fn look_elsewhere(&mut self, record: &StringRecord, normal: &Normal) {
        for cell in &self.columns.cells {
            let Cell::Kept(place) = cell else { continue };
            if record.get(*place).is_some_and(|text| normal.stands_in(text)) {
                *self.elsewhere.entry(*place).or_default() += 1;
            }
        }
    }

    fn match_keys(&mut self, record: &StringRecord) -> [String; 3] {
        let (Some(maker), Some(without)) = (&self.makers.match_keys, &mut self.counts.without_key) else {
            return <[String; 3]>::default();
        };
        let mut parts = Parts::default();
        for (part, place) in &self.columns.parts {
            let cell = record.get(*place).unwrap_or_default();
            match part {
                Part::GivenName => parts.given_name = cell,
                Part::FamilyName => parts.family_name = cell,
                Part::BirthDate => parts.birth_date = cell,
                Part::Postcode => parts.postcode = cell,
                Part::Sex => parts.sex = cell,
            }
        }
        let keys = maker.keys(&Person::read(&parts));
        for (count, key) in without.iter_mut().zip(&keys) {
            *count += u64::from(key.is_empty());
        }
        keys
    }

    /// What was counted.
    pub(super) fn counts(&self) -> Counts {
        self.counts.clone()
    }

    /// Whether the file may be written.
    pub(super) fn judged(&self) -> Result<(), Failure> {
        let mut faults = Vec::new();
        let rejected: u64 = self.counts.rejected.values().sum();
        if rejected > self.asked.rejects_at_most {
            let by = |reason| self.counts.rejected.get(&reason).copied().unwrap_or(0);
            let message =
                Text::new().number(rejected).say(" of ").number(self.counts.read).say(" identifiers cannot be right: ");
            let message = message.number(by(Rejected::Form)).say(" have another form, ").number(by(Rejected::Check));
            let message = message.say(" another check digit; tolerated are ").number(self.asked.rejects_at_most);
            faults.push(Diagnostic::error(&codes::IDENTIFIERS_REFUSED, message));
        }
        for (place, records) in &self.elsewhere {
            let message =
                Text::new().say("column ").declared(self.columns.name(*place)).say(" holds the identifier in ");
            let message = message.number(*records).say(" record(s)");
            faults.push(Diagnostic::error(&codes::IDENTIFIER_ELSEWHERE, message));
        }
        if self.counts.read == 0 {
            let message = Text::new().file(&self.asked.file).say(" has no record");
            faults.push(Diagnostic::error(&codes::HEADER_ONLY, message));
        }
        if faults.is_empty() { Ok(()) } else { Err(Failure::of(faults)) }
    }
}
