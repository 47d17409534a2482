//! The declarations of South Tees with indicators of a test's own, and one night of counting over them.
//!
//! Not allowed in here: an expectation.

use std::collections::BTreeMap;
use std::path::PathBuf;

use concordat_agreement::{UseGrant, use_grant};
use concordat_base::{Date, Name};
use concordat_declare::{Files, Partnership, load};
use concordat_engine::{Engine, EngineOptions};
use concordat_measure::{Inventory, MeasureError, StepIndex, StepRecord, Tabulated, Tabulator};
use concordat_store::{Home, StorageKey, SystemClock};

/// The date of the sample.
pub(crate) const AS_OF: Date = Date::constant(2026, 6, 30);

/// The indicator of the sample that tests are variations of.
pub(crate) const GAP: &str = "indicators/good-level-of-development-fsm.yaml";

/// The declarations on disk, with files added.
pub(crate) struct Declared {
    root: PathBuf,
    added: BTreeMap<String, String>,
}

impl Declared {
    pub(crate) fn south_tees() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees");
        Self { root, added: BTreeMap::new() }
    }

    /// Adds an indicator under its own id.
    pub(crate) fn indicator(mut self, id: &str, text: String) -> Self {
        self.added.insert(format!("indicators/{id}.yaml"), text);
        self
    }

    /// The same, with one text replaced in a file, which must hold it.
    pub(crate) fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path).unwrap();
        assert!(text.contains(from), "{path} holds no {from:?}");
        self.added.insert(path.to_owned(), text.replacen(from, to, 1));
        self
    }

    pub(crate) fn load(&self) -> Partnership {
        let loaded = load(self);
        let faults: Vec<String> = loaded.faults.iter().map(concordat_diagnostics::render::concise).collect();
        loaded.partnership.unwrap_or_else(|| panic!("{faults:#?}"))
    }
}

impl Files for Declared {
    fn read(&self, path: &str) -> Option<String> {
        self.added.get(path).cloned().or_else(|| std::fs::read_to_string(self.root.join(path)).ok())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let on_disk = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let added = self.added.keys().filter_map(|path| path.strip_prefix(&format!("{folder}/")));
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

/// The sample's text of the gap indicator with its head up to `measure:` and under another id.
pub(crate) fn head(id: &str) -> String {
    let text = Declared::south_tees().read(GAP).unwrap();
    let (head, _) = text.split_once("measure:\n").unwrap();
    head.replace("id: good-level-of-development-fsm\n", &format!("id: {id}\n"))
}

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(crate) fn grant(partnership: &Partnership, indicator: &str) -> UseGrant {
    use_grant(partnership, &name(indicator), AS_OF).unwrap_or_else(|refusal| panic!("{refusal}"))
}

pub(crate) fn engine() -> Engine {
    Engine::new(EngineOptions { threads: 1, memory_bytes: 64 << 20, spill: None }).unwrap()
}

/// Counts one indicator in a home of its own.
pub(crate) fn count(
    engine: &Engine,
    partnership: &Partnership,
    inventory: &Inventory,
    grant: &UseGrant,
) -> Result<(Tabulated, Vec<StepRecord>), MeasureError> {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path(), "test").unwrap();
    let (home, _) = home.unlock_or_begin(StorageKey::sample()).unwrap();
    let mut tabulator = Tabulator {
        engine,
        home: &home,
        partnership,
        inventory,
        index: StepIndex::default(),
        records: Vec::new(),
        clock: &SystemClock,
        planning_micros: 0,
    };
    let tabulated = tabulator.tabulate(grant)?;
    Ok((tabulated, tabulator.records))
}
