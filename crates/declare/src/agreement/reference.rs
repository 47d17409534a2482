//! One version of an agreement, named from another declaration: `south-tees-charter@1`.
//!
//! Not allowed in here: looking it up.

use std::fmt;
use std::str::FromStr;

use concordat_base::Name;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::Shape;

/// An agreement and its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgreementReference {
    /// The agreement.
    pub id: Name,
    /// The version.
    pub version: u32,
}

/// A text that does not name a version of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version of an agreement is written like south-tees-charter@1")]
pub struct AgreementReferenceError;

impl FromStr for AgreementReference {
    type Err = AgreementReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, version) = text.split_once('@').ok_or(AgreementReferenceError)?;
        let id = Name::new(id).map_err(|_| AgreementReferenceError)?;
        let version = version.parse().map_err(|_| AgreementReferenceError)?;
        Ok(Self { id, version })
    }
}

impl fmt::Display for AgreementReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.id, self.version)
    }
}

impl Serialize for AgreementReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AgreementReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Shape for AgreementReference {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[a-z][a-z0-9_-]{0,79}@[0-9]+$",
            "description": "A version of an agreement, such as south-tees-charter@1.",
        })
    }
}
