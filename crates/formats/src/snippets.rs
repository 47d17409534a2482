//! Texts that open a release in the tools that authors have, with its file names filled in.
//!
//! Not allowed in here: an address that the facts do not give, and a login.

use crate::facts::ReleaseFacts;

/// A tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Excel's Power Query, and Power BI.
    PowerQuery,
    /// R with nothing but what it comes with; Parquet with `arrow`.
    R,
    /// Python with pandas; Parquet with polars.
    Python,
    /// SQL of `DuckDB`.
    Sql,
}

/// One text.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// For which tool.
    pub language: Language,
    /// Heading for people.
    pub title: &'static str,
    /// Name of a file that could hold it.
    pub file: &'static str,
    /// The text.
    pub text: String,
}

/// The texts for a release. `mission_file` is a file of one mission, such as `missions/start-well-gap.csv`.
///
/// Where the facts have no base address, the texts ask for the folder in one place.
#[must_use]
pub fn snippets(facts: &ReleaseFacts, mission_file: &str) -> Vec<Snippet> {
    let folder =
        facts.base_address.as_ref().map_or("PUT-THE-FOLDER-OF-THE-RELEASE-HERE", |base| base.trim_end_matches('/'));
    let about = format!("{}, release {}, audience {}", facts.honest_title(), facts.version, facts.audience);
    let about = about.replace(['\n', '\r'], " ");
    let parts = Parts { folder, about: &about, mission: mission_file, is_address: facts.base_address.is_some() };
    vec![
        parts.snippet(Language::PowerQuery, "Excel Power Query and Power BI (M)", "release.pq", &parts.power_query()),
        parts.snippet(Language::R, "R", "release.R", &parts.r()),
        parts.snippet(Language::Python, "Python", "release.py", &parts.python()),
        parts.snippet(Language::Sql, "SQL (DuckDB)", "release.sql", &parts.sql()),
    ]
}

struct Parts<'a> {
    folder: &'a str,
    about: &'a str,
    mission: &'a str,
    is_address: bool,
}

impl Parts<'_> {
    fn snippet(&self, language: Language, title: &'static str, file: &'static str, text: &str) -> Snippet {
        let comment = match language {
            Language::PowerQuery => "// ",
            Language::R | Language::Python => "# ",
            Language::Sql => "-- ",
        };
        let before =
            format!("{comment}{}\n{comment}An empty value is not zero: the column status says why.\n", self.about);
        Snippet { language, title, file, text: before + text }
    }

    fn power_query(&self) -> String {
        // `#(` begins an escape in M.
        let quoted = |text: &str| text.replace("#(", "#(#)(").replace('"', "\"\"");
        let (folder, file) = (quoted(self.folder), quoted(self.mission));
        let source = if self.is_address {
            format!("Web.Contents(Folder, [RelativePath = \"{file}\"])")
        } else {
            format!("File.Contents(Folder & \"/{file}\")")
        };
        format!(
            "let\n    Folder = \"{folder}\",\n    Source = Csv.Document({source}, [Delimiter = \",\", Encoding = 65001, \
             QuoteStyle = QuoteStyle.Csv]),\n    Named = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),\n    \
             Filled = Table.ReplaceValue(Named, \"\", null, Replacer.ReplaceValue, Table.ColumnNames(Named)),\n    Numbers = {{\"value\", \"lower_95\", \"upper_95\", \"count\", \"denominator\"}},\n    Typed = \
             Table.TransformColumnTypes(Filled, List.Transform(Numbers, each {{_, type number}}), \"en-GB\"),\n    Dated = \
             Table.TransformColumnTypes(Typed, {{{{\"period_start\", type date}}, {{\"period_end\", type date}}}}, \
             \"en-GB\")\nin\n    Dated\n"
        )
    }

    fn r(&self) -> String {
        let (folder, file) = (quoted(self.folder), quoted(self.mission));
        format!(
            "folder <- \"{folder}\"\nfigures <- read.csv(paste0(folder, \"/{file}\"), na.strings = \"\", fileEncoding = \
             \"UTF-8\")\nfigures$period_start <- as.Date(figures$period_start)\nshown <- \
             figures[!is.na(figures$value), c(\"area_name\", \"period_label\", \"measure\", \"category\", \"value\", \
             \"lower_95\", \"upper_95\", \"unit\", \"status\")]\nprint(head(shown))\n"
        )
    }

    fn python(&self) -> String {
        let (folder, file) = (quoted(self.folder), quoted(self.mission));
        format!(
            "import pandas as pd\n\nfolder = \"{folder}\"\nfigures = pd.read_csv(f\"{{folder}}/{file}\", \
             parse_dates=[\"period_start\", \"period_end\"])\nshown = figures[figures[\"value\"].notna()]\nprint(shown[[\
             \"area_name\", \"period_label\", \"measure\", \"category\", \"value\", \"lower_95\", \"upper_95\", \"unit\"]]\
             .head())\n\n# All missions at once:\n# import polars as pl\n# pl.scan_parquet(f\"{{folder}}/observations.parquet\")\n"
        )
    }

    fn sql(&self) -> String {
        let (folder, file) = (self.folder.replace('\'', "''"), self.mission.replace('\'', "''"));
        format!(
            "SELECT area_name, period_label, measure, category, value, lower_95, upper_95, unit, status\nFROM \
             read_csv('{folder}/{file}', header = true, nullstr = '')\nWHERE value IS NOT NULL\nORDER BY area_name, \
             period_start, measure;\n"
        )
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
