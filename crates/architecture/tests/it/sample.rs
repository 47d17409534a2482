//! Sample data is marked: nobody can take a made-up file for a real one, and every folder says what lies in it.
//!
//! Not allowed in here: reading what is inside an extract.

use std::collections::BTreeSet;
use std::fs;

use crate::{files, keeps};

const LARGEST_BYTES: u64 = 25_000_000;

/// Open data as its publishers gave it out; all else is made up.
const OPEN: &str = "sample-data/open/";

#[test]
fn a_made_up_file_says_so_in_its_name() {
    let data: Vec<String> = data().into_iter().filter(|path| !is_about_data(path)).collect();
    let (open, made_up): (Vec<&String>, Vec<&String>) = data.iter().partition(|path| path.starts_with(OPEN));
    assert!(open.len() > 3 && made_up.len() > 10, "sample data was not found");
    let silent = made_up.into_iter().filter(|path| !file_name(path).contains(".synthetic."));
    keeps("a made-up file is called NAME.synthetic.EXTENSION", &silent.cloned().collect::<Vec<_>>());
    let slandered = open.into_iter().filter(|path| path.contains("synthetic"));
    keeps("open data is not made up", &slandered.cloned().collect::<Vec<_>>());
}

/// A folder that holds only folders (an agency's, with one for each dataset) needs none of its own.
#[test]
fn every_folder_with_files_says_what_lies_in_it() {
    let data = data();
    let folders: BTreeSet<&str> = data.iter().map(|path| path.trim_end_matches(file_name(path))).collect();
    let silent = folders.into_iter().filter(|folder| !data.contains(&format!("{folder}README.md")));
    keeps("a folder of sample data has a README.md", &silent.map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn sample_data_is_small() {
    let size = |path: &String| fs::metadata(files::root().join(path)).unwrap().len();
    let bytes: u64 = data().iter().map(size).sum();
    assert!((1..LARGEST_BYTES).contains(&bytes), "sample data has {bytes} bytes");
}

fn data() -> Vec<String> {
    files::all().into_iter().filter(|path| path.starts_with("sample-data/")).collect()
}

fn is_about_data(path: &str) -> bool {
    ["README.md", ".gitattributes"].contains(&file_name(path))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
