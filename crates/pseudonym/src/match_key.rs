//! Keys for matching people of whom no number is known: three combinations of what agencies write about a person, each
//! hashed with the key of the purpose.
//!
//! Not allowed in here: a key of empty parts. Where a part is missing there is no key.
//!
//! | level | of |
//! | --- | --- |
//! | strict | given name, family name, birth date, postcode sector |
//! | standard | given name, family name, birth date |
//! | loose | sound of the family name's first part, initial, birth date, and sex where the parties agreed on it |
//!
//! Sex stands in the loose key alone: it tells twins apart there, and adds nothing to a whole name and a birth date but one
//! more chance to miss. Every sender of a purpose must use the same rule; keys of two rules never meet.

use concordat_base::Name;

use crate::key::{Key, KeyError};
use crate::person::{Person, Sex};
use crate::token::{Bits, Keyed};

/// How much must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Names, birth date and where the person lives.
    Strict,
    /// Names and birth date.
    Standard,
    /// What stays when a name is misspelt.
    Loose,
}

impl Level {
    /// From the strictest on.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Standard, Self::Loose];

    /// As it is written, in columns and inside every hash.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Standard => "standard",
            Self::Loose => "loose",
        }
    }
}

/// Whether sex is a part of the loose key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatchRule {
    /// It is not.
    #[default]
    WithoutSex,
    /// It is.
    WithSex,
}

impl MatchRule {
    /// The parts of a level, as they stand inside every hash.
    #[must_use]
    pub fn parts(self, level: Level) -> &'static str {
        match (level, self) {
            (Level::Strict, _) => "given_name+family_name+birth_date+postcode_sector",
            (Level::Standard, _) => "given_name+family_name+birth_date",
            (Level::Loose, Self::WithoutSex) => "family_sound+initial+birth_date",
            (Level::Loose, Self::WithSex) => "family_sound+initial+birth_date+sex",
        }
    }

    /// The text that is hashed for a level, parts joined by `|`; `None` where one is missing. No part holds a `|`.
    #[must_use]
    pub fn text(self, level: Level, person: &Person) -> Option<String> {
        let (given, born) = (person.given.as_ref()?, person.born?);
        match level {
            Level::Strict => {
                let (family, sector) = (person.family.as_ref()?, person.sector.as_ref()?);
                Some(format!("{given}|{family}|{born}|{sector}"))
            }
            Level::Standard => Some(format!("{given}|{}|{born}", person.family.as_ref()?)),
            Level::Loose => {
                let sound = crate::name_sound::soundex(person.family_first.as_ref()?);
                let initial = given.get(..1)?;
                let sex = match self {
                    Self::WithoutSex => "",
                    Self::WithSex => match person.sex? {
                        Sex::Female => "|F",
                        Sex::Male => "|M",
                    },
                };
                Some(format!("{sound}|{initial}|{born}{sex}"))
            }
        }
    }
}

/// Makes the three keys of people with one key.
///
/// A match key is the first 128 bits of HMAC-SHA256, keyed with the secret, of five lines parted by line feeds: `concordat
/// match key v1`, the id of the key, the level, the names of its parts, and the parts.
pub struct MatchTokens {
    keyed: [(Level, Keyed); 3],
    rule: MatchRule,
}

impl MatchTokens {
    /// For a purpose, which must be the key's own.
    ///
    /// # Errors
    /// [`KeyError::OtherPurpose`].
    pub fn new(key: &Key, purpose: &Name, rule: MatchRule) -> Result<Self, KeyError> {
        let keyed = key.keyed_for(purpose)?;
        let of_level = |level: Level| {
            let domain = format!("concordat match key v1\n{}\n{}\n{}\n", key.id(), level.as_str(), rule.parts(level));
            (level, keyed.clone().after(domain.as_bytes()))
        };
        Ok(Self { keyed: Level::ALL.map(of_level), rule })
    }

    /// The strict, the standard and the loose key; empty where a part is missing.
    #[must_use]
    pub fn keys(&self, person: &Person) -> [String; 3] {
        self.keyed.each_ref().map(|(level, keyed)| {
            let text = self.rule.text(*level, person).map(zeroize::Zeroizing::new);
            text.map(|text| keyed.token(text.as_bytes(), Bits::B128)).unwrap_or_default()
        })
    }
}
