//! `gate` at an agency's desk: good files, one bad file for each way of being bad, and nothing that stays.
//!
//! Not allowed in here: records of real people; files are made from the sample, whose records are made up.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::support::{Called, program, repository};

const DATASET: &str = "middlesbrough-early-years";
const SAMPLE: &str =
    "sample-data/middlesbrough-council/middlesbrough-early-years/early-years-profile-2023-24.synthetic.csv";
/// Stands in every cell that is at fault, and must appear nowhere.
const CANARY: &str = "CANARY7421";

/// A desk: a folder with a file, and one for temporary files of its own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("scratch")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts bytes to the gate as `extract.csv`.
    fn put(&self, bytes: impl AsRef<[u8]>, more: &[&str]) -> Called {
        fs::write(self.path("extract.csv"), bytes).unwrap();
        self.gate(&self.path("extract.csv"), more)
    }

    fn gate(&self, file: &Path, more: &[&str]) -> Called {
        let (file, page) = (file.to_str().unwrap(), self.path("receipt.html"));
        let words = ["gate", file, "pipelines/south-tees", "--dataset", DATASET];
        let date: &[&str] = if more.contains(&"--as-of") { &[] } else { &["--as-of", "2026-06-30"] };
        let words = [&words[..], &["--receipt", page.to_str().unwrap()], date, more].concat();
        let mut command = program(&words);
        for variable in ["TMPDIR", "TMP", "TEMP"] {
            command.env(variable, self.path("scratch"));
        }
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\r', "");
        let called = Called { exit: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert_eq!(fs::read_dir(self.path("scratch")).unwrap().count(), 0, "something is left: {called:?}");
        called
    }

    fn page(&self) -> String {
        fs::read_to_string(self.path("receipt.html")).unwrap()
    }
}

fn sample() -> String {
    fs::read_to_string(repository().join(SAMPLE)).unwrap()
}

/// The sample with a column of every record changed, given the record's number.
fn changed(column: usize, change: impl Fn(usize, &str) -> String) -> String {
    let text = sample();
    let mut lines = text.lines();
    let header = lines.next().unwrap().to_owned() + "\n";
    lines.enumerate().fold(header, |text, (number, line)| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[column] = change(number, &cells[column]);
        text + &cells.join(",") + "\n"
    })
}

#[test]
fn a_good_file_is_accepted_with_a_receipt() {
    let desk = Desk::new();
    let called = desk.gate(&repository().join(SAMPLE), &["--out", desk.path("out").to_str().unwrap()]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    for words in [
        "would be accepted as middlesbrough-early-years",
        "Records: 1,864 read = 1,864 accepted + 0 set aside",
        "Agreed as: A keyed token stands for a person",
        "Smallest group: k = 1",
        "Least diversity of free_school_meals",
        "Not checked here: the number of records against the last delivery.",
        "Questions: South Tees public health intelligence team",
        "Nothing of the file was kept.",
    ] {
        assert!(called.stdout.contains(words), "{words}: {called:?}");
    }
    assert!(desk.page().contains("was accepted") && desk.page().contains("made up"));
    let names: Vec<String> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn each_bad_file_is_refused_with_its_code_and_no_cell() {
    let plain_hash = |number: usize, _: &str| {
        let stem = 999_000_000 + number as u64 * 7919 % 1_000_000;
        let sum: u64 = (0..9).map(|place| stem / 10u64.pow(place) % 10 * u64::from(place + 2)).sum();
        let hash = Sha256::digest(format!("{stem}{}", (11 - sum % 11) % 11));
        hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    };
    let few =
        |cell: &'static str| move |number: usize, old: &str| if number < 9 { cell.to_owned() } else { old.to_owned() };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("C304", Vec::new()),
        ("C305", sample().lines().next().map(|header| format!("{header}\n").into_bytes()).unwrap()),
        ("C306", changed(3, |_, _| CANARY.to_owned()).into_bytes().into_iter().chain([0xff, b'\n']).collect()),
        ("C311", sample().replacen("sex", "Sex", 1).into_bytes()),
        ("C312", sample().replace('\n', &format!(",{CANARY}\n")).into_bytes()),
        ("C314", (sample() + CANARY).into_bytes()),
        ("C412", changed(3, |_, _| CANARY.to_owned()).into_bytes()),
        ("C415", changed(2, few("CANARY7421@example.org")).into_bytes()),
        ("C415", changed(0, few("999 060 2670")).into_bytes()),
        ("C416", changed(0, plain_hash).into_bytes()),
        ("C419", changed(2, few("E00012345")).into_bytes()),
        ("C420", changed(1, few("2023-09-14")).into_bytes()),
    ];
    for (code, bytes) in cases {
        let desk = Desk::new();
        let called = desk.put(bytes, &[]);
        assert_eq!(called.exit, Some(1), "{code}: {called:?}");
        assert!(called.stdout.contains(&format!("{code}: ")), "{code}: {called:?}");
        let page = desk.page();
        assert!(page.contains(code) && page.contains("was not accepted"), "{code}: {page}");
        let said = called.stdout + &called.stderr + &page;
        for secret in [CANARY, "999 060 2670", "E00012345", "2023-09-14"] {
            assert!(!said.contains(secret), "{code} tells {secret}: {said}");
        }
    }
}

#[test]
fn json_is_the_receipt() {
    let called = Desk::new().put(changed(2, |_, _| "TS1 2AA".to_owned()), &["--format", "json"]);
    let receipt: serde_json::Value = serde_json::from_str(&called.stdout).unwrap();
    assert_eq!((called.exit, &receipt["verdict"]), (Some(1), &"refused".into()));
    assert!(receipt["faults"].as_array().unwrap().iter().any(|fault| fault["code"] == "C415"), "{receipt}");
    assert!(called.stderr.contains("Not checked here"));
}

#[test]
fn a_wrong_question_is_told_from_a_wrong_file() {
    let desk = Desk::new();
    let missing = desk.gate(&desk.path("nothing.csv"), &[]);
    assert_eq!(missing.exit, Some(2), "{missing:?}");
    let words = ["gate", SAMPLE, "pipelines/south-tees", "--as-of", "2026-06-30", "--dataset"];
    for (dataset, exit, said) in [
        ("middlesbrough-early-year", 2, "did you mean 'middlesbrough-early-years'?"),
        ("dfe-eyfsp", 2, "is none of records"),
    ] {
        let output = program(&[&words[..], &[dataset]].concat()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{dataset}: {stderr}");
        assert!(stderr.contains(said), "{dataset}: {stderr}");
    }
    let later = desk.gate(&repository().join(SAMPLE), &["--as-of", "2035-01-01"]);
    assert_eq!(later.exit, Some(1), "{later:?}");
    assert!(later.stderr.contains("C2"), "no agreement permits it: {later:?}");
}
