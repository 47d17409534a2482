//! What can go wrong while making sample files. No message repeats a value of a record.

use std::path::PathBuf;

/// A failure of the generator, one variant for each operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input file (open data or area lookup) could not be read.
    #[error("cannot read {}", path.display())]
    ReadInput {
        /// The file.
        path: PathBuf,
        /// What the reader met.
        #[source]
        source: csv::Error,
    },
    /// An input file lacks a column, or a cell is not of the expected kind.
    #[error("{} does not hold the expected {column}", path.display())]
    ShapeInput {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// A published figure the generator is calibrated to is absent.
    #[error("no published figure for {what}")]
    MissingFigure {
        /// Measure, area and year.
        what: String,
    },
    /// Published figures leave no whole number of children that fits.
    #[error("no quota fits the published figures for {what}")]
    Quota {
        /// Area and year.
        what: String,
    },
    /// A choice was asked for among nothing.
    #[error("nothing to choose from: {what}")]
    EmptyChoice {
        /// What was to be chosen.
        what: &'static str,
    },
    /// The keyed hash refused its key.
    #[error("the keyed hash refused its key")]
    Key,
    /// A table could not be written as CSV.
    #[error("cannot encode a table as CSV")]
    EncodeCsv {
        /// What the encoder met.
        #[source]
        source: csv::Error,
    },
    /// A table could not be written as Parquet.
    #[error("cannot encode a table as Parquet")]
    EncodeParquet {
        /// What the encoder met.
        #[source]
        source: parquet::errors::ParquetError,
    },
    /// Columns of a table do not fit together.
    #[error("columns of a table do not fit together")]
    Columns {
        /// What the table builder met.
        #[source]
        source: arrow::error::ArrowError,
    },
    /// A delivery note could not be written as JSON.
    #[error("cannot encode a delivery note")]
    EncodeDelivery {
        /// What the encoder met.
        #[source]
        source: serde_json::Error,
    },
    /// An output file or folder could not be written.
    #[error("cannot write {}", path.display())]
    WriteOutput {
        /// The file or folder.
        path: PathBuf,
        /// What the file system said.
        #[source]
        source: std::io::Error,
    },
}
