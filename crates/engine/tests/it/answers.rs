//! Right answers, with the record of what was read for them.

use std::collections::BTreeSet;

use concordat_engine::{Engine, EngineError, QueryLimits};

use crate::support::{ALL, approved, batch, house, numbers, options, texts};

const GROUPED: &str = "select area, year, count(*) as visits, count(distinct person) as persons, sum(days) as days \
     from visits group by grouping sets ((area, year), (year), ()) order by area, year";

#[test]
fn grouping_sets_and_distinct_counts() {
    let answer = house(2).ask(GROUPED, "visits: area year person days").unwrap();
    let area = |name: &str| Some(name.to_owned());
    assert_eq!(answer.texts("area").unwrap(), [area("north"), area("south"), None, None]);
    assert_eq!(answer.integers("year").unwrap(), [Some(2025), Some(2025), Some(2025), None]);
    assert_eq!(answer.integers("visits").unwrap(), [3, 3, 6, 6].map(Some));
    assert_eq!(answer.integers("persons").unwrap(), [3, 2, 4, 4].map(Some));
    assert_eq!(answer.integers("days").unwrap(), [9, 12, 21, 21].map(Some));
    assert_eq!(answer.rows, 4);
}

#[test]
fn the_record_says_what_was_read_and_opened() {
    let house = house(1);
    let answer = house.ask("select sum(days) as days from visits where area = 'north'", ALL).unwrap();
    assert_eq!(answer.integers("days").unwrap(), [Some(9)]);
    let read: BTreeSet<_> = ["area", "days"].map(str::to_owned).into();
    assert_eq!(answer.reads["visits"], read);
    assert_eq!(answer.reads.len(), 1);
    let names: Vec<_> = answer.scanned["visits"].iter().map(|file| file.path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["visits 2%.parquet", "visits-1.parquet"]);
    assert!(answer.scanned["visits"].iter().all(|file| file.bytes == std::fs::metadata(&file.path).unwrap().len()));
    assert_eq!(house.session.opened(), answer.scanned);
}

#[test]
fn sources_are_told_by_kind() {
    let sql = "select p.band, count(distinct v.person) as persons, max(case when v.days > 2 then 1 else 0 end) as any_long \
               from visits v join people p on v.person = p.person where v.year = 2025 group by p.band \
               order by persons";
    let sources = house(1).session.sources(sql).unwrap();
    let columns = |list: &[(&str, &str)]| -> BTreeSet<(String, String)> {
        list.iter().map(|&(table, column)| (table.to_owned(), column.to_owned())).collect()
    };
    assert_eq!(sources.direct["band"], columns(&[("people", "band")]));
    assert_eq!(sources.direct["persons"], columns(&[("visits", "person")]));
    assert_eq!(sources.direct["any_long"], columns(&[("visits", "days")]));
    let steering = [("people", "band"), ("people", "person"), ("visits", "person"), ("visits", "year")];
    assert_eq!(sources.indirect, columns(&steering));
    assert_eq!(sources.presence, ["people", "visits"].map(str::to_owned).into());
}

#[test]
fn reference_tables_join_with_files() {
    let sql =
        "select a.rank, count(*) as visits from areas a join visits v on v.area = a.area group by a.rank order by 1";
    let answer = house(2).ask(sql, "areas: area rank; visits: area").unwrap();
    assert_eq!(answer.integers("rank").unwrap(), [1, 2].map(Some));
    assert_eq!(answer.integers("visits").unwrap(), [3, 3].map(Some));
    assert!(!answer.scanned.contains_key("areas"));
}

#[test]
fn one_thread_and_two_give_the_same_rows() {
    let sql = "select v.person, p.band, v.days, rank() over (partition by p.band order by v.days) as place \
               from visits v left join people p using (person)";
    let rows = |threads| {
        let answer = house(threads).ask(sql, ALL).unwrap();
        let (persons, bands) = (answer.texts("person").unwrap(), answer.texts("band").unwrap());
        let (days, places) = (answer.integers("days").unwrap(), answer.integers("place").unwrap());
        let mut rows: Vec<_> = persons.into_iter().zip(bands).zip(days).zip(places).collect();
        rows.sort();
        rows
    };
    assert_eq!(rows(1), rows(2));
    assert_eq!(rows(1).len(), 6);
}

