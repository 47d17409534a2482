//! What can be typed: commands, options and their help. Types for clap, nothing else.
//!
//! Not allowed in here: doing anything, and a command without an example.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use concordat_base::Date;

pub(crate) mod agreement;
pub(crate) mod agreements;
pub(crate) mod brief;
pub(crate) mod calc;
pub(crate) mod catalogue;
pub(crate) mod compliance;
pub(crate) mod desk;
pub(crate) mod gate;
pub(crate) mod init;
pub(crate) mod keeping;
pub(crate) mod ledger;
pub(crate) mod night;
pub(crate) mod protect;
pub(crate) mod query;
pub(crate) mod release;
pub(crate) mod schedule;

/// Share de-identified extracts under declared agreements, and get back outcome measures that everyone can check.
#[derive(Debug, Parser)]
#[command(
    name = "concordat",
    version,
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Examples:\n  \
                  concordat check pipelines/south-tees\n  \
                  concordat run pipelines/south-tees --as-of 2026-06-30\n  \
                  concordat query --indicator violence-and-sexual-offences --measure value\n\n\
                  Data goes to stdout, everything else to stderr."
)]
pub(crate) struct Arguments {
    /// Options that every command has.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that every command has.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Where everything is kept: one folder for each place.
    #[arg(long, global = true, value_name = "DIR", env = "CONCORDAT_HOME", default_value = "./var")]
    pub(crate) home: PathBuf,
    /// The date to work as of, such as 2026-06-30; today where it is not given.
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// The place, where the home holds several and the command names no pipeline.
    #[arg(long, global = true, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// The form of data on stdout.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Tell warnings and errors only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Tell details too.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Do not show how a run goes on.
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
    /// The form of messages and progress on stderr.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) log_format: LogFormat,
}

