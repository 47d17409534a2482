//! What comes next, and what would be lost.

use concordat_agreement::{Lost, milestones, what_if_expired, what_if_on, what_if_withdrawn};
use concordat_base::Date;

use crate::place::{AS_OF, Place, name};

fn names(lost: &[Lost]) -> Vec<&str> {
    lost.iter().map(|one| one.indicator.as_str()).collect()
}

#[test]
fn dates_come_in_order_and_only_of_agreements_that_matter() {
    let found = milestones(&Place::new().load(), AS_OF);
    let lines: Vec<String> = found.iter().map(|one| format!("{} {} {:?}", one.date, one.agreement, one.kind)).collect();
    let expected = [
        "2026-12-15 housing@1 Review",
        "2026-12-15 offending@1 Review",
        "2026-12-20 falls@1 Review",
        "2027-02-28 offending@1 Expiry",
        "2027-03-31 falls@1 Expiry",
        "2027-06-30 housing@1 Expiry",
    ];
    assert_eq!(lines, expected);
    let before = milestones(&Place::new().load(), Date::constant(2025, 12, 15));
    assert!(before.iter().all(|one| one.date == Date::constant(2026, 1, 1)) && before.len() == 3, "{before:?}");
}

#[test]
fn an_expiry_takes_only_what_rests_on_it() {
    let partnership = Place::new().load();
    let lost = what_if_expired(&partnership, &name("housing"), AS_OF);
    assert_eq!(names(&lost), ["multiple-needs"]);
    assert!(lost[0].refusal.diagnostics.iter().any(|one| one.message.to_string().contains("housing@1")));
    assert_eq!(names(&what_if_on(&partnership, AS_OF, Date::constant(2027, 4, 1))), ["falls-rate", "multiple-needs"]);
    assert!(what_if_on(&partnership, Date::constant(2027, 4, 1), Date::constant(2027, 5, 1)).is_empty(), "lost before");
}

#[test]
fn a_withdrawn_field_takes_only_what_reads_it() {
    let partnership = Place::new().load();
    assert_eq!(names(&what_if_withdrawn(&partnership, &name("falls"), &name("sex"), AS_OF)), ["falls-rate"]);
    assert!(what_if_withdrawn(&partnership, &name("housing"), &name("sex"), AS_OF).is_empty());
}
