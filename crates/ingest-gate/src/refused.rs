//! A delivery that was not taken in.
//!
//! Not allowed in here: deciding what happens to the file; the caller removes what was over-shared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use concordat_diagnostics::{Code, Diagnostic, Severity, codes};

use crate::findings::Findings;
use crate::receipt::Receipt;
use crate::stop::Stop;

/// Why it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The delivery is at fault.
    Delivery,
    /// It holds a column that is not agreed, or comes nearer to people than was agreed: the file must not stay where it is.
    OverShared,
    /// The machine, the home or the declarations are at fault; nothing is said about the delivery.
    Operation,
}

/// A refusal. The last good delivery still stands.
#[derive(Debug)]
pub struct Refused {
    cause: Cause,
    incident: Option<&'static Code>,
    diagnostics: Vec<Diagnostic>,
    totals: BTreeMap<u16, u64>,
    quarantine: Option<PathBuf>,
    receipt: Receipt,
}

impl Refused {
    /// Adds what ended the reading to what was found before.
    pub(crate) fn new(
        stop: Stop,
        mut findings: Findings,
        quarantine: Option<PathBuf>,
        receipt: impl FnOnce(&Findings) -> Receipt,
    ) -> Box<Self> {
        let (cause, faults) = match stop {
            Stop::Delivery(faults) => (Cause::Delivery, faults),
            Stop::OverShared(faults) => (Cause::OverShared, faults),
            Stop::Operation(error) => (Cause::Operation, vec![error.diagnostic()]),
        };
        let of_sheets = [&codes::OVER_SHARED, &codes::WORKBOOK_HOLDS_MORE, &codes::DAY_FOR_PERIOD];
        let over_shared = |fault: &&Diagnostic| of_sheets.contains(&fault.code) || fault.code.number > 414;
        let incident = faults.iter().find(over_shared).map(|fault| fault.code).filter(|_| cause == Cause::OverShared);
        faults.into_iter().for_each(|fault| findings.add(fault));
        let receipt = receipt(&findings);
        let diagnostics = findings.diagnostics(Severity::Error);
        Box::new(Self { cause, incident, diagnostics, totals: findings.totals(), quarantine, receipt })
    }

    /// Why.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// Whether the file holds more than was agreed, so that the caller must remove it.
    #[must_use]
    pub fn over_shared(&self) -> bool {
        self.cause == Cause::OverShared
    }

    /// What the incident is called after, where one must be opened: the first thing that was shared and not agreed.
    #[must_use]
    pub fn incident(&self) -> Option<&'static Code> {
        self.incident
    }

    /// What is wrong, in order of place: the first faults of each code.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Number of faults by number of code, those included that are not told one by one.
    #[must_use]
    pub fn totals(&self) -> &BTreeMap<u16, u64> {
        &self.totals
    }

    /// The folder that refused records were set aside in.
    #[must_use]
    pub fn quarantined(&self) -> Option<&Path> {
        self.quarantine.as_deref()
    }

    /// What the sender is told. Of no use to the sender when the cause is [`Cause::Operation`].
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }
}
