//! Which release is asked: of which audience, in which version.
//!
//! Not allowed in here: a release that waits for approval.

use std::path::{Path, PathBuf};

use concordat_base::Date;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_publish::Version;
use concordat_publish::releases::{self, Listed, State};
use concordat_store::{Home, MANIFEST, read_to_string};
use serde::Deserialize;

use crate::commands::release::{audience, audiences, version};
use crate::failure::Failure;

/// The release that is asked.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// Its folder for the audience.
    pub(crate) folder: PathBuf,
    /// Whether any of it rests on made-up extracts.
    pub(crate) synthetic: bool,
    pub(crate) audience: String,
    pub(crate) summary: Summary,
    pub(crate) state: State,
    /// Whether it is the widest of all audiences.
    pub(crate) is_widest: bool,
    /// The version that the audience sees now.
    pub(crate) current: Option<Version>,
}

/// What of a manifest is of use here.
#[derive(Debug, Deserialize)]
pub(crate) struct Summary {
    pub(crate) place: String,
    pub(crate) place_name: String,
    pub(crate) version: Version,
    pub(crate) as_of: Date,
    pub(crate) synthetic: bool,
    pub(crate) attribution: String,
    pub(crate) content_sha256: String,
    pub(crate) missions: Vec<MissionSummary>,
}

/// A mission, as the manifest has it.
#[derive(Debug, Deserialize)]
pub(crate) struct MissionSummary {
    pub(crate) mission: String,
    pub(crate) statement: String,
    pub(crate) state: String,
}

impl Chosen {
    /// Finds the release that a question is about.
    pub(crate) fn find(home: &Home, release: Option<&str>, asked_audience: Option<&str>) -> Result<Self, Failure> {
        let listed = releases::list(home)?;
        let wanted = release.map(|typed| version(typed, &listed)).transpose()?;
        let audience = match asked_audience {
            Some(typed) if !listed.is_empty() => audience(typed, &listed)?.to_owned(),
            _ => widest(&listed, wanted)?,
        };
        let folder = releases::folder(home, &audience, wanted)?;
        let summary = Summary::read(&folder)?;
        let state = state(&listed, summary.version, &audience);
        let is_widest = audiences(&listed).first() == Some(&audience);
        let current = current(&listed, &audience);
        Ok(Self { folder, synthetic: summary.synthetic, audience, summary, state, is_widest, current })
    }

    /// One line that says what is asked.
    pub(crate) fn banner(&self) -> String {
        let Summary { place_name, version, as_of, .. } = &self.summary;
        let standing = match self.state {
            State::Current => String::new(),
            other => format!(", {}", other.as_str()),
        };
        format!("{place_name}, release {version} for {}, as of {as_of}{standing}", self.audience)
    }

    /// Name of the place.
    pub(crate) fn place_name(&self) -> &str {
        &self.summary.place_name
    }

    /// Missions of the place, measured or not, each with its statement.
    pub(crate) fn missions(&self) -> Vec<(String, String)> {
        self.summary.missions.iter().map(|one| (one.mission.clone(), one.statement.clone())).collect()
    }

    /// `measured`, or `declared, not yet measured`.
    pub(crate) fn state_of_mission(&self, mission: &str) -> Option<&str> {
        let found = self.summary.missions.iter().find(|one| one.mission.eq_ignore_ascii_case(mission))?;
        Some(&found.state)
    }
}

impl Summary {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let text = read_to_string(&folder.join(MANIFEST))?;
        serde_json::from_str(&text).map_err(|_| {
            let message = Text::new().declared(MANIFEST).say(" cannot be read in its format");
            Diagnostic::error(&codes::READ_FAILED, message).into()
        })
    }
}

/// The widest audience that sees a release; of a version that is named, the widest that has it.
fn widest(listed: &[Listed], wanted: Option<Version>) -> Result<String, Diagnostic> {
    let has = |name: &String| {
        listed.iter().filter(|release| wanted.is_none_or(|wanted| release.version == wanted)).any(|release| {
            let part = release.audiences.iter().find(|part| part.audience == *name);
            part.is_some_and(|part| match part.state {
                State::Current => true,
                State::Earlier | State::Withdrawn => wanted.is_some(),
                State::Waiting | State::Missing => false,
            })
        })
    };
    let found = audiences(listed).into_iter().find(has);
    found.ok_or_else(|| match wanted {
        Some(version) => {
            let message = Text::new().say("release ").declared(&version.to_string()).say(" has reached no audience");
            Diagnostic::error(&codes::WRONG_STATE, message)
        }
        None => Diagnostic::error(&codes::NO_RELEASE, "nothing has been published to any audience"),
    })
}

/// Audiences to whom anything was ever released, from widest to narrowest.
pub(crate) fn published_audiences(home: &Home) -> Result<Vec<String>, Failure> {
    Ok(audiences(&releases::list(home)?))
}

fn current(listed: &[Listed], audience: &str) -> Option<Version> {
    let sees = |release: &&Listed| {
        release.audiences.iter().any(|part| part.audience == audience && part.state == State::Current)
    };
    listed.iter().find(sees).map(|release| release.version)
}

fn state(listed: &[Listed], version: Version, audience: &str) -> State {
    let release = listed.iter().find(|release| release.version == version);
    let part = release.and_then(|release| release.audiences.iter().find(|part| part.audience == audience));
    part.map_or(State::Missing, |part| part.state)
}
