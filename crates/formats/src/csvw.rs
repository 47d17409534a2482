//! `<file>-metadata.json` beside a CSV file: CSV on the Web, which a reader finds without being told.
//!
//! Not allowed in here: what the Data Package does not say too.

use serde_json::{Value, json};

use crate::datapackage::Resource;
use crate::facts::ReleaseFacts;
use crate::table::{Column, Kind};

/// The metadata of one CSV file.
#[must_use]
pub fn csvw(facts: &ReleaseFacts, resource: &Resource) -> Value {
    let columns: Vec<Value> = resource.columns.iter().map(column_json).collect();
    let mut schema = json!({ "columns": columns });
    if !resource.key.is_empty() {
        schema["primaryKey"] = json!(resource.key);
    }
    let url = resource.path.rsplit('/').next().unwrap_or(&resource.path);
    let mut table = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": url,
        "dc:title": resource.title,
        "dc:description": facts.honest_description(),
        "dc:publisher": facts.publisher,
        "dc:modified": { "@value": facts.as_of.to_string(), "@type": "xsd:date" },
        "dc:identifier": format!("{} {}", facts.version, resource.path),
        "dialect": { "header": true, "delimiter": ",", "encoding": "utf-8", "lineTerminators": ["\n", "\r\n"] },
        "tableSchema": schema,
    });
    if let Some(licence) = &facts.licence {
        table["dc:license"] = json!({ "@id": licence.address });
    }
    table
}

fn column_json(column: &Column) -> Value {
    let mut described = json!({
        "name": column.name,
        "titles": column.name,
        "datatype": datatype(column.kind),
        "required": column.required,
        "null": "",
    });
    let meaning = if column.description.is_empty() { &column.title } else { &column.description };
    described["dc:description"] = json!(meaning);
    described
}

fn datatype(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!("string"),
        Kind::Integer => json!("integer"),
        Kind::Decimal { .. } => json!("decimal"),
        Kind::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Kind::Flag => json!({ "base": "boolean", "format": "true|false" }),
    }
}
