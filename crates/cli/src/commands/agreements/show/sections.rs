//! The parts of an agreement's page, in the order in which people ask.
//!
//! Not allowed in here: how a page looks.

use concordat_agreement::state_of;
use concordat_base::{Date, Name};
use concordat_compliance::Page;
use concordat_declare::agreement::{
    Agreement, AgreementParty, DatasetPermission, FieldPermission, Lawful, Signature, SignatureFit, SignatureMethod,
};
use concordat_declare::{Located, Partnership};

use super::part::Part;

/// The page of an agreement as it stands on a date.
pub(super) fn page(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Page {
    let mut parts = vec![standing(partnership, agreement, as_of), parties(agreement), purposes(agreement)];
    parts.extend(agreement.lawful.as_ref().map(lawful));
    parts.extend(agreement.datasets.iter().map(dataset));
    parts.extend([linkage(agreement), limits(agreement), outputs(agreement), duties(agreement)]);
    parts.extend([clauses(agreement), changes(agreement), signatures(partnership, agreement)]);
    let notice = agreement.sample.then(|| "A sample: made up, and binding nobody.".to_owned());
    let page = Page::new(format!("{} ({})", agreement.title, agreement.reference())).with_notice(notice);
    parts.into_iter().filter_map(Part::section).fold(page, Page::with)
}

fn standing(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Part {
    let term = &agreement.term;
    let charter = agreement.charter.as_ref().map(|charter| charter.value.to_string());
    Part::new("Standing")
        .fact("State", format!("{} (as of {as_of})", state_of(partnership, agreement, as_of).words()))
        .fact("Kind", agreement.tier.words())
        .fact("Under charter", charter.unwrap_or_default())
        .fact("Takes the place of", agreement.supersedes.as_ref().map(|one| one.value.to_string()).unwrap_or_default())
        .fact("First day", term.start.to_string())
        .fact("Last day", format!("{}; nothing is used after it", term.expiry.value))
        .fact("Next review", term.next_review.value.to_string())
        .fact("Notice", term.notice.value.to_string())
        .fact("SHA-256 of the canonical form", agreement.sha256())
}

fn parties(agreement: &Agreement) -> Part {
    let row = |party: &AgreementParty| {
        let sends = [(party.supplies, "sends"), (party.receives, "receives")];
        let sends: Vec<&str> = sends.into_iter().filter(|(does, _)| *does).map(|(_, word)| word).collect();
        let contacts = party.contacts.iter().map(|(role, mailbox)| format!("{}: {}", role.words(), mailbox.value));
        vec![
            party.name.value.clone(),
            party.role.words().to_owned(),
            sends.join(", "),
            party.contract_ref.as_ref().map(|contract| contract.value.clone()).unwrap_or_default(),
            words(&party.locations),
            contacts.collect::<Vec<_>>().join(", "),
        ]
    };
    let columns = ["party", "role", "does", "contract", "countries", "contacts"];
    Part::new("Parties").table(&columns, agreement.parties.iter().map(row).collect())
}

fn purposes(agreement: &Agreement) -> Part {
    let rows = agreement.purposes.iter().map(|purpose| {
        let missions = words(&purpose.missions);
        let (necessity, benefit) = (purpose.necessity.clone(), purpose.benefit.clone());
        vec![purpose.id.value.to_string(), missions, necessity, benefit, purpose.clause.value.to_string()]
    });
    Part::new("What it is for")
        .fact("Forbidden besides", words(&agreement.prohibited))
        .table(&["purpose", "missions", "why it is needed", "whom it helps", "clause"], rows.collect())
}

fn lawful(lawful: &Lawful) -> Part {
    let conditions: Vec<&str> = lawful.dpa_sch1.iter().map(|one| one.value.words()).collect();
    let rows = lawful.powers.iter().map(|power| {
        let text = power.text.as_ref().map(|text| text.value.clone());
        let title = text.unwrap_or_else(|| power.code.value.words().to_owned());
        vec![title, power.from.value.to_string(), words(&power.parties), power.clause.value.to_string()]
    });
    let dpia = lawful.dpia.as_ref();
    let dpia = dpia.map(|dpia| format!("{}, {}, {}", dpia.reference, dpia.date.value, dpia.outcome.words()));
    let opt_out = &lawful.opt_out;
    let said = [&opt_out.reason, &opt_out.method].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    Part::new("On what the law allows it (confirm with your information-governance lead)")
        .fact("Basis, article 6", lawful.art6.value.words())
        .fact("Condition, article 9", lawful.art9.value.words())
        .fact("Schedule 1", conditions.join("; "))
        .fact("Offence data, article 10", lawful.art10.value.words())
        .fact("Onward authority", lawful.onward_authority.as_ref().map(|text| text.value.clone()).unwrap_or_default())
        .fact("Duty of confidence", lawful.confidence.basis.value.words())
        .fact("Opt-outs", format!("{}: {said}", opt_out.handling.value.words()))
        .fact("Impact assessment", dpia.unwrap_or_default())
        .fact("Policy document", lawful.policy_document_ref.clone().unwrap_or_default())
        .fact("Privacy notice", lawful.privacy_notice.clone().unwrap_or_default())
        .table(&["power", "from", "parties", "clause"], rows.collect())
}

fn dataset(dataset: &DatasetPermission) -> Part {
    let row = |field: &FieldPermission| {
        let roles: Vec<&str> = field.roles.iter().map(|role| role.words()).collect();
        let special = field.special.map(|category| category.words().to_owned()).unwrap_or_default();
        vec![
            field.name.value.to_string(),
            field.class.value.words().to_owned(),
            special,
            roles.join("; "),
            field.why.clone(),
            field.clause.value.to_string(),
        ]
    };
    Part::new("Data")
        .fact("Dataset", dataset.id.value.to_string())
        .fact("Nearness to a person", dataset.identifiability.words())
        .fact("Sent", format!("{}, {}", dataset.frequency.words(), dataset.transfer.method.words()))
        .fact("From", dataset.history_from.to_string())
        .fact("Clause", dataset.clause.value.to_string())
        .table(&["field", "class", "special", "used as", "why", "clause"], dataset.fields.iter().map(row).collect())
}

fn linkage(agreement: &Agreement) -> Part {
    let links = agreement.linkage.iter().map(|link| {
        let (key, clause) = (link.key.value.to_string(), link.clause.value.to_string());
        vec![format!("{} with {}", link.dataset.value, link.with.value), words(&link.on), key, clause]
    });
    let keys = agreement.pseudonymisation.iter().map(|one| {
        let kept = format!("{}, kept by {}", one.method.words(), one.custodian.value);
        let back = format!("{} may find the person", one.reidentification.words());
        vec![format!("key {}", one.key.value), kept, back, one.clause.value.to_string()]
    });
    Part::new("Linkage and keys").table(&["what", "on", "by", "clause"], links.chain(keys).collect())
}

fn limits(agreement: &Agreement) -> Part {
    let limits = &agreement.disclosure;
    let name = |name: &Option<Located<Name>>| name.as_ref().map(|name| name.value.to_string()).unwrap_or_default();
    Part::new("What is never shown")
        .fact("Counts below", limits.min_count.value.to_string())
        .fact("Counts are rounded to", limits.round_to.map(|base| base.to_string()).unwrap_or_default())
        .fact("Counts from which a hidden one would follow", if limits.secondary { "hidden" } else { "shown" })
        .fact("Areas finer than", name(&limits.geography_floor))
        .fact("Clause", limits.clause.value.to_string())
}

fn outputs(agreement: &Agreement) -> Part {
    let rows = agreement.outputs.iter().map(|output| {
        let attribution = output.attribution.clone().unwrap_or_default();
        vec![output.kind.value.to_string(), words(&output.audiences), attribution, output.clause.value.to_string()]
    });
    Part::new("Who sees what")
        .fact("May be passed on", agreement.onward.allowed.words())
        .table(&["output", "audiences", "attribution", "clause"], rows.collect())
}

fn duties(agreement: &Agreement) -> Part {
    let (retention, breach) = (&agreement.retention, &agreement.breach);
    let roles: Vec<&str> = agreement.access.roles.iter().map(|role| role.words()).collect();
    Part::new("How it is kept")
        .fact("Received data", format!("{} from: {}", retention.raw.value, retention.from.words()))
        .fact("Why so long", retention.basis.clone())
        .fact(
            "Then",
            format!("{}; certificate within {}", retention.disposal.words(), retention.certificate_within.value),
        )
        .fact("When the agreement ends", retention.on_exit.words())
        .fact("People", roles.join(", "))
        .fact("Countries", words(&agreement.access.territory))
        .fact(
            "Faults in the data",
            format!("{}, within {}", agreement.quality.owner.value, agreement.quality.corrections_within.value),
        )
        .fact("Your rights", agreement.rights.single_contact.value.clone())
        .fact("Incidents", format!("{}, within {}", breach.contact.value, breach.notify_partners_within.value))
}

fn clauses(agreement: &Agreement) -> Part {
    let rows = agreement.clauses.iter().map(|clause| vec![clause.id.value.to_string(), clause.text.clone()]);
    Part::new("Clauses").table(&["clause", "text"], rows.collect())
}

fn changes(agreement: &Agreement) -> Part {
    let rows = agreement
        .changes
        .iter()
        .map(|change| vec![change.version.value.to_string(), change.date.value.to_string(), change.what.clone()]);
    Part::new("Changes").table(&["version", "date", "what"], rows.collect())
}

fn signatures(partnership: &Partnership, agreement: &Agreement) -> Part {
    let with_fit = agreement.signatures.iter().zip(partnership.fits_of(agreement));
    let rows = with_fit.map(|(signature, fit)| {
        let (party, role) = (signature.party.value.to_string(), signature.role.value.words().to_owned());
        vec![party, role, signature.date.to_string(), signature.method.as_str().to_owned(), checked(signature, *fit)]
    });
    Part::new("Signatures").table(&["party", "role", "date", "kind", "checked"], rows.collect())
}

fn checked(signature: &Signature, fit: SignatureFit) -> String {
    match (fit, &signature.method) {
        (SignatureFit::Attested, SignatureMethod::Attested(attested)) => {
            format!("not by this program: see {} ({})", attested.reference, attested.entered_by)
        }
        (SignatureFit::Verified, _) => "fits this text".to_owned(),
        (SignatureFit::OtherText, _) => "DOES NOT COUNT: made over an older version or another text".to_owned(),
        (SignatureFit::OtherKey, _) => "DOES NOT COUNT: not the party's declared key".to_owned(),
        (SignatureFit::Attested | SignatureFit::Unreadable, _) => "DOES NOT COUNT: cannot be read".to_owned(),
    }
}

fn words<T: AsRef<str>>(items: &[Located<T>]) -> String {
    items.iter().map(|item| item.value.as_ref()).collect::<Vec<_>>().join(", ")
}
