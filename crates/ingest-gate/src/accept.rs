//! The gate: a delivery is landed whole, or refused whole.
//!
//! Not allowed in here: mending a delivery, and landing a part of one that was refused.

use std::path::PathBuf;

use concordat_diagnostics::{Severity, Text, codes};

use crate::counts::Counts;
use crate::expected::ExpectedPeriods;
use crate::findings::Findings;
use crate::input::GateInput;
use crate::landed::Landed;
use crate::landing::LandedPartition;
use crate::landing::manifest::Origin;
use crate::limits::Limits;
use crate::people::{self, PeopleTold};
use crate::read::note;
use crate::reading::{Reader, Reading};
use crate::receipt::{Receipt, Verdict};
use crate::refused::Refused;
use crate::stop::Stop;
use crate::whole;

/// Reads a delivery of records, checks every byte and every cell, and lands the records that keep the contract.
///
/// The delivery counts as a whole and at once, or not at all: a refused delivery leaves what was landed before as it was.
/// Each record is either accepted or set aside in quarantine.
///
/// # Errors
/// [`Refused`] when the delivery, the machine or the declarations are at fault.
pub fn accept(input: &GateInput<'_>) -> Result<Landed, Box<Refused>> {
    accept_within(input, &Limits::default())
}

/// As [`accept`], with other limits on memory.
///
/// # Errors
/// As [`accept`].
pub fn accept_within(input: &GateInput<'_>, limits: &Limits) -> Result<Landed, Box<Refused>> {
    let mut gate =
        Gate { input, findings: Findings::new(input.file.shown), counts: None, people: None, quarantine: None };
    match gate.run(limits) {
        Ok((partitions, counts)) => Ok(gate.landed(partitions, counts)),
        Err(stop) => Err(gate.refused(stop)),
    }
}

/// One delivery at the gate, with what is known of it so far.
struct Gate<'a> {
    input: &'a GateInput<'a>,
    findings: Findings,
    counts: Option<Counts>,
    people: Option<PeopleTold>,
    quarantine: Option<PathBuf>,
}

impl Gate<'_> {
    fn run(&mut self, limits: &Limits) -> Result<(Vec<LandedPartition>, Counts), Stop> {
        let input = self.input;
        let (coverage, kind) = (input.source.coverage, input.contract.partition_kind());
        let noted = note::period(&input.file, kind, coverage)?;
        if noted.is_some_and(|period| !ExpectedPeriods::of(input.source).has(period)) {
            let text = "the delivery note gives a period that the source does not expect";
            return Err(input.file.fault(&codes::PERIOD_NOT_EXPECTED, text));
        }
        let Reading { plan, landing, quarantine, counts, periods, repeated, bytes, measured, observed } =
            Reader { input, limits, noted }.read(&mut self.findings)?;
        self.counts = Some(counts);
        // Before anything is set aside: what was over-shared must not stand in quarantine either.
        if let Some((policy, observed)) = input.anonymity.zip(observed) {
            let judged = people::judge(input, policy, observed, counts, &periods, limits);
            self.people = Some(judged.told.clone());
            judged.stop()?;
        }
        self.quarantine = quarantine.commit(counts.quarantined())?;
        note::compare(&input.file, bytes, &measured, counts.read())?;
        whole::check(input, counts, repeated.total, &periods, &mut self.findings)?;
        let origin = self.origin();
        let finished = landing.finish(&origin, &plan)?;
        if let Some(period) = finished.brought_back(input.home, input.dataset)? {
            let text = Text::new().say("what it holds of ").period(period).say(" was destroyed on its day");
            return Err(input.file.fault(&codes::BROUGHT_BACK, text));
        }
        let partitions = finished.place(input.home, &origin)?;
        Ok((partitions, counts))
    }

    fn origin(&self) -> Origin {
        let (input, file) = (self.input, &self.input.file);
        Origin {
            dataset: input.dataset.clone(),
            sequence: file.sequence,
            received: file.received,
            coverage: input.source.coverage,
            delivery: file.delivery.to_owned(),
            synthetic: file.note.is_some_and(|note| note.synthetic),
        }
    }

    fn landed(self, partitions: Vec<LandedPartition>, counts: Counts) -> Landed {
        let (dataset, faults) = (self.input.dataset, self.findings.receipt_faults());
        let in_rows = self.findings.are_rows();
        Landed {
            dataset: dataset.clone(),
            partitions,
            counts,
            notices: self.findings.diagnostics(Severity::Warning),
            quarantine: self.quarantine,
            receipt: Receipt::new(dataset, &self.input.file, Verdict::Accepted, Some(counts), faults)
                .about(self.people, self.input.anonymity)
                .in_rows(in_rows),
        }
    }

    fn refused(self, stop: Stop) -> Box<Refused> {
        let (input, counts, people) = (self.input, self.counts, self.people);
        Refused::new(stop, self.findings, self.quarantine, |findings| {
            Receipt::new(input.dataset, &input.file, Verdict::Refused, counts, findings.receipt_faults())
                .about(people, input.anonymity)
                .in_rows(findings.are_rows())
        })
    }
}
