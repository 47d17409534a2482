//! Deliveries as they come: from a watched folder, an HTTPS address or an SFTP server, decrypted where they come encrypted,
//! named, measured and hashed, and not looked into; answers of publishers' interfaces, which come in pages, are put together.
//!
//! Not allowed in here: reading what a delivery says, but for headers and row counts of pages; receiving anything without a
//! [`ReceiveGrant`]; asking again after an answer that the server meant; a token, the query of an address, or a byte of
//! content in a message.
//!
//! Only [`fetch`] makes a [`Delivery`]:
//!
//! ```compile_fail,E0451
//! use concordat_ingest_fetch::Delivery;
//! fn forge(delivery: Delivery) -> Delivery {
//!     Delivery { name: "other.csv".to_owned(), ..delivery }
//! }
//! ```

mod collected;
pub mod delivery;
mod error;
mod folder;
mod hashing;
mod https;
mod network;
pub mod note;
mod pattern;
pub mod recipient;
pub mod request;
mod retry;
mod sealed;
mod secret;
mod sftp;
mod spool;
mod standing;

use concordat_agreement::ReceiveGrant;
use concordat_declare::place::Profile;
use concordat_declare::source::Transport;
use concordat_diagnostics::{Diagnostic, Text, codes};

pub use delivery::{Delivery, Fetched, Origin};
pub use error::FetchError;
pub use note::{Note, NoteKey, OptOuts};
pub use request::{FetchRequest, FileStamp, KnownFile};
pub use spool::incoming_folder;

/// Fetches what a source has delivered since the caller's record of it.
///
/// A fault in one file takes out that file alone: it is told in [`Fetched::notices`], with severity error, and the rest
/// is handed over. Only where nothing is left, neither a delivery nor a file known from before, is it an error.
///
/// # Errors
/// [`FetchError`]: the grant is for something else (C201), sample data under profile live (C323), or nothing could be
/// had, for the reasons in its diagnostics (C301, C316, C317, C319 to C323, C340 to C352, and C8xx for this machine's disk).
pub fn fetch(grant: ReceiveGrant, request: &FetchRequest<'_>) -> Result<Fetched, FetchError> {
    agrees(&grant, request)?;
    let (collected, stand_in) = match (&request.source.transport, request.source.transport.stand_in(), request.profile)
    {
        (Transport::Folder(transport), _, _) => (folder::collect(request, transport, Origin::Folder), false),
        (_, Some(_), Profile::Live) => return Err(stand_in_refused(request)),
        (_, Some(folder), Profile::Sample) => (folder::collect(request, folder, Origin::StandIn), true),
        (Transport::Https(transport), None, _) => (https::collect(&grant, request, transport), false),
        (Transport::Sftp(transport), None, _) => (sftp::collect(request, transport), false),
    };
    collected.handed_over(grant, stand_in)
}

/// A grant opens one source on one date.
fn agrees(grant: &ReceiveGrant, request: &FetchRequest<'_>) -> Result<(), FetchError> {
    let source = request.source;
    let same = *grant.dataset() == source.id.value
        && *grant.supplier() == source.supplier.value
        && grant.as_of() == request.as_of;
    if same {
        return Ok(());
    }
    let message = Text::new().say("the grant is for dataset ").name(grant.dataset()).say(" from ");
    let message = message.name(grant.supplier()).say(" on ").date(grant.as_of()).say(", asked for is ");
    let message = message.name(&source.id.value).say(" from ").name(&source.supplier.value);
    let message = message.say(" on ").date(request.as_of);
    Err(FetchError::one(Diagnostic::error(&codes::NO_AGREEMENT, message)))
}

fn stand_in_refused(request: &FetchRequest<'_>) -> FetchError {
    let message = Text::new().say("source ").name(&request.source.id.value);
    let message = message.say(" declares a folder that stands in for its address");
    FetchError::one(Diagnostic::error(&codes::SAMPLE_REFUSED, message))
}
