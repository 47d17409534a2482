//! How a run ended, as a scheduler sees it.
//!
//! Not allowed in here: a code that is not in the published table.

use serde::{Deserialize, Serialize};

/// Exit classes. Where several apply, the first in this order counts: 75, 2, 3, 1, 4, 5, 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitClass {
    /// Another run holds the lock.
    Locked,
    /// Bad usage or declarations; nothing ran.
    Declarations,
    /// Operational failure: network, disk.
    Operational,
    /// A declared check failed; nothing was published.
    CheckFailed,
    /// An agreement refuses everything that was asked.
    Refused,
    /// Published, degraded.
    Degraded,
    /// Published, or nothing changed; every input fresh.
    Fine,
}

impl ExitClass {
    /// The process exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Locked => 75,
            Self::Declarations => 2,
            Self::Operational => 3,
            Self::CheckFailed => 1,
            Self::Refused => 4,
            Self::Degraded => 5,
            Self::Fine => 0,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Locked => "another run holds the lock",
            Self::Declarations => "the declarations have faults; nothing ran",
            Self::Operational => "an operational failure; try again",
            Self::CheckFailed => "a declared check failed; nothing was published",
            Self::Refused => "the agreements refuse everything that was asked; nothing was opened",
            Self::Degraded => "degraded: some inputs were held over, dropped or refused",
            Self::Fine => "fine",
        }
    }
}

/// The class that counts of several.
#[must_use]
pub(crate) fn first(classes: &[ExitClass]) -> ExitClass {
    classes.iter().copied().min().unwrap_or(ExitClass::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_counts() {
        use ExitClass::*;
        assert_eq!(first(&[Degraded, Operational, CheckFailed]).code(), 3);
        assert_eq!(first(&[Degraded, CheckFailed, Refused]).code(), 1);
        assert_eq!(first(&[Degraded, Refused]).code(), 4);
        assert_eq!(first(&[]).code(), 0);
    }
}
