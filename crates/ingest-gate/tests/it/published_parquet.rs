//! Published tables in Parquet, against the same tables in separated values.
//!
//! Not allowed in here: an expectation that rests on the reading of Parquet alone.

use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray, RecordBatch, StringArray,
    StringViewArray, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray, TimestampNanosecondArray,
    UInt16Array,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use concordat_declare::source::{Content, Format};
use concordat_ingest_gate::{DeliveredFile, Published, PublishedInput, PublishedValue, Refused, read_published};
use concordat_store::vault;
use jiff::Timestamp;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};

use crate::support::*;

/// A place whose source publishes figures.
struct Shelf {
    bench: Bench,
    sequence: u64,
}

impl Shelf {
    /// `content` is the `published` part of a source, indented by nothing.
    fn new(format: &str, published: &str, more: &str) -> Self {
        let indented: String = published.lines().map(|line| format!("  {line}\n")).collect();
        let bench = Bench::with_source(|source| {
            let source = source.replace("content: {extract: {contract: visits}}\n", &format!("content:\n{indented}"));
            let source = source.replace("format: {csv: {delimiter: ','}}\n", format);
            source.replace("mebibytes_at_most: 1}", &format!("mebibytes_at_most: 1{more}}}"))
        });
        Self { bench, sequence: 1 }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<Published, Box<Refused>> {
        let ending = if self.bench.source.settled_format() == Format::Parquet { "parquet" } else { "csv" };
        let shown = format!("table.{ending}");
        let path = self.bench.folder.path().join(&shown);
        std::fs::write(&path, bytes).unwrap();
        let declaration = match &self.bench.source.content {
            Content::Published(declaration) => Some(declaration),
            Content::Extract(_) => None,
        };
        self.sequence += 1;
        read_published(&PublishedInput {
            dataset: &name("visits"),
            declaration: declaration.unwrap(),
            source: &self.bench.source,
            file: DeliveredFile {
                content: vault::Content::Plain(&path),
                shown: &shown,
                note: None,
                sha256: None,
                length_confirmed: true,
                delivery: "delivery",
                received: Timestamp::from_second(1000).unwrap(),
                sequence: self.sequence,
                profile: self.bench.profile,
            },
            description: None,
            home: &self.bench.home,
        })
    }
}

fn excerpt(folder: &str, file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tables/tests/fixtures").join(folder).join(file)
}

/// Format and `published` part of an excerpt's declaration.
fn declared(folder: &str) -> (String, String) {
    let text = std::fs::read_to_string(excerpt(folder, "declared.yaml")).unwrap();
    let (format, published) = text.split_once("published:\n").unwrap();
    (format.to_owned(), format!("published:\n{published}"))
}

fn all(published: &Published) -> Vec<PublishedValue> {
    published.values().iter().chain(published.rolling()).cloned().collect()
}

/// The figures of an excerpt, from its separated values.
fn from_text(folder: &str) -> Vec<PublishedValue> {
    let (format, published) = declared(folder);
    all(&Shelf::new(&format, &published, "").read(&std::fs::read(excerpt(folder, "data.csv")).unwrap()).unwrap())
}

fn from_parquet(folder: &str, bytes: &[u8]) -> Vec<PublishedValue> {
    all(&Shelf::new("format: parquet\n", &declared(folder).1, "").read(bytes).unwrap())
}

/// The cells as a program that reads tables takes them: whole numbers, numbers or text, and none for a blank.
fn typed(cells: &[Option<&str>], by_reference: bool) -> ArrayRef {
    let all = |fits: fn(&str) -> bool| cells.iter().flatten().all(|cell| fits(cell));
    let plain = |text: &str| !text.starts_with('0') || text.len() == 1 || text.starts_with("0.");
    if cells.iter().flatten().all(|cell| plain(cell)) {
        if all(|cell| cell.parse::<i64>().is_ok()) {
            return Arc::new(cells.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect::<Int64Array>());
        }
        if all(|cell| cell.parse::<f64>().is_ok()) {
            return Arc::new(
                cells.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect::<Float64Array>(),
            );
        }
    }
    if by_reference {
        return Arc::new(cells.iter().copied().collect::<DictionaryArray<Int32Type>>());
    }
    Arc::new(StringArray::from(cells.to_vec()))
}

/// An excerpt written anew as Parquet.
fn anew(folder: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(excerpt(folder, "data.csv")).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |at: usize| -> ArrayRef {
        let cells = rows.iter().map(|row| row.get(at).filter(|cell| !cell.trim().is_empty()));
        typed(&cells.collect::<Vec<_>>(), at.is_multiple_of(2))
    };
    let columns: Vec<(String, ArrayRef)> =
        headers.into_iter().enumerate().map(|(at, header)| (header, column(at))).collect();
    // Several row groups, as large files have them.
    written(columns, WriterProperties::builder().set_max_row_group_row_count(Some(50)))
}

fn written<S: AsRef<str>>(columns: Vec<(S, ArrayRef)>, properties: WriterPropertiesBuilder) -> Vec<u8> {
    let field = |(name, array): &(S, ArrayRef)| Field::new(name.as_ref(), array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn plain<S: AsRef<str>>(columns: Vec<(S, ArrayRef)>) -> Vec<u8> {
    written(columns, WriterProperties::builder())
}

#[test]
fn the_same_table_gives_the_same_figures_in_both_formats() {
    let folders = [
        "fingertips-27",
        "fingertips-26",
        "ees-blanks",
        "ees-symbols",
        "ees-no-identifier",
        "ees-calendar",
        "ees-reporting",
        "ees-made-up",
        "lait",
        "lait-finance",
        "lait-rolling",
        "nomis-api",
        "ons-csvw",
        "ons-csvw-school",
        "ons-csvw-titles",
    ];
    let mut figures = 0;
    for folder in folders {
        let expected = from_text(folder);
        assert!(expected.len() > 1, "{folder}");
        assert_eq!(from_parquet(folder, &anew(folder)), expected, "{folder}");
        figures += expected.len();
    }
    assert!(figures > 300, "{figures}");
}

fn fixture(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/parquet").join(file);
    std::fs::read(path).unwrap()
}

#[test]
fn what_other_programs_write_gives_the_same_figures() {
    for (folder, file) in [
        ("lait", "lait.pandas.parquet"),
        ("ons-csvw", "ons-csvw.polars.parquet"),
        ("ees-symbols", "ees-symbols.duckdb.parquet"),
    ] {
        assert_eq!(from_parquet(folder, &fixture(file)), from_text(folder), "{file}");
    }
}

const CASES: &str = "published:
  symbols: {'': not_available, x: confidential}
  layout: {rename: {Area name: area}}
  series:
    - id: cases
      title: Cases
      where: {final: 'true', kind: '7'}
      areas: {column: area, scheme: la_number}
      period: {column: day, kind: month, form: day}
      value: cases
      decimals: 1
      count: people
";

/// Two authorities by number, in three months.
fn cases() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("Area name", Arc::new(Float64Array::from(vec![806.0, 807.0, 806.0]))),
        // The first days of January, February and March 2024.
        ("day", Arc::new(Date32Array::from(vec![19_723, 19_754, 19_783]))),
        ("final", Arc::new(BooleanArray::from(vec![true; 3]))),
        ("kind", Arc::new(UInt16Array::from(vec![7; 3]))),
        ("cases", Arc::new(Float64Array::from(vec![Some(0.1 + 0.2), None, Some(71.399_999_999_999_99)]))),
        ("people", Arc::new(Int32Array::from(vec![Some(3), Some(4), None]))),
    ]
}

fn read(columns: Vec<(&'static str, ArrayRef)>) -> Result<Published, Box<Refused>> {
    Shelf::new("format: parquet\n", CASES, "").read(&plain(columns))
}

fn said(published: &Published) -> Vec<(String, String, Option<String>, Option<u64>)> {
    let value = |one: &PublishedValue| one.value().map(|value| value.to_string());
    published
        .values()
        .iter()
        .map(|one| (one.area().to_string(), one.period().to_string(), value(one), one.count()))
        .collect()
}

#[test]
fn every_kind_of_column_is_read_as_its_text() {
    let one = |area: &str, period: &str, value: Option<&str>, count: Option<u64>| {
        (area.to_owned(), period.to_owned(), value.map(str::to_owned), count)
    };
    let expected = [
        one("E06000002", "2024-01", Some("0.3"), Some(3)),
        one("E06000003", "2024-02", None, Some(4)),
        one("E06000002", "2024-03", Some("71.4"), None),
    ];
    let sorted = |mut all: Vec<(String, String, Option<String>, Option<u64>)>| {
        all.sort_by(|one, other| one.1.cmp(&other.1));
        all
    };
    assert_eq!(sorted(said(&read(cases()).unwrap())), expected);
    let day = 86_400_000_000;
    let days = [19_723 * day, 19_754 * day, 19_783 * day];
    let texts = ["806", "807.0", "806"];
    let changes: [(usize, ArrayRef); 12] = [
        (0, Arc::new(LargeStringArray::from(texts.to_vec()))),
        (0, Arc::new(StringViewArray::from(texts.to_vec()))),
        (0, Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>())),
        (0, Arc::new(Int64Array::from(vec![806, 807, 806]))),
        (0, Arc::new(Decimal128Array::from(vec![8060, 8070, 8060]).with_precision_and_scale(9, 1).unwrap())),
        (1, Arc::new(TimestampMicrosecondArray::from(days.to_vec()))),
        (1, Arc::new(TimestampMicrosecondArray::from(days.to_vec()).with_timezone("UTC"))),
        (1, Arc::new(TimestampNanosecondArray::from(days.map(|time| time * 1000).to_vec()))),
        (1, Arc::new(StringArray::from(vec!["2024-01-01", "2024-02-01", "2024-03-01"]))),
        (4, Arc::new(Float32Array::from(vec![Some(0.3), None, Some(71.4)]))),
        (4, Arc::new(StringArray::from(vec![Some("0.3"), None, Some("71.40")]))),
        (4, Arc::new(Decimal128Array::from(vec![Some(30), None, Some(7140)]).with_precision_and_scale(9, 2).unwrap())),
    ];
    for (at, array) in changes {
        let kind = array.data_type().clone();
        let mut columns = cases();
        columns[at].1 = array;
        assert_eq!(sorted(said(&read(columns).unwrap())), expected, "{kind:?}");
    }
    let mut none = cases();
    none[4].1 = Arc::new(NullArray::new(3));
    let values: Vec<Option<String>> = said(&read(none).unwrap()).into_iter().map(|one| one.2).collect();
    assert_eq!(values, [None, None, None], "no value is no zero");
}

#[test]
fn a_cell_at_fault_is_told_by_its_row_and_column() {
    let mut columns = cases();
    columns[4].1 = Arc::new(StringArray::from(vec!["0.3", CANARY, "x"]));
    let refused = read(columns).err().unwrap();
    let first = &refused.diagnostics()[0];
    let place = first.place.as_ref().unwrap();
    assert_eq!((first.code.number, place.line, place.column), (503, 2, 5));
    assert!(!format!("{refused:?}").contains(CANARY));
    let mut columns = cases();
    columns[4].1 = Arc::new(Float64Array::from(vec![f64::NAN, 1.0, f64::INFINITY]));
    assert_eq!(read(columns).err().unwrap().totals()[&503], 2, "what is no number is none");
}

#[test]
fn a_moment_that_may_be_of_two_days_is_no_date() {
    let hour = 3_600_000_000;
    // The first of January, and the first of July, which begins in London an hour before it begins in UTC.
    let moments = [19_723 * 24 * hour, 19_723 * 24 * hour, 19_905 * 24 * hour - hour];
    let mut columns = cases();
    columns[1].1 = Arc::new(TimestampMicrosecondArray::from(moments.to_vec()).with_timezone("Europe/London"));
    let refused = read(columns).err().unwrap();
    let [first] = refused.diagnostics() else { panic!("{refused:?}") };
    let place = first.place.as_ref().unwrap();
    assert_eq!((first.code.number, place.line, place.column), (404, 3, 2));
}

/// Code and message of the first fault.
fn told(result: Result<Published, Box<Refused>>) -> (u16, String) {
    let refused = result.err().unwrap();
    assert!(!format!("{refused:?}").contains(CANARY));
    let first = &refused.diagnostics()[0];
    (first.code.number, first.message.to_string())
}

#[test]
fn what_is_no_column_of_a_table_is_named_by_its_number() {
    let numbers = || -> ArrayRef { Arc::new(Int64Array::from(vec![1, 2, 3])) };
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)]); 3]);
    let record = StructArray::from(vec![(Arc::new(Field::new(CANARY, DataType::Int64, true)), numbers())]);
    for (array, words) in [
        (Arc::new(lists) as ArrayRef, "holds lists or records inside its cells"),
        (Arc::new(record), "holds lists or records inside its cells"),
        (Arc::new(BinaryArray::from(vec![CANARY.as_bytes(); 3])), "holds bytes that are not marked as text"),
        (Arc::new(Time64MicrosecondArray::from(vec![1; 3])), "holds neither text, numbers"),
    ] {
        let mut columns = cases();
        columns.push((CANARY, array));
        let (code, message) = told(read(columns));
        assert!(code == 381 && message.starts_with("column 7 ") && message.contains(words), "{words}: {message}");
    }
    let mut columns = cases();
    columns[1].1 = Arc::new(Date32Array::from(vec![19_723, i32::MAX, 19_783]));
    assert_eq!(told(read(columns)), (381, "row 2: a date or time lies outside of all calendars".to_owned()));
    let mut columns = cases();
    columns.push(("kind", numbers()));
    assert_eq!(told(read(columns)), (310, "column 7 has the name of an earlier one".to_owned()));
    let mut columns = cases();
    columns.remove(4);
    assert_eq!(told(read(columns)).0, 311);
    let none: Vec<(&str, ArrayRef)> = cases().into_iter().map(|(name, array)| (name, array.slice(0, 0))).collect();
    assert_eq!(told(read(none)).0, 305);
}

