//! What keeps a signed agreement from permitting anything: decisions, parties that changed, charters, contracts, signatures.

use concordat_agreement::{AgreementState, Suspension, state_of, what_if_expired};
use concordat_base::Date;
use concordat_declare::agreement::{AgreementReference, NamedRole};
use concordat_signing::sample_key;

use crate::place::{AS_OF, Place, codes, name, told};

const FALLS: &str = "agreements/falls.yaml";

fn state_on(place: &Place, as_of: Date) -> AgreementState {
    let partnership = place.load();
    let agreement = partnership.agreements().find(|one| one.id.value == name("falls")).unwrap();
    state_of(&partnership, agreement, as_of)
}

fn state(place: &Place) -> AgreementState {
    state_on(place, AS_OF)
}

fn decision(kind: &str) -> String {
    format!(
        "version: 1\nid: pause\ndecision: {{{kind}: {{agreement: falls}}}}\nrole: board\nreason: An incident.\n\
         date: 2026-11-20\nexpires: 2026-11-30\n"
    )
}

#[test]
fn a_decision_suspends_for_its_days_and_ends_for_good() {
    let paused = Place::new().adding("decisions/pause.yaml", &decision("suspend_agreement"));
    let because = Suspension::Decision { decision: name("pause"), until: Date::constant(2026, 11, 30) };
    assert_eq!(state(&paused), AgreementState::Suspended { because });
    assert_eq!(state_on(&paused, Date::constant(2026, 11, 19)), AgreementState::InForce);
    assert_eq!(state_on(&paused, Date::constant(2026, 12, 1)), AgreementState::InForce);
    let text = told(paused.use_on("falls-rate", AS_OF));
    assert!(text.contains("C238 agreement 'falls@1'") && text.contains("decision 'pause'"), "{text}");
    assert!(codes(paused.receive_on("falls", AS_OF)).contains(&"C238".to_owned()));

    let ended = Place::new().adding("decisions/pause.yaml", &decision("terminate_agreement"));
    assert_eq!(state_on(&ended, Date::constant(2026, 11, 19)), AgreementState::InForce);
    assert!(matches!(state_on(&ended, Date::constant(2027, 1, 1)), AgreementState::Terminated { .. }));
    assert!(codes(ended.use_on("falls-rate", AS_OF)).contains(&"C239".to_owned()));
}

#[test]
fn a_party_that_was_renamed_or_merged_must_sign_again() {
    let party = "{id: trust, name: The Trust, kind: nhs_trust, contact: data@trust.example}";
    let renamed = "{id: trust, name: The New Trust, kind: nhs_trust, contact: data@trust.example, \
                   previously: [{name: The Trust, until: 2026-11-21}]}";
    let place = Place::new().with("partnership.yaml", party, renamed);
    let because = Suspension::Renamed { party: name("trust") };
    assert_eq!(state(&place), AgreementState::Suspended { because });
    assert_eq!(state_on(&place, Date::constant(2026, 11, 21)), AgreementState::InForce);
    let merged = "{id: trust, name: The Trust, kind: nhs_trust, contact: data@trust.example, \
                  merged: {into: council, from: 2026-11-22}}";
    let place = Place::new().with("partnership.yaml", party, merged);
    let because = Suspension::Merged { party: name("trust"), into: name("council") };
    assert_eq!(state(&place), AgreementState::Suspended { because });
    assert_eq!(state_on(&place, Date::constant(2026, 11, 21)), AgreementState::InForce);
}

#[test]
fn another_contract_than_was_signed_suspends() {
    let place = Place::new().with("schemas/extracts/falls.odcs.yaml", "version: 1", "version: 2");
    let because = Suspension::ContractChanged { dataset: name("falls") };
    assert_eq!(state(&place), AgreementState::Suspended { because });
}

/// The place with a charter that the falls agreement stands under.
fn with_charter(changes: &[(&str, &str)]) -> Place {
    let charter = [
        ("id: falls\nversion", "id: charter\nversion"),
        ("tier: schedule", "tier: charter"),
        ("prohibited: [individual_decision]", "prohibited: []"),
    ];
    let all: Vec<_> = charter.into_iter().chain(changes.iter().copied()).collect();
    Place::new()
        .copied(FALLS, "agreements/charter.yaml", &all)
        .cut("agreements/charter.yaml", "purposes:\n", "prohibited:", "purposes: []\n")
        .cut("agreements/charter.yaml", "lawful:\n", "disclosure:", "datasets: []\n")
        .cut("agreements/charter.yaml", "outputs:\n", "onward:", "outputs: []\n")
        .with(FALLS, "tier: schedule", "tier: schedule\ncharter: charter@1")
}

