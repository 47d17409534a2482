//! Sets refused records aside: the only place outside the delivery where a cell at fault may stand.
//!
//! Not allowed in here: records that were accepted, and anything a message could be built from.

use std::io::Read;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_diagnostics::Code;
use concordat_store::vault::seal;
use concordat_store::{
    AtomicFolder, FolderFile, Home, MANIFEST, SealedReader, SealedWriter, StoreError, Vault, open_file,
};
use serde::Serialize;

use crate::error::GateError;
use crate::landing::{FreshKey, KeyedBy};

/// The file of refused records.
const RECORDS: &str = "records.csv";

/// Refused records of one delivery, being written. Nothing is there until [`Quarantine::commit`].
pub(crate) struct Quarantine {
    target: PathBuf,
    dataset: Name,
    home: Home,
    keyed_by: KeyedBy,
    most: u64,
    open: Option<Open>,
}

struct Open {
    writer: csv::Writer<SealedWriter<FolderFile>>,
    folder: AtomicFolder,
    // After the folder: what is sealed goes before its key does.
    key: FreshKey,
    lines: u64,
    records: u64,
    last_record: u64,
}

#[derive(Serialize)]
struct QuarantineManifest<'a> {
    dataset: &'a Name,
    delivery: &'a str,
    /// Records that lines stand for; fewer than were refused when there were too many to keep.
    records_kept: u64,
    records_refused: u64,
    lines: u64,
}

impl Quarantine {
    pub(crate) fn new(home: &Home, dataset: &Name, keyed_by: KeyedBy, most: u64) -> Self {
        let target = home.quarantine(dataset.as_str(), &keyed_by.delivery);
        Self { target, dataset: dataset.clone(), home: home.clone(), keyed_by, most, open: None }
    }

    /// Adds one fault of a record: its number, code, column and text.
    ///
    /// # Errors
    /// `Home` when it cannot be written.
    pub(crate) fn add(
        &mut self,
        record: u64,
        code: &'static Code,
        column: Option<&Name>,
        raw: &[u8],
    ) -> Result<(), GateError> {
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let key = FreshKey::create(&self.home, &self.dataset, &self.keyed_by, None)?;
                self.open.insert(Open::begin(&self.home, &self.target, key)?)
            }
        };
        if open.last_record != record {
            if open.records >= self.most {
                return Ok(());
            }
            open.records += 1;
            open.last_record = record;
        }
        open.lines += 1;
        let column = column.map_or("", Name::as_str);
        let fields = [record.to_string().into_bytes(), code.to_string().into_bytes(), column.into(), raw.to_vec()];
        open.writer.write_record(fields).map_err(|error| write_error(&self.target, error).into())
    }

    /// Finishes the folder; `None` when nothing was set aside. That it is there already, from an earlier try at the same
    /// delivery, is no fault.
    ///
    /// # Errors
    /// `Home` when it cannot be written.
    pub(crate) fn commit(self, refused: u64) -> Result<Option<PathBuf>, GateError> {
        let Some(open) = self.open else { return Ok(None) };
        let manifest = QuarantineManifest {
            dataset: &self.dataset,
            delivery: &self.keyed_by.delivery,
            records_kept: open.records,
            records_refused: refused,
            lines: open.lines,
        };
        let file = open.writer.into_inner().map_err(|error| {
            let source = std::io::Error::from(error.error().kind());
            StoreError::of_write(&self.target, source)
        })?;
        let failed = |source| StoreError::of_write(&self.target, source);
        file.finish().map_err(failed)?.finish()?;
        let manifest = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        let context = self.home.vault()?.context(&self.target.join(MANIFEST));
        open.folder.write(MANIFEST, &seal(open.key.key(), &context, &manifest).map_err(failed)?)?;
        match open.folder.commit() {
            Ok(path) => {
                open.key.keep();
                Ok(Some(path))
            }
            Err(error) if error.is_already_there() => Ok(Some(self.target)),
            Err(error) => Err(error.into()),
        }
    }
}

impl Open {
    fn begin(home: &Home, target: &Path, key: FreshKey) -> Result<Self, GateError> {
        let folder = AtomicFolder::begin(target)?;
        let context = home.vault()?.context(&target.join(RECORDS));
        let sealed = SealedWriter::new(folder.file(RECORDS)?, key.key(), &context);
        let mut writer = csv::Writer::from_writer(sealed.map_err(|source| StoreError::of_write(target, source))?);
        let header = writer.write_record(["record", "code", "column", "text"]);
        header.map_err(|error| write_error(target, error))?;
        Ok(Self { writer, folder, key, lines: 0, records: 0, last_record: 0 })
    }
}

/// The error of a failed write, without the words of the encoder.
fn write_error(path: &Path, error: csv::Error) -> StoreError {
    let source = match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        _ => std::io::Error::from(std::io::ErrorKind::InvalidData),
    };
    StoreError::of_write(path, source)
}

/// The refused records of a delivery, opened: CSV text with the columns record, code, column and text.
///
/// # Errors
/// `Home` when there are none, or they cannot be opened.
pub fn open_quarantined(home: &Home, dataset: &Name, delivery: &str) -> Result<impl Read + use<>, GateError> {
    let path = home.quarantine(dataset.as_str(), delivery).join(RECORDS);
    let vault = home.vault()?;
    let needed = Vault::keys_needed(&path)?;
    let key = vault.key(needed.first().map_or("", String::as_str))?;
    let reader = SealedReader::new(open_file(&path)?, &key, &vault.context(&path));
    Ok(reader.map_err(|source| StoreError::of_read(&path, source))?)
}
