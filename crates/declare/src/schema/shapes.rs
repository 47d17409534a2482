//! How the plain values of declarations look in a schema: names, dates, spans, references.
//!
//! Not allowed in here: an object; those derive their schemas.

use std::borrow::Cow;

use concordat_base::{AreaCode, Date, DateSpan, Name, PeriodKind};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::located::Located;

/// The schema of a value that stands at a place in a file.
pub trait Shape {
    /// Its schema.
    fn shape(generator: &mut SchemaGenerator) -> Schema;
}

impl<T: Shape> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Located".into()
    }

    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<Self>().into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::shape(generator)
    }
}

/// A text of one form, with an example in words.
fn text(pattern: &str, description: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": pattern, "description": description })
}

impl Shape for Name {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        text("^[a-z][a-z0-9_-]{0,79}$", "A name: lower-case letters, digits, '-' and '_', at most 80.")
    }
}

impl Shape for Date {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "A date such as 2026-03-31.")
    }
}

impl Shape for DateSpan {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        text("^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$", "A span such as P14D, P3M or P2Y.")
    }
}

impl Shape for AreaCode {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "The code of an area, such as E06000002." })
    }
}

impl Shape for String {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

impl Shape for u32 {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}

impl Shape for u64 {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}

impl Shape for PeriodKind {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": ["month", "quarter", "calendar_year", "financial_year", "academic_year"] })
    }
}
