//! The files of a new place.
//!
//! Not allowed in here: writing them.

use concordat_base::{Date, DateSpan, Period, PeriodKind, hexadecimal};
use concordat_diagnostics::{Diagnostic, Text, codes};
use sha2::{Digest, Sha256};

use crate::answers::{Answers, Authority, fit};
use crate::areas::{self, AreasFile, Level, PlaceAreas};
use crate::error::InitError;
use crate::ids;
use crate::parties::Parties;
use crate::template::{self, filled, quoted};

/// A file of a new place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the place, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A new place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its files; the last is `partnership.yaml`, which makes the folder a place.
    pub files: Vec<File>,
    /// What a person must know of what was made.
    pub notes: Vec<String>,
    /// What to do next, in order.
    pub next: Vec<String>,
}

/// Makes a place. `folder` is how the folder is named in the next steps.
///
/// # Errors
/// Why none was made.
pub fn make(answers: &Answers, areas: Option<AreasFile<'_>>, folder: &str) -> Result<Made, InitError> {
    let name = answers.name()?;
    let authorities = answers.authorities()?;
    let areas = areas::of(&authorities, areas)?;
    let parties = Parties::of(answers, name, &authorities)?;
    let missions = missions(answers)?;
    let board = answers.board()?.unwrap_or("TO FILL IN: the board whose missions these are");
    let draft =
        Draft { answers, name, board, id: ids::of(name, "place"), folder, authorities, areas, parties, missions };
    Ok(Made { files: draft.files(), notes: draft.notes(), next: draft.next() })
}

/// Why a folder cannot take a new place: the names that stand in it. Names that begin with a dot do not count.
#[must_use]
pub fn occupied(names: &[String]) -> Option<Diagnostic> {
    let mut shown: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.starts_with('.')).collect();
    shown.sort_unstable();
    if shown.is_empty() {
        return None;
    }
    let message = Text::new().say("the folder holds ").list(shown.iter().copied().take(5));
    let message = match shown.len().checked_sub(5) {
        None | Some(0) => message,
        Some(more) => message.say(" and ").number(more as u64).say(" more"),
    };
    let help = "name a folder that is new or empty; nothing was written";
    Some(Diagnostic::error(&codes::FOLDER_NOT_EMPTY, message).help(help))
}

/// A mission that was answered, or the one to be named.
struct Mission {
    id: String,
    title: String,
}

const STATEMENT: &str = "TO FILL IN: what will be so when the mission is reached, in the board's words";

fn missions(answers: &Answers) -> Result<Vec<Mission>, InitError> {
    let mut found: Vec<Mission> = Vec::new();
    for title in &answers.missions {
        let title = fit(title, "the title of a mission")?;
        let id = ids::of(title, "mission");
        if found.iter().any(|other| other.id == id) {
            return Err(InitError::Twice { what: "mission", name: id });
        }
        found.push(Mission { id, title: title.to_owned() });
    }
    if found.is_empty() {
        let title = "TO FILL IN: the first mission, as the board words it".to_owned();
        found.push(Mission { id: "first-mission".to_owned(), title });
    }
    Ok(found)
}

/// All that the files are made from.
struct Draft<'answers> {
    answers: &'answers Answers,
    name: &'answers str,
    board: &'answers str,
    id: String,
    folder: &'answers str,
    authorities: Vec<Authority>,
    areas: PlaceAreas,
    parties: Parties,
    missions: Vec<Mission>,
}

