//! How many records were read, accepted and set aside.
//!
//! Not allowed in here: a way to make counts that do not add up.

use serde::Serialize;

/// Counts of a delivery's records: accepted and quarantined together are those read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    read: u64,
    accepted: u64,
    quarantined: u64,
}

impl Counts {
    /// Counts, if they add up.
    #[must_use]
    pub fn new(read: u64, accepted: u64, quarantined: u64) -> Option<Self> {
        (accepted.checked_add(quarantined) == Some(read)).then_some(Self { read, accepted, quarantined })
    }

    /// Records read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    /// Records that keep the contract.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Records set aside.
    #[must_use]
    pub fn quarantined(&self) -> u64 {
        self.quarantined
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn a_record_that_vanished_is_not_counted_away() {
        assert!(Counts::new(3, 2, 1).is_some());
        assert!(Counts::new(3, 2, 0).is_none());
        assert!(Counts::new(0, u64::MAX, 1).is_none());
    }
}