#[test]
fn a_schedule_holds_while_its_charter_does() {
    assert_eq!(state(&with_charter(&[])), AgreementState::InForce);
    let lost = what_if_expired(&with_charter(&[]).load(), &name("charter"), AS_OF);
    let lost: Vec<&str> = lost.iter().map(|one| one.indicator.as_str()).collect();
    assert_eq!(lost, ["falls-rate"], "what stands under a charter goes with it");
    let unsigned = with_charter(&[("date: 2025-12-10", "date: 2026-11-23")]);
    let charter = AgreementReference { id: name("charter"), version: 1 };
    let because = Suspension::Charter { charter };
    assert_eq!(state(&unsigned), AgreementState::Suspended { because });
    assert_eq!(state_on(&unsigned, Date::constant(2026, 11, 23)), AgreementState::InForce);
}

#[test]
fn nobodys_signature_leaves_a_draft() {
    let early = Date::constant(2025, 11, 30);
    let missing = ["council", "trust"].map(name).to_vec();
    assert_eq!(state_on(&Place::new(), early), AgreementState::Draft { missing });
}

/// The place in which the trust signs falls with its sample key; `over` is what it signs, `shown` what the file says.
fn signed_by_key(over: &Place, shown: &Place) -> Place {
    let partnership = over.load();
    let agreement = partnership.agreements().find(|one| one.id.value == name("falls")).unwrap();
    let date = Date::constant(2025, 12, 10);
    let made = agreement.signed_with(&sample_key("trust"), &name("trust"), NamedRole::CaldicottGuardian, date);
    let entry =
        format!("method: {{ed25519: {{key: \"{}\", signature: \"{}\"}}}}", made.key.value, made.signature.value);
    let attested =
        "date: 2025-12-10\n    method: {attested: {document_sha256: \"00\", reference: R1, entered_by: officer}}";
    shown.clone().with(FALLS, attested, &format!("date: 2025-12-10\n    {entry}"))
}

#[test]
fn a_signature_by_key_counts_over_these_bytes_alone() {
    let key = sample_key("trust").public().to_base64();
    let party = "kind: nhs_trust, contact: data@trust.example";
    let place = Place::new().with("partnership.yaml", party, &format!("{party}, signing_key: \"{key}\""));
    assert_eq!(state(&signed_by_key(&place, &place)), AgreementState::InForce);

    let missing = AgreementState::PartlySigned { missing: vec![name("trust")] };
    let other = place.clone().with(FALLS, "min_count: 5", "min_count: 6");
    assert_eq!(state(&signed_by_key(&place, &other)), missing, "another text");
    let second = place.clone().with(FALLS, "version: 1\ntitle", "version: 2\ntitle");
    assert_eq!(state(&signed_by_key(&place, &second)), missing, "an older version");
    assert_eq!(state(&signed_by_key(&place, &Place::new())), missing, "a key that nobody declared");
    let later = signed_by_key(&place, &place).with(FALLS, "date: 2025-12-10", "date: 2025-12-11");
    assert_eq!(state(&later), missing, "another date");
    let role = signed_by_key(&place, &place).with(
        FALLS,
        "party: trust\n    role: caldicott_guardian",
        "party: trust\n    role: siro",
    );
    assert_eq!(state(&role), missing, "another role");
    let comment = signed_by_key(&place, &place).with(FALLS, "title: Falls", "title: \"Falls\" # as it was");
    assert_eq!(state(&comment), AgreementState::InForce, "a remark is no part of the text");
    let attested = "R1, entered_by: officer}}";
    let bound = Place::new().with(FALLS, attested, "R1, entered_by: officer, agreement_sha256: \"00\"}}");
    assert_eq!(
        state(&bound),
        AgreementState::PartlySigned { missing: vec![name("council")] },
        "attested of another text"
    );
}
