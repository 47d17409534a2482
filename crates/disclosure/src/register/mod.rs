//! Time: whether tonight's figures may be added to everything that was ever published.
//!
//! A chain is what hangs together through sums; tonight it is published as a whole or its old values stand as a whole. Not
//! allowed here: files and clocks; what was published is handed in by whoever keeps the register.

mod gate;
mod joint;

pub use gate::{Class, Decision, Gate, Held, Occasion, moved, seen};
pub use joint::{Vintage, joint_evidence, merged};
