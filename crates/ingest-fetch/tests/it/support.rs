//! A place with one source, a home, and requests for it.
//!
//! Not allowed in here: an expectation.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use concordat_agreement::{ReceiveGrant, receive_grant};
use concordat_base::{Date, Name, Period, PeriodKind};
use concordat_declare::place::Profile;
use concordat_declare::source::{Content, Source};
use concordat_declare::{Files, Partnership, load};
use concordat_diagnostics::Diagnostic;
use concordat_ingest_fetch::{FetchError, FetchRequest, Fetched, KnownFile, fetch};
use concordat_store::Home;
use concordat_tables::{Figure, Limits, figures, read};
use jiff::Timestamp;
use tempfile::TempDir;

const PARTNERSHIP: &str = "version: 1
id: testshire
name: Testshire
board: Testshire Board
profile: sample
schemas: schemas
host: council
parties:
  - {id: council, name: The Council, kind: council, contact: data@council.example}
life_courses: []
audiences: []
areas:
  place: {code: testshire, name: Testshire}
  levels: [{id: lsoa21, title: Small areas, vintage: '2021'}]
  hierarchy: {file: areas.csv, columns: {lsoa21: {code: code, name: name}}}
disclosure_policies: []
";

const CONTRACT: &str = "apiVersion: v3.1.0
kind: DataContract
id: crime
version: 1.0.0
schema:
  - description: One row for each crime.
    properties:
      - name: month
        required: true
        customProperties:
          - {property: concordatType, value: period}
          - {property: concordatPeriodKind, value: month}
          - {property: concordatPartition, value: true}
";

const LICENCE: &str = "licence_version: 1
id: public
datasets: [crime]
licence: OGL-UK-3.0
statement: Contains public sector information.
url: https://example.org/licence
retrieved: 2025-01-01
";

/// A watched folder.
pub(crate) const FOLDER: &str = "folder: {path: incoming, pattern: 'crime-*.csv', unchanged_minutes: 10}";

const AS_OF: Date = Date::constant(2026, 11, 22);

/// Seconds since 1970 of the present instant of every test.
const NOW: u64 = 1_795_305_600;

