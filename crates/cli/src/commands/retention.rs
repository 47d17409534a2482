//! `retention` and `quarantine`: until when data is kept, certificates of destruction, and what was set aside.
//!
//! Not allowed in here: destroying anything; the night does.

use std::io::Read;

use concordat_pipeline::Held;
use concordat_store::SystemClock;
use serde_json::json;

use crate::arguments::keeping::{Quarantine, Retention};
use crate::arguments::{Format, Global};
use crate::commands::run;
use crate::failure::{Exit, Failure, name, unknown};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

/// Does what was typed.
pub(crate) fn retention(asked: &Retention, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match asked {
        Retention::Due(asked) => {
            let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
            let held = concordat_pipeline::retention(&options, &SystemClock).map_err(Failure::of)?;
            match printer.format() {
                Format::Json => printer.data_json(&held),
                _ => printer.table(&table(&held)),
            }
            Ok(Exit::FINE)
        }
        Retention::Verify(asked) => {
            let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
            let checked = concordat_pipeline::certificates(&options, &SystemClock).map_err(Failure::of)?;
            let faults = checked.iter().flat_map(|one| &one.faults);
            faults.for_each(|fault| printer.diagnostic(fault, None));
            let hold = checked.iter().filter(|one| one.faults.is_empty());
            hold.clone().for_each(|one| printer.data(&format!("holds  {}\n", one.file.display())));
            // Nothing that was checked is no pass.
            if checked.is_empty() {
                printer.say("nothing was destroyed yet: there is no certificate to check");
            }
            Ok(if hold.count() == checked.len() && !checked.is_empty() { Exit::FINE } else { Exit::CHECK_FAILED })
        }
    }
}

fn table(held: &[Held]) -> Table {
    let mut table = Table::new(["dataset", "period", "received", "kept until", "by"]);
    for one in held {
        let until = one.due_on.map_or_else(|| "no end".to_owned(), |due| due.to_string());
        let by = one.agreement.clone().unwrap_or_default();
        let received = one.received.to_string();
        table.push(vec![json!(one.dataset), json!(one.period), json!(received), json!(until), json!(by)]);
    }
    table
}

/// Prints what was set aside.
pub(crate) fn quarantine(asked: &Quarantine, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
    let place = concordat_pipeline::read_declarations(&options.pipeline);
    let Some(partnership) = place.partnership else { return Err(Failure::of(place.faults)) };
    let home = place::unlocked(global, partnership.place().id.value.as_str())?;
    let dataset = name(&asked.dataset)?;
    let folder = home.quarantine(dataset.as_str(), &asked.delivery);
    if !folder.exists() {
        return Err(unknown("delivery with records set aside", &asked.delivery, &[]).into());
    }
    let mut opened = concordat_pipeline::open_quarantined(&home, &dataset, &asked.delivery)
        .map_err(|error| Failure::from(error.diagnostic()))?;
    let mut text = String::new();
    opened.read_to_string(&mut text).map_err(|source| concordat_store::StoreError::of_read(&folder, source))?;
    printer.data(&text);
    Ok(Exit::FINE)
}
