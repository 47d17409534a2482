//! A made-up place with three audiences, made-up figures, and a night over them.

use std::collections::BTreeSet;

use concordat_base::{AreaCode, ContentHash, Date, Decimal, Name};
use concordat_declare::Located;
use concordat_declare::decision::{Decided, Decision, ReleaseDecision};
use concordat_declare::place::{
    AreasDeclaration, Audience, HierarchyDeclaration, NamedArea, PlaceFile, Profile, PublishMode,
};
use concordat_ledger::{Ledger, LogKey};
use concordat_measure::{
    ExtractReference, IndicatorBlock, Limits, LineageEntry, Mark, MissionLine, Observation, RowMeasure,
};
use concordat_store::Home;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::payload::Payload;
use crate::stage::{StageRequest, Staged, When, stage_payload};
use crate::{PublishError, Release, Version, publish, settle};

pub(super) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn version(text: &str) -> Version {
    text.parse().unwrap()
}

pub(super) fn when(as_of: &str) -> When {
    When { at: Timestamp::UNIX_EPOCH, as_of: day(as_of) }
}

fn located<T>(value: T) -> Located<T> {
    Located { value, line: 1, column: 1 }
}

fn audiences(names: &[&str]) -> BTreeSet<Name> {
    names.iter().map(|text| name(text)).collect()
}

pub(super) fn audience(id: &str, publish: PublishMode, calendar: &[&str]) -> Audience {
    let calendar = calendar.iter().map(|date| day(date)).collect();
    Audience { id: located(name(id)), title: id.to_owned(), publish, calendar }
}

/// A place with the audiences given.
pub(super) fn place(audiences: Vec<Audience>) -> PlaceFile {
    let code = AreaCode::new("E06000002").unwrap();
    PlaceFile {
        version: 1,
        id: located(name("south-tees")),
        name: "South Tees".to_owned(),
        board: "Live Well".to_owned(),
        profile: Profile::Sample,
        sample_made_for: None,
        revisions: None,
        schemas: "schemas".to_owned(),
        host: located(name("host")),
        parties: Vec::new(),
        life_courses: Vec::new(),
        audiences,
        areas: AreasDeclaration {
            place: NamedArea { code, name: "South Tees".to_owned() },
            levels: Vec::new(),
            hierarchy: HierarchyDeclaration { file: located("areas.csv".to_owned()), columns: Default::default() },
            carried: Vec::new(),
            outside: Vec::new(),
        },
        disclosure_policies: Vec::new(),
        ledger: None,
    }
}

/// `public` at once, `board` when somebody approves.
pub(super) fn two_audiences() -> PlaceFile {
    place(vec![audience("public", PublishMode::Automatic, &[]), audience("board", PublishMode::OnApproval, &[])])
}

/// A figure that is shown.
pub(super) fn shown(id: &str, value: f64, count: u64) -> Observation {
    let decimal = |value| Decimal::round(value, 1).unwrap();
    Observation {
        indicator: name("falls"),
        indicator_version: 1,
        mission: name("age-well"),
        measure: RowMeasure::Value,
        group_definition: String::new(),
        area_code: AreaCode::new("E06000002").unwrap(),
        area_name: "Middlesbrough".to_owned(),
        area_level: name("borough"),
        area_vintage: "2024".to_owned(),
        parent_code: None,
        period_start: day("2024-04-01"),
        period_end: day("2025-03-31"),
        period_label: "2024/25".to_owned(),
        sex: "Persons",
        age: "65 and over".to_owned(),
        category_type: String::new(),
        category: String::new(),
        value: Some(decimal(value)),
        limits: Some(Limits {
            lower_95: decimal(value - 1.0),
            upper_95: decimal(value + 1.0),
            wide: Some((decimal(value - 2.0), decimal(value + 2.0))),
        }),
        count: Some(count),
        count_basis: "rounded",
        denominator: Some(1000),
        denominator_source: "Mid-year estimates".to_owned(),
        denominator_period: "2024".to_owned(),
        unit: "per 100,000".to_owned(),
        method: "Crude rate".to_owned(),
        comparator: None,
        significance: "",
        recent_trend: "",
        reading: "A made-up sentence, with a comma and a \"word\".".to_owned(),
        marks: BTreeSet::new(),
        status_reason: String::new(),
        input_as_of: Some(day("2025-03-31")),
        held_since: None,
        synthetic: true,
        figure_id: id.to_owned(),
        audiences: audiences(&["public", "board"]),
    }
}

/// A figure that is hidden.
pub(super) fn hidden(id: &str) -> Observation {
    Observation {
        value: None,
        limits: None,
        count: None,
        count_basis: "",
        denominator: None,
        reading: String::new(),
        marks: BTreeSet::from([Mark::Confidential]),
        status_reason: "confidential".to_owned(),
        ..shown(id, 0.0, 0)
    }
}

/// Everything that a night hands over.
#[derive(Clone)]
pub(super) struct Rows {
    pub(super) observations: Vec<Observation>,
    pub(super) indicators: Vec<IndicatorBlock>,
    pub(super) lineage: Vec<LineageEntry>,
    pub(super) missions: Vec<MissionLine>,
}

impl Rows {
    /// One indicator with the figures given.
    pub(super) fn of(observations: Vec<Observation>) -> Self {
        let mission = |id: &str, measured: &[&str]| MissionLine {
            mission: name(id),
            life_course: name("later-life"),
            statement: format!("We want {id}."),
            measured: measured.iter().map(|id| name(id)).collect(),
        };
        Self {
            observations,
            indicators: vec![block()],
            lineage: vec![entry()],
            missions: vec![mission("age-well", &["falls"]), mission("start-well", &[])],
        }
    }

