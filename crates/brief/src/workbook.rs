//! The same brief as a workbook: its answers, its tables, its definitions.
//!
//! Not allowed in here: a number that is not on the page.

use concordat_formats::{Column, Kind, MARKS, Note, ReleaseFacts, Sheet, Table, UpdateFrequency, Workbook};

use crate::brief::Brief;
use crate::error::BriefError;
use crate::grid::Grid;
use crate::section::{Section, Shown};

/// Letters of a sheet's name.
const NAME_LETTERS: usize = 31;

impl Brief {
    /// The bytes of the workbook.
    ///
    /// # Errors
    ///
    /// A table breaks a rule of accessible spreadsheets.
    pub fn workbook(&self) -> Result<Vec<u8>, BriefError> {
        let facts = self.facts();
        let notes =
            MARKS.iter().map(|mark| Note { sign: mark.sign.to_owned(), text: mark.meaning.to_owned() }).collect();
        let title = facts.honest_title();
        let mut sheets = vec![self.answers_sheet()];
        for (number, section) in (1u32..).zip(&self.sections) {
            let sheet = |(part, shown): (u32, &Shown)| {
                let name = format!("{number}.{part} {}", shown.heading);
                self.plain_sheet(&name, &[section.sentence.as_str()], &shown.grid)
            };
            sheets.extend((1..).zip(&section.shown).map(sheet));
        }
        sheets.extend(self.told.revised.as_ref().map(|grid| self.plain_sheet("Revised", &[], grid)));
        sheets.push(self.definitions());
        let cover = vec![
            format!("What release {} says of the mission in {}.", self.about.version, self.area.name),
            "The page of the same name has the charts.".to_owned(),
        ];
        Ok(Workbook { facts: &facts, title, cover, notes, sheets }.write()?)
    }

    pub(crate) fn facts(&self) -> ReleaseFacts {
        ReleaseFacts {
            place: self.about.place.clone(),
            place_name: self.about.place_name.clone(),
            audience: self.about.audience.clone(),
            is_public: self.setting.is_public,
            version: self.about.version.clone(),
            as_of: self.about.as_of,
            title: self.title(),
            description: format!("Brief on the mission {} in {}.", self.mission.mission, self.area.name),
            synthetic: self.synthetic,
            licence: self.setting.licence.clone(),
            attribution: self.attribution(),
            publisher: self.setting.publisher.clone(),
            contact: self.setting.contact.clone(),
            base_address: None,
            update_frequency: UpdateFrequency::Irregular,
            security_classification: None,
            files: Vec::new(),
        }
    }

    /// Statements that the licences of the sources behind this page ask for, each once.
    pub(crate) fn attribution(&self) -> String {
        let mut statements: Vec<&str> = Vec::new();
        for statement in self.sections.iter().flat_map(|section| section.indicator.attribution.split("; ")) {
            if !statement.is_empty() && !statements.contains(&statement) {
                statements.push(statement);
            }
        }
        statements.join("; ")
    }

    fn answers_sheet(&self) -> Sheet {
        let columns =
            vec![Column::new("question", "Question", Kind::Text), Column::new("answer", "Answer", Kind::Text)];
        let hidden = self.hidden.iter().map(|line| vec!["What is hidden, and why?".to_owned(), line.clone()]);
        let answers = self
            .answers
            .iter()
            .flat_map(|answer| answer.lines.iter().map(|line| vec![answer.question.to_owned(), line.clone()]));
        let grid = Grid::new("answers", "In short", columns, answers.chain(hidden).collect());
        self.plain_sheet("In short", &[], &grid)
    }

    fn plain_sheet(&self, name: &str, lines: &[&str], grid: &Grid) -> Sheet {
        let name: String =
            name.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], " ").chars().take(NAME_LETTERS).collect();
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines.push(format!("Source: {}", self.citation));
        let stamp = if self.synthetic { " (made-up sample data)" } else { "" };
        let table = Table { name: name.clone(), ..grid.table.clone() };
        Sheet { name, title: format!("{}{stamp}", grid.caption), lines, table }
    }

    fn definitions(&self) -> Sheet {
        let mut columns = vec![Column::new("fact", "What", Kind::Text)];
        let numbered = |(number, section): (u32, &Section)| {
            Column::new("indicator", &format!("{number}. {}", section.indicator.title), Kind::Text)
        };
        columns.extend((1..).zip(&self.sections).map(numbered));
        let facts: Vec<Vec<(&str, &str)>> = self.sections.iter().map(|section| section.indicator.facts()).collect();
        let names =
            facts.first().map(|first| first.iter().map(|(name, _)| *name).collect::<Vec<_>>()).unwrap_or_default();
        let row = |(position, name): (usize, &&str)| {
            let mut cells = vec![(*name).to_owned()];
            cells.extend(
                facts.iter().map(|facts| facts.get(position).map_or_else(String::new, |(_, text)| (*text).to_owned())),
            );
            cells
        };
        let rows = names.iter().enumerate().map(row).collect();
        self.plain_sheet(
            "Definitions",
            &[],
            &Grid::new("definitions", "Definitions, sources and caveats", columns, rows),
        )
    }
}
