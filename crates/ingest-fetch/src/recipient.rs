//! The other end of an encrypted delivery: a new identity with its recipient, and a file sealed to one. The `age` program
//! does the same.
//!
//! Not allowed in here: opening a delivery, and keeping an identity.

use std::io::{self, BufWriter};
use std::path::Path;

use age::secrecy::ExposeSecret as _;
use age::x25519::{Identity, Recipient};
use age::{Encryptor, Recipient as AnyRecipient};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::{AtomicFile, StoreError};
use zeroize::Zeroizing;

/// An identity and its recipient.
pub struct NewIdentity {
    /// What senders encrypt to; no secret.
    pub recipient: String,
    /// The text of the file that the identity is kept in.
    pub file_text: Zeroizing<String>,
}

/// A new identity, from the system's randomness.
#[must_use]
pub fn new_identity() -> NewIdentity {
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string();
    let file_text = format!("# recipient: {recipient}\n{}\n", identity.to_string().expose_secret());
    NewIdentity { recipient, file_text: Zeroizing::new(file_text) }
}

/// Encrypts a file to a recipient.
///
/// # Errors
/// C905 where the text is not a recipient, C906 and C90x where a file cannot be read or written.
pub fn seal(plain: &Path, recipient: &str, sealed: &Path) -> Result<(), Diagnostic> {
    let recipient: Recipient = recipient.parse().map_err(|_| {
        let message = "the recipient is not one of age (age1 and 58 characters)";
        Diagnostic::error(&codes::USAGE, message)
    })?;
    let unreadable = |error: &io::Error| {
        let message = Text::new().file(plain).say(" could not be read: ").system(error);
        Diagnostic::error(&codes::READ_FAILED, message)
    };
    let mut reader = std::fs::File::open(plain).map_err(|error| unreadable(&error))?;
    let file = AtomicFile::create(sealed).map_err(|error| unwritable(&error))?;
    let of_write = |error| unwritable(&StoreError::of_write(sealed, error));
    let recipients = std::iter::once(&recipient as &dyn AnyRecipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(|_| {
        let message = "the file cannot be encrypted to this recipient";
        Diagnostic::error(&codes::USAGE, message)
    })?;
    // The library takes a write of a part for a fault, which is why it gets a buffer.
    let mut writer = encryptor.wrap_output(BufWriter::new(file)).map_err(of_write)?;
    // A fault while copying is told of the file that is written: it is the likelier one.
    io::copy(&mut reader, &mut writer).map_err(of_write)?;
    let file = writer.finish().map_err(of_write)?;
    let file = file.into_inner().map_err(|error| of_write(error.into_error()))?;
    file.finish().map_err(|error| unwritable(&error))
}

fn unwritable(error: &StoreError) -> Diagnostic {
    let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
    Diagnostic::error(code, Text::new().file(error.path()).say(" could not be written"))
}
