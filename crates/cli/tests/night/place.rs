//! A copy of the sample place in a temporary folder, made small, and nights of the program over it.
//!
//! Not allowed in here: expectations of one test, and a write outside the temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The date that the sample was made for, and of every night that names no other.
pub(crate) const AS_OF: &str = "2026-06-30";
/// The declarations, in a place.
pub(crate) const PIPELINE: &str = "pipelines/south-tees";
/// The place's part of the home, in a place.
pub(crate) const HOME: &str = "home/south-tees";

/// A copy of the sample place, with a home of its own. It is removed when dropped.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

/// What a call of the program gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// `run.json` of the run; null where the run wrote none.
    pub(crate) report: Value,
}

impl Place {
    /// A place with these indicators alone, so that nothing is fetched which they do not need.
    pub(crate) fn new(indicators: &[&str]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for folder in ["pipelines", "schemas", "sample-data"] {
            copy_folder(&repository().join(folder), &place.path(folder));
        }
        let kept = |path: &Path| path.file_stem().is_some_and(|stem| indicators.iter().any(|id| stem == *id));
        let all = files_below(&place.path("pipelines/south-tees/indicators"));
        let (kept, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|path| kept(path));
        assert_eq!(kept.len(), indicators.len(), "an indicator of {indicators:?} is not in the sample");
        others.iter().for_each(|path| fs::remove_file(path).unwrap());
        place
    }

    /// A path in the copy, such as `pipelines/south-tees/partnership.yaml` or `home/south-tees/releases`.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// The text of a file.
    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Writes a file as one that has stood unchanged for a day.
    pub(crate) fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(relative), bytes).unwrap();
        age(&self.path(relative), Duration::from_hours(24));
    }

    /// Replaces the first of a text in a file, which must hold it.
    pub(crate) fn replace(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert!(text.contains(from), "{relative} holds no {from:?}");
        self.write(relative, text.replacen(from, to, 1));
    }

    /// Removes a file.
    pub(crate) fn remove(&self, relative: &str) {
        fs::remove_file(self.path(relative)).unwrap();
    }

    /// A night over this place. The night is of [`AS_OF`] where the words name no other date.
    pub(crate) fn run(&self, words: &[&str]) -> Outcome {
        self.run_with(words, &[])
    }

    /// A night over this place with variables in its environment.
    pub(crate) fn run_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Outcome {
        let mut all = vec!["run", PIPELINE];
        if !words.contains(&"--as-of") {
            all.extend(["--as-of", AS_OF]);
        }
        all.extend(words);
        let before = self.reports();
        let mut outcome = self.call_with(&all, environment);
        let after = self.reports();
        let new: Vec<&PathBuf> = after.iter().filter(|path| !before.contains(path)).collect();
        assert!(new.len() <= 1, "one run wrote several reports: {new:?}");
        if let [report] = new.as_slice() {
            outcome.report = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
        }
        outcome
    }

    /// Any other call of the program over this place's home.
    pub(crate) fn call(&self, words: &[&str]) -> Outcome {
        self.call_with(words, &[])
    }

    fn call_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_concordat"));
        command.arg("--home").arg(self.path("home")).args(words);
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for (variable, _) in std::env::vars_os().filter(|(variable, _)| is_heeded(&variable.to_string_lossy())) {
            command.env_remove(variable);
        }
        let output = command.envs(environment.iter().copied()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\r', "");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Outcome { code: output.status.code(), stdout, stderr, report: Value::Null }
    }

    fn reports(&self) -> Vec<PathBuf> {
        files_below(&self.path(HOME).join("runs")).into_iter().filter(|path| path.ends_with("run.json")).collect()
    }

    /// What every audience sees now: the path below `releases` (with `/`), and the bytes. Empty where nothing was published.
    pub(crate) fn release_bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let releases = self.path(HOME).join("releases");
        let Ok(pointer) = fs::read(releases.join("current")) else { return BTreeMap::new() };
        let pointer: Value = serde_json::from_slice(&pointer).unwrap();
        let seen = pointer["audiences"].as_object().unwrap().iter();
        let folders = seen.map(|(audience, version)| releases.join(version.as_str().unwrap()).join(audience));
        let files = folders.flat_map(|folder| files_below(&folder));
        files.map(|path| (below(&releases, &path), fs::read(&path).unwrap())).collect()
    }

    /// The entries of the ledger, in order.
    pub(crate) fn ledger(&self) -> Vec<Value> {
        let text = self.read(&format!("{HOME}/ledger/entries.ndjson"));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What the entries of a type say, in order, without their dates and numbers.
    pub(crate) fn ledger_of(&self, kind: &str) -> Vec<Value> {
        let entries = self.ledger().into_iter().filter(|entry| entry["type"] == kind);
        entries.map(|mut entry| entry["body"].take()).collect()
    }
}

impl Outcome {
    /// What was said with a code, in `run.json`.
    pub(crate) fn said(&self, code: &str) -> Vec<&Value> {
        let said = self.report["said"].as_array().map_or(&[][..], Vec::as_slice);
        said.iter().filter(|said| said["code"] == code).collect()
    }

    /// A source of `run.json`.
    pub(crate) fn source(&self, dataset: &str) -> &Value {
        let sources = self.report["sources"].as_array().unwrap();
        sources.iter().find(|source| source["dataset"] == dataset).unwrap()
    }

    /// How an indicator fared, by `run.json`.
    pub(crate) fn indicator(&self, id: &str) -> &str {
        let indicators = self.report["indicators"].as_array().unwrap();
        let indicator = indicators.iter().find(|indicator| indicator["indicator"] == id).unwrap();
        indicator["state"].as_str().unwrap()
    }
}

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file below a folder, sorted; none where the folder is not there.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A path below a folder, with `/` on every system.
pub(crate) fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")
}

/// Makes a file that was written just now look as if it had last been changed so long ago.
pub(crate) fn age(path: &Path, age: Duration) {
    let file = fs::File::options().write(true).open(path).unwrap();
    let modified = file.metadata().unwrap().modified().unwrap();
    file.set_modified(modified - age).unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    for path in files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, &target).unwrap();
        age(&target, Duration::from_hours(24));
    }
}

/// Whether the program heeds a variable of the caller's environment.
fn is_heeded(variable: &str) -> bool {
    variable.starts_with("CONCORDAT_") || matches!(variable, "NO_COLOR" | "CLICOLOR_FORCE" | "LC_ALL" | "LANG" | "TZ")
}
