//! The command line: reads what was typed, calls one command, prints what it says, ends with its exit code.
//!
//! Not allowed in here: a rule of any kind; they are in the crates below.

mod arguments;
mod commands;
mod decision;
mod evidence;
mod failure;
mod key_guard;
mod page;
mod place;
mod printer;
mod progress;
mod summary;
mod table;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::failure::{Exit, Failure, exit_of};
use crate::printer::Printer;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => {
            printer::print_usage(&usage);
            return ExitCode::from(if usage.use_stderr() { Exit::USAGE.0 } else { Exit::FINE.0 });
        }
    };
    let printer = Printer::new(&arguments.global);
    let ended = commands::call(&arguments, &printer).unwrap_or_else(|failure| told(&failure, &printer));
    ExitCode::from(stdout_counts(ended, &printer).0)
}

/// Tells what went wrong, and gives the exit code.
fn told(failure: &Failure, printer: &Printer) -> Exit {
    for diagnostic in &failure.diagnostics {
        printer.diagnostic(diagnostic, None);
    }
    failure.exit
}

/// What became of stdout may change how the command ended: a reader that had enough ends it well.
fn stdout_counts(ended: Exit, printer: &Printer) -> Exit {
    match printer.fault_of_stdout() {
        None => ended,
        Some(Ok(())) => Exit::FINE,
        Some(Err(diagnostic)) => {
            printer.diagnostic(&diagnostic, None);
            exit_of(std::slice::from_ref(&diagnostic))
        }
    }
}
