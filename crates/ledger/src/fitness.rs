//! The last look at an entry before it is kept for ever. It cannot know a row value from an id, but
//! it refuses what no entry needs: long text, control characters, fractions, and a hash field that
//! holds no hash. Messages name the field, never the value.

use serde_json::Value;

use crate::error::LedgerError;

/// The longest text an entry may carry, in bytes: enough for a reason, too little for a sample.
const LONGEST_TEXT_BYTES: usize = 500;

/// Checks the body of an entry of type `entry`.
pub(crate) fn check(entry: &'static str, body: &Value) -> Result<(), LedgerError> {
    let Value::Object(fields) = body else {
        return Ok(());
    };
    for (field, value) in fields {
        check_field(field, value).map_err(|rule| LedgerError::Unfit { entry, field: field.clone(), rule })?;
        for nested in nested(value) {
            check(entry, nested)?;
        }
    }
    Ok(())
}

/// The objects in a field: itself or those in a list.
fn nested(value: &Value) -> &[Value] {
    match value {
        Value::Object(_) => std::slice::from_ref(value),
        Value::Array(values) => values,
        _ => &[],
    }
}

fn check_field(field: &str, value: &Value) -> Result<(), &'static str> {
    match value {
        Value::String(text) => check_text(field, text),
        Value::Number(number) if !number.is_u64() => Err("is not a whole number"),
        Value::Array(values) => values.iter().try_for_each(|value| match value {
            Value::Object(_) => Ok(()),
            other => check_field(field, other),
        }),
        _ => Ok(()),
    }
}

fn check_text(field: &str, text: &str) -> Result<(), &'static str> {
    if field.ends_with("commitment") || field.ends_with("sha256") {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        return if digits && text.len() == 64 { Ok(()) } else { Err("is not 64 small hexadecimal digits") };
    }
    if text.is_empty() {
        return Err("is empty");
    }
    if text.len() > LONGEST_TEXT_BYTES {
        return Err("is longer than 500 bytes");
    }
    if text.chars().any(char::is_control) {
        return Err("holds a control character");
    }
    Ok(())
}
