//! The two questions of a night: may this dataset be received, and may this indicator be computed.
//!
//! Not allowed in here: remembering an answer. Both are asked anew every night.

use std::collections::BTreeSet;

use concordat_base::{Date, Name, nearest};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_declare::source::Source;
use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::coverage::{Coverage, Covering, Night};
use crate::grant::{ReceiveGrant, UseGrant};
use crate::refusal::{Refusal, Subject, about, error, permitted, place_of, version_of};
use crate::weigh::Weighing;

/// Decides whether a dataset may be received from the supplier of its source on a date.
///
/// The columns are those that any agreement in force shares with that supplier as a supplying party; the first day, the
/// identifiability and the last day are the strictest of these agreements. Under an open licence every column of the
/// contract may be received.
///
/// # Errors
/// Every reason against it (C201 to C204, C210), or that there is no such dataset.
pub fn receive_grant(partnership: &Partnership, dataset: &Name, as_of: Date) -> Result<ReceiveGrant, Refusal> {
    let night = Night::real(partnership, as_of);
    let refuse = |diagnostics| Refusal::new(Subject::Dataset(dataset.clone()), diagnostics);
    let Some(source) = partnership.source(dataset) else {
        let known = partnership.sources().map(|source| source.id.value.as_str());
        return Err(refuse(vec![unknown("there is no source ", dataset, known)]));
    };
    match night.coverage(dataset, None).map_err(refuse)? {
        Coverage::Open(licences) => {
            let licences = licences.iter().map(|licence| licence.id.value.clone()).collect();
            Ok(open_grant(partnership, source, as_of, licences))
        }
        Coverage::Agreed(coverings) => agreed_grant(&night, source, &coverings).map_err(refuse),
    }
}

/// Decides whether an indicator may be computed on a date.
///
/// Every dataset in it, the population and the published figures it is compared with included, must be permitted: for
/// its purpose and mission, its kind of output, each column in each role, and at least one of the audiences it asks
/// for. Where several agreements in force cover a dataset, a column may come from any of them that permits the purpose and
/// the kind of output; the audiences are those that all of these have in common, and limits on what is shown are the
/// strictest of all that cover it.
///
/// # Errors
/// Every reason against it (C201 to C209, C211), or that there is no such indicator.
pub fn use_grant(partnership: &Partnership, indicator: &Name, as_of: Date) -> Result<UseGrant, Refusal> {
    use_grant_on(&Night::real(partnership, as_of), indicator)
}

/// The same on a night on which something may be supposed.
pub(crate) fn use_grant_on(night: &Night<'_>, indicator: &Name) -> Result<UseGrant, Refusal> {
    let refuse = |diagnostics| Refusal::new(Subject::Indicator(indicator.clone()), diagnostics);
    let Some(declared) = night.partnership.indicator(indicator) else {
        let known = night.partnership.indicators().map(|one| one.id.value.as_str());
        return Err(refuse(vec![unknown("there is no indicator ", indicator, known)]));
    };
    Weighing::of(night, declared).outcome().map_err(refuse)
}

fn unknown<'name>(words: &'static str, name: &Name, known: impl Iterator<Item = &'name str>) -> Diagnostic {
    let fault = Diagnostic::error(&codes::UNKNOWN_NAME, Text::new().say(words).name(name));
    match nearest(name.as_str(), known) {
        Some(near) => fault.help(Text::new().say("did you mean ").declared(near).say("?")),
        None => fault,
    }
}

fn open_grant(partnership: &Partnership, source: &Source, as_of: Date, licences: Vec<Name>) -> ReceiveGrant {
    let dataset = source.id.value.clone();
    let contract = partnership.contract_of(&dataset);
    let columns = contract.iter().flat_map(|contract| &contract.columns).map(|column| column.name.clone());
    ReceiveGrant {
        allow_list: columns.collect(),
        supplier: source.supplier.value.clone(),
        open: true,
        identifiability: None,
        history_from: None,
        as_of,
        agreements: Vec::new(),
        licences,
        expiry: None,
        dataset,
    }
}

fn agreed_grant(
    night: &Night<'_>,
    source: &Source,
    coverings: &[Covering<'_>],
) -> Result<ReceiveGrant, Vec<Diagnostic>> {
    let supplier = &source.supplier.value;
    let from_it: Vec<Covering<'_>> =
        coverings.iter().copied().filter(|covering| supplies(covering.agreement, supplier)).collect();
    if from_it.is_empty() {
        return Err(coverings.iter().map(|covering| not_a_supplier(night, covering.agreement, source)).collect());
    }
    let allow_list: BTreeSet<Name> =
        from_it.iter().flat_map(|covering| night.fields(*covering)).map(|field| field.name.value.clone()).collect();
    let agreements: BTreeSet<_> = from_it.iter().map(|covering| version_of(covering.agreement)).collect();
    Ok(ReceiveGrant {
        dataset: source.id.value.clone(),
        supplier: supplier.clone(),
        allow_list,
        open: false,
        identifiability: from_it
            .iter()
            .map(|covering| covering.dataset.identifiability)
            .min_by_key(|class| crate::weigh::distance_from_a_person(*class)),
        history_from: from_it.iter().map(|covering| covering.dataset.history_from).max(),
        as_of: night.as_of,
        agreements: agreements.into_iter().collect(),
        licences: Vec::new(),
        expiry: from_it.iter().map(|covering| covering.agreement.term.expiry.value).min(),
    })
}

fn supplies(agreement: &Agreement, party: &Name) -> bool {
    agreement.parties.iter().any(|one| one.supplies && one.id.value == *party)
}

fn not_a_supplier(night: &Night<'_>, agreement: &Agreement, source: &Source) -> Diagnostic {
    let supplier = &source.supplier.value;
    let message = about(agreement).say(" covers dataset ").name(&source.id.value).say(", and ").name(supplier);
    let message = message.say(", which delivers it, is not a supplying party");
    let suppliers = agreement.parties.iter().filter(|party| party.supplies).map(|party| party.id.value.as_str());
    let help = permitted("supplying parties: ", supplier, suppliers);
    error(&codes::NOT_A_SUPPLIER, message, help, place_of(night.file(agreement), &agreement.id))
}
