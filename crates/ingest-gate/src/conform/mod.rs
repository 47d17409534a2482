//! From text to the values that are landed: each cell is checked and converted by the rule of its column.
//!
//! Not allowed in here: mending. A cell fits its rule or has a code.

pub(crate) mod cell;
pub(crate) mod encoding;
pub(crate) mod lookup;
pub(crate) mod plan;

pub(crate) use cell::{Cell, Rule, conform};
pub(crate) use encoding::{ColumnSums, RowCode, Value};
pub(crate) use plan::{Plan, PlannedColumn};