    /// Three figures: one shown, one negative, one hidden.
    pub(super) fn usual() -> Self {
        let gap = Observation { measure: RowMeasure::GapAbsolute, ..shown("b0000000000000b2", -14.8, 12) };
        Self::of(vec![shown("a0000000000000a1", 60.0, 25), gap, hidden("c0000000000000c3")])
    }

    pub(super) fn payload(&self) -> Payload<'_> {
        Payload {
            observations: &self.observations,
            indicators: &self.indicators,
            lineage: &self.lineage,
            missions: &self.missions,
        }
    }
}

fn block() -> IndicatorBlock {
    let text = |text: &str| text.to_owned();
    IndicatorBlock {
        indicator: name("falls"),
        indicator_version: 1,
        mission: name("age-well"),
        headline: true,
        title: text("Falls"),
        definition: text("Admissions after a fall.\nSecond line."),
        rationale: text("=why"),
        numerator: text("Admissions"),
        denominator: text("People"),
        denominator_source: text("Mid-year estimates"),
        unit: text("per 100,000"),
        method: text("Crude rate"),
        polarity: "lower is better",
        sources: text("Trust"),
        attribution: text("Contains public sector information."),
        caveats: text(""),
        disclosure_rule: text("Counts of 1 to 7 are hidden."),
        goal: text(""),
        agreements: text("falls@1"),
        synthetic: true,
        audiences: audiences(&["public", "board"]),
        not_before: std::collections::BTreeMap::new(),
    }
}

fn entry() -> LineageEntry {
    LineageEntry {
        indicator: name("falls"),
        dataset: name("admissions"),
        supplier: name("trust"),
        columns: vec![
            "age_band (group, filter)".to_owned(),
            "person (count_distinct)".to_owned(),
            "admitted (filter)".to_owned(),
        ],
        extracts: vec![ExtractReference { period: "2024/25".to_owned(), commitment: "5a".repeat(32) }],
        agreements: vec!["falls@1".to_owned()],
        clauses: vec!["falls@1 3-2".to_owned()],
        purpose: name("population-health"),
        decision: ContentHash::of(b"decision"),
        expiry: Some(day("2027-03-31")),
        audiences: audiences(&["public", "board"]),
    }
}

/// The home of a place with its keys, under the sample's storage key.
pub(super) fn unlocked(root: &std::path::Path) -> Home {
    let home = Home::open(root, "south-tees").unwrap();
    home.unlock_or_begin(concordat_store::StorageKey::sample()).unwrap().0
}

/// A home with a place, for nights.
pub(super) struct Desk {
    folder: TempDir,
    pub(super) home: Home,
    pub(super) place: PlaceFile,
    pub(super) decisions: Vec<Decision>,
}

impl Desk {
    pub(super) fn new(place: PlaceFile) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = unlocked(folder.path());
        Self { folder, home, place, decisions: Vec::new() }
    }

    pub(super) fn root(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(super) fn ledger(&self) -> Ledger {
        open_ledger(&self.home).unwrap()
    }

    pub(super) fn stage(&self, rows: &Rows, as_of: &str) -> Result<Staged, PublishError> {
        stage_at(&self.home, &self.place, &self.decisions, rows, as_of)
    }

    /// A whole night: stage, and publish if anything changed.
    pub(super) fn night(&self, rows: &Rows, as_of: &str) -> Result<Option<Release>, PublishError> {
        night(&self.home, &self.place, &self.decisions, rows, as_of)
    }

    pub(super) fn read(&self, version: &str, audience: &str, file: &str) -> String {
        let path = self.home.release(version).join(audience).join(file);
        concordat_store::read_to_string(&path).unwrap()
    }

    pub(super) fn json(&self, version: &str, audience: &str, file: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(version, audience, file)).unwrap()
    }

    pub(super) fn current(&self, audience: &str) -> Option<String> {
        crate::releases::current(&self.home, audience).ok().map(|version| version.to_string())
    }
}

/// The ledger of a home, able to sign.
pub(super) fn open_ledger(home: &Home) -> Result<Ledger, PublishError> {
    Ok(Ledger::open(home)?.signed_with(LogKey::sample("concordat/south-tees")?))
}

fn stage_at(
    home: &Home,
    place: &PlaceFile,
    decisions: &[Decision],
    rows: &Rows,
    as_of: &str,
) -> Result<Staged, PublishError> {
    let request = StageRequest { place, decisions, run: "run-1", when: when(as_of), bases: &[] };
    stage_payload(home, &open_ledger(home)?, rows.payload(), &request)
}

/// A whole night: stage, and publish if anything changed, else settle.
pub(super) fn night(
    home: &Home,
    place: &PlaceFile,
    decisions: &[Decision],
    rows: &Rows,
    as_of: &str,
) -> Result<Option<Release>, PublishError> {
    let staged = stage_at(home, place, decisions, rows, as_of)?;
    let mut ledger = open_ledger(home)?;
    if staged.changed() {
        return publish(staged, &mut ledger).map(Some);
    }
    staged.discard()?;
    settle(home, &mut ledger, &place.audiences, decisions, when(as_of))?;
    Ok(None)
}

pub(super) fn decision(id: &str, decided: Decided, date: &str) -> Decision {
    Decision {
        version: 1,
        id: located(name(id)),
        decision: decided,
        role: "board lead".to_owned(),
        reason: "agreed".to_owned(),
        date: day(date),
        expires: day("2027-12-31"),
    }
}

pub(super) fn about(release: &str) -> ReleaseDecision {
    ReleaseDecision { release: release.to_owned(), audience: None }
}
