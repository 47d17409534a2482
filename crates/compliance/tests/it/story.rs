//! A made-up story of a place: entries of its ledger and its releases, all as they should be, and ways to change them.
//!
//! Not allowed in here: expectations.

use concordat_base::Date;
use concordat_compliance::{Evidence, IndicatorFacts, LineageLine, Release, Standing};
use concordat_declare::Partnership;
use concordat_ledger::Record;
use serde_json::{Value, json};

/// The day that is asked about: every agreement but the archive is in force.
pub(crate) const TODAY: Date = Date::constant(2026, 11, 22);
/// The version of the release.
pub(crate) const VERSION: &str = "2026-02-01.1";
/// The commitment to the content of the one period of falls.
pub(crate) const FALLS: &str = "fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11";
/// The commitment to what was read of the police's records.
pub(crate) const OFFENDING: &str = "0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0ff0";
/// The commitment to what was read of the council's records.
pub(crate) const HOUSING: &str = "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0";
/// Columns that linked records are read by.
const LINKED: [&str; 5] = ["key_loose", "key_standard", "key_strict", "lsoa21_code", "month"];

/// Entries and releases.
#[derive(Clone)]
pub(crate) struct Story {
    /// Each with its day, type and body.
    pub(crate) entries: Vec<(Date, &'static str, Value)>,
    pub(crate) releases: Vec<Release>,
    pub(crate) tampered: Vec<(String, String)>,
}

impl Story {
    /// One night in February on which everything was as agreed.
    pub(crate) fn good() -> Self {
        let night = Date::constant(2026, 2, 1);
        let entries = vec![
            (night, "agreement.registered", registered("falls@1", &["council", "police", "trust"])),
            (night, "run.planned", planned()),
            (
                night,
                "extract.received",
                received("falls", "trust", FALLS, &["emergency", "lsoa21_code", "month", "person", "sex"]),
            ),
            (night, "extract.received", received("housing", "council", HOUSING, &LINKED)),
            (night, "extract.received", received("offending", "police", OFFENDING, &LINKED)),
            (
                night,
                "data.read",
                read("falls", "trust", FALLS, "falls-rate", &["emergency", "lsoa21_code", "month", "person"]),
            ),
            (night, "data.read", read("housing", "council", HOUSING, "multiple-needs", &LINKED)),
            (night, "data.read", read("offending", "police", OFFENDING, "multiple-needs", &LINKED)),
            (night, "release.published", published()),
        ];
        let mut releases = ["partners", "board"].map(|audience| release(night, audience)).to_vec();
        // The police share for the board alone.
        releases[0].lineage.retain(|line| line.indicator == "falls-rate");
        Self { entries, releases, tampered: Vec::new() }
    }

    /// An entry of a type about a dataset, to be changed.
    pub(crate) fn body(&mut self, kind: &str, dataset: &str) -> &mut Value {
        let found = self.entries.iter_mut().find(|(_, one, body)| *one == kind && body["dataset"] == dataset);
        &mut found.unwrap().2
    }

    /// Moves an entry of a type about a dataset to another day.
    pub(crate) fn move_to(&mut self, kind: &str, dataset: &str, day: Date) {
        let found = self.entries.iter_mut().find(|(_, one, body)| *one == kind && body["dataset"] == dataset);
        found.unwrap().0 = day;
    }

    /// A line of the release for the board, to be changed.
    pub(crate) fn line(&mut self, dataset: &str) -> &mut LineageLine {
        self.releases[1].lineage.iter_mut().find(|line| line.dataset == dataset).unwrap()
    }

    /// The ledger.
    pub(crate) fn records(&self) -> Vec<Record> {
        let record = |(sequence, (day, kind, body)): (usize, &(Date, &str, Value))| {
            let entry = json!({
                "at": "2026-11-22T02:00:00Z", "as_of": day, "sequence": sequence, "type": kind, "body": body,
            });
            serde_json::from_value(entry).unwrap()
        };
        self.entries.iter().enumerate().map(record).collect()
    }

