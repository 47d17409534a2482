//! Workbooks that are refused, and what is hidden, merged or repeated in those that are read.
//!
//! Not allowed in here: workbooks of publishers; those are fixtures.

use std::io::{Cursor, Write};

use concordat_declare::layout::Layout;
use concordat_declare::source::Format;
use concordat_tables::{Limits, Table, TableError, read};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A workbook of one sheet with these rows, and other parts.
fn xlsx(rows: &str, state: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A &amp; B" sheetId="1" {state} r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData><mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    packed(&parts)
}

/// A row of texts and numbers.
fn row(number: u32, hidden: bool, cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .zip(["A", "B", "C"])
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, column)| match text.parse::<f64>() {
            Ok(_) => format!(r#"<c r="{column}{number}"><v>{text}</v></c>"#),
            Err(_) if text.starts_with('#') => format!(r#"<c r="{column}{number}" t="e"><v>{text}</v></c>"#),
            Err(_) => format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#),
        })
        .collect();
    let hidden = if hidden { r#" hidden="1""# } else { "" };
    format!(r#"<row r="{number}"{hidden}>{cells}</row>"#)
}

fn rows() -> String {
    [
        row(1, false, &["Area", "Households1,2"]),
        row(2, false, &["", "Total", "3+"]),
        row(3, false, &["E06000002", "243", "39.450000000000003"]),
        row(5, false, &["E06000003", "56", "#NAME?"]),
        row(7, false, &["Notes:", "CANARY"]),
    ]
    .concat()
}

const LAYOUT: &str = "{header: {rows: {from: 1, to: 2}}, labels: {glued_digits: true}, ends: {texts: ['Notes']}}";

fn with(bytes: &[u8], layout: &str, limits: Limits) -> Result<Table, TableError> {
    let layout: Layout = serde_saphyr::from_str(layout).unwrap();
    read(bytes, &Format::Workbook, &layout, &limits)
}

fn refused(bytes: &[u8], layout: &str) -> (u16, String) {
    let fault = with(bytes, layout, Limits::default()).unwrap_err().diagnostic("file", Some("A & B"));
    (fault.code.number, fault.message.to_string())
}

#[test]
fn merged_headers_are_joined_and_rows_keep_their_numbers() {
    let table = with(&xlsx(&rows(), "", &[]), LAYOUT, Limits::default()).unwrap();
    let names: Vec<&str> = table.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Area", "Households | Total", "Households | 3+"]);
    let cells: Vec<(u64, &str)> = table.rows.iter().map(|row| (row.number, row.text(2))).collect();
    // Floating noise is not added to, and an error of the publisher stays what it is.
    assert_eq!(cells, [(3, "39.45"), (5, "#NAME?")]);
    assert_eq!(table.position("column C"), Ok(2));
}

#[test]
fn hidden_rows_and_sheets_need_a_decision() {
    let hidden = rows().replace(r#"<row r="5">"#, r#"<row r="5" hidden="1">"#);
    let bytes = xlsx(&hidden, "", &[]);
    assert_eq!(refused(&bytes, LAYOUT), (369, "sheet 'A & B', row 5: a hidden row stands in the data".to_owned()));
    for (decision, count) in [("read", 2), ("skip", 1)] {
        let layout = LAYOUT.replace("ends:", &format!("hidden_rows: {decision}, ends:"));
        assert_eq!(with(&bytes, &layout, Limits::default()).unwrap().rows.len(), count);
    }
    let bytes = xlsx(&rows(), r#"state="hidden""#, &[]);
    assert_eq!(refused(&bytes, LAYOUT).0, 365);
    let layout = LAYOUT.replace("ends:", "hidden_sheet: accept, ends:");
    assert_eq!(with(&bytes, &layout, Limits::default()).unwrap().rows.len(), 2);
}

#[test]
fn a_missing_sheet_is_named_as_declared() {
    let bytes = xlsx(&rows(), "", &[]);
    let layout = LAYOUT.replace("{header", "{sheet: A3, header");
    let fault = with(&bytes, &layout, Limits::default()).unwrap_err().diagnostic("file", None);
    assert_eq!((fault.code.number, fault.message.as_str()), (365, "of 1 sheets 0 are called 'A3', expected one"));
    let layout = LAYOUT.replace("{header", "{sheet: 'A &*', header");
    assert!(with(&bytes, &layout, Limits::default()).is_ok());
}

#[test]
fn programs_links_and_passwords_are_refused() {
    let macros = xlsx(&rows(), "", &[("xl/vbaProject.bin", b"x")]);
    assert_eq!(refused(&macros, LAYOUT).0, 361);
    let types = TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
    let renamed = packed(&[("[Content_Types].xml", types.as_bytes()), ("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(refused(&renamed, LAYOUT).0, 361);
    let links = xlsx(&rows(), "", &[("xl/externalLinks/externalLink1.xml", b"<x/>")]);
    assert_eq!(refused(&links, LAYOUT).0, 362);
    let layout = LAYOUT.replace("ends:", "links: accept, ends:");
    assert_eq!(with(&links, &layout, Limits::default()).unwrap().rows.len(), 2);
    // A workbook with a password is a compound file with a stream of this name.
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 512], &name].concat();
    assert_eq!(refused(&locked, LAYOUT).0, 363);
    let name: Vec<u8> = "_VBA_PROJECT_CUR".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 512], &name].concat();
    assert_eq!(refused(&old, LAYOUT).0, 361);
}

#[test]
fn bombs_are_stopped_before_they_unpack() {
    // Sixty-four mebibytes of noughts in sixty-four kibibytes.
    let bomb = xlsx(&rows(), "", &[("xl/media/image1.png", &vec![0; 64 << 20])]);
    assert!(bomb.len() < 200_000);
    let limits = Limits { unpacked_bytes: 8 << 20, ..Limits::default() };
    assert_eq!(with(&bomb, LAYOUT, limits), Err(TableError::UnpackedBytes(8 << 20)));
    // One cell in the last corner of a sheet is not a rectangle of billions.
    let corner = rows() + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bytes = xlsx(&corner, "", &[]);
    assert_eq!(with(&bytes, LAYOUT, Limits { cells: 10_000, ..Limits::default() }), Err(TableError::Cells(10_000)));
    assert_eq!(with(&bytes, LAYOUT, Limits::default()).unwrap().rows.len(), 2);
}

const OFFICE: &str = r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles><style:style style:name="ta1"><style:table-properties table:display="DISPLAY"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="One" table:style-name="ta1">ROWS</table:table></office:spreadsheet></office:body></office:document-content>"#;

fn ods(rows: &str, display: &str) -> Vec<u8> {
    let content = OFFICE.replace("ROWS", rows).replace("DISPLAY", display);
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

const ODS_ROWS: &str = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>Area</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2" office:value-type="string"><office:annotation><text:p>CANARY</text:p></office:annotation><text:p>House<text:s/>holds</text:p></table:table-cell><table:covered-table-cell><text:p>CANARY</text:p></table:covered-table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>A &amp; B</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>3+</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2" VISIBLE><table:table-cell office:value-type="string"><text:p>E06000002</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1243"><text:p>1,243</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.387"><text:p>39%</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;

#[test]
fn open_documents_are_read_with_what_is_merged_repeated_and_hidden() {
    let layout = "{header: {rows: {from: 1, to: 2}}}";
    let bytes = ods(&ODS_ROWS.replace("VISIBLE", ""), "true");
    let table = with(&bytes, layout, Limits::default()).unwrap();
    let names: Vec<&str> = table.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Area", "House holds | A & B", "House holds | 3+"]);
    let cells: Vec<_> = table.rows.iter().map(|row| (row.number, row.text(1), row.text(2))).collect();
    assert_eq!(cells, [(3, "1243", "0.387"), (4, "1243", "0.387")]);
    let hidden = ods(&ODS_ROWS.replace("VISIBLE", r#"table:visibility="collapse""#), "true");
    assert_eq!(refused(&hidden, layout).0, 369);
    assert_eq!(refused(&ods(&ODS_ROWS.replace("VISIBLE", ""), "false"), layout).0, 365);
}

#[test]
fn open_documents_with_links_passwords_or_bombs_are_refused() {
    let layout = "{header: {rows: {from: 1, to: 2}}}";
    let linked =
        ODS_ROWS.replace("VISIBLE", "").replacen("<table:table-row>", "<table:table-source/><table:table-row>", 1);
    assert_eq!(refused(&ods(&linked, "true"), layout).0, 362);
    let content = OFFICE.replace("ROWS", "").replace("DISPLAY", "true");
    let locked =
        packed(&[("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<m><encryption-data/></m>")]);
    assert_eq!(refused(&locked, layout).0, 363);
    let programs = packed(&[("content.xml", content.as_bytes()), ("Basic/Standard/Module1.xml", b"<x/>")]);
    assert_eq!(refused(&programs, layout).0, 361);
    // A row that is not blank, a million times; a cell that is not blank, a million times.
    let rows = ODS_ROWS.replace("VISIBLE", "").replace("rows-repeated=\"2\"", "rows-repeated=\"9000000\"");
    assert_eq!(refused(&ods(&rows, "true"), layout).0, 364);
    let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="999999999" office:value-type="float" office:value="1"/></table:table-row>"#;
    assert_eq!(refused(&ods(wide, "true"), layout).0, 364);
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b"a,b\n1,2\n"[..], b"PK\x03\x04 and nothing", &[0xd0, 0xcf, 0x11, 0xe0, 1], b""] {
        assert_eq!(refused(bytes, LAYOUT).0, 360);
    }
    assert_eq!(refused(&packed(&[("other.xml", b"<x/>")]), LAYOUT).0, 360);
    let broken = xlsx("<row><c r='A1'><v>1</c></row>", "", &[]);
    assert_eq!(refused(&broken, LAYOUT).0, 360);
}

#[test]
fn a_whole_workbook_of_a_publisher_with_numbers_of_authorities() {
    let bytes = crate::support::bytes_of("lait-codes/la_code_list.xlsx");
    let table = with(&bytes, "{}", Limits::default()).unwrap();
    let number = table.position("LA Number").unwrap();
    let name = table.position("LA Name").unwrap();
    let ours = table.rows.iter().find(|row| row.text(number) == "806").unwrap();
    assert_eq!((ours.text(name), table.rows.len()), ("Middlesbrough", 171));
}
