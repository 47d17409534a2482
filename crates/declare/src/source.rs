//! `sources/*.yaml`: where a dataset comes from, when, and what happens when it does not.
//!
//! Not allowed in here: secrets; a token stands in the environment or in a file outside the declarations.

use concordat_base::{DateSpan, Name, PeriodKind};
use serde::{Deserialize, Serialize};

use crate::interface::{Description, Pages};
use crate::located::Located;
use crate::mapping::Mapping;
use crate::published::PublishedDeclaration;

/// A source: one dataset from one supplier. Its id is the dataset's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Version of this format; 1.
    pub version: u32,
    /// Id of the dataset.
    pub id: Located<Name>,
    /// What it is.
    pub title: String,
    /// The party that sends it.
    pub supplier: Located<Name>,
    /// What is in it.
    pub content: Content,
    /// How it comes.
    pub transport: Transport,
    /// How files are encrypted on their way; absent where they are not.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// What kind of file it is; may be left out where a dialect says it.
    #[serde(default)]
    pub format: Format,
    /// How the sender's headers, codes and periods become those of the contract, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
    /// Whether a file holds one period or all.
    pub coverage: Coverage,
    /// Whether a delivery note must accompany each file.
    pub delivery_note: DeliveryNote,
    /// When it is expected; absent for one that came once.
    #[serde(default)]
    pub expected: Option<Expected>,
    /// What to do when it is late.
    pub late: Late,
    /// Periods newer than this are provisional: figures show them, trends and gaps do not rest on them.
    #[serde(default)]
    pub complete_after: Option<DateSpan>,
    /// Limits a delivery must keep.
    pub checks: Checks,
    /// The disclosure policy that its owner asks for: whatever is counted from it keeps this and the indicator's own, of every
    /// parameter the stricter one.
    #[serde(default)]
    pub disclosure_policy: Option<Located<Name>>,
    /// What every figure built on it must say.
    #[serde(default)]
    pub caveats: Vec<String>,
}

/// What a dataset holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Records, by an extract contract.
    Extract(ExtractContent),
    /// Figures that somebody has published, in their own lane.
    Published(PublishedDeclaration),
}

/// Records by a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtractContent {
    /// Id of the contract in `schemas/extracts`.
    pub contract: Located<Name>,
}

/// How a dataset comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// A watched folder.
    Folder(FolderTransport),
    /// A file at an HTTPS address.
    Https(HttpsTransport),
    /// A folder on an SFTP server.
    Sftp(SftpTransport),
}

impl Transport {
    /// The folder that stands in for a server, in profile `sample`.
    #[must_use]
    pub fn stand_in(&self) -> Option<&FolderTransport> {
        match self {
            Self::Folder(_) => None,
            Self::Https(https) => https.stand_in.as_ref(),
            Self::Sftp(sftp) => sftp.stand_in.as_ref(),
        }
    }

    /// What the names of files look like: the pattern, or the end of the address.
    #[must_use]
    pub fn file_names(&self) -> &str {
        match self {
            Self::Folder(folder) => &folder.pattern,
            Self::Https(https) => &https.url.value,
            Self::Sftp(sftp) => &sftp.pattern,
        }
    }
}

/// A watched folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderTransport {
    /// The folder, relative to the partnership.
    pub path: String,
    /// File names that count, with `*` for any run of characters.
    pub pattern: String,
    /// Minutes a file without a delivery note must have stood unchanged.
    pub unchanged_minutes: u32,
}

/// A file, or one for each expected period, at an HTTPS address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpsTransport {
    /// The address; `{period}` stands for each expected period, with `/` written as `-`.
    pub url: Located<String>,
    /// What is sent there by POST, as JSON; absent where the address is asked by GET. Published tables alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Located<serde_json::Value>>,
    /// How the pages of an answer are asked for, where it comes in pages. Published tables alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Located<Pages>>,
    /// Where the address of the file stands, if `url` gives it in JSON: a JSON Pointer into its answer, another into the answer
    /// that stands there, and so on. Published tables alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow: Vec<Located<String>>,
    /// Other hosts that links and redirects may lead to. No token is sent there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_hosts: Vec<Located<String>>,
    /// What stands beside the table and describes its columns; they are compared. Published tables alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described_by: Option<Description>,
    /// Environment variable that holds the token.
    #[serde(default)]
    pub token_environment: Option<String>,
    /// File that holds the token, outside the declarations.
    #[serde(default)]
    pub token_file: Option<String>,
    /// The proxy, where it is not that of the environment (`HTTPS_PROXY`). One that needs a password stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Located<String>>,
    /// PEM file of an authority of one's own, outside the declarations or not: it is no secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates_file: Option<String>,
    /// Longest wait that a server may ask for in all, before one answer; 60 seconds where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_at_most_seconds: Option<Located<u32>>,
    /// Seconds until a connection, or a pause in the transfer, is given up.
    pub timeout_seconds: u32,
    /// Tries in all, for faults of transport alone.
    pub tries: u32,
    /// In profile `sample`, the folder that stands in for the address.
    #[serde(default)]
    pub stand_in: Option<FolderTransport>,
}

