//! A word that no file of the sample holds, planted in cells at fault, and the search for it afterwards.
//!
//! Not allowed in here: a place that is not searched.

use std::fs;
use std::path::Path;

use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::place::{HOME, Outcome, PIPELINE, Place, below, files_below};

/// The word.
pub(super) const CANARY: &str = "CANARY7421";

/// Fails where the canary stands in what the program said, or in a file of the home. In quarantine it stands encrypted.
pub(super) fn stays_in_quarantine(place: &Place, outcome: &Outcome) {
    for (name, text) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        assert!(!text.contains(CANARY), "the canary stands in {name}:\n{text}");
    }
    let home = place.path(HOME);
    for file in files_below(&home) {
        let name = below(&home, &file);
        assert!(!name.contains(CANARY) && !holds(&file, CANARY), "the canary stands in {name}");
    }
}

/// Number of files of the home that hold a word, compressed columns included.
pub(super) fn files_that_hold(place: &Place, word: &str) -> usize {
    files_below(&place.path(HOME)).iter().filter(|file| holds(file, word)).count()
}

/// Number of deliveries of which records with the canary were set aside: a search that finds none there would prove nothing
/// elsewhere.
pub(super) fn files_in_quarantine(place: &Place) -> usize {
    set_aside(place).iter().filter(|text| text.contains(CANARY)).count()
}

/// The records set aside of every delivery, as the program prints them.
pub(super) fn set_aside(place: &Place) -> Vec<String> {
    let root = place.path(HOME).join("quarantine");
    let files = files_below(&root).into_iter().filter(|file| file.ends_with("records.csv"));
    let print = |file: std::path::PathBuf| {
        let name = below(&root, &file);
        let parts: Vec<&str> = name.split('/').collect();
        let printed = place.call(&["quarantine", PIPELINE, parts[0], parts[1]]);
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        printed.stdout
    };
    files.map(print).collect()
}

fn holds(file: &Path, word: &str) -> bool {
    let bytes = fs::read(file).unwrap();
    let utf16 = |order: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let forms = [word.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    forms.iter().any(|form| contains(&bytes, form)) || (bytes.starts_with(b"PAR1") && parquet_holds(file, word))
}

/// Columns of Parquet are compressed, so that their bytes alone say nothing.
fn parquet_holds(file: &Path, word: &str) -> bool {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(file).unwrap()).unwrap().build().unwrap();
    reader.map(Result::unwrap).any(|batch| {
        batch.columns().iter().any(|column| {
            let shown = ArrayFormatter::try_new(column.as_ref(), &FormatOptions::new()).unwrap();
            (0..column.len()).any(|row| shown.value(row).to_string().contains(word))
        })
    })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
