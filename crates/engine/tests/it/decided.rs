//! Decisions: what their token stands for, and that an answer is kept only under its own.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use concordat_engine::{Approved, CountShape, EngineError, Figure, Part, Position, Token};

use crate::support::{House, approved, house};

const SQL: &str = "select area, count(*) as n from visits group by area";

fn facts(as_of: &str) -> Vec<(String, String)> {
    vec![("as of".to_owned(), as_of.to_owned()), ("agreement".to_owned(), "falls@1".to_owned())]
}

fn token(house: &House, sql: &str, allowed: &str, facts: &[(String, String)]) -> Token {
    house.session.decide(sql, &approved(allowed), facts).unwrap().token()
}

#[test]
fn a_token_stands_for_plan_approval_and_facts() {
    let house = house(1);
    let first = token(&house, SQL, "visits: area", &facts("2026-06-30"));
    assert_eq!(first, token(&house, &SQL.replace("group by", "GROUP  BY"), "visits: area", &facts("2026-06-30")));
    assert_eq!(first.to_string().len(), 64);
    let others = [
        token(&house, SQL, "visits: area", &facts("2026-07-01")),
        token(&house, SQL, "visits: area", &[]),
        token(&house, SQL, "visits: area days", &facts("2026-06-30")),
        token(&house, &SQL.replace("count(*)", "count(area)"), "visits: area", &facts("2026-06-30")),
    ];
    assert!(others.iter().all(|other| *other != first));
}

#[test]
fn nothing_is_opened_by_a_decision() {
    let house = house(1);
    let decision = house.session.decide(SQL, &approved("visits: area"), &[]).unwrap();
    assert!(house.session.opened().is_empty());
    house.session.run(&decision).unwrap();
    assert_eq!(house.session.opened()["visits"].len(), 2);
}

#[test]
fn an_answer_of_another_night_is_not_admitted() {
    let house = house(1);
    let tonight = house.session.decide(SQL, &approved("visits: area"), &facts("2026-06-30")).unwrap();
    let yesterday = house.session.decide(SQL, &approved("visits: area"), &facts("2026-06-29")).unwrap();
    let answer = house.session.run(&yesterday).unwrap();
    assert_eq!(yesterday.admits(&answer), Ok(()));
    assert_eq!(tonight.admits(&answer), Err(EngineError::OtherDecision));
}

#[test]
fn a_schema_that_was_altered_after_the_decision_is_not_admitted() {
    let house = house(1);
    let decision = house.session.decide(SQL, &approved("visits: area"), &[]).unwrap();
    let answer = house.session.run(&decision).unwrap();
    let field = |name: &str, kind| Field::new(name, kind, true);
    for (fields, column) in [
        (vec![field("area", DataType::Utf8)], None),
        (vec![field("person", DataType::Utf8), field("n", DataType::Int64)], Some("area")),
        (vec![field("area", DataType::Utf8), field("n", DataType::Float64)], Some("n")),
    ] {
        let mut altered = answer.clone();
        altered.schema = Arc::new(Schema::new(fields));
        let expected = EngineError::OtherSchema { column: column.map(str::to_owned) };
        assert_eq!(decision.admits(&altered), Err(expected));
    }
    let mut altered = answer.clone();
    altered.batches = vec![answer.batches[0].project(&[0]).unwrap()];
    assert_eq!(decision.admits(&altered), Err(EngineError::OtherSchema { column: None }));
}

fn part(sql: &str, allowed: &str, outputs: &[(&str, &str)]) -> Part {
    let outputs = outputs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect();
    Part { sql: sql.to_owned(), approved: approved(allowed), outputs }
}

/// Two counts by area, one of long visits and one of a year.
fn parts() -> [Part; 2] {
    [
        part(
            "select area, sum(case when days > 2 then 1 else 0 end) as n from visits group by area",
            "visits: area days",
            &[("area", "area"), ("long", "n")],
        ),
        part(
            "select area, count(*) filter (where year = 2025) as n from visits group by area",
            "visits: area year",
            &[("area", "area"), ("recent", "n")],
        ),
    ]
}

