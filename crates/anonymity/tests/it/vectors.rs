//! Every saved vector is told as it should be.
//!
//! Not allowed in here: vectors of its own.

use concordat_anonymity::{ColumnWatch, Expected, Form, granularity_of};

const VECTORS: &str = include_str!("fixtures/identifier-test-vectors.synthetic.csv");

fn form(kind: &str) -> Form {
    match kind {
        "nhs_number" | "free_text" => Form::NhsNumber,
        "upn" => Form::PupilNumber,
        "nino" => Form::NationalInsuranceNumber,
        "uk_postcode" => Form::UnitPostcode,
        "email" => Form::EmailAddress,
        "uk_phone" => Form::TelephoneNumber,
        _ => Form::FullDate,
    }
}

#[test]
fn a_column_of_each_vector_is_told_as_it_should_be() {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(VECTORS.as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let (kind, value, expected) = (&record[0], &record[1], &record[2]);
        let mut watch = ColumnWatch::new("ref_no", Expected::default());
        (1..=6).for_each(|number| watch.observe(number, value.as_bytes()));
        let found = watch.findings().iter().any(|finding| finding.form == form(kind));
        assert_eq!(found, matches!(expected, "valid" | "contains"), "{kind} {value}: {:?}", watch.findings());
        seen += 1;
    }
    assert_eq!(seen, 105);
}

#[test]
fn an_outward_code_and_a_year_are_harmless_altogether() {
    for value in ["TS1", "TS1 2", "1987", "E01012345"] {
        let mut watch = ColumnWatch::new("area", Expected::default());
        (1..=6).for_each(|number| watch.observe(number, value.as_bytes()));
        assert_eq!(watch.findings(), [], "{value}");
    }
    assert_ne!(granularity_of(b"1987"), granularity_of(b"1987-03-14"));
}
