//! A declaration with everything settled: own settings, then what all series have in common, then the dialect.
//!
//! Not allowed in here: a default that nobody declared.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, Name, PeriodKind};

use super::areas::AreaColumn;
use super::marks::{Mark, StatusColumn};
use super::period::{ExpectedPeriods, SeriesPeriod};
use super::series::{Band, EverySeries, RepeatedRows, Series, SeriesBreak, SeriesSex};
use super::{Numbers, PublishedDeclaration};
use crate::dialect::Preset;
use crate::layout::{Layout, own_map};

/// A declaration with everything settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Where the table stands.
    pub layout: Layout,
    /// Symbols.
    pub symbols: BTreeMap<String, Mark>,
    /// How numbers are written.
    pub numbers: Numbers,
    /// The series.
    pub series: Vec<ResolvedSeries>,
}

/// A series with everything settled.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedSeries {
    /// Its id.
    pub id: Name,
    /// What it measures.
    pub title: String,
    /// Rows: column and texts, any of which will do.
    pub rows: BTreeMap<String, Vec<String>>,
    /// Its areas.
    pub areas: Areas,
    /// Column and form of its period.
    pub period: SeriesPeriod,
    /// The kind of period.
    pub kind: PeriodKind,
    /// How many periods of the kind a figure is of together.
    pub together: u8,
    /// Periods it may and must have.
    pub expected_periods: ExpectedPeriods,
    /// Sex, and whether the series itself declared it, so that one that is missing is worth a word.
    pub sex: Option<(SeriesSex, bool)>,
    /// Column of the value.
    pub value: String,
    /// What values are multiplied by.
    pub times: u32,
    /// Decimals.
    pub decimals: u8,
    /// Column of the count.
    pub count: Option<String>,
    /// Column of the denominator.
    pub denominator: Option<String>,
    /// Column of the lower limit.
    pub lower: Option<String>,
    /// Column of the upper limit.
    pub upper: Option<String>,
    /// Columns that say what a figure is.
    pub status: Vec<StatusColumn>,
    /// The plausible band.
    pub plausible: Option<Band>,
    /// The basis.
    pub basis: Option<Name>,
    /// Breaks.
    pub breaks: Vec<SeriesBreak>,
    /// What to do about two rows for one figure.
    pub repeated_rows: RepeatedRows,
}

/// The areas of a series.
#[derive(Clone, Debug, PartialEq)]
pub enum Areas {
    /// One.
    One(AreaCode),
    /// Those in a column.
    Column(AreaColumn),
}

/// What neither the series, nor `every_series`, nor the dialect says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// Position of the series.
    pub series: usize,
    /// The key.
    pub missing: &'static str,
}

impl PublishedDeclaration {
    /// Settles everything.
    ///
    /// # Errors
    /// What is missing, series by series.
    pub fn resolve(&self) -> Result<Resolved, Vec<Unresolved>> {
        let preset = self.dialect.as_ref().and_then(|dialect| dialect.value.preset()).unwrap_or_default();
        let nothing = EverySeries::default();
        let common = [self.every_series.as_deref().unwrap_or(&nothing), &preset.every_series];
        let mut series = Vec::new();
        let mut missing = Vec::new();
        for (position, one) in self.series.iter().enumerate() {
            match settle(one, common, &self.keep_areas) {
                Ok(settled) => series.push(settled),
                Err(keys) => missing.extend(keys.into_iter().map(|missing| Unresolved { series: position, missing })),
            }
        }
        if missing.is_empty() { Ok(self.settled(&preset, series)) } else { Err(missing) }
    }

    fn settled(&self, preset: &Preset, series: Vec<ResolvedSeries>) -> Resolved {
        let mut symbols = own_map(&self.symbols, &preset.symbols);
        symbols.extend(self.no_figure.iter().map(|text| (text.clone(), Mark::NotAvailable)));
        Resolved {
            layout: self.layout.as_deref().unwrap_or(&Layout::default()).over(&preset.layout),
            symbols,
            numbers: self.numbers.or(preset.numbers).unwrap_or_default(),
            series,
        }
    }
}

