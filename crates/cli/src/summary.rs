//! The end of a run in words that a person understands, always in the same order.
//!
//! Not allowed in here: printing, and more than ten faults: the report has all.

use std::path::Path;

use concordat_base::Name;
use concordat_diagnostics::text::thousands;
use concordat_pipeline::{MissionReport, ReleaseOutcome, RunReport, Said, SourceReport, SourceState};

/// Said before anything else where made-up data is permitted.
pub(crate) const SAMPLE: &str =
    "sample: made-up extracts and stand-ins are used; figures marked synthetic must not be quoted";

/// Faults that are shown before the rest is counted.
const MOST_FAULTS: usize = 10;

/// What happened, line by line; faults are told apart, with [`faults`].
pub(crate) fn lines(report: &RunReport) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}, night of {}: {} (exit {})",
            report.place_name,
            report.as_of,
            report.exit.words(),
            report.exit.code()
        ),
        format!("  release   {}", release(&report.release)),
    ];
    lines.extend(headed("missions", report.missions.iter().map(mission)));
    lines.extend(headed("sources", sources(&report.sources)));
    lines.push(format!("  records   {}", records(&report.sources)));
    lines.push(format!("  figures   {}", figures(report)));
    lines
}

/// What became of the release, and for whom.
fn release(outcome: &ReleaseOutcome) -> String {
    let names = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    match outcome {
        ReleaseOutcome::Published { version, audiences, waiting } => {
            let published = (!audiences.is_empty()).then(|| format!("published to {}", names(audiences)));
            let staged = (!waiting.is_empty()).then(|| format!("staged, waits for {}", names(waiting)));
            let parts: Vec<String> = published.into_iter().chain(staged).collect();
            format!("{version} {}", parts.join("; "))
        }
        ReleaseOutcome::Unchanged { version } => {
            format!("{version} stands unchanged: nothing that anybody can read differs")
        }
        ReleaseOutcome::Rehearsed => "none: a rehearsal publishes nothing".to_owned(),
        ReleaseOutcome::None => "none: what was published before stands".to_owned(),
    }
}

/// Lines under one heading, which stands in the first of them.
fn headed(heading: &str, lines: impl Iterator<Item = String>) -> Vec<String> {
    let heading = |at: usize| if at == 0 { heading.to_owned() } else { String::new() };
    lines.enumerate().map(|(at, line)| format!("  {:<9} {line}", heading(at))).collect()
}

fn mission(mission: &MissionReport) -> String {
    let measured = if mission.measured.is_empty() { "" } else { "measured: " };
    format!("{}: {measured}{}", mission.mission, mission.words())
}

/// How many sources are in each state, and which they are where they are not simply fresh or not needed.
fn sources(sources: &[SourceReport]) -> impl Iterator<Item = String> {
    let groups = [
        ("fresh", &[SourceState::NotDue, SourceState::Due][..]),
        ("late", &[SourceState::Late, SourceState::KnownLate][..]),
        ("left out", &[SourceState::Dropped, SourceState::Missing][..]),
        ("not permitted", &[SourceState::NotPermitted][..]),
        ("not needed", &[SourceState::NotNeeded][..]),
    ];
    groups.into_iter().filter_map(|(word, states)| {
        let of_group: Vec<&SourceReport> = sources.iter().filter(|source| states.contains(&source.state)).collect();
        let names: Vec<&str> = of_group.iter().map(|source| source.dataset.as_str()).collect();
        match names.len() {
            0 => None,
            count if word == "fresh" => Some(format!("{count} {word}")),
            count => Some(format!("{count} {word}: {}", names.join(", "))),
        }
    })
}

fn records(sources: &[SourceReport]) -> String {
    let total = |count: fn(&SourceReport) -> u64| sources.iter().map(count).sum();
    let read = sources.iter().map(|source| source.deliveries_read as u64).sum();
    let unchanged = sources.iter().map(|source| source.deliveries_unchanged as u64).sum();
    format!(
        "{} accepted, {} set aside; {} deliveries read, {} unchanged and not read again",
        thousands(total(|source| source.records_accepted)),
        thousands(total(|source| source.records_quarantined)),
        thousands(read),
        thousands(unchanged)
    )
}

