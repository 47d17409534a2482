//! Looking at releases: list, show, verify.
//!
//! Not allowed in here: changing anything.

use concordat_publish::Version;
use concordat_publish::releases::{self, Listed, Shown};
use concordat_store::Home;
use serde_json::{Value, json};

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;
use crate::table::Table;

/// How much of a hash is shown to people.
const SHORT_HASH: usize = 12;

/// All releases, newest last, and where each stands with each audience.
pub(super) fn list(listed: &[Listed], printer: &Printer) {
    let mut table = Table::new(["version", "audience", "state", "content_sha256"]);
    for release in listed {
        for audience in &release.audiences {
            let hash = match printer.format() {
                Format::Table => audience.content_sha256.chars().take(SHORT_HASH).collect(),
                Format::Csv | Format::Json => audience.content_sha256.clone(),
            };
            let version = release.version.to_string();
            table.push(vec![json!(version), json!(audience.audience), json!(audience.state.as_str()), json!(hash)]);
        }
    }
    printer.table(&table);
    if listed.is_empty() {
        printer.say("no release yet; concordat run PIPELINE makes one");
    }
}

/// One release.
pub(super) fn show(home: &Home, version: Version, printer: &Printer) -> Result<(), Failure> {
    let shown = releases::show(home, version)?;
    match printer.format() {
        Format::Json => printer.data_json(&shown.iter().map(as_json).collect::<Vec<_>>()),
        Format::Csv => printer.table(&summary(&shown)),
        Format::Table => {
            printer.table(&summary(&shown));
            printer.data("\n");
            printer.table(&files(&shown));
        }
    }
    Ok(())
}

fn summary(shown: &[Shown]) -> Table {
    let columns =
        ["audience", "state", "figures", "synthetic", "since", "kind", "added", "removed", "revised", "edited"];
    let mut table = Table::new(columns);
    for one in shown {
        let counts = one.changes.counts;
        table.push(vec![
            json!(one.listed.audience),
            json!(one.listed.state.as_str()),
            json!(one.observations),
            json!(if one.synthetic { "yes" } else { "no" }),
            json!(one.changes.from.map(|version| version.to_string())),
            json!(one.changes.kind),
            json!(counts.added),
            json!(counts.removed),
            json!(counts.revised),
            json!(counts.edited),
        ]);
    }
    table
}

fn files(shown: &[Shown]) -> Table {
    let mut table = Table::new(["audience", "file", "bytes"]);
    for one in shown {
        for (file, bytes) in &one.files {
            table.push(vec![json!(one.listed.audience), json!(file), json!(bytes)]);
        }
    }
    table
}

fn as_json(shown: &Shown) -> Value {
    let counts = shown.changes.counts;
    let files = shown.files.iter().map(|(file, bytes)| json!({ "file": file, "bytes": bytes }));
    json!({
        "audience": shown.listed.audience,
        "state": shown.listed.state.as_str(),
        "content_sha256": shown.listed.content_sha256,
        "folder": shown.listed.folder,
        "observations": shown.observations,
        "synthetic": shown.synthetic,
        "changes": {
            "from": shown.changes.from,
            "kind": shown.changes.kind,
            "added": counts.added,
            "removed": counts.removed,
            "revised": counts.revised,
            "edited": counts.edited,
        },
        "files": files.collect::<Vec<_>>(),
    })
}

/// Compares a release with what was published.
pub(super) fn verify(home: &Home, version: Version, printer: &Printer) -> Result<Exit, Failure> {
    let found = releases::verify(home, version)?;
    let faults = found.diagnostics();
    if !faults.is_empty() {
        return Err(Failure::of(faults));
    }
    let audiences = found.audiences().join(", ");
    printer.say(&format!("release {version} is as it was published: {} files for {audiences}", found.files()));
    Ok(Exit::FINE)
}
