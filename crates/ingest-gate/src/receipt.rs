//! What the sender is told: enough to act on, and no value.
//!
//! Not allowed in here: anything of a cell, and anything of other agencies' deliveries.

use concordat_base::Name;
use concordat_diagnostics::{Code, Diagnostic, Severity, Text};
use serde::Serialize;

use crate::counts::Counts;
use crate::people::PeopleTold;
use crate::policy::AnonymityPolicy;

/// Whether the delivery was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was; records that were set aside are counted.
    Accepted,
    /// It was refused whole.
    Refused,
}

/// Faults of one code, in one column where they are in one.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptFault {
    code: String,
    severity: Severity,
    message: Text,
    mend: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<Name>,
    count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    first_records: Vec<u64>,
    /// The same as cells of a workbook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    first_cells: Vec<Text>,
}

impl ReceiptFault {
    pub(crate) fn of_file(fault: &Diagnostic) -> Self {
        let record = fault.place.as_ref().map(|place| place.line).filter(|line| *line > 0);
        Self {
            code: fault.code.to_string(),
            severity: fault.severity,
            message: fault.message.clone(),
            mend: fault.help.clone().unwrap_or_else(|| Text::from(fault.code.mend)),
            column: None,
            count: 1,
            first_records: record.into_iter().collect(),
            first_cells: Vec::new(),
        }
    }

    pub(crate) fn of_records(code: &'static Code, column: Option<&Name>, count: u64, first: &[u64]) -> Self {
        Self {
            code: code.to_string(),
            severity: Severity::Error,
            message: Text::from(code.title),
            mend: Text::from(code.mend),
            column: column.cloned(),
            count,
            first_records: first.to_vec(),
            first_cells: Vec::new(),
        }
    }

    /// The same, with the cells of the first records.
    pub(crate) fn in_cells(self, first_cells: Vec<Text>) -> Self {
        Self { first_cells, ..self }
    }

    /// The code, written `C403`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What was found.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message.as_str()
    }

    /// What to do about it.
    #[must_use]
    pub fn mend(&self) -> &str {
        self.mend.as_str()
    }

    /// The declared column.
    #[must_use]
    pub fn column(&self) -> Option<&Name> {
        self.column.as_ref()
    }

    /// How often it was found.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Numbers of the first records at fault, from 1 without the header.
    #[must_use]
    pub fn first_records(&self) -> &[u64] {
        &self.first_records
    }

    /// Where the first stand in a workbook: `Data!C7`. Empty for other files.
    pub fn first_cells(&self) -> impl Iterator<Item = &str> {
        self.first_cells.iter().map(Text::as_str)
    }
}

/// The answer to one delivery. Record numbers count from 1 and leave out the header.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    dataset: Name,
    file: String,
    delivery: String,
    verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    /// Whether the delivery note says that the records are made up.
    synthetic: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<PeopleTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// Whether numbers of records are those of rows in a workbook.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    in_rows: bool,
    faults: Vec<ReceiptFault>,
}

impl Receipt {
    pub(crate) fn new(
        dataset: &Name,
        file: &crate::input::DeliveredFile<'_>,
        verdict: Verdict,
        counts: Option<Counts>,
        faults: Vec<ReceiptFault>,
    ) -> Self {
        let synthetic = file.note.is_some_and(|note| note.synthetic);
        let (file, delivery) = (file.shown.to_owned(), file.delivery.to_owned());
        Self {
            dataset: dataset.clone(),
            file,
            delivery,
            verdict,
            counts,
            synthetic,
            people: None,
            contact: None,
            in_rows: false,
            faults,
        }
    }

    /// The same, with what is known of the people in the delivery.
    pub(crate) fn about(self, people: Option<PeopleTold>, policy: Option<&AnonymityPolicy>) -> Self {
        Self { people, contact: policy.and_then(|policy| policy.contact.clone()), ..self }
    }

    /// The same, for a workbook: its numbers are those of rows.
    pub(crate) fn in_rows(self, in_rows: bool) -> Self {
        Self { in_rows, ..self }
    }

    /// Whether numbers of records are those of rows in a workbook, as spreadsheet programs show them.
    #[must_use]
    pub fn is_in_rows(&self) -> bool {
        self.in_rows
    }

    /// The dataset.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Id of the delivery.
    #[must_use]
    pub fn delivery(&self) -> &str {
        &self.delivery
    }

    /// Whether the delivery note says that the records are made up.
    #[must_use]
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// How near the delivery comes to people; absent under an open licence, and when not all of it was read.
    #[must_use]
    pub fn people(&self) -> Option<&PeopleTold> {
        self.people.as_ref()
    }

    /// Whom to ask.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Whether the delivery was taken in.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Counts of records; absent when the file was refused before all of it was read.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// What was found, by code and column.
    #[must_use]
    pub fn faults(&self) -> &[ReceiptFault] {
        &self.faults
    }
}
