//! The description that a publisher puts beside a table, compared with the table and with what the source declares.
//!
//! Not allowed in here: taking anything from a description: it can only refuse. Text of it in a message.

use concordat_declare::layout::Layout;
use concordat_declare::published::{Companion, CompanionForm, Described, Resolved};
use concordat_declare::source::{CsvFormat, Encoding, Format};
use concordat_diagnostics::{Code, Diagnostic, Place, Text, codes};
use serde_json::Value;

use crate::limits::Limits;
use crate::table::{Table, one_line};

/// What a description says of one column.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// Names that the column may have in the table.
    names: Vec<String>,
    /// Whether it holds numbers.
    is_number: bool,
    labels: Vec<String>,
    unit: String,
    /// To how many decimals it is published, where that is said.
    decimals: Option<u8>,
    /// Its row, or its number among the columns.
    row: u64,
}

/// What is compared with the description.
#[derive(Clone, Copy, Debug)]
pub struct DescribedTable<'a> {
    /// The table.
    pub table: &'a Table,
    /// How it is declared.
    pub declared: &'a Resolved,
    /// Its file name.
    pub name: &'a str,
}

/// Compares a table with the description beside it. `shown` is the name of the description in messages.
#[must_use]
pub fn described(
    table: DescribedTable<'_>,
    companion: &Companion,
    (bytes, shown): (&[u8], &str),
    limits: &Limits,
) -> Vec<Diagnostic> {
    let entries = match companion.form {
        CompanionForm::EesMeta => of_schools(bytes, limits),
        CompanionForm::Csvw => on_the_web(bytes, table),
    };
    let entries = match entries {
        Ok(entries) => entries,
        Err(wrong) => return vec![at(wrong.code, wrong.text, shown, wrong.row)],
    };
    let comparing = Comparing { table, entries: &entries, shown };
    let mut faults = comparing.columns(companion.form);
    faults.extend(comparing.series());
    faults.extend(companion.says.iter().filter_map(|(column, wanted)| comparing.says(column, wanted)));
    faults
}

/// Why a description cannot be read.
struct Wrong {
    code: &'static Code,
    text: Text,
    row: u64,
}

fn unreadable(text: impl Into<Text>, row: u64) -> Wrong {
    Wrong { code: &codes::COMPANION_MISSING, text: text.into(), row }
}

fn at(code: &'static Code, text: Text, shown: &str, row: u64) -> Diagnostic {
    let text = if row == 0 { text } else { Text::new().say("row ").number(row).say(": ").and(&text) };
    Diagnostic::error(code, text).at(Place { file: shown.to_owned(), line: row, column: 0 })
}

/// A row for each filter and indicator.
fn of_schools(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, Wrong> {
    let format = Format::Csv(CsvFormat { delimiter: ',', encoding: Encoding::Utf8 });
    let read = crate::read(bytes, &format, &Layout::default(), limits);
    let meta = read.map_err(|error| unreadable(Text::new().say(error.code().title), error.spot().row))?;
    let position = |name: &'static str| {
        let missing = |_| unreadable(Text::new().say("the column ").declared(name).say(" is missing"), 1);
        meta.position(name).map_err(missing)
    };
    let (name, kind, label) = (position("col_name")?, position("col_type")?, position("label")?);
    let (unit, decimals) = (meta.position("indicator_unit").ok(), meta.position("indicator_dp").ok());
    let entry = |row: &crate::table::Row| {
        let cell = |at: Option<usize>| at.map_or("", |at| row.text(at).trim());
        Entry {
            names: vec![row.text(name).trim().to_owned()],
            is_number: row.text(kind).trim().eq_ignore_ascii_case("indicator"),
            labels: vec![one_line(row.text(label))],
            unit: cell(unit).to_owned(),
            decimals: cell(decimals).parse().ok(),
            row: row.number,
        }
    };
    Ok(meta.rows.iter().map(entry).collect())
}

/// Columns by CSV on the Web, in their order.
fn on_the_web(bytes: &[u8], table: DescribedTable<'_>) -> Result<Vec<Entry>, Wrong> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document: Value =
        serde_json::from_slice(bare).map_err(|error| unreadable("it is not JSON", error.line() as u64))?;
    let alone = std::slice::from_ref(&document);
    let tables = document.get("tables").and_then(Value::as_array).map_or(alone, Vec::as_slice);
    let is_of = |one: &&Value| {
        let url = one.get("url").and_then(Value::as_str).unwrap_or_default();
        url.rsplit('/').next() == Some(table.name)
    };
    let Some(found) = tables.iter().find(is_of) else {
        let text = Text::new().say("it describes no table ").declared(table.name);
        return Err(Wrong { code: &codes::COMPANION_DIFFERS, text, row: 0 });
    };
    let columns = found.pointer("/tableSchema/columns").and_then(Value::as_array);
    let columns = columns.ok_or_else(|| unreadable("it has no columns in its tableSchema", 0))?;
    // A virtual column is one of the description alone.
    let real = columns.iter().filter(|column| column.get("virtual") != Some(&Value::Bool(true)));
    Ok((1u64..).zip(real).map(|(number, column)| column_on_the_web(column, number, table)).collect())
}

