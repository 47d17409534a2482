//! A made place is accepted, can be grown, and states nothing that nobody said.
//!
//! Not allowed in here: answers that cannot be used.

use concordat_base::Name;
use concordat_declare::agreement::Identifiability;
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::{Indicator, Measure};
use concordat_diagnostics::{Severity, render};
use concordat_init::{Answers, FirstData, occupied};

use crate::support::{InMemory, TODAY, answers, made};

fn one_borough() -> Answers {
    answers("Tower Hamlets", &["E09000030"])
}

fn two_boroughs() -> Answers {
    Answers {
        board: Some("Live Well Board".to_owned()),
        parties: [
            "council: Middlesbrough Council",
            "council: Redcar & Cleveland Borough Council",
            "charity: St Mary's \"Kettle\" & Co: Tees",
        ]
        .map(str::to_owned)
        .into(),
        missions: ["Best start in life".to_owned(), "We won't be lonely & cold: #1".to_owned()].into(),
        ..answers("South Tees", &["E06000002", "E06000003"])
    }
}

/// A place whose wards the program does not know.
fn without_wards() -> Answers {
    answers("King's Lynn & the Fens", &["E07000146"])
}

#[test]
fn every_made_place_is_accepted_and_says_what_is_left_open() {
    let counts = |answers: Answers| Answers { first_data: Some(FirstData::Counts), ..answers };
    for (answers, levels) in [
        (one_borough(), 4),
        (two_boroughs(), 4),
        (without_wards(), 2),
        (counts(one_borough()), 4),
        (counts(two_boroughs()), 4),
        (counts(without_wards()), 2),
    ] {
        let made = made(&answers).unwrap();
        let loaded = InMemory::of(&made).load();
        let other: Vec<String> =
            loaded.faults.iter().filter(|fault| fault.code.number != 150).map(render::concise).collect();
        assert_eq!(other, Vec::<String>::new());
        assert!(loaded.faults.iter().all(|fault| fault.severity == Severity::Warning));
        assert!(loaded.faults.len() > 20, "{}", loaded.faults.len());
        let partnership = loaded.partnership.unwrap();
        assert_eq!(Some(&partnership.place().name), answers.place_name.as_ref());
        assert_eq!(partnership.areas().levels.len(), levels);
        assert_eq!(partnership.missions().count(), answers.missions.len().max(1));
        assert_eq!(made.files.last().map(|file| file.path.as_str()), Some("partnership.yaml"));
        let agreement = partnership.agreements().next().unwrap();
        assert!(agreement.signatures.is_empty() && agreement.sample);
        assert!(agreement.lawful.as_ref().is_some_and(|lawful| lawful.powers.is_empty() && lawful.dpia.is_none()));
    }
}

#[test]
fn names_come_through_as_they_were_typed() {
    let loaded = InMemory::of(&made(&two_boroughs()).unwrap()).load();
    let partnership = loaded.partnership.unwrap();
    let names: Vec<&str> = partnership.place().parties.iter().map(|party| party.name.as_str()).collect();
    let expected = [
        "Middlesbrough Council",
        "Redcar & Cleveland Borough Council",
        "St Mary's \"Kettle\" & Co: Tees",
        "South Tees intelligence team",
    ];
    assert_eq!(names, expected);
    let titles: Vec<&str> = partnership.missions().map(|mission| mission.title.as_str()).collect();
    assert_eq!(titles, ["Best start in life", "We won't be lonely & cold: #1"]);
    // The charity sends, the councils receive.
    let source = partnership.sources().next().unwrap();
    assert_eq!(source.supplier.value.as_str(), "st-marys-kettle-and-co-tees");
    let agreement = partnership.agreements().next().unwrap();
    let roles: Vec<(bool, bool)> = agreement.parties.iter().map(|party| (party.supplies, party.receives)).collect();
    assert_eq!(roles, [(true, false), (false, true), (false, true), (false, false)]);
    let fens = InMemory::of(&made(&without_wards()).unwrap()).load().partnership.unwrap();
    assert_eq!(fens.place().id.value.as_str(), "kings-lynn-and-the-fens");
}

#[test]
fn the_measure_counts_what_the_agreement_shares() {
    let partnership = InMemory::of(&made(&one_borough()).unwrap()).load().partnership.unwrap();
    let indicator = partnership.indicators().next().unwrap();
    assert!(matches!(&indicator.measure, Measure::Proportion(_)) && indicator.headline);
    let levels =
        |indicator: &Indicator| indicator.tables.iter().map(|table| table.areas.value.to_string()).collect::<Vec<_>>();
    assert_eq!(levels(indicator), ["borough", "ward24"]);
    let two = InMemory::of(&made(&two_boroughs()).unwrap()).load().partnership.unwrap();
    assert_eq!(levels(two.indicators().next().unwrap()), ["place", "borough", "ward24"]);
    let contract = partnership.contract_of(&Name::new("people-helped").unwrap()).unwrap();
    let columns: Vec<&str> = contract.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["quarter", "ward24_code", "sex", "outcome"]);
    let agreement = partnership.agreements().next().unwrap();
    let shared: Vec<&str> = agreement.datasets[0].fields.iter().map(|field| field.name.value.as_str()).collect();
    assert_eq!(shared, columns);
    assert_eq!(agreement.term.start, TODAY);
    assert_eq!(partnership.sources().next().unwrap().expected.as_ref().unwrap().from.value, "2026-Q2");
}

