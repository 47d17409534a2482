//! A template filled in by all sorts of hands: each thing is read right, or refused with its cell.
//!
//! Not allowed in here: a workbook that no spreadsheet program would write.

use concordat_desk::{Filled, Use, filled};
use concordat_tables::Limits;

use crate::book::Book;
use crate::support::{CANARY, COUNTS_SOURCE, Desk, blank, told};

fn read(book: &Book) -> Result<Filled, Vec<String>> {
    read_as(&Desk::new(), book, Use::Delivery)
}

fn read_as(desk: &Desk, book: &Book, purpose: Use) -> Result<Filled, Vec<String>> {
    let read = filled(&book.bytes(), &desk.terms(), purpose, &Limits::default(), "kettle.xlsx");
    if let Ok(read) = &read {
        told(&read.notices);
    }
    read.map_err(|faults| told(&faults))
}

fn open() -> Book {
    Book::open(&blank(&Desk::new()))
}

/// Its records as separated values, without the header.
fn rows(filled: &Filled) -> Vec<String> {
    let desk = Desk::new();
    let csv = String::from_utf8(filled.csv(desk.terms().contract)).unwrap();
    csv.lines().skip(1).map(str::to_owned).collect()
}

fn notices(filled: &Filled) -> String {
    told(&filled.notices).join("\n")
}