fn column_on_the_web(column: &Value, number: u64, table: DescribedTable<'_>) -> Entry {
    let labels = texts(column.get("titles").unwrap_or(&Value::Null));
    let own = column.get("name").and_then(Value::as_str).map(one_line);
    let rename = &table.declared.layout.rename;
    let ours = labels.iter().filter_map(|title| rename.get(title).cloned());
    let names = labels.iter().cloned().chain(own).chain(ours).collect();
    let datatype = column.get("datatype").map(|kind| kind.get("base").unwrap_or(kind));
    let numbers = ["number", "decimal", "double", "float", "integer", "nonNegativeInteger", "int", "long"];
    let is_number = datatype.and_then(Value::as_str).is_some_and(|kind| numbers.contains(&kind));
    Entry { names, is_number, labels, unit: String::new(), decimals: None, row: number }
}

/// Titles: one, several, or several by language.
fn texts(titles: &Value) -> Vec<String> {
    match titles {
        Value::String(title) => vec![one_line(title)],
        Value::Array(several) => several.iter().flat_map(texts).collect(),
        Value::Object(languages) => languages.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// A table and the entries of its description.
struct Comparing<'a> {
    table: DescribedTable<'a>,
    entries: &'a [Entry],
    shown: &'a str,
}

impl Comparing<'_> {
    fn differs(&self, text: Text, row: u64) -> Diagnostic {
        at(&codes::COMPANION_DIFFERS, text, self.shown, row)
    }

    fn entry(&self, column: &str) -> Option<&Entry> {
        let column = one_line(column);
        self.entries.iter().find(|entry| entry.names.contains(&column))
    }

    /// Every column that is described is in the table; by CSV on the Web at its place, and no other.
    fn columns(&self, form: CompanionForm) -> Vec<Diagnostic> {
        let headers: Vec<&str> = self.table.table.headers.iter().map(|(name, _)| name.as_str()).collect();
        let is_named = |entry: &Entry, header: &str| entry.names.iter().any(|name| name == header);
        let missing = |entry: &&Entry| match form {
            CompanionForm::EesMeta => !headers.iter().any(|header| is_named(entry, header)),
            CompanionForm::Csvw => {
                let place = usize::try_from(entry.row).ok().and_then(|row| headers.get(row.checked_sub(1)?));
                !place.is_some_and(|header| is_named(entry, header))
            }
        };
        let words = match form {
            CompanionForm::EesMeta => "it describes a column that the table does not have",
            CompanionForm::Csvw => "the column it describes has another name in the table, or stands elsewhere",
        };
        let mut faults: Vec<Diagnostic> =
            self.entries.iter().filter(missing).map(|entry| self.differs(Text::new().say(words), entry.row)).collect();
        if form == CompanionForm::Csvw && headers.len() > self.entries.len() {
            let text = Text::new().say("the table has ").number(headers.len() as u64).say(" columns, and ");
            faults.push(self.differs(text.number(self.entries.len() as u64).say(" are described"), 0));
        }
        faults
    }

    /// Columns that numbers are read from are described as numbers, to no fewer decimals than are declared.
    fn series(&self) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for series in &self.table.declared.series {
            let further = [&series.count, &series.denominator, &series.lower, &series.upper];
            let about = || Text::new().say("the series ").name(&series.id);
            for column in std::iter::once(&series.value).chain(further.into_iter().flatten()) {
                let entry = self.entry(column);
                if !entry.is_some_and(|entry| entry.is_number) {
                    let text =
                        about().say(" reads the column ").declared(column).say(", which is not described as numbers");
                    faults.push(self.differs(text, entry.map_or(0, |entry| entry.row)));
                }
            }
            let published = self.entry(&series.value).and_then(|entry| Some((entry.row, entry.decimals?)));
            if let Some((row, decimals)) = published.filter(|(_, decimals)| *decimals < series.decimals) {
                let text =
                    about().say(" has ").number(u64::from(series.decimals)).say(" decimals, and is published to ");
                faults.push(self.differs(text.number(u64::from(decimals)), row));
            }
        }
        faults
    }

    /// What the source declares that the description says.
    fn says(&self, column: &str, wanted: &Described) -> Option<Diagnostic> {
        let Some(entry) = self.entry(column) else {
            return Some(self.differs(Text::new().say("it does not describe the column ").declared(column), 0));
        };
        let label = wanted.label.as_ref().filter(|label| !entry.labels.contains(&one_line(label)));
        let unit = wanted.unit.as_ref().filter(|unit| entry.unit != unit.trim());
        let (what, text) = match (label, unit) {
            (Some(label), _) => ("label", label),
            (None, Some(unit)) => ("unit", unit),
            (None, None) => return None,
        };
        let told = Text::new().say("the column ").declared(column).say(" has another ").say(what).say(" than ");
        Some(self.differs(told.declared(text), entry.row))
    }
}
