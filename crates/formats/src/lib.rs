//! What a release gives beside Parquet and CSV: workbook, descriptors that the ecosystem's own tools read, the Fingertips
//! layout, and snippets that open the files. Tables and facts in, bytes out.
//!
//! Not allowed in this crate: reading or writing a file, the clock, Arrow, and changing a number. The same tables and facts
//! give the same bytes, today and tomorrow.

mod csvw;
mod datapackage;
mod dcat;
mod error;
mod facts;
mod fingertips;
mod observations;
mod release_files;
mod safety;
mod snippets;
mod table;
mod workbook;

pub use csvw::csvw;
pub use datapackage::{Resource, datapackage};
pub use dcat::catalogue;
pub use error::FormatsError;
pub use facts::{Contact, FileFact, Licence, ReleaseFacts, UpdateFrequency};
pub use fingertips::{FINGERTIPS_COLUMNS, FingertipsOptions, fingertips_csv, local_indicator_id};
pub use observations::{MARKS, Mark, indicator_columns, observation_columns};
pub use release_files::{FormatFile, MissionTable, ReleaseTables, release_files};
pub use safety::{formula_safe, spreadsheet_safe, without_apostrophe};
pub use snippets::{Language, Snippet, snippets};
pub use table::{Column, Kind, Table};
pub use workbook::{Note, Sheet, Workbook, release_workbook};
