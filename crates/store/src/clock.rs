//! The time of day, handed in. No other crate may ask the operating system what time it is, and
//! nothing but receipts, the lock and the ledger's `at` may carry what is read here.

use jiff::Timestamp;

/// A source of the present instant.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
        Timestamp::now()
    }
}

/// A clock that always tells the same instant: for tests and for repeating a night.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
