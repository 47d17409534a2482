//! Why a figure differs between two releases: the change split into parts that add up to it, each with its cause.
//!
//! Everything said here follows from what both releases give to one audience. A count that either of them hides is never
//! worked out, guessed at or subtracted, and since a correction that waits is in neither release, nothing here can tell
//! of it. Not allowed in here: reading a home, a register or a ledger; whoever calls hands the files over.
//!
//! # How a change is split
//!
//! A figure is taken as a formula `f` of its count, its denominator, its comparator and, where counts by age are sealed,
//! of what these leave open. The part of one of them is the mean, over all orders in which old values can be exchanged
//! for new ones, of the step that `f` makes when its turn comes. For a count `n` over a denominator `d`:
//!
//! ```text
//! numerator   = m (n1 - n0) (1/d0 + 1/d1) / 2
//! denominator = m (1/d1 - 1/d0) (n0 + n1) / 2
//! ```
//!
//! The parts add up to the change exactly and no order is preferred. For two factors this is the decomposition of Das
//! Gupta, "Standardization and Decomposition of Rates: A User's Manual" (U.S. Bureau of the Census, P23-186, 1993), after
//! Kitagawa (1955); for more it is the value of Shapley (1953), the same mean over orders. Parts are printed to the decimals
//! of the figure, and what that leaves is a part of its own, named as rounding.

mod cause;
mod difference;
mod error;
mod evidence;
mod figure;
mod formula;
mod names;
mod number;
mod parts;
mod question;
mod release;
mod row;
mod split;
mod words;

pub use cause::{Cause, PartKind};
pub use difference::{Difference, Line, Outcome, Part, Side, Stands, difference};
pub use error::DifferenceError;
pub use evidence::{Extract, ExtractChange};
pub use figure::Figure;
pub use number::Number;
pub use question::Question;
pub use release::{Files, Release, Standing};
