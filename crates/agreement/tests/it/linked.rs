//! Linkage: both sides, the same key, the same columns, the mission.

use concordat_agreement::Floor;
use concordat_base::Date;

use crate::place::{AS_OF, Place, codes, name, told};

const HOUSING: &str = "agreements/housing.yaml";
const OFFENDING: &str = "agreements/offending.yaml";

#[test]
fn two_sides_that_agree_are_linked_under_the_strictest_of_both() {
    let grant = Place::new().use_on("multiple-needs", AS_OF).unwrap();
    assert!(grant.linkage_permitted());
    assert_eq!(grant.audiences(), [name("board")], "the offending side shares with the board alone");
    assert_eq!(grant.floor(), Some(Floor { min_count: 10, round_to: None }));
    assert_eq!(grant.expiry(), Some(Date::constant(2027, 2, 28)));
    let linkage: Vec<&str> =
        grant.clauses().iter().map(|one| one.what.as_str()).filter(|what| what.starts_with("linkage")).collect();
    assert_eq!(linkage, ["linkage of housing with offending", "linkage of offending with housing"]);
}

#[test]
fn one_side_alone_is_refused_and_the_other_is_named() {
    let line = "  - {dataset: offending, with: housing, columns: [key_strict, key_standard, key_loose], key: safety-key, missions: [safety], clause: link}\n";
    let one_sided = Place::new().with(OFFENDING, "linkage:\n", "").with(OFFENDING, line, "");
    let text = told(one_sided.use_on("multiple-needs", AS_OF));
    assert!(text.starts_with("agreements/offending.yaml:2:5: C208 agreement 'offending@1'"), "{text}");
    assert!(text.contains("it names no linkage of the two"), "{text}");
    assert!(!text.contains("housing@1"), "{text}");
}

#[test]
fn key_columns_and_mission_must_be_the_measures_own() {
    let key = Place::new().copied(HOUSING, HOUSING, &[("safety-key", "other-key")]);
    let text = told(key.use_on("multiple-needs", AS_OF));
    assert!(
        text.contains("C208 agreement 'housing@1'") && text.contains("'safety-key', the agreement's 'other-key'"),
        "{text}"
    );
    let mission = Place::new().with(HOUSING, "missions: [safety], clause: link", "missions: [], clause: link");
    assert!(told(mission.use_on("multiple-needs", AS_OF)).contains("it is not for mission 'safety'"));
    let column = Place::new().with(
        OFFENDING,
        "columns: [key_strict, key_standard, key_loose]",
        "columns: [key_strict, key_standard]",
    );
    assert!(told(column.use_on("multiple-needs", AS_OF)).contains("it is not for column 'key_loose'"));
}

#[test]
fn open_data_is_never_linked() {
    // Without pseudonyms in the contract, so that nothing but linkage stands against it.
    let integers = "value: integer";
    let place = Place::new()
        .without(HOUSING)
        .without("agreements/archive.yaml")
        .with("schemas/extracts/linkable.odcs.yaml", "value: token", integers)
        .with("schemas/extracts/linkable.odcs.yaml", "value: token", integers)
        .with("schemas/extracts/linkable.odcs.yaml", "value: token", integers)
        .with("agreements/open/public.yaml", "[crime,", "[crime, housing,");
    let text = told(place.use_on("multiple-needs", AS_OF));
    assert!(text.contains("C208 dataset 'housing' stands under an open licence"), "{text}");
}

#[test]
fn one_side_expired_refuses_the_whole() {
    let place = Place::new();
    assert_eq!(codes(place.use_on("multiple-needs", Date::constant(2027, 3, 1))), ["C203", "C203"]);
    assert!(place.use_on("falls-rate", Date::constant(2027, 3, 1)).is_ok(), "one refusal takes out one indicator");
}
