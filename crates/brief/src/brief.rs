//! A brief: which rows it is made of, and its parts in order.
//!
//! Not allowed in here: how it looks.

use std::collections::BTreeSet;

use crate::changes::Told;
use crate::chart::Chart;
use crate::error::BriefError;
use crate::names::{What, choose, choose_by_words};
use crate::release::{About, Mission, Release};
use crate::row::Row;
use crate::section::Section;
use crate::setting::Setting;
use crate::words;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Id of the mission.
    pub mission: String,
    /// Code or name of the area.
    pub area: String,
    /// The audience, if one was asked for; it must be that of the release.
    pub audience: Option<String>,
    /// The version, if one was asked for; it must be that of the release.
    pub version: Option<String>,
}

/// An area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level.
    pub level: String,
}

/// A question that every brief answers, and the answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub question: &'static str,
    /// The answer, in sentences.
    pub lines: Vec<String>,
}

/// A brief.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The release.
    pub about: About,
    /// What the caller knows of it.
    pub setting: Setting,
    /// The mission.
    pub mission: Mission,
    /// The area.
    pub area: Area,
    /// Whether a made-up extract is behind any figure here.
    pub synthetic: bool,
    /// The five questions.
    pub answers: Vec<Answer>,
    /// One for each indicator; headlines first, and among them those that the board has a goal for.
    pub sections: Vec<Section>,
    /// What is hidden or missing, in sentences.
    pub hidden: Vec<String>,
    /// How to cite it.
    pub citation: String,
    pub(crate) told: Told,
}

impl Brief {
    /// Makes a brief from a release.
    ///
    /// # Errors
    ///
    /// A name is not in the release, the mission is not measured, or there is no figure for this area.
    pub fn of(release: &Release, selection: &Selection, setting: &Setting) -> Result<Self, BriefError> {
        let about = &release.about;
        if let Some(asked) = &selection.audience {
            choose(What::Audience, asked, &[&about.audience])?;
        }
        if let Some(asked) = &selection.version {
            choose(What::Release, asked, &[&about.version])?;
        }
        let mission = mission(release, &selection.mission)?;
        let area = area(release, mission, &selection.area)?;
        let rows = rows(release, mission, &area)?;
        let sections = sections(release, &rows, &area);
        let pages_rows: Vec<&Row> = sections.iter().flat_map(|(_, shown)| shown.iter().copied()).collect();
        let sections: Vec<Section> = sections.into_iter().map(|(section, _)| section).collect();
        let areas: BTreeSet<&str> = pages_rows.iter().map(|row| row.area_code.as_str()).collect();
        let indicators: BTreeSet<&str> = pages_rows.iter().map(|row| row.indicator.as_str()).collect();
        let told = release.changes.told(&pages_rows, &area.code, &areas, &indicators);
        let synthetic = pages_rows.iter().any(|row| row.synthetic);
        let mut brief = Self {
            about: about.clone(),
            setting: setting.clone(),
            mission: mission.clone(),
            area: area.clone(),
            synthetic,
            answers: Vec::new(),
            sections,
            hidden: words::hidden(&pages_rows),
            citation: String::new(),
            told,
        };
        brief.citation = words::citation(&brief);
        brief.answers = words::answers(&brief, &pages_rows);
        Ok(brief)
    }

    /// The title of the page.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}: {}", self.area.name, self.mission.statement.trim_end_matches('.'))
    }

    /// All charts, in the order of the page.
    #[must_use]
    pub fn charts(&self) -> Vec<&Chart> {
        self.sections.iter().flat_map(|section| &section.shown).filter_map(|shown| shown.chart.as_ref()).collect()
    }
}

fn mission<'a>(release: &'a Release, asked: &str) -> Result<&'a Mission, BriefError> {
    let missions = &release.about.missions;
    let words = |mission: &Mission| {
        let titles = release.indicators.iter().filter(|it| mission.indicators.contains(&it.indicator));
        let titles: Vec<&str> = titles.map(|it| it.title.as_str()).collect();
        format!("{} {} {}", mission.mission, mission.statement, titles.join(" "))
    };
    let offered: Vec<(&str, String)> = missions.iter().map(|it| (it.mission.as_str(), words(it))).collect();
    let name = choose_by_words(What::Mission, asked, &offered)?;
    let measured: Vec<&str> =
        missions.iter().filter(|it| has_rows(release, &it.mission)).map(|it| it.mission.as_str()).collect();
    let found = missions.iter().find(|mission| mission.mission == name && measured.contains(&name));
    found.ok_or_else(|| BriefError::NotMeasured { mission: name.to_owned(), measured: listed(&measured) })
}

fn has_rows(release: &Release, mission: &str) -> bool {
    release.rows.iter().any(|row| row.mission == mission)
}

/// An area by code or name. Where a locality and a ward share a name, it is the one that the mission has figures of.
fn area(release: &Release, mission: &Mission, asked: &str) -> Result<Area, BriefError> {
    let mut areas: Vec<&Row> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &release.rows {
        if seen.insert(row.area_code.as_str()) {
            areas.push(row);
        }
    }
    let names: Vec<&str> = areas.iter().flat_map(|row| [row.area_code.as_str(), row.area_name.as_str()]).collect();
    let name = choose(What::Area, asked, &names)?;
    let has_figure = |area: &Row| {
        let mut rows = release.rows.iter().filter(|row| row.mission == mission.mission && row.measure == "value");
        rows.any(|row| row.area_code == area.area_code)
    };
    let named: Vec<&Row> = areas.iter().copied().filter(|row| row.area_code == name || row.area_name == name).collect();
    let found = named.iter().find(|row| has_figure(row)).or(named.first());
    let row =
        found.ok_or_else(|| BriefError::Unknown { what: What::Area, asked: asked.to_owned(), offer: String::new() })?;
    Ok(Area { code: row.area_code.clone(), name: row.area_name.clone(), level: row.area_level.clone() })
}

/// The rows of the mission, if there are any of this area.
fn rows<'a>(release: &'a Release, mission: &Mission, area: &Area) -> Result<Vec<&'a Row>, BriefError> {
    let rows: Vec<&Row> = release.rows.iter().filter(|row| row.mission == mission.mission).collect();
    if rows.iter().any(|row| row.area_code == area.code && row.measure == "value") {
        return Ok(rows);
    }
    let mut levels: Vec<&str> = Vec::new();
    for row in &rows {
        if !levels.contains(&row.area_level.as_str()) {
            levels.push(&row.area_level);
        }
    }
    Err(BriefError::NoFigures {
        mission: mission.mission.clone(),
        area: area.name.clone(),
        level: area.level.clone(),
        levels: listed(&levels),
    })
}

/// A section for each indicator with figures here, and the rows that it shows.
fn sections<'a>(release: &'a Release, rows: &[&'a Row], area: &'a Area) -> Vec<(Section, Vec<&'a Row>)> {
    let mut indicators: Vec<_> = release.indicators.iter().collect();
    // The board asks for its goals first.
    indicators.sort_by_key(|indicator| (!indicator.headline, indicator.goal.is_empty()));
    indicators.into_iter().filter_map(|indicator| Section::of(indicator, rows, area)).collect()
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
