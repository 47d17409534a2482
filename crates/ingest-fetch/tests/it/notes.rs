//! Delivery notes in watched folders.

use std::fs;

use concordat_declare::place::Profile;

use crate::support::{FOLDER, Place, names, notices, told, unchanged};

/// SHA-256 of `abc`, from FIPS 180-2.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn note(bytes: u64, sha256: &str) -> String {
    format!(
        r#"{{"file": "crime-a.csv", "bytes": {bytes}, "rows": 1, "sha256": "{sha256}", "period": "2026-10",
        "coverage": "one_period", "supplier": "council", "synthetic": true, "sent": "2026-11-20"}}"#
    )
}

/// A place with one file that was written this instant, and its note.
fn noted(text: &str) -> Place {
    let place = Place::watching();
    place.put("crime-a.csv", b"abc", 0);
    place.put("crime-a.csv.delivery.json", text.as_bytes(), 0);
    place
}

#[test]
fn a_note_makes_waiting_unnecessary_and_is_handed_over() {
    let fetched = noted(&note(3, &ABC.to_uppercase())).fetch().unwrap();
    let read = fetched.deliveries[0].note().unwrap();
    assert_eq!((read.period.as_str(), read.rows, read.synthetic), ("2026-10", 1, true));
    let reason = note(3, ABC).replace("\"rows\"", "\"reason\": \"a correction\", \"rows\"");
    let fetched = noted(&reason).fetch().unwrap();
    assert_eq!(fetched.deliveries[0].note().unwrap().reason.as_deref(), Some("a correction"));
}

#[test]
fn a_required_note_is_waited_for() {
    let place = Place::new(FOLDER, "required");
    place.put("crime-a.csv", b"abc", 600);
    let fetched = place.fetch().unwrap();
    assert!(fetched.deliveries.is_empty());
    assert!(notices(&fetched)[0].starts_with("C303 'crime-a.csv' waits"), "{:?}", notices(&fetched));
    place.put("crime-a.csv.delivery.json", note(3, ABC).as_bytes(), 0);
    assert_eq!(names(&place.fetch().unwrap()), ["crime-a.csv"]);
}

#[test]
fn a_file_shorter_than_its_note_waits_and_a_longer_one_is_refused() {
    let waiting = noted(&note(4, ABC)).fetch().unwrap();
    assert_eq!(notices(&waiting), ["C303 'crime-a.csv' has 3 bytes, its delivery note says 4"]);
    assert!(waiting.deliveries.is_empty());
    assert_eq!(told(noted(&note(2, ABC)).fetch()), ["C316 'crime-a.csv' has 3 bytes, its delivery note says 2"]);
}

#[test]
fn another_checksum_is_refused() {
    let other = ABC.replacen('b', "c", 1);
    assert_eq!(
        told(noted(&note(3, &other)).fetch()),
        ["C316 the SHA-256 of 'crime-a.csv' is not that of its delivery note"]
    );
}

#[test]
fn a_note_that_cannot_be_read_is_refused_without_its_text() {
    let canary = "NHS9434765919";
    let unknown = note(3, ABC).replace("\"rows\"", &format!("\"{canary}\": 1, \"rows\""));
    let wrong = note(3, ABC).replace("\"rows\": 1", &format!("\"rows\": \"{canary}\""));
    let missing = note(3, ABC).replace("\"rows\": 1,", "");
    for text in [unknown.as_str(), wrong.as_str(), missing.as_str(), "{", ""] {
        let told = told(noted(text).fetch());
        assert!(told[0].contains("C316 the delivery note of 'crime-a.csv' is not JSON with"), "{told:?}");
        assert!(!told[0].contains(canary), "{told:?}");
    }
    let huge = format!("{}{}", note(3, ABC), " ".repeat(70_000));
    assert!(told(noted(&huge).fetch())[0].contains("too large for a delivery note"));
}

#[test]
fn a_note_of_another_file_or_supplier_is_refused() {
    let file = note(3, ABC).replace("crime-a.csv", "crime-b.csv");
    assert!(told(noted(&file).fetch())[0].contains("names another file"));
    let supplier = note(3, ABC).replace("council", "police");
    assert!(told(noted(&supplier).fetch())[0].contains("names another supplier"));
}

#[test]
fn live_refuses_what_says_that_it_was_made_up() {
    let mut place = noted(&note(3, ABC));
    place.profile = Profile::Live;
    assert!(told(place.fetch())[0].starts_with("C323"));
    fs::write(place.incoming().join("crime-a.csv.delivery.json"), note(3, ABC).replace("true", "false")).unwrap();
    assert_eq!(names(&place.fetch().unwrap()), ["crime-a.csv"]);
}

#[test]
fn a_corrected_note_makes_a_new_delivery_and_a_tidied_one_does_not() {
    let mut place = noted(&note(3, ABC));
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    assert_eq!(unchanged(&place.fetch().unwrap()), ["crime-a.csv"]);
    place.put("crime-a.csv.delivery.json", note(3, ABC).replace("2026-10", "2026-09").as_bytes(), 0);
    let corrected = place.fetch().unwrap();
    assert_eq!(names(&corrected), ["crime-a.csv"]);
    place.keep(&corrected);
    fs::remove_file(place.incoming().join("crime-a.csv.delivery.json")).unwrap();
    assert_eq!(unchanged(&place.fetch().unwrap()), ["crime-a.csv"]);
}
