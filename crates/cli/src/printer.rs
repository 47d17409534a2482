//! The only place that writes to the terminal: data to stdout, everything else to stderr.
//!
//! Not allowed in here: deciding what to say. Elsewhere in this crate: a handle of stdout or stderr.

use std::cell::Cell;
use std::io::{ErrorKind, IsTerminal, Write};

use concordat_diagnostics::{Diagnostic, Severity, Text, codes, render};
use serde::Serialize;
use serde_json::json;

use crate::arguments::{Format, Global, LogFormat};
use crate::table::Table;

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    /// Warnings and errors only.
    Quiet,
    /// What a person wants to know.
    Normal,
    /// Details too.
    Verbose,
}

/// How a run shows that it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgressStyle {
    /// Not at all.
    Silent,
    /// Bars, on a terminal.
    Bars,
    /// A line for each event.
    Lines,
    /// A JSON object for each event.
    Json,
}

/// Writes what commands say, in the way the caller wants it.
#[derive(Debug)]
pub(crate) struct Printer {
    loudness: Loudness,
    format: Format,
    log_format: LogFormat,
    no_progress: bool,
    colour: bool,
    /// What became of stdout: the kind of the first error of writing to it.
    trouble: Cell<Option<ErrorKind>>,
}

impl Printer {
    /// A printer as the options and the environment ask for it.
    pub(crate) fn new(global: &Global) -> Self {
        let loudness = match (global.quiet, global.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Verbose,
            (false, false) => Loudness::Normal,
        };
        Self {
            loudness,
            format: global.format,
            log_format: global.log_format,
            no_progress: global.no_progress,
            colour: colour_wanted(std::io::stderr().is_terminal()),
            trouble: Cell::new(None),
        }
    }

    /// The form of data on stdout.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// How a run shows that it goes on.
    pub(crate) fn progress_style(&self) -> ProgressStyle {
        match (self.no_progress || self.loudness == Loudness::Quiet, self.log_format) {
            (true, _) => ProgressStyle::Silent,
            (false, LogFormat::Json) => ProgressStyle::Json,
            (false, LogFormat::Text) if std::io::stderr().is_terminal() => ProgressStyle::Bars,
            (false, LogFormat::Text) => ProgressStyle::Lines,
        }
    }

    /// Writes data to stdout as it is.
    pub(crate) fn data(&self, text: &str) {
        if self.trouble.get().is_some() {
            return;
        }
        let mut out = std::io::stdout().lock();
        if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            self.trouble.set(Some(error.kind()));
        }
    }

    /// Writes a value to stdout as JSON for people.
    pub(crate) fn data_json(&self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.data(&(text + "\n")),
            Err(_) => self.trouble.set(Some(ErrorKind::InvalidData)),
        }
    }

    /// Writes a table to stdout in the form that was asked for.
    pub(crate) fn table(&self, table: &Table) {
        match self.format {
            Format::Table => self.data(&table.aligned()),
            Format::Csv => self.data(&table.csv()),
            Format::Json => self.data_json(table),
        }
    }

    /// A message for a person, on stderr; not said when quiet.
    pub(crate) fn say(&self, words: &str) {
        self.at(Loudness::Normal, words);
    }

    /// A detail, on stderr; said only when asked for.
    pub(crate) fn detail(&self, words: &str) {
        self.at(Loudness::Verbose, words);
    }

    /// A message that is said even when quiet: it is about something wrong.
    pub(crate) fn warn(&self, words: &str) {
        self.at(Loudness::Quiet, words);
    }

    fn at(&self, loudness: Loudness, words: &str) {
        if self.loudness < loudness {
            return;
        }
        match self.log_format {
            LogFormat::Text => error_line(words),
            LogFormat::Json => words.lines().for_each(|line| error_line(&json!({ "message": line }).to_string())),
        }
    }

    /// A line of JSON on stderr.
    pub(crate) fn event(&self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(value) {
            error_line(&text);
        }
    }

    /// A diagnostic on stderr, with the text of its file where there is one. Notices are not told when quiet.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic, source: Option<&str>) {
        if self.loudness == Loudness::Quiet && diagnostic.severity == Severity::Notice {
            return;
        }
        match self.log_format {
            LogFormat::Text => error_line(render::full(diagnostic, source, self.colour).trim_end_matches('\n')),
            LogFormat::Json => self.event(diagnostic),
        }
    }

    /// What a fault of stdout means for the exit code: a reader that had enough is no fault at all.
    pub(crate) fn fault_of_stdout(&self) -> Option<Result<(), Diagnostic>> {
        let kind = self.trouble.get()?;
        if kind == ErrorKind::BrokenPipe {
            return Some(Ok(()));
        }
        let code = if kind == ErrorKind::StorageFull { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
        let message = Text::new().say("stdout could not be written: ").system(&kind.into());
        Some(Err(Diagnostic::error(code, message)))
    }
}

/// Help, or a fault of usage, as clap words it. Help goes to stdout.
pub(crate) fn print_usage(error: &clap::Error) {
    let rendered = error.render();
    let colour = |terminal| colour_wanted(terminal);
    if error.use_stderr() {
        let text =
            if colour(std::io::stderr().is_terminal()) { rendered.ansi().to_string() } else { rendered.to_string() };
        error_line(text.trim_end_matches('\n'));
    } else {
        let text =
            if colour(std::io::stdout().is_terminal()) { rendered.ansi().to_string() } else { rendered.to_string() };
        // A reader that closed the pipe has read what it wanted.
        let _read_enough = std::io::stdout().lock().write_all(text.as_bytes());
    }
}

/// Whether colour is wanted: on a terminal that can show it, unless `NO_COLOR` is set.
fn colour_wanted(terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// One message on stderr. When stderr itself is gone there is nowhere left to say so.
fn error_line(text: &str) {
    let _nowhere_left = writeln!(std::io::stderr().lock(), "{text}");
}
