//! `keys custody`: every key that agreements name, for what, kept by whom, used by whom.
//!
//! Not allowed in here: a key file. Keys are named by their ids.

use std::collections::{BTreeMap, BTreeSet};

use concordat_declare::Partnership;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::{Entry, Ledger};
use serde_json::Value;

use crate::arguments::{Global, Pipeline};
use crate::commands::check;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

/// What agreements say of one key.
#[derive(Default)]
struct Custody<'a> {
    missions: BTreeSet<&'a str>,
    custodians: BTreeSet<&'a str>,
    users: BTreeSet<&'a str>,
    agreements: BTreeSet<String>,
    changed_every: BTreeSet<String>,
}

/// Prints the table, and fails where a key has no custodian or the wrong one.
pub(super) fn custody(asked: &Pipeline, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&asked.pipeline)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    let Some(partnership) = &loaded.partnership else {
        check::tell(&loaded.faults, printer);
        return Ok(Exit::USAGE);
    };
    let keys = keys_of(partnership);
    let changed = last_changed(partnership, global)?;
    let mut table =
        Table::new(["key", "missions", "custodian", "used_by", "last_changed", "to_be_changed_every", "agreements"]);
    for (key, custody) in &keys {
        let joined = |words: &BTreeSet<&str>| Value::from(words.iter().copied().collect::<Vec<_>>().join(" "));
        let texts =
            |words: &BTreeSet<String>| Value::from(words.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
        let last = changed.get(*key).map_or_else(|| Value::from("not recorded"), |date| Value::from(date.as_str()));
        let (missions, custodians, users) =
            (joined(&custody.missions), joined(&custody.custodians), joined(&custody.users));
        let row = vec![
            Value::from(*key),
            missions,
            custodians,
            users,
            last,
            texts(&custody.changed_every),
            texts(&custody.agreements),
        ];
        table.push(row);
    }
    printer.table(&table);
    let faults = faults(&keys, partnership.place().host.value.as_str());
    if faults.is_empty() { Ok(Exit::FINE) } else { Err(Failure { diagnostics: faults, exit: Exit::CHECK_FAILED }) }
}

fn keys_of(partnership: &Partnership) -> BTreeMap<&str, Custody<'_>> {
    let mut keys: BTreeMap<&str, Custody<'_>> = BTreeMap::new();
    let supplier = |dataset| partnership.source(dataset).map(|source| source.supplier.value.as_str());
    for agreement in partnership.agreements() {
        let named = format!("{}@{}", agreement.id.value, agreement.version);
        for one in &agreement.pseudonymisation {
            let custody = keys.entry(one.key.value.as_str()).or_default();
            custody.custodians.insert(one.custodian.value.as_str());
            custody.changed_every.extend(one.rotate.as_ref().map(|span| span.value.to_string()));
            custody.agreements.insert(named.clone());
        }
        let missions = || agreement.purposes.iter().flat_map(|purpose| &purpose.missions);
        for dataset in &agreement.datasets {
            for key in dataset.fields.iter().filter_map(|field| field.key.as_ref()) {
                let custody = keys.entry(key.value.as_str()).or_default();
                custody.missions.extend(missions().map(|mission| mission.value.as_str()));
                custody.users.extend(supplier(&dataset.id.value));
                custody.agreements.insert(named.clone());
            }
        }
        for link in &agreement.linkage {
            let custody = keys.entry(link.key.value.as_str()).or_default();
            custody.missions.extend(link.missions.iter().map(|mission| mission.value.as_str()));
            custody.users.extend([&link.dataset.value, &link.with.value].into_iter().filter_map(supplier));
            custody.agreements.insert(named.clone());
        }
    }
    keys
}

/// The day on which each key came into use, where the ledger tells.
fn last_changed(partnership: &Partnership, global: &Global) -> Result<BTreeMap<String, String>, Failure> {
    let home = place::unlocked(global, partnership.place().id.value.as_str())?;
    if !home.ledger().is_dir() {
        return Ok(BTreeMap::new());
    }
    let ledger = Ledger::open(&home)?;
    let changed = ledger.entries().filter_map(|record| match &record.entry {
        Entry::KeyRotated(rotated) => Some((rotated.key.clone(), record.as_of.to_string())),
        _ => None,
    });
    Ok(changed.collect())
}

fn faults(keys: &BTreeMap<&str, Custody<'_>>, host: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (key, custody) in keys {
        let message = || Text::new().say("key ").declared(key);
        if custody.custodians.contains(host) {
            let message = message().say(" is kept by ").declared(host).say(", which runs the pipeline");
            faults.push(Diagnostic::error(&codes::KEY_AT_THE_PIPELINE, message));
        }
        if custody.custodians.is_empty() {
            let message = message().say(" is used for linkage, and no agreement says who keeps it");
            faults.push(Diagnostic::error(&codes::KEY_NOT_USABLE, message));
        }
    }
    faults
}
