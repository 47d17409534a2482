//! The place that compliance is tried on: the declarations that decisions are tried on in the crate `agreement`.
//!
//! Not allowed in here: expectations.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use concordat_declare::{Files, Partnership, load};

/// The place's files, by path.
#[derive(Clone)]
pub(crate) struct Place {
    files: BTreeMap<String, String>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../agreement/tests/it/place");
        let mut files = BTreeMap::from([
            ("schemas/codes/sex.csv".to_owned(), "code,label\nF,Female\nM,Male\n".to_owned()),
            ("schemas/codes/yes_no.csv".to_owned(), "code,label\nY,Yes\nN,No\n".to_owned()),
        ]);
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            files.insert(path_of(&name), fs::read_to_string(entry.path()).unwrap());
        }
        Self { files }
    }

    /// The place with the first `from` of a file replaced; the text must be there.
    pub(crate) fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.files.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} does not hold {from}");
        *text = text.replacen(from, to, 1);
        self
    }

    pub(crate) fn load(&self) -> Partnership {
        let loaded = load(self);
        let faults: Vec<String> = loaded.faults.iter().map(concordat_diagnostics::render::concise).collect();
        loaded.partnership.unwrap_or_else(|| panic!("{faults:#?}"))
    }
}

/// Where a file of the folder stands in the place.
fn path_of(name: &str) -> String {
    let folders = [
        ("agreement-", "agreements"),
        ("licence-", "agreements/open"),
        ("source-", "sources"),
        ("mission-", "missions"),
    ];
    for (start, folder) in folders {
        if let Some(rest) = name.strip_prefix(start) {
            return format!("{folder}/{rest}");
        }
    }
    match name {
        "indicator-falls.yaml" => "indicators/falls-rate.yaml".to_owned(),
        "indicator-crime.yaml" => "indicators/crime-rate.yaml".to_owned(),
        "indicator-linked.yaml" => "indicators/multiple-needs.yaml".to_owned(),
        contract if contract.ends_with(".odcs.yaml") => format!("schemas/extracts/{contract}"),
        other => other.to_owned(),
    }
}

impl Files for Place {
    fn read(&self, path: &str) -> Option<String> {
        self.files.get(path).cloned()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let inside = |path: &String| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            (!name.contains('/')).then(|| name.to_owned())
        };
        self.files.keys().filter_map(inside).collect()
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}
