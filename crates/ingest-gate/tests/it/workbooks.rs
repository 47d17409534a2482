//! Filled-in workbooks and mappings at the gate: counted, set aside and told by the rows that people see.
//!
//! Not allowed in here: how a cell is read; that is the desk's.

use concordat_base::Date;
use concordat_declare::agreement::Identifiability;
use concordat_desk::{About, Terms, filled_template};
use concordat_ingest_gate::{FieldClass, FieldPolicy};

use crate::support::*;

const WORKBOOK: &str = "format: workbook";
const CSV: &str = "format: {csv: {delimiter: ','}}";

/// A workbook with these records, as the template writes them.
fn workbook(bench: &Bench, csv: &str) -> Vec<u8> {
    let contract = bench.partnership.contract_of(&name("visits")).unwrap();
    let terms =
        Terms { partnership: &bench.partnership, source: &bench.source, contract, allow_list: &bench.allow_list };
    let about = About { agreements: Vec::new(), as_of: Date::constant(2026, 6, 30) };
    filled_template(&terms, &about, csv.as_bytes()).unwrap()
}

const SHEET: &str = "visit,month,area,sex,age,remark\n";

fn row(number: u32, sex: &str, remark: &str) -> String {
    format!("{},2024-01,W1,{sex},{number},{remark}\n", token(number))
}

#[test]
fn a_workbook_lands_what_the_same_records_as_text_land() {
    let mut of_text = Bench::new();
    let mut of_sheet = Bench::with_source(|source| source.replace(CSV, WORKBOOK));
    let records: String = (0..20).map(|number| row(number, "F", "word")).collect();
    let text = of_text.put(SHEET.to_owned() + &records).unwrap();
    let bytes = workbook(&of_sheet, &(SHEET.to_owned() + &records));
    let sheet = of_sheet.put(bytes).unwrap();
    assert_eq!(content(&text), content(&sheet));
    assert_eq!(sheet.counts().accepted(), 20);
    assert!(sheet.receipt().is_in_rows() && !text.receipt().is_in_rows());
}

#[test]
fn faults_of_records_are_told_by_their_cells() {
    let mut bench = Bench::with_source(|source| source.replace(CSV, WORKBOOK));
    let csv = [SHEET, &row(1, "F", ""), &row(2, CANARY, ""), &row(3, "F", ""), &row(1, "M", ""), &row(4, CANARY, "")];
    let bytes = workbook(&bench, &csv.concat());
    let landed = bench.put(bytes).unwrap();
    assert_eq!((landed.counts().accepted(), landed.counts().quarantined()), (1, 4));
    let cells: Vec<Vec<&str>> = landed.receipt().faults().iter().map(|fault| fault.first_cells().collect()).collect();
    assert!(cells.contains(&vec!["Data!D3", "Data!D6"]), "{cells:?}");
    assert!(cells.contains(&vec!["Data!A2", "Data!A5"]), "{cells:?}");
    let page = landed.receipt().page();
    assert!(page.contains("the first cells are Data!D3, Data!D6") && page.contains("as the spreadsheet program shows"));
    assert!(!page.contains(CANARY));
    // What was set aside stands under the number of its row.
    assert!(bench.quarantined(1).unwrap().contains(&format!("3,C403,sex,{CANARY}")));
    assert!(bench.files_outside_quarantine().iter().all(|(_, bytes)| !has(bytes, CANARY)));
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_workbook_with_more_than_the_data_is_over_shared() {
    let mut bench = Bench::with_source(|source| source.replace(CSV, WORKBOOK));
    let mut wide = bench.allow_list.clone();
    wide.remove(&name("remark"));
    let bytes = workbook(&bench, &(SHEET.to_owned() + &row(1, "F", "word")));
    bench.allow_list = wide;
    let refused = assert_refused(bench.put(bytes), &[312]);
    assert!(refused.over_shared());
    assert!(refused.receipt().faults()[0].message().starts_with("Data!F1: 'remark' is in the contract"));
    let text = bench.put(SHEET.to_owned() + &row(1, "F", "word"));
    assert_refused(text, &[360]);
}

#[test]
fn a_table_of_counts_comes_as_a_workbook() {
    let mut bench = Bench::of_counts(Identifiability::AggregateSuppressed);
    bench.source.format = concordat_declare::source::Format::Workbook;
    bench.policy().min_count = 5;
    bench.field("age", FieldPolicy { class: FieldClass::Measure, ..FieldPolicy::default() });
    let counts = |small: u32| {
        let row = |number: u32| format!("2024-0{},E0200000{},F,{},\n", number / 3 + 1, number % 3 + 1, 10 + number);
        let rows: String = (0..9).map(row).collect();
        format!("month,area,sex,age,remark\n{rows}2024-04,E02000001,M,{small},\n")
    };
    let bytes = workbook(&bench, &counts(12));
    assert_eq!(bench.put(bytes).unwrap().counts().accepted(), 10);
    let bytes = workbook(&bench, &counts(3));
    let refused = assert_refused(bench.put(bytes), &[424]);
    assert_eq!(refused.receipt().faults()[0].first_records(), [11]);
}

const MAPPING: &str = "mapping:\n  columns: {'Gender': sex, 'Ward': area}\n  codes: {sex: {'1': F, '2': M}}\n  \
                       periods: {month: mm/yyyy}\n";

#[test]
fn a_mapping_is_applied_as_records_are_read_and_what_is_set_aside_is_what_was_sent() {
    let mut bench = Bench::with_source(|source| format!("{source}{MAPPING}"));
    let mut plain = Bench::new();
    let header = "visit,month,Ward,Gender,age,remark\n";
    let record = |number: u32, sex: &str| format!("{},01/2024,W1,{sex},{number},\n", token(number));
    let landed =
        bench.put([header, &record(1, "1"), &record(2, "2"), &record(3, "M"), &record(4, "9")].concat()).unwrap();
    let same = plain.put([SHEET, &row(1, "F", ""), &row(2, "M", ""), &row(3, "M", "")].concat()).unwrap();
    assert_eq!(content(&landed), content(&same));
    assert!(bench.quarantined(1).unwrap().contains("4,C403,sex,9"));
}

#[test]
fn a_mapped_column_that_is_not_agreed_is_over_shared_all_the_same() {
    let mut bench = Bench::with_source(|source| format!("{source}{MAPPING}"));
    bench.allow_list.remove(&name("sex"));
    let sent = format!("visit,month,Ward,Gender,age,remark\n{},01/2024,W1,1,1,\n", token(1));
    assert!(assert_refused(bench.put(sent), &[312]).over_shared());
}

#[test]
fn days_that_a_mapping_could_read_are_finer_than_agreed() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    let mapping = "mm/yyyy";
    let source = MAPPING.replace(mapping, "dd/mm/yyyy").replace(", 'Ward': area", "");
    bench.partnership = Bench::with_source(|plain| format!("{plain}{source}")).partnership;
    let mapped = bench.partnership.source(&name("visits")).unwrap().mapping.clone();
    let mut bench = Bench { partnership: Bench::of_people(Identifiability::Pseudonymised).partnership, ..bench };
    bench.source.mapping = mapped;
    let record = |number: u32| format!("{},{:02}/01/2024,E02000001,1,{number},,\n", token(number), number % 28 + 1);
    let records: String = (0..40).map(record).collect();
    let sent = format!("visit,month,area,Gender,age,remark,note\n{records}");
    let refused = bench.put(sent).err().unwrap();
    assert!(codes(&refused).contains(&420) && refused.over_shared(), "{:?}", codes(&refused));
}
