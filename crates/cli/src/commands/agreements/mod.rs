//! `agreements`: what they permit, and what was done.
//!
//! Not allowed in here: a rule of an agreement; those are in the crates below.

mod find;
mod list;
mod show;
mod sign;

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
    }
}
