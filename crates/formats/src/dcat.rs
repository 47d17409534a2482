//! `catalogue.jsonld`: the release as a dataset of the vocabulary DCAT 3, with the fields that the United Kingdom's
//! cross-government metadata model asks for.
//!
//! Not allowed in here: an address that nobody serves. Without a base address files are named by their paths.

use serde_json::{Value, json};

use crate::facts::{FileFact, ReleaseFacts};

/// The catalogue.
#[must_use]
pub fn catalogue(facts: &ReleaseFacts) -> Value {
    let distributions: Vec<Value> = facts.files.iter().map(|file| distribution(facts, file)).collect();
    let publisher = json!({ "@type": "foaf:Organization", "foaf:name": facts.publisher });
    let frequency = facts.update_frequency.code();
    let mut dataset = json!({
        "@context": context(),
        "@id": format!("urn:concordat:{}:{}:{}", facts.place, facts.audience, facts.version),
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:type": "Dataset",
        "dct:title": facts.honest_title(),
        "schema:name": facts.honest_title(),
        "dct:description": facts.honest_description(),
        "schema:description": facts.honest_description(),
        "dct:identifier": format!("{}-{}", facts.place, facts.audience),
        "dcat:version": facts.version,
        "dct:issued": date(facts),
        "dct:modified": date(facts),
        "dct:language": "en-GB",
        "dct:spatial": facts.place_name,
        "dct:accessRights": if facts.is_public { "open" } else { "restricted" },
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dct:accrualPeriodicity":
            { "@id": format!("http://publications.europa.eu/resource/authority/frequency/{frequency}") },
        "dcat:distribution": distributions,
    });
    add_optional(facts, &mut dataset);
    dataset
}

fn add_optional(facts: &ReleaseFacts, dataset: &mut Value) {
    if let Some(licence) = &facts.licence {
        dataset["dct:license"] = json!({ "@id": licence.address });
    }
    if let Some(contact) = &facts.contact {
        let address = format!("mailto:{}", contact.email);
        dataset["dcat:contactPoint"] =
            json!({ "@type": "vcard:Group", "vcard:fn": contact.name, "vcard:hasEmail": { "@id": address } });
    }
    if let Some(classification) = &facts.security_classification {
        dataset["ukgov:securityClassification"] = json!(classification);
    }
    if !facts.attribution.is_empty() {
        dataset["dct:provenance"] = json!({ "@type": "dct:ProvenanceStatement", "rdfs:label": facts.attribution });
    }
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "spdx": "http://spdx.org/rdf/terms#",
        "ukgov": "https://example.org/concordat/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn date(facts: &ReleaseFacts) -> Value {
    json!({ "@value": facts.as_of.to_string(), "@type": "xsd:date" })
}

fn distribution(facts: &ReleaseFacts, file: &FileFact) -> Value {
    let mut distribution = json!({
        "@type": "dcat:Distribution",
        "dct:type": "Distribution",
        "dct:identifier": file.path,
        "dct:title": title(&file.path),
        "dcat:mediaType": media_type(&file.path),
        "dcat:byteSize": file.bytes,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": { "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256" },
            "spdx:checksumValue": file.sha256,
        },
    });
    if let Some(licence) = &facts.licence {
        distribution["dct:license"] = json!({ "@id": licence.address });
    }
    if let Some(base) = &facts.base_address {
        let address = format!("{}/{}", base.trim_end_matches('/'), file.path);
        distribution["dcat:downloadURL"] = json!({ "@id": address });
    }
    distribution
}

fn title(path: &str) -> String {
    match path {
        "observations.csv" => "All figures, CSV".to_owned(),
        "observations.parquet" => "All figures, Parquet".to_owned(),
        "indicators.csv" => "Definitions of the indicators, CSV".to_owned(),
        "workbook.xlsx" => "Accessible workbook".to_owned(),
        "fingertips.csv" => "Figures in the layout of Fingertips, CSV".to_owned(),
        "changes.json" => "Changes since the release before".to_owned(),
        other => format!("File {other}"),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "csv" => "text/csv",
        "parquet" => "application/vnd.apache.parquet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ndjson" => "application/x-ndjson",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "html" => "text/html",
        _ => "application/octet-stream",
    }
}
