//! `pseudonymise`, `seal` and `keys`: what an agency does at its own desk before it sends.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Examples of `pseudonymise`.
pub(crate) const PSEUDONYMISE_EXAMPLES: &str = "Examples:\n  \
    concordat pseudonymise falls.csv --column nhs_number --type nhs_number --key kid.json --out falls-out.csv\n  \
    concordat pseudonymise duties.csv --key kid.json --out duties-out.csv --drop notes \\\n    \
    --match-key given_name=forename,family_name=surname,birth_date=dob,postcode=postcode\n  \
    concordat pseudonymise falls.csv --column nhs_number --key kid.json --out falls-out.csv \\\n    \
    --note --supplier south-tees-hospitals --period 2026-05 --opt-outs applied\n\n\
    The identifier and all parts of a name are never written. An identifier that is missing leaves its pseudonym\n\
    empty; one that cannot be right takes out its record, up to --rejects-at-most of them, else nothing is written\n\
    and the command ends with 1. Counts go to stdout.";

/// `pseudonymise`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Pseudonymise {
    /// The extract, as CSV in UTF-8 with a header.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The column of the identifier that is to be replaced.
    #[arg(long, value_name = "COLUMN", required_unless_present = "match_key")]
    pub(crate) column: Option<String>,
    /// What kind of identifier it is.
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t)]
    pub(crate) kind: Kind,
    /// The key file.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// The purpose; a key of another is refused. The key's own where it is not given.
    #[arg(long, value_name = "PURPOSE")]
    pub(crate) purpose: Option<String>,
    /// The column of the pseudonym, in the place of the identifier's.
    #[arg(long = "as", value_name = "COLUMN", default_value = "person_pseudonym")]
    pub(crate) pseudonym: String,
    /// Bits of a pseudonym.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) bits: HowManyBits,
    /// The file to be sent.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Columns that are not to be sent.
    #[arg(long, value_name = "COLUMN,..", value_delimiter = ',')]
    pub(crate) drop: Vec<String>,
    /// Columns that three keys are made of for matching people without a number: given_name=.., family_name=..,
    /// birth_date=.., postcode=.., and sex=.. where all senders of the purpose agreed on it.
    #[arg(long, value_name = "PART=COLUMN,..", value_delimiter = ',', value_parser = part)]
    pub(crate) match_key: Vec<(Part, String)>,
    /// Records that may be left out because their identifier cannot be right.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    pub(crate) rejects_at_most: u64,
    /// The separator of the extract.
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = separator)]
    pub(crate) delimiter: u8,
    /// What the delivery note says.
    #[command(flatten)]
    pub(crate) note: NoteWords,
}

/// What a delivery note says that cannot be measured.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Delivery note")]
pub(crate) struct NoteWords {
    /// Write the delivery note beside the file.
    #[arg(long, requires_all = ["supplier", "period"])]
    pub(crate) note: bool,
    /// The party that sends.
    #[arg(long, value_name = "PARTY", requires = "note")]
    pub(crate) supplier: Option<String>,
    /// The period in the file, such as 2026-05, or all.
    #[arg(long, value_name = "PERIOD", requires = "note")]
    pub(crate) period: Option<String>,
    /// What was done about people who have opted out.
    #[arg(long, value_enum, value_name = "WHAT", requires = "note")]
    pub(crate) opt_outs: Option<OptOuts>,
    /// The records are made up.
    #[arg(long, requires = "note")]
    pub(crate) synthetic: bool,
    /// Why it is sent again, for a correction.
    #[arg(long, value_name = "WORDS", requires = "note")]
    pub(crate) reason: Option<String>,
}

/// A kind of identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// NHS number, with its check digit.
    #[default]
    NhsNumber,
    /// Unique pupil number, with its check letter.
    Upn,
    /// Unique property reference number.
    Uprn,
    /// A reference that the parties have agreed on.
    Text,
}