#[test]
fn what_was_typed_is_what_is_read() {
    let book = open()
        .row(2, &["s:2026-01", "s:W01", "s:10-14", "n:12"])
        .row(3, &["s:2026-01", "s:W02", "s:007", "n:0", "s:quiet"]);
    let read = read(&book).unwrap();
    assert_eq!(rows(&read), ["2026-01,W01,10-14,12,", "2026-01,W02,007,0,quiet"]);
    assert_eq!(read.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
    assert!(read.notices.is_empty(), "{:?}", read.notices);
}

#[test]
fn what_programs_do_to_cells_is_undone_where_it_is_certain_and_said() {
    // 46023 is 1 January 2026.
    let book = open()
        .row(2, &["d:46023", "s:W01 ", "n:7", "s:1,234"])
        .row(3, &["s:Feb 2026", "s:south", "s:10 to 14 years", "f:5"])
        .row(6, &["s:01/01/2026", "s:W03", "s:15-17", "s: 12 ", "n:5"]);
    let read = read(&book).unwrap();
    assert_eq!(rows(&read), ["2026-01,W01,007,1234,", "2026-02,W02,10-14,5,", "2026-01,W03,15-17,12,5"]);
    let said = notices(&read);
    for words in [
        "blanks at the ends were taken off; first in Data!B2",
        "zeros in front, which the spreadsheet program had taken off, were put back; in Data!C2",
        "text was taken as a number",
        "2 cells: labels were taken for their codes; first in Data!B3",
        "formulas were taken by their value; in Data!D3",
        "2 cells: periods in another form",
        "numbers were taken as text; in Data!E6",
        "2 blank rows stand between records",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn what_is_not_certain_is_refused_with_its_cell() {
    let canary = format!("s:{CANARY}");
    for (cells, fault) in [
        (
            ["s:2026-01", "s:W01", "d:45944", "n:1"],
            "C374: Data!C2: found a day where the column 'age_band' holds codes of a list",
        ),
        (["s:2026-01", "s:W01", "s:10-14", "e:#REF!"], "C374: Data!D2: found an error of the sheet's own"),
        (["s:2026-01", "b:1", "s:10-14", "n:1"], "C374: Data!B2: found a truth value"),
        (["s:2026-01", "s:W01", "s:10-14", "d:46023"], "C374: Data!D2: found a day"),
        (["d:46030", "s:W01", "s:10-14", "n:1"], "C377: Data!A2: found a day inside a month in the column 'month'"),
        (["s:17/02/2026", "s:W01", "s:10-14", "n:1"], "C377: Data!A2: found a day inside a month"),
        (["s:03/04/2026", "s:W01", "s:10-14", "n:1"], "C377: Data!A2: found a day whose order cannot be told"),
    ] {
        let faults = read(&open().row(2, &cells).row(3, &["s:2026-01", "s:W01", &canary, "n:1"])).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with(fault), "{faults:?}");
    }
}

#[test]
fn what_is_plainly_wrong_goes_on_as_it_stands_for_the_gate() {
    let book =
        open().row(2, &["s:soon", "s:W99", "s:old", "n:1.5"]).row(3, &["s:2026-01", "s:W01", "s:10-14", "s:&lt;5"]);
    assert_eq!(rows(&read(&book).unwrap()), ["soon,W99,old,1.5,", "2026-01,W01,10-14,<5,"]);
}

#[test]
fn hidden_rows_and_merged_cells_are_refused() {
    let good = ["s:2026-01", "s:W01", "s:10-14", "n:1"];
    let hidden = read(&open().row(2, &good).row_with(3, "hidden=\"1\"", &good)).unwrap_err();
    assert_eq!(hidden, ["C369: Data, row 3: the row is hidden, and holds something"]);
    let merged = open().row(2, &good).sheet(|sheet| {
        let merge = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"B2:B3\"/></mergeCells>";
        sheet.replace("</sheetData>", merge)
    });
    assert_eq!(read(&merged).unwrap_err(), ["C373: Data!B2: cells are merged from here on"]);
}

#[test]
fn totals_at_the_end_are_left_out_and_others_are_refused() {
    let good = ["s:2026-01", "s:W01", "s:10-14", "n:1"];
    let last = read(&open().row(2, &good).row(3, &["s:Total", "", "", "f:1"])).unwrap();
    assert_eq!(rows(&last).len(), 1);
    assert!(notices(&last).contains("Data, row 3: the last row holds totals, and was left out"));
    let unnamed = read(&open().row(2, &good).row(4, &["", "", "", "f:1"])).unwrap();
    assert_eq!(rows(&unnamed).len(), 1);
    let between = read(&open().row(2, &good).row(3, &["", "s:Total:", "", "n:1"]).row(4, &good)).unwrap_err();
    assert_eq!(between, ["C376: Data!B3: a row of totals among records"]);
}

#[test]
fn the_example_is_no_record() {
    let example = ["s:1999-04", "s:W01", "s:10-14", "n:12", "s:example"];
    let read = read(&open().row(2, &example).row(3, &["s:2026-01", "s:W01", "s:10-14", "n:12"])).unwrap();
    assert_eq!(rows(&read), ["2026-01,W01,10-14,12,"]);
    assert!(notices(&read).contains("Data, row 2: the made-up example was left out"));
}

#[test]
fn columns_may_move_and_a_renamed_or_added_one_is_told_by_its_cell() {
    let header = |sheet: String, row: &str| {
        let (before, rest) = sheet.split_once("<row r=\"1\"").unwrap();
        let (_, after) = rest.split_once("</row>").unwrap();
        format!("{before}<row r=\"1\">{row}</row>{after}")
    };
    let cell = |column: &str, text: &str| format!("<c r=\"{column}1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let of = |names: &[&str]| {
        names.iter().zip(["A", "B", "C", "D", "E", "F"]).map(|(text, column)| cell(column, text)).collect::<String>()
    };
    let with = |names: &[&str], cells: &[&str]| open().sheet(|sheet| header(sheet, &of(names))).row(2, cells);
    let moved =
        with(&["visitors", "remark", "ward_code ", "month", "age_band"], &["n:3", "", "s:W01", "s:2026-01", "s:10-14"]);
    assert_eq!(rows(&read(&moved).unwrap()), ["2026-01,W01,10-14,3,"]);
    let renamed =
        with(&["month", "Ward-Code", "age_band", "visitors", "remark"], &["s:2026-01", "s:W01", "s:10-14", "n:3"]);
    let faults = read(&renamed).unwrap_err();
    assert_eq!(faults, ["C311: Data!B1: the column 'ward_code' is missing; is it this one?"]);
    let added = with(
        &["month", "ward_code", "age_band", "visitors", "remark", CANARY],
        &["s:2026-01", "s:W01", "s:10-14", "n:3", "", "s:x"],
    );
    assert_eq!(read(&added).unwrap_err(), ["C312: Data!F1: a column that is not in the contract"]);
    let not_agreed = with(&["month", "ward_code", "age_band", "visitors", "remark", "helper"], &["s:2026-01"]);
    assert_eq!(read(&not_agreed).unwrap_err(), ["C312: Data!F1: 'helper' is in the contract and is not agreed"]);
    let unnamed = open().row(2, &["s:2026-01", "s:W01", "s:10-14", "n:3", "", "s:x"]);
    assert_eq!(read(&unnamed).unwrap_err(), ["C312: Data!F1: a column that is not in the contract"]);
    let none = with(&["a", "b"], &["s:2026-01", "s:W01"]);
    assert!(read(&none).unwrap_err()[0].starts_with("C366: no row of the sheet of data holds the columns 'month'"));
}

/// A fourth sheet with a cell.
fn with_a_sheet(book: Book, state: &str) -> Book {
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" \
         t=\"inlineStr\"><is><t>{CANARY}</t></is></c></row></sheetData></worksheet>"
    );
    book.add("xl/worksheets/sheet9.xml", &sheet)
        .change("xl/workbook.xml", |text| {
            text.replace("</sheets>", &format!("<sheet name=\"{CANARY}\" sheetId=\"9\" {state} r:id=\"rId99\"/></sheets>"))
        })
        .change("xl/_rels/workbook.xml.rels", |text| {
            let relation = "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet9.xml\"/></Relationships>";
            text.replace("</Relationships>", relation)
        })
        .change("[Content_Types].xml", |text| {
            let part = "<Override PartName=\"/xl/worksheets/sheet9.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
            text.replace("</Types>", part)
        })
}

#[test]
fn what_the_workbook_holds_beside_the_data_is_sent_too_and_refused() {
    let good = || open().row(2, &["s:2026-01", "s:W01", "s:10-14", "n:1"]);
    let extra = read(&with_a_sheet(good(), "")).unwrap_err();
    assert_eq!(extra, ["C375: sheet 4 holds something, and the data is on another sheet"]);
    let hidden = read(&with_a_sheet(good(), "state=\"hidden\"")).unwrap_err();
    assert_eq!(hidden, ["C375: sheet 4, which is hidden, holds something, and the data is on another sheet"]);
    let pivot = read(&good().add("xl/pivotCache/pivotCacheRecords1.xml", "<x/>")).unwrap_err();
    assert!(pivot[0].starts_with("C375: it holds a pivot table"), "{pivot:?}");
    let noted = good().change("xl/comments1.xml", |text| text.replace("ref=\"A1\"", "ref=\"A2\""));
    assert_eq!(read(&noted).unwrap_err(), ["C375: notes on cells that are no header: 1, on 'Data' or another sheet"]);
    // At the agency's own desk all that is left behind.
    let kept = read_as(&Desk::new(), &with_a_sheet(good(), ""), Use::AtTheDesk).unwrap();
    assert_eq!(rows(&kept), ["2026-01,W01,10-14,1,"]);
}

#[test]
fn a_mapping_is_left_to_the_gate() {
    let mapping = "mapping: {codes: {age_band: {'young': '10-14'}}, periods: {month: mm/dd/yyyy}}\n";
    let desk = Desk::with(&format!("{COUNTS_SOURCE}{mapping}"));
    let book = Book::open(&blank(&desk)).row(2, &["s:03/01/2026", "s:W01", "s:young", "n:1"]);
    assert_eq!(rows(&read_as(&desk, &book, Use::Delivery).unwrap()), ["03/01/2026,W01,young,1,"]);
}

#[test]
fn days_become_their_months_at_the_desk() {
    let book =
        open().row(2, &["d:46030", "s:W01", "s:10-14", "n:1"]).row(3, &["s:17/02/2026", "s:W01", "s:10-14", "n:1"]);
    let read = read_as(&Desk::new(), &book, Use::AtTheDesk).unwrap();
    assert_eq!(rows(&read), ["2026-01,W01,10-14,1,", "2026-02,W01,10-14,1,"]);
}

#[test]
fn what_is_no_workbook_or_too_large_is_refused() {
    let desk = Desk::new();
    let none = filled(b"month,ward\n", &desk.terms(), Use::Delivery, &Limits::default(), "kettle.xlsx").unwrap_err();
    assert!(told(&none)[0].starts_with("C360"));
    let few = Limits { cells: 3, ..Limits::default() };
    let large = filled(&open().bytes(), &desk.terms(), Use::Delivery, &few, "kettle.xlsx").unwrap_err();
    assert!(told(&large)[0].starts_with("C364"));
}

#[test]
fn many_faults_are_counted_and_not_all_told() {
    let book = (2..102).fold(open(), |book, row| book.row(row, &["s:2026-01", "b:1", "s:10-14", "n:1"]));
    let faults = read(&book).unwrap_err();
    assert_eq!(faults.len(), 20);
    assert!(faults[19].ends_with("; and 80 more faults"), "{faults:?}");
}
