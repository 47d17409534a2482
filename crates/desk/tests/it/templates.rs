//! The template, read back by a program that shares nothing with its writer.
//!
//! Not allowed in here: judging how it looks.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use concordat_desk::template;

use crate::book::Book;
use crate::support::{Desk, about, blank, name};

fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn the_sheet_of_data_has_the_agreed_columns_and_no_record() {
    let desk = Desk::new();
    let bytes = blank(&desk);
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Read me", "Data", "Lists"]);
    assert_eq!(cells(&bytes, "Data"), [["month", "ward_code", "age_band", "visitors", "remark"]]);
}

#[test]
fn what_is_not_agreed_stands_nowhere_in_it() {
    let mut desk = Desk::new();
    desk.allow_list.remove(&name("age_band"));
    let bytes = blank(&desk);
    let text = ["Read me", "Data", "Lists"].map(|sheet| cells(&bytes, sheet).concat().concat()).concat();
    for word in ["helper", "age_band", "10 to 14"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("W02") && text.contains("South"));
}

#[test]
fn the_first_sheet_says_what_whom_how_and_that_its_example_is_made_up() {
    let text = cells(&blank(&Desk::new()), "Read me").concat().join("\n");
    for words in [
        "made-up sample",
        "People at The Kettle",
        "From: The Kettle. To: Testshire Council",
        "dsa-kettle, version 1",
        "2026-06-30",
        "data@example.org",
        "Send this workbook; its name must be like *.xlsx",
        "Example (made up, of nobody)",
        "1999-04",
        "Ward of home",
        "a whole number from 0 to 99999",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn cells_offer_lists_and_check_numbers() {
    let book = Book::open(&blank(&Desk::new()));
    let sheet = book.part("xl/worksheets/sheet2.xml");
    for rule in
        ["<formula1>Lists!$A$2:$A$4</formula1>", "<formula1>Lists!$D$2:$D$4</formula1>", "type=\"whole\"", "99999"]
    {
        assert!(sheet.contains(rule), "{rule}: {sheet}");
    }
    let styles = book.part("xl/styles.xml");
    assert!(styles.contains("numFmtId=\"49\"") || styles.contains("formatCode=\"@\""), "columns are text: {styles}");
    let notes = book.part("xl/comments1.xml");
    assert!(notes.contains("Month in which people came.") && notes.contains("Required."), "{notes}");
}

#[test]
fn the_same_terms_and_date_give_the_same_bytes() {
    let desk = Desk::new();
    assert_eq!(blank(&desk), blank(&desk));
    let mut later = about();
    later.as_of = later.as_of.tomorrow().unwrap();
    assert_ne!(template(&desk.terms(), &later).unwrap(), blank(&desk));
}
