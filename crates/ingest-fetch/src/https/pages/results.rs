//! Pages of JSON with `paging` and `results`.
//!
//! Not allowed in here: what a result says.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::parts::{NoPart, Part};

#[derive(Deserialize)]
struct Answer {
    paging: Paging,
    results: Vec<Map<String, Value>>,
    #[serde(default)]
    warnings: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paging {
    page: u64,
    total_results: u64,
}

/// Reads a page.
pub(super) fn read(bytes: &[u8]) -> Result<Part, NoPart> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let answer: Answer = serde_json::from_slice(bare).map_err(|error| match error.is_eof() {
        true => NoPart::CutOff,
        false => NoPart::NoPage,
    })?;
    let Answer { paging, results, warnings } = answer;
    let mut headings = results.iter().map(heading);
    let first = headings.next().unwrap_or_default();
    if headings.any(|heading| heading != first) {
        return Err(NoPart::OutOfOrder);
    }
    let rows: Vec<String> = results.iter().map(|result| serde_json::to_string(result).unwrap_or_default()).collect();
    Ok(Part {
        heading: first.into_iter().map(String::into_bytes).collect(),
        place: Some(paging.page),
        total: paging.total_results,
        rows: results.len() as u64,
        body: rows.join(",\n").into_bytes(),
        header: b"{\"results\": [\n".to_vec(),
        warnings: warnings.len() as u64,
    })
}

/// The columns of a result: its keys, and those of its values. Locations are left out: they differ by level.
fn heading(result: &Map<String, Value>) -> BTreeSet<String> {
    let values = result.get("values").and_then(Value::as_object);
    let values = values.into_iter().flat_map(Map::keys).map(|key| format!("values.{key}"));
    result.keys().cloned().chain(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_values_and_say_their_place() {
        let text = r#"{"paging": {"page": 2, "pageSize": 2, "totalResults": 4, "totalPages": 2}, "warnings": [{}],
            "results": [{"values": {"a": "1.50"}, "locations": {"LA": "x"}}, {"values": {"a": "c"}, "locations": {}}]}"#;
        let part = read(text.as_bytes()).unwrap();
        assert_eq!((part.place, part.total, part.rows, part.warnings), (Some(2), 4, 2, 1));
        assert_eq!(
            String::from_utf8(part.body).unwrap(),
            "{\"locations\":{\"LA\":\"x\"},\"values\":{\"a\":\"1.50\"}},\n{\"locations\":{},\"values\":{\"a\":\"c\"}}"
        );
        let other = text.replace(r#"{"a": "c"}"#, r#"{"b": "c"}"#);
        assert_eq!(read(other.as_bytes()), Err(NoPart::OutOfOrder));
        assert_eq!(read(&text.as_bytes()[..text.len() - 20]), Err(NoPart::CutOff));
        assert_eq!(read(br#"{"title": "Not found", "status": 404}"#), Err(NoPart::NoPage));
    }
}
