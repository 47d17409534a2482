//! The workbook, read again with another library and part by part: one check for each rule of accessible spreadsheets.
//!
//! Not allowed in here: the writer's own idea of what it wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use concordat_formats::{Column, FormatsError, Kind, Sheet, Table, Workbook, release_workbook};

use crate::release::{bytes, facts, indicators, missions};

type Rows = Vec<Vec<Data>>;

/// A workbook read again.
struct Book {
    cells: Xlsx<Cursor<Vec<u8>>>,
    parts: BTreeMap<String, String>,
}

impl Book {
    fn of(bytes: Vec<u8>) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let mut parts = BTreeMap::new();
        for position in 0..archive.len() {
            let mut part = archive.by_index(position).unwrap();
            let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
            part.read_to_string(&mut text).unwrap();
            parts.insert(name, text);
        }
        let mut cells = Xlsx::new(Cursor::new(bytes)).unwrap();
        cells.load_tables().unwrap();
        Self { cells, parts }
    }

    fn names(&self) -> Vec<String> {
        self.cells.sheet_names().clone()
    }

    fn parts_below(&self, folder: &str) -> Vec<&str> {
        self.parts.iter().filter(|(name, _)| name.starts_with(folder)).map(|(_, text)| text.as_str()).collect()
    }

    fn sheets(&self) -> Vec<&str> {
        self.parts_below("xl/worksheets/sheet")
    }

    fn rows(&mut self, sheet: &str) -> Vec<Vec<Data>> {
        self.cells.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    /// Names of the sheets with tables, and the lines above each table's header.
    fn with_table(&mut self) -> Vec<(String, Rows, Rows)> {
        let mut found = Vec::new();
        for name in self.names().into_iter().skip(1) {
            let rows = self.rows(&name);
            let header = rows.iter().position(|row| row.iter().filter(|cell| !is_empty(cell)).count() > 1).unwrap();
            found.push((name, rows[..header].to_vec(), rows[header..].to_vec()));
        }
        found
    }
}

fn is_empty(cell: &Data) -> bool {
    matches!(cell, Data::Empty) || cell.to_string().is_empty()
}

fn written() -> Vec<u8> {
    release_workbook(&facts(), &missions(), &indicators()).unwrap().write().unwrap()
}

type Check = fn(&mut Book);

