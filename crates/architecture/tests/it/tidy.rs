//! How files look: each says what it is for, none is long, no lint is silenced, nothing names a machine.
//!
//! Not allowed in here: taste that a formatter or a lint already settles.

use crate::files::{self, Source, sources};
use crate::{keeps, scan};

const LONGEST_FILE: usize = 800;
const MEDIAN_FILE: usize = 250;
const LONGEST_FUNCTION: usize = 100;
const NINE_IN_TEN_FUNCTIONS: usize = 40;

/// What a file that people read may not say: places on somebody's machine, and where a discussion was held. Written
/// in two halves, so that this file keeps its own rule.
const UNSAID: [[&str; 2]; 5] = [["/wo", "rk/"], ["/ro", "ot/"], ["/tmp/", "plan"], ["crates", ".io"], ["issue", " #"]];

#[test]
fn every_file_says_what_it_is_for() {
    let silent = |source: &Source| (!source.text.starts_with("//!")).then(|| format!("{}:1", source.path));
    keeps("a file opens with //!", &sources().iter().filter_map(silent).collect::<Vec<_>>());
}

#[test]
fn files_are_short() {
    let sources = sources();
    let long = |source: &Source| {
        (lines(source) > LONGEST_FILE).then(|| format!("{} has {} lines", source.path, lines(source)))
    };
    keeps("a file is read in one sitting", &sources.iter().filter_map(long).collect::<Vec<_>>());
    let lengths = sorted(sources.iter().filter(|source| source.is_in_src()).map(lines));
    assert!(lengths.len() > 100, "sources were not found");
    assert!(share(&lengths, 50) <= MEDIAN_FILE, "the median of files is {} lines", share(&lengths, 50));
}

#[test]
fn functions_are_short() {
    let functions: Vec<(String, usize)> =
        sources().iter().filter(|source| source.is_in_src()).flat_map(measured).collect();
    let long = functions.iter().filter(|(_, length)| *length > LONGEST_FUNCTION);
    let long: Vec<String> = long.map(|(place, length)| format!("{place} has {length} lines")).collect();
    keeps("a function is seen at once", &long);
    let lengths = sorted(functions.iter().map(|(_, length)| *length));
    assert!(lengths.len() > 1000, "functions were not found");
    assert!(share(&lengths, 90) <= NINE_IN_TEN_FUNCTIONS, "nine in ten have up to {} lines", share(&lengths, 90));
    println!(
        "{} functions, lines: median {}, nine in ten up to {}, longest {}",
        lengths.len(),
        share(&lengths, 50),
        share(&lengths, 90),
        share(&lengths, 100)
    );
}

/// `#[expect(lint, reason = "...")]` is the way: it speaks up when the reason is gone.
#[test]
fn nothing_is_silenced_or_left_open() {
    let marks = ["#[allow(", "#![allow(", ", allow(", "todo!(", "unimplemented!("];
    let found = |source: &Source| -> Vec<String> {
        let at =
            |(offset, mark): (usize, &str)| format!("{}:{} {mark}", source.path, scan::line_of(&source.code, offset));
        marks.iter().flat_map(|mark| source.code.match_indices(mark)).map(at).collect()
    };
    keeps("no silenced lint, no open end", &sources().iter().flat_map(found).collect::<Vec<_>>());
}

#[test]
fn nothing_names_a_machine() {
    let unsaid: Vec<String> = UNSAID.iter().map(|halves| halves.concat()).collect();
    let texts: Vec<String> = files::all().into_iter().filter(|path| is_read_by_people(path)).collect();
    assert!(texts.len() > 300, "texts were not found");
    let mut broken = Vec::new();
    for path in texts {
        for (number, line) in files::read(&path).lines().enumerate() {
            let said = unsaid.iter().filter(|words| line.contains(words.as_str()));
            broken.extend(said.map(|words| format!("{path}:{} {words}", number + 1)));
        }
    }
    keeps("a text means the same on every machine", &broken);
}

fn is_read_by_people(path: &str) -> bool {
    [".rs", ".md", ".yaml", ".yml", ".toml", ".sh"].iter().any(|end| path.ends_with(end))
        || path == "justfile"
        || path.starts_with(".ci/")
}

fn measured(source: &Source) -> Vec<(String, usize)> {
    let place = |(line, length)| (format!("{}:{line}", source.path), length);
    scan::functions(&source.code).into_iter().map(place).collect()
}

fn lines(source: &Source) -> usize {
    source.text.lines().count()
}

fn sorted(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.sort_unstable();
    lengths
}

/// The length that a share of all, in per cent, does not exceed (nearest rank).
fn share(sorted: &[usize], per_cent: usize) -> usize {
    sorted[(sorted.len() * per_cent).div_ceil(100).max(1) - 1]
}
