//! What one transport has found so far.
//!
//! Not allowed in here: looking for anything.

use concordat_agreement::ReceiveGrant;
use concordat_diagnostics::{Diagnostic, Severity};

use crate::delivery::{Delivery, Fetched};
use crate::error::FetchError;
use crate::request::KnownFile;

/// Deliveries, files known from before, and all that was noticed.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) unchanged: Vec<KnownFile>,
    pub(crate) notices: Vec<Diagnostic>,
    /// Whether the transport failed.
    pub(crate) transport: bool,
}

impl Collected {
    /// Nothing but a fault.
    pub(crate) fn fault(diagnostic: Diagnostic) -> Self {
        Self { notices: vec![diagnostic], ..Self::default() }
    }

    /// What is handed over; an error where there is nothing and a fault says why.
    pub(crate) fn handed_over(self, grant: ReceiveGrant, stand_in: bool) -> Result<Fetched, FetchError> {
        let Self { deliveries, unchanged, notices, transport } = self;
        let nothing = deliveries.is_empty() && unchanged.is_empty();
        if nothing && notices.iter().any(|notice| notice.severity == Severity::Error) {
            return Err(FetchError { diagnostics: notices, transport });
        }
        Ok(Fetched { grant, deliveries, unchanged, notices, stand_in })
    }
}
