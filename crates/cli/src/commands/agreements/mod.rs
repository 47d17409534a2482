//! `agreements`: what they permit, and what was done.
//!
//! Not allowed in here: a rule of an agreement; those are in the crates below.

mod answer;
mod check;
mod find;
mod list;
mod report;
mod review;
mod show;
mod sign;
mod what_if;

use crate::arguments::Global;
use crate::arguments::agreements::Agreements;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Does what was typed.
pub(crate) fn agreements(asked: &Agreements, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match asked {
        Agreements::List(asked) => list::list(asked, global, printer),
        Agreements::Show(asked) => show::show(asked, global, printer),
        Agreements::Sign(asked) => sign::sign(asked, global, printer),
        Agreements::Check(asked) => check::check(asked, global, printer),
        Agreements::Report(asked) => report::report(asked, global, printer),
        Agreements::WhatIf(asked) => what_if::what_if(asked, global, printer),
        Agreements::Answer(asked) => answer::answer(asked, global, printer),
        Agreements::Review(asked) => review::review(asked, global, printer),
    }
}
