//! Inputs: what is fetched, checked at the gate and held, source by source.
//!
//! Not allowed in here: a dataset without a grant to receive it. Known files are written down after the gate has spoken, so
//! that a run that was killed reads them again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use concordat_agreement::ReceiveGrant;
use concordat_base::{ContentHash, Date, Name, Period, hexadecimal};
use concordat_declare::contract::{ColumnKind, Contract};
use concordat_declare::decision::Decided;
use concordat_declare::source::{Content, Source};
use concordat_declare::{Partnership, hash_of};
use concordat_diagnostics::{Code, Diagnostic, Place, Severity, Text, codes};
use concordat_ingest_fetch::{Delivery, FetchRequest, KnownFile, fetch};
use concordat_ingest_gate::{
    AnonymityPolicy, Cause, DeliveredFile, Earlier, FetchedDescription, GateInput, LandedPartition, Note, NoteKey,
    OptOuts, Published, PublishedInput, PublishedValue, Receipt, ReceiptFault, Refused, accept, expired_periods,
    is_current, narrow_all, open_landed, open_published, read_published,
};
use concordat_ledger::Entry;
use concordat_ledger::entry::extract::{
    ExtractQuarantined, ExtractReceived, ExtractRefused, IncidentOpened, LandedExtract,
};
use concordat_store::Home;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::exit::ExitClass;
use crate::freshness::expected_periods;
use crate::people::{self, EarlierByPeriod};

/// What is kept about the deliveries of a dataset.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeliveryRecord {
    /// How files are read: contract, lists, areas, allow-list. Another reading means that every file is read again.
    reading: Option<ContentHash>,
    /// Files as last seen.
    known: Vec<KnownFile>,
    /// Files that were refused, with their codes.
    refused: BTreeMap<String, Vec<String>>,
    /// Sequence of the last delivery.
    sequence: u64,
    /// Records of the last accepted delivery.
    records: Option<u64>,
    /// What the accepted deliveries said of keys and opt-outs, by period.
    #[serde(default)]
    earlier: EarlierByPeriod,
}

impl DeliveryRecord {
    fn path(home: &Home, dataset: &Name) -> PathBuf {
        home.root().join("deliveries").join(format!("{dataset}.sealed"))
    }

    fn read(home: &Home, dataset: &Name) -> Self {
        let text = home.vault().and_then(|vault| vault.read_sealed(&Self::path(home, dataset))).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn write(&self, home: &Home, dataset: &Name) -> Result<(), Diagnostic> {
        let text = serde_json::to_string(self).unwrap_or_default();
        let path = Self::path(home, dataset);
        let written = home.vault().and_then(|vault| vault.write_sealed(&path, text.as_bytes()));
        written.map_err(|error| store_fault(&error))
    }
}

/// Forgets which files were seen, so that all are read again; what numbers deliveries stays.
pub(crate) fn forget_deliveries(home: &Home) -> Result<(), Diagnostic> {
    let folder = home.root().join("deliveries");
    let names = concordat_store::list_files(&folder).map_err(|error| store_fault(&error))?;
    for dataset in names.iter().filter_map(|name| Name::new(name.strip_suffix(".sealed")?).ok()) {
        let mut record = DeliveryRecord::read(home, &dataset);
        record.known.clear();
        record.refused.clear();
        record.write(home, &dataset)?;
    }
    Ok(())
}

/// A fault of the home as a diagnostic.
pub(crate) fn store_fault(error: &concordat_store::StoreError) -> Diagnostic {
    if let Some(diagnostic) = error.of_keys() {
        return diagnostic;
    }
    let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
    Diagnostic::error(code, Text::new().say("cannot write or read ").file(error.path()))
}

/// What every source needs to know of the night.
pub(crate) struct Receiving<'night> {
    pub(crate) partnership: &'night Partnership,
    pub(crate) pipeline: &'night Path,
    pub(crate) home: &'night Home,
    pub(crate) as_of: Date,
    pub(crate) now: Timestamp,
    pub(crate) extra_roots_pem: Option<&'night [u8]>,
    pub(crate) commitment_key: &'night [u8],
    /// Files whose time is over: dataset, and commitment to their bytes.
    pub(crate) over: BTreeSet<(String, String)>,
}

