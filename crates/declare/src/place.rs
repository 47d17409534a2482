//! `partnership.yaml`: the place, its parties, audiences, areas and disclosure policies.
//!
//! Not allowed in here: agreements; they stand in files of their own.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, Date, DateSpan, Name};
use concordat_disclosure::{Rules, RulesFile};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceFile {
    /// Version of this format; 1.
    pub version: u32,
    /// Id of the place; names its folder in the home.
    pub id: Located<Name>,
    /// The place's name, as people say it.
    pub name: String,
    /// The board whose missions these are.
    pub board: String,
    /// Which data may be used.
    pub profile: Profile,
    /// The as-of date that the sample was made for; a later date is told plainly.
    #[serde(default)]
    pub sample_made_for: Option<Date>,
    /// Folder of contracts and code lists, relative to this file.
    pub schemas: String,
    /// The party that runs the night.
    pub host: Located<Name>,
    /// Every organisation that any declaration names.
    pub parties: Vec<Party>,
    /// Stages of life that missions are ordered by.
    pub life_courses: Vec<LifeCourse>,
    /// Who may see what, from the widest audience to the narrowest.
    pub audiences: Vec<Audience>,
    /// The areas of the place.
    pub areas: AreasDeclaration,
    /// Named rules of what is hidden and rounded.
    pub disclosure_policies: Vec<PolicyDeclaration>,
    /// When revisions of what was published are published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisions: Option<RevisionsDeclaration>,
    /// Under which name and keys the ledger of the place is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<LedgerDeclaration>,
}

/// When changed counts of periods that were published are published. Without it any night may do so; on no night may a
/// change of few people be seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionsDeclaration {
    /// Days of every year on which revisions are published, as `MM-DD`: by the first night on or after each.
    #[serde(default)]
    pub days: Vec<Located<String>>,
    /// The least change in people that may be seen, where that is more than the rules of an indicator ask for.
    #[serde(default)]
    pub least_change: Option<u64>,
    /// How long a revision may wait until the report says whom to tell.
    #[serde(default)]
    pub tell_after: Option<DateSpan>,
}

impl RevisionsDeclaration {
    /// Month and day of each declared day; a text that is none is left out.
    pub fn month_days(&self) -> impl Iterator<Item = (i8, i8)> {
        self.days.iter().filter_map(|day| month_day(&day.value))
    }

    /// The first declared day after a date.
    #[must_use]
    pub fn next_after(&self, date: Date) -> Option<Date> {
        let years = [date.year(), date.year() + 1];
        let all =
            years.into_iter().flat_map(|year| self.month_days().filter_map(move |(m, d)| Date::new(year, m, d).ok()));
        all.filter(|day| *day > date).min()
    }
}

impl PolicyDeclaration {
    /// The rules that it asks for; none of open data.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn rules(&self) -> Result<Option<Rules>, String> {
        match (&self.rules, self.already_public) {
            (None, true) => Ok(None),
            (Some(_), true) => Err("open data stands under no rules".to_owned()),
            (None, false) => Err("it has no rules, and is not open data".to_owned()),
            (Some(file), false) => {
                let rules = file.rules(self.id.as_str())?;
                match rules.beyond_a_night() {
                    Some(what) => {
                        Err(format!("`{}` {what}, which `concordat protect` does and a night does not", rules.id))
                    }
                    None => Ok(Some(rules)),
                }
            }
        }
    }
}

/// `MM-DD` as month and day, where every year has that day.
pub(crate) fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(2023, month, day).ok().map(|_| (month, day))
}

/// Under which name and keys the ledger of the place is signed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerDeclaration {
    /// An address of the host, such as `intelligence.south-tees.example`; it comes before the name of the place.
    #[serde(default)]
    pub origin: Option<String>,
    /// Public keys in base64, the present one first; those before it stay, so that older checkpoints can be verified.
    #[serde(default)]
    pub public_keys: Vec<String>,
}

/// Which data may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Synthetic extracts and stand-ins are permitted, and said everywhere.
    Sample,
    /// Synthetic extracts, sample agreements and stand-ins are refused.
    Live,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id.
    pub id: Located<Name>,
    /// Its name.
    pub name: String,
    /// What kind of organisation it is.
    pub kind: PartyKind,
    /// Role mailbox for questions about deliveries; never a person's own.
    pub contact: String,
    /// Ed25519 public key that it signs agreements with, base64 of its 32 bytes.
    #[serde(default)]
    pub signing_key: Option<Located<String>>,
    /// Names that it had before, each to its last day.
    #[serde(default)]
    pub previously: Vec<PreviousName>,
    /// Whether it has become a part of another organisation; agreements that it signed are then suspended.
    #[serde(default)]
    pub merged: Option<Merged>,
}

