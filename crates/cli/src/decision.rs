//! What a person decided, as it is entered in the ledger: one at a time, with the key that signs.
//!
//! Not allowed in here: a name of a person; a role stands in the ledger.

use concordat_ledger::Ledger;
use concordat_publish::When;
use concordat_store::{Clock, Home, Lock, SystemClock};

use crate::arguments::Global;
use crate::failure::Failure;
use crate::place;

/// The lock, the ledger and the moment of a decision.
pub(crate) struct Decision {
    /// Held until the decision is in the ledger and has taken effect.
    _lock: Lock,
    pub(crate) ledger: Ledger,
    pub(crate) when: When,
}

impl Decision {
    pub(crate) fn begin(home: &Home, global: &Global, purpose: &str) -> Result<Self, Failure> {
        let at = SystemClock.now();
        let lock = Lock::acquire(home, at, purpose)?;
        Ok(Self {
            _lock: lock,
            ledger: signing_ledger(home)?,
            when: When { at, as_of: place::as_of(global, &SystemClock) },
        })
    }
}

/// The ledger, with the key that signed its last checkpoint.
fn signing_ledger(home: &Home) -> Result<Ledger, Failure> {
    let ledger = Ledger::open(home)?;
    let key = concordat_pipeline::ledger_key_of_last(&ledger)?;
    Ok(ledger.signed_with(key))
}
