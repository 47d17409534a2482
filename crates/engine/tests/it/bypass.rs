//! Ways to get at more than is approved, one test each. All are refused, and nothing is opened for them.
//!
//! The approval is the one that counting has: areas are grouped by, a year chosen, days added up, people linked and counted.
//! `secret` exists for the query and is approved for nothing.

use concordat_engine::{Approved, EngineError, Position};

use crate::support::{CANARY, house};

fn counting() -> Approved {
    use Position::{Aggregated, CountedDistinct, Filtered, Grouped, GroupedAway, Joined, Present};
    let mut approved = Approved::nothing();
    for table in ["visits", "people"] {
        approved.column(table, "person", [Joined, GroupedAway, CountedDistinct, Present]);
    }
    approved.column("visits", "area", [Grouped, GroupedAway, Present]);
    approved.column("visits", "year", [Filtered, Present]);
    approved.column("visits", "days", [Aggregated, Present]);
    approved.column("people", "band", [Filtered, Present]);
    approved.join("visits", "people");
    approved
}

fn refused(sql: &str) -> EngineError {
    house(1).refusal_of(sql, &counting())
}

/// Refused for a column that is approved for nothing.
fn hidden(sql: &str) {
    let expected = EngineError::NotAllowed { table: "people".into(), column: Some("secret".into()) };
    assert_eq!(refused(sql), expected, "{sql}");
}

/// Refused for an approved column in another position.
fn misplaced(sql: &str, place: &str, position: Position) {
    let (table, column) = place.split_once('.').unwrap();
    let expected = EngineError::PositionNotAllowed { table: table.into(), column: column.into(), position };
    assert_eq!(refused(sql), expected, "{sql}");
}

fn beside(sql: &str, one: &str, other: &str) {
    let expected = EngineError::JoinNotAllowed { one: one.into(), other: other.into() };
    assert_eq!(refused(sql), expected, "{sql}");
}

#[test]
fn what_counting_needs_is_answered() {
    for sql in [
        "select area, count(*) as n, sum(days) as days from visits where year = 2025 group by area",
        "select area, count(distinct person) as n from visits group by area",
        "select area, sum(n) as visits, count(person) as people from (select area, person, count(*) as n from visits \
         group by area, person) as each group by area",
        "select v.area, count(distinct v.person) as n from visits v join people p on v.person = p.person where \
         p.band = 'old' group by v.area",
        "select area, count(*) as n from visits where person in (select person from people where band = 'old') group by area",
        "select area, sum(case when year = 2025 then 1 else 0 end) as n from visits group by area",
        "select area, count(*) filter (where year = 2025) as n from visits group by area having count(*) > 1",
        "select found, count(*) as n from (select person, count(distinct place) as found from (select person, 1 as place \
         from visits union all select person, 2 as place from people) as u where person is not null group by person) as f \
         group by found",
    ] {
        assert_eq!(house(1).session.query(sql, &counting()).err(), None, "{sql}");
    }
}

#[test]
fn through_a_cte() {
    hidden("with quiet as (select secret as area from people) select area, count(*) from quiet group by area");
}

#[test]
fn through_a_view() {
    let error = refused("create view quiet as select secret from people");
    assert!(matches!(error, EngineError::NotAQuery { .. }), "{error}");
}

#[test]
fn through_a_subquery_in_select() {
    hidden("select count(*), (select max(secret) from people) from visits");
}

#[test]
fn through_a_subquery_in_where() {
    hidden(
        "select count(*) from visits where year = (select max(length(secret)) from people)"
            .replace("length", "character_length")
            .as_str(),
    );
}

#[test]
fn through_a_subquery_in_having() {
    hidden("select area from visits group by area having count(*) > (select count(secret) from people)");
}

#[test]
fn through_lateral() {
    hidden(
        "select v.area, count(t.s) from visits v, lateral (select p.secret as s from people p where p.person = v.person) t group by v.area",
    );
}

#[test]
fn through_a_union() {
    hidden(
        "select area, count(*) from (select area from visits union all select secret from people) as u group by area",
    );
}

