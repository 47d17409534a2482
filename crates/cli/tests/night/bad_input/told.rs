//! Whether a fault of a delivery is told to everyone who must know.
//!
//! Not allowed in here: running a night.

use serde_json::Value;

use crate::place::Outcome;

/// Fails where a fault is not told: in `run.json`, and to the person at the terminal with the next step.
#[track_caller]
pub(super) fn is_told(outcome: &Outcome, severity: &str, code: &str, at: &str, says: &str, who: &str) {
    let begin = format!("{at}: {code} ");
    let is_meant = |said: &&&Value| {
        let text = said["text"].as_str().unwrap();
        said["severity"] == severity && text.starts_with(&begin) && text.contains(says)
    };
    let told = outcome.said(code);
    let one = told.iter().find(is_meant).unwrap_or_else(|| panic!("no {severity} {begin:?} with {says:?}: {told:#?}"));
    assert_eq!(one["who"], who);
    assert_ne!(one["help"], "");
    let shown = format!("{severity}: {begin}");
    let mut lines = outcome.stderr.lines().skip_while(|line| !line.starts_with(&shown) || !line.contains(says)).skip(1);
    let next = (lines.next(), lines.next());
    let (Some(help), Some(mend)) = next else { panic!("stderr holds no {shown:?} with {says:?}:\n{}", outcome.stderr) };
    assert!(help.starts_with("  help: "), "{help}");
    assert_eq!(mend, format!("  who can mend it: {who}; concordat explain {code}"));
}