/// The form of data on stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// Comma-separated, for spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// The form of messages and progress on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new place from a few answers: declarations that check accepts and people can grow
    #[command(after_help = init::EXAMPLES)]
    Init(init::Init),
    /// Read all declarations of a place and tell every fault in one go
    #[command(after_help = "Example:\n  concordat check pipelines/south-tees")]
    Check(Pipeline),
    /// Tell what tonight would do, and why; nothing is fetched or written
    #[command(after_help = "Example:\n  concordat plan pipelines/south-tees --as-of 2026-06-30")]
    Plan(Pipeline),
    /// Tell why one step would be computed again
    #[command(after_help = "Example:\n  concordat why pipelines/south-tees violence-and-sexual-offences\n\n\
                            concordat plan PIPELINE lists the steps.")]
    Why(night::Why),
    /// The night: fetch, check, count, protect, evaluate, audit, publish, report
    #[command(after_help = night::RUN_EXIT_CODES)]
    Run(night::Run),
    /// Tell the last run, how fresh each source is, and what falls due next
    #[command(after_help = "Example:\n  concordat status pipelines/south-tees --max-age 26h\n\n\
                            Ends with 1 when the last run is older than --max-age, or there was none.")]
    Status(night::Status),
    /// At the agency's desk: would this extract be accepted? Nothing of it is kept
    #[command(after_help = gate::EXAMPLES)]
    Gate(gate::Gate),
    /// At the agency's desk: write a workbook to fill in, with the columns that are agreed
    #[command(after_help = gate::TEMPLATE_EXAMPLES)]
    Template(gate::Template),
    /// Ask SQL or filters over one audience's release
    #[command(after_help = query::EXAMPLES)]
    Query(query::Query),
    /// Tell what each agency collects, shares and lacks for each mission, and what of it has arrived
    #[command(after_help = catalogue::EXAMPLES)]
    Catalogue(catalogue::Catalogue),
    /// Write a page and a workbook of one mission in one area, to quote from in a chapter or a meeting
    #[command(after_help = brief::EXAMPLES)]
    Brief(brief::Brief),
    /// Tell where one published figure comes from: columns, extracts, clauses, method, decisions, proofs
    #[command(after_help = compliance::TRACE_EXAMPLES)]
    Trace(compliance::Trace),
    /// List, show and sign agreements, and tell what was done with data under them
    #[command(subcommand, after_help = "Example:\n  concordat agreements check pipelines/south-tees")]
    Agreements(agreements::Agreements),
    /// Write the public register of what shared data is used for
    #[command(after_help = "Example:\n  concordat uses pipelines/south-tees --out register")]
    Uses(compliance::Uses),
    /// List, show, compare, approve, withdraw, roll back or verify releases
    #[command(subcommand, after_help = "Example:\n  concordat release list")]
    Release(release::Release),
    /// Print, prove, export and verify the record of what was done
    #[command(subcommand, after_help = "Example:\n  concordat ledger verify pipelines/south-tees")]
    Ledger(ledger::Ledger),
    /// Print ready units for a scheduler of the host
    #[command(after_help = "Examples:\n  \
                            concordat schedule systemd pipelines/south-tees --at 02:00\n  \
                            concordat schedule cron pipelines/south-tees --at 02:00 | crontab -")]
    Schedule(schedule::Schedule),
    /// Copy what a place needs to go on elsewhere, without the keys of extracts
    #[command(after_help = keeping::BACKUP)]
    Backup(keeping::Backup),
    /// Make a home from a backup; what was destroyed stays destroyed
    #[command(after_help = keeping::RESTORE)]
    Restore(keeping::Restore),
    /// Tell until when data is kept, and check certificates of destruction
    #[command(subcommand, after_help = "Example:\n  concordat retention due pipelines/south-tees")]
    Retention(keeping::Retention),
    /// Print the records of a delivery that were set aside, as CSV: they hold what was sent
    #[command(after_help = "Example:\n  concordat quarantine pipelines/south-tees DATASET DELIVERY")]
    Quarantine(keeping::Quarantine),
    /// At the agency's desk: replace identifiers by pseudonyms before an extract is sent
    #[command(after_help = desk::PSEUDONYMISE_EXAMPLES)]
    Pseudonymise(desk::Pseudonymise),
    /// At the agency's desk: encrypt a file to the recipient of a source
    #[command(after_help = "Example:\n  concordat seal falls-out.csv --to age1...")]
    Seal(desk::Seal),
    /// Protect any table of counts against disclosure, attack tables that were published, or check a proof
    #[command(after_help = protect::EXAMPLES)]
    Protect(protect::Protect),
    /// Make, rotate, prove and list keys
    #[command(subcommand, after_help = "Example:\n  concordat keys custody pipelines/south-tees")]
    Keys(desk::Keys),
    /// One of the methods on a table: proportions, rates, gaps, trends, funnels, control charts and more
    #[command(disable_help_flag = true, after_help = calc::EXAMPLES)]
    Calc(calc::Calc),
    /// Tell what a code means and what to do about it
    #[command(after_help = "Examples:\n  concordat explain C203\n  concordat explain        lists all codes")]
    Explain(Explain),
}

/// A command about the declarations of a place.
#[derive(Args, Clone, Debug)]
pub(crate) struct Pipeline {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
}

/// `explain`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Explain {
    /// A code, such as C203; without one, all are listed.
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

fn date(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a date is written 2026-06-30")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// Every command and subcommand, with the words that call it.
    fn commands(command: &clap::Command, words: &str, found: &mut Vec<(String, String)>) {
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            let words = format!("{words} {}", inner.get_name());
            let after = inner.get_after_help().map(ToString::to_string).unwrap_or_default();
            found.push((words.clone(), after));
            commands(inner, &words, found);
        }
    }

    #[test]
    fn arguments_fit_together_and_every_command_has_an_example_of_itself() {
        let mut command = Arguments::command();
        command.build();
        command.clone().debug_assert();
        let mut found = Vec::new();
        commands(&command, "concordat", &mut found);
        assert!(found.len() > 10);
        for (words, after) in found {
            assert!(after.contains(&format!("  {words}")), "{words}: {after}");
        }
    }
}
