//! Column chunks of a Parquet file, by what footer and pages declare: whether they lie inside the file, in which way they are
//! compressed, and to how much they unpack.
//!
//! Not allowed in here: unpacking. What is declared bounds what is unpacked, since a page that unpacks to another size than it
//! declares is damaged.

use std::ops::Range;

use concordat_diagnostics::{Text, codes};
use concordat_tables::{Limits, TableError};
use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use super::{Wrong, pages};

/// Adds up what is declared; answers with the limit that is passed, if one is.
///
/// # Errors
/// [`Wrong`] with the row group and column of the first chunk that cannot be read.
pub(super) fn check(bytes: &[u8], file: &ParquetMetaData, limits: &Limits) -> Result<Result<(), TableError>, Wrong> {
    let columns = file.file_metadata().schema_descr().num_columns() as u64;
    let rows = u64::try_from(file.file_metadata().num_rows()).map_err(|_| Wrong::damaged())?;
    if rows.saturating_mul(columns) > limits.cells {
        return Ok(Err(TableError::Cells(limits.cells)));
    }
    let mut unpacked = 0u64;
    for (group, row_group) in (1u64..).zip(file.row_groups()) {
        let rows = u64::try_from(row_group.num_rows()).map_err(|_| Wrong::damaged())?;
        for (number, chunk) in (1u64..).zip(row_group.columns()) {
            let place = || Text::new().say("row group ").number(group).say(", column ").number(number);
            readable(chunk, &place)?;
            let damaged = || Wrong::new(&codes::NOT_PARQUET, place().say(": the pages are damaged, or cut off"));
            let range = range(chunk).filter(|range| range.end <= bytes.len()).ok_or_else(damaged)?;
            let found = pages::unpacked(&bytes[range], rows).ok_or_else(damaged)?;
            let declared = u64::try_from(chunk.uncompressed_size()).map_err(|_| damaged())?;
            unpacked = unpacked.saturating_add(found.max(declared));
        }
    }
    Ok(if unpacked > limits.unpacked_bytes { Err(TableError::UnpackedBytes(limits.unpacked_bytes)) } else { Ok(()) })
}

fn readable(chunk: &ColumnChunkMetaData, place: &impl Fn() -> Text) -> Result<(), Wrong> {
    if chunk.crypto_metadata().is_some() {
        return Err(Wrong::new(&codes::PARQUET_ENCRYPTED, place().say(" is encrypted")));
    }
    match chunk.compression() {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_) => Ok(()),
        other => {
            let text = place().say(" is compressed by ").say(called(other)).say(", expected Snappy, Zstandard or none");
            Err(Wrong::new(&codes::PARQUET_COMPRESSION, text))
        }
    }
}

fn called(compression: Compression) -> &'static str {
    match compression {
        Compression::GZIP(_) => "gzip",
        Compression::BROTLI(_) => "Brotli",
        Compression::LZO => "LZO",
        Compression::LZ4 | Compression::LZ4_RAW => "LZ4",
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_) => "a way that is read",
    }
}

/// Where a chunk lies: the library takes it for granted that these numbers are none below zero.
fn range(chunk: &ColumnChunkMetaData) -> Option<Range<usize>> {
    let data = usize::try_from(chunk.data_page_offset()).ok()?;
    let start = match chunk.dictionary_page_offset() {
        Some(offset) => usize::try_from(offset).ok()?,
        None => data,
    };
    let end = start.checked_add(usize::try_from(chunk.compressed_size()).ok()?)?;
    (start <= data && data <= end).then_some(start..end)
}
