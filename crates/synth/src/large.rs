//! One falls admissions delivery of any length, for benchmarks: streamed, so memory does not grow with it. Rows follow
//! from their number and the seed alone; nothing about earlier rows is kept, and no figure is calibrated.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::files::DeliveryNote;
use crate::ground::{OLDER_BANDS, small_area_codes};
use crate::text_parquet::TextParquet;
use crate::token::hex;

/// Form of a large delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LargeFormat {
    /// Comma-separated values.
    Csv,
    /// Parquet, every column plain text.
    Parquet,
}

/// What to write.
#[derive(Clone, Debug)]
pub struct LargeRequest {
    /// Rows.
    pub rows: u64,
    /// File to write.
    pub out: PathBuf,
    /// Form of the file.
    pub format: LargeFormat,
    /// Seed.
    pub seed: u64,
    /// Lookup whose `lsoa21_code` column gives the small areas.
    pub areas: PathBuf,
    /// Whether to write `OUT.delivery.json` too.
    pub delivery: bool,
}

const PERIOD: &str = "2024/25";
const HEADER: [&str; 7] =
    ["spell_pseudonym", "person_pseudonym", "financial_year", "admission_month", "lsoa21_code", "sex", "age_band"];
const MONTHS: [&str; 12] = [
    "2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11", "2024-12", "2025-01",
    "2025-02", "2025-03",
];
/// Age bands of ten patients, youngest first: more of them are very old.
const BAND_OF_TEN: [usize; 10] = [0, 1, 2, 2, 3, 3, 4, 4, 5, 5];

/// Writes a large delivery of one financial year: `rows` admissions with unique spells of about `rows / 1.4` people.
///
/// # Errors
/// When the areas cannot be read or the file cannot be written.
pub fn write_large(request: &LargeRequest) -> Result<(), Error> {
    let areas = small_area_codes(&request.areas)?;
    if areas.is_empty() {
        return Err(Error::EmptyChoice { what: "small areas" });
    }
    let file = File::create(&request.out).map_err(|source| failed(&request.out, source))?;
    let sink = Measured { inner: BufWriter::new(file), bytes: 0, hash: request.delivery.then(Sha256::new) };
    let rows = Rows::new(request.rows, request.seed, &areas);
    let mut sink = match request.format {
        LargeFormat::Csv => write_csv(&rows, sink).map_err(|source| failed(&request.out, source))?,
        LargeFormat::Parquet => write_parquet(&rows, sink)?,
    };
    sink.flush().map_err(|source| failed(&request.out, source))?;
    if request.delivery { write_note(request, sink) } else { Ok(()) }
}

fn failed(path: &Path, source: std::io::Error) -> Error {
    Error::WriteOutput { path: path.to_owned(), source }
}

fn write_csv<W: Write>(rows: &Rows<'_>, mut sink: W) -> std::io::Result<W> {
    writeln!(sink, "{}", HEADER.join(","))?;
    for row in 0..rows.count {
        let line = rows.row(row);
        writeln!(
            sink,
            "{},{},{PERIOD},{},{},{},{}",
            line.spell, line.person, line.month, line.area, line.sex, line.band
        )?;
    }
    Ok(sink)
}

fn write_parquet<W: Write + Send>(rows: &Rows<'_>, sink: W) -> Result<W, Error> {
    let mut file = TextParquet::new(sink, &HEADER)?;
    for row in 0..rows.count {
        let line = rows.row(row);
        file.push(&[&line.spell, &line.person, PERIOD, line.month, line.area, line.sex, line.band])?;
    }
    file.finish()
}

fn write_note<W>(request: &LargeRequest, sink: Measured<W>) -> Result<(), Error> {
    let name = request.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let note = DeliveryNote {
        file: &name,
        bytes: sink.bytes,
        rows: request.rows,
        sha256: sink.hash.map(|hash| hex(&hash.finalize())).unwrap_or_default(),
        period: PERIOD,
        coverage: "one_period",
        supplier: "south-tees-hospitals",
        synthetic: true,
        sent: "2025-07-15",
        reason: None,
    };
    let path = request.out.with_file_name(format!("{name}.delivery.json"));
    std::fs::write(&path, note.json()?).map_err(|source| failed(&path, source))
}

/// The rows of a delivery, each made from its number.
struct Rows<'a> {
    count: u64,
    people: u64,
    seed: u64,
    areas: &'a [String],
}

/// One row.
struct Line<'a> {
    spell: String,
    person: String,
    month: &'static str,
    area: &'a str,
    sex: &'static str,
    band: &'static str,
}

impl<'a> Rows<'a> {
    fn new(count: u64, seed: u64, areas: &'a [String]) -> Self {
        // Five people to seven admissions: five sevenths is 1 / 1.4.
        let people = (u128::from(count) * 5).div_ceil(7);
        Self { count, people: u64::try_from(people).unwrap_or(count).max(1), seed: mixed(seed), areas }
    }

    fn row(&self, row: u64) -> Line<'a> {
        let spell = token(row, self.seed);
        let person = row % self.people;
        let person_chance = mixed(person ^ mixed(self.seed ^ 2));
        Line {
            spell,
            person: token(person, mixed(self.seed ^ 1)),
            month: MONTHS[pick(mixed(row ^ mixed(self.seed ^ 3)), 12)],
            area: &self.areas[pick(person_chance, self.areas.len())],
            sex: if pick(mixed(person_chance), 100) < 62 { "F" } else { "M" },
            band: OLDER_BANDS[BAND_OF_TEN[pick(mixed(person_chance ^ 4), 10)]].2,
        }
    }
}

/// 32 hexadecimal characters that differ for every number: the first half is a one-to-one mixing of it. A keyed hash
/// would take most of the time of a benchmark's preparation and prove nothing more.
fn token(number: u64, seed: u64) -> String {
    let first = mixed(number ^ seed);
    hex(&[first.to_be_bytes(), mixed(first ^ seed).to_be_bytes()].concat())
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): one-to-one on 64-bit numbers.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A place below `limit`, from a mixed number.
fn pick(number: u64, limit: usize) -> usize {
    let limit = u128::from(u64::try_from(limit).unwrap_or(u64::MAX));
    usize::try_from((u128::from(number) * limit) >> 64).unwrap_or(0)
}

/// Counts, and if asked hashes, what passes through.
struct Measured<W> {
    inner: W,
    bytes: u64,
    hash: Option<Sha256>,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.bytes += u64::try_from(written).unwrap_or(0);
        if let Some(hash) = &mut self.hash {
            hash.update(&buffer[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