/// How long a pseudonym is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum HowManyBits {
    /// 32 hexadecimal digits.
    #[default]
    #[value(name = "128")]
    B128,
    /// 64 hexadecimal digits.
    #[value(name = "256")]
    B256,
}

/// What was done about opt-outs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum OptOuts {
    /// Their records were taken out.
    Applied,
    /// None covers this use.
    NotApplicable,
    /// An exemption applies, which the agreement names.
    Exempt,
}

/// A part of a match key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Part {
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// Birth date.
    BirthDate,
    /// Postcode.
    Postcode,
    /// Sex.
    Sex,
}

/// `seal`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Seal {
    /// The file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The recipient, as `concordat keys recipient` printed it where the pipeline runs.
    #[arg(long, value_name = "RECIPIENT")]
    pub(crate) to: String,
}

/// `keys`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key for the pseudonyms of one purpose
    #[command(after_help = "Example:\n  \
                            concordat keys new --id kid-2026-a --purpose live-well-multiple-disadvantage \\\n    \
                            --custodian tees-esk-and-wear-valleys --out kid-2026-a.json\n\n\
                            Run it at the custodian's, never where the pipeline runs.")]
    New(New),
    /// Make the key that follows, and tell what senders must do
    #[command(after_help = "Example:\n  concordat keys rotate kid-2026-a.json --out kid-2026-b.json")]
    Rotate(Rotate),
    /// List every key that agreements name: purposes, custodian, users, last change
    #[command(after_help = "Example:\n  concordat keys custody pipelines/south-tees\n\n\
                            Ends with 1 where a key has no custodian, or the pipeline's host keeps it.")]
    Custody(super::Pipeline),
    /// Print the proof of a key, by which two parties see that they hold the same
    #[command(after_help = "Example:\n  concordat keys proof kid-2026-a.json")]
    Proof(Which),
    /// Make an identity that opens encrypted deliveries, and print the recipient that senders encrypt to
    #[command(after_help = "Example:\n  concordat keys recipient --out identity.txt")]
    Recipient(Out),
    /// Keys that sign agreements
    #[command(
        subcommand,
        after_help = "Example:\n  concordat keys signing new --party cleveland-police --out signing.key"
    )]
    Signing(Signing),
}

/// `keys signing`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Signing {
    /// Make a key, and print its public half to paste into the partnership
    #[command(after_help = "Example:\n  concordat keys signing new --party cleveland-police --out signing.key")]
    New(NewSigning),
}

/// `keys new`.
#[derive(Args, Clone, Debug)]
pub(crate) struct New {
    /// The id that agreements name it by.
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    /// What it is for; one key for each purpose.
    #[arg(long, value_name = "PURPOSE")]
    pub(crate) purpose: String,
    /// The party that keeps it.
    #[arg(long, value_name = "PARTY")]
    pub(crate) custodian: String,
    /// Where it is written.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// `keys rotate`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Rotate {
    /// The key that is to be followed.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Where the next is written.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// `keys signing new`.
#[derive(Args, Clone, Debug)]
pub(crate) struct NewSigning {
    /// The party that signs with it.
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: String,
    /// Where it is written.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// A key file that is there.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    /// The key file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// A file that is not there yet.
#[derive(Args, Clone, Debug)]
pub(crate) struct Out {
    /// The new file; one that is there is never written over.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

fn part(text: &str) -> Result<(Part, String), &'static str> {
    let words = "a part is given_name, family_name, birth_date, postcode or sex, then = and its column";
    let (part, column) = text.split_once('=').ok_or(words)?;
    let part = Part::from_str(part, false).map_err(|_| words)?;
    if column.is_empty() { Err(words) } else { Ok((part, column.to_owned())) }
}

fn separator(text: &str) -> Result<u8, &'static str> {
    match text.as_bytes() {
        b"\\t" => Ok(b'\t'),
        [one] if !b"\"\n\r".contains(one) => Ok(*one),
        _ => Err("a separator is one character, such as ; or \\t"),
    }
}
