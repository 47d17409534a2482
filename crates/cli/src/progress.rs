//! How a run shows that it goes on: bars on a terminal, lines or JSON elsewhere.
//!
//! Not allowed in here: what a run found; that is told once, at its end.

use std::cell::Cell;
use std::time::Duration;

use concordat_pipeline::{Event, Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle as BarStyle};

use crate::printer::{Printer, ProgressStyle};

/// Shows what a run does, in the style that fits the terminal and the options.
pub(crate) fn shown<'printer>(printer: &'printer Printer) -> Box<dyn Progress + 'printer> {
    match printer.progress_style() {
        ProgressStyle::Silent => Box::new(()),
        ProgressStyle::Bars => Box::new(Bar::new()),
        ProgressStyle::Lines => Box::new(Lines { printer }),
        ProgressStyle::Json => Box::new(JsonLines { printer }),
    }
}

/// A line for each event: `stage  subject: words`.
struct Lines<'printer> {
    printer: &'printer Printer,
}

impl Progress for Lines<'_> {
    fn event(&self, event: &Event) {
        self.printer.say(&line(event));
    }
}

fn line(event: &Event) -> String {
    let (done, total) = event.done;
    let stage = event.stage.word();
    let counted = if total > 1 { format!(" ({done}/{total})") } else { String::new() };
    if event.subject.is_empty() {
        format!("{stage:<9} {}{counted}", event.words)
    } else {
        format!("{stage:<9} {}: {}{counted}", event.subject, event.words)
    }
}

/// A JSON object for each event.
struct JsonLines<'printer> {
    printer: &'printer Printer,
}

impl Progress for JsonLines<'_> {
    fn event(&self, event: &Event) {
        self.printer.event(event);
    }
}

/// One bar, for the stage that the run is in. It is gone when the run has ended.
struct Bar {
    bar: ProgressBar,
    stage: Cell<Option<Stage>>,
}

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
        // The template is fixed and sound; a bar without one would still be a bar.
        if let Ok(style) = BarStyle::with_template("{spinner} {prefix:<9} [{bar:24}] {pos:>3}/{len:<3} {wide_msg}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, stage: Cell::new(None) }
    }
}

impl Progress for Bar {
    fn event(&self, event: &Event) {
        let (done, total) = event.done;
        if self.stage.replace(Some(event.stage)) != Some(event.stage) {
            self.bar.reset();
            self.bar.set_prefix(event.stage.word());
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
        let words =
            if event.subject.is_empty() { event.words.clone() } else { format!("{}: {}", event.subject, event.words) };
        self.bar.set_message(words);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_stage_subject_and_how_far() {
        let event = |subject: &str, done| Event {
            stage: Stage::Receive,
            subject: subject.to_owned(),
            done,
            words: "fresh".to_owned(),
        };
        assert_eq!(line(&event("crime", (3, 11))), "receive   crime: fresh (3/11)");
        assert_eq!(line(&event("", (1, 1))), "receive   fresh");
    }
}