/// A check for each line of the list of rules, by the words with which the rule begins.
const CHECKS: [(&str, Check); 19] = [
    ("every table is a real", |book| {
        let tables = book.parts_below("xl/tables/").len();
        assert_eq!(tables, book.names().len() - 1, "one for each sheet but the cover");
    }),
    ("one header row", |book| {
        for (name, _, table) in book.with_table() {
            let titles: BTreeSet<String> = table[0].iter().map(ToString::to_string).collect();
            assert!(titles.len() == table[0].len() && !titles.contains(""), "{name}");
        }
        assert!(book.parts_below("xl/tables/").iter().all(|table| !table.contains("headerRowCount=\"0\"")));
    }),
    ("no merged", |book| {
        for name in book.names() {
            assert!(book.cells.merge_cells_by_sheet_name(&name).unwrap().is_empty(), "{name}");
        }
        assert!(book.sheets().iter().all(|sheet| !sheet.contains("<mergeCell")));
    }),
    ("no blank rows or columns", |book| {
        for (name, _, table) in book.with_table() {
            assert!(table.iter().all(|row| row.iter().any(|cell| !is_empty(cell))), "{name}");
        }
    }),
    ("no filters", |book| {
        for word in ["autoFilter", "<pane", "hidden=\"1\""] {
            assert!(
                book.sheets().iter().chain(&book.parts_below("xl/tables/")).all(|part| !part.contains(word)),
                "{word}"
            );
        }
    }),
    ("empty cells only", |book| {
        for (name, _, table) in book.with_table() {
            assert!(table.iter().flatten().all(|cell| !is_empty(cell)), "{name}");
        }
    }),
    ("wrap text", |book| {
        assert!(book.parts["xl/styles.xml"].contains("wrapText=\"1\""));
        assert!(book.sheets().iter().all(|sheet| sheet.contains("customWidth=\"1\"")));
    }),
    ("no superscripts", |book| {
        assert!(!book.parts["xl/sharedStrings.xml"].contains("vertAlign"));
        assert!(!book.parts["xl/sharedStrings.xml"].contains(['*', '†', '‡', '¹', '²']));
    }),
    ("note text in a table", |book| {
        let (name, _, table) = book.with_table().remove(1);
        assert_eq!(name, "Notes");
        assert!(table.len() > 5);
    }),
    ("shorthand in square brackets", |book| {
        let tables = book.with_table();
        let explained: Vec<String> = tables[1].2.iter().map(|row| row[0].to_string()).collect();
        let marks = |cell: &Data| -> Vec<String> {
            let text = cell.to_string();
            let split = text.split_inclusive(']').filter(|part| part.starts_with('[') && part.len() == 3);
            split.map(str::to_owned).collect()
        };
        let used: BTreeSet<String> =
            tables[2..].iter().flat_map(|(_, _, table)| table.iter().flatten().flat_map(marks)).collect();
        assert!(used.contains("[c]") && used.contains("[x]") && used.contains("[z]"), "{used:?}");
        assert!(used.iter().all(|mark| explained.contains(mark)), "{used:?}");
        assert!(tables[2..].iter().all(|(_, lines, _)| !lines.is_empty()));
    }),
    ("sheet title in A1", |book| {
        let styles = &book.parts["xl/styles.xml"];
        let (_, style) = styles.split_once("name=\"Heading 1\" xfId=\"").unwrap();
        let style = style.split('"').next().unwrap();
        let cells = styles.split_once("<cellXfs").unwrap().1;
        let heading = cells.split("<xf ").skip(1).position(|one| one.contains(&format!("xfId=\"{style}\""))).unwrap();
        assert!(book.sheets().iter().all(|sheet| sheet.contains(&format!("<c r=\"A1\" s=\"{heading}\""))));
    }),
    ("links have descriptive", |book| {
        let contents = book.rows("Contents");
        let linked: Vec<String> = contents[3..].iter().map(|row| row[0].to_string()).collect();
        assert_eq!(linked, book.names()[2..].to_vec());
    }),
    ("no colour alone", |book| {
        let styles = &book.parts["xl/styles.xml"];
        assert!(styles.contains("<fills count=\"2\">"), "the two that every workbook has, none and grey");
        let extras = ["xl/media/", "xl/drawings/", "xl/charts/", "xl/vbaProject"];
        assert!(extras.iter().all(|folder| book.parts_below(folder).is_empty()));
        assert!(
            book.sheets()
                .iter()
                .all(|sheet| !sheet.contains("headerFooter") && !sheet.contains("conditionalFormatting"))
        );
    }),
    ("unique sheet names", |book| {
        let names: BTreeSet<String> = book.names().into_iter().collect();
        assert_eq!(names.len(), book.names().len());
        for name in book.names() {
            assert!(!book.rows(&name).is_empty(), "{name}");
        }
    }),
    ("column A: title", |book| {
        for (name, lines, _) in book.with_table() {
            assert_eq!(lines[1][0].to_string(), "This sheet contains one table.", "{name}");
            assert!(lines.iter().all(|row| !is_empty(&row[0])), "{name}");
        }
    }),
    ("tables at the left edge", |book| {
        assert!(book.parts_below("xl/tables/").iter().all(|table| table.contains(" ref=\"A")));
        for sheet in book.sheets() {
            assert!(sheet.matches("<tablePart ").count() <= 1);
        }
        for (name, lines, table) in book.with_table() {
            let end = format!("{}\"", lines.len() + table.len());
            let ends_there =
                |part: &&&str| part.split_once(" ref=\"").unwrap().1.split(' ').next().unwrap().ends_with(&end);
            assert!(book.parts_below("xl/tables/").iter().any(|part| ends_there(&part)), "{name}: nothing below");
        }
    }),
    ("cover sheet first", |book| {
        assert_eq!(book.names()[..3], ["Cover", "Contents", "Notes"]);
        assert_eq!(book.names()[3], "start-well-gap");
    }),
    ("document properties", |book| {
        let properties = &book.parts["docProps/core.xml"];
        assert!(properties.contains("<dc:title>Outcome measures of the missions (made-up sample data)</dc:title>"));
        assert!(properties.contains("<dc:creator>Live Well South Tees Board</dc:creator>"));
        assert!(properties.contains("<dc:language>en-GB</dc:language>"));
        assert!(properties.contains("2026-06-30T00:00:00Z</dcterms:created>"), "{properties}");
    }),
    ("cursor in A1", |book| {
        assert!(!book.parts["xl/workbook.xml"].contains("activeTab"));
        assert!(book.sheets().iter().all(|sheet| !sheet.contains("<selection")));
    }),
];

