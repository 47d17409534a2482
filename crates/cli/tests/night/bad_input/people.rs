//! People in deliveries: identifiers are taken out with their file and leave nothing behind, and promises of notes are kept.
//!
//! Not allowed in here: every form of identifier; the gate's own tests have those.

use super::canary::{CANARY, files_in_quarantine, stays_in_quarantine};
use super::deliveries::{MIDDLESBROUGH, Table, deliver, middlesbrough_file};
use super::told::is_told;
use crate::place::{HOME, Place, files_below};

const EARLY_YEARS: &str = "good-level-of-development-fsm";
const AGENCY: &str = "the agency that sent it";

#[test]
fn identifiers_are_taken_out_with_their_file_and_a_correction_needs_a_reason() {
    let place = Place::new(&[EARLY_YEARS]);
    let first = place.run(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let before = place.release_bytes();
    let good = Table::read(&place, &format!("{MIDDLESBROUGH}/{}", middlesbrough_file("2024/25")), 2000);
    identifiers(&place, &good);
    assert_eq!(place.release_bytes(), before);
    corrections(&place, &good);
}

fn identifiers(place: &Place, good: &Table) {
    let name = "identifiers.csv";
    let table = (1..=9).fold(good.clone(), |table, record| table.with(record, 3, &format!("{CANARY}@example.org")));
    deliver(place, name, "2024/25", table.csv().as_bytes());
    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(place, &night);
    assert_eq!(files_in_quarantine(place), 0, "what was over-shared is not set aside");
    is_told(&night, "error", "C415", &format!("{name}:1:3"), "'lsoa21_code' holds e-mail addresses", AGENCY);
    is_told(&night, "warning", "C415", name, "an incident opened, to be acted upon by 2026-07-03", AGENCY);
    assert!(!place.path(&format!("{MIDDLESBROUGH}/{name}")).exists(), "the file is still in the watched folder");
    let incidents = place.ledger_of("incident.opened");
    assert_eq!((incidents.len(), &incidents[0]["code"]), (1, &"C415".into()));
    let receipts = files_below(&place.path(HOME).join("receipts/middlesbrough-early-years"));
    let pages: Vec<String> = receipts
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(receipts.len(), pages.len() * 2, "each page stands beside its receipt");
    assert_eq!(pages.iter().filter(|page| page.contains("was not accepted") && page.contains("C415")).count(), 1);
    assert!(pages.iter().filter(|page| page.contains("was accepted")).count() >= 6);
}

fn corrections(place: &Place, good: &Table) {
    let name = middlesbrough_file("2024/25");
    let other = if good.rows[1][3] == "F" { "M" } else { "F" };
    deliver(place, &name, "2024/25", good.with(1, 4, other).csv().as_bytes());
    let note = format!("{MIDDLESBROUGH}/{name}.delivery.json");
    let with_reason = place.read(&note);
    place.write(&note, with_reason.replace("\"a test\"", "null"));
    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    is_told(&night, "error", "C333", &name, "corrects 2024/25, and its note gives no reason", AGENCY);
    place.write(&note, with_reason);
    let night = place.run(&[]);
    assert_eq!(night.code, Some(0), "{}", night.stderr);
}
