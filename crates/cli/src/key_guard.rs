//! Looks for keys of pseudonyms where the pipeline runs. They belong to their custodian: with the key, the host could find out
//! who stands behind every pseudonym.
//!
//! Not allowed in here: reading landed data; a key is looked for where somebody might put it, among declarations and at the
//! top of the home.

use std::io::Read;
use std::path::{Path, PathBuf};

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pseudonym::key::looks_like_a_key;
use concordat_store::{list_files, list_folders, open_file};

/// Bytes of a file that are looked at: a key file names itself at its beginning.
const BEGINNING: u64 = 512;

/// A fault for each key file among the declarations, or at the top of the home and of the place's part of it.
pub(crate) fn keys_here(pipeline: &Path, home: &Path) -> Vec<Diagnostic> {
    let mut files = Vec::new();
    below(pipeline, &mut files);
    for folder in std::iter::once(home.to_owned()).chain(folders(home)) {
        files.extend(list_files(&folder).unwrap_or_default().into_iter().map(|name| folder.join(name)));
    }
    files.iter().filter(|file| is_key(file)).map(|file| fault(file)).collect()
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    files.extend(list_files(folder).unwrap_or_default().into_iter().map(|name| folder.join(name)));
    folders(folder).iter().for_each(|inner| below(inner, files));
}

/// What cannot be listed holds nothing that this run could read.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let inner = list_folders(folder).unwrap_or_default().into_iter().map(|name| folder.join(name));
    inner.filter(|path| !path.is_symlink()).collect()
}

fn is_key(file: &Path) -> bool {
    let mut beginning = Vec::new();
    let read = open_file(file).map(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    matches!(read, Ok(Ok(_))) && looks_like_a_key(&beginning)
}

fn fault(file: &Path) -> Diagnostic {
    Diagnostic::error(&codes::KEY_AT_THE_PIPELINE, Text::new().file(file).say(" is a key of pseudonyms"))
}
