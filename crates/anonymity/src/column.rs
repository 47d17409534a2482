//! Watches one column: counts what looks like a person in it, over every cell, in memory that does not grow.
//!
//! Not allowed in here: keeping a cell; of what was found, a form, counts and the first record numbers remain.

use crate::dates;
use crate::forms::{Form, Sureness};
use crate::health_number;
use crate::names;
use crate::places;
use crate::registers;
use crate::telephone;
use crate::text::Sketch;
use crate::words::{View, Words};

/// Record numbers that are told of each form.
const TOLD: usize = 3;
/// Fewest matches of a form that a harmless value may have, before a share of them says anything.
const HITS_AT_LEAST: u64 = 5;
/// Fewest matches where every cell matches.
const HITS_WHEN_ALL: u64 = 3;
/// Words of a cell that was written freely.
const LONG_WORDS: usize = 8;
/// Shortest cell of digits that can be any form, where the column's name says nothing.
const SHORTEST: usize = 5;
/// Records before a value of its own in each of them says anything.
const UNIQUE_AT_LEAST: u64 = 50;

/// What an agreement expects of a column, as far as it changes what is harmless in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Full dates were agreed.
    pub full_dates: bool,
    /// Values are categories, of which there are few.
    pub category: bool,
}

/// A form that was found in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The form.
    pub form: Form,
    /// Cells that hold it.
    pub cells: u64,
    /// Numbers of the first records.
    pub first_records: Vec<u64>,
}

/// Counts of one form.
#[derive(Clone, Debug, Default)]
struct Tally {
    look_alike: u64,
    weak: u64,
    strong: u64,
    first: Vec<u64>,
}

impl Tally {
    fn add(&mut self, sureness: Sureness, record: u64) {
        match sureness {
            Sureness::LookAlike => self.look_alike += 1,
            Sureness::Weak => self.weak += 1,
            Sureness::Strong => self.strong += 1,
        }
        if sureness > Sureness::LookAlike && self.first.len() < TOLD {
            self.first.push(record);
        }
    }

    fn hits(&self) -> u64 {
        self.weak + self.strong
    }

    /// Whether the matches are no accident. One in eleven random numbers of ten digits keeps the rule of an NHS number, so
    /// that weak matches must be more than half, and several.
    fn counts(&self, base: u64, hinted: bool) -> bool {
        let hits = self.hits();
        let most = hits * 2 > base;
        let several = hits >= HITS_AT_LEAST || (hits >= HITS_WHEN_ALL && hits >= base);
        most && hits > 0 && (several || hinted || self.strong > 0)
    }
}

/// A column under watch.
#[derive(Clone, Debug)]
pub struct ColumnWatch {
    expected: Expected,
    hints: [bool; Form::ALL.len()],
    tallies: [Tally; Form::ALL.len()],
    words: Words,
    /// Cells looked at that were not blank.
    cells: u64,
    named: u64,
    like_names: u64,
    /// Which names of the short list were met.
    names_met: u128,
    long: u64,
    long_different: Sketch,
    long_first: Vec<u64>,
    different: Sketch,
}

impl ColumnWatch {
    /// A watch of a column under a name.
    #[must_use]
    pub fn new(column: &str, expected: Expected) -> Self {
        let mut hints = [false; Form::ALL.len()];
        names::hints(column).into_iter().for_each(|form| hints[form.position()] = true);
        Self {
            expected,
            hints,
            tallies: std::array::from_fn(|_| Tally::default()),
            words: Words::default(),
            cells: 0,
            named: 0,
            like_names: 0,
            names_met: 0,
            long: 0,
            long_different: Sketch::new(),
            long_first: Vec::new(),
            different: Sketch::new(),
        }
    }

    fn hinted(&self, form: Form) -> bool {
        self.hints[form.position()]
    }

    /// Looks at the cell of a record.
    pub fn observe(&mut self, record: u64, cell: &[u8]) {
        // Spreadsheet programs write long numbers as text with an apostrophe, or with a decimal.
        let cell = cell.trim_ascii();
        let cell = cell.strip_prefix(b"'").unwrap_or(cell);
        let cell = cell.strip_suffix(b".0").filter(|whole| whole.len() >= 8).unwrap_or(cell);
        if cell.is_empty() {
            return;
        }
        self.cells += 1;
        if self.expected.category {
            self.different.add(cell);
        }
        if cell.len() < SHORTEST && !self.hints.contains(&true) {
            return;
        }
        let mut words = std::mem::take(&mut self.words);
        self.look(record, &words.split(cell));
        self.words = words;
    }