impl Draft<'_> {
    fn files(&self) -> Vec<File> {
        let contract = self.contract();
        let schema = concordat_declare::schema::agreement();
        let schema = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
        let agreement = self.agreement(&contract);
        let mut files = vec![
            file("README.md", self.readme()),
            file(".gitignore", filled(template::IGNORED, &[])),
            file("areas/areas.csv", self.areas.table.clone()),
            file("areas/README.md", self.areas_readme()),
            file("schemas/codes/sex.csv", filled(template::SEX, &[])),
            file("schemas/codes/outcome.csv", filled(template::OUTCOME, &[])),
            file("schemas/extracts/people-helped.odcs.yaml", contract),
            file("schemas/agreement.schema.json", schema),
            file("sources/people-helped.yaml", self.source()),
            file("deliveries/people-helped/README.txt", filled(template::DELIVERIES, &[])),
            file("agreements/dsa-people-helped.yaml", agreement),
            file("indicators/people-who-reached-their-aim.yaml", self.indicator()),
        ];
        files.extend((1u32..).zip(&self.missions).map(|(order, mission)| mission.file(order)));
        files.push(file("partnership.yaml", self.partnership()));
        files
    }

    /// A text as it is for the first data that agencies send.
    fn of_first(&self, template: &str, answers: &[(&str, String)]) -> String {
        filled(&template::lines_of(template, self.answers.first_data.unwrap_or_default()), answers)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.areas.has_wards {
            notes.push("Wards are not known here for every authority: figures are of authorities and the place. See areas/README.md.".to_owned());
        }
        if self.answers.parties.is_empty() {
            notes.push(
                "No organisation was named, so the councils stand for all. Add others to partnership.yaml.".to_owned(),
            );
        }
        notes
    }

    fn next(&self) -> Vec<String> {
        let shown = match self.folder.contains(' ') {
            true => format!("\"{}\"", self.folder),
            false => self.folder.to_owned(),
        };
        vec![
            format!("concordat check {shown}    lists what is still to be filled in, line by line"),
            format!(
                "concordat agreements sign --help    when {shown}/agreements/dsa-people-helped.yaml is agreed; until then nothing is received"
            ),
            format!(
                "concordat template {shown} --dataset people-helped --out people-helped.xlsx    a workbook to fill in"
            ),
            format!("concordat run {shown}"),
        ]
    }

    /// The level that records and figures go down to: wards where they are known.
    fn finest_shown(&self) -> &str {
        let ward = self.areas.levels.iter().rev().nth(1);
        ward.or(self.areas.levels.last()).map_or("borough", |level| level.id.as_str())
    }

    fn area_column(&self) -> String {
        format!("{}_code", self.finest_shown())
    }

    fn readme(&self) -> String {
        let answers = [
            ("name", self.name.to_owned()),
            ("as_of", self.answers.as_of.to_string()),
            ("folder", self.folder.to_owned()),
            ("supplier", self.parties.supplier().name.clone()),
        ];
        self.of_first(template::README, &answers)
    }

    fn areas_readme(&self) -> String {
        let answers = [
            ("name", self.name.to_owned()),
            ("what", self.areas.what.to_owned()),
            ("origin", self.areas.origin.clone()),
        ];
        filled(template::AREAS, &answers)
    }

    fn contract(&self) -> String {
        let (title, home) = match self.areas.has_wards {
            true => ("Ward of home", "Ward in which people live, by its code. Empty when it is not known."),
            false => {
                ("Authority of home", "Local authority in which people live, by its code. Empty when it is not known.")
            }
        };
        let answers = [
            ("area_column", self.area_column()),
            ("area_title", quoted(title)),
            ("area_description", quoted(home)),
            ("area_level", self.finest_shown().to_owned()),
        ];
        self.of_first(template::CONTRACT, &answers)
    }

    fn source(&self) -> String {
        let quarter = Period::containing(self.answers.as_of, PeriodKind::Quarter);
        let answers = [("supplier", self.parties.supplier().id.clone()), ("first_quarter", quarter.to_string())];
        self.of_first(template::SOURCE, &answers)
    }

    fn agreement(&self, contract: &str) -> String {
        let start = self.answers.as_of;
        let codes: Vec<&str> = self.authorities.iter().map(|one| one.code.as_str()).collect();
        let missions: Vec<&str> = self.missions.iter().map(|mission| mission.id.as_str()).collect();
        let answers = [
            ("parties", self.parties.agreed()),
            ("missions", missions.join(", ")),
            ("codes", codes.join(", ")),
            ("contract_sha256", hexadecimal(&Sha256::digest(contract.as_bytes()))),
            ("history_from", Period::containing(start, PeriodKind::Quarter).start().to_string()),
            ("area_column", self.area_column()),
            ("area_level", self.finest_shown().to_owned()),
            ("start", start.to_string()),
            ("expiry", months_after(start, "P12M").to_string()),
            ("next_review", months_after(start, "P11M").to_string()),
            ("supplier", self.parties.supplier().id.clone()),
        ];
        self.of_first(template::AGREEMENT, &answers)
    }

    fn indicator(&self) -> String {
        let table =
            |areas: &str, period: &str, by: &str| format!("  - {{areas: {areas}, period: {{each: {period}}}{by}}}");
        let mut tables = vec![table("borough", "quarter", ", by: [sex]")];
        // A place of one authority is that authority.
        if self.authorities.len() > 1 {
            tables.insert(0, table("place", "quarter", ", by: [sex]"));
        }
        if self.areas.has_wards {
            // Few are helped in a ward in a quarter.
            tables.push(table(self.finest_shown(), "calendar_year", ""));
        }
        let mission = self.missions.first().map(|mission| mission.id.clone()).unwrap_or_default();
        let answers = [("mission", mission), ("area_column", self.area_column()), ("tables", tables.join("\n"))];
        self.of_first(template::INDICATOR, &answers)
    }

    fn partnership(&self) -> String {
        let lines = |line: fn(&Level) -> String| self.areas.levels.iter().map(line).collect::<Vec<_>>().join("\n");
        let answers = [
            ("id", self.id.clone()),
            ("name", quoted(self.name)),
            ("board", quoted(self.board)),
            ("host", self.parties.host.id.clone()),
            ("parties", self.parties.declared()),
            ("levels", lines(Level::line)),
            ("columns", lines(Level::columns)),
        ];
        filled(template::PARTNERSHIP, &answers)
    }
}

impl Mission {
    fn file(&self, order: u32) -> File {
        let answers = [
            ("id", self.id.clone()),
            ("order", order.to_string()),
            ("title", quoted(&self.title)),
            ("statement", quoted(STATEMENT)),
        ];
        file(&format!("missions/{}.yaml", self.id), filled(template::MISSION, &answers))
    }
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text }
}

fn months_after(date: Date, span: &str) -> Date {
    span.parse::<DateSpan>().map_or(date, |span| span.after(date))
}
