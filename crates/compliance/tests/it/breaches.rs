//! A good story has no breach; each change of it has the breach that it should have, and no other kind.
//!
//! Not allowed in here: a change that two rules would find.

use concordat_base::Date;
use concordat_compliance::BreachKind::*;
use concordat_compliance::{BreachKind, NothingChecked, Standing, breaches, check};
use serde_json::json;

use crate::place::Place;
use crate::story::{FALLS, Story, TODAY};

fn kinds(story: &Story, place: &Place, day: Date) -> Vec<BreachKind> {
    let (partnership, records) = (place.load(), story.records());
    let mut kinds: Vec<BreachKind> =
        breaches(&story.evidence(&partnership, &records, day)).into_iter().map(|breach| breach.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn a_good_story_has_no_breach_and_says_what_was_looked_at() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let checked = check(&story.evidence(&partnership, &records, TODAY), None).unwrap();
    assert_eq!(checked.breaches, []);
    assert_eq!((checked.checked.agreements_used, checked.checked.deliveries, checked.checked.readings), (3, 3, 3));
    let falls = checked.agreements.iter().find(|one| one.account.agreement == "falls@1").unwrap();
    // The column was shared and sent, and no plan ever opened it.
    assert!(falls.attention.contains(&"falls: received and never read: sex".to_owned()), "{:?}", falls.attention);
    let fields = &falls.account.datasets[0].fields;
    let person = fields.iter().find(|field| field.field == "person").unwrap();
    assert_eq!(
        (person.readings, person.last_read_sequence, person.used_by.as_slice()),
        (1, Some(5), &["falls-rate".to_owned()][..])
    );
    let linkage =
        &checked.agreements.iter().find(|one| one.account.agreement == "housing@1").unwrap().account.linkage[0];
    assert_eq!((linkage.with.as_str(), linkage.used_by.as_slice()), ("offending", &["multiple-needs".to_owned()][..]));
}

/// A change of the story, and the kind of breach that it is.
type Change = (BreachKind, fn(&mut Story));

const BEFORE_IT_BEGAN: Date = Date::constant(2025, 12, 31);

const CHANGES: [Change; 14] = [
    (ReceivedOutsideTerm, |story| story.move_to("extract.received", "falls", BEFORE_IT_BEGAN)),
    (ReceivedNotPermitted, |story| story.body("extract.received", "falls")["columns"] = json!(["month", "nhs_number"])),
    (ReceivedFromAnother, |story| story.body("extract.received", "falls")["party"] = json!("police")),
    (ReadOutsideTerm, |story| story.move_to("data.read", "falls", BEFORE_IT_BEGAN)),
    (ReadNotPermitted, |story| {
        story.body("data.read", "falls")["columns"].as_array_mut().unwrap().push(json!("postcode"));
    }),
    (UsedNotPermitted, |story| story.line("falls").columns = "person (group); month (group)".to_owned()),
    (ReadWithoutEntry, |story| {
        story.entries.retain(|(_, kind, body)| *kind != "data.read" || body["dataset"] != "falls")
    }),
    (PurposeNotPermitted, |story| story.line("falls").purpose = "commissioning".to_owned()),
    (PurposeNotPermitted, |story| story.releases[1].indicators[0].mission = "safety".to_owned()),
    (ShownOutsideTerm, |story| story.line("falls").agreements = "archive@1".to_owned()),
    (ShownToAnother, |story| story.releases[0].audience = "public".to_owned()),
    (ShownWithoutAgreement, |story| story.line("falls").agreements = "ogl (OGL-UK-3.0)".to_owned()),
    (ShownWithoutAgreement, |story| story.line("falls").agreements = "falls@7".to_owned()),
    (ReleaseChanged, |story| story.tampered.push((crate::story::VERSION.to_owned(), "a file was changed".to_owned()))),
];

#[test]
fn every_change_is_found_as_what_it_is() {
    for (number, (kind, change)) in CHANGES.into_iter().enumerate() {
        let mut story = Story::good();
        change(&mut story);
        assert_eq!(kinds(&story, &Place::new(), TODAY), [kind], "change {number}");
    }
}

#[test]
fn a_linkage_that_the_agreement_does_not_name_is_found() {
    let place = Place::new().with("agreements/housing.yaml", "with: offending,", "with: falls,");
    let mut story = Story::good();
    // The other side still permits it; of this side the release shows it.
    let (partnership, records) = (place.load(), story.records());
    let found = breaches(&story.evidence(&partnership, &records, TODAY));
    assert_eq!(found.iter().map(|breach| breach.kind).collect::<Vec<_>>(), [LinkageNotPermitted]);
    assert_eq!(found[0].agreements, ["housing@1"]);
    story.line("housing").columns = "lsoa21_code (group); month (filter)".to_owned();
    assert_eq!(kinds(&story, &place, TODAY), []);
}

#[test]
fn what_is_kept_beyond_its_day_is_found_and_what_was_destroyed_is_not() {
    // Falls are kept for two years from the day they were received, housing for one.
    let later = Date::constant(2027, 2, 2);
    let mut story = Story::good();
    let (partnership, records) = (Place::new().load(), story.records());
    let found = breaches(&story.evidence(&partnership, &records, later));
    let kept: Vec<&str> = found.iter().filter(|one| one.kind == KeptTooLong).map(|one| one.says.as_str()).collect();
    assert!(kept.contains(&"housing of 2026-01 was to be destroyed by this day and was not"), "{kept:?}");
    assert!(!kept.iter().any(|says| says.contains("falls")), "{kept:?}");
    for dataset in ["housing", "offending"] {
        let commitment = if dataset == "housing" { crate::story::HOUSING } else { crate::story::OFFENDING };
        let body = json!({
            "dataset": dataset, "period": "2026-01", "party": "council", "agreement": "housing@1",
            "commitment": commitment, "method": "crypto-shred", "files": 1,
        });
        story.entries.push((Date::constant(2027, 1, 31), "retention.destroyed", body));
    }
    assert_eq!(kinds(&story, &Place::new(), later), []);
}

#[test]
fn waiting_releases_are_not_judged_since_nobody_has_seen_them() {
    let mut story = Story::good();
    story.releases[0].audience = "public".to_owned();
    story.releases[0].standing = Standing::Waiting;
    assert_eq!(kinds(&story, &Place::new(), TODAY), []);
}

#[test]
fn nothing_checked_is_no_pass() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let evidence = story.evidence(&partnership, &records, TODAY);
    assert_eq!(check(&evidence, Some("fals")).unwrap_err(), NothingChecked::NoAgreement);
    assert_eq!(check(&evidence, Some("archive")).unwrap_err(), NothingChecked::NothingDone);
    assert!(check(&evidence, Some("falls")).is_ok() && check(&evidence, Some("falls@1")).is_ok());
    // What was entered after the day is not known on it.
    let before = story.evidence(&partnership, &records, BEFORE_IT_BEGAN);
    assert_eq!(check(&before, None).unwrap_err(), NothingChecked::EmptyLedger);
}

#[test]
fn one_agreement_is_told_its_own_breaches_alone() {
    let mut story = Story::good();
    story.body("extract.received", "falls")["columns"] = json!(["nhs_number"]);
    let (partnership, records) = (Place::new().load(), story.records());
    let evidence = story.evidence(&partnership, &records, TODAY);
    assert_eq!(check(&evidence, Some("falls")).unwrap().breaches.len(), 1);
    assert_eq!(check(&evidence, Some("housing")).unwrap().breaches.len(), 0);
    let breach = &check(&evidence, None).unwrap().breaches[0];
    assert_eq!(
        (breach.sequence, breach.says.as_str()),
        (Some(2), "columns of falls were received that are not shared: nhs_number")
    );
    assert!(!breach.says.contains(FALLS));
}
