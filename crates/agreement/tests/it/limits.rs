//! Limits on areas and periods: a table that is finer than any agreement in the figure permits is refused.

use concordat_agreement::{Refusal, UseGrant};

use crate::place::{AS_OF, Place, codes, told};

const FALLS: &str = "agreements/falls.yaml";
const INDICATOR: &str = "indicators/falls-rate.yaml";
const PARTNERSHIP: &str = "partnership.yaml";
const LEVEL: &str = "- {id: lsoa21, title: Small areas, vintage: \"2021\"}";

/// The place with a limit in the agreement, and a table of these areas and periods.
fn place(limit: &str, table: &str) -> Place {
    let place = Place::new().with(FALLS, "secondary: true,", &format!("secondary: true, {limit},"));
    place.with(INDICATOR, "{areas: place, period: {each: month}, by: [sex]}", table)
}

/// Codes of the reasons against it; none where it is permitted.
fn reasons(answer: Result<UseGrant, Refusal>) -> Vec<String> {
    if answer.is_ok() { Vec::new() } else { codes(answer) }
}

#[test]
fn areas_finer_than_the_floor_are_refused() {
    let small = "{areas: lsoa21, period: {each: month}}";
    let whole = "{areas: place, period: {each: month}}";
    for (floor, table, refused) in [
        ("place", small, true),
        ("outward_postcode", small, false),
        ("lsoa21", small, false),
        ("place", whole, false),
        ("lsoa21", whole, false),
    ] {
        let answer = place(&format!("geography_floor: {floor}"), table).use_on("falls-rate", AS_OF);
        let expected: &[&str] = if refused { &["C240"] } else { &[] };
        assert_eq!(reasons(answer), expected, "{floor} {table}");
    }
    let told = told(place("geography_floor: place", small).use_on("falls-rate", AS_OF));
    assert!(told.contains("clause 'floor'") && told.contains("'lsoa21'") && told.contains("falls-rate.yaml"), "{told}");
}

#[test]
fn periods_finer_than_the_floor_are_refused_and_other_years_count_as_finer() {
    for (floor, period, refused) in [
        ("quarter", "{each: month}", true),
        ("month", "{each: month}", false),
        ("quarter", "{each: quarter}", false),
        ("financial_year", "{each: academic_year}", true),
        ("financial_year", "{each: calendar_year}", true),
        ("financial_year", "{each: financial_year}", false),
        ("quarter", "{pooled: 2}", true),
        ("quarter", "{pooled: 3}", false),
        ("quarter", "whole_held", true),
        ("month", "whole_held", false),
    ] {
        let table = format!("{{areas: place, period: {period}}}");
        let answer = place(&format!("date_floor: {floor}"), &table).use_on("falls-rate", AS_OF);
        let expected: &[&str] = if refused { &["C241"] } else { &[] };
        assert_eq!(reasons(answer), expected, "{floor} {period}");
    }
}

#[test]
fn areas_must_be_known_to_have_the_fewest_residents_that_are_asked_for() {
    let table = "{areas: lsoa21, period: {each: month}}";
    for (declared, refused) in [("", true), (", fewest_residents: 999", true), (", fewest_residents: 1000", false)] {
        let level = LEVEL.replace('}', &format!("{declared}}}"));
        let answer = place("min_population: 1000", table).with(PARTNERSHIP, LEVEL, &level).use_on("falls-rate", AS_OF);
        let expected: &[&str] = if refused { &["C242"] } else { &[] };
        assert_eq!(reasons(answer), expected, "{declared}");
    }
    // The place has no fewer residents than its smallest area.
    let level = LEVEL.replace('}', ", fewest_residents: 1000}");
    let whole = place("min_population: 1000", "{areas: place, period: {each: month}}").with(PARTNERSHIP, LEVEL, &level);
    assert!(whole.use_on("falls-rate", AS_OF).is_ok());
}