    fn look(&mut self, record: u64, view: &View<'_>) {
        if view.cell.contains(&b'@') && places::has_email(view.cell) {
            self.add(Form::EmailAddress, Sureness::Strong, record);
        }
        if view.cell.contains(&b':') && places::is_internet_address_6(view.cell) {
            self.add(Form::InternetAddress, Sureness::Strong, record);
        }
        if view.cell.iter().any(u8::is_ascii_digit) {
            self.look_for_numbers(record, view);
        }
        if view.cell.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80) {
            self.look_for_names(record, view);
        }
        if view.len() >= LONG_WORDS {
            self.long += 1;
            self.long_different.add(view.cell);
            if self.long_first.len() < TOLD {
                self.long_first.push(record);
            }
        }
    }

    fn add(&mut self, form: Form, sureness: Sureness, record: u64) {
        self.tallies[form.position()].add(sureness, record);
    }

    /// The surest match of each form counts once in a cell.
    fn look_for_numbers(&mut self, record: u64, view: &View<'_>) {
        let mut surest: [Option<Sureness>; Form::ALL.len()] = [None; Form::ALL.len()];
        let mut at = 0;
        while at < view.len() {
            let found = if view.word(at).len() < 2 && view.len() == 1 { None } else { match_at(view, at) };
            if let Some((form, sureness, _)) = found {
                let slot = &mut surest[form.position()];
                *slot = (*slot).max(Some(sureness));
            }
            at += found.map_or(1, |(_, _, taken)| taken);
        }
        for (form, sureness) in Form::ALL.iter().zip(surest) {
            if let Some(sureness) = sureness {
                self.add(*form, sureness, record);
            }
        }
        if self.hinted(Form::PropertyNumber) && view.len() == 1 && is_property_number(view.cell) {
            self.add(Form::PropertyNumber, Sureness::Weak, record);
        }
        let coordinate =
            places::is_fine_decimal(view.cell) || view.cell.len() >= 6 && crate::words::number(view.cell).is_some();
        if self.hinted(Form::GridReference) && coordinate {
            self.add(Form::GridReference, Sureness::Weak, record);
        }
    }

    fn look_for_names(&mut self, record: u64, view: &View<'_>) {
        let like = names::is_like_a_name(view);
        self.like_names += u64::from(like);
        if let Some(position) = names::common_name(view).filter(|_| like) {
            self.named += 1;
            self.names_met |= 1 << position;
            if !self.hinted(Form::PersonName) && self.tallies[Form::PersonName.position()].first.len() < TOLD {
                self.tallies[Form::PersonName.position()].first.push(record);
            }
        }
        if names::has_titled_name(view) {
            self.add(Form::PersonName, Sureness::Strong, record);
        } else if like && self.hinted(Form::PersonName) {
            self.add(Form::PersonName, Sureness::Weak, record);
        }
    }

    /// What was found, in order of form.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        Form::ALL.into_iter().filter_map(|form| self.finding(form)).collect()
    }

    fn finding(&self, form: Form) -> Option<Finding> {
        let tally = &self.tallies[form.position()];
        let found = |cells: u64, first: &[u64]| Some(Finding { form, cells, first_records: first.to_vec() });
        match form {
            Form::FullDate if self.expected.full_dates => None,
            Form::FreeText => self.is_written_freely().then(|| found(self.long, &self.long_first))?,
            Form::UniqueValue => self.is_unique().then(|| found(self.cells, &[]))?,
            Form::PersonName if self.lists_people() => found(tally.hits().max(self.named), &tally.first),
            _ => {
                let checked = tally.hits() + tally.look_alike;
                let base = if form.is_checked() || tally.strong > 0 { checked } else { self.cells };
                tally.counts(base, self.hinted(form)).then(|| found(tally.hits(), &tally.first))?
            }
        }
    }

    /// Five names of the short list or more, in a tenth of cells that nearly all look like names.
    fn lists_people(&self) -> bool {
        self.names_met.count_ones() >= 5 && self.named * 10 >= self.cells && self.like_names * 5 >= self.cells * 4
    }

    /// Long cells that are mostly different; a list of long labels repeats them.
    fn is_written_freely(&self) -> bool {
        self.long >= 3 && self.long * 10 >= self.cells && self.long_different.estimate() * 2 >= self.long.min(2000)
    }

    fn is_unique(&self) -> bool {
        let judged = self.cells.min(20_000);
        self.expected.category
            && self.cells >= UNIQUE_AT_LEAST
            && self.different.estimate().saturating_mul(10) >= judged * 9
    }
}

/// A property number has no check digit, so that it is believed only under a name that says so.
fn is_property_number(cell: &[u8]) -> bool {
    (4..=12).contains(&cell.len()) && crate::words::number(cell).is_some()
}

/// A matcher of a form at a word of a cell: how sure, and how many words it takes.
type Matcher = fn(&View<'_>, usize) -> Option<(Sureness, usize)>;

/// Surer forms come before those that are easily mistaken.
const MATCHERS: [(Form, Matcher); 9] = [
    (Form::NhsNumber, health_number::at),
    (Form::PupilNumber, registers::pupil_number),
    (Form::NationalInsuranceNumber, registers::insurance_number),
    (Form::UnitPostcode, places::postcode),
    (Form::TelephoneNumber, telephone::at),
    (Form::FullDate, dates::full_date),
    (Form::InternetAddress, places::internet_address),
    (Form::VehicleMark, registers::vehicle_mark),
    (Form::GridReference, places::grid_reference),
];

/// The first form that fits at a word; a look-alike of one form may be another.
fn match_at(view: &View<'_>, at: usize) -> Option<(Form, Sureness, usize)> {
    let mut look_alike = None;
    for (form, matcher) in MATCHERS {
        match matcher(view, at) {
            Some((Sureness::LookAlike, taken)) => look_alike = look_alike.or(Some((form, Sureness::LookAlike, taken))),
            Some((sureness, taken)) => return Some((form, sureness, taken)),
            None => {}
        }
    }
    look_alike
}
