//! Columns as they come: identifiers among harmless values, and harmless values that look like identifiers.
//!
//! Not allowed in here: vectors of single forms; they have a room of their own.

use concordat_anonymity::{ColumnWatch, Expected, Form};

/// Numbers that look random and are the same every time.
fn random(seed: u64) -> impl Iterator<Item = u64> {
    (1..).map(move |turn: u64| {
        let mixed = (turn + seed * 1_000_003).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 16
    })
}

fn forms<'a>(column: &str, cells: impl IntoIterator<Item = &'a str>) -> Vec<Form> {
    let mut watch = ColumnWatch::new(column, Expected::default());
    (1..).zip(cells).for_each(|(record, cell)| watch.observe(record, cell.as_bytes()));
    watch.findings().into_iter().map(|finding| finding.form).collect()
}

#[test]
fn columns_of_random_ten_digit_numbers_are_not_taken_for_nhs_numbers() {
    let mut taken = 0;
    for seed in 0..2000 {
        let length = [3, 5, 9, 20, 100, 300][usize::try_from(seed).unwrap() % 6];
        let cells: Vec<String> =
            random(seed).take(length).map(|number| format!("{}", 1_000_000_000 + number % 9_000_000_000)).collect();
        taken += usize::from(forms("ref_no", cells.iter().map(String::as_str)).contains(&Form::NhsNumber));
    }
    // Three valid of three: one in 1,331 of the columns that have three cells alone.
    assert!(taken <= 2, "{taken} of 2000 columns");
}

#[test]
fn random_hashes_and_codes_are_harmless() {
    let hashes: Vec<String> =
        random(1).zip(random(2)).take(5000).map(|(one, two)| format!("{one:016x}{two:016x}").repeat(2)).collect();
    assert_eq!(forms("person_pseudonym", hashes.iter().map(String::as_str)), []);
    let codes =
        ["E01012020", "E05001234", "2024-01", "2024/25", "65-69", "Violence and sexual offences", "F", "12", "1.5"];
    for code in codes {
        assert_eq!(forms("code", std::iter::repeat_n(code, 200)), [], "{code}");
    }
    let counts: Vec<String> = random(3).take(2000).map(|number| (number % 100_000).to_string()).collect();
    assert_eq!(forms("admissions", counts.iter().map(String::as_str)), []);
    let wards = ["Grove Hill", "Park", "St Peter's", "Newport", "James Cook", "Thornaby", "Coatham", "Dormanstown"];
    assert_eq!(forms("ward_name", wards.iter().cycle().take(400).copied()), []);
}

#[test]
fn one_identifier_in_longer_text_is_enough() {
    let cases = [
        ("NHS number", "Mrs Jones seen at home, NHS 999 000 0018", Form::NhsNumber),
        ("bare NHS number", "see nhs 9999836909", Form::NhsNumber),
        ("e-mail", "reply to a.smith@example.org today", Form::EmailAddress),
        ("postcode", "moved to TS1 2AA in May", Form::UnitPostcode),
        ("telephone", "ring 07700 900123", Form::TelephoneNumber),
        ("birth", "dob 14/03/1987", Form::FullDate),
        ("titled name", "seen with Mrs Example", Form::PersonName),
        ("pupil number", "was G808640719231", Form::PupilNumber),
        ("insurance number", "AB 12 34 56 D on file", Form::NationalInsuranceNumber),
    ];
    for (name, cell, form) in cases {
        let cells = std::iter::repeat_n("no note", 500).chain([cell]);
        assert!(forms("remark", cells).contains(&form), "{name}");
    }
}

#[test]
fn the_name_of_a_column_lowers_the_bar() {
    assert!(forms("uprn", ["100110123456", "100110123457"]).contains(&Form::PropertyNumber));
    assert_eq!(forms("reference", ["100110123456", "100110123457"]), []);
    assert!(forms("date_of_birth", ["1987-03-14"]).contains(&Form::FullDate));
    assert!(forms("patient_surname", ["Example", "Sample"]).contains(&Form::PersonName));
    assert!(forms("latitude", ["54.577350"]).contains(&Form::GridReference));
}

#[test]
fn identifiers_are_found_among_other_values() {
    let valid = ["9999836909", "9994874527", "9997572289", "9999556272", "9996141624"];
    let cells = std::iter::repeat_n("unknown", 900).chain(valid);
    assert_eq!(forms("ref_no", cells), [Form::NhsNumber]);
    assert_eq!(forms("ref_no", ["'9999836909", "9994874527.0", "9997572289"]), [Form::NhsNumber]);
    assert!(forms("visitor", std::iter::repeat_n("192.168.3.7", 5)).contains(&Form::InternetAddress));
    assert!(forms("plate", std::iter::repeat_n("AB12 CDE", 5)).contains(&Form::VehicleMark));
    assert!(forms("spot", std::iter::repeat_n("NZ 495 204", 5)).contains(&Form::GridReference));
}

#[test]
fn a_list_of_people_is_known_by_common_names() {
    let people =
        ["Sarah Example", "David Example", "Emma Sample", "Peter Sample", "Susan Test", "Quill Pen", "Zed Why"];
    assert!(forms("who", people.iter().cycle().take(70).copied()).contains(&Form::PersonName));
}

#[test]
fn free_text_is_long_and_different() {
    let text: Vec<String> =
        (0..40).map(|number| format!("was seen on visit {number} and asked to come again later")).collect();
    assert_eq!(forms("remark", text.iter().map(String::as_str)), [Form::FreeText]);
    let label = "unable to prosecute the suspect although a suspect was identified";
    assert_eq!(forms("outcome", std::iter::repeat_n(label, 400)), []);
}

#[test]
fn a_category_that_is_different_in_every_record_is_none() {
    let mut watch = ColumnWatch::new("kind", Expected { category: true, ..Expected::default() });
    (1..=200u64).for_each(|record| watch.observe(record, format!("k{record}").as_bytes()));
    assert_eq!(watch.findings()[0].form, Form::UniqueValue);
    let mut watch = ColumnWatch::new("kind", Expected { category: true, ..Expected::default() });
    (1..=200u64).for_each(|record| watch.observe(record, format!("k{}", record % 40).as_bytes()));
    assert_eq!(watch.findings(), []);
}
