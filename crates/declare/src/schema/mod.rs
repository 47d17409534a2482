//! JSON Schemas of declarations that people write, for editors: made from the same types that read them.
//!
//! Not allowed in here: a rule that the types do not have. What needs other files is checked by `load`, not by an editor.

mod shapes;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::agreement::{Agreement, OpenLicence};

pub(crate) use shapes::Shape;

/// The schema of `agreements/*.yaml`.
#[must_use]
pub fn agreement() -> Value {
    made::<Agreement>("Data-sharing agreement")
}

/// The schema of `agreements/open/*.yaml`.
#[must_use]
pub fn open_licence() -> Value {
    made::<OpenLicence>("Open licence")
}

fn made<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), Value::String(title.to_owned()));
    let remark = "Made from the types that read the file. Legal codes: confirm with your information-governance lead.";
    schema.insert("$comment".to_owned(), Value::String(remark.to_owned()));
    schema.to_value()
}
