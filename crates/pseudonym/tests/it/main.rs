//! Tokens against hashes that were computed elsewhere, identifiers against a list of them, and secrets that stay hidden.
//!
//! Not allowed in here: a real person's number.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use concordat_base::{Date, Name};
use concordat_pseudonym::{
    Absent, Bits, IdentifierKind, Key, KeyError, MatchRule, MatchTokens, Parts, Person, Pseudonymiser, Rejected, Seen,
};
use zeroize::Zeroizing;

/// Bytes 1 to 32.
const SECRET: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn key(id: &str) -> Key {
    let secret: [u8; 32] = std::array::from_fn(|place| u8::try_from(place + 1).unwrap());
    let created = Date::constant(2026, 4, 1);
    Key::new(name(id), name("multiple-disadvantage"), name("the-trust"), created, Zeroizing::new(secret))
}

fn pseudonym(key: &Key, kind: IdentifierKind, cell: &str, bits: Bits) -> String {
    let Seen::Valid(normal) = kind.read(cell) else { unreachable!("{cell} is valid") };
    Pseudonymiser::new(key, &name("multiple-disadvantage"), kind, bits).unwrap().pseudonym(&normal)
}

fn keys_of(rule: MatchRule, parts: &Parts<'_>) -> [String; 3] {
    let maker = MatchTokens::new(&key("kid-2026-a"), &name("multiple-disadvantage"), rule).unwrap();
    maker.keys(&Person::read(parts))
}

const PERSON: Parts<'static> = Parts {
    given_name: "Siobhán",
    family_name: "O'Brien-Smith",
    birth_date: "04/03/1990",
    postcode: "TS1 2AA",
    sex: "F",
};

/// Computed with the hmac module of Python 3 from the text that the documentation gives.
#[test]
fn tokens_are_those_of_another_implementation() {
    let key = key("kid-2026-a");
    assert_eq!(key.proof().unwrap(), "70a1ad22a227cbc6f05fe8a60ff9cd5ee8b4ce6bff69171c60e508935ef85048");
    let whole = "be230f262043572f960a9293c84fbb4ff99699e97caad1fc752003af0a585f1e";
    assert_eq!(pseudonym(&key, IdentifierKind::NhsNumber, "943 476 5919", Bits::B256), whole);
    assert_eq!(pseudonym(&key, IdentifierKind::NhsNumber, "943-476-5919", Bits::B128), whole[..32]);
    let [strict, standard, loose] = keys_of(MatchRule::WithoutSex, &Parts { family_name: "O Brien", ..PERSON });
    assert_eq!(loose, "995d715697a652ddede88299a653277e391f36954dc53073b25d76b3dd461fea"[..32]);
    assert_eq!(strict, "deb567bd005efc580201b523386a90c00e8ce58fbdfa440e2f275020897528cc"[..32]);
    assert_eq!(standard.len(), 32);
}

#[test]
fn no_two_uses_of_a_key_meet() {
    let (one, other) = (key("kid-2026-a"), key("kid-2026-b"));
    let of = |key: &Key, kind| pseudonym(key, kind, "9434765919", Bits::B256);
    assert_ne!(of(&one, IdentifierKind::NhsNumber), of(&other, IdentifierKind::NhsNumber));
    assert_ne!(of(&one, IdentifierKind::NhsNumber), of(&one, IdentifierKind::Uprn));
    assert_ne!(of(&one, IdentifierKind::Text), of(&one, IdentifierKind::Uprn));
    assert_ne!(keys_of(MatchRule::WithSex, &PERSON)[2], keys_of(MatchRule::WithoutSex, &PERSON)[2]);
    assert_ne!(one.proof().unwrap(), other.proof().unwrap());
}

#[test]
fn a_key_serves_its_own_purpose_alone() {
    let key = key("kid-2026-a");
    let refused = Pseudonymiser::new(&key, &name("another"), IdentifierKind::Text, Bits::B128).err();
    let expected = KeyError::OtherPurpose { id: name("kid-2026-a"), purpose: name("multiple-disadvantage") };
    assert_eq!(refused, Some(expected.clone()));
    assert_eq!(MatchTokens::new(&key, &name("another"), MatchRule::WithSex).err(), Some(expected));
}

#[test]
fn a_missing_or_dummy_part_makes_no_key_and_never_one_of_empty_parts() {
    let none = |parts: Parts<'_>| keys_of(MatchRule::WithSex, &parts).map(|key| key.is_empty());
    assert_eq!(none(PERSON), [false, false, false]);
    assert_eq!(none(Parts { postcode: "ZZ99 3VZ", ..PERSON }), [true, false, false]);
    assert_eq!(none(Parts { sex: "9", ..PERSON }), [false, false, true]);
    for parts in [
        Parts { birth_date: "1900-01-01", ..PERSON },
        Parts { given_name: " ", ..PERSON },
        Parts { family_name: "UNKNOWN", ..PERSON },
        Parts::default(),
    ] {
        assert_eq!(none(parts), [true, true, true]);
    }
}

