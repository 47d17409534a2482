//! `schedule`: for which scheduler, and when.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `schedule`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Schedule {
    /// The scheduler of the host.
    #[arg(value_enum, value_name = "SCHEDULER")]
    pub(crate) scheduler: Scheduler,
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// When, every night.
    #[arg(long, value_name = "HH:MM", default_value = "02:00", value_parser = clock_time)]
    pub(crate) at: ClockTime,
    /// The program, where it stands elsewhere than this one.
    #[arg(long, value_name = "FILE")]
    pub(crate) program: Option<PathBuf>,
}

/// A scheduler of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scheduler {
    /// A service and a timer of systemd.
    Systemd,
    /// A line for crontab.
    Cron,
    /// A task of the Windows Task Scheduler.
    Windows,
    /// A Kubernetes `CronJob`.
    K8s,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClockTime {
    /// Hour, from 0 to 23.
    pub(crate) hour: u8,
    /// Minute, from 0 to 59.
    pub(crate) minute: u8,
}

impl std::fmt::Display for ClockTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

fn clock_time(text: &str) -> Result<ClockTime, &'static str> {
    let two_digits = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() == 2 && !text.starts_with('+'));
    let read = |(hour, minute)| Some(ClockTime { hour: two_digits(hour)?, minute: two_digits(minute)? });
    let time = text.split_once(':').and_then(read).filter(|time| time.hour < 24 && time.minute < 60);
    time.ok_or("a time is written 02:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_form() {
        assert_eq!(clock_time("02:05").map(|time| time.to_string()), Ok("02:05".to_owned()));
        for wrong in ["2:00", "24:00", "02:60", "0200", "02:00:00", "+2:00", ""] {
            assert!(clock_time(wrong).is_err(), "{wrong}");
        }
    }
}
