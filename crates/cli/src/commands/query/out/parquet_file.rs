//! Parquet: the answer as it is, and the release in the metadata of the file, under the keys of the release's own files.
//!
//! Not allowed in here: types that only the engine knows.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::Given;
use crate::commands::query::answer::unprintable;
use crate::failure::Failure;

/// The bytes of the file.
pub(super) fn bytes(given: &Given<'_>) -> Result<Vec<u8>, Failure> {
    encode(given).ok_or_else(unprintable)
}

fn encode(given: &Given<'_>) -> Option<Vec<u8>> {
    let fields = given.answer.schema.fields().iter();
    let schema =
        Schema::new(fields.map(|field| Field::new(field.name(), plain(field.data_type()), true)).collect::<Vec<_>>());
    let schema = Arc::new(schema);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).ok()?))
        .set_key_value_metadata(Some(metadata(given)))
        .build();
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&schema), options).ok()?;
    for batch in &given.answer.batches {
        let columns: Option<Vec<ArrayRef>> =
            batch.columns().iter().map(|column| cast(column, &plain(column.data_type())).ok()).collect();
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns?).ok()?).ok()?;
    }
    writer.into_inner().ok()
}

/// Text in the one form that every reader knows.
fn plain(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View | DataType::LargeUtf8 | DataType::Dictionary(..) => DataType::Utf8,
        DataType::Null => DataType::Boolean,
        other => other.clone(),
    }
}

fn metadata(given: &Given<'_>) -> Vec<KeyValue> {
    let summary = &given.chosen.summary;
    let pairs = [
        ("concordat.place", summary.place.clone()),
        ("concordat.place_name", summary.place_name.clone()),
        ("concordat.version", summary.version.to_string()),
        ("concordat.audience", given.chosen.audience.clone()),
        ("concordat.as_of", summary.as_of.to_string()),
        ("concordat.content_sha256", summary.content_sha256.clone()),
        ("concordat.attribution", summary.attribution.clone()),
        ("concordat.synthetic", given.synthetic.to_string()),
        ("concordat.question", given.question.to_owned()),
    ];
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}
