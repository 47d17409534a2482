//! Reads the reference tables and compares numbers with them.

use std::collections::BTreeMap;
use std::path::Path;

use concordat_methods::{Bounded, Confidence, Estimate, MethodError};

/// One row of a reference table.
pub(crate) struct Row {
    cells: BTreeMap<String, String>,
}

impl Row {
    /// The text of a cell.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.cells.get(column).expect("the table has the column").as_str()
    }

    /// The number in a cell; an empty cell is not a number.
    pub(crate) fn number(&self, column: &str) -> f64 {
        match self.text(column) {
            "" => f64::NAN,
            "Inf" => f64::INFINITY,
            text => text.parse().expect("a number"),
        }
    }

    /// Whether a cell holds nothing.
    pub(crate) fn is_missing(&self, column: &str) -> bool {
        self.text(column).is_empty()
    }

    /// The level in `confidence`, which may stand in percent, as a share.
    pub(crate) fn level(&self) -> f64 {
        let level = self.number("confidence");
        if level > 2.0 { level / 100.0 } else { level }
    }

    /// The level in `confidence`, ready for use.
    pub(crate) fn confidence(&self) -> Result<Confidence, MethodError> {
        Confidence::new(self.level())
    }

    /// Asserts that a number is the one in the cell, to `tolerance * max(1, |want|)`.
    #[track_caller]
    pub(crate) fn assert_close(&self, column: &str, got: f64, tolerance: f64) {
        let want = self.number(column);
        assert!(
            (got - want).abs() <= tolerance * want.abs().max(1.0),
            "{} {column}: got {got:e}, want {want:e}",
            self.text("case_id"),
        );
    }

    /// Asserts that value and limits are those in the three cells.
    #[track_caller]
    pub(crate) fn assert_bounded(&self, columns: [&str; 3], got: Bounded, tolerance: f64) {
        self.assert_close(columns[0], got.value, tolerance);
        self.assert_close(columns[1], got.lower, tolerance);
        self.assert_close(columns[2], got.upper, tolerance);
    }
}

/// All rows of a table in `tests/oracle`.
pub(crate) fn table(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(name);
    csv::Reader::from_path(path)
        .expect("the table is there")
        .deserialize()
        .map(|cells| Row { cells: cells.expect("a whole row") })
        .collect()
}

/// The limits of an estimate at the level asked for, where it carries that level.
pub(crate) fn level_of(estimate: &Estimate, confidence: Confidence) -> Option<Bounded> {
    if confidence == Confidence::PERCENT_95 {
        Some(estimate.at_95())
    } else if confidence == Confidence::PERCENT_99_8 {
        Some(estimate.at_998())
    } else {
        None
    }
}
