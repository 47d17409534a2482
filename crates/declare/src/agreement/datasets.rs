//! Which datasets are shared, and which of their fields.
//!
//! Not allowed in here: a field without its roles, its reason and its clause.

use concordat_base::{AreaCode, Date, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code_lists::code_list;
use crate::located::Located;

/// A permitted dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatasetPermission {
    /// The dataset.
    pub id: Located<Name>,
    /// The extract contract as it was when the agreement was signed; absent for a table of published figures.
    #[serde(default)]
    pub schema: Option<SignedSchema>,
    /// How near its records are to a person.
    pub identifiability: Identifiability,
    /// How often it is sent.
    pub frequency: Frequency,
    /// How it is sent.
    pub transfer: Transfer,
    /// First day of the data that is shared.
    #[schemars(with = "Located<Date>")]
    pub history_from: Date,
    /// Fields that are shared; anything else in a delivery refuses it.
    pub fields: Vec<FieldPermission>,
    /// The clause.
    pub clause: Located<Name>,
}

/// An extract contract as it was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedSchema {
    /// Id of the contract in `schemas/extracts`.
    pub contract: Located<Name>,
    /// SHA-256 of the contract's file (lines ended by a line feed), as `sha256sum` gives it.
    pub sha256: Located<String>,
}

code_list! {
    /// How near records are to a person. Records that identify people are not accepted, and so have no word here.
    Identifiability {
        Pseudonymised = "pseudonymised", "A keyed token stands for a person";
        DepersonalisedRow = "depersonalised_row", "A record for each event, with nothing that stands for a person";
        AggregateUnsuppressed = "aggregate_unsuppressed", "Counts before disclosure control";
        AggregateSuppressed = "aggregate_suppressed", "Counts after the sender's own disclosure control";
    }
}

code_list! {
    /// How often a dataset is sent.
    Frequency {
        Once = "once", "Once";
        Weekly = "weekly", "Every week";
        Monthly = "monthly", "Every month";
        Quarterly = "quarterly", "Every quarter";
        Annual = "annual", "Every year";
        OnRequest = "on_request", "On request";
    }
}

/// How a dataset is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The way.
    pub method: TransferMethod,
    /// Id of the key it is encrypted to, where the way itself does not encrypt.
    #[serde(default)]
    pub encrypt_to: Option<Located<Name>>,
}

code_list! {
    /// Ways of sending.
    TransferMethod {
        Sftp = "sftp", "SFTP";
        Mesh = "mesh", "NHS MESH";
        Https = "https", "HTTPS with a token";
        HttpsMtls = "https_mtls", "HTTPS with certificates on both sides";
        SecureFolder = "secure_folder", "A watched folder behind the sender's own login";
        SecureEmail = "secure_email", "Secure e-mail";
        EncryptedMedia = "encrypted_media", "Encrypted media";
        InPlaceQuery = "in_place_query", "A query where the data lies";
    }
}

/// A permitted field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldPermission {
    /// The column of the contract.
    pub name: Located<Name>,
    /// What it is to a person.
    pub class: Located<FieldClass>,
    /// The special category or offence data it holds; none where absent.
    #[serde(default)]
    pub special: Option<SpecialCategory>,
    /// What it may be used as in a measure.
    pub roles: Vec<Role>,
    /// Finest area level or period that it may be given in: a level, or a kind of period.
    #[serde(default)]
    pub floor: Option<Located<Name>>,
    /// For a pseudonym or linkage key: id of the key it was made with.
    #[serde(default)]
    pub key: Option<Located<Name>>,
    /// Why it is needed.
    pub why: String,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// What a field is to a person. Source: the terms of the Information Commissioner's guidance on anonymisation (2025).
    FieldClass {
        DirectIdentifier = "direct_identifier", "Names or numbers a person; never accepted";
        LinkageKey = "linkage_key", "A keyed token that records are linked or counted by";
        QuasiIdentifier = "quasi_identifier", "With others, could single a person out";
        Sensitive = "sensitive", "Says something sensitive of a person";
        Measure = "measure", "A number that is added up";
        Dimension = "dimension", "What figures are broken down by";
        Technical = "technical", "Needed for the work on the data alone";
    }
}

code_list! {
    /// Special categories of UK GDPR article 9, and offence data of article 10.
    SpecialCategory {
        None = "none", "None";
        Health = "health", "Health";
        Ethnicity = "ethnicity", "Racial or ethnic origin";
        Religion = "religion", "Religion or belief";
        Politics = "politics", "Political opinion";
        Union = "union", "Trade-union membership";
        Genetic = "genetic", "Genetic data";
        Biometric = "biometric", "Biometric data that identifies";
        SexLifeOrientation = "sex_life_orientation", "Sex life or sexual orientation";
        Offence = "offence", "Offences, allegations and proceedings";
    }
}

impl SpecialCategory {
    /// Whether article 9 asks for a condition.
    #[must_use]
    pub fn is_special(self) -> bool {
        !matches!(self, Self::None | Self::Offence)
    }
}

code_list! {
    /// What a column may be used as.
    Role {
        Group = "group", "Figures may be broken down by it";
        Filter = "filter", "Records may be chosen by it";
        Aggregate = "aggregate", "Its values may be added up";
        CountDistinct = "count_distinct", "Its different values may be counted";
        Join = "join", "Records may be joined on it, where linkage is permitted";
    }
}

/// Whom the data is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subjects {
    /// Kinds of people.
    pub categories: Vec<SubjectCategory>,
    /// Whether children are among them.
    pub children: bool,
    /// Youngest age.
    #[serde(default)]
    pub age_from: Option<u32>,
    /// Oldest age.
    #[serde(default)]
    pub age_to: Option<u32>,
    /// Areas they live in or were recorded in.
    #[serde(default)]
    pub areas: Vec<Located<AreaCode>>,
}

code_list! {
    /// Kinds of people that data is about.
    SubjectCategory {
        Residents = "residents", "Residents";
        Patients = "patients", "Patients";
        ServiceUsers = "service_users", "People who use a service";
        Pupils = "pupils", "Pupils";
        ChildrenLookedAfter = "children_looked_after", "Children looked after";
        Victims = "victims", "Victims";
        SuspectsOffenders = "suspects_offenders", "Suspects and offenders";
        Tenants = "tenants", "Tenants";
        Staff = "staff", "Staff";
        Carers = "carers", "Carers";
    }
}
