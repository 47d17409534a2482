//! Faults of declarations, and agreements that refuse: nothing that is not permitted is opened.
//!
//! Not allowed in here: faults of deliveries.

use super::canary::stays_in_quarantine;
use super::deliveries::{POLICE, Table, note_of};
use crate::place::{HOME, Outcome, PIPELINE, Place, files_below};

const EARLY_YEARS: &str = "good-level-of-development-fsm";
const CRIME: &str = "anti-social-behaviour";
/// The day after both agreements of the early-years extracts expire.
const AFTER_EXPIRY: [&str; 2] = ["--as-of", "2027-09-01"];
const LEAD: &str = "the data-protection lead of the parties";
const TEAM: &str = "the intelligence team";
const AUTHOR: &str = "the author of the declarations";

/// Fails unless nothing ran and the fault stands in stderr at its place, with the one who can mend it.
#[track_caller]
fn nothing_ran(outcome: &Outcome, wanted: &[&str]) {
    assert_eq!(outcome.code, Some(2), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.report.is_null(), "a run that did not begin wrote a report");
    for words in wanted {
        assert!(outcome.stderr.contains(words), "stderr holds no {words:?}:\n{}", outcome.stderr);
    }
}

#[test]
fn an_expired_agreement_refuses_what_rests_on_it_and_nothing_of_it_is_opened() {
    let place = Place::new(&[EARLY_YEARS, CRIME]);
    let first = place.run(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);

    let later = place.run(&AFTER_EXPIRY);
    assert_eq!(later.code, Some(5), "{}", later.stderr);
    assert_eq!((later.indicator(EARLY_YEARS), later.indicator(CRIME)), ("refused", "computed"));
    for (agreement, dataset) in [
        ("dsa-middlesbrough-early-years", "middlesbrough-early-years"),
        ("dsa-redcar-cleveland-early-years", "redcar-cleveland-early-years"),
    ] {
        let said = later.said("C203").into_iter().find(|said| said["text"].as_str().unwrap().contains(agreement));
        let said = said.unwrap_or_else(|| panic!("{:#?}", later.said("C203")));
        assert!(said["text"].as_str().unwrap().contains("2027-08-31"), "{said:#?}");
        assert_eq!(said["who"], LEAD);
        assert_eq!(later.source(dataset)["state"], "not_needed");
        assert_eq!(later.source(dataset)["bytes_read"], 0);
    }
    assert!(later.stderr.contains("C203"), "{}", later.stderr);
    assert!(later.stderr.contains(&format!("who can mend it: {LEAD}; concordat explain C203")), "{}", later.stderr);
    let figures = place.release_bytes().into_iter().filter(|(name, _)| name.ends_with("observations.csv"));
    let mut rows = 0;
    for (name, bytes) in figures {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(EARLY_YEARS), "{name} holds figures that the agreement refuses");
        rows += text.lines().filter(|line| line.contains(CRIME)).count();
    }
    assert!(rows > 0, "no figure of {CRIME} is published");

    let before = place.release_bytes();
    place.remove(&format!("{PIPELINE}/indicators/{CRIME}.yaml"));
    let alone = place.run(&AFTER_EXPIRY);
    assert_eq!(alone.code, Some(4), "{}", alone.stderr);
    assert_eq!(alone.indicator(EARLY_YEARS), "refused");
    assert_eq!(alone.report["sources"].as_array().unwrap().len(), 0, "a source was looked at");
    assert_eq!(alone.report["release"], "none");
    assert_eq!(place.release_bytes(), before);
    let refused = place.ledger_of("run.refused");
    assert!(refused.len() == 1 && refused[0]["codes"].as_array().unwrap().contains(&"C203".into()), "{refused:?}");
}

