//! The declarations of a place, read from its folder.
//!
//! Not allowed in here: understanding them.

use std::path::{Path, PathBuf};

use concordat_declare::{Files, Loaded, load};

/// The folder of a partnership on disk.
#[derive(Clone, Debug)]
pub struct DeclarationFiles {
    root: PathBuf,
}

impl DeclarationFiles {
    /// The folder at `root`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl Files for DeclarationFiles {
    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(path)).ok()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn shown(&self, path: &str) -> String {
        self.root.join(path).to_string_lossy().replace('\\', "/")
    }
}

/// Reads and checks the declarations of the place in a folder.
#[must_use]
pub fn read_declarations(pipeline: &Path) -> Loaded {
    load(&DeclarationFiles::new(pipeline))
}