#[test]
fn a_fused_query_rests_column_by_column_on_what_each_part_rests_on() {
    let fused = "select area, sum(case when days > 2 then 1 else 0 end) as long, \
                 count(*) filter (where year = 2025) as recent from visits group by area";
    let house = house(1);
    let decision = house.session.decide_fused(fused, &approved("visits: area days year"), &[], &parts()).unwrap();
    assert_eq!(house.session.run(&decision).unwrap().rows, 2);
}

#[test]
fn a_column_borrowed_from_a_sibling_is_refused_although_the_union_is_approved() {
    let borrowed = |output: &str, column: Option<&str>| EngineError::Borrowed {
        output: output.to_owned(),
        table: "visits".to_owned(),
        column: column.map(str::to_owned),
    };
    for (fused, expected) in [
        // A condition of the sibling in the other's count.
        (
            "select area, sum(case when days > 2 and year = 2025 then 1 else 0 end) as long, \
             count(*) filter (where year = 2025) as recent from visits group by area",
            borrowed("long", Some("year")),
        ),
        // The sibling's condition over all rows.
        (
            "select area, sum(case when days > 2 then 1 else 0 end) as long, count(*) as recent from visits \
             where year = 2025 group by area",
            borrowed("area", Some("year")),
        ),
        // Less than its own query rests on is another figure too.
        (
            "select area, count(*) as long, count(*) filter (where year = 2025) as recent from visits group by area",
            borrowed("long", Some("days")),
        ),
    ] {
        let error = house(1).session.decide_fused(fused, &approved("visits: area days year"), &[], &parts());
        assert_eq!(error.unwrap_err(), expected, "{fused}");
    }
    let rows_of_another = "select area, sum(case when days > 2 then 1 else 0 end) as long, \
         count(*) filter (where year = 2025) as recent from visits where exists (select 1 from people) group by area";
    let error =
        house(1).session.decide_fused(rows_of_another, &approved("visits: area days year; people:"), &[], &parts());
    let expected = EngineError::Borrowed { output: "area".into(), table: "people".into(), column: None };
    assert_eq!(error.unwrap_err(), expected);
}

#[test]
fn every_part_must_be_approved_by_itself_and_every_column_be_asked_for() {
    let fused = "select area, sum(case when days > 2 then 1 else 0 end) as long, \
                 count(*) filter (where year = 2025) as recent from visits group by area";
    let [one, mut other] = parts();
    other.approved = approved("visits: area");
    let error = house(1).session.decide_fused(fused, &approved("visits: area days year"), &[], &[one.clone(), other]);
    assert_eq!(error.unwrap_err(), EngineError::NotAllowed { table: "visits".into(), column: Some("year".into()) });
    let error = house(1).session.decide_fused(fused, &approved("visits: area days year"), &[], &[one]);
    assert_eq!(error.unwrap_err(), EngineError::OtherSchema { column: Some("recent".into()) });
}

fn shape() -> CountShape {
    let figure = |name: &str, distinct: Option<&str>| Figure {
        name: name.to_owned(),
        distinct: distinct.map(|column| ("visits".to_owned(), column.to_owned())),
    };
    CountShape {
        keys: vec![("area".to_owned(), ("visits".to_owned(), "area".to_owned()))],
        figures: vec![figure("numerator", None), figure("denominator", None), figure("contributors", Some("person"))],
    }
}

/// A SELECT with one thing changed.
fn written(numerator: &str, contributors: &str, rest: &str) -> String {
    format!(
        "select area, {numerator} as numerator, count(*) as denominator, {contributors} as contributors from {rest}"
    )
}

