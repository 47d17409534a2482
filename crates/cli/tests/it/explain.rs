//! `explain`.
//!
//! Not allowed in here: the words of a page.

use concordat_diagnostics::codes;

use crate::support::call;

#[test]
fn every_code_has_a_page() {
    for code in codes::all() {
        let called = call(&["explain", &code.to_string()]);
        assert_eq!(called.exit, Some(0), "{code}");
        for part in [code.title, code.meaning, code.mend, &code.who.to_string()] {
            assert!(called.stdout.contains(part), "{code}: {}", called.stdout);
        }
    }
}

#[test]
fn without_a_code_all_are_listed() {
    let listed = call(&["explain", "--format", "csv"]).stdout;
    assert_eq!(listed.lines().count(), codes::all().len() + 1);
}

#[test]
fn a_code_that_is_none_is_answered_with_the_nearest() {
    let called = call(&["explain", "C2O3"]);
    assert_eq!((called.exit, called.stdout.as_str()), (Some(2), ""));
    assert!(called.stderr.contains("did you mean 'C203'?"), "{called:?}");
}

#[test]
fn a_page_is_to_be_had_as_json() {
    let page: serde_json::Value = serde_json::from_str(&call(&["explain", "c905", "--format", "json"]).stdout).unwrap();
    assert_eq!(page["code"], "C905");
    assert_eq!(page["title"], codes::USAGE.title);
}
