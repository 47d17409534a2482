//! Data Package, CSVW and catalogue: the first against the standard's own profile, the others against their required parts.
//!
//! Not allowed in here: a profile that was changed.

use concordat_formats::{FileFact, catalogue, csvw, datapackage};
use serde_json::{Value, json};

use crate::release::{bytes, facts, resources};

fn profile(name: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_slice(&bytes(&format!("profiles/{name}.json"))).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn the_data_package_keeps_the_profiles() {
    let package = datapackage(&facts(), &resources());
    let faults: Vec<String> = profile("datapackage").iter_errors(&package).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for resource in package["resources"].as_array().unwrap() {
        assert!(profile("dataresource").is_valid(resource), "{}", resource["name"]);
        assert!(profile("tabledialect").is_valid(&resource["dialect"]), "{}", resource["name"]);
        assert!(profile("tableschema").is_valid(&resource["schema"]), "{}", resource["name"]);
    }
}

#[test]
fn the_profile_would_notice() {
    let mut package = datapackage(&facts(), &resources());
    package["resources"] = json!([]);
    assert!(!profile("datapackage").is_valid(&package));
    let mut package = datapackage(&facts(), &resources());
    package["created"] = json!(7);
    assert!(!profile("datapackage").is_valid(&package));
}

#[test]
fn made_up_data_says_so_in_every_descriptor() {
    let facts = facts();
    for text in [datapackage(&facts, &resources()), catalogue(&facts), csvw(&facts, &resources()[0])] {
        assert!(text.to_string().contains("Made-up sample data"), "{text}");
    }
}

#[test]
fn a_resource_has_length_and_hash_of_its_file() {
    let facts = facts();
    let package = datapackage(&facts, &resources());
    let FileFact { bytes, sha256, .. } = facts.files[0].clone();
    assert_eq!(package["resources"][0]["bytes"], json!(bytes));
    assert_eq!(package["resources"][0]["hash"], json!(format!("sha256:{sha256}")));
}

#[test]
fn csv_on_the_web_names_every_column_in_order() {
    for resource in resources() {
        let metadata = csvw(&facts(), &resource);
        assert_eq!(metadata["@context"][0], "http://www.w3.org/ns/csvw");
        assert_eq!(metadata["url"], json!(resource.path.rsplit('/').next().unwrap()));
        let named: Vec<&str> = metadata["tableSchema"]["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        let file = String::from_utf8(bytes(&resource.path)).unwrap();
        assert_eq!(file.lines().next().unwrap(), named.join(","));
    }
}

/// Fields that the cross-government model asks of a dataset, as this vocabulary names them.
const DATASET: [&str; 14] = [
    "dct:title",
    "dct:description",
    "dct:identifier",
    "dct:type",
    "dcat:version",
    "dct:license",
    "dct:accessRights",
    "ukgov:securityClassification",
    "dct:creator",
    "dct:publisher",
    "dcat:contactPoint",
    "dct:modified",
    "dct:accrualPeriodicity",
    "dcat:distribution",
];
const DISTRIBUTION: [&str; 5] = ["dct:identifier", "dct:title", "dct:type", "dct:license", "dcat:mediaType"];

#[test]
fn the_catalogue_has_what_the_model_asks_for() {
    let catalogue = catalogue(&facts());
    let missing: Vec<&str> = DATASET.into_iter().filter(|field| catalogue.get(field).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for one in catalogue["dcat:distribution"].as_array().unwrap() {
        assert!(DISTRIBUTION.iter().all(|field| one.get(field).is_some()), "{one}");
        assert!(one["dcat:downloadURL"]["@id"].as_str().unwrap().starts_with("https://example.org/releases/"));
    }
}

#[test]
fn nothing_is_said_that_nobody_decided() {
    let mut facts = facts();
    (facts.licence, facts.contact, facts.security_classification, facts.base_address) = (None, None, None, None);
    let text = catalogue(&facts).to_string() + &datapackage(&facts, &resources()).to_string();
    for word in ["license", "contactPoint", "ukgov:securityClassification", "downloadURL"] {
        assert!(!text.contains(&format!("\"{word}")) && !text.contains(&format!(":{word}\"")), "{word}");
    }
}
