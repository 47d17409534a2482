//! What may be received, from whom, and why not.

use concordat_base::Date;
use concordat_declare::agreement::Identifiability;

use crate::place::{AS_OF, Place, codes, name, told};

#[test]
fn an_agreement_gives_its_fields_and_no_more() {
    let place = Place::new().with(
        "agreements/falls.yaml",
        "      - {name: sex, roles: [group], class: quasi_identifier, why: To see inequality., clause: data}\n",
        "",
    );
    let grant = place.receive_on("falls", AS_OF).unwrap();
    let columns: Vec<&str> = grant.allow_list().iter().map(|column| column.as_str()).collect();
    assert_eq!(columns, ["emergency", "lsoa21_code", "month", "person"]);
    assert_eq!((grant.dataset().as_str(), grant.supplier().as_str()), ("falls", "trust"));
    assert_eq!(grant.identifiability(), Some(Identifiability::Pseudonymised));
    assert_eq!(grant.history_from(), Some(Date::constant(2020, 4, 1)));
    assert_eq!(grant.expiry(), Some(Date::constant(2027, 3, 31)));
    assert_eq!(grant.as_of(), AS_OF);
    assert_eq!(grant.agreements()[0].to_string(), "falls@1");
    assert!(!grant.is_open());
}

#[test]
fn an_open_licence_gives_every_column_of_the_contract() {
    let place = Place::new();
    let grant = place.receive_on("crime", AS_OF).unwrap();
    assert_eq!(grant.allow_list().len(), 3);
    assert!(grant.is_open() && grant.expiry().is_none() && grant.identifiability().is_none());
    assert_eq!(grant.licences(), [name("public")]);
    let figures = place.receive_on("profiles", AS_OF).unwrap();
    assert!(figures.is_open() && figures.allow_list().is_empty());
}

#[test]
fn a_party_that_does_not_supply_is_refused() {
    let other = Place::new().with("sources/falls.yaml", "supplier: trust", "supplier: police");
    let text = told(other.receive_on("falls", AS_OF));
    assert!(text.contains("agreements/falls.yaml:2:5: C210 agreement 'falls@1'"), "{text}");
    assert!(text.contains("'police'") && text.contains("supplying parties: 'trust'"), "{text}");
    let silent = Place::new().with("agreements/falls.yaml", "supplies: true", "supplies: false").with(
        "agreements/falls.yaml",
        "role: joint_controller",
        "role: joint_controller, supplies: true",
    );
    assert_eq!(codes(silent.receive_on("falls", AS_OF)), ["C210"]);
}

#[test]
fn what_nothing_covers_is_refused_with_the_nearest_name() {
    let uncovered = Place::new().with("agreements/open/public.yaml", "crime, population", "population");
    let text = told(uncovered.receive_on("crime", AS_OF));
    assert!(text.starts_with("C201 no agreement and no open licence names dataset 'crime'"), "{text}");
    let unknown = told(Place::new().receive_on("fals", AS_OF));
    assert!(unknown.contains("there is no source 'fals'") && unknown.contains("'falls'"), "{unknown}");
}

#[test]
fn an_open_licence_never_loosens_an_agreement() {
    let both = Place::new().with("agreements/open/public.yaml", "[crime,", "[crime, falls,").with(
        "agreements/falls.yaml",
        "expiry: 2027-03-31, next_review: 2026-12-20",
        "expiry: 2026-11-21, next_review: 2026-11-20",
    );
    assert_eq!(codes(both.receive_on("falls", AS_OF)), ["C203", "C203"]);
    assert_eq!(codes(both.use_on("falls-rate", AS_OF)), ["C203", "C203"]);
}

#[test]
fn an_agreement_that_has_ended_keeps_a_licence_from_opening_its_dataset() {
    let permission = "  - id: crime
    schema: {contract: crime, sha256: 7971aa98e4884ce29ecd05bc4eb92436a7175d21c51e20231d57f8e2502c30c7}
    identifiability: depersonalised_row
    frequency: monthly
    transfer: {method: https}
    history_from: 1990-01-01
    clause: all
    fields:
      - {name: month, roles: [group], class: dimension, why: All., clause: all}
      - {name: lsoa21_code, roles: [group], class: dimension, why: All., clause: all}
      - {name: violent, roles: [filter], class: measure, why: All., clause: all}
linkage:";
    let ministry = "purposes:\n";
    let with_ministry = "  - {id: ministry, name: The Ministry, role: joint_controller, supplies: true}\npurposes:\n";
    let place = Place::new().with("agreements/archive.yaml", "linkage:", permission).with(
        "agreements/archive.yaml",
        ministry,
        with_ministry,
    );
    assert_eq!(codes(place.receive_on("crime", AS_OF)), ["C203"]);
    let before_it = Place::new().receive_on("crime", AS_OF);
    assert!(before_it.is_ok());
}

#[test]
fn pseudonyms_never_stand_under_an_open_licence_alone() {
    let place = Place::new()
        .with("agreements/open/public.yaml", "[crime,", "[crime, falls,")
        .without("agreements/falls.yaml")
        .without("agreements/archive.yaml");
    assert!(told(place.receive_on("falls", AS_OF)).contains("holds pseudonyms"));
}