#[test]
fn through_a_window() {
    misplaced("select count(*) over (partition by person) as n from visits", "visits.person", Position::Shown);
    misplaced("select area, row_number() over (order by days) as n from visits", "visits.area", Position::Shown);
    misplaced(
        "select sum(days) over (rows between current row and current row) as n from visits",
        "visits.days",
        Position::Shown,
    );
}

#[test]
fn through_using() {
    hidden("select count(*) from people a join people b using (person, secret)");
}

#[test]
fn through_a_shadowed_name() {
    hidden("select area, count(*) from (select secret as area, person as secret from people) as visits group by area");
    hidden("with visits as (select secret as area from people) select area, count(*) from visits group by area");
}

#[test]
fn through_quoted_case() {
    let error = refused("select \"SECRET\" from people");
    assert!(matches!(error, EngineError::UnknownColumn { .. }), "{error}");
    hidden("select count(*) from PEOPLE where \"secret\" = 'x'");
}

#[test]
fn through_a_wildcard() {
    hidden("select * from people");
    hidden("select count(*) from (select distinct * from people) as all_of_them");
}

#[test]
fn through_unnest() {
    let error = refused("select unnest(make_array(secret)) from people");
    assert!(!matches!(error, EngineError::Execution), "{error}");
}

#[test]
fn through_constant_folding() {
    hidden("select count(*) from people where secret = 'x' or true");
    hidden("select count(*) from people where false and secret = 'x'");
}

#[test]
fn through_coalesce() {
    misplaced(
        "select coalesce(person, 'nobody') as p, count(*) from visits group by 1",
        "visits.person",
        Position::Grouped,
    );
    hidden("select count(coalesce(secret, 'x')) from people");
}

#[test]
fn through_case_when() {
    hidden("select case when secret = 'F10' then 1 end from people");
    misplaced("select case when person = 'a' then 1 end from visits", "visits.person", Position::Shown);
    misplaced("select sum(case when person = 'a' then 1 else 0 end) from visits", "visits.person", Position::Filtered);
}

#[test]
fn through_the_largest_key() {
    misplaced("select max(person) from visits", "visits.person", Position::Shown);
    misplaced("select area, min(person) as first from visits group by area", "visits.person", Position::Shown);
    misplaced("select max(area) from visits", "visits.area", Position::Shown);
    misplaced("select median(days) from visits", "visits.days", Position::Shown);
}

#[test]
fn through_order_then_limit() {
    let sql = "select count(*) from (select * from visits order by person limit 1) as first";
    misplaced(sql, "visits.person", Position::Ordered);
    misplaced("select area from visits group by area order by sum(days) limit 1", "visits.days", Position::Ordered);
}

#[test]
fn through_a_self_join() {
    beside("select count(*) from visits a join visits b on a.person = b.person", "visits", "visits");
    beside("select count(*) from visits a cross join visits b", "visits", "visits");
    let sql = "select area, count(*) from visits v where exists (select 1 from visits w where w.person = v.person) group by area";
    beside(sql, "visits", "visits");
}

#[test]
fn through_a_cast_to_text() {
    misplaced(
        "select cast(person as varchar) as p, count(*) from visits group by 1",
        "visits.person",
        Position::Grouped,
    );
    misplaced("select area || person as p, count(*) from visits group by 1", "visits.person", Position::Grouped);
}

#[test]
fn through_the_message_of_an_error() {
    hidden("select cast(secret as bigint) from people");
    let error = refused("select sum(cast(person as bigint)) from visits");
    assert!(matches!(error, EngineError::PositionNotAllowed { .. }) && !error.to_string().contains(CANARY), "{error}");
}

#[test]
fn through_explain_analyze() {
    for sql in ["explain analyze select secret from people", "explain select secret from people"] {
        let error = refused(sql);
        assert!(matches!(error, EngineError::NotAQuery { .. }), "{error}");
    }
}

