//! Prints how far each method is from its reference tables.
//!
//! Not allowed here: a tolerance; those stand with the tables, in the tests.
//!
//! Usage: `cargo run --release -p concordat-calculate --example accuracy`. Ends with 1 when anything is wrong.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "an example tells its result, and may panic"
)]

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/it/accuracy.rs"]
mod accuracy;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../methods/tests/oracle");
    let measured = accuracy::measure(&folder);
    print!("{}", accuracy::table(&measured));
    for one in measured.iter().filter(|one| !one.at.is_empty() && one.worst > 0.0) {
        println!("worst of {}: {}", one.table, one.at);
    }
    for fault in measured.iter().flat_map(|one| &one.faults) {
        println!("fault: {fault}");
    }
    if measured.iter().all(accuracy::Measured::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