struct Declarations(BTreeMap<&'static str, String>);

impl Files for Declarations {
    fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let inside = |path: &&str| Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
        self.0.keys().filter_map(inside).filter(|name| !name.contains('/')).collect()
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// A place, its folder and its home.
pub(crate) struct Place {
    partnership: Partnership,
    folder: TempDir,
    home: Home,
    pub(crate) profile: Profile,
    pub(crate) known: Vec<KnownFile>,
    pub(crate) expected: Vec<Period>,
    pub(crate) roots: Option<String>,
    /// Seconds after the present instant.
    pub(crate) later: u64,
}

impl Place {
    /// A place whose source has this transport, and a note as this word says.
    pub(crate) fn new(transport: &str, note: &str) -> Self {
        Self::of_source(&format!(
            "version: 1\nid: crime\ntitle: Crime\nsupplier: council\ncontent: {{extract: {{contract: crime}}}}\n\
             transport:\n  {transport}\nformat: {{csv: {{delimiter: ','}}}}\ncoverage: one_period\n\
             delivery_note: {note}\nlate: {{action: drop}}\n\
             checks: {{refused_records_at_most: 0, mebibytes_at_most: 1}}\n"
        ))
    }

    /// A place whose source is a published table: how it is read, and how it comes.
    pub(crate) fn published(published: &str, https: &str) -> Self {
        Self::of_source(&format!(
            "version: 1\nid: crime\ntitle: A table\nsupplier: council\n{published}transport:\n  \
             https: {{timeout_seconds: 2, tries: 3, {https}}}\ncoverage: full\ndelivery_note: optional\n\
             late: {{action: drop}}\nchecks: {{refused_records_at_most: 0, mebibytes_at_most: 1}}\n"
        ))
    }

    fn of_source(source: &str) -> Self {
        let files = Declarations(BTreeMap::from([
            ("partnership.yaml", PARTNERSHIP.to_owned()),
            ("areas.csv", "code,name\nE01000001,One\n".to_owned()),
            ("schemas/extracts/crime.odcs.yaml", CONTRACT.to_owned()),
            ("agreements/open/public.yaml", LICENCE.to_owned()),
            ("sources/crime.yaml", source.to_owned()),
        ]));
        let loaded = load(&files);
        let faults: Vec<String> = loaded.faults.iter().map(concordat_diagnostics::render::concise).collect();
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("incoming")).unwrap();
        Self {
            partnership: loaded.partnership.unwrap_or_else(|| panic!("{faults:#?}")),
            home: Home::open(&folder.path().join("var"), "testshire").unwrap(),
            folder,
            profile: Profile::Sample,
            known: Vec::new(),
            expected: Vec::new(),
            roots: None,
            later: 0,
        }
    }

    /// A place with a watched folder.
    pub(crate) fn watching() -> Self {
        Self::new(FOLDER, "optional")
    }

    /// The source.
    pub(crate) fn source(&self) -> &Source {
        self.partnership.source(&Name::new("crime").unwrap()).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn incoming(&self) -> PathBuf {
        self.path().join("incoming")
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// Puts a file into the watched folder that was last written to so many minutes ago.
    pub(crate) fn put(&self, name: &str, bytes: &[u8], minutes_ago: i64) -> PathBuf {
        let path = self.incoming().join(name);
        fs::write(&path, bytes).unwrap();
        let then = u64::try_from(i64::try_from(NOW).unwrap() - minutes_ago * 60).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(then)).unwrap();
        path
    }

    pub(crate) fn grant(&self) -> ReceiveGrant {
        receive_grant(&self.partnership, &Name::new("crime").unwrap(), AS_OF).unwrap()
    }

    pub(crate) fn fetch(&self) -> Result<Fetched, FetchError> {
        self.fetch_on(AS_OF)
    }

    pub(crate) fn fetch_on(&self, as_of: Date) -> Result<Fetched, FetchError> {
        let seconds = i64::try_from(NOW + self.later).unwrap();
        let request = FetchRequest {
            source: self.source(),
            base: self.path(),
            profile: self.profile,
            as_of,
            now: Timestamp::from_second(seconds).unwrap(),
            home: &self.home,
            known: &self.known,
            expected: &self.expected,
            extra_roots_pem: self.roots.as_deref().map(str::as_bytes),
        };
        fetch(self.grant(), &request)
    }

    /// Keeps what a night handed over, as a caller does.
    pub(crate) fn keep(&mut self, fetched: &Fetched) {
        self.known = fetched.deliveries.iter().map(|delivery| delivery.known().clone()).collect();
        self.known.extend(fetched.unchanged.iter().cloned());
    }
}

/// Names of deliveries.
pub(crate) fn names(fetched: &Fetched) -> Vec<&str> {
    fetched.deliveries.iter().map(|delivery| delivery.name()).collect()
}

/// Names of unchanged files.
pub(crate) fn unchanged(fetched: &Fetched) -> Vec<&str> {
    fetched.unchanged.iter().map(|known| known.name.as_str()).collect()
}

/// Codes and messages of notices.
pub(crate) fn notices(fetched: &Fetched) -> Vec<String> {
    fetched.notices.iter().map(concordat_diagnostics::render::concise).collect()
}

/// Codes and messages of an error.
pub(crate) fn told(outcome: Result<Fetched, FetchError>) -> Vec<String> {
    outcome.unwrap_err().diagnostics.iter().map(concordat_diagnostics::render::concise).collect()
}

pub(crate) fn month(text: &str) -> Period {
    Period::parse(text, PeriodKind::Month).unwrap()
}

/// The bytes of a delivery, as the gate reads them.
pub(crate) fn bytes_of(delivery: &concordat_ingest_fetch::Delivery) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut delivery.content().open().unwrap(), &mut bytes).unwrap();
    bytes
}

/// The figures of a delivery, as the gate's lane of published tables reads them; else the codes and messages of the faults.
pub(crate) fn figures_of(place: &Place, bytes: &[u8]) -> Result<Vec<Figure>, Vec<String>> {
    let Content::Published(published) = &place.source().content else { panic!("a published table") };
    let resolved = published.resolve().unwrap();
    let told = |faults: Vec<Diagnostic>| faults.iter().map(concordat_diagnostics::render::concise).collect::<Vec<_>>();
    let table = read(bytes, &place.source().settled_format(), &resolved.layout, &Limits::default());
    let table = table.map_err(|error| told(vec![error.diagnostic("table", None)]))?;
    figures(&table, &resolved, "table").map(|found| found.figures).map_err(told)
}

/// A file among the excerpts of publishers' tables.
pub(crate) fn excerpt(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables/tests/fixtures");
    fs::read(folder.join(name)).unwrap()
}
