//! The rules of the house, checked on the sources as they lie in the repository. A rule that a change must break is
//! changed here in the same commit, with its reason beside it.
//!
//! Not allowed in here: a call into a crate of the product, and a rule that no file could break.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod codes;
mod edges;
mod files;
mod one_build;
mod sample;
mod scan;
mod tidy;
mod writes;

/// Fails with the rule and every place that breaks it, so that one run shows all of them.
#[track_caller]
fn keeps(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}
