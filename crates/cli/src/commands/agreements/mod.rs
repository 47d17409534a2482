//! `agreements`: what they permit, and what was done.
//!
//! Not allowed in here: a rule of an agreement; those are in the crates below.

mod answer;
mod check;
mod report;
mod review;
mod what_if;

use crate::arguments::Global;
use crate::arguments::agreements::Agreements;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Does what was typed.
pub(crate) fn agreements(asked: &Agreements, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match asked {
        Agreements::Check(asked) => check::check(asked, global, printer),
        Agreements::Report(asked) => report::report(asked, global, printer),
        Agreements::WhatIf(asked) => what_if::what_if(asked, global, printer),
        Agreements::Answer(asked) => answer::answer(asked, global, printer),
        Agreements::Review(asked) => review::review(asked, global, printer),
    }
}
