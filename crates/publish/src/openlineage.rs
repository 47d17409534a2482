//! `lineage.ndjson`: what was made from what, as run events of OpenLineage (core 2-0-2), with the agreement as a facet of
//! our own on every input.
//!
//! The run's id and the event's time follow from place, version and as-of date. Not allowed in here: the time of day.

use std::collections::BTreeSet;

use concordat_base::{Date, Name};
use concordat_measure::LineageEntry;
use serde::{Deserialize, Serialize};

use crate::files::sha256;
use crate::payload::View;
use crate::version::Version;

const PRODUCER: &str = "https://example.org/concordat";
const CORE: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
const JOB_TYPE: &str = "https://openlineage.io/spec/facets/2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet";
const SCHEMA: &str = "https://openlineage.io/spec/facets/1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";
const DATASET_VERSION: &str =
    "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet";
const COLUMN_LINEAGE: &str =
    "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet";
const AGREEMENT: &str = "https://example.org/concordat/facets/AgreementDatasetFacet.json#/$defs/AgreementDatasetFacet";

/// One event.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Event {
    event_type: String,
    event_time: String,
    run: Run,
    job: Job,
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    producer: String,
    #[serde(rename = "schemaURL")]
    schema_url: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Run {
    run_id: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Job {
    namespace: String,
    name: String,
    facets: JobFacets,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct JobFacets {
    job_type: Facet<JobType>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct JobType {
    processing_type: String,
    integration: String,
    job_type: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    namespace: String,
    name: String,
    facets: InputFacets,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputFacets {
    schema: Facet<Fields>,
    concordat_agreement: Facet<Agreement>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Fields {
    fields: Vec<Field>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    description: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Agreement {
    supplier: String,
    agreements: Vec<String>,
    clauses: Vec<String>,
    purpose: String,
    decision: String,
    expiry: Option<Date>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Output {
    namespace: String,
    name: String,
    facets: OutputFacets,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OutputFacets {
    version: Facet<DatasetVersion>,
    column_lineage: Facet<ColumnLineage>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DatasetVersion {
    dataset_version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ColumnLineage {
    fields: ShownFields,
    dataset: Vec<InputField>,
}

/// The columns of a figure that are counted from records. Which columns they come from is known for both together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShownFields {
    value: InputFields,
    count: InputFields,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct InputFields {
    input_fields: Vec<InputField>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputField {
    namespace: String,
    name: String,
    field: String,
    transformations: Vec<Transformation>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Transformation {
    #[serde(rename = "type")]
    kind: String,
    subtype: String,
}

/// A facet says who made it and what it looks like.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Facet<T> {
    #[serde(rename = "_producer")]
    producer: String,
    #[serde(rename = "_schemaURL")]
    schema_url: String,
    #[serde(flatten)]
    body: T,
}

impl<T> Facet<T> {
    fn new(schema_url: &str, body: T) -> Self {
        Self { producer: PRODUCER.to_owned(), schema_url: schema_url.to_owned(), body }
    }
}

/// What an event stands in.
pub(crate) struct Scene<'a> {
    pub(crate) place: &'a Name,
    pub(crate) audience: &'a Name,
    pub(crate) version: Version,
    pub(crate) as_of: Date,
}

/// A start and a completion for every indicator with figures in the view, in order of indicator.
pub(crate) fn events(scene: &Scene<'_>, view: &View<'_>) -> Vec<Event> {
    let measured = view.measured();
    measured.into_iter().flat_map(|indicator| pair(scene, view, indicator)).collect()
}

fn pair(scene: &Scene<'_>, view: &View<'_>, indicator: &Name) -> [Event; 2] {
    let entries: Vec<&LineageEntry> =
        view.lineage.iter().copied().filter(|entry| entry.indicator == *indicator).collect();
    let job_type = JobType {
        processing_type: "BATCH".to_owned(),
        integration: "CONCORDAT".to_owned(),
        job_type: "INDICATOR".to_owned(),
    };
    let start = Event {
        event_type: "START".to_owned(),
        event_time: format!("{}T00:00:00Z", scene.as_of),
        run: Run { run_id: run_id(scene, indicator) },
        job: Job {
            namespace: scene.place.to_string(),
            name: indicator.to_string(),
            facets: JobFacets { job_type: Facet::new(JOB_TYPE, job_type) },
        },
        inputs: entries.iter().map(|entry| input(scene, entry)).collect(),
        outputs: Vec::new(),
        producer: PRODUCER.to_owned(),
        schema_url: CORE.to_owned(),
    };
    let complete = Event { event_type: "COMPLETE".to_owned(), outputs: vec![output(scene, &entries)], ..start.clone() };
    [start, complete]
}

fn input(scene: &Scene<'_>, entry: &LineageEntry) -> Input {
    let fields = entry.columns.iter().map(|column| {
        let (name, roles) = split(column);
        Field { name: name.to_owned(), description: format!("read as: {roles}") }
    });
    let agreement = Agreement {
        supplier: entry.supplier.to_string(),
        agreements: entry.agreements.clone(),
        clauses: entry.clauses.clone(),
        purpose: entry.purpose.to_string(),
        decision: entry.decision.to_string(),
        expiry: entry.expiry,
    };
    Input {
        namespace: scene.place.to_string(),
        name: entry.dataset.to_string(),
        facets: InputFacets {
            schema: Facet::new(SCHEMA, Fields { fields: fields.collect() }),
            concordat_agreement: Facet::new(AGREEMENT, agreement),
        },
    }
}

fn output(scene: &Scene<'_>, entries: &[&LineageEntry]) -> Output {
    let (mut direct, mut indirect) = (Vec::new(), Vec::new());
    for entry in entries {
        for column in &entry.columns {
            let (name, roles) = split(column);
            let roles: BTreeSet<&str> = roles.split(',').map(str::trim).collect();
            let (computed, chosen): (Vec<_>, Vec<_>) =
                roles.into_iter().map(transformation).partition(|it| it.kind == "DIRECT");
            direct.extend(input_field(scene, entry, name, computed));
            indirect.extend(input_field(scene, entry, name, chosen));
        }
    }
    let fields = || InputFields { input_fields: direct.clone() };
    let lineage = ColumnLineage { fields: ShownFields { value: fields(), count: fields() }, dataset: indirect };
    let version = DatasetVersion { dataset_version: scene.version.to_string() };
    Output {
        namespace: scene.place.to_string(),
        name: format!("observations.{}", scene.audience),
        facets: OutputFacets {
            version: Facet::new(DATASET_VERSION, version),
            column_lineage: Facet::new(COLUMN_LINEAGE, lineage),
        },
    }
}

/// A column with the ways it was used; `None` if there is no such way.
fn input_field(
    scene: &Scene<'_>,
    entry: &LineageEntry,
    field: &str,
    transformations: Vec<Transformation>,
) -> Option<InputField> {
    (!transformations.is_empty()).then(|| InputField {
        namespace: scene.place.to_string(),
        name: entry.dataset.to_string(),
        field: field.to_owned(),
        transformations,
    })
}

/// A column and its roles, from `column (role, role)`.
fn split(column: &str) -> (&str, &str) {
    match column.split_once(" (") {
        Some((name, roles)) => (name, roles.trim_end_matches(')')),
        None => (column, ""),
    }
}

/// A role in the words of OpenLineage: what is added up or counted makes the value, everything else chooses records.
fn transformation(role: &str) -> Transformation {
    let (kind, subtype) = match role {
        "aggregate" | "count_distinct" => ("DIRECT", "AGGREGATION"),
        "group" => ("INDIRECT", "GROUP_BY"),
        "join" => ("INDIRECT", "JOIN"),
        "filter" => ("INDIRECT", "FILTER"),
        _ => ("INDIRECT", "CONDITIONAL"),
    };
    Transformation { kind: kind.to_owned(), subtype: subtype.to_owned() }
}

/// A name-based identifier (RFC 9562, version 8): the first 16 bytes of SHA-256 over place, version and indicator.
fn run_id(scene: &Scene<'_>, indicator: &Name) -> String {
    let mut hexadecimal = sha256(format!("{}\0{}\0{indicator}", scene.place, scene.version).as_bytes());
    hexadecimal.truncate(32);
    hexadecimal.replace_range(12..13, "8");
    hexadecimal.replace_range(16..17, "8");
    let part = |from: usize, to: usize| hexadecimal.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// Events as lines of JSON.
pub(crate) fn encode(events: &[Event]) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    for event in events {
        serde_json::to_writer(&mut bytes, event)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// Lines of JSON as events.
pub(crate) fn decode(bytes: &[u8]) -> Result<Vec<Event>, serde_json::Error> {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(serde_json::from_slice).collect()
}

/// The same event without what follows from the version and the as-of date.
pub(crate) fn with_version_blank(mut event: Event) -> Event {
    event.event_time.clear();
    event.run.run_id.clear();
    for input in &mut event.inputs {
        input.facets.concordat_agreement.body.decision.clear();
    }
    for output in &mut event.outputs {
        output.facets.version.body.dataset_version.clear();
    }
    event
}
