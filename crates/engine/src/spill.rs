//! Where a query puts what does not fit into memory: files that nobody else can read.
//!
//! Not allowed in here: making a file by any other way than the store's.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use concordat_store::vault::{Scratch, ScratchFile, ScratchWriter};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SpillFile, SpillWriter, TempFileFactory};
use futures::{Stream, StreamExt};

use crate::error::EngineError;

/// Hands out files for spilling.
pub(crate) struct SpillFolder(Scratch);

impl SpillFolder {
    pub(crate) fn new(folder: &Path) -> Result<Self, EngineError> {
        let unusable = |_| EngineError::Start { reason: "the spill folder cannot be used".to_owned() };
        Scratch::new(folder).map(Self).map_err(unusable)
    }
}

impl TempFileFactory for SpillFolder {
    fn create_temp_file(&self, _description: &str) -> Result<Arc<dyn SpillFile>> {
        let file = self.0.file().map_err(|error| DataFusionError::External(Box::new(error)))?;
        Ok(Arc::new(Spilled(file)))
    }
}

/// One file. It is gone when the query is done with it.
struct Spilled(ScratchFile);

impl SpillFile for Spilled {
    fn size(&self) -> Option<u64> {
        Some(self.0.bytes())
    }

    fn read_stream(&self) -> Result<Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>> {
        let pieces = self.0.reader().map_err(DataFusionError::IoError)?;
        let pieces = pieces.map(|piece| piece.map(Bytes::from).map_err(DataFusionError::IoError));
        Ok(futures::stream::iter(pieces).boxed())
    }

    fn open_writer(&self) -> Result<Box<dyn SpillWriter>> {
        Ok(Box::new(Spilling(self.0.writer().map_err(DataFusionError::IoError)?)))
    }
}

struct Spilling(ScratchWriter);

impl Write for Spilling {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl SpillWriter for Spilling {
    fn finish(&mut self) -> Result<()> {
        self.0.flush().map_err(DataFusionError::IoError)
    }
}

impl fmt::Debug for SpillFolder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SpillFolder")
    }
}
