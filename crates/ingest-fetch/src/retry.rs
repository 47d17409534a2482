//! Trying again, for faults of transport alone, with pauses that grow and differ.
//!
//! Not allowed in here: trying again after an answer that the server meant.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use concordat_diagnostics::{Diagnostic, Text, codes};

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A fault, and whether it was the transport's.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) transport: bool,
}

impl From<Diagnostic> for Fault {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, transport: false }
    }
}

/// A try that failed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The transport: it is tried again.
    Transport(&'static str),
    /// Anything else: it is not.
    Final(Box<Diagnostic>),
}

impl From<Diagnostic> for Failed {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Final(Box::new(diagnostic))
    }
}

/// Tries until something else than the transport decides, at most so often. `about` begins the message of a failure.
pub(crate) async fn tried<T>(
    tries: u32,
    about: Text,
    mut one: impl AsyncFnMut() -> Result<T, Failed>,
) -> Result<T, Fault> {
    let mut tried = 1;
    loop {
        match one().await {
            Ok(outcome) => return Ok(outcome),
            Err(Failed::Final(diagnostic)) => return Err((*diagnostic).into()),
            Err(Failed::Transport(words)) if tried >= tries => {
                let message = about.say(": ").say(words).say(" (").number(u64::from(tried)).say(" tries)");
                let diagnostic = Diagnostic::error(&codes::TRANSPORT_FAILED, message);
                return Err(Fault { diagnostic, transport: true });
            }
            Err(Failed::Transport(_)) => tokio::time::sleep(pause(tried)).await,
        }
        tried += 1;
    }
}

/// Half a second, doubled with each try, times a random factor from one half to one and a half, so that many clients
/// that failed together do not come back together.
fn pause(tried: u32) -> Duration {
    let doubled = Duration::from_millis(500).saturating_mul(1 << tried.saturating_sub(1).min(10));
    // The standard library's own source of randomness; no result depends on it.
    let thousandths = u32::try_from(RandomState::new().hash_one(tried) % 1_000).unwrap_or(0);
    doubled.saturating_mul(500 + thousandths).checked_div(1_000).unwrap_or(doubled).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_their_limits() {
        for tried in 1..40 {
            let base = Duration::from_millis(500).saturating_mul(1 << (tried - 1).min(10));
            let pause = pause(tried);
            assert!(pause >= (base / 2).min(LONGEST_PAUSE) && pause <= (base * 3 / 2).min(LONGEST_PAUSE), "{tried}");
        }
    }
}
