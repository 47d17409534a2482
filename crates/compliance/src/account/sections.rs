//! An account in parts of a page: what it permits beside what was done.
//!
//! Not allowed in here: anything that the account does not hold.

use super::{Account, DatasetAccount, FieldAccount};
use crate::page::{Section, Table};
use crate::words;

/// State, term, parties and purposes.
pub(crate) fn about(section: Section, account: &Account) -> Section {
    let parties = account.parties.iter().map(|party| {
        let signed = party.signed.as_ref().map(|(date, role)| format!(", signed {date} by its {role}"));
        format!("{} ({}{})", party.name, party.role, signed.unwrap_or_default())
    });
    let purposes = account
        .purposes
        .iter()
        .map(|one| format!("{}: {} (clause {})", one.purpose, one.missions.join(", "), one.clause));
    section.facts([
        ("state", account.state.clone()),
        ("term", format!("{} to {}; next review {}", account.start, account.expiry, account.next_review)),
        ("parties", parties.collect::<Vec<_>>().join("; ")),
        ("purposes", purposes.collect::<Vec<_>>().join("; ")),
        ("outputs permitted", account.outputs_permitted.join("; ")),
    ])
}

/// Everything that was done.
pub(crate) fn done(mut section: Section, account: &Account) -> Section {
    for dataset in &account.datasets {
        section = section.subheading(format!("{} ({})", dataset.title, dataset.dataset));
        section = section.say(format!("What is shared: {}.", dataset.identifiability)).table(fields(dataset), "");
    }
    if !account.linkage.is_empty() {
        section = section.subheading("Linkage").table(linkage(account), "");
    }
    section = section.subheading("Outputs").table(outputs(account), "Nothing was shown that rests on it.");
    section = section.subheading("Deliveries").table(deliveries(account), "Nothing was delivered.");
    section = section.subheading("Kept and destroyed").table(kept(account), "Nothing is kept.");
    section.subheading("Incidents and refusals").table(events(account), "None.")
}

/// Fields: permitted, received, read.
pub(crate) fn fields(dataset: &DatasetAccount) -> Table {
    let mut table = Table::new(["field", "may be used as", "clause", "received", "read", "used by"]);
    for field in &dataset.fields {
        let roles: Vec<String> = field.roles.iter().map(|role| words::code(role)).collect();
        let received = if field.received { "yes" } else { "never" }.to_owned();
        let used_by = field.used_by.join(", ");
        table.push([field.field.clone(), roles.join(", "), field.clause.clone(), received, read(field), used_by]);
    }
    table
}

fn read(field: &FieldAccount) -> String {
    match (field.last_read, field.last_read_sequence) {
        (Some(last), Some(sequence)) => {
            format!("{}, last {last} (entry {sequence})", words::count(field.readings, "time", "times"))
        }
        _ => "never".to_owned(),
    }
}

/// Linkage, permitted and used.
pub(crate) fn linkage(account: &Account) -> Table {
    let mut table = Table::new(["dataset", "with", "on", "key", "clause", "used by"]);
    for one in &account.linkage {
        let used = if one.used_by.is_empty() { "not used".to_owned() } else { one.used_by.join(", ") };
        let on = one.on.join(", ");
        table.push([one.dataset.clone(), one.with.clone(), on, one.key.clone(), one.clause.clone(), used]);
    }
    table
}

/// Outputs made.
pub(crate) fn outputs(account: &Account) -> Table {
    let mut table = Table::new(["indicator", "shown to", "releases", "rows", "seen now"]);
    for one in &account.outputs {
        let releases = if one.first == one.last { one.first.clone() } else { format!("{} to {}", one.first, one.last) };
        let seen = if one.seen_now { "yes" } else { "no" }.to_owned();
        let indicator = format!("{} ({})", one.title, one.indicator);
        table.push([indicator, one.audience_title.clone(), releases, one.figures.to_string(), seen]);
    }
    table
}

/// Deliveries.
pub(crate) fn deliveries(account: &Account) -> Table {
    let mut table = Table::new(["night of", "dataset", "periods", "what became of it", "ledger entry"]);
    for one in &account.deliveries {
        let codes = if one.codes.is_empty() { String::new() } else { format!(" ({})", one.codes.join(", ")) };
        let outcome = format!("{}{codes}", one.outcome);
        let sequence = one.sequence.to_string();
        table.push([one.date.to_string(), one.dataset.clone(), span(&one.periods), outcome, sequence]);
    }
    table
}

/// Periods, the first and the last of many.
fn span(periods: &[String]) -> String {
    match periods {
        [first, .., last] if periods.len() > 3 => format!("{first} to {last} ({})", periods.len()),
        few => few.join(", "),
    }
}

/// What is kept and until when, and what was destroyed; periods with the same days are one row.
pub(crate) fn kept(account: &Account) -> Table {
    let mut table = Table::new(["dataset", "periods", "received", "to be destroyed by", "destroyed"]);
    let mut rows: Vec<(Vec<String>, &super::Kept)> = Vec::new();
    for kept in &account.kept {
        let same = |(_, one): &&mut (Vec<String>, &super::Kept)| {
            (&one.dataset, one.received, one.destroyed_sequence, one.received_sequence)
                == (&kept.dataset, kept.received, kept.destroyed_sequence, kept.received_sequence)
        };
        match rows.iter_mut().find(same) {
            Some((periods, _)) => periods.push(kept.period.clone()),
            None => rows.push((vec![kept.period.clone()], kept)),
        }
    }
    for (periods, kept) in rows {
        let received = format!("{} (entry {})", kept.received, kept.received_sequence);
        let destroyed = match (kept.destroyed, kept.destroyed_sequence) {
            (Some(date), Some(sequence)) => format!("{date} (entry {sequence})"),
            _ => "not yet".to_owned(),
        };
        table.push([kept.dataset.clone(), span(&periods), received, kept.due_on.to_string(), destroyed]);
    }
    table
}

/// Incidents, and indicators that were refused.
pub(crate) fn events(account: &Account) -> Table {
    let mut table = Table::new(["when", "what", "codes"]);
    for one in &account.incidents {
        let what = format!("incident: {}; to be acted upon by {} (entry {})", one.incident, one.due_on, one.sequence);
        table.push([one.opened.to_string(), what, one.code.clone()]);
    }
    for one in &account.refusals {
        let when = if one.first == one.last { one.first.to_string() } else { format!("{} to {}", one.first, one.last) };
        let nights = words::count(one.nights, "night", "nights");
        table.push([when, format!("{} was refused on {nights}", one.indicator), one.codes.join(", ")]);
    }
    table
}
