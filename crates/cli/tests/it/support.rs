//! Running the program, and copies of the sample's declarations to break.
//!
//! Not allowed in here: expectations.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a call of the program gave.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The program, called in the repository, with nothing of the caller's environment that it would heed.
pub(crate) fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_concordat"));
    command.args(words).current_dir(repository()).stdin(Stdio::null());
    for variable in ["CONCORDAT_HOME", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// Calls the program.
pub(crate) fn call(words: &[&str]) -> Called {
    let output = program(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\r', "");
    Called { exit: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A copy of the declarations and contracts of the sample, with one text in one file replaced.
pub(crate) fn broken_copy(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for folder in ["pipelines/south-tees", "schemas"] {
        copy_folder(&repository().join(folder), &copy.path().join(folder));
    }
    let path = copy.path().join("pipelines/south-tees").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds no {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
