//! `template`, `gate --propose` and `gate --conform`: what an agency without its own IT makes at its desk.
//!
//! Not allowed in here: how a template looks, how a workbook is read, and a text of a cell.

use std::path::{Path, PathBuf};

use concordat_agreement::{ReceiveGrant, receive_grant};
use concordat_base::{Name, hexadecimal};
use concordat_declare::Partnership;
use concordat_declare::place::Profile;
use concordat_declare::source::{Format, Source};
use concordat_desk::{About, Conformed, DeskError, Sample, Terms, Use};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_fetch::Note;
use concordat_store::SystemClock;
use concordat_tables::Limits;
use sha2::{Digest, Sha256};

use crate::arguments::Global;
use crate::arguments::gate::{Dataset, Gate, Template};
use crate::commands::{check, gate};
use crate::failure::{Exit, Failure, name, unknown};
use crate::place;
use crate::printer::Printer;

/// The first bytes of a workbook.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// Writes the template of a dataset.
pub(crate) fn template(asked: &Template, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let Some((partnership, dataset)) = open(&asked.dataset, printer)? else { return Ok(Exit::USAGE) };
    let desk = Desk::new(&partnership, &dataset, global)?;
    let bytes = concordat_desk::template(&desk.terms()?, &desk.about()).map_err(failure)?;
    concordat_store::write_atomic(&asked.out, &bytes)?;
    printer.data(&format!("{}\n", asked.out.display()));
    let pipeline = asked.dataset.pipeline.as_ref().map(|folder| format!(" {}", folder.display())).unwrap_or_default();
    let file = asked.out.display();
    printer.say(&format!("When it is filled in: concordat gate {file}{pipeline} --dataset {dataset}"));
    Ok(Exit::FINE)
}

/// Drafts a mapping.
pub(crate) fn propose(asked: &Gate, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let Some((partnership, dataset)) = open(&asked.dataset, printer)? else { return Ok(Exit::USAGE) };
    let desk = Desk::new(&partnership, &dataset, global)?;
    let (terms, file) = (desk.terms()?, File::read(&asked.file, &desk)?);
    let sample = match file.is_workbook() {
        true => Sample::of_workbook(&file.bytes, &file.limits, &file.shown),
        false => Sample::of_csv(file.bytes.as_slice(), desk.delimiter(), &file.shown),
    };
    let draft = concordat_desk::propose(&terms, &sample.map_err(failure)?, &file.shown).map_err(Failure::of)?;
    printer.data(&draft.yaml());
    Ok(Exit::FINE)
}

/// Writes the file that may be sent, and its note; whether it would be accepted is then asked as for any file.
pub(crate) fn conform(asked: &Gate, out: &Path, global: &Global, printer: &Printer) -> Result<Option<Exit>, Failure> {
    let Some((partnership, dataset)) = open(&asked.dataset, printer)? else { return Ok(Some(Exit::USAGE)) };
    let desk = Desk::new(&partnership, &dataset, global)?;
    let (terms, file) = (desk.terms()?, File::read(&asked.file, &desk)?);
    let mut csv = Vec::new();
    let conformed = if file.is_workbook() {
        let filled = concordat_desk::filled(&file.bytes, &terms, Use::AtTheDesk, &file.limits, &file.shown);
        let filled = filled.map_err(Failure::of)?;
        filled.notices.iter().for_each(|notice| printer.diagnostic(notice, None));
        concordat_desk::conform_rows(&terms, &filled, &file.shown, &mut csv)
    } else {
        concordat_desk::conform_csv(&terms, file.bytes.as_slice(), &file.shown, &mut csv)
    };
    let mut conformed = conformed.map_err(|error| {
        printer
            .say("Other headers or codes? With --propose in place of --conform, the command drafts a mapping of them.");
        failure(error)
    })?;
    let bytes = match &desk.source.format {
        Format::Workbook => concordat_desk::filled_template(&terms, &desk.about(), &csv).map_err(failure)?,
        _ => csv,
    };
    conformed.bytes = bytes.len() as u64;
    conformed.sha256 = hexadecimal(&Sha256::digest(&bytes));
    let note = note(asked, out, &desk, &conformed)?;
    concordat_store::write_atomic(out, &bytes)?;
    concordat_store::write_atomic(&note_path(out), note.as_bytes())?;
    conformed.told().iter().for_each(|line| printer.say(line));
    Ok(None)
}

/// The declarations and the dataset that was asked for; `None` when the declarations are at fault, which is told.
pub(super) fn open(asked: &Dataset, printer: &Printer) -> Result<Option<(Partnership, Name)>, Failure> {
    let folder = place::pipeline_folder(&gate::pipeline(asked)?)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    let Some(partnership) = loaded.partnership else {
        check::tell(&loaded.faults, printer);
        return Ok(None);
    };
    let dataset = name(&asked.name)?;
    if partnership.source(&dataset).is_none() {
        let known: Vec<String> = partnership.sources().map(|source| source.id.value.to_string()).collect();
        return Err(unknown("dataset", &asked.name, &known).into());
    }
    Ok(Some((partnership, dataset)))
}

