//! Figures: which rows of a table are which series, read with symbols, periods and areas as declared.
//!
//! Not allowed in here: rows that no series claims; they are passed over. A figure that is neither a number nor a declared symbol
//! refuses the file.

mod cell;
mod columns;
mod gather;
mod row;

use concordat_base::{AreaCode, Decimal, Name, Period};
use concordat_declare::published::{NoFigure, Resolved, Standing};
use concordat_diagnostics::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::areas::Authorities;
use crate::error::Spot;
use crate::table::Table;

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

/// One figure, as the publisher gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The series.
    pub series: Name,
    /// The area.
    pub area: AreaCode,
    /// The period, the last one where several stand together.
    pub period: Period,
    /// How many periods stand together.
    pub together: u8,
    /// Whom it is of.
    pub sex: Sex,
    /// The figure, to the declared decimals.
    pub value: Option<Decimal>,
    /// Why there is none.
    pub no_figure: Option<NoFigure>,
    /// How final it is.
    pub standing: Option<Standing>,
    /// The count it rests on.
    pub count: Option<u64>,
    /// The denominator.
    pub denominator: Option<u64>,
    /// The lower 95% limit.
    pub lower: Option<Decimal>,
    /// The upper 95% limit.
    pub upper: Option<Decimal>,
    /// The basis, where there is more than one.
    pub basis: Option<Name>,
    /// The boundaries that the area's code belongs to.
    pub boundaries: Option<String>,
    /// The first period since the last break of the series: figures before it must not be compared with this one.
    pub comparable_since: Option<Period>,
    /// Where the value stands.
    pub at: Spot,
}

/// All figures of a table that the declaration names.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// In order of series, area, period and sex.
    pub figures: Vec<Figure>,
    /// What somebody should know.
    pub warnings: Vec<Diagnostic>,
}

/// Reads figures. `shown` is the name of the file in messages.
///
/// # Errors
/// Every column that is missing, or the first faults of rows, each with its sheet and cell.
pub fn figures(table: &Table, declared: &Resolved, shown: &str) -> Result<Figures, Vec<Diagnostic>> {
    let authorities = Authorities::known();
    let teller = gather::Teller { shown, sheet: declared.layout.sheet.as_deref() };
    let columns = columns::of_all(table, declared, teller)?;
    let mut gatherer = gather::Gatherer::new(declared, columns, &authorities, teller);
    table.rows.iter().for_each(|row| gatherer.take(row));
    gatherer.finish()
}
