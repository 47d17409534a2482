//! Traces, what-if, answers and reviews: what people ask about one figure, one day, one dataset, one agreement.
//!
//! Not allowed in here: breaches.

use concordat_base::{Date, Name};
use concordat_compliance::review::calendar;
use concordat_compliance::{Days, Figure, Supposed, answer, review, trace, what_if};

use crate::place::Place;
use crate::story::{Story, TODAY};

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn figure(status: &str) -> Figure {
    Figure {
        figure_id: "49a7619a8be86fa5".to_owned(),
        indicator: "falls-rate".to_owned(),
        measure: "value".to_owned(),
        value: if status.is_empty() { "12.5" } else { "" }.to_owned(),
        lower_95: if status.is_empty() { "10.0" } else { "" }.to_owned(),
        upper_95: if status.is_empty() { "15.0" } else { "" }.to_owned(),
        unit: "per 100,000".to_owned(),
        comparator_code: "E92000001".to_owned(),
        status: status.to_owned(),
        ..Figure::default()
    }
}

#[test]
fn a_trace_leads_from_the_number_to_clauses_extracts_and_entries() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let evidence = story.evidence(&partnership, &records, TODAY);
    let traced = trace(&evidence, &story.releases[0], &figure(""));
    let falls = &traced.datasets[0];
    assert_eq!(
        (falls.extracts[0].received, falls.extracts[0].ledger_sequence),
        (Some(Date::constant(2026, 2, 1)), Some(2))
    );
    let clauses: Vec<&str> = falls.agreements[0].clauses.iter().filter_map(|one| one.text.as_deref()).collect();
    assert_eq!(clauses, ["What is shared.", "Small counts are hidden."]);
    assert_eq!((traced.figure.comparator.as_str(), traced.run.as_deref()), ("England (E92000001)", Some("r1")));
    let text = traced.page().text();
    assert!(text.contains("12.5 per 100,000 (95% interval 10.0 to 15.0)"), "{text}");
    assert!(text.contains("person       its different values are counted  5"), "{text}");
    assert!(traced.ledger.iter().map(|entry| entry.sequence).eq([0, 1, 2, 5, 8]), "{:?}", traced.ledger);
}

#[test]
fn a_trace_of_a_hidden_figure_shows_no_number_and_an_unknown_extract_is_said_to_be_unknown() {
    let (mut story, partnership) = (Story::good(), Place::new().load());
    story.entries.retain(|(_, kind, _)| *kind != "extract.received");
    let records = story.records();
    let traced = trace(&story.evidence(&partnership, &records, TODAY), &story.releases[0], &figure("[c]"));
    let text = traced.page().text();
    assert!(!traced.disclosure.shown && text.contains("confidential, no number") && text.contains("not in the ledger"));
}

#[test]
fn what_if_names_the_indicators_that_would_go_with_their_rows_and_reasons() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let evidence = story.evidence(&partnership, &records, TODAY);
    let lost = |supposed| {
        let found = what_if(&evidence, supposed);
        let rows =
            found.lost.iter().map(|one| (one.indicator.clone(), one.rows.iter().map(|rows| rows.rows).collect()));
        rows.collect::<Vec<(String, Vec<u64>)>>()
    };
    let falls = vec![("falls-rate".to_owned(), vec![12, 12])];
    assert_eq!(lost(Supposed::Expired(name("falls"))), falls);
    assert_eq!(lost(Supposed::Withdrawn { dataset: name("falls"), field: name("person") }), falls);
    assert_eq!(lost(Supposed::On(TODAY)), []);
    let needs = ("multiple-needs".to_owned(), vec![3]);
    assert_eq!(lost(Supposed::On(Date::constant(2027, 7, 1))), [falls[0].clone(), needs]);
    let page = what_if(&evidence, Supposed::Expired(name("falls"))).page().text();
    assert!(page.contains("C203") && page.contains("2 indicators would stay."), "{page}");
}

#[test]
fn an_answer_says_what_nobody_here_can_answer() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let evidence = story.evidence(&partnership, &records, TODAY);
    let year = Days { from: Date::constant(2026, 1, 1), until: TODAY };
    let material = answer(&evidence, &name("falls"), year);
    let page = material.page().text();
    for words in [
        "A task in the public interest",
        "rights@council.example",
        "The board: figures only",
        "2028-02-01 at the latest",
        "nobody here can tell whom a token stands for. The Trust holds the key",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(material.proofs.iter().map(|proof| proof.sequence).eq([0, 2, 5, 8]), "{:?}", material.proofs);
    assert!(!page.contains("housing") && !page.contains("offending"));
    // Of a time before anything came, only the agreement is told.
    let before = answer(&evidence, &name("falls"), Days { from: year.from, until: Date::constant(2026, 1, 31) });
    assert_eq!(before.proofs.iter().map(|proof| proof.kind.as_str()).collect::<Vec<_>>(), ["agreement.registered"]);
}

#[test]
fn a_review_lists_fields_that_were_not_read_in_twelve_months() {
    let (story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let falls = partnership.agreements().find(|one| one.id.value.as_str() == "falls").unwrap();
    let never = |day| {
        let found = review(&story.evidence(&partnership, &records, day), falls).never_read;
        found.into_iter().map(|one| one.field).collect::<Vec<_>>()
    };
    assert_eq!(never(TODAY), ["sex"]);
    // Thirteen months after the only night nothing was read.
    assert_eq!(never(Date::constant(2027, 3, 1)), ["person", "month", "lsoa21_code", "sex", "emergency"]);
    let text = review(&story.evidence(&partnership, &records, TODAY), falls).page().text();
    assert!(text.contains("sex    yes       To see inequality."), "{text}");
}

#[test]
fn a_renamed_party_is_told_at_the_review() {
    let renamed = "name: The New Trust, previously: [{name: The Trust, until: 2026-06-30}],";
    let place = Place::new().with("partnership.yaml", "name: The Trust,", renamed);
    let (story, partnership) = (Story::good(), place.load());
    let records = story.records();
    let falls = partnership.agreements().find(|one| one.id.value.as_str() == "falls").unwrap();
    let evidence = story.evidence(&partnership, &records, TODAY);
    let found = review(&evidence, falls).suspensions;
    assert!(found.len() == 1 && found[0].contains("has another name than it signed under"), "{found:?}");
    // What was done while it still had the name was done as agreed.
    assert_eq!(concordat_compliance::breaches(&evidence), []);
}

#[test]
fn the_calendar_holds_review_notice_and_expiry_as_whole_days() {
    let partnership = Place::new().load();
    let falls = partnership.agreements().find(|one| one.id.value.as_str() == "falls").unwrap();
    let ics = calendar::ics(falls, TODAY);
    let unfolded = ics.replace("\r\n ", "");
    let starts: Vec<&str> = unfolded.lines().filter_map(|line| line.strip_prefix("DTSTART;VALUE=DATE:")).collect();
    // The agreement asks for notice thirty days before its last day.
    assert_eq!(starts, ["20261220", "20270301", "20270331"]);
    assert!(unfolded.contains("UID:falls-1-expiry@concordat\r\n") && ics.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(ics.matches("BEGIN:VEVENT").count(), ics.matches("END:VEVENT").count());
}
