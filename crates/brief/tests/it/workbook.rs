//! The workbook of a brief, read with another library.
//!
//! Not allowed in here: the rules of workbooks; those are tested where they are written.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::sample::{Sample, redcar};

#[test]
fn it_has_the_numbers_of_the_page() {
    let mut book = Xlsx::new(Cursor::new(redcar().workbook().unwrap())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names[..4], ["Cover", "Contents", "Notes", "In short"]);
    assert!(
        names.contains(&"1.2 Gaps and people".to_owned()) && names.contains(&"Definitions".to_owned()),
        "{names:?}"
    );
    let gaps = book.worksheet_range("1.2 Gaps and people").unwrap();
    assert!(gaps.rows().any(|row| row[0] == "England, all children" && row[2] == Data::Float(-22.3) && row[5] == 90.0));
    let inside = book.worksheet_range("1.4 Inside Redcar and Cleveland").unwrap();
    assert!(inside.rows().any(|row| row[1] == "[c]"), "a mark stands where a number is hidden");
}

#[test]
fn every_page_has_one() {
    for (mission, area) in
        [("start-well-gap", "Brotton"), ("live-well-places", "south-tees"), ("age-well-independence", "E06000002")]
    {
        assert!(Sample::new().brief(mission, area).unwrap().workbook().is_ok(), "{mission} {area}");
    }
}
