//! The gate at the agency's own desk: would this extract be accepted? Nothing of it is kept.
//!
//! Not allowed in here: a ledger, a home of the place, and a judgement that needs what was delivered before; the answer says
//! what could not be checked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_agreement::receive_grant;
use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::source::{Content, DeliveryNote, Source};
use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use concordat_ingest_gate::{AnonymityPolicy, Cause, DeliveredFile, GateInput, Limits, Note, Receipt, accept_within};
use concordat_store::{Home, StorageKey, StoreError, vault};
use jiff::Timestamp;

use crate::inputs::{gate_note, store_fault};
use crate::people;

/// What is added to a file's name to name its delivery note.
const NOTE_ENDING: &str = ".delivery.json";
/// Stems that are hashed to find pseudonyms made without a key: more than in a night, since one file waits for it.
const ATTACK_STEMS: u64 = if cfg!(debug_assertions) { 100_000 } else { 3_200_000 };

/// What is asked at the desk.
#[derive(Clone, Copy, Debug)]
pub struct DeskRequest<'a> {
    /// The declarations.
    pub partnership: &'a Partnership,
    /// The dataset that the file is for.
    pub dataset: &'a Name,
    /// The file.
    pub file: &'a Path,
    /// The date for which agreements are asked.
    pub as_of: Date,
    /// The time now.
    pub now: Timestamp,
    /// A folder that does not exist yet, for what is made while reading; it is gone afterwards.
    pub scratch: &'a Path,
}

/// The answer: the receipt that the night would give, and what only the night can check.
#[derive(Debug)]
pub struct DeskAnswer {
    /// The receipt.
    pub receipt: Receipt,
    /// What was not checked here.
    pub not_checked: Vec<&'static str>,
}

/// Says whether a file would be accepted.
///
/// # Errors
/// When the dataset may not be received or is none of records, when file or note cannot be read, and when the scratch folder
/// cannot be written or removed.
pub fn try_delivery(request: &DeskRequest<'_>) -> Result<DeskAnswer, Vec<Diagnostic>> {
    let partnership = request.partnership;
    let grant = receive_grant(partnership, request.dataset, request.as_of).map_err(|refusal| refusal.diagnostics)?;
    let source = partnership.source(request.dataset).ok_or_else(|| vec![no_records(request.dataset)])?;
    if !matches!(source.content, Content::Extract(_)) {
        return Err(vec![no_records(request.dataset)]);
    }
    let shown = request.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let note = read_note(request, source, &shown).map_err(|fault| vec![fault])?;
    let policy = grant.identifiability().map(|class| people::policy(partnership, source, grant.agreements(), class));
    let scratch = Scratch { folder: request.scratch.to_owned() };
    let answer = judge(request, source, grant.allow_list(), (&shown, note.as_ref()), policy.as_ref());
    scratch.remove().map_err(|fault| vec![fault])?;
    Ok(DeskAnswer { receipt: answer?, not_checked: not_checked(source, note.is_some(), policy.as_ref()) })
}

/// A folder that is removed whatever happens.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn remove(self) -> Result<(), Diagnostic> {
        concordat_store::remove_folder(&self.folder).map(drop).map_err(|error| store_fault(&error))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Told by `remove` where somebody waits for the answer; here a panic is under way, and nobody listens.
        let _nobody_listens = concordat_store::remove_folder(&self.folder);
    }
}

fn judge(
    request: &DeskRequest<'_>,
    source: &Source,
    allow_list: &BTreeSet<Name>,
    (shown, note): (&str, Option<&Note>),
    policy: Option<&AnonymityPolicy>,
) -> Result<Receipt, Vec<Diagnostic>> {
    let Some(contract) = request.partnership.contract_of(request.dataset) else {
        return Err(vec![no_records(request.dataset)]);
    };
    // Under a key that is written nowhere: what a killed try leaves behind, nobody can read.
    let home = Home::open(request.scratch, "desk").and_then(|home| {
        let once = StorageKey::for_once().map_err(|source| StoreError::of_write(request.scratch, source))?;
        home.unlock_or_begin(once)
    });
    let (home, _) = home.map_err(|error| vec![store_fault(&error)])?;
    let input = GateInput {
        dataset: request.dataset,
        contract,
        partnership: request.partnership,
        source,
        allow_list,
        file: DeliveredFile {
            content: vault::Content::Plain(request.file),
            shown,
            note,
            sha256: None,
            length_confirmed: false,
            delivery: "tried-at-the-desk",
            received: request.now,
            sequence: 1,
            profile: request.partnership.place().profile,
        },
        previous_rows: None,
        accept_volume: false,
        periods_held: &BTreeSet::new(),
        accept_lost_period: false,
        anonymity: policy,
        commitment: None,
        home: &home,
    };
    match accept_within(&input, &Limits { attack_stems: ATTACK_STEMS, ..Limits::default() }) {
        Ok(landed) => Ok(landed.receipt().clone()),
        Err(refused) if refused.cause() == Cause::Operation => Err(refused.diagnostics().to_vec()),
        Err(refused) => Ok(refused.receipt().clone()),
    }
}

/// The note beside the file, read as the night reads it.
fn read_note(request: &DeskRequest<'_>, source: &Source, shown: &str) -> Result<Option<Note>, Diagnostic> {
    let mut path = request.file.as_os_str().to_owned();
    path.push(NOTE_ENDING);
    let path = PathBuf::from(path);
    let place = || Place::whole(format!("{shown}{NOTE_ENDING}"));
    if !path.exists() {
        return Ok(None);
    }
    let text = concordat_store::read_to_string(&path).map_err(|error| store_fault(&error))?;
    let note: concordat_ingest_fetch::Note = serde_json::from_str(&text).map_err(|error| {
        let line = u64::try_from(error.line()).unwrap_or(0);
        let words = "the delivery note is not JSON with the keys that a note has";
        Diagnostic::error(&codes::NOTE_DIFFERS, words).at(Place { line, ..place() })
    })?;
    let differs = |words: &'static str| Err(Diagnostic::error(&codes::NOTE_DIFFERS, words).at(place()));
    if note.file != shown {
        return differs("the delivery note names another file");
    }
    if note.supplier != source.supplier.value {
        return differs("the delivery note names another supplier than the source does");
    }
    Ok(Some(gate_note(&note)))
}

fn no_records(dataset: &Name) -> Diagnostic {
    let text = Text::new().say("the dataset ").name(dataset).say(" is none of records with a contract");
    Diagnostic::error(&codes::USAGE, text)
}

fn not_checked(source: &Source, noted: bool, policy: Option<&AnonymityPolicy>) -> Vec<&'static str> {
    let note = (!noted && source.delivery_note == DeliveryNote::Required)
        .then_some("the delivery note, which the source requires and which is not beside the file");
    let volume = source.checks.records_percent_of_last.map(|_| "the number of records against the last delivery");
    let people = policy.map(|_| "opt-outs and the proof of the key against earlier deliveries and linked datasets");
    let periods = Some("whether a period is due, or was delivered before");
    [note, volume, people, periods].into_iter().flatten().collect()
}