impl Party {
    /// Its name on a date.
    #[must_use]
    pub fn name_on(&self, date: Date) -> &str {
        let earlier = self.previously.iter().filter(|earlier| date <= earlier.until);
        earlier.min_by_key(|earlier| earlier.until).map_or(self.name.as_str(), |earlier| earlier.name.as_str())
    }
}

/// A name that an organisation had before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousName {
    /// The name.
    pub name: String,
    /// Its last day.
    pub until: Date,
}

/// An organisation that has become a part of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merged {
    /// The other.
    pub into: Located<Name>,
    /// From this day on.
    pub from: Date,
}

/// Kinds of organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum PartyKind {
    Council,
    NhsTrust,
    IntegratedCareBoard,
    GeneralPractice,
    Police,
    PoliceAndCrimeCommissioner,
    Fire,
    Housing,
    Charity,
    University,
    CombinedAuthority,
    CentralBody,
    Supplier,
}

impl PartyKind {
    /// Whether organisations of this kind are public authorities, for which some bases of article 6 are not meant.
    #[must_use]
    pub fn is_public_authority(self) -> bool {
        !matches!(self, Self::Housing | Self::Charity | Self::Supplier)
    }

    /// Whether organisations of this kind are of the NHS.
    #[must_use]
    pub fn is_nhs(self) -> bool {
        matches!(self, Self::NhsTrust | Self::IntegratedCareBoard | Self::GeneralPractice)
    }
}

/// A stage of life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeCourse {
    /// Its id.
    pub id: Located<Name>,
    /// Its title.
    pub title: String,
    /// What the strategy wants for it.
    pub aim: String,
}

/// An audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Its id.
    pub id: Located<Name>,
    /// Who that is.
    pub title: String,
    /// When a release reaches it.
    pub publish: PublishMode,
    /// Dates of publication, for `on_calendar`.
    #[serde(default)]
    pub calendar: Vec<Date>,
}

/// When a release reaches an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishMode {
    /// The night that made it.
    Automatic,
    /// When a person approves it.
    OnApproval,
    /// On the first night on or after a declared date.
    OnCalendar,
}

/// The areas of a place, by reference to tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreasDeclaration {
    /// The place as an area of its own, above all levels.
    pub place: NamedArea,
    /// Levels, finest first; the place is above the last.
    pub levels: Vec<LevelDeclaration>,
    /// The table that holds one row for each area of the finest level.
    pub hierarchy: HierarchyDeclaration,
    /// Boundary years that data comes in and that are carried to the finest level.
    #[serde(default)]
    pub carried: Vec<CarriedDeclaration>,
    /// Areas outside the place that figures are compared with.
    #[serde(default)]
    pub outside: Vec<NamedArea>,
}

/// A code and a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedArea {
    /// The code.
    pub code: AreaCode,
    /// The name.
    pub name: String,
}

/// One level of areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelDeclaration {
    /// Its id.
    pub id: Located<Name>,
    /// What it is.
    pub title: String,
    /// The boundary year.
    pub vintage: String,
    /// How many residents the area of this level has that has the fewest, at least, by published estimates. An agreement
    /// that asks for a least population permits no table of a level that does not say.
    #[serde(default)]
    pub fewest_residents: Option<u64>,
}

/// The table of areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HierarchyDeclaration {
    /// CSV file, relative to the partnership.
    pub file: Located<String>,
    /// Columns of code and name for each level.
    pub columns: BTreeMap<Name, CodeAndName>,
}

/// Two column names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeAndName {
    /// Column of codes.
    pub code: String,
    /// Column of names.
    pub name: String,
}

/// A boundary year carried to the finest level by a lookup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedDeclaration {
    /// Id of the level that data comes in.
    pub id: Located<Name>,
    /// What it is.
    pub title: String,
    /// Its boundary year.
    pub vintage: String,
    /// CSV file, relative to the partnership.
    pub file: Located<String>,
    /// Column of the old code.
    pub from_column: String,
    /// Column of the code at the finest level.
    pub to_column: String,
}

/// A named rule of what is hidden and rounded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyDeclaration {
    /// Its id.
    pub id: Located<Name>,
    /// In plain words, for the metadata of every figure.
    pub statement: String,
    /// The rules: a preset, and what differs from it. Not for open data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<RulesFile>,
    /// For counts that stand under an open licence and are joined with nothing else.
    #[serde(default)]
    pub already_public: bool,
}
