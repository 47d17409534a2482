//! What the gate is given.
//!
//! Not allowed in here: opening anything, and deciding whether the dataset may be received.

use std::collections::BTreeSet;

use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::contract::Contract;
use concordat_declare::place::Profile;
use concordat_declare::published::PublishedDeclaration;
use concordat_declare::source::{Coverage, Source};
use concordat_diagnostics::{Code, Diagnostic, Place, Text};
use concordat_store::Home;
use concordat_store::vault::Content;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::policy::{AnonymityPolicy, NoteKey, OptOuts};
use crate::stop::Stop;

/// What the sender's delivery note says; everything but `synthetic` may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Length of the file in bytes.
    #[serde(default)]
    pub bytes: Option<u64>,
    /// Records, without the header.
    #[serde(default)]
    pub rows: Option<u64>,
    /// SHA-256 of the file, in hexadecimal digits.
    #[serde(default)]
    pub sha256: Option<String>,
    /// The period, in the product's own form, or `all`.
    #[serde(default)]
    pub period: Option<String>,
    /// What the file covers.
    #[serde(default)]
    pub coverage: Option<Coverage>,
    /// Whether the records are made up.
    #[serde(default)]
    pub synthetic: bool,
    /// Why it is sent again, for a correction.
    #[serde(default)]
    pub reason: Option<String>,
    /// The key its pseudonyms were made with.
    #[serde(default)]
    pub key: Option<NoteKey>,
    /// Whether opt-outs were applied before it was sent.
    #[serde(default)]
    pub opt_outs: Option<OptOuts>,
}

/// A delivered file, and what is known about it before it is opened.
#[derive(Clone, Copy, Debug)]
pub struct DeliveredFile<'a> {
    /// Its bytes.
    pub content: Content<'a>,
    /// Its name in messages.
    pub shown: &'a str,
    /// The note that came with it.
    pub note: Option<&'a Note>,
    /// Its SHA-256 in hexadecimal digits, where somebody has computed it already.
    pub sha256: Option<&'a str>,
    /// Whether the transport vouches for the length, so that a last line without line end is not taken for a cut.
    pub length_confirmed: bool,
    /// Id of the delivery: names its quarantine and stands in manifests. It must not be derived from plain content.
    pub delivery: &'a str,
    /// When it was received.
    pub received: Timestamp,
    /// Rises with each delivery of the dataset.
    pub sequence: u64,
    /// Which data may be used.
    pub profile: Profile,
}

impl DeliveredFile<'_> {
    /// The place of a record, or of the whole file where the number is 0.
    pub(crate) fn place(&self, record: u64) -> Place {
        Place { file: self.shown.to_owned(), line: record, column: 0 }
    }

    /// A fault of the file as a whole.
    pub(crate) fn fault(&self, code: &'static Code, message: impl Into<Text>) -> Stop {
        Diagnostic::error(code, message).at(self.place(0)).into()
    }

    /// A fault at a record.
    pub(crate) fn fault_at(&self, record: u64, code: &'static Code, message: impl Into<Text>) -> Stop {
        Diagnostic::error(code, message).at(self.place(record)).into()
    }
}

/// A delivery of records, with all that decides whether it is accepted.
#[derive(Clone, Copy, Debug)]
pub struct GateInput<'a> {
    /// The dataset.
    pub dataset: &'a Name,
    /// Its contract.
    pub contract: &'a Contract,
    /// The declarations that hold code lists and areas.
    pub partnership: &'a Partnership,
    /// The source.
    pub source: &'a Source,
    /// Columns that may be received tonight.
    pub allow_list: &'a BTreeSet<Name>,
    /// The file.
    pub file: DeliveredFile<'a>,
    /// Records of the last accepted delivery of the same coverage.
    pub previous_rows: Option<u64>,
    /// Whether a decision accepts a count of records outside the band.
    pub accept_volume: bool,
    /// Periods that are held now.
    pub periods_held: &'a BTreeSet<Period>,
    /// Whether a decision accepts that a full refresh lacks a period that is held.
    pub accept_lost_period: bool,
    /// What the agreement says of the people in it; none under an open licence.
    pub anonymity: Option<&'a AnonymityPolicy>,
    /// A keyed commitment to the file's bytes, where the caller makes one.
    pub commitment: Option<&'a str>,
    /// The home that rows are landed in.
    pub home: &'a Home,
}

/// A delivery of published figures.
#[derive(Clone, Copy, Debug)]
pub struct PublishedInput<'a> {
    /// The dataset.
    pub dataset: &'a Name,
    /// Which rows are which series.
    pub declaration: &'a PublishedDeclaration,
    /// The source.
    pub source: &'a Source,
    /// The file.
    pub file: DeliveredFile<'a>,
    /// The description that was fetched with it; where there is none, one that the source declares is looked for beside the file.
    pub description: Option<FetchedDescription<'a>>,
    /// The home that figures are landed in.
    pub home: &'a Home,
}

/// A description of a table that came by itself.
#[derive(Clone, Copy, Debug)]
pub struct FetchedDescription<'a> {
    /// How the table is called in it.
    pub table: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}