/// A folder on an SFTP server, whose files are fetched and left where they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SftpTransport {
    /// Name or address of the server.
    pub host: Located<String>,
    /// Its port.
    #[serde(default = "ssh_port")]
    pub port: u16,
    /// The account.
    pub user: String,
    /// The folder, as the server names it.
    pub path: String,
    /// File names that count, with `*` for any run of characters.
    pub pattern: String,
    /// Minutes a file without a delivery note must have stood unchanged.
    pub unchanged_minutes: u32,
    /// The fingerprint of the server's key, as `ssh-keygen -lf` writes it: `SHA256:` and 43 characters.
    pub host_key: Located<String>,
    /// Environment variable that holds the password.
    #[serde(default)]
    pub password_environment: Option<String>,
    /// File that holds the password, outside the declarations.
    #[serde(default)]
    pub password_file: Option<String>,
    /// Environment variable that holds the private key, in OpenSSH's form and without a passphrase.
    #[serde(default)]
    pub private_key_environment: Option<String>,
    /// File that holds the private key, outside the declarations.
    #[serde(default)]
    pub private_key_file: Option<String>,
    /// Seconds until a connection, or a pause in the transfer, is given up.
    pub timeout_seconds: u32,
    /// Tries in all, for faults of transport alone.
    pub tries: u32,
    /// In profile `sample`, the folder that stands in for the server.
    #[serde(default)]
    pub stand_in: Option<FolderTransport>,
}

fn ssh_port() -> u16 {
    22
}

/// How files are encrypted on their way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// To a recipient, by the age format (age-encryption.org/v1). Every file's name then ends with `.age`.
    Age(AgeEncryption),
}

/// Where the identity is kept that opens what was encrypted to its recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeEncryption {
    /// Environment variable that holds the identity.
    #[serde(default)]
    pub identity_environment: Option<String>,
    /// File that holds the identity, outside the declarations.
    #[serde(default)]
    pub identity_file: Option<String>,
}

/// Format of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Separated values.
    Csv(CsvFormat),
    /// Parquet.
    Parquet,
    /// A workbook: `.xlsx`, `.ods` or `.xls`.
    Workbook,
    /// JSON: an array of objects.
    Json,
    /// As the dialect of published figures says.
    #[default]
    OfDialect,
}

impl Source {
    /// The format, that of the dialect where the source leaves it to one.
    #[must_use]
    pub fn settled_format(&self) -> Format {
        match (&self.format, &self.content) {
            (Format::OfDialect, Content::Published(published)) => {
                let preset = published.dialect.as_ref().and_then(|dialect| dialect.value.preset());
                preset.map_or(Format::OfDialect, |preset| preset.format)
            }
            (format, _) => format.clone(),
        }
    }
}

/// Separated values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvFormat {
    /// The separator.
    pub delimiter: char,
    /// How characters are written as bytes.
    #[serde(default, skip_serializing_if = "is_utf8")]
    pub encoding: Encoding,
}

/// How characters are written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with a byte order mark or without.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, which spreadsheet programs in western Europe write.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, with a byte order mark.
    #[serde(rename = "utf-16")]
    Utf16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_utf8(encoding: &Encoding) -> bool {
    *encoding == Encoding::Utf8
}

/// What one file covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// One period, which it replaces.
    OnePeriod,
    /// Every period: it replaces all.
    Full,
}

/// Whether `NAME.delivery.json` must accompany a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryNote {
    /// A file without one is not read.
    Required,
    /// A file without one is read when it has stood unchanged.
    Optional,
}

/// When periods are expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Kind of period.
    pub every: PeriodKind,
    /// First period.
    pub from: Located<String>,
    /// Last period, for a source that has ended.
    #[serde(default)]
    pub until: Option<Located<String>>,
    /// Periods that never were.
    #[serde(default)]
    pub except: Vec<Located<String>>,
    /// How long after the end of a period it is due.
    pub within: DateSpan,
    /// How long after that it is late.
    pub grace: DateSpan,
}

/// What happens when a due period is late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// What to do.
    pub action: LateAction,
    /// How old the last good extract may be to be held.
    #[serde(default)]
    pub max_age: Option<DateSpan>,
}

/// What to do about a late source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateAction {
    /// Use the last good extract, and say so.
    Hold,
    /// Leave out what rests on it.
    Drop,
    /// Publish nothing at all.
    Block,
}

/// Limits a delivery must keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Refused records above this count refuse the delivery.
    pub refused_records_at_most: u64,
    /// The count of records against the last delivery of the same coverage, in per cent.
    #[serde(default)]
    pub records_percent_of_last: Option<PercentBand>,
    /// Largest file, in mebibytes.
    pub mebibytes_at_most: u64,
    /// Largest workbook when unpacked, in mebibytes; 256 where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpacked_mebibytes_at_most: Option<u64>,
    /// Most cells of a table; five million where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells_at_most: Option<u64>,
}

/// A band in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PercentBand {
    /// Lowest.
    pub at_least: u64,
    /// Highest.
    pub at_most: u64,
}
