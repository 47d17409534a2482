//! States from dates and signatures, to the day.

use concordat_agreement::{AgreementState, state_of};
use concordat_base::Date;

use crate::place::{AS_OF, Place, codes, name, told};

const FALLS: &str = "agreements/falls.yaml";

fn state(place: &Place, version: u32, as_of: Date) -> AgreementState {
    let partnership = place.load();
    let agreement = partnership.agreements().find(|one| one.id.value == name("falls") && one.version == version);
    state_of(&partnership, agreement.unwrap(), as_of)
}

#[test]
fn an_agreement_holds_from_its_first_day_to_its_last() {
    let place = Place::new();
    let days = [(2025, 12, 31), (2026, 1, 1), (2027, 3, 31), (2027, 4, 1)];
    let states = days.map(|(year, month, day)| state(&place, 1, Date::constant(year, month, day)));
    use AgreementState::{Expired, InForce, NotYet};
    assert_eq!(states, [NotYet, InForce, InForce, Expired]);
    assert!(place.use_on("falls-rate", Date::constant(2027, 3, 31)).is_ok());
    let text = told(place.use_on("falls-rate", Date::constant(2027, 4, 1)));
    assert!(text.contains("agreements/falls.yaml:45:35: C203 agreement 'falls@1'"), "{text}");
    assert!(text.contains("2027-03-31"), "{text}");
    assert_eq!(codes(place.receive_on("falls", Date::constant(2025, 12, 31))), ["C203", "C202"]);
}

#[test]
fn every_controller_signs_this_version_by_the_day() {
    let later = Place::new().with(FALLS, "date: 2025-12-10", "date: 2026-11-23");
    let missing = AgreementState::PartlySigned { missing: vec![name("trust")] };
    assert_eq!(state(&later, 1, AS_OF), missing);
    assert_eq!(state(&later, 1, Date::constant(2026, 11, 23)), AgreementState::InForce);
    let text = told(later.use_on("falls-rate", AS_OF));
    assert!(text.contains("C204 agreement 'falls@1'") && text.contains("'trust'"), "{text}");
    assert!(!text.contains("'council'") && !text.contains("'police'"), "{text}");
}

#[test]
fn a_signature_of_somebody_else_does_not_count() {
    let other = Place::new().with(FALLS, "party: trust", "party: police");
    assert_eq!(state(&other, 1, AS_OF), AgreementState::PartlySigned { missing: vec![name("trust")] });
}

#[test]
fn an_agreement_without_controllers_is_never_in_force() {
    let nobody = Place::new().with(FALLS, "role: joint_controller", "role: recipient_of_anonymous_output").with(
        FALLS,
        "role: independent_controller",
        "role: recipient_of_anonymous_output",
    );
    let all = ["council", "trust", "police"].map(name).to_vec();
    assert_eq!(state(&nobody, 1, AS_OF), AgreementState::PartlySigned { missing: all });
}

#[test]
fn a_later_version_replaces_an_earlier_once_it_is_signed_and_begun() {
    let second = |start: &str| {
        let start = format!("start: {start}");
        let changes = [("version: 1\ntitle", "version: 2\ntitle"), ("start: 2026-01-01", start.as_str())];
        Place::new().copied(FALLS, "agreements/falls@2.yaml", &changes)
    };
    let waiting = second("2026-11-23");
    assert_eq!(state(&waiting, 1, AS_OF), AgreementState::InForce);
    assert_eq!(state(&waiting, 2, AS_OF), AgreementState::NotYet);
    let begun = second("2026-11-22");
    assert_eq!(state(&begun, 1, AS_OF), AgreementState::Superseded { by: 2 });
    assert_eq!(state(&begun, 2, AS_OF), AgreementState::InForce);
    let unsigned = second("2026-11-22").with("agreements/falls@2.yaml", "date: 2025-12-10", "date: 2030-01-01");
    assert_eq!(state(&unsigned, 1, AS_OF), AgreementState::InForce);
}

#[test]
fn a_replaced_version_permits_nothing_that_its_successor_left_out() {
    let changes = [("version: 1\ntitle", "version: 2\ntitle"), ("id: falls\n    ident", "id: crime\n    ident")];
    let fields = [
        (
            "      - {name: person, roles: [count_distinct], class: linkage_key, key: falls-key, why: To count people., clause: person}\n",
            "",
        ),
        ("      - {name: sex, roles: [group], class: quasi_identifier, why: To see inequality., clause: data}\n", ""),
        ("{name: emergency,", "{name: violent,"),
        (
            "purposes:\n",
            "  - {id: ministry, name: The Ministry, role: recipient_of_anonymous_output, supplies: true}\npurposes:\n",
        ),
    ];
    let all: Vec<_> = changes.into_iter().chain(fields).collect();
    let place = Place::new().without("agreements/archive.yaml").copied(FALLS, "agreements/falls@2.yaml", &all);
    let text = told(place.receive_on("falls", AS_OF));
    assert!(
        text.contains("C201") && text.contains("'falls@1' did") && text.contains("version 2 left it out"),
        "{text}"
    );
}