/// What a source gave tonight.
#[derive(Debug, Default)]
pub(crate) struct Received {
    pub(crate) said: Vec<Diagnostic>,
    pub(crate) classes: Vec<ExitClass>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) deliveries_read: usize,
    pub(crate) deliveries_unchanged: usize,
    pub(crate) bytes_read: u64,
    pub(crate) records_accepted: u64,
    pub(crate) records_quarantined: u64,
    pub(crate) stand_in: bool,
    pub(crate) partitions: Vec<LandedPartition>,
    pub(crate) published: Vec<PublishedValue>,
    /// Periods of which data was destroyed on its day, and is not held.
    pub(crate) destroyed: BTreeSet<Period>,
    /// What is held could not be read: the night must not publish as if there were nothing.
    pub(crate) unreadable: bool,
    /// Files to take out of the watched folder, once the ledger has the incident.
    taken_out: Vec<PathBuf>,
    /// What is known of deliveries after tonight, to be written once the ledger has the entries.
    record: DeliveryRecord,
}

impl Received {
    fn unreadable(&mut self, diagnostic: Diagnostic) {
        self.unreadable = true;
        self.fault(ExitClass::Operational, diagnostic);
    }

    fn fault(&mut self, class: ExitClass, diagnostic: Diagnostic) {
        self.classes.push(class);
        self.said.push(diagnostic);
    }
}

