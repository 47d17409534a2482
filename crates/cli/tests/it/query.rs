//! `query`, `release` and `status` in a home where nothing has run.
//!
//! Not allowed in here: a night; those tests stand apart.

use crate::support::call;

fn in_empty_home(words: &[&str]) -> crate::support::Called {
    let home = tempfile::tempdir().unwrap();
    call(&[&["--home", home.path().to_str().unwrap()], words].concat())
}

#[test]
fn without_a_release_there_is_nothing_to_ask() {
    let asked: [&[&str]; 3] = [&["query", "SELECT 1"], &["query", "--sex", "Persons"], &["release", "list"]];
    for words in asked {
        let called = in_empty_home(words);
        assert_eq!((called.exit, called.stdout.as_str()), (Some(1), ""), "{words:?}: {called:?}");
        assert!(called.stderr.contains("C706"), "{words:?}: {called:?}");
    }
}

#[test]
fn a_query_has_to_ask_something() {
    let called = in_empty_home(&["query"]);
    assert_eq!(called.exit, Some(2));
    assert!(called.stderr.contains("C905"), "{called:?}");
}

#[test]
fn status_tells_that_nothing_has_run() {
    let called = in_empty_home(&["status", "pipelines/south-tees", "--as-of", "2026-06-30"]);
    assert_eq!(called.exit, Some(1));
    assert!(called.stderr.contains("C908"), "{called:?}");
    assert!(called.stdout.contains("no run yet"), "{called:?}");
}

#[test]
fn a_plan_before_the_first_run_computes_everything() {
    let called = in_empty_home(&["plan", "pipelines/south-tees", "--as-of", "2026-06-30", "--format", "json"]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    let plan: serde_json::Value = serde_json::from_str(&called.stdout).unwrap();
    let steps = plan["steps"].as_array().unwrap();
    assert!(!steps.is_empty() && steps.iter().all(|step| step["stale"] == true), "{plan}");
}

#[test]
fn a_step_that_is_none_is_answered_with_the_nearest() {
    let words = ["why", "pipelines/south-tees", "anti-social-behavior", "--as-of", "2026-06-30"];
    let called = in_empty_home(&words);
    assert_eq!(called.exit, Some(2), "{called:?}");
    assert!(called.stderr.contains("did you mean 'anti-social-behaviour'?"), "{called:?}");
}
