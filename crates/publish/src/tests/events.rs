//! The events are events of OpenLineage, by its own schemas (Apache licence, in `tests/openlineage`).

use jsonschema::{Registry, Resource};
use serde_json::{Value, json};

use super::samples::{Desk, Rows, two_audiences};

const VERSION: &str = "2026-06-30.1";

const CORE: &str = include_str!("../../tests/openlineage/OpenLineage.json");
const FACETS: [(&str, &str); 4] = [
    ("/outputs/0/facets/columnLineage", include_str!("../../tests/openlineage/facets/ColumnLineageDatasetFacet.json")),
    ("/inputs/0/facets/schema", include_str!("../../tests/openlineage/facets/SchemaDatasetFacet.json")),
    ("/outputs/0/facets/version", include_str!("../../tests/openlineage/facets/DatasetVersionDatasetFacet.json")),
    ("/job/facets/jobType", include_str!("../../tests/openlineage/facets/JobTypeJobFacet.json")),
];

fn events(desk: &Desk) -> Vec<Value> {
    desk.read(VERSION, "public", "lineage.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn published() -> Desk {
    let desk = Desk::new(two_audiences());
    desk.night(&Rows::usual(), "2026-06-30").unwrap();
    desk
}

#[test]
fn events_are_valid_and_so_are_their_facets() {
    let core: Value = serde_json::from_str(CORE).unwrap();
    let id = core["$id"].as_str().unwrap().to_owned();
    let registry = Registry::new().add(id.as_str(), Resource::from_contents(core.clone())).unwrap().prepare().unwrap();
    let validator = |schema: &Value| {
        let options = jsonschema::options().with_registry(&registry).should_validate_formats(true);
        options.build(schema).unwrap()
    };
    let events = events(&published());
    let event_validator = validator(&json!({ "$ref": format!("{id}#/$defs/RunEvent") }));
    for event in &events {
        assert!(event_validator.is_valid(event), "{:?}", event_validator.iter_errors(event).next());
    }
    // The schema can refuse.
    let mut broken = events[0].clone();
    broken["run"]["runId"] = json!(7);
    assert!(!event_validator.is_valid(&broken));

    for (place, text) in FACETS {
        let schema: Value = serde_json::from_str(text).unwrap();
        let key = place.rsplit('/').next().unwrap();
        let facet = events[1].pointer(place).unwrap();
        assert!(validator(&schema).is_valid(&json!({ key: facet })), "{key}");
        assert_eq!(
            facet["_schemaURL"].as_str().and_then(|url| url.split('#').next()),
            schema["$id"].as_str(),
            "the facet names the schema that it follows"
        );
    }
}

#[test]
fn a_start_and_a_completion_tell_agreement_and_columns() {
    let events = events(&published());
    let kinds: Vec<_> = events.iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["START", "COMPLETE"]);
    assert_eq!(events[0]["run"], events[1]["run"]);
    assert_eq!(events[1]["eventTime"], "2026-06-30T00:00:00Z");
    let agreement = &events[1]["inputs"][0]["facets"]["concordat_agreement"];
    assert_eq!(agreement["clauses"], json!(["falls@1 3-2"]));
    assert_eq!(agreement["expiry"], "2027-03-31");
    let lineage = &events[1]["outputs"][0]["facets"]["columnLineage"];
    assert_eq!(lineage["fields"]["value"]["inputFields"][0]["field"], "person");
    let subtypes = |field: usize| lineage["dataset"][field]["transformations"].clone();
    assert_eq!(
        subtypes(0),
        json!([{"type": "INDIRECT", "subtype": "FILTER"}, {"type": "INDIRECT", "subtype": "GROUP_BY"}])
    );
    assert_eq!(lineage["dataset"].as_array().map(Vec::len), Some(2));
}