fn figures(report: &RunReport) -> String {
    let rows: usize = report.indicators.iter().map(|one| one.rows).sum();
    let confidential: usize = report.indicators.iter().map(|one| one.confidential_rows).sum();
    format!(
        "{} rows, {} of them confidential and without a number",
        thousands(rows as u64),
        thousands(confidential as u64)
    )
}

/// Errors and warnings, ten at most, then a count; `report` is where all of them stand. Faults of one code with the same
/// advice follow one another as one, with the first of them and how many more there are.
pub(crate) fn faults(said: &[Said], report: &Path) -> Vec<String> {
    let faults: Vec<&Said> = said.iter().filter(|said| said.severity != "notice").collect();
    let alike = |left: &&Said, right: &&Said| {
        (&left.code, &left.severity, &left.help) == (&right.code, &right.severity, &right.help)
    };
    let groups: Vec<&[&Said]> = faults.chunk_by(alike).collect();
    let mut lines: Vec<String> = groups.iter().take(MOST_FAULTS).map(|group| several(group)).collect();
    let left: usize = groups.iter().skip(MOST_FAULTS).map(|group| group.len()).sum();
    if left > 0 {
        lines.push(format!("and {left} more in {}", report.display()));
    }
    lines
}

fn several(alike: &[&Said]) -> String {
    match alike {
        [] => String::new(),
        [only] => fault(only),
        [first, more @ ..] => {
            let text = format!("{} (and {} more of this kind)", first.text, more.len());
            fault(&Said { text, ..(*first).clone() })
        }
    }
}

/// One fault: what, the next thing to try, and who can do it.
pub(crate) fn fault(said: &Said) -> String {
    let Said { severity, code, text, help, who } = said;
    format!("{severity}: {text}\n  help: {help}\n  who can mend it: {who}; concordat explain {code}")
}

#[cfg(test)]
mod tests {
    use concordat_base::Date;
    use concordat_pipeline::ExitClass;

    use super::*;

    fn report() -> RunReport {
        let name = |text: &str| Name::new(text).unwrap();
        let mission = |id: &str, measured: Vec<Name>| MissionReport {
            mission: name(id),
            statement: String::new(),
            declared: measured.len(),
            measured,
        };
        RunReport {
            schema_version: 1,
            run_id: "r".to_owned(),
            place: name("south-tees"),
            place_name: "Live Well South Tees".to_owned(),
            as_of: Date::constant(2026, 6, 30),
            profile: "sample".to_owned(),
            code_version: String::new(),
            started: String::new(),
            ended: String::new(),
            exit: ExitClass::Degraded,
            exits: vec![ExitClass::Degraded],
            release: ReleaseOutcome::Published {
                version: "2026-06-30.1".to_owned(),
                audiences: vec![name("public")],
                waiting: vec![name("board")],
            },
            sources: Vec::new(),
            indicators: Vec::new(),
            missions: vec![mission("live-well-places", vec![name("crime")]), mission("age-well-dignity", Vec::new())],
            steps: Vec::new(),
            planning_micros: 0,
            deferred: Vec::new(),
            hidden: Vec::new(),
            said: Vec::new(),
        }
    }

    #[test]
    fn a_mission_is_measured_or_said_not_to_be() {
        let lines = lines(&report());
        assert!(lines[0].starts_with("Live Well South Tees, night of 2026-06-30: degraded"), "{lines:#?}");
        assert!(lines[1].ends_with("2026-06-30.1 published to public; staged, waits for board"), "{lines:#?}");
        assert_eq!(lines[2], "  missions  live-well-places: measured: crime");
        assert_eq!(lines[3], "            age-well-dignity: declared, not yet measured");
    }

    #[test]
    fn ten_faults_are_told_and_the_rest_counted() {
        let said = |severity: &str, help: usize| Said {
            severity: severity.to_owned(),
            code: "C305".to_owned(),
            text: "C305 late".to_owned(),
            help: help.to_string(),
            who: "the agency".to_owned(),
        };
        let mut all: Vec<Said> = (0..13).map(|number| said("warning", number)).collect();
        all.insert(0, said("warning", 0));
        all.push(said("notice", 0));
        let lines = faults(&all, Path::new("report.md"));
        assert_eq!(lines.len(), 11);
        assert_eq!(lines[10], "and 3 more in report.md");
        assert!(lines[0].starts_with("warning: C305 late (and 1 more of this kind)\n"), "{}", lines[0]);
        assert!(lines[1].ends_with("concordat explain C305"), "{}", lines[1]);
    }
}
