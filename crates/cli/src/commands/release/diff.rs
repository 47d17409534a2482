//! `release diff`: why a figure changed between two releases.
//!
//! Not allowed in here: a release that waits or was withdrawn, and any file but those that the audience has.

use concordat_difference::{Difference, Files, Question, Release, Standing, difference};
use concordat_publish::Version;
use concordat_publish::releases::{Listed, ListedAudience, State};
use concordat_store::{MANIFEST, read_bytes};
use serde_json::json;

use super::{audience, audiences};
use crate::arguments::Format;
use crate::arguments::release::Diff;
use crate::failure::{Failure, unknown};
use crate::printer::Printer;
use crate::table::Table;

/// Tells why a figure is not the same in both.
pub(super) fn diff(asked: &Diff, versions: [Version; 2], listed: &[Listed], printer: &Printer) -> Result<(), Failure> {
    let audience = match asked.audience.as_deref() {
        Some(typed) => audience(typed, listed)?.to_owned(),
        None => widest_with_both(versions, listed),
    };
    let [earlier, later] = versions;
    let old = read(earlier, &audience, listed)?;
    let new = read(later, &audience, listed)?;
    let told = difference(&old, &new, &question(asked))?;
    match printer.format() {
        Format::Json => printer.data_json(&told),
        Format::Csv => printer.table(&lines(&told)),
        Format::Table => {
            printer.table(&lines(&told));
            printer.data(&format!("\n{}\n", told.sentence));
        }
    }
    Ok(())
}

fn question(asked: &Diff) -> Question {
    Question {
        indicator: asked.indicator.clone(),
        area: asked.area.clone(),
        period: asked.period.clone(),
        measure: asked.measure.clone(),
        sex: asked.sex.clone(),
        against: asked.against.clone(),
        group: asked.group.clone(),
    }
}

fn part<'a>(version: Version, audience: &str, listed: &'a [Listed]) -> Option<&'a ListedAudience> {
    let release = listed.iter().find(|release| release.version == version)?;
    release.audiences.iter().find(|part| part.audience == audience)
}

/// The widest audience that has both releases; the widest of all where none has.
fn widest_with_both(versions: [Version; 2], listed: &[Listed]) -> String {
    let names = audiences(listed);
    let has = |name: &&String| {
        versions
            .iter()
            .all(|version| part(*version, name, listed).is_some_and(|part| standing(part.state) == Standing::Published))
    };
    names.iter().find(has).or(names.first()).cloned().unwrap_or_default()
}

fn standing(state: State) -> Standing {
    match state {
        State::Current | State::Earlier => Standing::Published,
        State::Waiting => Standing::Waiting,
        State::Withdrawn => Standing::Withdrawn,
        State::Missing => Standing::Missing,
    }
}

/// A release as its audience has it. How it stands is judged before a file of it is opened.
fn read(version: Version, audience: &str, listed: &[Listed]) -> Result<Release, Failure> {
    let Some(part) = part(version, audience, listed) else {
        let release = listed.iter().filter(|release| release.version == version);
        let known: Vec<String> =
            release.flat_map(|release| &release.audiences).map(|part| part.audience.clone()).collect();
        return Err(unknown("audience of this release", audience, &known).into());
    };
    let version = version.to_string();
    standing(part.state).check(&version)?;
    // A release that is published has a folder; without one the path is of no file, and reading says so.
    let folder = part.folder.clone().unwrap_or_default();
    let bytes = |file: &str| read_bytes(&folder.join(file));
    let (observations, indicators) = (bytes("observations.csv")?, bytes("indicators.csv")?);
    let (lineage, manifest) = (bytes("lineage.ndjson")?, bytes(MANIFEST)?);
    let files = Files {
        observations_csv: &observations,
        indicators_csv: &indicators,
        lineage_ndjson: &lineage,
        manifest_json: &manifest,
    };
    Ok(Release::read(files)?)
}

fn lines(told: &Difference) -> Table {
    let columns = ["part", "cause", "value", "lower_95", "upper_95", "count", "denominator", "because"];
    let mut table = Table::new(columns);
    for line in told.lines() {
        table.push(vec![
            json!(line.part),
            json!(line.cause),
            json!(line.value),
            json!(line.lower_95),
            json!(line.upper_95),
            json!(line.count),
            json!(line.denominator),
            json!(line.because),
        ]);
    }
    table
}
