//! What a run says while it runs.
//!
//! Not allowed in here: how it is shown.

use serde::Serialize;

/// Stages of a night, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading declarations.
    Declare,
    /// What may be received and used tonight.
    Decide,
    /// Fetching and checking deliveries.
    Receive,
    /// Counting.
    Tabulate,
    /// Which counts may be shown.
    Protect,
    /// Methods on shown counts.
    Evaluate,
    /// Attacking the finished figures.
    Audit,
    /// Staging, re-reading, register, ledger, pointer.
    Publish,
}

impl Stage {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Declare => "declare",
            Self::Decide => "decide",
            Self::Receive => "receive",
            Self::Tabulate => "tabulate",
            Self::Protect => "protect",
            Self::Evaluate => "evaluate",
            Self::Audit => "audit",
            Self::Publish => "publish",
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// In which stage.
    pub stage: Stage,
    /// What it concerns: a dataset or an indicator; empty for the stage as a whole.
    pub subject: String,
    /// How many subjects of the stage are done, and how many there are.
    pub done: (usize, usize),
    /// In words.
    pub words: String,
}

/// Somebody who is told.
pub trait Progress {
    /// Something happened.
    fn event(&self, event: &Event);
}

impl Progress for () {
    fn event(&self, _event: &Event) {}
}
