//! Every file of the sample passes the gate of the sample's own declarations.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_declare::agreement::Identifiability;
use concordat_declare::place::Profile;
use concordat_declare::source::{Content, Source, Transport};
use concordat_declare::{Files, Partnership, load};
use concordat_ingest_gate::{
    AnonymityPolicy, DeliveredFile, GateInput, Note, PublishedInput, accept, open_landed, open_published,
    read_published,
};
use concordat_store::Home;
use concordat_store::vault;
use jiff::Timestamp;

use crate::support::unlocked;

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(path)).ok()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.0.join(folder)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees")
}

/// The one source that nobody has delivered: whoever tries the template fills in its workbook.
const FILLED_IN_BY_HAND: &str = "tees-advice-drop-ins";

/// The source's files in order of name, notes left out.
fn deliveries(source: &Source) -> Vec<PathBuf> {
    let folder = match &source.transport {
        Transport::Folder(folder) => Some(folder),
        Transport::Https(https) => https.stand_in.as_ref(),
        Transport::Sftp(sftp) => sftp.stand_in.as_ref(),
    };
    let folder = folder.unwrap();
    let (before, after) = folder.pattern.split_once('*').unwrap();
    let fits = |name: &str| name.starts_with(before) && name.ends_with(after);
    let mut found: Vec<PathBuf> = std::fs::read_dir(root().join(&folder.path))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| fits(path.file_name().unwrap().to_str().unwrap()))
        .collect();
    found.sort();
    found
}

struct Night {
    partnership: Partnership,
    home: Home,
    sequence: u64,
}

impl Night {
    fn put(&mut self, source: &Source, path: &Path) -> Result<(), String> {
        self.sequence += 1;
        let beside = PathBuf::from(format!("{}.delivery.json", path.display()));
        let note: Option<Note> = std::fs::read(beside).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap());
        let shown = path.file_name().unwrap().to_str().unwrap();
        let file = DeliveredFile {
            content: vault::Content::Plain(path),
            shown,
            note: note.as_ref(),
            sha256: None,
            length_confirmed: false,
            delivery: shown,
            received: Timestamp::from_second(i64::try_from(self.sequence).unwrap()).unwrap(),
            sequence: self.sequence,
            profile: Profile::Sample,
        };
        let (dataset, home) = (&source.id.value, &self.home);
        match &source.content {
            Content::Published(declaration) => {
                let result =
                    read_published(&PublishedInput { dataset, declaration, source, file, description: None, home });
                result.map(drop).map_err(|refused| format!("{dataset}: {:#?}", refused.diagnostics()))?;
                let published = open_published(home, dataset, declaration).unwrap().unwrap();
                assert!(!published.values().is_empty() || !published.rolling().is_empty());
                Ok(())
            }
            Content::Extract(_) => self.put_extract(source, file),
        }
    }

    fn put_extract(&self, source: &Source, file: DeliveredFile<'_>) -> Result<(), String> {
        let dataset = &source.id.value;
        let contract = self.partnership.contract_of(dataset).unwrap();
        let allow_list: BTreeSet<Name> = contract.columns.iter().map(|column| column.name.clone()).collect();
        // The detectors look at all that agencies send; published data is under an open licence.
        let policy = AnonymityPolicy::of(Identifiability::Pseudonymised);
        let landed = accept(&GateInput {
            dataset,
            contract,
            partnership: &self.partnership,
            source,
            allow_list: &allow_list,
            file,
            previous_rows: None,
            accept_volume: false,
            periods_held: &BTreeSet::new(),
            accept_lost_period: false,
            anonymity: file.note.map(|_| &policy),
            commitment: None,
            home: &self.home,
        });
        landed.map(drop).map_err(|refused| format!("{dataset}: {:#?}", refused.diagnostics()))
    }
}

#[test]
fn every_file_of_the_sample_is_accepted() {
    let loaded = load(&Folder(root()));
    let partnership = loaded.partnership.unwrap_or_else(|| panic!("{:#?}", loaded.faults));
    let folder = tempfile::tempdir().unwrap();
    let home = unlocked(folder.path(), "south-tees");
    let mut night = Night { partnership, home, sequence: 0 };
    let sources: Vec<Source> = night.partnership.sources().cloned().collect();
    assert!(!sources.is_empty());
    let mut refusals = Vec::new();
    for source in sources.iter().filter(|source| source.id.value.as_str() != FILLED_IN_BY_HAND) {
        let files = deliveries(source);
        assert!(!files.is_empty(), "{} has no file", source.id.value);
        for path in files {
            refusals.extend(night.put(source, &path).err());
        }
        if matches!(source.content, Content::Extract(_)) {
            let rows: u64 =
                open_landed(&night.home, &source.id.value).unwrap().iter().map(|one| one.manifest().rows).sum();
            assert!(rows > 0, "{}", source.id.value);
        }
    }
    assert!(refusals.is_empty(), "{}", refusals.join("\n"));
}
