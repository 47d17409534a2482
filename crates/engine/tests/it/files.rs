//! Files that are missing, or do not hold what their table says.

use concordat_engine::{Engine, EngineError, Session};

use crate::support::{ALL, approved, batch, house, numbers, options, table, texts, write};

#[test]
fn a_missing_file_is_told_only_to_an_approved_query() {
    let house = house(1);
    let file = house.folder.path().join("people.parquet");
    std::fs::remove_file(&file).unwrap();
    let refused = house.ask("select secret from people", "people: band").unwrap_err();
    assert!(matches!(refused, EngineError::NotAllowed { .. }));
    let missing = house.ask("select secret from people", ALL).unwrap_err();
    let expected = EngineError::MissingFile { table: "people".into(), file };
    assert_eq!(missing, expected);
    assert!(house.session.opened().is_empty());
}

/// A table declared as `area` (text) and `days` (whole numbers) over one file of other columns.
fn over(columns: Vec<(&str, arrow::array::ArrayRef)>) -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let declared = batch(vec![("area", texts(&["north"])), ("days", numbers(&[1]))]);
    let file = write(folder.path(), "data.parquet", &batch(columns));
    let mut session = Engine::new(options(1)).unwrap().session().unwrap();
    session.register(table("t", vec![file], &declared, &["area", "days"])).unwrap();
    (folder, session)
}

#[test]
fn a_file_without_a_declared_column_is_not_read_as_empty() {
    let (_folder, session) = over(vec![("area", texts(&["north"]))]);
    let differs = EngineError::FileDiffers { table: "t".into(), column: "days".into() };
    let all = approved("t: area days");
    assert_eq!(session.query("select sum(days) from t", &all).unwrap_err(), differs);
    assert_eq!(session.query("select area from t where days = 1", &all).unwrap_err(), differs);
    assert_eq!(session.query("select area from t", &all).unwrap().rows, 1);
}

#[test]
fn a_file_of_another_type_is_refused_unless_every_value_is_kept() {
    let (_folder, session) = over(vec![("area", texts(&["north"])), ("days", texts(&["1"]))]);
    let refused = session.query("select days from t", &approved("t: days")).unwrap_err();
    assert!(matches!(refused, EngineError::FileDiffers { .. }), "{refused}");
    let narrow: arrow::array::ArrayRef = std::sync::Arc::new(arrow::array::Int16Array::from(vec![3_i16]));
    let (_folder, session) = over(vec![("days", narrow), ("area", texts(&["north"]))]);
    let answer = session.query("select area, days from t", &approved("t: area days")).unwrap();
    assert_eq!(answer.integers("days").unwrap(), [Some(3)]);
    assert_eq!(answer.texts("area").unwrap(), [Some("north".to_owned())]);
}

#[test]
fn a_file_that_is_not_parquet_is_an_error_without_its_content() {
    let house = house(1);
    std::fs::write(house.folder.path().join("people.parquet"), crate::support::CANARY.repeat(9)).unwrap();
    let error = house.ask("select secret from people", ALL).unwrap_err();
    assert_eq!(error, EngineError::Execution);
    assert_eq!(house.session.opened()["people"].len(), 1);
}