#[test]
fn declarations_at_fault_are_told_at_their_place_and_nothing_runs() {
    let place = Place::new(&[CRIME]);
    let first = place.run(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let kept: Vec<_> =
        files_below(&place.path(HOME)).into_iter().map(|file| (std::fs::read(&file).unwrap(), file)).collect();
    let crime = format!("{PIPELINE}/indicators/{CRIME}.yaml");
    let whole = place.read(&crime);

    place.replace(&crime, "polarity: lower_is_better", "polarty: lower_is_better");
    nothing_ran(&place.run(&[]), &["C103", "anti-social-behaviour.yaml:18:1", "polarty", "'polarity'", AUTHOR]);
    place.write(&crime, &whole);

    place.replace(&format!("{PIPELINE}/partnership.yaml"), "profile: sample", "profile: live");
    nothing_ran(&place.run(&[]), &["C323", "live", "sample agreement", "stand"]);

    for (bytes, file) in kept {
        assert!(std::fs::read(&file).unwrap() == bytes, "{} was changed", file.display());
    }
}

#[test]
fn profile_live_refuses_sample_keys_and_made_up_extracts() {
    let place = Place::new(&[CRIME]);
    let partnership = format!("{PIPELINE}/partnership.yaml");
    place.replace(&partnership, "profile: sample", "profile: live");
    nothing_ran(&place.run(&[]), &["C323", "a sample key, which everybody has"]);
    let without_keys = place.read(&partnership);
    let without_keys = without_keys.lines().map(|line| match line.split_once(", signing_key: ") {
        Some((party, _)) => format!("{party}}}\n"),
        None => format!("{line}\n"),
    });
    place.write(&partnership, without_keys.collect::<String>());
    place.remove(&format!("{PIPELINE}/agreements/south-tees-charter.yaml"));
    for agreement in files_below(&place.path(&format!("{PIPELINE}/agreements"))) {
        let name = agreement.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(source) = name.strip_prefix("dsa-") {
            place.remove(&format!("{PIPELINE}/agreements/{name}"));
            let source = format!("{PIPELINE}/sources/{source}");
            if place.path(&source).exists() {
                place.remove(&source);
            }
        }
    }
    // What speaks of the sources that are gone goes with them.
    place.remove(&format!("{PIPELINE}/catalogue.yaml"));
    place.remove(&format!("{PIPELINE}/decisions/tees-homes-known-late.yaml"));
    let published = "concordat sample commitment key, published";
    let refused =
        [Vec::new(), vec![("CONCORDAT_COMMITMENT_KEY", published)], vec![("CONCORDAT_COMMITMENT_KEY", "short")]];
    let ledger_key = ("CONCORDAT_LEDGER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let storage_key = ("CONCORDAT_STORAGE_KEY", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
    for mut environment in refused {
        environment.extend([ledger_key, storage_key]);
        let night = place.run_with(&[], &environment);
        assert_eq!(night.code, Some(2), "{}", night.stderr);
        assert_eq!(night.said("C323")[0]["who"], TEAM);
        assert!(night.stderr.contains("C323 profile live needs a key"), "{}", night.stderr);
        assert_eq!(night.report["sources"].as_array().unwrap().len(), 0, "a source was looked at");
    }
    let key = [("CONCORDAT_COMMITMENT_KEY", "a key that nobody but this test ever had"), ledger_key, storage_key];
    let good = place.run_with(&[], &key);
    assert_eq!((good.code, &good.report["profile"]), (Some(0), &"live".into()), "{}", good.stderr);
    assert!(!good.stderr.starts_with("sample"), "{}", good.stderr);
    let before = place.release_bytes();

    let name = "2024-03-cleveland-street.csv";
    let text = Table::read(&place, &format!("{POLICE}/2024-01-cleveland-street.csv"), 20).canary(5, 12).csv();
    place.write(&format!("{POLICE}/{name}"), &text);
    note_of(&place, (POLICE, "home-office"), (name, "2024-03"), text.as_bytes());
    let night = place.run_with(&[], &key);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    let said = night.said("C323");
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0]["text"].as_str().unwrap().contains(name), "{said:#?}");
    assert!(night.stderr.contains("says that it was made up"), "{}", night.stderr);
    assert_eq!(place.release_bytes(), before);
}
