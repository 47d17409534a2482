//! `run`: the night, how it goes on, and what became of it.
//!
//! Not allowed in here: a stage of the night.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pipeline::{ReleaseOutcome, RunOptions, RunReport};
use concordat_store::{Home, SystemClock};

use crate::arguments::night::Run;
use crate::arguments::{Format, Global};
use crate::commands::{check, query};
use crate::failure::{Exit, Failure};
use crate::printer::Printer;
use crate::{key_guard, place, progress, summary};

const BYTES_IN_MIB: usize = 1 << 20;

/// Runs the night.
pub(crate) fn run(asked: &Run, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&asked.pipeline)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    let Some(partnership) = &loaded.partnership else {
        check::tell(&loaded.faults, printer);
        printer.warn("the declarations have faults; nothing ran");
        return Ok(Exit::USAGE);
    };
    if partnership.place().profile == concordat_declare::place::Profile::Sample {
        printer.warn(summary::SAMPLE);
    }
    let keys = key_guard::keys_here(&folder, &global.home);
    if !keys.is_empty() {
        return Err(Failure { diagnostics: keys, exit: Exit::USAGE });
    }
    let options = options(asked, global, folder)?;
    let report = {
        let progress = progress::shown(printer);
        concordat_pipeline::run(&options, &SystemClock, progress.as_ref())
    };
    tell(&report, global, printer);
    if printer.format() == Format::Json {
        printer.data_json(&report);
    }
    Ok(Exit(report.exit.code()))
}

fn options(asked: &Run, global: &Global, pipeline: PathBuf) -> Result<RunOptions, Failure> {
    let threads = asked.threads.or_else(|| std::thread::available_parallelism().ok().map(NonZeroUsize::get));
    let extra_roots_pem = asked.extra_roots.as_ref().map(|file| {
        std::fs::read(file).map_err(|error| {
            let message = Text::new().file(file).say(" could not be read: ").system(&error);
            Diagnostic::error(&codes::USAGE, message).help("--extra-roots names a file of certificates as PEM")
        })
    });
    Ok(RunOptions {
        pipeline,
        home: global.home.clone(),
        as_of: global.as_of,
        threads: threads.unwrap_or(1),
        memory_bytes: asked.memory_mib.saturating_mul(BYTES_IN_MIB),
        rehearse: asked.rehearse,
        degraded_ok: asked.degraded_ok,
        extra_roots_pem: extra_roots_pem.transpose()?,
    })
}

/// The options of a command that looks at a night and runs none.
pub(crate) fn looking(global: &Global, pipeline: PathBuf) -> RunOptions {
    RunOptions {
        pipeline,
        home: global.home.clone(),
        as_of: global.as_of,
        threads: 1,
        memory_bytes: BYTES_IN_MIB,
        rehearse: true,
        degraded_ok: false,
        extra_roots_pem: None,
    }
}

/// The summary: what happened, what was said, where the report is, and what to type next.
fn tell(report: &RunReport, global: &Global, printer: &Printer) {
    let home = Home::open(&global.home, report.place.as_str());
    let page = home.as_ref().map_or_else(|_| PathBuf::new(), |home| home.runs(&report.run_id).join("report.md"));
    for line in summary::lines(report) {
        printer.say(&line);
    }
    for fault in summary::faults(&report.said, &page) {
        printer.warn(&fault);
    }
    for notice in report.said.iter().filter(|said| said.severity == "notice") {
        printer.detail(&summary::fault(notice));
    }
    if page.is_file() {
        printer.say(&format!("  report    {}", page.display()));
    }
    if let Ok(home) = &home {
        next(report, home, global, printer);
    }
}

/// The next command to type: one that shows figures of the release, and one that explains the worst fault.
fn next(report: &RunReport, home: &Home, global: &Global, printer: &Printer) {
    let stands = matches!(report.release, ReleaseOutcome::Published { .. } | ReleaseOutcome::Unchanged { .. });
    let indicator = stands.then(|| query::an_indicator(home)).flatten();
    match indicator {
        Some(indicator) => {
            let options = retyped(global, report.place.as_str());
            printer.say(&format!("  next      concordat query{options} --indicator {indicator} --measure value"));
        }
        // A release that was withdrawn stands unchanged, and nobody sees it.
        None if stands => printer.say("  next      concordat release list: no audience sees figures now"),
        None => {}
    }
    if let Some(worst) = report.said.first().filter(|said| said.severity != "notice") {
        printer.say(&format!("  next      concordat explain {}", worst.code));
    }
}

/// Options that have to be typed again for another command to find the same release.
fn retyped(global: &Global, place: &str) -> String {
    let mut options = String::new();
    let from_environment = std::env::var_os("CONCORDAT_HOME").is_some_and(|home| global.home.as_os_str() == home);
    if !from_environment && global.home.as_os_str() != "./var" {
        let home = global.home.to_string_lossy();
        options += &if home.contains(' ') { format!(" --home \"{home}\"") } else { format!(" --home {home}") };
    }
    if concordat_store::list_folders(&global.home).is_ok_and(|places| places.len() > 1) {
        options += &format!(" --place {place}");
    }
    options
}
