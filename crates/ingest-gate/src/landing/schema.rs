//! The form of landed Parquet: types, encodings, compression, and the number by which its rows are put in order.
//!
//! Not allowed in here: names or values.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use concordat_store::DataKey;
use parquet::basic::{Compression, ZstdLevel};
use parquet::encryption::decrypt::FileDecryptionProperties;
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use zeroize::Zeroizing;

use crate::conform::{Plan, Rule};
use crate::limits::Limits;

/// The column of landed rows beside those of the contract, which no contract can name: the slice of the pseudonym that rows
/// lie in order of, within a row group. A query in turns reads the pages of its slices alone.
pub const SLICE_COLUMN: &str = "#slice";

/// Most rows of a page: a slice of a whole row group is about half of one.
const PAGE_ROWS: usize = 8_192;

/// What the key of a landed file is made for from the extract's.
const PURPOSE: &str = "parquet";

/// The landed type of a rule, and its name in manifests.
pub(super) fn landed_type(rule: &Rule) -> (DataType, &'static str) {
    match rule {
        Rule::Token => (DataType::Binary, "token"),
        Rule::Code(_) => (DataType::UInt16, "code"),
        Rule::Area(_) => (DataType::Int32, "area"),
        Rule::Period(_) => (DataType::Int32, "month_number"),
        Rule::Integer { .. } => (DataType::Int64, "integer"),
        Rule::Text { .. } => (DataType::Utf8, "text"),
    }
}

/// The schema of landed rows.
pub(super) fn schema(plan: &Plan) -> SchemaRef {
    let slice = plan.sliced_by().map(|_| Field::new(SLICE_COLUMN, DataType::UInt8, false));
    let landed = plan.landed();
    let fields =
        landed.map(|(_, column)| Field::new(column.name.as_str(), landed_type(&column.rule).0, !column.required));
    Arc::new(Schema::new(fields.chain(slice).collect::<Vec<Field>>()))
}

/// Zstandard at its fastest level; pseudonyms as they are, since random bytes neither repeat nor shrink.
pub(super) fn properties(plan: &Plan, limits: &Limits, key: &DataKey) -> Result<WriterProperties, ParquetError> {
    let mut builder = WriterProperties::builder()
        .set_created_by("concordat".to_owned())
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_max_row_group_row_count(Some(limits.row_group_rows.max(1)))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_compression(ZstdLevel::try_new(1).map_or(Compression::UNCOMPRESSED, Compression::ZSTD));
    for (_, column) in plan.landed().filter(|(_, column)| matches!(column.rule, Rule::Token)) {
        let path = ColumnPath::from(column.name.as_str());
        builder = builder
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_compression(path.clone(), Compression::UNCOMPRESSED)
            .set_column_statistics_enabled(path, EnabledStatistics::Chunk);
    }
    Ok(builder.with_file_encryption_properties(encryption(key)?).build())
}

/// Footer and all columns under the extract's key. The footer names the key by its id, which tells nothing.
fn encryption(key: &DataKey) -> Result<Arc<FileEncryptionProperties>, ParquetError> {
    FileEncryptionProperties::builder(file_key(key).to_vec())
        .with_footer_key_metadata(key.id().as_bytes().to_vec())
        .build()
}

/// The key of a landed file, made from the extract's.
#[must_use]
pub fn file_key(key: &DataKey) -> Zeroizing<[u8; 32]> {
    key.derived(PURPOSE)
}

/// What opens a landed file.
pub(crate) fn decryption(key: &DataKey) -> Result<Arc<FileDecryptionProperties>, ParquetError> {
    FileDecryptionProperties::builder(file_key(key).to_vec()).build()
}