#[test]
fn every_rule_is_kept() {
    let list = bytes("accessible_spreadsheet_rules.csv");
    let rules: Vec<String> =
        csv::Reader::from_reader(&list[..]).records().map(|line| line.unwrap()[1].to_owned()).collect();
    assert_eq!(rules.len(), CHECKS.len());
    let mut book = Book::of(written());
    for rule in rules {
        let (_, check) = CHECKS.iter().find(|(begins, _)| rule.starts_with(begins)).unwrap_or_else(|| panic!("{rule}"));
        check(&mut book);
    }
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    assert!(written() == written());
    let archive = zip::ZipArchive::new(Cursor::new(written())).unwrap();
    assert_eq!(archive.len(), archive.file_names().count());
    let mut archive = archive;
    for position in 0..archive.len() {
        let year = archive.by_index(position).unwrap().last_modified().unwrap().year();
        assert_eq!(year, 1980, "no part knows when it was written");
    }
}

#[test]
fn negative_gaps_are_numbers_with_their_decimals() {
    let mut book = Book::of(written());
    let rows = book.rows("start-well-gap");
    let header = rows.iter().position(|row| row[0] == "Area").unwrap();
    let at = |title: &str| rows[header].iter().position(|cell| *cell == title).unwrap();
    let (measure, value, area) = (at("Measure"), at("Value"), at("Area code"));
    let gaps: Vec<&Data> = rows[header + 1..]
        .iter()
        .filter(|row| row[measure] == "gap_absolute" && row[area] == "E06000003")
        .map(|row| &row[value])
        .collect();
    assert!(gaps.iter().any(|cell| **cell == Data::Float(-22.3)), "{gaps:?}");
    let styles = &book.parts["xl/styles.xml"];
    assert!(styles.contains("formatCode=\"#,##0.0\"") && styles.contains("formatCode=\"#,##0.00\""));
}

/// A workbook with one sheet of words.
fn of_words(cells: &[&str]) -> (Vec<Column>, Vec<Vec<String>>) {
    let rows = cells.iter().map(|cell| vec![(*cell).to_owned(), "-1.5".to_owned()]).collect();
    (vec![Column::new("a", "Words", Kind::Text), Column::new("b", "Number", Kind::DECIMAL)], rows)
}

fn one_sheet(name: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Result<Vec<u8>, FormatsError> {
    let facts = facts();
    let table = Table { rows, ..Table::new("one", columns) };
    let sheet = Sheet { name: name.to_owned(), title: "One".to_owned(), lines: Vec::new(), table };
    let book =
        Workbook { facts: &facts, title: "One".to_owned(), cover: Vec::new(), notes: Vec::new(), sheets: vec![sheet] };
    book.write()
}

#[test]
fn words_that_look_like_formulas_or_dates_stay_words() {
    let cells = ["=1+1", "-2", "@x", "10-14", "2011/12", "<b>&\"", "0123"];
    let (columns, rows) = of_words(&cells);
    let mut book = Book::of(one_sheet("One", columns, rows).unwrap());
    let read = book.rows("One");
    for (cell, row) in cells.iter().zip(&read[read.len() - cells.len()..]) {
        assert_eq!(row[0], Data::String((*cell).to_owned()));
        assert_eq!(row[1], Data::Float(-1.5));
    }
    assert!(book.sheets().iter().all(|sheet| !sheet.contains("<f>")));
}

#[test]
fn what_cannot_be_mended_is_refused() {
    let refused = |name: &str, cells: &[&str], wanted: &str| {
        let (columns, rows) = of_words(cells);
        let said = one_sheet(name, columns, rows).unwrap_err().to_string();
        assert!(said.contains(wanted), "{said}");
    };
    refused("a name that is longer than thirty-one", &["x"], "1 to 31 characters");
    refused("a/b", &["x"], "1 to 31 characters");
    refused("notes", &["x"], "name of another");
    refused("one", &[], "has no row");
    refused("one", &["[c]"], "[c] which no note explains");
    refused("one", &[""], "[z] which no note explains");
    let (mut columns, rows) = of_words(&["x"]);
    columns[1].title = "words".to_owned();
    assert!(one_sheet("one", columns, rows).unwrap_err().to_string().contains("used twice"));
    let (columns, mut rows) = of_words(&["x"]);
    rows[0].pop();
    assert!(one_sheet("one", columns, rows).unwrap_err().to_string().contains("not as long as the header"));
}
