//! Reads a file by a declaration, as a source has it.
//!
//! Not allowed in here: expectations.

use std::path::PathBuf;

use concordat_declare::published::{PublishedDeclaration, Resolved};
use concordat_declare::source::Format;
use concordat_diagnostics::Diagnostic;
use concordat_tables::{Figure, Figures, Limits, Table, figures, read};
use serde::Deserialize;

/// The part of a source that says how a table is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    #[serde(default)]
    format: Format,
    published: PublishedDeclaration,
}

/// A declaration with everything settled.
pub(crate) struct Reader {
    pub(crate) format: Format,
    pub(crate) resolved: Resolved,
}

impl Reader {
    pub(crate) fn new(yaml: &str) -> Self {
        let declared: Declared = serde_saphyr::from_str(yaml).unwrap();
        let preset = declared.published.dialect.as_ref().and_then(|dialect| dialect.value.preset());
        let format = match declared.format {
            Format::OfDialect => preset.unwrap().format,
            format => format,
        };
        Self { format, resolved: declared.published.resolve().unwrap() }
    }

    pub(crate) fn table(&self, bytes: &[u8]) -> Result<Table, Diagnostic> {
        let sheet = self.resolved.layout.sheet.as_deref();
        let table = read(bytes, &self.format, &self.resolved.layout, &Limits::default());
        table.map_err(|error| error.diagnostic("table", sheet))
    }

    pub(crate) fn all(&self, bytes: &[u8]) -> Result<Figures, Vec<Diagnostic>> {
        let table = self.table(bytes).map_err(|fault| vec![fault])?;
        figures(&table, &self.resolved, "table")
    }

    pub(crate) fn figures(&self, bytes: &[u8]) -> Vec<Figure> {
        self.all(bytes).unwrap().figures
    }

    /// Codes and messages of the faults.
    pub(crate) fn refused(&self, bytes: &[u8]) -> Vec<(u16, String)> {
        let faults = self.all(bytes).err().unwrap();
        faults.into_iter().map(|fault| (fault.code.number, fault.message.to_string())).collect()
    }
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

pub(crate) fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

pub(crate) fn text_of(name: &str) -> String {
    String::from_utf8(bytes_of(name)).unwrap()
}
