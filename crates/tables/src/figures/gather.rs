//! Gathers figures from rows, and what is wrong with them.
//!
//! Not allowed in here: reading a cell.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{AreaCode, Name, Period};
use concordat_declare::published::{Areas, RepeatedRows, Resolved, ResolvedSeries};
use concordat_diagnostics::{Code, Diagnostic, Place, Text, codes};

use super::cell::Writing;
use super::columns::Columns;
use super::row::{Read, Reading};
use super::{Figure, Figures, Sex};
use crate::areas::Authorities;
use crate::error::{Spot, placed};
use crate::table::Row;

/// How many faults are told.
const TOLD: usize = 20;

/// Tells places of one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teller<'a> {
    pub(super) shown: &'a str,
    pub(super) sheet: Option<&'a str>,
}

impl Teller<'_> {
    fn place(self, at: Spot) -> Place {
        Place { file: self.shown.to_owned(), line: at.row, column: at.column }
    }

    fn error(self, code: &'static Code, text: Text, at: Spot) -> Diagnostic {
        Diagnostic::error(code, placed(text, at, self.sheet)).at(self.place(at))
    }

    fn warning(self, code: &'static Code, text: Text) -> Diagnostic {
        Diagnostic::warning(code, text).at(self.place(Spot::default()))
    }
}

/// Series, area, period, sex: of each there is one figure.
type Key = (Name, AreaCode, Period, Sex);

pub(super) struct Gatherer<'a> {
    declared: &'a Resolved,
    columns: Vec<Columns>,
    authorities: &'a Authorities,
    teller: Teller<'a>,
    found: BTreeMap<Key, Figure>,
    faults: Vec<Diagnostic>,
    /// Series with a fault, of which it need not be said that they have no row.
    faulty: BTreeSet<Name>,
    unknown_notes: BTreeMap<Name, u64>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(
        declared: &'a Resolved,
        columns: Vec<Columns>,
        authorities: &'a Authorities,
        teller: Teller<'a>,
    ) -> Self {
        let (found, faults, faulty, unknown_notes) = Default::default();
        Self { declared, columns, authorities, teller, found, faults, faulty, unknown_notes }
    }

    /// Takes one row.
    pub(super) fn take(&mut self, row: &Row) {
        let declared = self.declared;
        for (position, series) in declared.series.iter().enumerate() {
            let reading = Reading {
                series,
                columns: &self.columns[position],
                row,
                writing: Writing { symbols: &declared.symbols, numbers: declared.numbers },
                authorities: self.authorities,
            };
            match reading.read() {
                Ok(Read::Passed) => {}
                Ok(Read::Figure(figure, unknown_note)) => {
                    if unknown_note {
                        *self.unknown_notes.entry(series.id.clone()).or_default() += 1;
                    }
                    self.keep(series, *figure);
                }
                Err(wrong) => self.fault(series, wrong.code, &wrong.text, wrong.at),
            }
        }
    }

    fn keep(&mut self, series: &ResolvedSeries, figure: Figure) {
        let key = (figure.series.clone(), figure.area.clone(), figure.period, figure.sex);
        let at = figure.at;
        match self.found.get(&key) {
            None => {
                self.found.insert(key, figure);
            }
            Some(before) => {
                let same = Figure { at, ..before.clone() } == figure;
                if !same || series.repeated_rows == RepeatedRows::Refuse {
                    let text = Text::new().say("another row, ").number(before.at.row);
                    let text = text.say(", gives a figure for the same area, period and sex");
                    self.fault(series, &codes::DUPLICATE_KEY, &text, at);
                }
            }
        }
    }

    fn fault(&mut self, series: &ResolvedSeries, code: &'static Code, text: &Text, at: Spot) {
        self.faulty.insert(series.id.clone());
        if self.faults.len() < TOLD {
            let text = Text::new().say("series ").name(&series.id).say(": ").and(text);
            self.faults.push(self.teller.error(code, text, at));
        }
    }

    /// All figures in order, and warnings.
    ///
    /// # Errors
    /// The faults that were found, or when a series has no row at all, or not the period it must hold.
    pub(super) fn finish(mut self) -> Result<Figures, Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        for series in &self.declared.series {
            let of: Vec<&Figure> = self.found.values().filter(|figure| figure.series == series.id).collect();
            if of.is_empty() && self.faulty.contains(&series.id) {
                continue;
            }
            if of.is_empty() {
                let text = Text::new().say("no row belongs to the series ").name(&series.id);
                self.faults.push(self.teller.error(&codes::UNREADABLE_FIGURE, text, Spot::default()));
                continue;
            }
            self.faults.extend(lacks_period(series, &of, self.teller));
            warnings.extend(lacks(series, &of, self.teller));
        }
        for (series, count) in &self.unknown_notes {
            let text = Text::new().say("series ").name(series).say(": ").number(*count);
            let text = text.say(" rows carry a note that is not declared; their figures were taken as they stand");
            warnings.push(self.teller.warning(&codes::STATUS_NOT_DECLARED, text));
        }
        if self.faults.is_empty() {
            Ok(Figures { figures: self.found.into_values().collect(), warnings })
        } else {
            Err(self.faults)
        }
    }
}

fn lacks_period(series: &ResolvedSeries, of: &[&Figure], teller: Teller<'_>) -> Option<Diagnostic> {
    let holds = series.expected_periods.holds.as_ref()?;
    let held = of.iter().any(|figure| figure.period.to_string() == *holds);
    let text = Text::new().say("the series ").name(&series.id).say(" has no row of ").declared(holds);
    (!held).then(|| teller.error(&codes::SERIES_PERIOD, text, Spot::default()))
}

/// Sexes and areas that were declared and have no row.
fn lacks(series: &ResolvedSeries, of: &[&Figure], teller: Teller<'_>) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let sexes: BTreeSet<Sex> = of.iter().map(|figure| figure.sex).collect();
    let no_row = || Text::new().say("no row of the series ").name(&series.id).say(" is of ");
    if let Some((sex, true)) = &series.sex {
        let texts = [(&sex.persons, Sex::Persons), (&sex.female, Sex::Female), (&sex.male, Sex::Male)];
        for (text, _) in texts.into_iter().filter(|(_, sex)| !sexes.contains(sex)) {
            warnings.push(teller.warning(&codes::UNREADABLE_FIGURE, no_row().declared(text)));
        }
    }
    if let Areas::Column(column) = &series.areas {
        for area in column.only.iter().filter(|area| !of.iter().any(|figure| figure.area == **area)) {
            warnings.push(teller.warning(&codes::UNREADABLE_FIGURE, no_row().declared(area.as_str())));
        }
    }
    warnings
}