#[test]
fn through_an_unknown_function() {
    for call in ["leak(secret)", "array_agg(secret)", "sha256(secret)", "now()", "random()"] {
        let error = refused(&format!("select {call} from people"));
        assert!(
            matches!(error, EngineError::Planning { .. } | EngineError::FunctionNotAllowed { .. }),
            "{call}: {error}"
        );
    }
}

#[test]
fn through_a_node_that_nobody_reads() {
    for sql in [
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
        "select distinct on (area) area from visits",
        "select area from visits limit 1; select secret from people",
    ] {
        let error = refused(sql);
        let kinds = matches!(
            error,
            EngineError::NotUnderstood { .. } | EngineError::Syntax { .. } | EngineError::NotAQuery { .. }
        );
        assert!(kinds, "{sql}: {error}");
    }
}

#[test]
fn through_counting_rows() {
    let expected = EngineError::NotAllowed { table: "areas".into(), column: None };
    assert_eq!(refused("select count(*) from areas"), expected);
    assert_eq!(refused("select 1 from areas"), expected);
    assert_eq!(refused("select count(*) from visits where not exists (select 1 from areas)"), expected);
}

#[test]
fn through_existence() {
    hidden(
        "select area, count(*) from visits v where exists (select 1 from people p where p.person = v.person and p.secret = 'x') group by area",
    );
}

#[test]
fn through_groups_by_key() {
    misplaced("select count(*) from visits group by person", "visits.person", Position::Grouped);
    misplaced("select person, count(*) from visits group by person", "visits.person", Position::Grouped);
    misplaced("select distinct person from visits", "visits.person", Position::Grouped);
    // Groups by a part of the key are groups by the key, also where only their number is shown.
    let sql = "select area, count(*) from (select area, left(person, 1) as p from visits group by area, left(person, 1)) as g group by area";
    misplaced(sql, "visits.person", Position::Filtered);
}

#[test]
fn through_a_literal_that_looks_like_a_key() {
    misplaced("select count(*) from visits where person = 'a'", "visits.person", Position::Filtered);
    misplaced("select count(*) from visits where person in ('a', 'b')", "visits.person", Position::Filtered);
    let sql = "select count(*) from visits v join (values ('a')) as one (p) on v.person = one.p";
    misplaced(sql, "visits.person", Position::Filtered);
    let sql = "select count(*) from visits v join (select person from people union all select 'a') as u on v.person = u.person";
    misplaced(sql, "people.person", Position::Filtered);
    misplaced("select count(distinct nullif(person, 'a')) from visits", "visits.person", Position::Filtered);
}

#[test]
fn through_a_sum_that_is_one_record() {
    let sql =
        "select d, count(*) as n from (select person, sum(days) as d from visits group by person) as each group by d";
    misplaced(sql, "visits.days", Position::Grouped);
    let sql = "select max(d) as most from (select person, sum(days) as d from visits group by person) as each";
    misplaced(sql, "visits.days", Position::Shown);
    let sql =
        "select count(*) as n from (select person, sum(days) as d from visits group by person) as each where d > 2";
    misplaced(sql, "visits.days", Position::Filtered);
}

#[test]
fn each_allowed_and_the_join_not() {
    let mut apart = counting();
    apart.column("areas", "area", [Position::Joined]);
    apart.column("visits", "area", [Position::Joined]);
    let sql = "select v.area, count(*) as n from visits v join areas a on v.area = a.area group by v.area";
    let expected = EngineError::JoinNotAllowed { one: "areas".into(), other: "visits".into() };
    assert_eq!(house(1).refusal_of(sql, &apart), expected);
    // Bringing records of two tables together by grouping is a join by another name.
    let mut people = Approved::nothing();
    for table in ["visits", "people"] {
        people.column(table, "person", [Position::GroupedAway, Position::CountedDistinct, Position::Joined]);
    }
    let together = EngineError::JoinNotAllowed { one: "people".into(), other: "visits".into() };
    for sql in [
        "select count(distinct person) from (select person from visits union all select person from people) as u",
        "select count(person) from (select person from visits union select person from people) as u",
    ] {
        assert_eq!(house(1).refusal_of(sql, &people), together, "{sql}");
    }
}
