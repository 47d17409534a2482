//! A new place from the command line: flags, answers that are missing, and folders that are taken.
//!
//! Not allowed in here: what stands in the files; the crate that makes them tests that.

use std::fs;
use std::path::Path;

use crate::support::{Called, call};

fn init(folder: &Path, words: &[&str]) -> Called {
    call(&[&["init", folder.to_str().unwrap(), "--as-of", "2026-05-20"], words].concat())
}

#[test]
fn a_place_from_flags_is_accepted_by_check_and_not_written_over() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("deep/new place");
    let words =
        ["--place-name", "St Mary's & the Fens", "--code", "E06000002,E06000003", "--party", "charity: The Kettle"];
    let made = init(&folder, &words);
    assert_eq!(made.exit, Some(0), "{made:?}");
    assert!(
        made.stdout.contains("new place/partnership.yaml\n") && made.stderr.contains("1. concordat check \""),
        "{made:?}"
    );
    let checked = call(&["check", folder.to_str().unwrap()]);
    assert_eq!(checked.exit, Some(0), "{checked:?}");
    assert!(checked.stderr.contains("1 mission; 0 errors, ") && checked.stderr.contains("C150"), "{checked:?}");
    let before = fs::read(folder.join("partnership.yaml")).unwrap();
    let again = init(&folder, &["--place-name", "Other", "--code", "E09000030"]);
    assert!(again.exit == Some(2) && again.stderr.contains("C151") && again.stdout.is_empty(), "{again:?}");
    assert_eq!(fs::read(folder.join("partnership.yaml")).unwrap(), before);
}

#[test]
fn where_nobody_sits_at_a_terminal_a_missing_answer_names_its_flag_and_nothing_is_written() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("new");
    for (words, told) in [
        (&[][..], "--place-name"),
        (&["--place-name", "Tees"], "--code"),
        (&["--place-name", "Tees", "--code", "Middlesborough"], "E06000002"),
        (&["--place-name", "Tees", "--code", "E06000002", "--areas", "none.csv"], "none.csv"),
    ] {
        let refused = init(&folder, words);
        assert!(refused.exit == Some(2) && refused.stderr.contains(told), "{refused:?}");
        assert!(!folder.exists() && refused.stdout.is_empty(), "{refused:?}");
    }
    let file = above.path().join("file");
    fs::write(&file, "x").unwrap();
    let refused = init(&file, &["--place-name", "Tees", "--code", "E06000002"]);
    assert!(refused.exit == Some(2) && refused.stderr.contains("C151"), "{refused:?}");
}

#[test]
fn a_lookup_of_wards_is_taken() {
    let above = tempfile::tempdir().unwrap();
    let lookup = above.path().join("wards.csv");
    fs::write(&lookup, "WD24CD,WD24NM,LAD24CD,LAD24NM\nE05000001,North,E07000146,King's Lynn\n").unwrap();
    let folder = above.path().join("fens");
    let words = ["--place-name", "Fens", "--code", "E07000146", "--areas", lookup.to_str().unwrap()];
    let made = init(&folder, &words);
    assert_eq!(made.exit, Some(0), "{made:?}");
    assert!(fs::read_to_string(folder.join("areas/areas.csv")).unwrap().contains("E05000001,North,E07000146"));
}
