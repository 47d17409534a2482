//! Tokens that stand for people, made at the agency's own desk: keyed hashes of identifiers, and keys for matching people
//! of whom no number is known.
//!
//! Not allowed in here: reading or writing a file, randomness, the clock; a hash without a key; an identifier, a part of a
//! name or a secret in a message.

pub mod identifier;
pub mod key;
pub mod match_key;
mod name_sound;
pub mod person;
mod token;

pub use identifier::{Absent, IdentifierKind, Normal, Rejected, Seen};
pub use key::{Key, KeyError};
pub use match_key::{Level, MatchRule, MatchTokens};
pub use person::{Parts, Person, Sex};
pub use token::{Bits, Pseudonymiser};
