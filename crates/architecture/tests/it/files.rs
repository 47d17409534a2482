//! The files of the repository: found by walking, read once, named by their path with `/` on every system.
//!
//! Not allowed in here: a rule.

use std::fs;
use std::path::{Path, PathBuf};

use crate::scan;

/// Folders of the repository's root that hold nothing anybody wrote: builds, homes of runs, the version store.
const NOT_OURS: [&str; 3] = ["target", "var", ".git"];

/// One source file: as it lies on disk, without words (comments and literals blanked), and without tests.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) code: String,
    pub(crate) shipped: String,
}

impl Source {
    /// The crate's folder name, as `store`.
    pub(crate) fn crate_name(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// Whether it belongs to a crate's library or program, tests within it included.
    pub(crate) fn is_in_src(&self) -> bool {
        self.path.split('/').nth(2) == Some("src")
    }

    /// Whether the whole file is a test, wherever it stands.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }

    /// Every place of a pattern in the code that ships, as `path:line`.
    pub(crate) fn places(&self, pattern: &str) -> Vec<String> {
        let at = |offset| format!("{}:{} {pattern}", self.path, scan::line_of(&self.shipped, offset));
        scan::word_starts(&self.shipped, pattern).into_iter().map(at).collect()
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file of the repository, as a path below its root, sorted.
pub(crate) fn all() -> Vec<String> {
    let (root, mut found) = (root(), Vec::new());
    walk(&root, "", &mut found);
    found.sort();
    found
}

/// Every Rust source below `crates/`, sorted by path.
pub(crate) fn sources() -> Vec<Source> {
    let ours = |path: &String| path.starts_with("crates/") && path.ends_with(".rs");
    all().into_iter().filter(ours).map(source).collect()
}

/// The text of a file below the root.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn source(path: String) -> Source {
    let text = read(&path);
    let code = scan::without_words(&text);
    let mut source = Source { path, text, shipped: String::new(), code };
    if !source.is_test() {
        source.shipped = scan::without_tests(&source.code);
    }
    source
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !(prefix.is_empty() && NOT_OURS.contains(&name.as_str())) {
            walk(&entry.path(), &format!("{prefix}{name}/"), found);
        } else if kind.is_file() {
            found.push(format!("{prefix}{name}"));
        }
    }
}
