//! `schedule`: ready units for the host's own scheduler, since this program has none.
//!
//! Not allowed in here: installing anything.

mod cron;
mod kubernetes;
mod systemd;
mod windows;

use std::path::{Path, PathBuf};

use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::arguments::Global;
use crate::arguments::schedule::{ClockTime, Schedule, Scheduler};
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// What is to be run, and when.
#[derive(Clone, Debug)]
pub(crate) struct Night {
    /// The program.
    program: PathBuf,
    /// The folder of the declarations.
    pipeline: PathBuf,
    /// The home.
    home: PathBuf,
    /// A word for names of units: the folder's name.
    name: String,
    /// When.
    at: ClockTime,
}

impl Night {
    /// The command, word by word.
    fn words(&self) -> Vec<String> {
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        let words = ["--home", &shown(&self.home), "--no-progress", "run", &shown(&self.pipeline)].map(str::to_owned);
        [vec![shown(&self.program)], words.to_vec()].concat()
    }
}

/// Prints the units.
pub(crate) fn schedule(asked: &Schedule, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let night = night(asked, global)?;
    printer.data(&match asked.scheduler {
        Scheduler::Systemd => systemd::units(&night),
        Scheduler::Cron => cron::line(&night),
        Scheduler::Windows => windows::task(&night),
        Scheduler::K8s => kubernetes::cron_job(&night),
    });
    Ok(Exit::FINE)
}

/// Schedulers start in a folder of their own, so every path is a whole one.
fn night(asked: &Schedule, global: &Global) -> Result<Night, Failure> {
    let pipeline = whole(&place::pipeline_folder(&asked.pipeline)?)?;
    let program = match &asked.program {
        Some(program) => program.clone(),
        None => std::env::current_exe().map_err(|error| unusable(&error))?,
    };
    let folder = pipeline.file_name().map_or_else(|| "place".into(), |name| name.to_string_lossy());
    let name = folder.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect::<String>();
    Ok(Night {
        program: whole(&program)?,
        home: whole(&global.home)?,
        name: name.to_lowercase(),
        pipeline,
        at: asked.at,
    })
}

/// A whole path, without `.` in it.
fn whole(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|error| unusable(&error))?;
    Ok(absolute.components().collect())
}

fn unusable(error: &std::io::Error) -> Failure {
    let message = Text::new().say("a path could not be made whole: ").system(error);
    Diagnostic::error(&codes::READ_FAILED, message).into()
}

#[cfg(test)]
fn example() -> Night {
    Night {
        program: "/opt/con cordat/concordat".into(),
        pipeline: "/srv/it's 100%/south-tees".into(),
        home: "/var/lib/concordat".into(),
        name: "south-tees".to_owned(),
        at: ClockTime { hour: 2, minute: 5 },
    }
}
