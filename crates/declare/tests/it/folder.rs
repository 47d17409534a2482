//! Files of a folder on disk, with some of them replaced.

use std::collections::BTreeMap;
use std::path::PathBuf;

use concordat_declare::Files;

/// The declarations of South Tees, with replacements.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    replaced: BTreeMap<String, String>,
}

impl Folder {
    pub(crate) fn south_tees() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees");
        Self { root, replaced: BTreeMap::new() }
    }

    /// Replaces the first `from` in a file.
    pub(crate) fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.replaced.insert(path.to_owned(), text.replacen(from, to, 1));
        self
    }

    /// Adds a file.
    pub(crate) fn adding(mut self, path: &str, text: &str) -> Self {
        self.replaced.insert(path.to_owned(), text.to_owned());
        self
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Option<String> {
        self.replaced.get(path).cloned().or_else(|| std::fs::read_to_string(self.root.join(path)).ok())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let on_disk = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let added = self.replaced.keys().filter_map(|path| path.strip_prefix(&format!("{folder}/")));
        let mut names: Vec<String> = on_disk.chain(added.map(str::to_owned)).collect();
        names.retain(|name| !name.contains('/'));
        names.sort();
        names.dedup();
        names
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}
