//! Reading encrypted Parquet files: the key comes with the table, and opens what its file says of itself.
//!
//! Not allowed in here: a key that is looked for, and reading a file in the clear for which a key was given.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::error::Result;
use datafusion::parquet::arrow::arrow_reader::ArrowReaderOptions;
use datafusion::parquet::arrow::async_reader::AsyncFileReader;
use datafusion::parquet::encryption::decrypt::FileDecryptionProperties;
use datafusion::parquet::errors::{ParquetError, Result as ParquetResult};
use datafusion::parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use futures::FutureExt;
use futures::future::BoxFuture;
use zeroize::Zeroizing;

use crate::error::EngineError;

/// Bytes from the end of a file that are read first: enough for what a file says of itself, in most cases.
const FIRST_READ: usize = 64 * 1024;

/// The last bytes of a Parquet file whose footer is encrypted; those of a plain one are `PAR1`.
const MAGIC: &[u8] = b"PARE";

/// The key of one encrypted file. No format shows it.
#[derive(Clone)]
pub struct FileKey(Arc<Zeroizing<[u8; 32]>>);

impl FileKey {
    /// The key that the file's footer and columns are encrypted under.
    #[must_use]
    pub fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FileKey")
    }
}

/// An encrypted file, over the reader of its bytes.
pub(crate) struct SealedFile {
    bytes: Box<dyn AsyncFileReader + Send>,
    key: Arc<FileDecryptionProperties>,
    size: u64,
}

impl SealedFile {
    pub(crate) fn new(bytes: Box<dyn AsyncFileReader + Send>, key: &FileKey, size: u64) -> Result<Self> {
        let key = FileDecryptionProperties::builder(key.0.to_vec()).build().map_err(|_| EngineError::Execution)?;
        Ok(Self { bytes, key, size })
    }
}

impl AsyncFileReader for SealedFile {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, ParquetResult<Bytes>> {
        self.bytes.get_bytes(range)
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, ParquetResult<Vec<Bytes>>> {
        self.bytes.get_byte_ranges(ranges)
    }

    /// What comes back carries the means of opening the columns.
    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, ParquetResult<Arc<ParquetMetaData>>> {
        let (key, size) = (Arc::clone(&self.key), self.size);
        async move {
            // A plain file in the place of an encrypted one would be read without asking for the key.
            let end = self.bytes.get_bytes(size.saturating_sub(MAGIC.len() as u64)..size).await?;
            if end.as_ref() != MAGIC {
                return Err(ParquetError::General("the file is not encrypted".to_owned()));
            }
            let reader = ParquetMetaDataReader::new()
                .with_arrow_reader_options(options)
                .with_decryption_properties(Some(key))
                .with_prefetch_hint(Some(FIRST_READ));
            Ok(Arc::new(reader.load_and_finish(&mut *self, size).await?))
        }
        .boxed()
    }
}
