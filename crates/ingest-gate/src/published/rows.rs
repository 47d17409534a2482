//! Which rows of a publisher's table are which figures.
//!
//! Not allowed in here: rows that no series claims; they are passed over.

use std::collections::BTreeMap;

use concordat_base::{Decimal, Name, Period};
use concordat_declare::published::{PublishedDeclaration, Series};
use concordat_diagnostics::{Code, Diagnostic, Text, codes};

use super::cells;
use super::value::{PublishedValue, Sex};
use crate::input::DeliveredFile;
use crate::read::record::RecordView;
use crate::stop::Stop;

/// How many faults are told.
const TOLD: usize = 20;

/// A series and where its columns stand.
struct SeriesColumns<'a> {
    series: &'a Series,
    rows: Vec<(usize, &'a str)>,
    period: usize,
    sex: Option<(usize, [(&'a str, Sex); 3])>,
    value: usize,
    count: Option<usize>,
    denominator: Option<usize>,
}

/// Gathers figures from rows.
pub(super) struct Gatherer<'a> {
    dataset: &'a Name,
    delivered: DeliveredFile<'a>,
    no_figure: &'a [String],
    fields: usize,
    series: Vec<SeriesColumns<'a>>,
    found: BTreeMap<(Name, Period, Sex), PublishedValue>,
    faults: Vec<Diagnostic>,
}

impl<'a> Gatherer<'a> {
    /// Finds the declared columns among the headers.
    ///
    /// # Errors
    /// A [`Stop`] that names every column that is missing or stands twice.
    pub(super) fn new(
        dataset: &'a Name,
        delivered: DeliveredFile<'a>,
        declaration: &'a PublishedDeclaration,
        headers: &[String],
    ) -> Result<Self, Stop> {
        let mut finder = Finder { delivered, headers, faults: Vec::new() };
        let series = declaration.series.iter().map(|series| finder.columns(series)).collect();
        if !finder.faults.is_empty() {
            finder.faults.dedup_by(|left, right| left.message == right.message);
            return Err(Stop::Delivery(finder.faults));
        }
        let no_figure = declaration.no_figure.as_slice();
        let (found, faults) = (BTreeMap::new(), Vec::new());
        Ok(Self { dataset, delivered, no_figure, fields: headers.len(), series, found, faults })
    }

    /// Takes one row.
    pub(super) fn take(&mut self, record: &RecordView<'_>) {
        if record.fields() != self.fields {
            let code = if record.fields() < self.fields { &codes::SHORT_ROW } else { &codes::LONG_ROW };
            return self.fault(record.number, code, Text::from(code.title));
        }
        for position in 0..self.series.len() {
            let series = &self.series[position];
            if series.rows.iter().all(|(column, text)| record.field(*column) == text.as_bytes()) {
                self.figure(position, record);
            }
        }
    }

    /// All figures in order, and warnings.
    ///
    /// # Errors
    /// A [`Stop`] with the faults that were found, or when a series has no row at all.
    pub(super) fn finish(mut self) -> Result<(Vec<PublishedValue>, Vec<Diagnostic>), Stop> {
        let mut warnings = Vec::new();
        for columns in &self.series {
            let id = &columns.series.id.value;
            let has =
                |sex: Option<Sex>| self.found.keys().any(|key| key.0 == *id && sex.is_none_or(|sex| key.2 == sex));
            if !has(None) {
                let text = Text::new().say("no row belongs to the series ").name(id);
                self.faults.push(Diagnostic::error(&codes::UNREADABLE_FIGURE, text).at(self.delivered.place(0)));
                continue;
            }
            for (text, _) in columns.sex.iter().flat_map(|(_, texts)| texts).filter(|(_, sex)| !has(Some(*sex))) {
                let text = Text::new().say("no row of the series ").name(id).say(" is of ").declared(text);
                warnings.push(Diagnostic::warning(&codes::UNREADABLE_FIGURE, text).at(self.delivered.place(0)));
            }
        }
        if self.faults.is_empty() {
            Ok((self.found.into_values().collect(), warnings))
        } else {
            Err(Stop::Delivery(self.faults))
        }
    }

    fn figure(&mut self, position: usize, record: &RecordView<'_>) {
        let columns = &self.series[position];
        let sex = match &columns.sex {
            None => Some(Sex::Persons),
            Some((column, texts)) => {
                texts.iter().find(|(text, _)| record.field(*column) == text.as_bytes()).map(|(_, sex)| *sex)
            }
        };
        // Rows of others than persons, females and males are none of ours.
        let Some(sex) = sex else { return };
        match self.read(columns, sex, record) {
            Err((code, words)) => {
                let text = Text::new().say("series ").name(&columns.series.id.value).say(": ").say(words);
                self.fault(record.number, code, text);
            }
            Ok(value) => {
                let key = (value.series.clone(), value.period, value.sex);
                if self.found.insert(key, value).is_some() {
                    let text = Text::new().say("series ").name(&self.series[position].series.id.value);
                    let text = text.say(": two rows give a figure for the same period and sex");
                    self.fault(record.number, &codes::DUPLICATE_KEY, text);
                }
            }
        }
    }

    fn read(
        &self,
        columns: &SeriesColumns<'_>,
        sex: Sex,
        record: &RecordView<'_>,
    ) -> Result<PublishedValue, (&'static Code, &'static str)> {
        // The reader has checked that it is UTF-8.
        let text = |column: usize| std::str::from_utf8(record.field(column)).unwrap_or_default();
        let series = columns.series;
        let period = cells::period(text(columns.period), series.period.kind, series.period.form)
            .ok_or((&codes::BAD_PERIOD, "the period is not of the declared form"))?;
        let unreadable = (&codes::UNREADABLE_FIGURE, "the value is neither a number nor a declared symbol");
        let value = if self.is_no_figure(text(columns.value)) {
            None
        } else {
            let number = cells::number(text(columns.value)).ok_or(unreadable)?;
            Some(Decimal::round(number, series.decimals).ok_or(unreadable)?)
        };
        let count = |column: Option<usize>| match column.map(text) {
            None => Ok(None),
            Some(text) if text.trim_matches(' ').is_empty() || self.is_no_figure(text) => Ok(None),
            Some(text) => cells::whole_number(text)
                .map(Some)
                .ok_or((&codes::UNREADABLE_FIGURE, "a count is neither a whole number nor a declared symbol")),
        };
        Ok(PublishedValue {
            dataset: self.dataset.clone(),
            series: series.id.value.clone(),
            area: series.area.clone(),
            period,
            sex,
            value,
            count: count(columns.count)?,
            denominator: count(columns.denominator)?,
        })
    }

    fn is_no_figure(&self, text: &str) -> bool {
        self.no_figure.iter().any(|symbol| symbol == text || symbol.trim_matches(' ') == text.trim_matches(' '))
    }

    fn fault(&mut self, record: u64, code: &'static Code, text: Text) {
        if self.faults.len() < TOLD {
            self.faults.push(Diagnostic::error(code, text).at(self.delivered.place(record)));
        }
    }
}

/// Finds columns by header.
struct Finder<'a> {
    delivered: DeliveredFile<'a>,
    headers: &'a [String],
    faults: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn columns<'s>(&mut self, series: &'s Series) -> SeriesColumns<'s> {
        SeriesColumns {
            series,
            rows: series.rows.iter().map(|(column, text)| (self.find(column), text.as_str())).collect(),
            period: self.find(&series.period.column),
            sex: series.sex.as_ref().map(|sex| {
                let texts = [(&sex.persons, Sex::Persons), (&sex.female, Sex::Female), (&sex.male, Sex::Male)];
                (self.find(&sex.column), texts.map(|(text, sex)| (text.as_str(), sex)))
            }),
            value: self.find(&series.value),
            count: series.count.as_ref().map(|column| self.find(column)),
            denominator: series.denominator.as_ref().map(|column| self.find(column)),
        }
    }

    /// Position of a header; 0 with a fault where it is missing or stands twice.
    fn find(&mut self, wanted: &str) -> usize {
        let mut positions = (0..self.headers.len()).filter(|position| self.headers[*position] == wanted);
        let (found, again) = (positions.next(), positions.next());
        let (code, words) = match (found, again) {
            (Some(found), None) => return found,
            (Some(_), Some(_)) => (&codes::DUPLICATE_HEADER, " stands twice"),
            _ => (&codes::MISSING_COLUMN, " is missing"),
        };
        let text = Text::new().say("the column ").declared(wanted).say(words);
        self.faults.push(Diagnostic::error(code, text).at(self.delivered.place(0)));
        0
    }
}
