//! What is not a plain query, and what does not exist.

use concordat_engine::{EngineError, GovernedTable};

use crate::support::{ALL, CANARY, house};

#[test]
fn only_plain_queries_are_answered() {
    for sql in [
        "explain select area from visits",
        "explain analyze select area from visits",
        "copy visits to 'out.parquet'",
        "copy (select area from visits) to 'out.csv'",
        "create table t as select area from visits",
        "create view t as select area from visits",
        "create external table t stored as parquet location 'x.parquet'",
        "insert into visits select * from visits",
        "insert into areas values ('east', 3)",
        "update visits set days = 0",
        "delete from visits",
        "drop table visits",
        "set datafusion.execution.target_partitions = 9",
        "reset datafusion.execution.target_partitions",
        "show tables",
        "describe visits",
        "prepare p as select area from visits",
        "truncate table visits",
    ] {
        let error = house(1).refusal(sql, ALL);
        assert!(matches!(error, EngineError::NotAQuery { .. }), "{sql}: {error}");
    }
}

#[test]
fn a_query_that_hides_something_else_is_refused() {
    for sql in [
        "select area into t from visits",
        "with t as (insert into areas values ('east', 3)) select 1",
        "with recursive r as (select 1 as n union all select n + 1 from r) select n from r",
        "select unnest([1, 2])",
        "select * from unnest([1, 2])",
        "select distinct on (area) area, days from visits",
        "select $1",
        "select @@version",
        "select area from visits; select area from visits",
        "",
    ] {
        let error = house(1).refusal(sql, ALL);
        assert!(
            matches!(
                error,
                EngineError::NotAQuery { .. }
                    | EngineError::NotUnderstood { .. }
                    | EngineError::Planning { .. }
                    | EngineError::Syntax { .. }
            ),
            "{sql}: {error}"
        );
    }
}

#[test]
fn no_function_that_depends_on_more_than_its_arguments() {
    for call in [
        "random()",
        "uuid()",
        "now()",
        "current_date",
        "current_timestamp",
        "version()",
        "input_file_name()",
        "file_row_index()",
        "arrow_metadata(area)",
        "array_agg(area)",
        "first_value(area)",
        "repeat('x', 1000)",
    ] {
        let error = house(1).refusal(&format!("select {call} from visits"), ALL);
        let refused = matches!(error, EngineError::Planning { .. } | EngineError::UnknownColumn { .. });
        assert!(refused, "{call}: {error}");
    }
}

#[test]
fn a_column_outside_the_table_does_not_exist() {
    for sql in [
        "select note from visits",
        "select area from visits where note = 'x'",
        "select v.note from visits v",
        "select (select max(note) from visits)",
        "select area from visits order by note",
    ] {
        let error = house(1).refusal(sql, "visits: person area days year note");
        assert!(matches!(error, EngineError::UnknownColumn { .. }), "{sql}: {error}");
    }
    let columns = house(1).ask("select * from visits", ALL).unwrap().schema;
    assert_eq!(columns.fields().len(), 4);
    assert!(columns.index_of("note").is_err());
}

#[test]
fn the_nearest_names_are_told() {
    let error = house(1).refusal("select aera from visits", ALL);
    assert_eq!(error.to_string(), "there is no column aera (did you mean area or year?)");
    let error = house(1).refusal("select area from visit", ALL);
    assert_eq!(error.to_string(), "there is no table visit (did you mean visits?)");
    let error = house(1).refusal("select person from visits v, people p", ALL);
    assert!(matches!(error, EngineError::AmbiguousColumn { .. }), "{error}");
}

#[test]
fn nothing_but_registered_tables_can_be_named() {
    let house = house(1);
    let file = house.folder.path().join("people.parquet");
    for table in [
        format!("'{}'", file.display()),
        format!("\"{}\"", file.display()),
        format!("'file://{}'", file.display()),
        "information_schema.tables".to_owned(),
        "information_schema.df_settings".to_owned(),
        "generate_series(1, 3)".to_owned(),
        "range(1, 3)".to_owned(),
        "datafusion.other.visits".to_owned(),
    ] {
        let error = house.ask(&format!("select * from {table}"), ALL).unwrap_err();
        assert!(matches!(error, EngineError::UnknownTable { .. } | EngineError::Syntax { .. }), "{table}: {error}");
        assert!(house.session.opened().is_empty());
    }
}

#[test]
fn an_error_while_running_carries_no_cell() {
    let house = house(1);
    for sql in [
        "select cast(secret as bigint) from people",
        "select sum(cast(secret as int)) from people",
        "select person from people where cast(secret as bigint) > 1",
        "select secret::date from people",
        "select 1 / (days - days) from visits",
    ] {
        let error = house.ask(sql, ALL).unwrap_err();
        assert_eq!(error, EngineError::Execution, "{sql}");
        assert!(!format!("{error} {error:?}").contains(CANARY));
        assert!(std::error::Error::source(&error).is_none());
    }
}

#[test]
fn a_query_too_large_for_the_planner_is_refused_and_one_below_is_answered() {
    let ors = |terms: usize| format!("select area from visits where {}", vec!["days = 1"; terms].join(" or "));
    assert_eq!(house(1).ask(&ors(990), ALL).unwrap().rows, 1);
    let pluses = |terms: usize| format!("select {} as n from visits", vec!["days"; terms].join("+"));
    assert_eq!(house(1).ask(&pluses(300), ALL).unwrap().rows, 6);
    let unions = |terms: usize| vec!["select 1"; terms].join(" union ");
    assert_eq!(house(1).ask(&unions(300), ALL).unwrap().rows, 1);
    let crossed = |terms: usize| {
        let tables: Vec<_> = (0..terms).map(|at| format!("areas a{at}")).collect();
        format!("select 1 from {} where false", tables.join(", "))
    };
    assert_eq!(house(1).ask(&crossed(40), ALL).unwrap().rows, 0);
    for sql in [ors(1_001), pluses(2_002), unions(2_002), crossed(101)] {
        assert!(matches!(house(1).refusal(&sql, ALL), EngineError::TooLarge { .. }));
    }
    let deep = format!("select {}1{} from visits", "(".repeat(3_000), ")".repeat(3_000));
    assert!(matches!(house(1).refusal(&deep, ALL), EngineError::Syntax { .. }));
}

#[test]
fn tables_are_registered_once_and_from_their_schema() {
    let mut house = house(1);
    let like = crate::support::batch(vec![("area", crate::support::texts(&["x"]))]);
    let again = house.session.register_batch("visits", like.clone());
    assert_eq!(again.unwrap_err(), EngineError::DuplicateTable { table: "visits".into() });
    let wrong = GovernedTable {
        name: "t".into(),
        files: Vec::new(),
        schema: like.schema(),
        columns: ["area", "code"].map(str::to_owned).into(),
        slice: None,
    };
    let expected = EngineError::ColumnNotInSchema { table: "t".into(), column: "code".into() };
    assert_eq!(house.session.register(wrong).unwrap_err(), expected);
}
