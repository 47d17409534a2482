//! The canonical form of an agreement: one text for one meaning, whatever the file looks like.
//!
//! It is the JSON of everything but the signatures, keys sorted and no blanks (RFC 8785, of which only texts, whole numbers
//! and truth values occur). What is left out means the same as what is empty, so `null`, `false`, empty lists and empty
//! mappings are not in it, and a key that is added to the format later leaves old signatures whole. Not allowed in here:
//! comments, order and places, none of which change what was agreed.

use concordat_base::hexadecimal;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Agreement;

impl Agreement {
    /// The canonical form.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let mut whole = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(members) = &mut whole {
            members.remove("signatures");
        }
        let mut text = String::new();
        write(&whole, &mut text);
        text
    }

    /// SHA-256 of the canonical form, in hexadecimal: what signatures are over and what the ledger commits to.
    #[must_use]
    pub fn sha256(&self) -> String {
        hexadecimal(&Sha256::digest(self.canonical_json().as_bytes()))
    }
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => write_members(members, text),
        Value::Array(items) => {
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        // Texts, whole numbers and truth values: serde_json writes them as RFC 8785 asks.
        plain => text.push_str(&plain.to_string()),
    }
}

fn write_members(members: &Map<String, Value>, text: &mut String) {
    let mut said: Vec<(&String, &Value)> = members.iter().filter(|(_, value)| says_something(value)).collect();
    said.sort_by_key(|(key, _)| *key);
    text.push('{');
    for (position, (key, value)) in said.into_iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        text.push_str(&Value::String(key.clone()).to_string());
        text.push(':');
        write(value, text);
    }
    text.push('}');
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => members.values().any(says_something),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_what_is_empty_is_left_out() {
        let mut text = String::new();
        write(&json!({"b": [1, "x\n"], "a": {"z": null}, "c": false, "d": [], "e": {"k": true}}), &mut text);
        assert_eq!(text, r#"{"b":[1,"x\n"],"e":{"k":true}}"#);
    }
}
