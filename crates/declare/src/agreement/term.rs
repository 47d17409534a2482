//! From when to when, how long data is kept, and what the parties owe each other meanwhile.
//!
//! Not allowed in here: a status; it follows from dates and signatures.

use std::fmt;

use concordat_base::{Date, DateSpan, Name};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code_lists::code_list;
use crate::located::Located;
use crate::schema::Shape;

/// From when to when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// First day.
    #[schemars(with = "Located<Date>")]
    pub start: Date,
    /// Last day.
    pub expiry: Located<Date>,
    /// When it was reviewed last; absent before the first review.
    #[serde(default)]
    pub reviewed: Option<Located<Date>>,
    /// When it is reviewed next: within twelve months of its start or last review.
    pub next_review: Located<Date>,
    /// How long before it a party must say that it leaves.
    pub notice: Located<DateSpan>,
    /// Days of grace after the last day: `none`, and nothing else.
    #[serde(default)]
    pub grace: Option<Located<String>>,
}

/// How long the data is kept, and how it is destroyed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Received data, from the day that `from` says.
    pub raw: Located<DateSpan>,
    /// What the span counts from.
    pub from: RetentionFrom,
    /// What was made from it and is not published, from the last day of the agreement.
    pub derived: Located<DateSpan>,
    /// How it is destroyed.
    pub disposal: Disposal,
    /// How soon after that its certificate is issued.
    pub certificate_within: Located<DateSpan>,
    /// What happens to received data when the agreement ends.
    pub on_exit: OnExit,
    /// Why it is kept so long.
    pub basis: String,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// What retention counts from.
    RetentionFrom {
        Received = "received", "The day it was received";
        Event = "event", "The last day of the period it is about";
    }
}

code_list! {
    /// How data is destroyed.
    Disposal {
        DeleteFile = "delete_file", "Its files are deleted";
        CryptoShred = "crypto_shred", "Its key is destroyed, and its files are deleted";
        Return = "return", "It is returned to the sender, and its files are deleted";
    }
}

code_list! {
    /// What happens to received data when an agreement ends.
    OnExit {
        Destroy = "destroy", "It is destroyed";
        Return = "return", "It is returned, and destroyed here";
        KeepToRetention = "keep_to_retention", "It stays closed until its retention day, and is destroyed then";
    }
}

/// Who answers for the quality of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// The party.
    pub owner: Located<Name>,
    /// How soon a fault that was told is corrected.
    pub corrections_within: Located<DateSpan>,
    /// The clause.
    pub clause: Located<Name>,
}

/// Where people turn who want to see, correct, restrict or object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// One mailbox for all parties.
    pub single_contact: Located<String>,
    /// How soon the parties answer each other about a request.
    pub requests_within: Located<DateSpan>,
    /// The clause.
    pub clause: Located<Name>,
}

/// What happens when something went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    /// How soon the other parties are told.
    pub notify_partners_within: Located<Hours>,
    /// The mailbox.
    pub contact: Located<String>,
    /// Where incidents are recorded.
    pub log_ref: String,
    /// The clause.
    pub clause: Located<Name>,
}

/// A change between versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that it came with.
    pub version: Located<u32>,
    /// When.
    pub date: Located<Date>,
    /// What changed.
    pub what: String,
    /// Parties that approved it.
    pub approved_by: Vec<Located<Name>>,
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its id.
    pub id: Located<Name>,
    /// What it says, in plain words.
    pub text: String,
    /// Where it stands in the signed document.
    #[serde(default)]
    pub text_ref: Option<String>,
}

/// Whole hours, written `PT24H`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours(pub u16);

impl fmt::Display for Hours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PT{}H", self.0)
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('H'));
        let hours = digits.and_then(|digits| digits.parse().ok()).map(Self);
        hours.ok_or_else(|| serde::de::Error::custom("hours are written like PT24H"))
    }
}

impl Shape for Hours {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^PT[0-9]+H$", "description": "Whole hours, such as PT24H." })
    }
}
