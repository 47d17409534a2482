//! Every fixture against a reading of it that shares no code: `fixtures/expected.py`, by position, with Python's own library.
//!
//! Not allowed in here: an expectation that was made by this product.

use std::collections::BTreeMap;

use concordat_tables::Figure;
use serde_json::{Value, json};

use crate::support::{Reader, bytes_of, fixture, text_of};

/// A figure as the independent reading writes it.
fn written(figure: &Figure) -> Value {
    let mut all = json!({
        "series": figure.series.as_str(),
        "area": figure.area.as_str(),
        "period": figure.period.to_string(),
        "sex": figure.sex,
        "value": figure.value.map(|value| value.to_string()),
        "no_figure": figure.no_figure,
        "count": figure.count,
        "denominator": figure.denominator,
    });
    if let Some((lower, upper)) = figure.lower.zip(figure.upper) {
        all["lower"] = json!(lower.to_string());
        all["upper"] = json!(upper.to_string());
    }
    if let Some(standing) = figure.standing {
        all["standing"] = json!(standing);
    }
    if figure.together != 1 {
        all["together"] = json!(figure.together);
    }
    all
}

fn by_key(figures: Vec<Value>) -> BTreeMap<String, Value> {
    let key = |one: &Value| ["series", "area", "period", "sex"].map(|name| one[name].as_str().unwrap()).join(" ");
    let count = figures.len();
    let all: BTreeMap<String, Value> = figures.into_iter().map(|one| (key(&one), one)).collect();
    assert_eq!(all.len(), count, "two figures for one key");
    all
}

#[test]
fn every_fixture_is_read_as_an_independent_reading_does() {
    let mut folders: Vec<String> = std::fs::read_dir(fixture(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| fixture(name).join("expected.json").exists())
        .collect();
    folders.sort();
    assert!(folders.len() >= 20, "{folders:?}");
    let mut figures = 0;
    for name in folders {
        let reader = Reader::new(&text_of(&format!("{name}/declared.yaml")));
        let file = ["csv", "xlsx", "ods", "xls"].map(|ending| format!("{name}/data.{ending}"));
        let file = file.iter().find(|file| fixture(file).exists()).unwrap();
        let read = reader.all(&bytes_of(file)).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
        let expected: Vec<Value> = serde_json::from_slice(&bytes_of(&format!("{name}/expected.json"))).unwrap();
        let (found, expected) = (by_key(read.figures.iter().map(written).collect()), by_key(expected));
        for (key, one) in &expected {
            assert_eq!(found.get(key), Some(one), "{name}: {key}");
        }
        let more: Vec<&String> = found.keys().filter(|key| !expected.contains_key(*key)).collect();
        assert!(more.is_empty(), "{name}: {more:?}");
        figures += found.len();
    }
    assert!(figures > 500, "{figures}");
}
