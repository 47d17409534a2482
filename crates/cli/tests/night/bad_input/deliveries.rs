//! Deliveries of the sample's sources, made bad: their bytes, and the delivery notes that go with them.
//!
//! Not allowed in here: expectations.

use sha2::{Digest, Sha256};

use super::canary::CANARY;
use crate::place::Place;

/// Where Middlesbrough's early-years extracts lie; a delivery note is required there.
pub(super) const MIDDLESBROUGH: &str = "sample-data/middlesbrough-council/middlesbrough-early-years";
/// Where the street-level files of the police lie; nobody sends a note with them.
pub(super) const POLICE: &str = "sample-data/open/police-uk-street-crime";

/// Name of Middlesbrough's file of a school year such as `2023/24`.
pub(super) fn middlesbrough_file(year: &str) -> String {
    format!("early-years-profile-{}.synthetic.csv", year.replace('/', "-"))
}

/// Puts a file with a delivery note into Middlesbrough's folder, in place of one of that name.
pub(super) fn deliver(place: &Place, name: &str, year: &str, bytes: &[u8]) {
    place.write(&format!("{MIDDLESBROUGH}/{name}"), bytes);
    note(place, name, year, bytes);
}

/// Writes the delivery note of a file of Middlesbrough that has, or will have, these bytes.
pub(super) fn note(place: &Place, name: &str, year: &str, bytes: &[u8]) {
    note_of(place, (MIDDLESBROUGH, "middlesbrough-council"), (name, year), bytes);
}

/// Writes the delivery note of a made-up file of a folder and supplier, given its name, period and bytes.
pub(super) fn note_of(place: &Place, (folder, supplier): (&str, &str), (name, period): (&str, &str), bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let note = serde_json::json!({
        "file": name,
        "bytes": bytes.len(),
        "rows": lines.saturating_sub(1),
        "sha256": sha256,
        "period": period,
        "coverage": "one_period",
        "supplier": supplier,
        "synthetic": true,
        "sent": "2026-06-29",
        "reason": "a test",
    });
    place.write(&format!("{folder}/{name}.delivery.json"), note.to_string());
}

/// Takes a file and its note out of Middlesbrough's folder.
pub(super) fn take_back(place: &Place, name: &str) {
    place.remove(&format!("{MIDDLESBROUGH}/{name}"));
    place.remove(&format!("{MIDDLESBROUGH}/{name}.delivery.json"));
}

/// A table of text: header and records, each a list of cells.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// The first records of a comma-separated file of the place, with its header.
    pub(super) fn read(place: &Place, file: &str, records: usize) -> Self {
        let text = place.read(file);
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        Self { rows: text.lines().take(records + 1).map(cells).collect() }
    }

    /// The same with another text in a cell. Records count from 1, the header is 0; columns count from 1.
    pub(super) fn with(&self, record: usize, column: usize, text: &str) -> Self {
        let mut table = self.clone();
        text.clone_into(&mut table.rows[record][column - 1]);
        table
    }

    /// The same with the canary in a cell.
    pub(super) fn canary(&self, record: usize, column: usize) -> Self {
        self.with(record, column, CANARY)
    }

    /// The same with a further column, the canary in each of its cells.
    pub(super) fn wider(&self, header: &str) -> Self {
        let mut table = self.clone();
        table.rows.iter_mut().for_each(|row| row.push(CANARY.to_owned()));
        header.clone_into(table.rows[0].last_mut().unwrap());
        table
    }

    /// The text, lines with a line end, cells with a separator between.
    pub(super) fn separated_by(&self, separator: &str) -> String {
        self.rows.iter().map(|row| row.join(separator) + "\n").collect()
    }

    /// The text with commas.
    pub(super) fn csv(&self) -> String {
        self.separated_by(",")
    }
}
