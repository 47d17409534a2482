//! The methods as evaluation asks them: on tables, in the one form that `calc` has too, so that an analyst who puts the same
//! counts into `calc` gets the same figures.
//!
//! Not allowed in here: a formula, and rounding.

use concordat_calculate::method::{Method, find};
use concordat_calculate::{Cells, Column, Settings, Table, calculate};
use concordat_methods::{Counts, Estimate, Stratum};

use super::Context;
use crate::error::MeasureError;

/// The first row of an answer, by column.
pub(super) struct Answered {
    table: Table,
}

impl Answered {
    fn number(&self, column: &str) -> Option<f64> {
        match &self.table.column(column)?.cells {
            Cells::Numbers(numbers) => numbers.first().copied().filter(|number| number.is_finite()),
            texts @ Cells::Texts { .. } => texts.text(0).parse().ok(),
        }
    }

    /// A value with its limits, times a multiplier; `None` where the method withholds any of them.
    pub(super) fn estimate(&self, value: &str, limits: &str, multiplier: f64) -> Option<Estimate> {
        let number = |column: &str| self.number(column).map(|number| number * multiplier);
        let limit = |side: &str, level: &str| number(&format!("{limits}{side}{level}"));
        Some(Estimate {
            value: number(value)?,
            lower_95: limit("lower", "95")?,
            upper_95: limit("upper", "95")?,
            lower_998: limit("lower", "998")?,
            upper_998: limit("upper", "998")?,
        })
    }
}

impl Context<'_, '_> {
    /// A method of that name on columns of numbers.
    fn ask(
        &self,
        name: &'static str,
        columns: Vec<(&str, Vec<f64>)>,
        settings: &Settings,
    ) -> Result<Answered, MeasureError> {
        let refused = || MeasureError::Form { indicator: self.indicator.id.value.clone(), method: name };
        let method: &'static Method = find(name).ok_or_else(refused)?;
        let column =
            |(name, numbers): (&str, Vec<f64>)| Column { name: name.to_owned(), cells: Cells::Numbers(numbers) };
        let table = Table::new(columns.into_iter().map(column).collect()).map_err(|_| refused())?;
        let answer = calculate(method, &table, settings).map_err(|_| refused())?;
        if answer.refused.is_empty() { Ok(Answered { table: answer.table }) } else { Err(refused()) }
    }

    fn per(multiplier: f64) -> Settings {
        Settings::default().with_option("multiplier", &multiplier.to_string())
    }

    /// A proportion with its Wilson limits.
    pub(super) fn proportion(&self, counts: Counts, multiplier: f64) -> Result<Estimate, MeasureError> {
        let answered = self.ask("proportion", counted(counts), &Self::per(multiplier))?;
        self.whole("proportion", answered.estimate("value", "", 1.0))
    }

    /// A crude rate with exact or Byar's limits.
    pub(super) fn rate(&self, counts: Counts, multiplier: f64) -> Result<Estimate, MeasureError> {
        let answered = self.ask("rate", counted(counts), &Self::per(multiplier))?;
        self.whole("rate", answered.estimate("value", "", 1.0))
    }

    /// A rate directly standardised over strata, its limits by the total as it is shown; `None` where it is withheld.
    pub(super) fn standardised(
        &self,
        strata: &[Stratum],
        shown_total: u64,
        multiplier: f64,
    ) -> Result<Option<Estimate>, MeasureError> {
        let column = |pick: fn(&Stratum) -> f64| strata.iter().map(pick).collect();
        let columns = vec![
            ("x", column(|stratum| stratum.events)),
            ("n", column(|stratum| stratum.population)),
            ("stdpop", column(|stratum| stratum.standard_weight)),
        ];
        let settings = Self::per(multiplier).with_option("shown_total", &shown_total.to_string());
        Ok(self.ask("dsr", columns, &settings)?.estimate("value", "", 1.0))
    }

    /// Everything about the gap between two proportions.
    pub(super) fn gap(&self, local: Counts, comparator: Counts) -> Result<Answered, MeasureError> {
        let columns = vec![
            ("x1", vec![local.numerator]),
            ("n1", vec![local.denominator]),
            ("x2", vec![comparator.numerator]),
            ("n2", vec![comparator.denominator]),
        ];
        self.ask("gap-proportion", columns, &Settings::default())
    }

    /// The slope index of proportions of ranked groups, fitted on the log odds, so that its limits are exact.
    pub(super) fn slope_index(&self, ranked: &[Counts], multiplier: f64) -> Result<Estimate, MeasureError> {
        let column = |pick: fn(&Counts) -> f64| ranked.iter().map(pick).collect();
        let columns = vec![
            ("quantile", (1_u32..).zip(ranked).map(|(place, _)| f64::from(place)).collect()),
            ("population", column(|counts| counts.denominator)),
            ("count", column(|counts| counts.numerator)),
        ];
        let settings = Self::per(multiplier).with_option("value_type", "proportion").with_option("transform", "true");
        self.whole("sii", self.ask("sii", columns, &settings)?.estimate("sii", "sii_", 1.0))
    }

    /// An estimate that the method never withholds of counts that it takes.
    pub(super) fn whole(&self, method: &'static str, estimate: Option<Estimate>) -> Result<Estimate, MeasureError> {
        estimate.ok_or_else(|| MeasureError::Form { indicator: self.indicator.id.value.clone(), method })
    }
}

fn counted(counts: Counts) -> Vec<(&'static str, Vec<f64>)> {
    vec![("x", vec![counts.numerator]), ("n", vec![counts.denominator])]
}
