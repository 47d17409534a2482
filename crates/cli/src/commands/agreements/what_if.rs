//! `agreements what-if`: the figures that would go, before the day.
//!
//! Not allowed in here: changing anything.

use concordat_base::Name;
use concordat_compliance::Supposed;
use concordat_declare::Partnership;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::SystemClock;

use crate::arguments::compliance::WhatIf;
use crate::arguments::{Format, Global};
use crate::evidence::{Gathered, agreements};
use crate::failure::{Exit, Failure, name, unknown};
use crate::place;
use crate::printer::Printer;

/// Prints what would go.
pub(crate) fn what_if(asked: &WhatIf, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let supposed = supposed(asked, &gathered.partnership)?;
    let evidence = gathered.evidence(place::as_of(global, &SystemClock))?;
    let found = concordat_compliance::what_if(&evidence, supposed);
    match printer.format() {
        Format::Json => printer.data_json(&found),
        Format::Csv => printer.data(&found.table().csv()),
        Format::Table => printer.data(&found.page().text()),
    }
    Ok(Exit::FINE)
}

fn supposed(asked: &WhatIf, partnership: &Partnership) -> Result<Supposed, Failure> {
    let supposed = &asked.supposed;
    if let Some(typed) = &supposed.expire {
        return Ok(Supposed::Expired(known("agreement", typed, &agreements(partnership))?));
    }
    if let Some(date) = supposed.on {
        return Ok(Supposed::On(date));
    }
    let typed = supposed.withdraw.as_deref().unwrap_or_default();
    let Some((dataset, field)) = typed.split_once('.') else {
        let message = Text::new().declared(typed).say(" is not a dataset, a full stop and a field");
        return Err(Diagnostic::error(&codes::USAGE, message).into());
    };
    let permissions = || partnership.agreements().flat_map(|agreement| &agreement.datasets);
    let datasets: Vec<String> = each_once(permissions().map(|one| &one.id.value));
    let dataset = known("dataset", dataset, &datasets)?;
    let shared = permissions().filter(|one| one.id.value == dataset);
    let fields = each_once(shared.flat_map(|one| one.fields.iter().map(|field| &field.name.value)));
    Ok(Supposed::Withdrawn { field: known("field", field, &fields)?, dataset })
}

fn known(kind: &'static str, typed: &str, names: &[String]) -> Result<Name, Failure> {
    if names.iter().any(|name| name == typed) { Ok(name(typed)?) } else { Err(unknown(kind, typed, names).into()) }
}

fn each_once<'name>(names: impl Iterator<Item = &'name Name>) -> Vec<String> {
    names.collect::<std::collections::BTreeSet<_>>().into_iter().map(ToString::to_string).collect()
}
