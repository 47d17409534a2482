//! The network, used on a thread of its own, so that a caller that is itself asynchronous can call this crate.
//!
//! Not allowed in here: what is said over it.

use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::collected::Collected;

/// Runs what collects files over the network.
pub(crate) fn run<F: Future<Output = Collected>>(collecting: impl FnOnce() -> F + Send) -> Collected {
    let outcome = std::thread::scope(|scope| scope.spawn(|| here(collecting())).join());
    outcome.unwrap_or_else(|_| {
        let message = "the transfer ended in a way that was not foreseen";
        Collected::fault(Diagnostic::error(&codes::TRANSPORT_FAILED, message))
    })
}

fn here(collecting: impl Future<Output = Collected>) -> Collected {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(collecting),
        Err(error) => {
            let message = Text::new().say("the network cannot be used: ").system(&error);
            Collected::fault(Diagnostic::error(&codes::TRANSPORT_FAILED, message))
        }
    }
}
