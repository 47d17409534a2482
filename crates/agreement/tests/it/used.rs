//! What may be used for an indicator, and why not.

use std::collections::BTreeSet;

use concordat_agreement::Floor;
use concordat_base::{Date, Name};
use concordat_declare::agreement::Role;

use crate::place::{AS_OF, Place, codes, name, told};

const FALLS: &str = "agreements/falls.yaml";
const INDICATOR: &str = "indicators/falls-rate.yaml";

#[test]
fn a_grant_says_what_may_be_read_and_shown() {
    let grant = Place::new().use_on("falls-rate", AS_OF).unwrap();
    assert_eq!(grant.audiences(), ["board", "partners"].map(name), "in the order of the indicator");
    assert_eq!(grant.floor(), Some(Floor { min_count: 5, round_to: Some(5) }));
    assert_eq!(grant.expiry(), Some(Date::constant(2027, 3, 31)));
    assert_eq!(grant.published(), [name("profiles")]);
    assert!(!grant.already_public() && !grant.linkage_permitted());
    let falls = grant.dataset(&name("falls")).unwrap();
    assert_eq!(falls.columns()[&name("person")], BTreeSet::from([Role::CountDistinct]));
    assert_eq!(falls.columns()[&name("emergency")], BTreeSet::from([Role::Filter]));
    assert_eq!(falls.columns().len(), 5);
    assert_eq!(falls.history_from(), Some(Date::constant(2020, 4, 1)));
    let population = grant.dataset(&name("population")).unwrap();
    assert!(population.is_open() && !falls.is_open());
    let people: Vec<&str> = population.columns().keys().map(Name::as_str).collect();
    assert_eq!(people, ["age", "lsoa21_code", "people"]);
    assert_eq!(grant.attributions()[0].statement, "Contains public sector information.");
}

#[test]
fn every_permission_cites_its_clause() {
    let grant = Place::new().use_on("falls-rate", AS_OF).unwrap();
    let cited: Vec<String> = grant
        .clauses()
        .iter()
        .map(|one| format!("{}@{} {} {}", one.agreement, one.version, one.clause, one.what))
        .collect();
    for expected in [
        "falls@1 person column person of falls as count_distinct",
        "falls@1 data column sex of falls as group",
        "falls@1 data dataset falls",
        "falls@1 floor limits on what is shown",
        "falls@1 output output board_paper",
        "falls@1 purpose purpose mission_outcome_measure for mission health",
    ] {
        assert!(cited.iter().any(|one| one == expected), "{expected} is not among {cited:#?}");
    }
}

#[test]
fn open_data_alone_has_no_floor_and_is_public_already() {
    let grant = Place::new().use_on("crime-rate", AS_OF).unwrap();
    assert!(grant.already_public());
    assert_eq!((grant.floor(), grant.expiry()), (None, None));
    assert_eq!(grant.audiences(), [name("public")]);
    assert!(grant.clauses().is_empty());
}

#[test]
fn a_purpose_or_mission_that_is_not_named_is_refused() {
    let purpose = Place::new().with(FALLS, "id: mission_outcome_measure", "id: evaluation");
    let text = told(purpose.use_on("falls-rate", AS_OF));
    assert!(text.contains("indicators/falls-rate.yaml:17:10: C205 agreement 'falls@1'"), "{text}");
    assert!(text.contains("'mission_outcome_measure' of mission 'health'") && text.contains("'evaluation'"), "{text}");
    let mission = Place::new().with(FALLS, "missions: [health]", "missions: [safety]");
    assert_eq!(codes(mission.use_on("falls-rate", AS_OF)), ["C205"]);
}

#[test]
fn a_column_that_is_not_shared_is_refused() {
    let line = "      - {name: sex, roles: [group], class: quasi_identifier, why: To see inequality., clause: data}\n";
    let text = told(Place::new().with(FALLS, line, "").use_on("falls-rate", AS_OF));
    assert!(text.contains("indicators/falls-rate.yaml:27:12: C206 agreement 'falls@1', clause 'data'"), "{text}");
    assert!(
        text.contains("'sex' of 'falls'") && text.contains("'emergency', 'lsoa21_code', 'month', 'person'"),
        "{text}"
    );
}