#[test]
fn a_table_without_files_has_no_rows() {
    let like = batch(vec![("area", texts(&["north"])), ("days", numbers(&[1]))]);
    let mut session = Engine::new(options(2)).unwrap().session().unwrap();
    session.register(crate::support::table("empty", Vec::new(), &like, &["area", "days"])).unwrap();
    let answer = session.query("select count(*) as n, sum(days) as days from empty", &approved("empty: days")).unwrap();
    assert_eq!(answer.integers("n").unwrap(), [Some(0)]);
    assert_eq!(answer.integers("days").unwrap(), [None]);
    assert!(answer.scanned.is_empty());
}

#[test]
fn counting_rows_reads_no_column() {
    let answer = house(1).ask("select count(*) as n from visits", "visits:").unwrap();
    assert_eq!(answer.integers("n").unwrap(), [Some(6)]);
    assert!(answer.reads["visits"].is_empty());
}

#[test]
fn an_answer_is_read_by_name_and_type() {
    let answer = house(1).ask("select area, days, avg(days) over () as mean from visits", ALL).unwrap();
    let wrong = EngineError::WrongType { column: "area".into(), wanted: "whole numbers" };
    assert_eq!(answer.integers("area").unwrap_err(), wrong);
    assert!(matches!(answer.texts("days"), Err(EngineError::WrongType { .. })));
    assert!(matches!(answer.integers("mean"), Err(EngineError::WrongType { .. })));
    assert_eq!(answer.floats("mean").unwrap(), vec![Some(3.5); 6]);
    assert!(matches!(answer.texts("aera"), Err(EngineError::NoSuchColumn { nearest, .. }) if nearest == ["area"]));
}

#[test]
fn limits_stop_a_query() {
    let house = house(1);
    let limits = QueryLimits { rows: 5, seconds: 60 };
    let stopped = house.session.query_within("select days from visits", &approved(ALL), limits);
    assert_eq!(stopped.unwrap_err(), EngineError::TooManyRows { limit: 5 });
    let limits = QueryLimits { rows: 6, seconds: 60 };
    assert_eq!(house.session.query_within("select days from visits", &approved(ALL), limits).unwrap().rows, 6);
    // Thirteen thousand million pairs, made a few at a time.
    let nested = (0..12).fold("visits z".to_owned(), |inner, depth| format!("visits v{depth} cross join ({inner})"));
    let sql = format!("select count(*) from {nested} where v0.days + z.days < 0");
    let limits = QueryLimits { rows: 6, seconds: 1 };
    let stopped = house.session.query_within(&sql, &approved(ALL), limits);
    assert_eq!(stopped.unwrap_err(), EngineError::TooLong { limit_seconds: 1 });
}

#[test]
fn used_up_memory_has_its_own_error_and_spilling_helps() {
    let many: Vec<i64> = (0..600_000).map(|row| (row * 7_919) % 600_011).collect();
    let rows = batch(vec![("n", numbers(&many))]);
    let folder = tempfile::tempdir().unwrap();
    let file = crate::support::write(folder.path(), "many.parquet", &rows);
    let ask = |spill| {
        let options = concordat_engine::EngineOptions { threads: 1, memory_bytes: 8_000_000, spill };
        let mut session = Engine::new(options).unwrap().session().unwrap();
        session.register(crate::support::table("many", vec![file.clone()], &rows, &["n"])).unwrap();
        let sql = "select n, count(*) as c from many group by n order by n";
        session.query(sql, &approved("many: n"))
    };
    assert_eq!(ask(None).unwrap_err(), EngineError::Memory);
    let spilled = ask(Some(folder.path().to_owned())).unwrap();
    assert_eq!(spilled.rows, many.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn a_query_may_be_asked_from_asynchronous_code() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let rows = runtime.block_on(async { house(1).ask("select days from visits", ALL).unwrap().rows });
    assert_eq!(rows, 6);
}
