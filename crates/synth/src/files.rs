//! A sample file in memory, the delivery note beside it, and tables turned into bytes. Nothing here touches the disk.

use serde::Serialize;

use crate::error::Error;
use crate::sample::SampleFile;
use crate::text_parquet::TextParquet;
use crate::token::sha256_hex;

/// A table of text: the header and its rows, all of one width.
pub(crate) struct Table {
    /// Column names.
    pub(crate) header: Vec<&'static str>,
    /// Cells, row by row; an empty cell means missing.
    pub(crate) rows: Vec<Vec<String>>,
}

/// How the lines of a CSV file end: agencies differ.
#[derive(Clone, Copy)]
pub(crate) enum LineEnd {
    /// Line feed.
    Lf,
    /// Carriage return and line feed, as spreadsheets write.
    CrLf,
}

impl Table {
    /// The table as CSV.
    ///
    /// # Errors
    /// When a row has another width than the header.
    pub(crate) fn csv(&self, line_end: LineEnd) -> Result<Vec<u8>, Error> {
        let terminator = match line_end {
            LineEnd::Lf => csv::Terminator::Any(b'\n'),
            LineEnd::CrLf => csv::Terminator::CRLF,
        };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        let encode = |source| Error::EncodeCsv { source };
        writer.write_record(&self.header).map_err(encode)?;
        for row in &self.rows {
            writer.write_record(row).map_err(encode)?;
        }
        writer.into_inner().map_err(|failure| encode(csv::Error::from(failure.into_error())))
    }

    /// The table as Parquet of text columns.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(crate) fn parquet(&self) -> Result<Vec<u8>, Error> {
        let mut file = TextParquet::new(Vec::new(), &self.header)?;
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            file.push(&cells)?;
        }
        file.finish()
    }
}

/// What a delivery note says: `NAME.delivery.json` beside the file NAME.
#[derive(Serialize)]
pub(crate) struct DeliveryNote<'a> {
    /// File name, without folder.
    pub(crate) file: &'a str,
    /// Length in bytes.
    pub(crate) bytes: u64,
    /// Data rows, without the header.
    pub(crate) rows: u64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub(crate) sha256: String,
    /// The period delivered, or "all".
    pub(crate) period: &'a str,
    /// `one_period` replaces one period, `full` replaces everything.
    pub(crate) coverage: &'a str,
    /// Who sends.
    pub(crate) supplier: &'a str,
    /// Always true here.
    pub(crate) synthetic: bool,
    /// Day of sending.
    pub(crate) sent: &'a str,
    /// Why it is sent again, for a correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'a str>,
}

impl DeliveryNote<'_> {
    /// The note as JSON text.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(crate) fn json(&self) -> Result<Vec<u8>, Error> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|source| Error::EncodeDelivery { source })?;
        text.push(b'\n');
        Ok(text)
    }
}

/// Where a delivery goes and what its note says.
pub(crate) struct Delivery {
    /// Supplier, also the folder.
    pub(crate) supplier: &'static str,
    /// Source, the folder below.
    pub(crate) source: &'static str,
    /// File name.
    pub(crate) file: String,
    /// The period, or "all".
    pub(crate) period: String,
    /// Day of sending, or none when this supplier sends no notes.
    pub(crate) sent: Option<String>,
    /// Why it was sent again, where it was.
    pub(crate) reason: Option<&'static str>,
}

impl Delivery {
    /// The file, and its note when the supplier sends one.
    ///
    /// # Errors
    /// When the note cannot be encoded.
    pub(crate) fn files(&self, bytes: Vec<u8>, rows: usize) -> Result<Vec<SampleFile>, Error> {
        let path = format!("{}/{}/{}", self.supplier, self.source, self.file);
        let note = self.sent.as_deref().map(|sent| self.note(&bytes, rows, sent)).transpose()?;
        let mut files = vec![SampleFile { path: path.clone(), bytes }];
        if let Some(bytes) = note {
            files.push(SampleFile { path: format!("{path}.delivery.json"), bytes });
        }
        Ok(files)
    }

    fn note(&self, bytes: &[u8], rows: usize, sent: &str) -> Result<Vec<u8>, Error> {
        let coverage = if self.period == "all" { "full" } else { "one_period" };
        DeliveryNote {
            file: &self.file,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
            sha256: sha256_hex(bytes),
            period: &self.period,
            coverage,
            supplier: self.supplier,
            synthetic: true,
            sent,
            reason: self.reason,
        }
        .json()
    }
}
