//! Mutants: each permission dropped or narrowed in turn must change a decision. What no decision hangs on would not be a
//! permission.

use concordat_base::{Date, Name};

use crate::place::{AS_OF, Place};

/// Everything that tonight's decisions say, but for the token, which any change to a declaration moves.
fn decisions(place: &Place) -> Option<String> {
    let partnership = place.try_load()?;
    let mut text = String::new();
    for source in partnership.sources() {
        match concordat_agreement::receive_grant(&partnership, &source.id.value, AS_OF) {
            Ok(grant) => text += &format!("{grant:?}\n"),
            Err(refusal) => text += &format!("{refusal}\n"),
        }
    }
    for indicator in partnership.indicators() {
        match concordat_agreement::use_grant(&partnership, &indicator.id.value, AS_OF) {
            Ok(grant) => {
                let shown: Vec<&str> = grant.audiences().iter().map(Name::as_str).collect();
                let rest = (grant.floor(), grant.expiry(), grant.linkage_permitted(), grant.already_public());
                text += &format!("{} {shown:?} {rest:?} {:?}\n", grant.indicator(), grant.datasets());
            }
            Err(refusal) => text += &format!("{refusal}\n"),
        }
    }
    Some(text)
}

/// File, what is replaced, what by.
fn mutants() -> Vec<(&'static str, String, String)> {
    let mut mutants = Vec::new();
    let mut add = |file: &'static str, from: &str, to: &str| mutants.push((file, from.to_owned(), to.to_owned()));
    let falls = "agreements/falls.yaml";
    for (column, role) in [
        ("person", "count_distinct"),
        ("month", "group, filter"),
        ("lsoa21_code", "group"),
        ("sex", "group"),
        ("emergency", "filter"),
    ] {
        add(falls, &format!("name: {column}, roles: [{role}]"), &format!("name: {column}, roles: []"));
    }
    add(falls, "id: mission_outcome_measure", "id: jsna");
    add(falls, "missions: [health]", "missions: []");
    add(falls, "kind: board_paper", "kind: published_table");
    add(falls, "audiences: [partners, board]", "audiences: [partners]");
    add(falls, "audiences: [partners, board]", "audiences: [board]");
    add(falls, "min_count: 5", "min_count: 6");
    add(falls, "round_to: 5", "round_to: 10");
    add(falls, "identifiability: pseudonymised", "identifiability: depersonalised_row");
    add(falls, "history_from: 2020-04-01", "history_from: 2020-04-02");
    add(falls, "start: 2026-01-01", "start: 2026-11-23");
    add(falls, "expiry: 2027-03-31, next_review: 2026-12-20", "expiry: 2026-11-21, next_review: 2026-11-20");
    add(falls, "expiry: 2027-03-31", "expiry: 2027-03-30");
    add(falls, "date: 2025-12-01", "date: 2026-11-23");
    add(falls, "date: 2025-12-10", "date: 2026-11-23");
    add(falls, "- id: falls\n    ident", "- id: crime\n    ident");
    add(
        falls,
        "{id: police, name: The Police, role: recipient_of_anonymous_output}",
        "{id: police, name: The Police, role: joint_controller}",
    );
    for file in ["agreements/housing.yaml", "agreements/offending.yaml"] {
        for column in ["key_strict", "key_standard", "key_loose"] {
            add(file, &format!("name: {column}, roles: [join]"), &format!("name: {column}, roles: [group]"));
        }
        add(file, "name: month, roles: [filter, group]", "name: month, roles: [group]");
        add(file, "name: month, roles: [filter, group]", "name: month, roles: [filter]");
        add(file, "name: lsoa21_code, roles: [group]", "name: lsoa21_code, roles: [filter]");
        add(file, "columns: [key_strict, key_standard, key_loose]", "columns: [key_strict, key_loose]");
        add(file, "key: safety-key, missions", "key: other-key, missions");
        add(file, "missions: [safety], clause: link", "missions: [], clause: link");
        add(file, "supplies: true", "supplies: false");
    }
    for dataset in ["crime, ", "population, ", ", profiles"] {
        add("agreements/open/public.yaml", dataset, "");
    }
    mutants
}

#[test]
fn every_mutant_changes_a_decision() {
    let place = Place::new();
    let before = decisions(&place).unwrap();
    assert!(!before.contains("refused"), "{before}");
    let survivors: Vec<_> = mutants()
        .into_iter()
        .filter(|(file, from, to)| decisions(&place.clone().with(file, from, to)).as_ref() == Some(&before))
        .collect();
    assert!(survivors.is_empty(), "{survivors:#?}");
}

#[test]
fn a_day_decides() {
    let partnership = Place::new().load();
    let grant = |as_of| concordat_agreement::use_grant(&partnership, &Name::new("falls-rate").unwrap(), as_of).is_ok();
    let days = [(2025, 12, 31), (2026, 1, 1), (2027, 3, 31), (2027, 4, 1)];
    assert_eq!(days.map(|(year, month, day)| grant(Date::constant(year, month, day))), [false, true, true, false]);
}
