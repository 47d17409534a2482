//! Why nothing could be fetched.
//!
//! Not allowed in here: the text of an error of the network library, which names the whole address.

use concordat_diagnostics::Diagnostic;

/// Nothing could be fetched.
#[derive(Debug, thiserror::Error)]
#[error("nothing was fetched, for {} reason(s)", diagnostics.len())]
pub struct FetchError {
    /// Every reason, and what else was noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the transport failed (no connection, a pause too long, a transfer that broke off), so that trying again
    /// later may help without anybody doing anything.
    pub transport: bool,
}

impl FetchError {
    pub(crate) fn one(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], transport: false }
    }
}
