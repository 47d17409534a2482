//! The description of a table that a publisher puts beside it: its columns, in their order, must be those of the table.
//!
//! Not allowed in here: a header in a message; what stands in a first row may be no header.

use concordat_diagnostics::{Diagnostic, codes};
use reqwest::Url;
use serde_json::Value;

use crate::delivery::Description;
use crate::retry::Fault;

use super::client::{Client, about, refused};
use super::transfer::{Small, small};

/// What is added to the address of a table (Model for Tabular Data and Metadata on the Web, 5.3).
const ENDING: &str = "-metadata.json";

/// Largest description.
const BYTES_AT_MOST: u64 = 4 * 1024 * 1024;

/// Asks for the description and compares it with the first bytes of the table. What else it says, the gate compares.
pub(super) async fn fetch(client: &Client, table: &Url, delimiter: u8, head: &[u8]) -> Result<Description, Fault> {
    let mut url = table.clone();
    url.set_path(&format!("{}{ENDING}", table.path()));
    let bytes = match client.tried(&url, async || small(client, &url, BYTES_AT_MOST).await).await? {
        Small::Bytes(bytes) => bytes,
        Small::Status(status) => return Err(refused(&url, status).into()),
        Small::TooLarge => Vec::new(),
    };
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let file = table.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    let described = serde_json::from_slice(bare).ok().and_then(|document: Value| columns(&document, file));
    let described = described.ok_or_else(|| {
        let message = about(&url).say(" sent no description of columns (tableSchema) beside the table");
        Diagnostic::error(&codes::NOT_THE_DATA, message)
    })?;
    if let Some(words) = differs(&described, &header(head, delimiter)) {
        let message = about(&url).say(words.0).number(words.1).say(words.2);
        return Err(Diagnostic::error(&codes::COMPANION_DIFFERS, message).into());
    }
    Ok(Description { table: file.to_owned(), bytes })
}

/// The names that each column may have: its name and its titles.
fn columns(document: &Value, file: &str) -> Option<Vec<Vec<String>>> {
    let tables = document.get("tables").and_then(Value::as_array);
    let named = |table: &&Value| table.get("url").and_then(Value::as_str).is_some_and(|url| url.ends_with(file));
    let table = match tables {
        Some(tables) => tables.iter().find(named).or_else(|| tables.first())?,
        None => document,
    };
    let columns = table.get("tableSchema")?.get("columns")?.as_array()?;
    let real = columns.iter().filter(|column| column.get("virtual") != Some(&Value::Bool(true)));
    Some(real.map(names).collect())
}

fn names(column: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for key in ["name", "titles"] {
        texts(column.get(key).unwrap_or(&Value::Null), &mut names);
    }
    names
}

/// Texts of a value, of a list of them, or of such for each language.
fn texts(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
        Value::Object(languages) => languages.values().for_each(|item| texts(item, all)),
        _ => {}
    }
}

fn header(head: &[u8], delimiter: u8) -> Vec<String> {
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bare);
    let mut record = csv::ByteRecord::new();
    let read = reader.read_byte_record(&mut record).unwrap_or(false);
    let cells = record.iter().filter(|_| read);
    cells.map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
}

/// The first difference, in words around a number.
fn differs(described: &[Vec<String>], header: &[String]) -> Option<(&'static str, u64, &'static str)> {
    if described.len() != header.len() {
        let words = (" describes ", described.len() as u64, " columns, the table has another number of them");
        return Some(words);
    }
    let other = described.iter().zip(header).position(|(names, cell)| !names.iter().any(|name| name.trim() == cell));
    other.map(|position| (" describes column ", position as u64 + 1, " otherwise than the table's first row has it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_are_compared_in_their_order() {
        let document: Value = serde_json::from_str(
            r#"{"tables": [{"url": "other.csv", "tableSchema": {"columns": []}}, {"url": "a/one.csv", "tableSchema":
            {"columns": [{"name": "areacd", "titles": ["AREACD", "Area code"]}, {"titles": {"en": "Value"}},
            {"name": "x", "virtual": true}]}}]}"#,
        )
        .unwrap();
        let described = columns(&document, "one.csv").unwrap();
        let told = |head: &[u8]| differs(&described, &header(head, b','));
        assert_eq!(told(b"\xef\xbb\xbf\"AREACD\",Value\r\nE1,2\r\n"), None);
        assert_eq!(told(b"areacd,Value\n"), None);
        assert_eq!(told(b"Value,areacd\n").unwrap().1, 1);
        assert_eq!(told(b"areacd,Value,More\n").unwrap().0, " describes ");
        assert_eq!(columns(&serde_json::json!({"tables": []}), "one.csv"), None);
    }
}
