//! A small place with one contract, and a way to put a delivery to its gate.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use concordat_base::{Name, Period, PeriodKind};
use concordat_declare::agreement::Identifiability;
use concordat_declare::place::Profile;
use concordat_declare::source::{Coverage, PercentBand, Source};
use concordat_declare::{Files, Partnership, load};
use concordat_ingest_gate::{
    AnonymityPolicy, DeliveredFile, FieldClass, FieldPolicy, GateInput, Landed, Limits, Note, Refused, accept_within,
    open_quarantined,
};
use concordat_store::vault::Content;
use concordat_store::{Home, StorageKey};
use jiff::Timestamp;

/// Stands in every cell that is at fault, and must appear nowhere but in quarantine.
pub(crate) const CANARY: &str = "CANARY7";

pub(crate) const HEADER: &str = "visit,month,area,sex,age,remark,note\n";

const PLACE: &str = "
version: 1
id: testshire
name: Testshire
board: Board
profile: sample
schemas: schemas
host: council
parties:
  - {id: council, name: Council, kind: council, contact: data@example.org}
life_courses: []
audiences:
  - {id: public, title: Everybody, publish: automatic}
areas:
  place: {code: testshire, name: Testshire}
  levels:
    - {id: ward, title: Wards, vintage: '2024'}
  hierarchy:
    file: areas.csv
    columns: {ward: {code: code, name: name}}
disclosure_policies: []
";

const SOURCE: &str = "
version: 1
id: visits
title: Visits
supplier: council
content: {extract: {contract: visits}}
transport: {folder: {path: in, pattern: '*.csv', unchanged_minutes: 0}}
format: {csv: {delimiter: ','}}
coverage: full
delivery_note: optional
late: {action: drop}
checks: {refused_records_at_most: 5, mebibytes_at_most: 1}
";

const CONTRACT: &str = "
apiVersion: v3.1.0
kind: DataContract
id: visits
version: 1.0.0
schema:
  - name: visits
    properties:
      - {name: visit, required: true, primaryKey: true, customProperties: [{property: concordatType, value: token}]}
      - {name: month, required: true, customProperties: [{property: concordatType, value: period}, {property: concordatPeriodKind, value: month}, {property: concordatPartition, value: true}]}
      - {name: area, customProperties: [{property: concordatType, value: area}, {property: concordatAreaLevel, value: ward}]}
      - {name: sex, required: true, customProperties: [{property: concordatType, value: code}, {property: concordatCodeList, value: sex}]}
      - {name: age, logicalTypeOptions: {minimum: 0, maximum: 120}, customProperties: [{property: concordatType, value: integer}]}
      - {name: remark, logicalTypeOptions: {maxLength: 12}, customProperties: [{property: concordatType, value: text}]}
      - {name: note, customProperties: [{property: concordatType, value: ignored}]}
";

