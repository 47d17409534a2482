//! Bad deliveries and bad declarations: each is told with its code, its place and who can mend it; what was published
//! before stands; and no cell of a delivery is found anywhere but in quarantine.
//!
//! Not allowed in here: a bad delivery without a canary in it, where it has a cell at all.

mod agreements;
mod canary;
mod deliveries;
mod files;
mod people;
mod records;
mod told;
