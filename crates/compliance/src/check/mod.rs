//! `agreements check`: every agreement's account, and every breach.
//!
//! Not allowed in here: a pass where nothing was looked at.

mod page;

use concordat_base::Date;
use concordat_declare::agreement::Agreement;
use serde::Serialize;

use crate::account::{Account, Days, account};
use crate::breach::{Breach, breaches};
use crate::evidence::Evidence;
use crate::{lookup, words};

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The place.
    pub place: String,
    /// The date.
    pub as_of: Date,
    /// Whether any agreement was made up for the sample.
    pub sample: bool,
    /// What was looked at.
    pub checked: Checked,
    /// Breaches, in order of day.
    pub breaches: Vec<Breach>,
    /// Agreements, each with what deserves attention.
    pub agreements: Vec<CheckedAgreement>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Checked {
    /// Agreements under which anything was done.
    pub agreements_used: u64,
    /// Deliveries.
    pub deliveries: u64,
    /// Readings.
    pub readings: u64,
    /// Outputs: indicators times audiences.
    pub outputs: u64,
}

/// An agreement with what deserves attention.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedAgreement {
    /// Its account.
    #[serde(flatten)]
    pub account: Account,
    /// What deserves attention and is no breach.
    pub attention: Vec<String>,
}

/// Nothing was looked at, which is no sign that all is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingChecked {
    /// There is no agreement of that name, or none at all.
    NoAgreement,
    /// The ledger has no entry up to that date.
    EmptyLedger,
    /// Nothing was received, read or shown under the agreements that were asked about.
    NothingDone,
}

/// Checks all agreements, or all versions of one (`id`) or one version (`id@version`).
///
/// # Errors
/// [`NothingChecked`].
pub fn check(evidence: &Evidence<'_>, only: Option<&str>) -> Result<Check, NothingChecked> {
    let asked = |version: &str| {
        only.is_none_or(|only| version == only || version.split_once('@').is_some_and(|(id, _)| id == only))
    };
    let declared = evidence.partnership.agreements().filter(|one| asked(&lookup::version_of(one)));
    let agreements: Vec<CheckedAgreement> = declared.map(|one| with_attention(evidence, one)).collect();
    let checked = count(&agreements);
    if agreements.is_empty() {
        return Err(NothingChecked::NoAgreement);
    }
    if evidence.records.is_empty() {
        return Err(NothingChecked::EmptyLedger);
    }
    if checked.agreements_used == 0 {
        return Err(NothingChecked::NothingDone);
    }
    let about = |one: &Breach| one.agreements.is_empty() || one.agreements.iter().any(|version| asked(version));
    Ok(Check {
        place: evidence.partnership.place().name.clone(),
        as_of: evidence.as_of,
        sample: agreements.iter().any(|one| one.account.sample),
        breaches: breaches(evidence).into_iter().filter(about).collect(),
        checked,
        agreements,
    })
}

fn count(agreements: &[CheckedAgreement]) -> Checked {
    let accounts = || agreements.iter().map(|one| &one.account);
    let readings = |one: &Account| one.datasets.iter().map(|dataset| dataset.readings).sum::<u64>();
    let used = |one: &&Account| !one.deliveries.is_empty() || readings(one) > 0 || !one.outputs.is_empty();
    Checked {
        agreements_used: accounts().filter(used).count() as u64,
        deliveries: accounts().map(|one| one.deliveries.len() as u64).sum(),
        readings: accounts().map(readings).sum(),
        outputs: accounts().map(|one| one.outputs.len() as u64).sum(),
    }
}

fn with_attention(evidence: &Evidence<'_>, agreement: &Agreement) -> CheckedAgreement {
    let account = account(evidence, agreement, Days::up_to(evidence.as_of));
    let mut attention = Vec::new();
    let today = evidence.as_of;
    if account.in_force && account.next_review < today {
        attention.push(format!("its review was due on {}", account.next_review));
    }
    if account.in_force && account.expiry <= agreement.term.notice.value.after(today) {
        attention.push(format!("it ends on {}", account.expiry));
    }
    let seen: u64 = account.outputs.iter().filter(|one| one.seen_now).map(|one| one.figures).max().unwrap_or(0);
    if account.expiry < today && seen > 0 {
        let rows = words::count(seen, "row", "rows");
        attention.push(format!("it has ended, and {rows} that rest on it stand until the next release"));
    }
    for dataset in &account.datasets {
        let fields = |wanted: fn(&crate::account::FieldAccount) -> bool| {
            let fields = dataset.fields.iter().filter(|field| wanted(field)).map(|field| field.field.as_str());
            fields.collect::<Vec<_>>().join(", ")
        };
        let never_received = fields(|field| !field.received);
        if !never_received.is_empty() {
            attention.push(format!("{}: permitted and never received: {never_received}", dataset.dataset));
        }
        let never_read = fields(|field| field.received && field.readings == 0);
        if !never_read.is_empty() {
            attention.push(format!("{}: received and never read: {never_read}", dataset.dataset));
        }
    }
    let incidents = account.incidents.iter();
    attention.extend(
        incidents
            .map(|one| format!("incident of {}, to be acted upon by {}: {}", one.opened, one.due_on, one.incident)),
    );
    CheckedAgreement { account, attention }
}