#[test]
fn the_loose_key_bears_a_slip_and_the_second_part_of_a_name() {
    let [strict, standard, loose] = keys_of(MatchRule::WithoutSex, &PERSON);
    let respelt = Parts { given_name: "Siobahn", family_name: "OBrian", ..PERSON };
    let [other_strict, other_standard, other_loose] = keys_of(MatchRule::WithoutSex, &respelt);
    assert_eq!(loose, other_loose);
    assert_ne!(strict, other_strict);
    assert_ne!(standard, other_standard);
    let moved = keys_of(MatchRule::WithoutSex, &Parts { postcode: "TS13 9ZZ", ..PERSON });
    assert_ne!(strict, moved[0]);
    assert_eq!(standard, moved[1]);
}

#[test]
fn every_number_of_the_list_is_judged_rightly() {
    let list = include_str!("../identifiers.csv");
    let mut judged = 0;
    for line in list.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        let kind = match cells[0] {
            "nhs_number" => IdentifierKind::NhsNumber,
            "upn" => IdentifierKind::Upn,
            _ => continue,
        };
        let seen = kind.read(cells[1]);
        let fits = match (cells[2], cells[3]) {
            ("valid", "temporary") => seen == Seen::Absent(Absent::Temporary),
            ("valid", _) => matches!(seen, Seen::Valid(_)),
            (_, "all zeros: placeholder") => seen == Seen::Absent(Absent::Placeholder),
            _ => matches!(seen, Seen::Rejected(_)),
        };
        assert!(fits, "{line}");
        judged += 1;
    }
    assert_eq!(judged, 74);
}

#[test]
fn property_numbers_and_references_have_one_form() {
    let key = key("kid-2026-a");
    let of = |kind, cell| pseudonym(&key, kind, cell, Bits::B128);
    assert_eq!(of(IdentifierKind::Uprn, "000100023336956"), of(IdentifierKind::Uprn, "100023336956"));
    assert_eq!(IdentifierKind::Uprn.read("000"), Seen::Absent(Absent::Placeholder));
    assert_eq!(IdentifierKind::Uprn.read("1234567890123"), Seen::Rejected(Rejected::Form));
    assert_eq!(IdentifierKind::NhsNumber.read("1111111111"), Seen::Absent(Absent::Placeholder));
    assert_eq!(IdentifierKind::NhsNumber.read(" "), Seen::Absent(Absent::Empty));
    assert_eq!(of(IdentifierKind::Text, " ab  12\u{ff13} "), of(IdentifierKind::Text, "AB 123"));
}

#[test]
fn an_identifier_in_another_column_is_noticed() {
    let Seen::Valid(normal) = IdentifierKind::NhsNumber.read("943 476 5919") else { unreachable!("valid") };
    assert!(normal.stands_in("seen by GP, 943-476 5919, again"));
    assert!(!normal.stands_in("943 476 591"));
}

#[test]
fn a_key_file_reads_back_and_wrong_ones_are_refused() {
    let key = key("kid-2026-a");
    let text = key.to_file_text();
    assert!(text.contains(SECRET) && concordat_pseudonym::key::looks_like_a_key(text.as_bytes()));
    let again = Key::from_file_text(&text).unwrap();
    assert_eq!(again.proof().unwrap(), key.proof().unwrap());
    assert_eq!((again.custodian(), again.created()), (&name("the-trust"), Date::constant(2026, 4, 1)));
    for (from, to, error) in [
        (SECRET, "AAAA", KeyError::Secret),
        (SECRET, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", KeyError::Secret),
        ("\"concordat_key\": 1", "\"concordat_key\": 2", KeyError::Form),
        ("\"purpose\"", "\"purpoes\"", KeyError::Form),
        ("the-trust", "The Trust", KeyError::Form),
    ] {
        assert_eq!(Key::from_file_text(&text.replace(from, to)).err(), Some(error), "{from} {to}");
    }
}

#[test]
fn rotation_changes_id_and_secret_and_keeps_the_rest() {
    let key = key("kid-2026-a");
    let next = key.rotated(Date::constant(2027, 4, 1), Zeroizing::new([7; 32])).unwrap();
    assert_eq!((next.id(), next.rotated_from()), (&name("kid-2026-b"), Some(key.id())));
    assert_eq!((next.purpose(), next.custodian()), (key.purpose(), key.custodian()));
    assert_ne!(next.proof().unwrap(), key.proof().unwrap());
}

#[test]
fn no_format_shows_a_secret_or_a_person() {
    let key = key("kid-2026-a");
    let Seen::Valid(normal) = IdentifierKind::NhsNumber.read("9434765919") else { unreachable!("valid") };
    let shown = format!("{key:?} {normal:?} {:?} {PERSON:?}", Person::read(&PERSON));
    for hidden in [SECRET, "1, 2, 3", "9434765919", "Siobh", "SIOBH", "1990"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(shown.contains("kid-2026-a"));
}
