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

const AGREEMENT: &str = "agreements/dsa-people-helped.yaml";

/// Fills in what is needed before a sample can be tried: bases, a waiting time, sample signatures.
fn made_ready(folder: &Path, parties: &[&str]) {
    let mend = |file: &str, changes: &[(&str, &str)]| {
        let mut text = fs::read_to_string(folder.join(file)).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{file} holds no {from}");
            text = text.replace(from, to);
        }
        fs::write(folder.join(file), text).unwrap();
    };
    mend("sources/people-helped.yaml", &[("unchanged_minutes: 10", "unchanged_minutes: 0")]);
    mend(
        AGREEMENT,
        &[
            ("art6: undecided", "art6: e_public_task"),
            ("art9: undecided", "art9: none_needed"),
            ("art10: undecided", "art10: none"),
            ("basis: undecided", "basis: anonymised"),
        ],
    );
    let mut entries = "signatures:\n".to_owned();
    for party in parties {
        let words = ["agreements", "sign", "dsa-people-helped", folder.to_str().unwrap(), "--party", party];
        let signed = call(&[&words[..], &["--role", "director", "--sample", "--as-of", "2026-05-20"]].concat());
        assert_eq!(signed.exit, Some(0), "{signed:?}");
        let key = signed.stdout.split("key: \"").nth(1).unwrap().split('"').next().unwrap();
        let id = format!("id: {party}, ");
        mend("partnership.yaml", &[(&id, &format!("{id}signing_key: \"{key}\", "))]);
        entries += &signed.stdout;
    }
    mend(AGREEMENT, &[("signatures: []\n", &entries)]);
}

/// Counts of two wards, made up: 91 women and 76 men of whom it is known, and 9 of whom it is not.
const COUNTS: &str = "quarter,ward24_code,sex,outcome,people
2026-Q2,E05009317,F,reached,38
2026-Q2,E05009318,F,reached,22
2026-Q2,E05009317,F,not_reached,31
2026-Q2,E05009318,M,reached,52
2026-Q2,E05009317,M,not_reached,24
2026-Q2,E05009317,M,not_known,9
";

#[test]
fn a_place_of_counts_goes_from_flags_to_a_figure() {
    let above = tempfile::tempdir().unwrap();
    let (folder, home) = (above.path().join("bow"), above.path().join("home"));
    let path = |name: &str| above.path().join(name).to_str().unwrap().to_owned();
    let place = folder.to_str().unwrap();
    let parties = ["--party", "council: London Borough of Tower Hamlets", "--party", "charity: Bow Listening"];
    let words = ["--place-name", "Bow", "--code", "E09000030", "--first-data", "counts"];
    let made = init(&folder, &[&words[..], &parties].concat());
    assert_eq!(made.exit, Some(0), "{made:?}");
    let checked = call(&["check", place]);
    assert!(checked.exit == Some(0) && checked.stderr.contains("; 0 errors, "), "{checked:?}");
    made_ready(&folder, &["london-borough-of-tower-hamlets", "bow-listening"]);

    let desk = |words: &[&str]| call(&[words, &["--dataset", "people-helped", "--as-of", "2026-07-20"]].concat());
    let template = desk(&["template", place, "--out", &path("empty.xlsx")]);
    assert_eq!(template.exit, Some(0), "{template:?}");
    fs::write(path("counts.csv"), COUNTS).unwrap();
    let filled = folder.join("deliveries/people-helped/people-helped-2026-Q2.xlsx");
    let conformed = desk(&["gate", &path("counts.csv"), place, "--conform", filled.to_str().unwrap()]);
    assert_eq!(conformed.exit, Some(0), "{conformed:?}");
    // A group that stands twice would be counted twice.
    fs::write(path("twice.csv"), COUNTS.to_owned() + "2026-Q2,E05009317,F,reached,5\n").unwrap();
    let twice = desk(&["gate", &path("twice.csv"), place, "--conform", &path("twice.xlsx")]);
    let twice = if twice.exit == Some(0) { desk(&["gate", &path("twice.xlsx"), place]) } else { twice };
    assert!(twice.exit != Some(0) && format!("{twice:?}").contains("C408"), "{twice:?}");

    let run = call(&["--home", home.to_str().unwrap(), "run", place, "--as-of", "2026-07-20"]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    let texts = files_named(&home, "observations.csv").into_iter().map(|file| fs::read_to_string(file).unwrap());
    let text = texts.max_by_key(String::len).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let shown: Vec<[String; 5]> = rows
        .deserialize()
        .map(|row| {
            let row: std::collections::BTreeMap<String, String> = row.unwrap();
            ["area_code", "sex", "value", "count", "denominator"].map(|name| row[name].clone())
        })
        .filter(|row| !row[2].is_empty())
        .collect();
    // Added up by hand from the six lines.
    let expected = [
        ["E09000030", "Persons", "67.1", "112", "167"],
        ["E09000030", "Female", "65.9", "60", "91"],
        ["E09000030", "Male", "68.4", "52", "76"],
        ["E05009317", "Persons", "40.9", "38", "93"],
        ["E05009318", "Persons", "100.0", "74", "74"],
    ];
    assert_eq!(shown, expected.map(|row| row.map(str::to_owned)));
}

/// Files of a name below a folder.
fn files_named(folder: &Path, name: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_named(&path, name));
        } else if path.file_name().is_some_and(|file| file == name) {
            found.push(path);
        }
    }
    found.sort();
    found
}
