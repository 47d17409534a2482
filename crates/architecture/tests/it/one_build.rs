//! The README's two commands share one build: every library that `cargo run` needs has the same features under `cargo test`.
//!
//! Not allowed in here: building anything; cargo is asked for its plan.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Features of every library in a plan, by name and version.
fn features(arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["tree", "--locked", "--prefix", "none", "--format", "{p}\t{f}"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let (package, of_package) = line.trim_end_matches(" (*)").split_once('\t').unwrap_or((line, ""));
        let name: Vec<&str> = package.split(' ').take(2).collect();
        features.entry(name.join(" ")).or_default().insert(of_package.to_owned());
    }
    features
}

#[test]
fn run_and_test_share_one_build() {
    let run = features(&["-p", "concordat-cli", "-e", "normal,build"]);
    let test = features(&["--workspace", "-e", "normal,build,dev"]);
    assert!(run.len() > 200, "the plan of the program was not read");
    let differing: Vec<_> = run.iter().filter(|(name, of_run)| test.get(*name) != Some(of_run)).collect();
    assert!(differing.is_empty(), "built twice, once for each command: {differing:#?}");
}