impl Receiving<'_> {
    /// Fetches and checks a source under its grant, and gives what is held of it after.
    pub(crate) fn receive(&self, grant: ReceiveGrant, source: &Source) -> Received {
        let mut received = Received::default();
        let dataset = grant.dataset().clone();
        let supplier = grant.supplier().clone();
        let agreement = grant.agreements().first().map(ToString::to_string);
        let agreement = agreement.or_else(|| grant.licences().first().map(ToString::to_string)).unwrap_or_default();
        let allow_list = grant.allow_list().clone();
        let policy =
            grant.identifiability().map(|class| people::policy(self.partnership, source, grant.agreements(), class));
        self.narrow(&dataset, &allow_list, &mut received);
        let mut record = DeliveryRecord::read(self.home, &dataset);
        let reading = self.reading(source, &allow_list, policy.as_ref());
        if record.reading != Some(reading) || !self.is_held(source, &dataset) {
            record.known.clear();
            record.refused.clear();
            record.reading = Some(reading);
        }
        let expected = expected_periods(source, self.as_of);
        let request = FetchRequest {
            source,
            base: self.pipeline,
            profile: self.partnership.place().profile,
            as_of: self.as_of,
            now: self.now,
            home: self.home,
            known: &record.known,
            expected: &expected,
            extra_roots_pem: self.extra_roots_pem,
        };
        match fetch(grant, &request) {
            Ok(fetched) => {
                received.stand_in = fetched.stand_in;
                received.deliveries_unchanged = fetched.unchanged.len();
                for notice in fetched.notices {
                    if notice.severity == Severity::Error {
                        received.classes.push(ExitClass::Degraded);
                    }
                    received.said.push(notice);
                }
                record.known = fetched.unchanged;
                still_refused(&record, &mut received);
                for delivery in &fetched.deliveries {
                    let policy = policy.as_ref();
                    let about = About { dataset: &dataset, supplier: &supplier, agreement: &agreement, source, policy };
                    self.check(&about, &allow_list, delivery, &mut record, &mut received);
                }
            }
            Err(error) => {
                let class = if error.transport { ExitClass::Operational } else { ExitClass::Degraded };
                error.diagnostics.into_iter().for_each(|diagnostic| received.fault(class, diagnostic));
                still_refused(&record, &mut received);
            }
        }
        received.record = record;
        self.open(source, &dataset, &mut received);
        received
    }

    /// Ends what [`Receiving::receive`] began, after its entries are in the ledger: a run that is killed in between does it
    /// again, and nothing that happened to an extract goes unrecorded.
    pub(crate) fn conclude(&self, dataset: &Name, received: &mut Received) {
        for path in std::mem::take(&mut received.taken_out) {
            if let Err(error) = concordat_store::remove_file(&path) {
                received.fault(ExitClass::Operational, store_fault(&error));
            }
        }
        if let Err(fault) = received.record.write(self.home, dataset) {
            received.fault(ExitClass::Operational, fault);
        }
    }

    /// What decides how a file is read.
    fn reading(&self, source: &Source, allow_list: &BTreeSet<Name>, policy: Option<&AnonymityPolicy>) -> ContentHash {
        let lists = |contract: &Contract| {
            let hashes = contract.columns.iter().map(|column| match &column.kind {
                ColumnKind::Code { list } => self.partnership.code_list(list).map(|list| list.hash()),
                ColumnKind::Area { level } => self.partnership.areas().hash_of(level.as_str()),
                _ => None,
            });
            (contract.hash(), hashes.collect::<Vec<_>>())
        };
        let contract = self.partnership.contract_of(&source.id.value).map(lists);
        // A stricter agreement means that every file is looked at again.
        let people = policy.map(AnonymityPolicy::demands);
        hash_of(&(contract, allow_list, &source.format, &source.content, source.coverage, &source.mapping, people))
    }

    /// Whether what the record says was accepted is there; a home whose landed data was lost reads again.
    fn is_held(&self, source: &Source, dataset: &Name) -> bool {
        match &source.content {
            // What was destroyed on its day was there, and is not to be read again.
            Content::Extract(_) => {
                open_landed(self.home, dataset).is_ok_and(|held| !held.is_empty())
                    || expired_periods(self.home, dataset).is_ok_and(|expired| !expired.is_empty())
            }
            Content::Published(published) => {
                open_published(self.home, dataset, published).is_ok_and(|held| held.is_some())
            }
        }
    }

    fn check(
        &self,
        about: &About<'_>,
        allow_list: &BTreeSet<Name>,
        delivery: &Delivery,
        record: &mut DeliveryRecord,
        received: &mut Received,
    ) {
        received.deliveries_read += 1;
        received.bytes_read += delivery.bytes();
        record.sequence += 1;
        let commitment = self.commitment(about.dataset, delivery.sha256());
        let id = format!("{:06}-{}", record.sequence, commitment.chars().take(16).collect::<String>());
        let note = delivery.note().map(gate_note);
        let file = DeliveredFile {
            content: delivery.content(),
            shown: delivery.name(),
            note: note.as_ref(),
            sha256: Some(delivery.sha256()),
            length_confirmed: delivery.length_is_confirmed(),
            delivery: &id,
            received: self.now,
            sequence: record.sequence,
            profile: self.partnership.place().profile,
        };
        if self.over.contains(&(about.dataset.to_string(), commitment.clone())) {
            let text = "the very same file was held for its whole time under the agreement, and destroyed";
            let fault = Diagnostic::error(&codes::BROUGHT_BACK, text).at(Place::whole(delivery.name()));
            self.turn_away(about, delivery, &[fault], (&id, commitment), record, received);
            return;
        }
        let verdict = match &about.source.content {
            Content::Extract(_) => self.land(about, allow_list, file, record, received, &commitment),
            Content::Published(declaration) => {
                let fetched = delivery.description();
                let description = fetched.map(|(table, bytes)| FetchedDescription { table, bytes });
                let (dataset, source, home) = (about.dataset, about.source, self.home);
                let input = PublishedInput { dataset, declaration, source, file, description, home };
                read_figures(&input, received)
            }
        };
        match verdict {
            Ok(receipt) => {
                self.answer(about, &id, receipt.as_ref(), received);
                record.refused.remove(delivery.name());
                record.known.push(delivery.known().clone());
            }
            Err(refused) => self.refuse(about, delivery, &refused, (&id, commitment), record, received),
        }
    }

    fn land(
        &self,
        about: &About<'_>,
        allow_list: &BTreeSet<Name>,
        file: DeliveredFile<'_>,
        record: &mut DeliveryRecord,
        received: &mut Received,
        commitment: &str,
    ) -> Result<Option<Receipt>, Box<Refused>> {
        let Some(contract) = self.partnership.contract_of(about.dataset) else { return Ok(None) };
        let held = match open_landed(self.home, about.dataset) {
            Ok(held) => held,
            Err(error) => {
                received.unreadable(error.diagnostic());
                return Ok(None);
            }
        };
        let periods_held: BTreeSet<Period> = held.iter().map(LandedPartition::period).collect();
        let policy = about.policy.map(|policy| self.with_history(policy.clone(), about.dataset, record, &periods_held));
        let input = GateInput {
            dataset: about.dataset,
            contract,
            partnership: self.partnership,
            source: about.source,
            allow_list,
            file,
            previous_rows: record.records,
            accept_volume: self.decided(about.dataset, |decided| match decided {
                Decided::AcceptVolume(about) => Some(&about.source.value),
                _ => None,
            }),
            periods_held: &periods_held,
            accept_lost_period: self.decided(about.dataset, |decided| match decided {
                Decided::AcceptLostPeriod(about) => Some(&about.source.value),
                _ => None,
            }),
            anonymity: policy.as_ref(),
            commitment: Some(commitment),
            home: self.home,
        };
        let landed = accept(&input)?;
        for partition in landed.partitions() {
            let said = |note: &Note| (note.opt_outs, note.key.clone());
            let (opt_outs, key) = file.note.map(said).unwrap_or_default();
            let earlier = Earlier { commitment: commitment.to_owned(), opt_outs, key };
            record.earlier.insert(partition.period().to_string(), earlier);
        }
        record.records = Some(landed.counts().read());
        received.records_accepted += landed.counts().accepted();
        received.records_quarantined += landed.counts().quarantined();
        received.said.extend(set_aside(landed.receipt(), file.shown));
        received.said.extend(landed.notices().iter().filter(|notice| is_of_the_file(notice)).cloned());
        received.entries.push(Entry::ExtractReceived(ExtractReceived {
            dataset: about.dataset.to_string(),
            party: about.supplier.to_string(),
            agreement: about.agreement.to_owned(),
            delivery: file.delivery.to_owned(),
            periods: landed.partitions().iter().map(|partition| partition.period().to_string()).collect(),
            commitment: commitment.to_owned(),
            files: 1,
            columns: columns_of(landed.partitions()),
            landed: landed.partitions().iter().map(|one| self.landed_extract(about.dataset, one)).collect(),
        }));
        if landed.counts().quarantined() > 0 {
            received.entries.push(Entry::ExtractQuarantined(ExtractQuarantined {
                dataset: about.dataset.to_string(),
                party: about.supplier.to_string(),
                delivery: file.delivery.to_owned(),
                commitment: commitment.to_owned(),
                codes: codes_of(landed.notices()),
                expires_on: None,
            }));
        }
        Ok(Some(landed.receipt().clone()))
    }

    /// The policy with what is remembered of this dataset and of those that it may be linked with.
    fn with_history(
        &self,
        mut policy: AnonymityPolicy,
        dataset: &Name,
        record: &DeliveryRecord,
        periods_held: &BTreeSet<Period>,
    ) -> AnonymityPolicy {
        policy.earlier = people::of_held(&record.earlier, periods_held);
        if let Some(key) = &mut policy.key {
            for other in people::linked_with(self.partnership, dataset) {
                let earlier = DeliveryRecord::read(self.home, &other).earlier;
                let keys = earlier.into_values().filter_map(|earlier| earlier.key);
                key.proofs_of_others.extend(keys.map(|key| (key.id, key.proof)));
            }
        }
        policy
    }

    /// Puts the sender's receipt where it can be taken from: for programs, and as a page. Nobody sends what is open.
    fn answer(&self, about: &About<'_>, id: &str, receipt: Option<&Receipt>, received: &mut Received) {
        let Some(receipt) = receipt.filter(|_| about.policy.is_some()) else { return };
        let folder = self.home.root().join("receipts").join(about.dataset.as_str());
        let json = serde_json::to_string_pretty(receipt).unwrap_or_default() + "\n";
        for (ending, text) in [("json", json), ("html", receipt.page())] {
            if let Err(error) = concordat_store::write_atomic(&folder.join(format!("{id}.{ending}")), text.as_bytes()) {
                received.fault(ExitClass::Operational, store_fault(&error));
            }
        }
    }

    fn refuse(
        &self,
        about: &About<'_>,
        delivery: &Delivery,
        refused: &Refused,
        (id, commitment): (&str, String),
        record: &mut DeliveryRecord,
        received: &mut Received,
    ) {
        let codes = codes_of(refused.diagnostics());
        let class = if refused.cause() == Cause::Operation { ExitClass::Operational } else { ExitClass::Degraded };
        received.classes.push(class);
        received.said.extend(refused.diagnostics().iter().cloned());
        if refused.cause() == Cause::Operation {
            return;
        }
        self.answer(about, id, Some(refused.receipt()), received);
        received.entries.push(Entry::ExtractRefused(ExtractRefused {
            dataset: about.dataset.to_string(),
            party: about.supplier.to_string(),
            delivery: id.to_owned(),
            commitment: Some(commitment.clone()),
            codes: codes.clone(),
            files: 1,
        }));
        if refused.over_shared() {
            let code = refused.incident().unwrap_or(&codes::OVER_SHARED);
            received.said.push(self.incident_notice(code, about, delivery));
            received.entries.push(self.incident(code, about, id, commitment));
            if let Some(watched) = delivery.watched() {
                received.taken_out.push(watched.to_owned());
                return;
            }
            // What lies on the sender's server cannot be taken away; it is known from now on, and not downloaded again.
        }
        record.refused.insert(delivery.name().to_owned(), codes);
        record.known.push(delivery.known().clone());
    }

    /// Refuses a file that need not be read for it.
    fn turn_away(
        &self,
        about: &About<'_>,
        delivery: &Delivery,
        faults: &[Diagnostic],
        (id, commitment): (&str, String),
        record: &mut DeliveryRecord,
        received: &mut Received,
    ) {
        let codes = codes_of(faults);
        received.classes.push(ExitClass::Degraded);
        received.said.extend(faults.iter().cloned());
        received.entries.push(Entry::ExtractRefused(ExtractRefused {
            dataset: about.dataset.to_string(),
            party: about.supplier.to_string(),
            delivery: id.to_owned(),
            commitment: Some(commitment),
            codes: codes.clone(),
            files: 1,
        }));
        record.refused.insert(delivery.name().to_owned(), codes);
        record.known.push(delivery.known().clone());
    }

    fn incident(&self, code: &'static Code, about: &About<'_>, id: &str, commitment: String) -> Entry {
        Entry::IncidentOpened(IncidentOpened {
            incident: format!("over-shared {} {id}", about.dataset),
            code: code.to_string(),
            party: about.supplier.to_string(),
            dataset: Some(about.dataset.to_string()),
            agreement: Some(about.agreement.to_owned()).filter(|agreement| !agreement.is_empty()),
            commitment: Some(commitment),
            told_role: "data protection lead".to_owned(),
            due_on: self.incident_due(),
        })
    }

    /// The Information Commissioner's limit for telling of a breach is 72 hours.
    fn incident_due(&self) -> Date {
        concordat_base::DateSpan::days(3).after(self.as_of)
    }

    /// What was done about an over-shared file, whom to write to, and by when.
    fn incident_notice(&self, code: &'static Code, about: &About<'_>, delivery: &Delivery) -> Diagnostic {
        let text = Text::new().say("the file was taken out of the folder and an incident opened, to be acted upon by ");
        let text = text.date(self.incident_due());
        let party = self.partnership.place().parties.iter().find(|party| party.id.value == *about.supplier);
        let help = Text::new().say("Tell the data-protection leads of both sides");
        let help = party.map_or(help.clone(), |party| help.say("; the sender's contact is ").declared(&party.contact));
        Diagnostic::warning(code, text).help(help.say(".")).at(Place::whole(delivery.name()))
    }

    /// Opens what is held: landed rows, or published figures.
    fn open(&self, source: &Source, dataset: &Name, received: &mut Received) {
        match &source.content {
            Content::Published(declaration) => match open_published(self.home, dataset, declaration) {
                Ok(published) => {
                    let all = |published: Published| [published.values(), published.rolling()].concat();
                    received.published = published.map(all).unwrap_or_default();
                }
                Err(error) => received.unreadable(error.diagnostic()),
            },
            Content::Extract(_) => match open_landed(self.home, dataset) {
                Ok(partitions) => {
                    self.tell_destroyed(dataset, &partitions, received);
                    self.keep_current(dataset, partitions, received);
                }
                Err(error) => received.unreadable(error.diagnostic()),
            },
        }
    }

    /// Says which periods are not held any more because their time was over: no silent hole.
    fn tell_destroyed(&self, dataset: &Name, partitions: &[LandedPartition], received: &mut Received) {
        let Some(contract) = self.partnership.contract_of(dataset) else { return };
        let expired = expired_periods(self.home, dataset).unwrap_or_default();
        let periods = expired.iter().filter_map(|label| Period::parse(label, contract.partition_kind()).ok());
        let held: BTreeSet<Period> = partitions.iter().map(LandedPartition::period).collect();
        received.destroyed = periods.filter(|period| !held.contains(period)).collect();
        if received.destroyed.is_empty() {
            return;
        }
        let labels: Vec<String> = received.destroyed.iter().map(ToString::to_string).collect();
        let text = Text::new().say("of ").name(dataset).say(" these periods were destroyed on their day: ");
        let text = text.list(labels.iter().map(String::as_str));
        received.said.push(Diagnostic::notice(&codes::RETENTION_GONE, text));
    }

    /// Leaves out rows that were landed under other code lists or areas: their positions mean something else tonight.
    fn keep_current(&self, dataset: &Name, partitions: Vec<LandedPartition>, received: &mut Received) {
        let Some(contract) = self.partnership.contract_of(dataset) else { return };
        let (current, other): (Vec<_>, Vec<_>) =
            partitions.into_iter().partition(|partition| is_current(partition, contract, self.partnership));
        received.partitions = current;
        if !other.is_empty() {
            let text =
                Text::new().say("periods of ").name(dataset).say(" landed under another contract, code list or ");
            let text = text.say("area table, and not delivered since: ").number(other.len() as u64);
            received.fault(ExitClass::Degraded, Diagnostic::warning(&codes::NOTHING_DELIVERED, text));
        }
    }

    /// Takes columns that are no longer agreed out of landed rows, before anything else is done with them.
    fn narrow(&self, dataset: &Name, allow_list: &BTreeSet<Name>, received: &mut Received) {
        let Some(contract) = self.partnership.contract_of(dataset) else { return };
        match narrow_all(self.home, dataset, contract, self.partnership, allow_list) {
            Ok((0, 0)) => {}
            Ok((rewritten, destroyed)) => {
                let text = Text::new().say("landed rows of ").name(dataset).say(" were rewritten without columns: ");
                let text = text.number(rewritten).say(" contents; destroyed: ").number(destroyed);
                received.said.push(Diagnostic::notice(&codes::COLUMN_NOT_SHARED, text));
            }
            Err(error) => received.fault(ExitClass::Operational, error.diagnostic()),
        }
    }

    fn decided(&self, dataset: &Name, source_of: fn(&Decided) -> Option<&Name>) -> bool {
        let holds = self.partnership.decisions().filter(|decision| decision.holds_on(self.as_of));
        holds.filter_map(|decision| source_of(&decision.decision)).any(|source| source == dataset)
    }

    /// What a partition holds, by the commitment that a release names it with.
    fn landed_extract(&self, dataset: &Name, partition: &LandedPartition) -> LandedExtract {
        let commitment = self.content_commitment(dataset, partition);
        LandedExtract { period: partition.period().to_string(), commitment }
    }

    /// The commitment to the content of a period, whatever delivery brought it.
    pub(crate) fn content_commitment(&self, dataset: &Name, partition: &LandedPartition) -> String {
        self.commitment(dataset, &format!("{}\n{}", partition.period(), partition.manifest().content_id))
    }

    /// A keyed commitment: its holder can recognise the content, nobody else can guess it.
    fn commitment(&self, dataset: &Name, content: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.commitment_key) else { return String::new() };
        mac.update(dataset.as_str().as_bytes());
        mac.update(b"\n");
        mac.update(content.as_bytes());
        hexadecimal(&mac.finalize().into_bytes())
    }
}