    /// Everything that is known of it on a day.
    pub(crate) fn evidence<'a>(&self, partnership: &'a Partnership, records: &'a [Record], day: Date) -> Evidence<'a> {
        let mut evidence = Evidence::new(partnership, day, records, self.releases.clone());
        evidence.tampered.clone_from(&self.tampered);
        evidence
    }
}

fn registered(agreement: &str, parties: &[&str]) -> Value {
    let (from, until) = ("2026-01-01", "2027-03-31");
    json!({ "agreement": agreement, "parties": parties, "valid_from": from, "valid_until": until, "commitment": FALLS })
}

fn planned() -> Value {
    let refused = json!({ "indicator": "crime-rate", "permitted": false, "agreements": [], "codes": ["C206"] });
    json!({ "run": "r1", "code_version": "0.1.0", "declarations_sha256": FALLS, "decisions": [refused] })
}

pub(crate) fn received(dataset: &str, party: &str, commitment: &str, columns: &[&str]) -> Value {
    json!({
        "dataset": dataset, "party": party, "agreement": format!("{dataset}@1"), "delivery": format!("000001-{dataset}"),
        "periods": ["2026-01"], "commitment": FALLS.replace('f', "e"), "files": 1,
        "landed": [{ "period": "2026-01", "commitment": commitment }], "columns": columns,
    })
}

fn read(dataset: &str, party: &str, commitment: &str, indicator: &str, columns: &[&str]) -> Value {
    let extract = json!({ "period": "2026-01", "commitment": commitment, "kept": false });
    let indicators = [indicator];
    json!({
        "run": "r1", "dataset": dataset, "party": party, "columns": columns, "indicators": indicators, "extracts": [extract],
    })
}

fn published() -> Value {
    let inputs = [("falls", FALLS), ("housing", HOUSING), ("offending", OFFENDING)]
        .map(|(dataset, commitment)| json!({ "dataset": dataset, "period": "2026-01", "commitment": commitment }));
    json!({
        "version": VERSION, "run": "r1", "audiences": [{ "audience": "partners", "content_sha256": FALLS }],
        "register_entries": 1, "register_sha256": FALLS, "inputs": inputs,
    })
}

fn release(night: Date, audience: &str) -> Release {
    let facts = |indicator: &str, title: &str, mission: &str| IndicatorFacts {
        indicator: indicator.to_owned(),
        mission: mission.to_owned(),
        title: title.to_owned(),
        definition: "A definition.".to_owned(),
        rationale: "A reason.".to_owned(),
        method: "A method (Author 1991)".to_owned(),
        disclosure_rule: "Counts from 1 to 4 are hidden.".to_owned(),
        attribution: String::new(),
    };
    let linked = "key_loose (join); key_standard (join); key_strict (join); lsoa21_code (group); month (filter)";
    let falls = "emergency (filter); lsoa21_code (group); month (group); person (count_distinct)";
    Release {
        version: VERSION.to_owned(),
        as_of: night,
        audience: audience.to_owned(),
        standing: Standing::Current,
        code_version: "0.1.0".to_owned(),
        synthetic: true,
        indicators: vec![facts("falls-rate", "Falls", "health"), facts("multiple-needs", "Needs", "safety")],
        lineage: vec![
            line("falls-rate", "falls", "trust", falls, FALLS, 12),
            line("multiple-needs", "housing", "council", linked, HOUSING, 3),
            line("multiple-needs", "offending", "police", linked, OFFENDING, 3),
        ],
    }
}

fn line(indicator: &str, dataset: &str, supplier: &str, columns: &str, commitment: &str, figures: u64) -> LineageLine {
    LineageLine {
        indicator: indicator.to_owned(),
        dataset: dataset.to_owned(),
        supplier: supplier.to_owned(),
        columns: columns.to_owned(),
        extract_commitments: format!("2026-01={commitment}"),
        agreements: format!("{dataset}@1"),
        clauses: format!("{dataset}@1 data; {dataset}@1 floor"),
        purpose: "mission_outcome_measure".to_owned(),
        decision: FALLS.to_owned(),
        figures,
    }
}
