//! `check`, on the sample and on broken copies of it.
//!
//! Not allowed in here: a test of every fault; the declarations crate has those.

use crate::support::{broken_copy, call};

const INDICATOR: &str = "indicators/anti-social-behaviour.yaml";

#[test]
fn the_sample_is_sound() {
    let called = call(&["check", "pipelines/south-tees"]);
    assert_eq!((called.exit, called.stdout.as_str()), (Some(0), ""), "{called:?}");
    assert!(called.stderr.contains("9 missions; 0 errors, 0 warnings"), "{called:?}");
    let by_file = call(&["check", "pipelines/south-tees/partnership.yaml"]);
    assert_eq!(by_file.stderr, called.stderr);
}

#[test]
fn a_fault_is_told_with_its_place_its_line_and_the_nearest_name() {
    let copy = broken_copy(INDICATOR, "mission: live-well-places", "mission: live-well-place");
    let called = call(&["check", copy.path().join("pipelines/south-tees").to_str().unwrap()]);
    assert_eq!((called.exit, called.stdout.as_str()), (Some(2), ""), "{called:?}");
    let line = place_of(&called.stderr, "anti-social-behaviour.yaml");
    assert!(line.0 > 1 && line.1 > 1, "{called:?}");
    assert!(called.stderr.contains("mission: live-well-place\n"), "{called:?}");
    assert!(called.stderr.contains("did you mean 'live-well-places'?"), "{called:?}");
    assert!(called.stderr.trim_end().ends_with("1 error, 0 warnings"), "{called:?}");
}

#[test]
fn faults_are_to_be_had_as_json() {
    let copy = broken_copy(INDICATOR, "mission: live-well-places", "mission: live-well-place");
    let folder = copy.path().join("pipelines/south-tees");
    let called = call(&["--format", "json", "check", folder.to_str().unwrap()]);
    assert_eq!(called.exit, Some(2));
    let faults: serde_json::Value = serde_json::from_str(&called.stdout).unwrap();
    assert_eq!(faults[0]["code"], "C106");
    assert!(faults[0]["place"]["file"].as_str().unwrap().ends_with(INDICATOR), "{faults}");
}

#[test]
fn a_run_of_broken_declarations_runs_nothing() {
    let copy = broken_copy(INDICATOR, "mission: live-well-places", "mission: live-well-place");
    let home = copy.path().join("home");
    let folder = copy.path().join("pipelines/south-tees");
    let called = call(&["--home", home.to_str().unwrap(), "run", folder.to_str().unwrap()]);
    assert_eq!(called.exit, Some(2));
    assert!(called.stderr.contains("nothing ran"), "{called:?}");
    assert!(!home.exists());
}

#[test]
fn log_lines_are_json_where_that_is_asked_for() {
    let copy = broken_copy(INDICATOR, "mission: live-well-places", "mission: live-well-place");
    let folder = copy.path().join("pipelines/south-tees");
    let called = call(&["check", folder.to_str().unwrap(), "--log-format", "json"]);
    let lines: Vec<serde_json::Value> = called.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["code"], "C106");
    assert!(lines[1]["message"].as_str().unwrap().ends_with("1 error, 0 warnings"), "{lines:?}");
}

/// Line and column after the name of a file.
fn place_of(stderr: &str, file: &str) -> (u32, u32) {
    let (_, rest) = stderr.split_once(&format!("{file}:")).unwrap_or_else(|| panic!("no {file}: {stderr}"));
    let mut numbers = rest.split(|letter: char| !letter.is_ascii_digit()).map(|digits| digits.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}
