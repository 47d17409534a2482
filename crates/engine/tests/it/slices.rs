//! Slices of a table: together they are the whole, and no person stands in two of them.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, UInt8Array};
use concordat_base::slice_of;
use concordat_engine::{Answer, Engine, EngineError, GovernedTable, Slice};

use crate::support::{approved, batch, numbers, options, table, write};

const PEOPLE: u64 = 500;

/// The column that keeps slices.
const KEPT_AS: &str = "#slice";

/// Two tables over the same people, each person with three records in the first and one in the second; some records of
/// nobody. Cut into `of` slices, of which `index` exists; by a column that keeps each row's slice if `kept`.
fn ask_of(sql: &str, approval: &str, (index, of): (u64, u64), kept: bool) -> Result<Answer, EngineError> {
    let folder = tempfile::tempdir().unwrap();
    let person = |record: u64| (!record.is_multiple_of(7)).then(|| (record % PEOPLE).to_be_bytes());
    let persons = |records: u64| -> ArrayRef {
        Arc::new(BinaryArray::from_iter((0..records).map(|record| person(record).map(|bytes| bytes.to_vec()))))
    };
    let days =
        |records: u64| numbers(&(0..records).map(|record| i64::try_from(record % 10).unwrap()).collect::<Vec<_>>());
    let slices = |records: u64| -> ArrayRef {
        Arc::new(UInt8Array::from_iter_values(
            (0..records).map(|record| slice_of(person(record).as_ref().map(<[u8; 8]>::as_slice))),
        ))
    };
    let rows = |records: u64| vec![("person", persons(records)), ("days", days(records)), (KEPT_AS, slices(records))];
    let (visits, homes) = (batch(rows(3 * PEOPLE)), batch(rows(PEOPLE)));
    let mut session = Engine::new(options(2)).unwrap().session().unwrap();
    for (name, rows) in [("visits", &visits), ("homes", &homes)] {
        let slice = Some(Slice { column: "person".to_owned(), index, of, kept_as: kept.then(|| KEPT_AS.to_owned()) });
        let file = write(folder.path(), &format!("{name}.parquet"), rows);
        session.register(GovernedTable { slice, ..table(name, vec![file], rows, &["person", "days"]) })?;
    }
    session.query(sql, &approved(approval))
}

/// The slice as worked out; one that is kept has to give the same.
fn ask(sql: &str, approval: &str, index: u64, of: u64) -> Result<Answer, EngineError> {
    let worked_out = ask_of(sql, approval, (index, of), false);
    let kept = ask_of(sql, approval, (index, of), true);
    let said = |answer: &Result<Answer, EngineError>| {
        answer.as_ref().map(|answer| (answer.rows, format!("{:?}", answer.batches))).map_err(Clone::clone)
    };
    assert_eq!(said(&worked_out), said(&kept), "{sql}");
    kept
}

fn summed(sql: &str, approval: &str, column: &str, of: u64) -> i64 {
    // Of no rows there is no sum.
    let one = |index| ask(sql, approval, index, of).unwrap().integers(column).unwrap()[0].unwrap_or(0);
    (0..of).map(one).sum()
}

#[test]
fn records_and_people_of_all_slices_add_up_to_the_whole() {
    let sql = "select count(*) as records, sum(days) as days, count(distinct person) as people from visits";
    for column in ["records", "days", "people"] {
        let whole = summed(sql, "visits: person days", column, 1);
        assert!(whole > 400, "{column}: {whole}");
        assert_eq!(summed(sql, "visits: person days", column, 4), whole, "{column}");
        assert_eq!(summed(sql, "visits: person days", column, 13), whole, "{column}");
    }
}

#[test]
fn a_slice_is_a_part_and_not_the_whole() {
    let sql = "select count(distinct person) as people from visits";
    let people: Vec<i64> = (0..4)
        .map(|index| ask(sql, "visits: person", index, 4).unwrap().integers("people").unwrap()[0].unwrap())
        .collect();
    assert!(people.iter().all(|people| (60..200).contains(people)), "{people:?}");
}

#[test]
fn a_person_is_in_the_same_slice_of_every_table() {
    let sql = "select count(*) as pairs from visits v join homes h on v.person = h.person";
    let whole = summed(sql, "visits: person; homes: person", "pairs", 1);
    assert!(whole > 1000, "{whole}");
    assert_eq!(summed(sql, "visits: person; homes: person", "pairs", 5), whole);
}

#[test]
fn cutting_by_a_column_needs_its_approval_also_where_the_query_does_not_name_it() {
    let sql = "select sum(days) as days from visits";
    let refused = ask(sql, "visits: days", 0, 3).unwrap_err();
    let expected = EngineError::ReadBeyondApproval { table: "visits".into(), column: Some("person".into()) };
    assert_eq!(refused, expected);
    assert_eq!(summed(sql, "visits: days person", "days", 3), summed(sql, "visits: days", "days", 1));
    let chosen = "select count(*) as days from visits where days > 3";
    assert_eq!(summed(chosen, "visits: days person", "days", 3), 900);
    let answer = ask("select days from visits limit 1", "visits: days person", 1, 3).unwrap();
    assert_eq!((answer.schema.fields().len(), answer.rows), (1, 1));
}

#[test]
fn a_column_that_the_table_does_not_have_cannot_cut_it() {
    let mut session = Engine::new(options(1)).unwrap().session().unwrap();
    let like = batch(vec![("days", numbers(&[1]))]);
    let slice = Some(Slice { column: "person".to_owned(), index: 0, of: 2, kept_as: None });
    let wrong = GovernedTable { slice, ..table("t", Vec::new(), &like, &["days"]) };
    let expected = EngineError::ColumnNotInSchema { table: "t".into(), column: "person".into() };
    assert_eq!(session.register(wrong).unwrap_err(), expected);
}
