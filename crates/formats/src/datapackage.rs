//! `datapackage.json`: the descriptor of Frictionless Data Package 2.0.
//!
//! CSV files alone: the standard's profile knows resources of the type `table` only, and its own validator reads missing whole
//! numbers of a Parquet file as `nan` and faults them. The catalogue names the Parquet file.
//!
//! Not allowed in here: a file that the facts of the release do not name.

use serde_json::{Value, json};

use crate::facts::ReleaseFacts;
use crate::table::{Column, Kind};

/// A CSV file that is described column by column.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Path below the folder of the audience.
    pub path: String,
    /// Title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Columns that together name a row; empty where there are none.
    pub key: Vec<String>,
}

/// The descriptor. A resource that the facts name has its length and hash.
#[must_use]
pub fn datapackage(facts: &ReleaseFacts, resources: &[Resource]) -> Value {
    let listed: Vec<Value> = resources.iter().map(|resource| resource_json(facts, resource)).collect();
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": package_name(facts),
        "id": package_id(facts),
        "title": facts.honest_title(),
        "description": facts.honest_description(),
        "version": facts.version,
        "created": format!("{}T00:00:00Z", facts.as_of),
        "keywords": [facts.place, facts.audience],
        "contributors": [contributor(facts)],
        "resources": listed,
    });
    if let Some(licence) = &facts.licence {
        package["licenses"] = json!([{ "name": licence.name, "path": licence.address, "title": licence.title }]);
    }
    let sources: Vec<Value> = facts.attribution.split("; ").filter(|one| !one.is_empty()).map(source).collect();
    if !sources.is_empty() {
        package["sources"] = Value::Array(sources);
    }
    package
}

/// The name stays the same from release to release.
fn package_name(facts: &ReleaseFacts) -> String {
    slug(&format!("{}-{}", facts.place, facts.audience))
}

fn package_id(facts: &ReleaseFacts) -> String {
    format!("{}:{}:{}", facts.place, facts.audience, facts.version)
}

fn source(statement: &str) -> Value {
    json!({ "title": statement })
}

fn contributor(facts: &ReleaseFacts) -> Value {
    let mut contributor = json!({ "title": facts.publisher, "roles": ["publisher"] });
    if let Some(contact) = &facts.contact {
        contributor["email"] = json!(contact.email);
    }
    contributor
}

fn resource_json(facts: &ReleaseFacts, resource: &Resource) -> Value {
    let mut described = json!({
        "name": slug(&resource.path),
        "type": "table",
        "path": resource.path,
        "title": resource.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "header": true, "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"" },
        "schema": schema(resource),
    });
    if let Some(file) = facts.file(&resource.path) {
        described["bytes"] = json!(file.bytes);
        described["hash"] = json!(format!("sha256:{}", file.sha256));
    }
    described
}

fn schema(resource: &Resource) -> Value {
    let fields: Vec<Value> = resource.columns.iter().map(field).collect();
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "missingValues": [{ "value": "", "label": "missing; the column `status` says why" }],
    });
    if !resource.key.is_empty() {
        schema["primaryKey"] = json!(resource.key);
    }
    schema
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Decimal { .. } => "number",
        Kind::Date => "date",
        Kind::Flag => "boolean",
    };
    let mut field = json!({ "name": column.name, "type": kind, "title": column.title });
    if !column.description.is_empty() {
        field["description"] = json!(column.description);
    }
    if column.required {
        field["constraints"] = json!({ "required": true });
    }
    field
}

/// Lower case, digits, dots and dashes, as names of resources are written.
pub(crate) fn slug(path: &str) -> String {
    let lower = path.to_lowercase();
    lower.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' }).collect()
}