#[test]
fn a_file_that_is_cut_or_changed_is_refused_and_nothing_breaks() {
    let whole = plain(cases());
    let mut shelf = Shelf::new("format: parquet\n", CASES, "");
    assert_eq!(told(shelf.read(b"PAR1")).0, 315);
    let (_, message) = told(shelf.read(&whole[..whole.len() - 1]));
    assert!(message.contains("it was cut off, and must be fetched again"), "{message}");
    for length in (4..whole.len()).step_by(13) {
        assert_eq!(told(shelf.read(&whole[..length])).0, 315, "{length}");
    }
    // Bytes that are missing in the middle, as after a transfer that went on at the wrong place: pages no longer follow each other.
    for from in (4..230).step_by(5) {
        assert_eq!(told(shelf.read(&[&whole[..from], &whole[from + 20..]].concat())).0, 315, "{from}");
    }
    let mut refused = 0;
    for at in (4..whole.len()).step_by(5) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        refused += u32::from(shelf.read(&changed).is_err());
    }
    assert!(refused > 50, "{refused}");
    // Damage inside a page, at which the library panics.
    let mut changed = fixture("ons-csvw.polars.parquet");
    changed[171] ^= 0x55;
    let mut shelf = Shelf::new("format: parquet\n", &declared("ons-csvw").1, "");
    assert_eq!(told(shelf.read(&changed)).0, 315);
}