struct InMemory(BTreeMap<&'static str, String>);

impl Files for InMemory {
    fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let inside = |path: &&&str| Path::new(path).parent() == Some(Path::new(folder));
        self.0.keys().filter(inside).map(|path| path[folder.len() + 1..].to_owned()).collect()
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(crate) fn month(text: &str) -> Period {
    Period::parse(text, PeriodKind::Month).unwrap()
}

/// A pseudonym made of a number.
pub(crate) fn token(number: u32) -> String {
    format!("{number:032x}")
}

/// A record that keeps the contract.
pub(crate) fn good(number: u32) -> String {
    good_in("2024-01", number)
}

pub(crate) fn good_in(period: &str, number: u32) -> String {
    format!("{},{period},W{},F,{},word,note {number}\n", token(number), number % 3 + 1, number % 100)
}

/// A delivery of good records.
pub(crate) fn delivery(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers.into_iter().fold(HEADER.to_owned(), |text, number| text + &good(number))
}

/// Areas whose codes follow the rules of the Government Statistical Service: middle-layer areas.
const MIDDLE_AREAS: &str = "code,name\nE02000001,One\nE02000002,Two\nE02000003,Three\n";

fn partnership(source: &str, contract: &str, areas: &str) -> Partnership {
    let files = InMemory(BTreeMap::from([
        ("partnership.yaml", PLACE.to_owned()),
        ("areas.csv", areas.to_owned()),
        ("schemas/codes/sex.csv", "code,label\nF,Female\nM,Male\n".to_owned()),
        ("schemas/extracts/visits.odcs.yaml", contract.to_owned()),
        ("sources/visits.yaml", source.to_owned()),
    ]));
    let loaded = load(&files);
    assert!(loaded.partnership.is_some(), "{:#?}", loaded.faults);
    loaded.partnership.unwrap()
}

/// A gate with everything at hand; fields are changed before a delivery is put to it.
pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) partnership: Partnership,
    pub(crate) source: Source,
    pub(crate) home: Home,
    pub(crate) allow_list: BTreeSet<Name>,
    pub(crate) note: Option<Note>,
    pub(crate) sha256: Option<String>,
    pub(crate) length_confirmed: bool,
    pub(crate) profile: Profile,
    pub(crate) previous_rows: Option<u64>,
    pub(crate) accept_volume: bool,
    pub(crate) periods_held: BTreeSet<Period>,
    pub(crate) accept_lost_period: bool,
    pub(crate) anonymity: Option<AnonymityPolicy>,
    pub(crate) limits: Limits,
    pub(crate) sequence: u64,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(SOURCE, CONTRACT)
    }

    /// A bench for data of an agreement: areas of the usual codes, a longer remark, and a policy of the given class.
    pub(crate) fn of_people(identifiability: Identifiability) -> Self {
        let contract =
            CONTRACT.replace("maxLength: 12", "maxLength: 400").replace("maximum: 120", "maximum: 99999999999");
        let bench = Self::with_areas(SOURCE, &contract, MIDDLE_AREAS);
        Self { anonymity: Some(AnonymityPolicy::of(identifiability)), ..bench }
    }

    /// A bench for counts of an agreement, without anything that stands for a person.
    pub(crate) fn of_counts(identifiability: Identifiability) -> Self {
        let mut bench = Self::of_people(identifiability);
        let contract = CONTRACT.replace("      - {name: visit, required: true, primaryKey: true, customProperties: [{property: concordatType, value: token}]}\n", "");
        bench.partnership = partnership(SOURCE, &contract.replace("maximum: 120", "maximum: 99999"), MIDDLE_AREAS);
        bench.field("age", FieldPolicy { class: FieldClass::Measure, ..FieldPolicy::default() });
        bench.allow_list.remove(&name("visit"));
        bench
    }

    /// Says what the agreement says of a field.
    pub(crate) fn field(&mut self, field: &str, policy: FieldPolicy) {
        self.policy().fields.insert(name(field), policy);
    }

    pub(crate) fn policy(&mut self) -> &mut AnonymityPolicy {
        self.anonymity.as_mut().unwrap()
    }

    /// A bench whose contract has no key.
    pub(crate) fn without_key() -> Self {
        Self::with(SOURCE, &CONTRACT.replace(", primaryKey: true", ""))
    }

    /// A bench whose source differs from the usual one.
    pub(crate) fn with_source(change: impl Fn(&str) -> String) -> Self {
        Self::with(&change(SOURCE), CONTRACT)
    }

    fn with(source: &str, contract: &str) -> Self {
        Self::with_areas(source, contract, "code,name\nW1,One\nW2,Two\nW3,Three\n")
    }

    fn with_areas(source: &str, contract: &str, areas: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let partnership = partnership(source, contract, areas);
        let home = unlocked(&folder.path().join("var"), "testshire");
        Self {
            source: partnership.source(&name("visits")).unwrap().clone(),
            allow_list: ["visit", "month", "area", "sex", "age", "remark"].map(name).into(),
            folder,
            partnership,
            home,
            note: None,
            sha256: None,
            length_confirmed: false,
            profile: Profile::Sample,
            previous_rows: None,
            accept_volume: false,
            periods_held: BTreeSet::new(),
            accept_lost_period: false,
            anonymity: None,
            limits: Limits::default(),
            sequence: 1,
        }
    }

    pub(crate) fn one_period(mut self) -> Self {
        self.source.coverage = Coverage::OnePeriod;
        self
    }

    pub(crate) fn band(mut self, at_least: u64, at_most: u64) -> Self {
        self.source.checks.records_percent_of_last = Some(PercentBand { at_least, at_most });
        self
    }

    /// Puts bytes to the gate as the next delivery.
    pub(crate) fn put(&mut self, bytes: impl AsRef<[u8]>) -> Result<Landed, Box<Refused>> {
        let path = self.folder.path().join("visits.csv");
        std::fs::write(&path, bytes).unwrap();
        self.put_file(&path)
    }

    pub(crate) fn put_file(&mut self, path: &Path) -> Result<Landed, Box<Refused>> {
        let dataset = name("visits");
        let delivery = format!("delivery-{}", self.sequence);
        let seconds = i64::try_from(self.sequence).unwrap() * 1000;
        let result = accept_within(
            &GateInput {
                dataset: &dataset,
                contract: self.partnership.contract_of(&dataset).unwrap(),
                partnership: &self.partnership,
                source: &self.source,
                allow_list: &self.allow_list,
                file: DeliveredFile {
                    content: Content::Plain(path),
                    shown: "visits.csv",
                    note: self.note.as_ref(),
                    sha256: self.sha256.as_deref(),
                    length_confirmed: self.length_confirmed,
                    delivery: &delivery,
                    received: Timestamp::from_second(seconds).unwrap(),
                    sequence: self.sequence,
                    profile: self.profile,
                },
                previous_rows: self.previous_rows,
                accept_volume: self.accept_volume,
                periods_held: &self.periods_held,
                accept_lost_period: self.accept_lost_period,
                anonymity: self.anonymity.as_ref(),
                commitment: Some("commitment-of-this"),
                home: &self.home,
            },
            &self.limits,
        );
        self.sequence += 1;
        result
    }

    /// The text of `records.csv` of a delivery, when there is one.
    pub(crate) fn quarantined(&self, sequence: u64) -> Option<String> {
        let mut text = String::new();
        let mut opened = open_quarantined(&self.home, &name("visits"), &format!("delivery-{sequence}")).ok()?;
        opened.read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Every file below the home with its bytes.
    pub(crate) fn all_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(self.home.root(), &mut found);
        found
    }

    /// Every file below the home with its bytes, quarantine and keys left out.
    pub(crate) fn files_outside_quarantine(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(self.home.root(), &mut found);
        let left_out = [self.home.quarantine_root(), self.home.keys(), self.home.house_key()];
        found.retain(|(path, _)| !left_out.iter().any(|folder| path.starts_with(folder)));
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
}

/// The home of a place with its keys, under the sample's storage key.
pub(crate) fn unlocked(root: &Path, place: &str) -> Home {
    Home::open(root, place).unwrap().unlock_or_begin(StorageKey::sample()).unwrap().0
}

/// Numbers of the codes of a refusal, each once.
pub(crate) fn codes(refused: &Refused) -> Vec<u16> {
    refused.totals().keys().copied().collect()
}

/// Refuses anything but a refusal with exactly these codes.
pub(crate) fn assert_refused(result: Result<Landed, Box<Refused>>, expected: &[u16]) -> Box<Refused> {
    let refused = result.err().unwrap();
    assert_eq!(codes(&refused), expected, "{:#?}", refused.diagnostics());
    refused
}

/// The content ids of a landing, by period.
pub(crate) fn content(landed: &Landed) -> Vec<(String, String)> {
    landed.partitions().iter().map(|one| (one.manifest().period.clone(), one.manifest().content_id.clone())).collect()
}
