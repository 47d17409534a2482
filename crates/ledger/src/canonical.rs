//! Canonical JSON: keys sorted by bytes, no spaces, no line breaks, whole numbers only, so that the
//! same entry is always the same bytes. (RFC 8785 gives the same for keys in ASCII, as ours are.)
//!
//! Keys are sorted here and not left to the map type, which a feature of the JSON library changes.

use serde_json::Value;

/// The canonical text of a value.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            write_list(text, ['{', '}'], &sorted, |text, (key, value)| {
                write_string(text, key);
                text.push(':');
                write_value(text, value);
            });
        }
        Value::Array(values) => write_list(text, ['[', ']'], values, write_value),
        Value::String(string) => write_string(text, string),
        Value::Null | Value::Bool(_) | Value::Number(_) => text.push_str(&value.to_string()),
    }
}

fn write_list<T>(text: &mut String, brackets: [char; 2], items: &[T], write: impl Fn(&mut String, &T)) {
    text.push(brackets[0]);
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        write(text, item);
    }
    text.push(brackets[1]);
}

fn write_string(text: &mut String, string: &str) {
    text.push_str(&Value::from(string).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_is_spaced() {
        let value = serde_json::json!({"b": [1, {"z": null, "a": true}], "a": "x\n\"é", "B": {}});
        let expected = r#"{"B":{},"a":"x\n\"é","b":[1,{"a":true,"z":null}]}"#;
        assert_eq!(canonical(&value), expected);
    }
}