#[test]
fn a_place_whose_agencies_give_counts_begins_with_a_table_of_counts() {
    let answers = Answers { first_data: Some(FirstData::Counts), ..two_boroughs() };
    let files = InMemory::of(&made(&answers).unwrap());
    let partnership = files.load().partnership.unwrap();
    let dataset = &partnership.agreements().next().unwrap().datasets[0];
    assert_eq!(dataset.identifiability, Identifiability::AggregateUnsuppressed);
    let columns: Vec<&str> = dataset.fields.iter().map(|field| field.name.value.as_str()).collect();
    assert_eq!(columns, ["quarter", "ward24_code", "sex", "outcome", "people"]);
    let contract = partnership.contract_of(&Name::new("people-helped").unwrap()).unwrap();
    // A group that stands twice would be counted twice.
    let keys: Vec<&str> = contract.columns.iter().filter(|one| one.key).map(|one| one.name.as_str()).collect();
    assert_eq!(keys, ["quarter", "ward24_code", "sex", "outcome"]);
    let people = contract.column("people").unwrap();
    assert!(people.required && matches!(people.kind, ColumnKind::Integer { minimum: 0, .. }));
    let indicator = partnership.indicators().next().unwrap();
    let Measure::Proportion(proportion) = &indicator.measure else { panic!("a proportion") };
    assert_eq!(proportion.count.contributors.people_in().unwrap().value.as_str(), "people");
    assert_eq!(partnership.sources().next().unwrap().checks.refused_records_at_most, 0);
    for path in ["README.md", "agreements/dsa-people-helped.yaml", "schemas/extracts/people-helped.odcs.yaml"] {
        assert!(!files.text(path).to_lowercase().contains("for each person"), "{path}");
    }
    // Whoever says nothing is asked for a line for each person, as before.
    let records = Answers { first_data: Some(FirstData::Records), ..two_boroughs() };
    assert_eq!(made(&records).unwrap(), made(&two_boroughs()).unwrap());
}

#[test]
fn what_is_left_open_is_refused_as_soon_as_the_place_is_live() {
    let made = made(&one_borough()).unwrap();
    let live = InMemory::of(&made).with("partnership.yaml", "profile: sample", "profile: live").with(
        "agreements/dsa-people-helped.yaml",
        "sample: true",
        "sample: false",
    );
    let loaded = live.load();
    assert!(loaded.partnership.is_none());
    assert!(loaded.faults.iter().all(|fault| fault.severity == Severity::Error && fault.code.number == 150));
    let law = loaded.faults.iter().filter(|fault| render::concise(fault).contains("nobody has decided"));
    assert_eq!(law.count(), 4);
}

#[test]
fn a_place_filled_in_is_accepted_without_a_word() {
    for first_data in [FirstData::Records, FirstData::Counts] {
        accepted_when_filled_in(&Answers { first_data: Some(first_data), ..two_boroughs() });
    }
}

fn accepted_when_filled_in(answers: &Answers) {
    let mut files = InMemory::of(&made(answers).unwrap());
    for text in files.0.values_mut() {
        *text = text.replace("TO FILL IN", "Written").replace("to-fill-in@example.invalid", "team@board.example");
    }
    let path = "agreements/dsa-people-helped.yaml";
    let files = files
        .with(path, "art6: undecided", "art6: e_public_task")
        .with(path, "art9: undecided", "art9: none_needed")
        .with(path, "art10: undecided", "art10: none")
        .with(path, "basis: undecided", "basis: anonymised")
        .with(path, "sample: true", "sample: false")
        .with("partnership.yaml", "profile: sample", "profile: live");
    let loaded = files.load();
    let faults: Vec<String> = loaded.faults.iter().map(render::concise).collect();
    assert_eq!(faults, Vec::<String>::new());
    assert!(loaded.partnership.is_some());
}

#[test]
fn the_files_keep_the_schemas_of_others() {
    let counts = Answers { first_data: Some(FirstData::Counts), ..two_boroughs() };
    for answers in [two_boroughs(), counts] {
        keeps_schemas(&InMemory::of(&made(&answers).unwrap()));
    }
}

fn keeps_schemas(files: &InMemory) {
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../declare/tests/odcs-json-schema-v3.1.0.json");
    let odcs: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let own: serde_json::Value = serde_json::from_str(files.text("schemas/agreement.schema.json")).unwrap();
    for (path, schema) in
        [("schemas/extracts/people-helped.odcs.yaml", odcs), ("agreements/dsa-people-helped.yaml", own)]
    {
        let value: serde_json::Value = serde_saphyr::from_str(files.text(path)).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_same_answers_give_the_same_files_and_no_place_for_an_answer_is_left() {
    let first = made(&two_boroughs()).unwrap();
    assert_eq!(first, made(&two_boroughs()).unwrap());
    for file in &first.files {
        assert!(!file.text.contains("{{") && !file.text.contains('\r') && file.text.ends_with('\n'), "{}", file.path);
    }
    assert!(first.next[0].starts_with("concordat check here"));
}

#[test]
fn a_folder_with_something_in_it_is_not_taken() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert!(occupied(&names(&[".git", ".gitignore"])).is_none());
    let refused = occupied(&names(&["partnership.yaml", ".git", "a", "b", "c", "d", "e"])).unwrap();
    assert_eq!(refused.code.number, 151);
    assert_eq!(refused.message.as_str(), "the folder holds 'a', 'b', 'c', 'd', 'e' and 1 more");
}
