//! One record of a delivery, as the reader hands it over.
//!
//! Not allowed in here: owning the bytes; they are gone when the next record is read.

use crate::stop::Stop;

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordView<'a> {
    /// Number of the record, from 1; the header is not counted.
    pub(crate) number: u64,
    /// Text that the fields lie in, valid UTF-8.
    pub(crate) text: &'a [u8],
    /// Start and end of each field in `text`.
    pub(crate) bounds: &'a [(usize, usize)],
    /// The record as it stands in the file, where it stands there as text.
    pub(crate) raw: &'a [u8],
}

impl<'a> RecordView<'a> {
    /// How many fields it has.
    pub(crate) fn fields(&self) -> usize {
        self.bounds.len()
    }

    /// A field; blank where there is none.
    pub(crate) fn field(&self, position: usize) -> &'a [u8] {
        let (start, end) = self.bounds.get(position).copied().unwrap_or((0, 0));
        &self.text[start..end]
    }
}

/// Takes records one by one.
pub(crate) trait RecordSink {
    /// Takes one.
    ///
    /// # Errors
    /// A [`Stop`] when no further record needs to be read.
    fn take(&mut self, record: &RecordView<'_>) -> Result<(), Stop>;
}