#[test]
fn a_table_of_counts_has_one_shape() {
    let people = "count(distinct person)";
    let long = "sum(case when days > 2 then 1 else 0 end)";
    let decide = |sql: &str| {
        let mut all = approved("visits: person area days year; people: person band");
        all.join("visits", "visits");
        house(1).session.decide_counts(sql, &all, &[], &shape()).map(|_| ())
    };
    for sql in [
        written(long, people, "visits group by area"),
        written("count(*) filter (where days > 2)", people, "visits where year = 2025 group by area"),
        written(long, people, "(select area, person, days from visits where year = 2025) as v group by area"),
        format!("with v as (select * from visits) {}", written(long, people, "v group by area")),
        written(long, people, "visits where person in (select person from people where band = 'old') group by area"),
    ] {
        assert_eq!(decide(&sql), Ok(()), "{sql}");
    }
    for (sql, what) in [
        (written(long, people, "visits group by area having count(*) > 1"), "HAVING"),
        (written(long, people, "visits group by area order by 1"), "Sort stands at its top"),
        (written(long, people, "visits group by area limit 1"), "Limit stands at its top"),
        (written(long, people, "visits group by area, year"), "grouped by something else"),
        (written(long, people, "visits group by rollup (area)"), "grouped by something else"),
        (written(long, people, "visits group by area union all select 'x', 1, 1, 1"), "Union stands at its top"),
        (
            format!("select distinct * from ({}) as x", written(long, people, "visits group by area")),
            "Distinct stands at its top",
        ),
        (written(long, people, "(select * from visits order by days limit 3) as v group by area"), "stands in it"),
        (
            written(long, people, "(select * from visits union all select * from visits) as v group by area"),
            "Union stands in it",
        ),
        (written(long, people, "(select v.* from visits v cross join people) as v group by area"), "stands in it"),
        (written("sum(days)", people, "visits group by area"), "numerator is not a count"),
        (
            written("sum(case when days > 2 then 100 else 0 end)", people, "visits group by area"),
            "numerator is not a count",
        ),
        (written("count(*) * 2", people, "visits group by area"), "numerator is not a count as it is"),
        (written("7", people, "visits group by area"), "numerator is not a count as it is"),
        (written("max(days)", people, "visits group by area"), "numerator is not a count"),
        (written(long, "count(*)", "visits group by area"), "contributors is not COUNT(DISTINCT person)"),
        (written(long, "count(distinct area)", "visits group by area"), "contributors is not COUNT(DISTINCT person)"),
        (
            written(long, "count(distinct case when days > 9 then person end)", "visits group by area"),
            "contributors is not COUNT(DISTINCT person)",
        ),
        (
            written(long, people, "visits group by area").replace("select area", "select upper(area) as area"),
            "area is not",
        ),
        (written(long, people, "visits group by area").replace("select area", "select 'north' as area"), "area is not"),
        (
            written(
                long,
                people,
                "(select cast(year as varchar) as area, days, person from visits) as v group by area",
            ),
            "area is not the column area as it is",
        ),
        (
            written(long, people, "visits group by area").replace(" as contributors", " as people"),
            "no column contributors",
        ),
        (written(long, people, "visits group by area").replace(" from", ", count(*) as more from"), "further columns"),
    ] {
        let error = decide(&sql).unwrap_err();
        assert!(matches!(error, EngineError::OtherShape { .. }), "{sql}: {error}");
        assert!(error.to_string().contains(what), "{sql}: {error}");
    }
}

#[test]
fn the_shape_does_not_stand_for_the_approval() {
    let mut narrow = Approved::nothing();
    narrow.column("visits", "area", [Position::Grouped]);
    narrow.column("visits", "person", [Position::CountedDistinct]);
    let sql = written("sum(case when days > 2 then 1 else 0 end)", "count(distinct person)", "visits group by area");
    let error = house(1).session.decide_counts(&sql, &narrow, &[], &shape()).unwrap_err();
    assert_eq!(error, EngineError::NotAllowed { table: "visits".into(), column: Some("days".into()) });
}