fn failure(error: DeskError) -> Failure {
    Failure::of(error.diagnostics())
}

/// What a dataset is received by on the date.
struct Desk<'a> {
    partnership: &'a Partnership,
    source: &'a Source,
    grant: ReceiveGrant,
    as_of: concordat_base::Date,
}

impl<'a> Desk<'a> {
    fn new(partnership: &'a Partnership, dataset: &Name, global: &Global) -> Result<Self, Failure> {
        let as_of = place::as_of(global, &SystemClock);
        let grant = receive_grant(partnership, dataset, as_of).map_err(|refusal| Failure::of(refusal.diagnostics))?;
        let source = partnership.source(dataset).ok_or_else(|| no_records(dataset))?;
        Ok(Self { partnership, source, grant, as_of })
    }

    fn terms(&self) -> Result<Terms<'_>, Failure> {
        let dataset = &self.source.id.value;
        let contract = self.partnership.contract_of(dataset).ok_or_else(|| no_records(dataset))?;
        Ok(Terms { partnership: self.partnership, source: self.source, contract, allow_list: self.grant.allow_list() })
    }

    fn about(&self) -> About {
        let agreements = self.grant.agreements().iter().map(ToString::to_string);
        let licences = self.grant.licences().iter().map(ToString::to_string);
        About { agreements: agreements.chain(licences).collect(), as_of: self.as_of }
    }

    fn delimiter(&self) -> u8 {
        match &self.source.format {
            Format::Csv(csv) => u8::try_from(csv.delimiter).ok().filter(u8::is_ascii).unwrap_or(b','),
            _ => b',',
        }
    }
}

fn no_records(dataset: &Name) -> Diagnostic {
    let text = Text::new().say("the dataset ").name(dataset).say(" is none of records with a contract");
    Diagnostic::error(&codes::USAGE, text)
}

/// The file that was typed, held in memory: it is no larger than what the source takes.
struct File {
    bytes: Vec<u8>,
    shown: String,
    limits: Limits,
}

impl File {
    fn read(path: &Path, desk: &Desk<'_>) -> Result<Self, Failure> {
        if !path.is_file() {
            let text = Text::new().say("there is no file ").declared(&path.to_string_lossy());
            return Err(Diagnostic::error(&codes::USAGE, text).into());
        }
        let most = desk.source.checks.mebibytes_at_most;
        if concordat_store::file_length(path)? > most.saturating_mul(1 << 20) {
            let text = Text::new().file(path).say(" is larger than ").number(most).say(" mebibytes");
            return Err(Diagnostic::error(&codes::TOO_LARGE, text).into());
        }
        let shown = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { bytes: concordat_store::read_bytes(path)?, shown, limits: Limits::of(&desk.source.checks) })
    }

    fn is_workbook(&self) -> bool {
        self.bytes.starts_with(WORKBOOK)
    }
}

fn note_path(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".delivery.json");
    path.into()
}

/// The delivery note of a conformed file. What cannot be measured is taken from the note of the file it was made from.
fn note(asked: &Gate, out: &Path, desk: &Desk<'_>, conformed: &Conformed) -> Result<String, Failure> {
    let before = concordat_store::read_to_string(&note_path(&asked.file)).ok();
    let before: Option<Note> = before.and_then(|text| serde_json::from_str(&text).ok());
    let Some(file) = out.file_name().and_then(|name| name.to_str()) else {
        let text = Text::new().file(out).say(" has a name that cannot stand in a delivery note");
        return Err(Diagnostic::error(&codes::USAGE, text).into());
    };
    let Some(period) = conformed.period(desk.source.coverage) else {
        let text =
            Text::new().file(out).say(" must hold one period, and holds ").number(conformed.periods.len() as u64);
        return Err(Diagnostic::error(&codes::PERIOD_NOT_EXPECTED, text).into());
    };
    let sample = desk.partnership.place().profile == Profile::Sample;
    let note = Note {
        file: file.to_owned(),
        bytes: conformed.bytes,
        rows: conformed.records,
        sha256: conformed.sha256.clone(),
        period,
        coverage: desk.source.coverage,
        supplier: desk.source.supplier.value.clone(),
        synthetic: before.as_ref().map_or(sample, |note| note.synthetic),
        sent: desk.as_of,
        reason: before.as_ref().and_then(|note| note.reason.clone()),
        key: before.as_ref().and_then(|note| note.key.clone()),
        opt_outs: before.as_ref().and_then(|note| note.opt_outs),
    };
    Ok(serde_json::to_string_pretty(&note).unwrap_or_default() + "\n")
}
