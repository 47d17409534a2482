//! The tool from outside: files in, files out.
//!
//! Not allowed here: a look into private parts, and a timing assertion.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attacks;
mod audit_cases;
mod end_to_end;
mod instances;
mod inverting;
mod release;
mod rounded;

use std::path::PathBuf;

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// Rows of a small CSV file without quotes, first line left out.
fn rows(path: &std::path::Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}
