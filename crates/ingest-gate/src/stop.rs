//! Why reading a delivery ended before its end.
//!
//! Not allowed in here: faults of single records; those are gathered while reading goes on.

use concordat_diagnostics::Diagnostic;
use concordat_store::StoreError;

use crate::error::GateError;

/// The reason of a stop.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The delivery is at fault.
    Delivery(Vec<Diagnostic>),
    /// The delivery holds what was not agreed.
    OverShared(Vec<Diagnostic>),
    /// The machine, the home or the declarations are at fault.
    Operation(GateError),
}

impl From<Diagnostic> for Stop {
    fn from(fault: Diagnostic) -> Self {
        Self::Delivery(vec![fault])
    }
}

impl From<GateError> for Stop {
    fn from(error: GateError) -> Self {
        Self::Operation(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Operation(GateError::Home(error))
    }
}
