//! Trying again, for faults of transport, with pauses that grow and differ, and where a server asks to be asked later.
//!
//! Not allowed in here: trying again after any other answer that the server meant.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use concordat_diagnostics::{Diagnostic, Text, codes};

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Most pauses that a server may ask for, one after another, before one answer.
const PAUSES_AT_MOST: u32 = 10;

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
    /// The server asks for a pause, and says how long, or leaves it to us.
    Busy(Option<Duration>),
    /// Anything else: it is not.
    Final(Box<Diagnostic>),
}

impl From<Diagnostic> for Failed {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Final(Box::new(diagnostic))
    }
}

/// How often, and how long, a source has patience.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Tries in all, for faults of the transport.
    pub(crate) tries: u32,
    /// The longest that a server may make us wait, all its pauses together.
    pub(crate) wait_at_most: Duration,
}

impl Patience {
    /// Tries, and no pause that a server asks for.
    pub(crate) fn of_tries(tries: u32) -> Self {
        Self { tries: tries.max(1), wait_at_most: Duration::ZERO }
    }
}

/// Tries until something else than the transport decides, at most so often. `about` begins the message of a failure.
pub(crate) async fn tried<T>(
    patience: Patience,
    about: Text,
    mut one: impl AsyncFnMut() -> Result<T, Failed>,
) -> Result<T, Fault> {
    let (mut tried, mut pauses, mut waited) = (1, 0, Duration::ZERO);
    loop {
        match one().await {
            Ok(outcome) => return Ok(outcome),
            Err(Failed::Final(diagnostic)) => return Err((*diagnostic).into()),
            Err(Failed::Transport(words)) if tried >= patience.tries => {
                let message = about.say(": ").say(words).say(" (").number(u64::from(tried)).say(" tries)");
                let diagnostic = Diagnostic::error(&codes::TRANSPORT_FAILED, message);
                return Err(Fault { diagnostic, transport: true });
            }
            Err(Failed::Transport(_)) => {
                tokio::time::sleep(pause(tried)).await;
                tried += 1;
            }
            Err(Failed::Busy(asked)) => {
                pauses += 1;
                let wait = asked.unwrap_or_else(|| pause(pauses));
                waited = waited.saturating_add(wait);
                if pauses > PAUSES_AT_MOST || waited > patience.wait_at_most {
                    return Err(too_busy(about, pauses, waited, patience));
                }
                tokio::time::sleep(wait).await;
            }
        }
    }
}

fn too_busy(about: Text, pauses: u32, waited: Duration, patience: Patience) -> Fault {
    let message = about.say(" asks us to wait: ").number(u64::from(pauses)).say(" pause(s) of together ");
    let message = message.number(waited.as_secs()).say(" second(s), the source permits ");
    let message = message.number(u64::from(PAUSES_AT_MOST)).say(" pauses of together ");
    let message = message.number(patience.wait_at_most.as_secs()).say(" seconds");
    Fault { diagnostic: Diagnostic::error(&codes::SERVER_BUSY, message), transport: true }
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