#[test]
fn encrypted_files_and_other_compressions_are_refused() {
    let key = b"0123456789012345";
    let mut shelf = Shelf::new("format: parquet\n", CASES, "");
    let properties =
        |built: Arc<FileEncryptionProperties>| WriterProperties::builder().with_file_encryption_properties(built);
    let footer = FileEncryptionProperties::builder(key.to_vec()).build().unwrap();
    assert_eq!(told(shelf.read(&written(cases(), properties(footer)))).0, 382);
    let column = FileEncryptionProperties::builder(key.to_vec())
        .with_plaintext_footer(true)
        .with_column_key("people", key.to_vec())
        .build()
        .unwrap();
    let (code, message) = told(shelf.read(&written(cases(), properties(column))));
    assert_eq!((code, message.as_str()), (382, "row group 1, column 6 is encrypted"));
    let mut lait = Shelf::new("format: parquet\n", &declared("lait").1, "");
    let (code, message) = told(lait.read(&fixture("lait.gzip.parquet")));
    let expected = "row group 1, column 1 is compressed by gzip, expected Snappy, Zstandard or none";
    assert_eq!((code, message.as_str()), (383, expected));
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let columns = |text: &str, rows: usize| -> Vec<(&'static str, ArrayRef)> {
        vec![("Area name", Arc::new(StringArray::from(vec![text; rows])))]
    };
    let zstd = || WriterProperties::builder().set_compression(Compression::ZSTD(Default::default()));
    let shelf = |more: &str, bytes: &[u8]| {
        assert!(bytes.len() < 100_000, "small when packed");
        told(Shelf::new("format: parquet\n", CASES, more).read(bytes))
    };
    let limit = |unit: &str| format!("{unit}_at_most: 1");
    // Three mebibytes in one page of each of few rows.
    let long = written(columns(&"x".repeat(3 << 20), 1), zstd().set_dictionary_enabled(false));
    let megabyte = "unpacked it has more than 1,048,576 bytes".to_owned();
    assert_eq!(shelf(&format!(", {}", limit("unpacked_mebibytes")), &long), (364, megabyte.clone()));
    // One text that stands in many rows is stored once: declared sizes are small, and cells are counted as they are read.
    let repeated = written(columns(&"x".repeat(1000), 60_000), zstd());
    assert_eq!(shelf(&format!(", {}", limit("unpacked_mebibytes")), &repeated), (364, megabyte));
    assert_eq!(
        shelf(", cells_at_most: 59999", &repeated),
        (364, "it has more than 59,999 cells".to_owned()),
        "by the number of rows in the footer"
    );
}