/// The first that says something.
fn first<T: Clone>(own: Option<&T>, common: [&EverySeries; 2], pick: fn(&EverySeries) -> Option<&T>) -> Option<T> {
    own.or_else(|| pick(common[0])).or_else(|| pick(common[1])).cloned()
}

fn settle(own: &Series, common: [&EverySeries; 2], keep: &[AreaCode]) -> Result<ResolvedSeries, Vec<&'static str>> {
    let areas = areas(own, common, keep);
    let period = first(own.period.as_ref(), common, |every| every.period.as_ref());
    let kind = own.period_kind.or_else(|| period.as_ref().and_then(|period| period.kind));
    let value = first(own.value.as_ref(), common, |every| every.value.as_ref());
    let (Some(areas), Some(period), Some(kind), Some(value)) = (&areas, &period, kind, &value) else {
        let keys = [
            ("area", areas.is_none()),
            ("period", period.is_none()),
            ("period_kind", period.is_some() && kind.is_none()),
            ("value", value.is_none()),
        ];
        return Err(keys.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| key).collect());
    };
    let sex = first(own.sex.as_ref(), common, |every| every.sex.as_ref());
    let status = [&own.status, &common[0].status, &common[1].status].into_iter().find(|list| !list.is_empty());
    Ok(ResolvedSeries {
        id: own.id.value.clone(),
        title: own.title.clone(),
        rows: rows(own, common),
        areas: areas.clone(),
        period: period.clone(),
        kind,
        together: own.together.unwrap_or(1).max(1),
        expected_periods: first(own.expected_periods.as_ref(), common, |every| every.expected_periods.as_ref())
            .unwrap_or_default(),
        sex: sex.map(|sex| (sex, own.sex.is_some())),
        value: value.clone(),
        times: own.times.unwrap_or(1),
        decimals: own.decimals,
        count: first(own.count.as_ref(), common, |every| every.count.as_ref()),
        denominator: first(own.denominator.as_ref(), common, |every| every.denominator.as_ref()),
        lower: first(own.lower.as_ref(), common, |every| every.lower.as_ref()),
        upper: first(own.upper.as_ref(), common, |every| every.upper.as_ref()),
        status: status.cloned().unwrap_or_default(),
        plausible: own.plausible,
        basis: own.basis.clone(),
        breaks: own.breaks.clone(),
        repeated_rows: first(own.repeated_rows.as_ref(), common, |every| every.repeated_rows.as_ref())
            .unwrap_or_default(),
    })
}

/// The areas: one alone where no column of areas is known, and else those of the column.
fn areas(own: &Series, common: [&EverySeries; 2], keep: &[AreaCode]) -> Option<Areas> {
    let column = first(own.areas.as_ref(), common, |every| every.areas.as_ref());
    match (&own.area, column) {
        (Some(area), Some(column)) => Some(Areas::Column(AreaColumn { only: vec![area.clone()], ..column })),
        (Some(area), None) => Some(Areas::One(area.clone())),
        (None, Some(column)) if column.only.is_empty() => {
            Some(Areas::Column(AreaColumn { only: keep.to_vec(), ..column }))
        }
        (None, column) => column.map(Areas::Column),
    }
}

/// Rows of the series: for each column its own texts, or those that all have in common.
fn rows(own: &Series, common: [&EverySeries; 2]) -> BTreeMap<String, Vec<String>> {
    let mut rows = BTreeMap::new();
    let layers =
        [(&common[1].rows, &common[1].rows_any), (&common[0].rows, &common[0].rows_any), (&own.rows, &own.rows_any)];
    for (exact, any) in layers {
        rows.extend(any.iter().map(|(column, texts)| (column.clone(), texts.clone())));
        rows.extend(exact.iter().map(|(column, text)| (column.clone(), vec![text.clone()])));
    }
    rows
}
