//! What a party is told, and what it is not.
//!
//! Not allowed in here: a party that is told of another's data.

use concordat_base::{Date, Name};
use concordat_compliance::report;
use serde_json::json;

use crate::place::Place;
use crate::story::{FALLS, HOUSING, OFFENDING, Story, TODAY};

/// Everything that a report says, in every form.
fn told(story: &Story, party: &str, since: Option<Date>) -> String {
    let (partnership, records) = (Place::new().load(), story.records());
    let report = report(&story.evidence(&partnership, &records, TODAY), &Name::new(party).unwrap(), since);
    let json = serde_json::to_string(&report).unwrap();
    let page = report.page();
    [page.html(), page.markdown(), page.text(), report.csv(), json].join("\n")
}

#[test]
fn a_party_is_told_everything_of_its_own_and_nothing_of_others() {
    let story = Story::good();
    let trust = told(&story, "trust", None);
    for own in ["falls@1", "emergency", "The Trust", "2026-02-01.1", FALLS] {
        assert!(trust.contains(own), "{own}");
    }
    for other in ["housing", "offending", "multiple-needs", "key_strict", HOUSING, OFFENDING] {
        assert!(!trust.contains(other), "{other}");
    }
}

#[test]
fn a_linked_party_is_told_whom_it_is_linked_with_and_nothing_of_that_data() {
    let story = Story::good();
    let council = told(&story, "council", None);
    assert!(council.contains("housing@1") && council.contains("multiple-needs") && council.contains(HOUSING));
    // Its own agreement names the other dataset; what was received and read of it is not its business.
    assert!(council.contains("offending"));
    for other in [OFFENDING, FALLS, "000001-offending", "000001-falls", "emergency"] {
        assert!(!council.contains(other), "{other}");
    }
}

#[test]
fn a_breach_is_told_to_the_party_whose_data_it_is_about_alone() {
    let mut story = Story::good();
    story.body("extract.received", "falls")["columns"] = json!(["nhs_number"]);
    assert!(told(&story, "trust", None).contains("nhs_number"));
    assert!(!told(&story, "council", None).contains("nhs_number"));
    assert!(!told(&story, "police", None).contains("nhs_number"));
}

#[test]
fn only_what_was_done_since_the_day_is_told() {
    let later = told(&Story::good(), "trust", Some(Date::constant(2026, 3, 1)));
    assert!(later.contains("Nothing was delivered.") && later.contains("Nothing was shown that rests on it."));
    // What came before is still kept, and so it is told.
    assert!(later.contains("2028-02-01"));
}
