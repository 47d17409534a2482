//! The first place: it loads without a fault, and says what the strategy says.

use std::collections::BTreeSet;

use concordat_base::{AreaCode, Name};
use concordat_declare::load;
use concordat_diagnostics::render;

use crate::folder::Folder;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

#[test]
fn all_declarations_fit_together() {
    let loaded = load(&Folder::south_tees());
    let faults: Vec<String> = loaded.faults.iter().map(render::concise).collect();
    assert_eq!(faults, Vec::<String>::new());
    let partnership = loaded.partnership.unwrap();
    assert_eq!(partnership.missions().count(), 9);
    assert_eq!(partnership.indicators().count(), 42);
    for mission in partnership.missions() {
        let id = &mission.id.value;
        let measures: Vec<_> = partnership.indicators().filter(|one| one.mission.value == *id).collect();
        let headlines = measures.iter().filter(|one| one.headline).count();
        assert!((1..=5).contains(&headlines) && measures.len() >= headlines + 2, "{id}");
        let senders: BTreeSet<_> = measures
            .iter()
            .flat_map(|one| one.uses())
            .map(|(dataset, _)| &partnership.source(&dataset.value).unwrap().supplier.value)
            .collect();
        assert!(senders.len() >= 2, "{id}");
    }
}

#[test]
fn areas_nest_and_split_areas_are_carried_to_where_their_parts_meet() {
    let partnership = load(&Folder::south_tees()).partnership.unwrap();
    let areas = partnership.areas();
    let counts: Vec<usize> = areas.levels.iter().map(|level| level.areas.len()).collect();
    assert_eq!(counts, [178, 44, 8, 2, 1]);
    let carried = &areas.carried[0];
    let position = |code: &str| carried.codes.iter().position(|known| known.as_str() == code).unwrap();
    let level_of = |code: &str| carried.carried_to(areas, position(code)).map(|(level, _)| level);
    assert_eq!(level_of("E01012051"), Some(0), "unchanged");
    assert!(level_of("E01033468") > Some(0), "split in 2021");
    assert_eq!(carried.codes.len(), 174);
    assert!(areas.outside.contains_key(&AreaCode::new("E92000001").unwrap()));
}

/// A small area that was split has no code in the newer list: a file on other boundaries than its contract says is found out.
#[test]
fn a_small_area_of_one_boundary_year_is_none_of_another() {
    let partnership = load(&Folder::south_tees()).partnership.unwrap();
    let split = AreaCode::new("E01033468").unwrap();
    let has = |level: &str| partnership.areas().codes_of(level).unwrap().contains(&&split);
    assert!(has("lsoa11") && !has("lsoa21"));
}

#[test]
fn comments_do_not_change_the_hash_and_meaning_does() {
    let hash = |folder: Folder| load(&folder).partnership.unwrap().hash();
    let plain = hash(Folder::south_tees());
    let file = "agreements/dsa-middlesbrough-early-years.yaml";
    assert_eq!(plain, hash(Folder::south_tees().with(file, "version: 1\n", "version: 1   # a remark\n")));
    assert_ne!(plain, hash(Folder::south_tees().with(file, "min_count: 5", "min_count: 6")));
}

#[test]
fn the_published_series_are_found_by_name() {
    let partnership = load(&Folder::south_tees()).partnership.unwrap();
    let (dataset, series) = partnership.series(&name("england-gld-fsm")).unwrap();
    assert_eq!((dataset.as_str(), series.decimals), ("dfe-lait", 1));
}

#[test]
fn every_contract_is_valid_by_the_standard() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = std::fs::read_to_string(root.join("tests/odcs-json-schema-v3.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let mut checked = 0;
    for entry in std::fs::read_dir(root.join("../../schemas/extracts")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let contract: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
        let faults: Vec<String> = validator.iter_errors(&contract).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        checked += 1;
    }
    assert!(checked >= 7);
}
