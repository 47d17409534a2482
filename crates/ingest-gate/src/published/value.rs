//! One published figure.
//!
//! Not allowed in here: a constructor that others can call.

use concordat_base::{AreaCode, Decimal, Name, Period};
use concordat_declare::published::{NoFigure, Standing};
use concordat_diagnostics::Diagnostic;
use concordat_tables::{Figure, Sex, Spot};
use serde::{Deserialize, Serialize};

use crate::receipt::Receipt;

/// Whether the publisher gives a figure, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureStatus {
    /// A figure is given.
    Available,
    /// There is none.
    NotAvailable,
    /// It is held back for confidentiality.
    Confidential,
    /// There can be none.
    NotApplicable,
    /// Nobody sent a return.
    NotReturned,
    /// Not zero, and shown as if it were.
    RoundsToZero,
    /// Too unreliable to be shown.
    LowReliability,
    /// The publisher's own sheet has an error there.
    PublishersError,
}

/// A published figure, in the publisher's own terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedValue {
    pub(super) dataset: Name,
    pub(super) figure: Figure,
}

impl PublishedValue {
    pub(super) fn of(dataset: &Name, figure: Figure) -> Self {
        // Where it stood is no part of what is kept.
        Self { dataset: dataset.clone(), figure: Figure { at: Spot::default(), ..figure } }
    }

    /// The dataset it stands in.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// The series, which comparators name.
    #[must_use]
    pub fn series(&self) -> &Name {
        &self.figure.series
    }

    /// The area it is of.
    #[must_use]
    pub fn area(&self) -> &AreaCode {
        &self.figure.area
    }

    /// The period it is of.
    #[must_use]
    pub fn period(&self) -> Period {
        self.figure.period
    }

    /// Whom it is of.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.figure.sex
    }

    /// The figure, to the declared decimals; `None` where the publisher gives none.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.figure.value
    }

    /// The count it rests on, where it is published.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.figure.count
    }

    /// The denominator, where it is published.
    #[must_use]
    pub fn denominator(&self) -> Option<u64> {
        self.figure.denominator
    }

    /// Whether the publisher gives a figure, and why not.
    #[must_use]
    pub fn status(&self) -> FigureStatus {
        match (self.figure.value, self.figure.no_figure) {
            (Some(_), _) => FigureStatus::Available,
            (None, None | Some(NoFigure::NotAvailable)) => FigureStatus::NotAvailable,
            (None, Some(NoFigure::Confidential)) => FigureStatus::Confidential,
            (None, Some(NoFigure::NotApplicable)) => FigureStatus::NotApplicable,
            (None, Some(NoFigure::NotReturned)) => FigureStatus::NotReturned,
            (None, Some(NoFigure::RoundsToZero)) => FigureStatus::RoundsToZero,
            (None, Some(NoFigure::LowReliability)) => FigureStatus::LowReliability,
            (None, Some(NoFigure::PublishersError)) => FigureStatus::PublishersError,
        }
    }

    /// How final the publisher says it is.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.figure.standing
    }

    /// The publisher's 95% limits, where both are given.
    #[must_use]
    pub fn limits_95(&self) -> Option<(Decimal, Decimal)> {
        self.figure.lower.zip(self.figure.upper)
    }

    /// How many periods the figure is of together; [`Self::period`] is the last of them.
    #[must_use]
    pub fn together(&self) -> u8 {
        self.figure.together
    }

    /// The basis, where the publisher gives more than one: before or after housing costs.
    #[must_use]
    pub fn basis(&self) -> Option<&Name> {
        self.figure.basis.as_ref()
    }

    /// The boundaries that the area's code belongs to, where they are declared.
    #[must_use]
    pub fn boundaries(&self) -> Option<&str> {
        self.figure.boundaries.as_deref()
    }

    /// The first period since the last break of the series: figures before it must not be compared with this one.
    #[must_use]
    pub fn comparable_since(&self) -> Option<Period> {
        self.figure.comparable_since
    }
}

/// All figures of a dataset that the declaration names.
#[derive(Debug)]
pub struct Published {
    pub(super) values: Vec<PublishedValue>,
    pub(super) rolling: Vec<PublishedValue>,
    pub(super) content_id: String,
    pub(super) notices: Vec<Diagnostic>,
    pub(super) receipt: Option<Receipt>,
}

impl Published {
    pub(super) fn new(
        all: Vec<PublishedValue>,
        content_id: String,
        notices: Vec<Diagnostic>,
        receipt: Option<Receipt>,
    ) -> Self {
        let (values, rolling) = all.into_iter().partition(|value| value.together() == 1);
        Self { values, rolling, content_id, notices, receipt }
    }

    /// Figures of one period each, in order of series, area, period and sex.
    #[must_use]
    pub fn values(&self) -> &[PublishedValue] {
        &self.values
    }

    /// Figures of several periods together, such as averages of three years. They stand apart, so that none is taken for one
    /// of its last year alone.
    #[must_use]
    pub fn rolling(&self) -> &[PublishedValue] {
        &self.rolling
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