/// Columns that landed, in order of name.
fn columns_of(partitions: &[LandedPartition]) -> Vec<String> {
    let names: BTreeSet<&Name> = partitions.iter().flat_map(|partition| partition.manifest().columns.keys()).collect();
    names.into_iter().map(ToString::to_string).collect()
}

/// The dataset a delivery belongs to.
struct About<'run> {
    dataset: &'run Name,
    supplier: &'run Name,
    agreement: &'run str,
    source: &'run Source,
    policy: Option<&'run AnonymityPolicy>,
}

pub(crate) fn gate_note(note: &concordat_ingest_fetch::Note) -> Note {
    Note {
        bytes: Some(note.bytes),
        rows: Some(note.rows),
        sha256: Some(note.sha256.clone()),
        period: Some(note.period.clone()),
        coverage: Some(note.coverage),
        synthetic: note.synthetic,
        reason: note.reason.clone(),
        key: note.key.as_ref().map(|key| NoteKey { id: key.id.clone(), proof: key.proof.clone() }),
        opt_outs: note.opt_outs.map(|said| match said {
            concordat_ingest_fetch::OptOuts::Applied => OptOuts::Applied,
            concordat_ingest_fetch::OptOuts::NotApplicable => OptOuts::NotApplicable,
            concordat_ingest_fetch::OptOuts::Exempt => OptOuts::Exempt,
        }),
    }
}

