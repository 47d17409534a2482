//! Prints the page of documentation of all methods, `docs/methods.md`.
//!
//! Not allowed here: words of the page; they stand with the methods.

#![expect(clippy::print_stdout, reason = "an example tells its result")]

fn main() {
    print!("{}", concordat_calculate::help::page());
}
