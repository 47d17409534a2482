//! Fills a template in as people and programs do, by rewriting the sheet's own text.
//!
//! Not allowed in here: what the product should make of it.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet2.xml";

/// A template being filled in.
#[derive(Clone)]
pub(crate) struct Book {
    parts: Vec<(String, Vec<u8>)>,
    rows: Vec<String>,
}

impl Book {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for position in 0..archive.len() {
            let mut part = archive.by_index(position).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((part.name().unwrap().into_owned(), content));
        }
        Self { parts, rows: Vec::new() }
    }

    /// A part as text.
    pub(crate) fn part(&self, name: &str) -> String {
        let (_, content) = self.parts.iter().find(|(part, _)| part == name).unwrap_or_else(|| panic!("{name}"));
        String::from_utf8(content.clone()).unwrap()
    }

    /// Adds a row of cells: `s:text`, `n:12`, `d:45292` (a day), `b:1`, `e:#REF!`, `f:12` (a formula of that value), or nothing.
    pub(crate) fn row(self, number: u32, cells: &[&str]) -> Self {
        self.row_with(number, "", cells)
    }

    pub(crate) fn row_with(mut self, number: u32, attributes: &str, cells: &[&str]) -> Self {
        let cells: String = cells.iter().enumerate().map(|(at, cell)| written(at, number, cell)).collect();
        self.rows.push(format!("<row r=\"{number}\" {attributes}>{cells}</row>"));
        self
    }

    /// Changes the text of a part.
    pub(crate) fn change(mut self, name: &str, change: impl Fn(String) -> String) -> Self {
        let text = change(self.part(name));
        self.parts.retain(|(part, _)| part != name);
        self.parts.push((name.to_owned(), text.into_bytes()));
        self
    }

    pub(crate) fn sheet(self, change: impl Fn(String) -> String) -> Self {
        self.change(SHEET, change)
    }

    pub(crate) fn add(mut self, name: &str, content: &str) -> Self {
        self.parts.push((name.to_owned(), content.as_bytes().to_vec()));
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let rows = self.rows.concat();
        let filled = self.clone().sheet(|sheet| {
            assert!(sheet.contains("</sheetData>"));
            sheet.replace("</sheetData>", &format!("{rows}</sheetData>"))
        });
        // A day needs a format that shows one.
        let filled = filled.change("xl/styles.xml", |styles| {
            let (before, after) = styles.split_once("</cellXfs>").unwrap();
            let count = before.rsplit_once("<cellXfs").unwrap().1.matches("<xf ").count();
            assert!(count < DAY_STYLE);
            let fill = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>".repeat(DAY_STYLE - count);
            format!("{before}{fill}<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>{after}")
        });
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &filled.parts {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

const DAY_STYLE: usize = 40;

fn written(at: usize, row: u32, cell: &str) -> String {
    let column = char::from(b'A' + u8::try_from(at).unwrap());
    let Some((kind, value)) = cell.split_once(':') else { return String::new() };
    let place = format!("r=\"{column}{row}\"");
    match kind {
        "s" => format!("<c {place} t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"),
        "n" => format!("<c {place}><v>{value}</v></c>"),
        "d" => format!("<c {place} s=\"{DAY_STYLE}\"><v>{value}</v></c>"),
        "b" => format!("<c {place} t=\"b\"><v>{value}</v></c>"),
        "e" => format!("<c {place} t=\"e\"><v>{value}</v></c>"),
        "f" => format!("<c {place}><f>SUM(D2:D3)</f><v>{value}</v></c>"),
        other => panic!("{other}"),
    }
}
