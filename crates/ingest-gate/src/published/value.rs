//! One published figure.
//!
//! Not allowed in here: a constructor that others can call.

use concordat_base::{AreaCode, Decimal, Name, Period};
use concordat_diagnostics::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::receipt::Receipt;

/// Whom a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Everybody.
    Persons,
    /// Females.
    Female,
    /// Males.
    Male,
}

/// Whether the publisher gives a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureStatus {
    /// A figure is given.
    Available,
    /// A declared symbol stands in its place.
    NotAvailable,
}

/// A published figure, in the publisher's own terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedValue {
    pub(super) dataset: Name,
    pub(super) series: Name,
    pub(super) area: AreaCode,
    pub(super) period: Period,
    pub(super) sex: Sex,
    pub(super) value: Option<Decimal>,
    pub(super) count: Option<u64>,
    pub(super) denominator: Option<u64>,
}

impl PublishedValue {
    /// The dataset it stands in.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// The series, which comparators name.
    #[must_use]
    pub fn series(&self) -> &Name {
        &self.series
    }

    /// The area it is of.
    #[must_use]
    pub fn area(&self) -> &AreaCode {
        &self.area
    }

    /// The period it is of.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// Whom it is of.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The figure, to the declared decimals; `None` where the publisher gives none.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// The count it rests on, where it is published.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    /// The denominator, where it is published.
    #[must_use]
    pub fn denominator(&self) -> Option<u64> {
        self.denominator
    }

    /// Whether the publisher gives a figure.
    #[must_use]
    pub fn status(&self) -> FigureStatus {
        if self.value.is_some() { FigureStatus::Available } else { FigureStatus::NotAvailable }
    }
}

/// All figures of a dataset that the declaration names.
#[derive(Debug)]
pub struct Published {
    pub(super) values: Vec<PublishedValue>,
    pub(super) content_id: String,
    pub(super) notices: Vec<Diagnostic>,
    pub(super) receipt: Option<Receipt>,
}

impl Published {
    /// Figures in order of series, period and sex.
    #[must_use]
    pub fn values(&self) -> &[PublishedValue] {
        &self.values
    }

    /// Equal figures have an equal id.
    #[must_use]
    pub fn content_id(&self) -> &str {
        &self.content_id
    }

    /// What somebody should know.
    #[must_use]
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// What is said of the file; `None` when figures were opened that were kept before.
    #[must_use]
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_ref()
    }
}
