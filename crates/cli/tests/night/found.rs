//! What a night left behind: figures, hashes and steps, read with plain CSV and JSON.
//!
//! Not allowed in here: expectations, and a call into the program's own readers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::place::{HOME, Outcome, Place, below, files_below};

/// The audiences of the sample, from the widest to the narrowest.
pub(crate) const AUDIENCES: [&str; 4] = ["public", "board", "partners", "team"];
/// The two indicators of the street-level files: small, open, with nothing to hide.
pub(crate) const POLICE: [&str; 2] = ["anti-social-behaviour", "violence-and-sexual-offences"];
/// The indicator of the gap at age 5.
pub(crate) const GAP: &str = "good-level-of-development-fsm";
/// The folder of Middlesbrough's yearly extracts of the profile at age 5.
pub(crate) const MIDDLESBROUGH: &str = "sample-data/middlesbrough-council/middlesbrough-early-years";
/// The one extract of Redcar and Cleveland's.
pub(crate) const REDCAR: &str =
    "sample-data/redcar-and-cleveland-council/redcar-cleveland-early-years/early-years-profile.synthetic.csv";
/// The folder of the street-level files.
pub(crate) const STREET: &str = "sample-data/open/police-uk-street-crime";

/// One row of a CSV file: a cell for each column.
pub(crate) type Row = BTreeMap<String, String>;

/// All rows of a CSV file.
pub(crate) fn csv_rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

impl Place {
    /// The release that an audience sees.
    pub(crate) fn seen_by(&self, audience: &str) -> Option<String> {
        let text = fs::read_to_string(self.path(HOME).join("releases/current")).ok()?;
        let pointer: Value = serde_json::from_str(&text).unwrap();
        pointer["audiences"][audience].as_str().map(str::to_owned)
    }

    /// The folder that an audience reads.
    pub(crate) fn release_of(&self, audience: &str) -> PathBuf {
        let version = self.seen_by(audience).expect("the audience sees a release");
        self.path(HOME).join("releases").join(version).join(audience)
    }

    /// What every audience's release says, by the hash in its manifest.
    pub(crate) fn content(&self) -> BTreeMap<String, String> {
        let hash = |audience: &str| {
            self.seen_by(audience)?;
            let manifest = fs::read(self.release_of(audience).join("manifest.json")).unwrap();
            let manifest: Value = serde_json::from_slice(&manifest).unwrap();
            Some((audience.to_owned(), manifest["content_sha256"].as_str().unwrap().to_owned()))
        };
        AUDIENCES.iter().filter_map(|audience| hash(audience)).collect()
    }

    /// The figures that an audience sees.
    pub(crate) fn figures(&self, audience: &str) -> Vec<Row> {
        csv_rows(&self.release_of(audience).join("observations.csv"))
    }

    /// Every file of a folder of the home with its bytes.
    pub(crate) fn bytes_below(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path(HOME).join(folder);
        files_below(&folder).into_iter().map(|path| (below(&folder, &path), fs::read(&path).unwrap())).collect()
    }

    /// Asserts that every hash of a release is as published, by the program and by a look of our own.
    pub(crate) fn assert_whole(&self, version: &str) {
        let verified = self.call(&["release", "verify", version]);
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
        for audience in AUDIENCES.iter().filter(|audience| self.seen_by(audience).as_deref() == Some(version)) {
            let folder = self.release_of(audience);
            for line in fs::read_to_string(folder.join("SHA256SUMS")).unwrap().lines() {
                let (sum, file) = line.split_once("  ").unwrap();
                assert_eq!(sha256(&fs::read(folder.join(file)).unwrap()), sum, "{audience} {file}");
            }
        }
    }

    /// Delivers a correction by which so many eligible girls of the ward of Newport reached the level after all.
    pub(crate) fn correct_girls_of_newport(&self, extract: &str, count: usize) {
        let areas = csv_rows(&self.path("pipelines/south-tees/areas/lsoa21_ward24_ltla24.csv"));
        let of_ward = areas.into_iter().filter(|row| row["ward24_name"] == "Newport");
        let of_ward: BTreeSet<String> = of_ward.map(|row| row["lsoa21_code"].clone()).collect();
        let whole = self.read(extract);
        let mut left = count;
        let corrected = whole.lines().map(|line| {
            let there = line.split(',').nth(2).is_some_and(|area| of_ward.contains(area));
            if left == 0 || !there || !line.ends_with(",F,yes,no") {
                return line.to_owned();
            }
            left -= 1;
            line.replace(",F,yes,no", ",F,yes,yes")
        });
        let corrected: String = corrected.map(|line| line + "\n").collect();
        assert_eq!(left, 0, "there are not so many");
        self.write(extract, corrected);
        self.sign_off(extract);
    }

    /// Brings the delivery note of an extract up to date with its bytes.
    fn sign_off(&self, extract: &str) {
        let note_name = format!("{extract}.delivery.json");
        let mut note: Value = serde_json::from_str(&self.read(&note_name)).unwrap();
        let bytes = fs::read(self.path(extract)).unwrap();
        note["bytes"] = bytes.len().into();
        note["sha256"] = sha256(&bytes).into();
        note["reason"] = "a test".into();
        self.write(&note_name, note.to_string());
    }
}

impl Outcome {
    /// Asserts how a night ended.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        self
    }

    /// Names of the steps that were computed, and why.
    pub(crate) fn computed(&self) -> BTreeMap<String, Vec<String>> {
        let computed = self.steps().into_iter().filter(|step| step["state"] == "computed");
        computed.map(|step| (text(&step["id"]), texts(&step["because"]))).collect()
    }

    /// Names of the steps that were kept.
    pub(crate) fn kept(&self) -> BTreeSet<String> {
        self.steps().into_iter().filter(|step| step["state"] == "kept").map(|step| text(&step["id"])).collect()
    }

    /// Steps of run.json.
    pub(crate) fn steps(&self) -> Vec<&Value> {
        self.report["steps"].as_array().expect("the run wrote a report").iter().collect()
    }

    /// How many deliveries were read, over all sources.
    pub(crate) fn deliveries_read(&self) -> u64 {
        let sources = self.report["sources"].as_array().unwrap();
        sources.iter().map(|source| source["deliveries_read"].as_u64().unwrap()).sum()
    }
}

/// The text of a JSON value.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Cuts the open extracts of the street-level indicators down to what makes a night quick: every age but the first, and
/// most incidents.
pub(crate) fn few_records(place: &Place) {
    let population = "sample-data/open/ons-lsoa-population/population_mid2020_lsoa11_long.csv";
    keep_lines(place, population, |line| line.split(',').nth(2) == Some("0"));
    for month in ["2024-01", "2024-02"] {
        let mut number = 0;
        keep_lines(place, &format!("{STREET}/{month}-cleveland-street.csv"), |_| {
            number += 1;
            number % 20 == 0
        });
    }
}

fn keep_lines(place: &Place, file: &str, mut keep: impl FnMut(&str) -> bool) {
    let whole = place.read(file);
    let (head, rest) = whole.split_once('\n').unwrap();
    let kept = rest.lines().filter(|line| keep(line)).map(|line| format!("{line}\n"));
    place.write(file, format!("{head}\n{}", kept.collect::<String>()));
}
