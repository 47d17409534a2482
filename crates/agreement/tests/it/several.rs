//! Several agreements in force over one dataset.

use concordat_agreement::Floor;
use concordat_base::Date;

use crate::place::{AS_OF, Place, codes, name};

const FALLS: &str = "agreements/falls.yaml";
const SECOND: &str = "agreements/second.yaml";
const SEX: &str =
    "      - {name: sex, roles: [group], class: quasi_identifier, why: To see inequality., clause: data}\n";

/// The falls agreement without the column of sex, and a second agreement over the same dataset that shares it.
fn place(changes: &[(&str, &str)]) -> Place {
    let mut all = vec![("id: falls\nversion", "id: second\nversion")];
    all.extend(changes);
    Place::new().copied(FALLS, SECOND, &all).with(FALLS, SEX, "")
}

#[test]
fn a_column_may_come_from_either_and_limits_are_the_strictest_of_both() {
    let second = place(&[("min_count: 5, round_to: 5", "min_count: 8"), ("expiry: 2027-03-31", "expiry: 2027-01-31")]);
    let grant = second.use_on("falls-rate", AS_OF).unwrap();
    assert_eq!(grant.floor(), Some(Floor { min_count: 8, round_to: Some(5) }));
    assert_eq!(grant.expiry(), Some(Date::constant(2027, 1, 31)));
    assert_eq!(grant.agreements().len(), 2);
    let received = second.receive_on("falls", AS_OF).unwrap();
    assert_eq!(received.allow_list().len(), 5);
}

#[test]
fn an_agreement_for_another_purpose_lends_no_column_and_still_sets_limits() {
    let changes =
        [("missions: [health]", "missions: [safety]"), ("min_count: 5", "min_count: 8"), ("falls-key", "second-key")];
    assert_eq!(codes(place(&changes).use_on("falls-rate", AS_OF)), ["C206"]);
    let all: Vec<_> = changes.into_iter().chain([("id: falls\nversion", "id: second\nversion")]).collect();
    let with_column = Place::new().copied(FALLS, SECOND, &all);
    assert_eq!(with_column.use_on("falls-rate", AS_OF).unwrap().floor().unwrap().min_count, 8);
}

#[test]
fn the_audience_is_the_common_one() {
    let grant = place(&[("audiences: [partners, board]", "audiences: [board, public]")]).use_on("falls-rate", AS_OF);
    assert_eq!(grant.unwrap().audiences(), [name("board")]);
    let apart = place(&[("audiences: [partners, board]", "audiences: [public]")]);
    assert_eq!(codes(apart.use_on("falls-rate", AS_OF)), ["C209", "C209"]);
}
