//! The rules of the house, as tests: which crate may lean on which, who writes and who reads the clock, how long
//! a file may be, which codes are in use, how sample data is marked. All of it stands in `tests/it/`; run it with
//! `cargo test -p concordat-architecture`.
//!
//! Not allowed here: code that another crate uses, and any dependency outside the tests.