/// A file that was refused before and still lies there unchanged goes on degrading the night; to be asked before the files
/// of tonight are read.
fn still_refused(record: &DeliveryRecord, received: &mut Received) {
    for (name, reasons) in &record.refused {
        if record.known.iter().any(|known| known.name == *name) {
            let reason = reasons.iter().find_map(|reason| codes::find(reason)).unwrap_or(&codes::NOTHING_DELIVERED);
            let message = Text::new().say("still there unchanged, and still refused for ");
            let message = message.list(reasons.iter().map(String::as_str));
            received.fault(ExitClass::Degraded, Diagnostic::warning(reason, message).at(Place::whole(name)));
        }
    }
}

/// Whether a notice is of a file as a whole; those of records are told together, by [`set_aside`].
fn is_of_the_file(notice: &Diagnostic) -> bool {
    notice.place.as_ref().is_none_or(|place| place.line == 0)
}

/// One warning for each code and column of records that were set aside in an accepted delivery: how many, and the first.
fn set_aside(receipt: &Receipt, shown: &str) -> Vec<Diagnostic> {
    let warning = |fault: &ReceiptFault| {
        let code = codes::find(fault.code()).filter(|code| (400..500).contains(&code.number))?;
        let text = Text::new().say(code.title).say(": ").number(fault.count());
        let text = text.say(if fault.count() == 1 { " record" } else { " records" }).say(" set aside in quarantine");
        let text = fault.column().map_or(text.clone(), |column| text.say(", in the column ").name(column));
        let words = match (fault.count(), receipt.is_in_rows()) {
            (1, false) => ", record ",
            (1, true) => ", row ",
            (_, false) => ", the first of them record ",
            (_, true) => ", the first of them row ",
        };
        let text = fault.first_records().first().map_or(text.clone(), |first| text.say(words).number(*first));
        Some(Diagnostic::warning(code, text).at(Place::whole(shown)))
    };
    receipt.faults().iter().filter_map(warning).collect()
}

fn codes_of(diagnostics: &[Diagnostic]) -> Vec<String> {
    let codes: BTreeSet<String> = diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect();
    codes.into_iter().collect()
}

/// Reads a table of figures; publishers get no receipt.
fn read_figures(input: &PublishedInput<'_>, received: &mut Received) -> Result<Option<Receipt>, Box<Refused>> {
    let published = read_published(input)?;
    received.said.extend(published.notices().iter().cloned());
    if let Some(counts) = published.receipt().and_then(Receipt::counts) {
        received.records_accepted += counts.accepted();
    }
    Ok(None)
}
