//! What an agency without its own IT does at its desk: a template, a draft of a mapping, a file without what was not agreed.
//!
//! Not allowed in here: records of real people; files are made from the sample, whose records are made up.

use std::fs;
use std::path::Path;

use crate::support::{Called, broken_copy, call, repository};

const DATASET: &str = "middlesbrough-early-years";
const SOURCE: &str = "sources/middlesbrough-early-years.yaml";
const SAMPLE: &str =
    "sample-data/middlesbrough-council/middlesbrough-early-years/early-years-profile-2023-24.synthetic.csv";
/// Stands in columns that must not leave the agency.
const CANARY: &str = "CANARY7421";

fn at_desk(words: &[&str]) -> Called {
    call(&[words, &["--dataset", DATASET, "--as-of", "2026-06-30"]].concat())
}

/// The sample as another system would write it: other headers, labels, days, and two columns too many.
fn export() -> String {
    let text = fs::read_to_string(repository().join(SAMPLE)).unwrap();
    let header = "Pupil Pseudonym,Assessed on,LSOA 21 code,Sex,Free School Meals,Good level,Telephone,Home Notes\n";
    text.lines().skip(1).fold(header.to_owned(), |all, line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [pupil, _, area, sex, meals, level] = cells.as_slice() else { panic!("{}", cells.len()) };
        let sex = match *sex {
            "F" => "Female",
            "M" => "Male",
            other => other,
        };
        all + &format!("{pupil},17/06/2024,{area},{sex},{meals},{level},{CANARY},{CANARY}\n")
    })
}

/// The declarations with the draft accepted.
fn with_mapping(yaml: &str) -> tempfile::TempDir {
    broken_copy(SOURCE, "coverage:", &format!("{yaml}coverage:"))
}

/// The dataset that is a table of counts in a workbook.
const COUNTS: &str = "tees-advice-drop-ins";

#[test]
fn a_table_of_counts_becomes_a_workbook_that_is_accepted_and_small_counts_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let desk = |words: &[&str]| call(&[words, &["--dataset", COUNTS, "--as-of", "2026-06-30"]].concat());
    let template = desk(&["template", "pipelines/south-tees", "--out", &path("t.xlsx")]);
    assert!(template.stderr.contains("t.xlsx pipelines/south-tees --dataset tees-advice-drop-ins"), "{template:?}");
    let counts = "month,ward24_code,lived_here,visits\n2026-04,E05009853,under_6_months,12\n2026-04,E05009854,2_years_or_more,31\n";
    fs::write(path("counts.csv"), counts).unwrap();
    let out = path("filled.xlsx");
    let conformed = desk(&["gate", &path("counts.csv"), "pipelines/south-tees", "--conform", &out]);
    assert_eq!(conformed.exit, Some(0), "{conformed:?}");
    let accepted = desk(&["gate", &out, "pipelines/south-tees"]);
    assert!(accepted.exit == Some(0) && accepted.stdout.contains("2 read = 2 accepted"), "{accepted:?}");
    fs::write(path("small.csv"), counts.replace(",12", ",3")).unwrap();
    let small = desk(&["gate", &path("small.csv"), "pipelines/south-tees", "--conform", &path("small.xlsx")]);
    assert!(small.exit == Some(1) && small.stdout.contains("C424"), "{small:?}");
    let not_a_workbook = desk(&["gate", &path("counts.csv"), "pipelines/south-tees"]);
    assert!(
        not_a_workbook.stdout.contains("C360") && not_a_workbook.stdout.contains("--conform OUT.xlsx"),
        "{not_a_workbook:?}"
    );
    fs::write(path("other.csv"), counts.replace("visits", "Number of visits")).unwrap();
    let other = desk(&["gate", &path("other.csv"), "pipelines/south-tees", "--conform", &path("other.xlsx")]);
    assert!(other.exit != Some(0) && other.stderr.contains("With --propose"), "{other:?}");
    assert!(!Path::new(&path("other.xlsx")).exists());
}

#[test]
fn a_template_is_written_and_its_blank_sheet_has_no_record() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("t.xlsx");
    let out = out.to_str().unwrap();
    let called = at_desk(&["template", "pipelines/south-tees", "--out", out]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    assert!(fs::read(out).unwrap().starts_with(b"PK"));
    // The source takes separated values: what is typed goes there by way of --conform.
    let straight = at_desk(&["gate", out, "pipelines/south-tees"]);
    assert!(straight.exit == Some(1) && straight.stdout.contains("C306"), "{straight:?}");
    let csv = folder.path().join("t.csv");
    let blank = at_desk(&["gate", out, "pipelines/south-tees", "--conform", csv.to_str().unwrap()]);
    assert_eq!(blank.exit, Some(1), "{blank:?}");
    let unknown = call(&["template", "pipelines/south-tees", "--dataset", "middlesbrough-early-year", "--out", out]);
    assert!(unknown.exit == Some(2) && unknown.stderr.contains(DATASET), "{unknown:?}");
}

#[test]
fn an_export_is_drafted_accepted_conformed_and_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("export.csv"), folder.path().join("out.csv"));
    fs::write(&file, export()).unwrap();
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    let refused = at_desk(&["gate", file, "pipelines/south-tees"]);
    assert!(refused.exit == Some(1) && refused.stdout.contains("--propose"), "{refused:?}");
    let draft = at_desk(&["gate", file, "pipelines/south-tees", "--propose"]);
    assert_eq!(draft.exit, Some(0), "{draft:?}");
    for words in ["\"Assessed on\": \"school_year\"", "dd/mm/yyyy", "\"Female\": \"F\"", "\"Home Notes\": is no column"]
    {
        assert!(draft.stdout.contains(words), "{words}: {}", draft.stdout);
    }
    let copy = with_mapping(&draft.stdout);
    let place = copy.path().join("pipelines/south-tees");
    let place = place.to_str().unwrap();
    let conformed = at_desk(&["gate", file, place, "--conform", out]);
    assert_eq!(conformed.exit, Some(0), "{conformed:?}");
    assert!(conformed.stderr.contains("Left out: column 7 (G), Telephone: not in the contract"), "{conformed:?}");
    assert!(conformed.stdout.contains("1,864 accepted") && conformed.stdout.contains("may be sent"), "{conformed:?}");
    // What may be sent is the sample itself, with a note beside it.
    let same = |path: &Path| fs::read_to_string(path).unwrap().replace('\r', "");
    assert!(same(Path::new(out)) == same(&repository().join(SAMPLE)), "the file differs from the sample");
    assert!(same(&folder.path().join("out.csv.delivery.json")).contains("\"rows\": 1864"));
    // Sent as it was, its days are finer than agreed, and its other columns were never agreed.
    let sent = at_desk(&["gate", file, place]);
    assert!(sent.exit == Some(1) && sent.stdout.contains("C312"), "{sent:?}");
    let all = format!("{refused:?}{draft:?}{conformed:?}{sent:?}");
    assert!(!all.contains(CANARY));
}

#[test]
fn a_mapping_to_a_column_that_no_agreement_shares_is_a_fault_of_the_declarations() {
    let copy =
        broken_copy("agreements/dsa-middlesbrough-early-years.yaml", "name: free_school_meals", "name: sex_of_nobody");
    let source = copy.path().join("pipelines/south-tees").join(SOURCE);
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, format!("{text}mapping:\n  columns:\n    'FSM': free_school_meals\n")).unwrap();
    let place = copy.path().join("pipelines/south-tees");
    let called = call(&["check", place.to_str().unwrap()]);
    assert!(called.exit == Some(2) && format!("{called:?}").contains("C115"), "{called:?}");
}
