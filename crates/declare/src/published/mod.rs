//! Published figures: which rows of a publisher's table are which series.
//!
//! Not allowed in here: adding or averaging figures; a published value goes on as it is.

mod areas;
mod companion;
mod marks;
mod period;
mod resolve;
mod series;

use std::collections::BTreeMap;

use concordat_base::AreaCode;
use serde::{Deserialize, Serialize};

use crate::dialect::Dialect;
use crate::layout::Layout;
use crate::located::Located;

pub use areas::{AreaColumn, AreaScheme};
pub use companion::{Companion, CompanionForm, Described};
pub use marks::{Mark, NoFigure, Standing, StatusColumn};
pub use period::{ExpectedPeriods, PeriodForm, SeriesPeriod};
pub use resolve::{Areas, Resolved, ResolvedSeries, Unresolved};
pub use series::{Band, EverySeries, RepeatedRows, Series, SeriesBreak, SeriesSex};

/// A table of published figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedDeclaration {
    /// The publisher's conventions, from which everything is taken that is not said here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Located<Dialect>>,
    /// The publisher's description of the table, in a file beside it, where it is to be compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub companion: Option<Companion>,
    /// Where the table stands in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Box<Layout>>,
    /// Texts that stand for "no figure"; anything else that is not a number, nor a symbol, is a fault.
    #[serde(default)]
    pub no_figure: Vec<String>,
    /// Symbols that stand for a figure or beside it, and what each means.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub symbols: BTreeMap<String, Mark>,
    /// How numbers are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Numbers>,
    /// The areas that are kept, of those a file holds; all, where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep_areas: Vec<AreaCode>,
    /// What all series have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_series: Option<Box<EverySeries>>,
    /// The series in it.
    pub series: Vec<Series>,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Commas between thousands: `12,959`.
    #[serde(default)]
    pub thousands_commas: bool,
    /// A sign of per cent behind the number: `41.3%`.
    #[serde(default)]
    pub percent_sign: bool,
}
