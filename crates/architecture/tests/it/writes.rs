//! One crate writes below the home and one crate reads the clock: `store`. `synth`, a tool of developers, writes its
//! samples itself; tests may do both.
//!
//! Not allowed in here: an exception without a reason.

use crate::files::{Source, sources};
use crate::keeps;

/// Whatever makes, changes or removes a file or a folder.
const WRITERS: [&str; 14] = [
    "fs::write",
    "fs::rename",
    "fs::remove_",
    "fs::create_dir",
    "fs::copy",
    "fs::hard_link",
    "fs::soft_link",
    "fs::set_permissions",
    "fs::*",
    "File::create",
    "File::options",
    "OpenOptions",
    "DirBuilder",
    "tempfile::",
];

const CLOCKS: [&str; 6] = ["SystemTime::now", "Timestamp::now", "Zoned::now", "Instant::now", "Local::now", "Utc::now"];

#[test]
fn only_the_store_writes() {
    let sources = sources();
    let outside = sources.iter().filter(|source| !["store", "synth"].contains(&source.crate_name()));
    keeps("only store writes (synth its samples)", &places(outside, &WRITERS));
}

#[test]
fn only_the_store_reads_the_clock() {
    let sources = sources();
    let outside = sources.iter().filter(|source| source.crate_name() != "store");
    keeps("only store reads the clock; others are handed it", &places(outside, &CLOCKS));
}

/// Names brought in by a list (`use std::fs::{read, write}`) would pass by the patterns.
#[test]
fn writers_are_called_by_their_full_name() {
    let listed = |source: &Source| -> Vec<String> {
        let lists = source.shipped.split("fs::{").skip(1).filter_map(|rest| rest.split('}').next());
        let names = lists.flat_map(|list| list.split(',')).map(str::trim);
        let hidden = names.filter(|name| {
            WRITERS.iter().filter_map(|writer| writer.strip_prefix("fs::")).any(|writer| name.starts_with(writer))
        });
        hidden.map(|name| format!("{} {name}", source.path)).collect()
    };
    keeps("say fs::write, not write", &sources().iter().flat_map(listed).collect::<Vec<_>>());
}

#[test]
fn the_search_finds_what_the_store_does() {
    let sources = sources();
    let store = |patterns: &[&str]| places(sources.iter().filter(|source| source.crate_name() == "store"), patterns);
    assert!(store(&["fs::rename"]).iter().any(|place| place.starts_with("crates/store/src/folders.rs:")));
    assert_eq!(store(&CLOCKS).len(), 1, "{:?}", store(&CLOCKS));
}

fn places<'a>(sources: impl Iterator<Item = &'a Source>, patterns: &[&str]) -> Vec<String> {
    sources.flat_map(|source| patterns.iter().flat_map(|pattern| source.places(pattern))).collect()
}
