//! The commands, one file each.
//!
//! Not allowed in here: work; this only finds the command that was typed.

mod agreements;
mod at_desk;
mod backup;
mod brief;
mod calc;
mod catalogue;
mod check;
mod chosen;
mod explain;
mod gate;
mod init;
mod keys;
mod ledger;
mod plan;
mod protect;
mod pseudonymise;
mod query;
mod release;
mod restore;
mod retention;
mod run;
mod schedule;
mod status;
mod trace;
mod uses;
mod why;

use crate::arguments::{Arguments, Command};
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Does what was typed.
pub(crate) fn call(arguments: &Arguments, printer: &Printer) -> Result<Exit, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Init(asked) => init::init(asked, global, printer),
        Command::Check(asked) => check::check(asked, global, printer),
        Command::Plan(asked) => plan::plan(asked, global, printer),
        Command::Why(asked) => why::why(asked, global, printer),
        Command::Run(asked) => run::run(asked, global, printer),
        Command::Status(asked) => status::status(asked, global, printer),
        Command::Gate(asked) => gate::gate(asked, global, printer),
        Command::Template(asked) => at_desk::template(asked, global, printer),
        Command::Query(asked) => query::query(asked, global, printer),
        Command::Agreements(asked) => agreements::agreements(asked, global, printer),
        Command::Uses(asked) => uses::uses(asked, global, printer),
        Command::Trace(asked) => trace::trace(asked, global, printer),
        Command::Catalogue(asked) => catalogue::catalogue(asked, global, printer),
        Command::Brief(asked) => brief::brief(asked, global, printer),
        Command::Release(asked) => release::release(asked, global, printer),
        Command::Schedule(asked) => schedule::schedule(asked, global, printer),
        Command::Backup(asked) => backup::backup(asked, global, printer),
        Command::Restore(asked) => restore::restore(asked, global, printer),
        Command::Retention(asked) => retention::retention(asked, global, printer),
        Command::Quarantine(asked) => retention::quarantine(asked, global, printer),
        Command::Pseudonymise(asked) => pseudonymise::pseudonymise(asked, global, printer),
        Command::Protect(asked) => protect::protect(asked, printer),
        Command::Seal(asked) => pseudonymise::seal(asked, printer),
        Command::Keys(asked) => keys::keys(asked, global, printer),
        Command::Ledger(asked) => ledger::ledger(asked, global, printer),
        Command::Calc(asked) => calc::calc(asked, printer),
        Command::Explain(asked) => explain::explain(asked, printer),
    }
}
