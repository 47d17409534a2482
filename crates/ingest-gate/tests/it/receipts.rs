//! The receipt as a page: everything that has to be done, in words, and nothing from elsewhere.
//!
//! Not allowed in here: cells, but the one that must not appear.

use concordat_declare::agreement::Identifiability;
use concordat_ingest_gate::{FieldClass, FieldPolicy, Note};

use crate::support::*;

fn remark(number: u32, text: &str) -> String {
    format!("{},2024-01,E0200000{},F,{number},{text},\n", token(number), number % 3 + 1)
}

#[test]
fn an_accepted_delivery_has_a_page_with_counts_and_groups() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    bench.field("area", FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
    bench.policy().contact = Some("data@example.org & others".to_owned());
    bench.policy().k = Some(5);
    bench.note = Some(Note { synthetic: true, ..Note::default() });
    let rows = (0..30).map(|number| remark(number, if number == 7 { "=CANARY7()" } else { "none" }));
    let landed = bench.put(rows.fold(HEADER.to_owned(), |text, row| text + &row)).unwrap();
    let page = landed.receipt().page();
    for words in [
        "was accepted",
        "30 read = 29 accepted + 1 set aside",
        "A keyed token stands for a person",
        "k = 9",
        "at least 5 were agreed",
        "made up",
        "C426",
        "Record 8.",
        "Take the leading sign away at the source.",
        "data@example.org &amp; others",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(CANARY) && !page.contains("http") && !page.contains("<script"));
}

#[test]
fn a_refused_delivery_has_a_page_that_says_what_to_do() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    let rows = (0..30).map(|number| remark(number, "CANARY7@example.org"));
    let refused = bench.put(rows.fold(HEADER.to_owned(), |text, row| text + &row)).err().unwrap();
    let page = refused.receipt().page();
    for words in
        ["was not accepted", "C415", "e-mail addresses", "in 30 of 30 records", "tell your data-protection lead"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(CANARY));
    let refused = bench.put("a\n").err().unwrap();
    assert!(refused.receipt().page().contains("was not read to its end"));
}
