//! A made-up place with two contracts: counts that a small charity can give, and records of people.
//!
//! Not allowed in here: a real agency's data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_base::{Date, Name};
use concordat_declare::{Files, Loaded, Partnership, load};
use concordat_desk::{About, Terms, template};
use concordat_diagnostics::Diagnostic;

/// Stands in cells that must appear in no message.
pub(crate) const CANARY: &str = "CANARY7";

const PLACE: &str = "
version: 1
id: testshire
name: Testshire
board: Testshire Board
profile: sample
schemas: schemas
host: council
parties:
  - {id: council, name: Testshire Council, kind: council, contact: data@example.org}
  - {id: kettle, name: The Kettle, kind: charity, contact: two@example.org}
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

/// A count for each month, ward and band of age.
const COUNTS: &str = "
apiVersion: v3.1.0
kind: DataContract
id: kettle-counts
version: 1.0.0
schema:
  - name: counts
    description: One row for each month, ward and age band.
    properties:
      - {name: month, required: true, primaryKey: true, description: Month in which people came., customProperties: [{property: concordatType, value: period}, {property: concordatPeriodKind, value: month}, {property: concordatPartition, value: true}]}
      - {name: ward, physicalName: ward_code, required: true, primaryKey: true, businessName: Ward of home, customProperties: [{property: concordatType, value: area}, {property: concordatAreaLevel, value: ward}]}
      - {name: age_band, required: true, primaryKey: true, customProperties: [{property: concordatType, value: code}, {property: concordatCodeList, value: age_band}]}
      - {name: visitors, required: true, logicalTypeOptions: {minimum: 0, maximum: 99999}, customProperties: [{property: concordatType, value: integer}]}
      - {name: remark, logicalTypeOptions: {maxLength: 20}, customProperties: [{property: concordatType, value: text}]}
      - {name: helper, logicalTypeOptions: {maxLength: 40}, customProperties: [{property: concordatType, value: text}]}
";

const VISITS: &str = "
apiVersion: v3.1.0
kind: DataContract
id: visits
version: 1.0.0
schema:
  - name: visits
    properties:
      - {name: visit, required: true, primaryKey: true, customProperties: [{property: concordatType, value: token}]}
      - {name: school_year, required: true, customProperties: [{property: concordatType, value: period}, {property: concordatPeriodKind, value: academic_year}, {property: concordatPartition, value: true}]}
      - {name: sex, required: true, customProperties: [{property: concordatType, value: code}, {property: concordatCodeList, value: sex}]}
";

/// The source of counts.
pub(crate) const COUNTS_SOURCE: &str = "
version: 1
id: kettle-counts
title: People at The Kettle
supplier: kettle
content: {extract: {contract: kettle-counts}}
transport: {folder: {path: in, pattern: '*.xlsx', unchanged_minutes: 0}}
format: workbook
coverage: full
delivery_note: optional
late: {action: drop}
checks: {refused_records_at_most: 5, mebibytes_at_most: 1}
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

/// What the declarations are with this source of counts.
pub(crate) fn loaded(source: &str) -> Loaded {
    let visits =
        COUNTS_SOURCE.replace("kettle-counts", "visits").replace("format: workbook", "format: {csv: {delimiter: ','}}");
    load(&InMemory(BTreeMap::from([
        ("partnership.yaml", PLACE.to_owned()),
        ("areas.csv", "code,name\nW01,North\nW02,South\nW03,East\n".to_owned()),
        ("schemas/codes/sex.csv", "code,label\nF,Female\nM,Male\nnot_known,Not known\n".to_owned()),
        (
            "schemas/codes/age_band.csv",
            "code,label\n10-14,10 to 14 years\n15-17,15 to 17 years\n007,Agents\n".to_owned(),
        ),
        ("schemas/extracts/kettle-counts.odcs.yaml", COUNTS.to_owned()),
        ("schemas/extracts/visits.odcs.yaml", VISITS.to_owned()),
        ("sources/kettle-counts.yaml", source.to_owned()),
        ("sources/visits.yaml", visits),
    ])))
}

/// A desk: declarations and what is agreed.
pub(crate) struct Desk {
    pub(crate) partnership: Partnership,
    pub(crate) allow_list: BTreeSet<Name>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(COUNTS_SOURCE)
    }

    /// A desk whose source of counts is this; everything is agreed but who helped.
    pub(crate) fn with(source: &str) -> Self {
        let loaded = loaded(source);
        assert!(loaded.partnership.is_some(), "{:#?}", loaded.faults);
        let agreed = ["month", "ward", "age_band", "visitors", "remark", "visit", "school_year", "sex"];
        Self { partnership: loaded.partnership.unwrap(), allow_list: agreed.map(name).into() }
    }

    pub(crate) fn terms(&self) -> Terms<'_> {
        self.terms_of("kettle-counts")
    }

    pub(crate) fn terms_of(&self, dataset: &str) -> Terms<'_> {
        let dataset = name(dataset);
        Terms {
            partnership: &self.partnership,
            source: self.partnership.source(&dataset).unwrap(),
            contract: self.partnership.contract_of(&dataset).unwrap(),
            allow_list: &self.allow_list,
        }
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(crate) fn about() -> About {
    About { agreements: vec!["dsa-kettle, version 1".to_owned()], as_of: Date::constant(2026, 6, 30) }
}

/// The template of the counts.
pub(crate) fn blank(desk: &Desk) -> Vec<u8> {
    template(&desk.terms(), &about()).unwrap()
}

/// Codes and messages, a line each; none may hold the canary.
pub(crate) fn told(faults: &[Diagnostic]) -> Vec<String> {
    let lines: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.code, fault.message)).collect();
    assert!(!lines.concat().contains(CANARY), "{lines:?}");
    lines
}
