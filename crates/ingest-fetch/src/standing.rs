//! Whether a file is whole, as far as can be told without opening it.
//!
//! Not allowed in here: the file.

use concordat_declare::source::DeliveryNote;
use concordat_diagnostics::{Diagnostic, Text, codes};
use jiff::SignedDuration;

use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, FileStamp};

/// A file as its folder lists it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing<'a> {
    pub(crate) name: &'a str,
    pub(crate) stamp: &'a FileStamp,
    /// Minutes it must have stood unchanged where it has no note.
    pub(crate) unchanged_minutes: u32,
}

impl Standing<'_> {
    /// A note makes waiting unnecessary: it is sent last. Of an encrypted file it gives the length inside, which is compared
    /// later; that the file is whole its encryption tells.
    pub(crate) fn is_whole(self, request: &FetchRequest<'_>, note: Option<&ReadNote>) -> Result<(), Diagnostic> {
        match note {
            Some(_) if request.source.encryption.is_some() => Ok(()),
            Some(read) => note::compare_bytes(&read.note, self.name, self.stamp.bytes),
            None if request.source.delivery_note == DeliveryNote::Required => Err(note::awaited(self.name)),
            None => self.has_stood(request),
        }
    }

    fn has_stood(self, request: &FetchRequest<'_>) -> Result<(), Diagnostic> {
        let must_stand = SignedDuration::from_mins(i64::from(self.unchanged_minutes));
        let stood = self.stamp.modified.map(|modified| request.now.duration_since(modified));
        if stood.is_some_and(|stood| !stood.is_negative() && stood >= must_stand) {
            return Ok(());
        }
        let message =
            Text::new().file(self.name.as_ref()).say(" has no delivery note and has not stood unchanged for ");
        let message = message.number(u64::from(self.unchanged_minutes)).say(" minutes");
        Err(Diagnostic::notice(&codes::STILL_BEING_WRITTEN, message))
    }
}
