//! Extracts without what was not agreed.
//!
//! Not allowed in here: an output that would have to be looked at again before it is sent.

use concordat_declare::source::Coverage;
use concordat_desk::{Conformed, DeskError, Use, conform_csv, conform_rows, filled, filled_template};
use concordat_tables::Limits;

use crate::book::Book;
use crate::support::{CANARY, COUNTS_SOURCE, Desk, about, blank, name, told};

const MAPPING: &str =
    "mapping: {columns: {'Ward Code': ward}, codes: {ward: {'North': W01}}, periods: {month: dd/mm/yyyy}}\n";

fn desk() -> Desk {
    Desk::with(&format!("{COUNTS_SOURCE}{MAPPING}"))
}

fn conform(csv: &str) -> Result<(String, Conformed), Vec<String>> {
    let desk = desk();
    let mut out = Vec::new();
    match conform_csv(&desk.terms(), csv.as_bytes(), "export.csv", &mut out) {
        Ok(conformed) => Ok((String::from_utf8(out).unwrap(), conformed)),
        Err(DeskError::File(faults)) => Err(told(&faults)),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn what_is_not_agreed_stays_and_the_rest_is_as_the_contract_says() {
    let (out, told) = conform(
        "Phone,month,visitors,Ward Code,age_band,helper,remark\n\
         CANARY7,17/02/2026,3,North,10-14,CANARY7,\n\
         CANARY7,2026-03,4,W02,10-14,CANARY7,\"a, b\"\n",
    )
    .unwrap();
    assert_eq!(out, "month,ward_code,age_band,visitors,remark\n2026-02,W01,10-14,3,\n2026-03,W02,10-14,4,\"a, b\"\n");
    assert!(!out.contains(CANARY));
    let dropped: Vec<_> =
        told.dropped.iter().map(|one| (one.position, one.header.as_deref(), one.in_contract)).collect();
    assert_eq!(dropped, [(1, Some("Phone"), false), (6, Some("helper"), true)]);
    assert_eq!((told.records, told.bytes), (2, out.len() as u64));
    assert_eq!(told.translated.get(&name("ward")), Some(&1));
    assert_eq!(told.periods.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-02", "2026-03"]);
    // What came out goes through a second time as it is.
    assert_eq!(conform(&out).unwrap().0, out);
}

#[test]
fn a_header_that_may_be_a_value_is_not_told() {
    let (_, told) = conform("month,visitors,Ward Code,age_band,remark,07700900123\n2026-03,4,W02,10-14,,x\n").unwrap();
    assert_eq!(told.dropped[0].header, None);
}

#[test]
fn a_file_that_cannot_be_put_in_order_writes_no_record_of_it() {
    assert_eq!(conform("month,visitors\n2026-03,4\n").unwrap_err().len(), 3);
    let short = conform("month,visitors,Ward Code,age_band,remark\n2026-03,4\n").unwrap_err();
    assert_eq!(short, ["C401: the record has 2 fields, the header 5"]);
    let twice = conform("month,visitors,Ward Code,ward_code,age_band,remark\n").unwrap_err();
    assert_eq!(twice, ["C310: the column 'ward_code' stands twice"]);
}

#[test]
fn a_filled_in_workbook_becomes_the_file_that_is_sent() {
    let desk = desk();
    let book = Book::open(&blank(&desk)).row(2, &["s:17/02/2026", "s:North", "s:10-14", "n:3"]);
    let read = filled(&book.bytes(), &desk.terms(), Use::AtTheDesk, &Limits::default(), "kettle.xlsx").unwrap();
    let mut out = Vec::new();
    let told = conform_rows(&desk.terms(), &read, "kettle.xlsx", &mut out).unwrap();
    assert_eq!(out, b"month,ward_code,age_band,visitors,remark\n2026-02,W01,10-14,3,\n");
    assert_eq!(told.records, 1);
    // And a workbook again, for a source that takes workbooks.
    let again = filled_template(&desk.terms(), &about(), &out).unwrap();
    let read = filled(&again, &desk.terms(), Use::Delivery, &Limits::default(), "kettle.xlsx").unwrap();
    assert_eq!(read.csv(desk.terms().contract), out);
}

#[test]
fn what_was_left_out_is_said_and_a_note_gives_the_one_period() {
    let csv = "Phone,month,visitors,Ward Code,age_band,helper,remark\nCANARY7,17/02/2026,3,North,10-14,CANARY7,\n";
    let (_, told) = conform(csv).unwrap();
    assert_eq!(
        told.told(),
        [
            "Records: 1",
            "Left out: column 1 (A), Phone: not in the contract",
            "Left out: column 6 (F), helper: not agreed",
            "Translated: 1 cells of month",
            "Translated: 1 cells of ward",
        ]
    );
    assert_eq!(told.period(Coverage::OnePeriod).as_deref(), Some("2026-02"));
    assert_eq!(told.period(Coverage::Full).as_deref(), Some("all"));
}