#[test]
fn a_column_in_another_role_is_refused() {
    let text = told(Place::new().with(FALLS, "[count_distinct]", "[join, filter]").use_on("falls-rate", AS_OF));
    assert!(text.contains("C207 agreement 'falls@1', clause 'person', does not share column 'person'"), "{text}");
    assert!(text.contains("as count_distinct") && text.contains("roles that it permits: 'filter', 'join'"), "{text}");
}

#[test]
fn a_kind_of_output_that_is_not_named_is_refused() {
    let text = told(Place::new().with(FALLS, "kind: board_paper", "kind: partner_extract").use_on("falls-rate", AS_OF));
    assert!(text.contains("C211 agreement 'falls@1'") && text.contains("'partner_extract'"), "{text}");
}

#[test]
fn an_output_for_another_purpose_is_refused() {
    let both = "purposes:\n  - {id: evaluation, missions: [health], necessity: N., benefit: B., clause: purpose}\n";
    let place = |purposes: &str| {
        let output = format!("audiences: [partners, board], purposes: [{purposes}], clause: output");
        Place::new().with(FALLS, "purposes:\n", both).with(
            FALLS,
            "audiences: [partners, board], clause: output",
            &output,
        )
    };
    assert!(place("mission_outcome_measure").use_on("falls-rate", AS_OF).is_ok());
    assert_eq!(codes(place("evaluation").use_on("falls-rate", AS_OF)), ["C211"]);
}

#[test]
fn no_audience_left_is_a_refusal() {
    let text = told(Place::new().with(INDICATOR, "[board, public, partners]", "[public]").use_on("falls-rate", AS_OF));
    assert!(text.contains("indicators/falls-rate.yaml:19:13: C209 agreement 'falls@1', clause 'output'"), "{text}");
    assert!(text.contains("'public'") && text.contains("'board', 'partners'"), "{text}");
    let none = Place::new().with(INDICATOR, "[board, public, partners]", "[]");
    assert_eq!(codes(none.use_on("falls-rate", AS_OF)), ["C209"]);
}

#[test]
fn population_and_comparators_need_cover_too() {
    let licence = "agreements/open/public.yaml";
    let population = Place::new().with(licence, "crime, population", "crime");
    assert!(
        told(population.use_on("falls-rate", AS_OF))
            .contains("C201 no agreement and no open licence names dataset 'population'")
    );
    let figures = Place::new().with(licence, ", profiles", "");
    let text = told(figures.use_on("falls-rate", AS_OF));
    assert!(text.contains("indicators/falls-rate.yaml:38:") && text.contains("C201"), "{text}");
    assert!(figures.use_on("crime-rate", AS_OF).is_ok(), "an indicator without that comparator goes on");
}

#[test]
fn all_reasons_are_told_at_once() {
    let bad = Place::new()
        .with("agreements/open/public.yaml", "crime, population", "crime")
        .with(FALLS, "[count_distinct]", "[join]")
        .with(FALLS, "name: emergency, roles: [filter]", "name: emergency, roles: [group]");
    assert_eq!(codes(bad.use_on("falls-rate", AS_OF)), ["C207", "C207", "C201"]);
}

#[test]
fn a_token_stands_for_one_decision() {
    let place = Place::new();
    let token = |place: &Place, as_of| place.use_on("falls-rate", as_of).unwrap().token();
    let first = token(&place, AS_OF);
    assert_eq!(first, token(&place, AS_OF));
    let others = [
        token(&place, Date::constant(2026, 11, 23)),
        token(&place.clone().with(FALLS, "min_count: 5", "min_count: 6"), AS_OF),
        token(&place.clone().with(INDICATOR, "decimals: 1", "decimals: 2"), AS_OF),
        token(&place.clone().with("agreements/open/public.yaml", "OGL-UK-3.0", "CC-BY-4.0"), AS_OF),
    ];
    assert!(others.iter().all(|other| *other != first));
    let comment = place.clone().with(FALLS, "id: falls", "# a remark\nid: falls");
    assert_eq!(token(&comment, AS_OF), first, "a remark changes no decision");
}

#[test]
fn an_unknown_indicator_is_refused() {
    let text = told(Place::new().use_on("fals-rate", AS_OF));
    assert!(text.contains("'fals-rate'") && text.contains("did you mean 'falls-rate'"), "{text}");
}
