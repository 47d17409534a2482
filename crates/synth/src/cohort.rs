//! Extracts made from quotas: so many records of each kind in each borough and period, with homes, sexes, repeated people
//! and the dirt of real deliveries left to chance. How many of what there are is decided by whoever asks; no outcome is
//! drawn here, and no person exists.

use std::collections::BTreeMap;

use crate::draw::{Draw, Wheel};
use crate::error::Error;
use crate::files::{Delivery, LineEnd, Table};
use crate::ground::{Borough, Ground, SmallArea};
use crate::sample::SampleFile;
use crate::token::TokenMaker;

/// Small areas of Stockton-on-Tees, which no receiver of the sample knows.
const ELSEWHERE: [&str; 3] = ["E01012187", "E01012190", "E01012193"];
/// From so many deprived children in a thousand on, a small area counts into a fifth; the first that fits, the fifth last.
const FIFTHS: [(u64, &str); 5] = [(300, "1"), (200, "2"), (130, "3"), (75, "4"), (0, "5")];
/// Of a thousand people who come back, so many have moved since: residents churn.
const MOVED_PER_MILLE: u64 = 90;

/// What stands in a column.
#[derive(Clone, Copy)]
pub(crate) enum Cell {
    /// Pseudonym of the record.
    Record,
    /// Pseudonym of the person, who may come back.
    Person,
    /// The period.
    Period,
    /// Small area.
    Area,
    /// Borough.
    Borough,
    /// Sex.
    Sex,
    /// Fifth of deprivation of the small area.
    Fifth,
    /// A code of the quota, by its place.
    Code(usize),
}

/// Where people live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Homes {
    /// Anywhere, by population.
    Anywhere,
    /// More where more children are deprived.
    Deprived,
    /// In the most deprived fifth.
    MostDeprivedFifth,
    /// In the other fifths.
    OtherFifths,
}

/// Who is counted, and so by whose numbers homes are drawn.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    /// Children and young people.
    Young,
    /// Everybody.
    Everybody,
    /// People aged 65 and over.
    Older,
}

/// So many records of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Quota {
    /// Borough of residence.
    pub(crate) borough: Borough,
    /// Period, as it is written in the extract.
    pub(crate) period: String,
    /// Where they live.
    pub(crate) homes: Homes,
    /// Women and girls per thousand.
    pub(crate) female_per_mille: u64,
    /// Codes, in the order in which columns name them.
    pub(crate) codes: Vec<&'static str>,
    /// How many.
    pub(crate) records: u64,
}

/// What is wrong with a delivery, as deliveries are.
#[derive(Clone, Copy, Default)]
pub(crate) struct Dirt {
    /// Records without an area or with an unknown sex, per thousand.
    pub(crate) missing_per_mille: u64,
    /// Records of people who live elsewhere, for each thousand.
    pub(crate) elsewhere_per_mille: u64,
    /// Records in all that stand twice.
    pub(crate) twice: usize,
    /// A period whose file was sent again, and why.
    pub(crate) corrected: Option<(&'static str, &'static str)>,
    /// A period whose columns stand in another order.
    pub(crate) other_order: Option<&'static str>,
}

/// Form of the files.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// One CSV file for each period.
    CsvEach,
    /// One CSV file with all periods; lines may end as spreadsheets write them.
    CsvAll(LineEnd),
    /// One Parquet file for each period.
    ParquetEach,
}

/// An extract to be made.
pub(crate) struct Extract {
    /// Supplier and source: the folders.
    pub(crate) supplier: &'static str,
    /// Source.
    pub(crate) source: &'static str,
    /// Contract: the name of the file.
    pub(crate) contract: &'static str,
    /// Columns and what stands in them.
    pub(crate) columns: &'static [(&'static str, Cell)],
    /// Who is counted.
    pub(crate) who: Who,
    /// Records of a person who stands in an earlier record, per thousand.
    pub(crate) again_per_mille: u64,
    /// What is wrong with it.
    pub(crate) dirt: Dirt,
    /// Form of the files.
    pub(crate) form: Form,
    /// Whether delivery notes are sent.
    pub(crate) notes: bool,
    /// Number of the stream of draws.
    pub(crate) stream: u64,
}

/// A made-up person.
#[derive(Clone)]
struct Resident {
    token: String,
    home: String,
    sex: &'static str,
}

impl Extract {
    /// The deliveries.
    ///
    /// # Errors
    /// When there is nowhere to live, or a file cannot be encoded.
    pub(crate) fn deliveries(&self, ground: &Ground, quotas: &[Quota]) -> Result<Vec<SampleFile>, Error> {
        let mut maker = Maker::new(self, ground)?;
        let mut by_period: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
        for quota in quotas {
            let rows = by_period.entry(quota.period.as_str()).or_default();
            for _ in 0..quota.records {
                rows.push(maker.record(quota)?);
            }
        }
        for rows in by_period.values_mut() {
            rows.sort();
        }
        if let Some(rows) = by_period.values_mut().next_back() {
            let repeated: Vec<Vec<String>> = rows.iter().take(self.dirt.twice).cloned().collect();
            rows.extend(repeated);
        }
        self.files(by_period)
    }

    fn files(&self, by_period: BTreeMap<&str, Vec<Vec<String>>>) -> Result<Vec<SampleFile>, Error> {
        let mut files = Vec::new();
        if let Form::CsvAll(line_end) = self.form {
            let rows: Vec<Vec<String>> = by_period.into_values().flatten().collect();
            let table = self.table(rows, false);
            let delivery = self.delivery(format!("{}.synthetic.csv", self.contract), "all");
            return delivery.files(table.csv(line_end)?, table.rows.len());
        }
        for (period, rows) in by_period {
            let table = self.table(rows, self.dirt.other_order == Some(period));
            let parquet = matches!(self.form, Form::ParquetEach);
            let bytes = if parquet { table.parquet()? } else { table.csv(LineEnd::Lf)? };
            let kind = if parquet { "parquet" } else { "csv" };
            let name = format!("{}-{}.synthetic.{kind}", self.contract, period.replace('/', "-"));
            files.extend(self.delivery(name, period).files(bytes, table.rows.len())?);
        }
        Ok(files)
    }

    fn table(&self, mut rows: Vec<Vec<String>>, other_order: bool) -> Table {
        let mut header: Vec<&'static str> = self.columns.iter().map(|(name, _)| *name).collect();
        if other_order {
            header.reverse();
            rows.iter_mut().for_each(|row| row.reverse());
        }
        Table { header, rows }
    }

    fn delivery(&self, file: String, period: &str) -> Delivery {
        let corrected = self.dirt.corrected.filter(|(corrected, _)| *corrected == period);
        let sent = if corrected.is_some() { "2026-05-12".to_owned() } else { sent_after(period) };
        Delivery {
            supplier: self.supplier,
            source: self.source,
            file,
            period: period.to_owned(),
            sent: self.notes.then_some(sent),
            reason: corrected.map(|(_, reason)| reason),
        }
    }
}

/// A plausible day of sending, after the end of the period and before the date that the sample is made for.
fn sent_after(period: &str) -> String {
    let year: u64 = period.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026);
    match (period.len(), period.get(4..6)) {
        (7, Some("-Q")) => match period.get(6..) {
            Some("1") => format!("{year}-05-20"),
            Some("2") => format!("{year}-08-20"),
            Some("3") => format!("{year}-11-20"),
            _ => format!("{}-02-20", year + 1),
        },
        (7, _) => format!("{}-10-08", year + 1),
        (4, _) => format!("{}-05-28", year + 1),
        _ => "2026-06-20".to_owned(),
    }
}

/// What making records needs.
struct Maker<'a> {
    extract: &'a Extract,
    homes: BTreeMap<(Borough, Homes), Wheel<String>>,
    fifths: BTreeMap<String, &'static str>,
    records: TokenMaker,
    persons: TokenMaker,
    known: [Vec<Resident>; 2],
    made: u64,
    draw: Draw,
}

impl<'a> Maker<'a> {
    fn new(extract: &'a Extract, ground: &Ground) -> Result<Self, Error> {
        let mut homes = BTreeMap::new();
        for borough in Borough::BOTH {
            for kind in [Homes::Anywhere, Homes::Deprived, Homes::MostDeprivedFifth, Homes::OtherFifths] {
                let weighted =
                    ground.areas_of(borough).map(|area| (area.code.clone(), weight(extract.who, kind, area)));
                homes.insert((borough, kind), Wheel::new("small areas", weighted)?);
            }
        }
        Ok(Self {
            extract,
            homes,
            fifths: ground.areas.iter().map(|area| (area.code.clone(), fifth(area))).collect(),
            records: TokenMaker::new(&format!("{}: record", extract.source))?,
            persons: TokenMaker::new(&format!("{}: person", extract.source))?,
            known: [Vec::new(), Vec::new()],
            made: 0,
            draw: Draw::stream(extract.stream),
        })
    }

    fn home(&mut self, quota: &Quota) -> Result<String, Error> {
        let wheel = self.homes.get(&(quota.borough, quota.homes));
        let wheel = wheel.ok_or(Error::EmptyChoice { what: "small areas" })?;
        Ok(wheel.spin(&mut self.draw).clone())
    }

    /// Somebody new, or somebody who came before and may have moved since.
    fn resident(&mut self, quota: &Quota) -> Result<Resident, Error> {
        let pool = usize::from(quota.borough == Borough::RedcarCleveland);
        if self.draw.chance(self.extract.again_per_mille) && !self.known[pool].is_empty() {
            let place = self.draw.index(self.known[pool].len());
            // Whoever lives where the quota does not reach is not the one who came back.
            let fits = |home: &str, fifths: &BTreeMap<String, &str>| match quota.homes {
                Homes::Anywhere | Homes::Deprived => true,
                Homes::MostDeprivedFifth => fifths.get(home) == Some(&"1"),
                Homes::OtherFifths => fifths.get(home) != Some(&"1"),
            };
            if fits(&self.known[pool][place].home, &self.fifths) {
                if self.draw.chance(MOVED_PER_MILLE) {
                    self.known[pool][place].home = self.home(quota)?;
                }
                return Ok(self.known[pool][place].clone());
            }
        }
        let sex = if self.draw.chance(quota.female_per_mille) { "F" } else { "M" };
        let token = self.persons.token(&format!("person {}", self.made));
        let resident = Resident { token, home: self.home(quota)?, sex };
        self.known[pool].push(resident.clone());
        Ok(resident)
    }

    fn record(&mut self, quota: &Quota) -> Result<Vec<String>, Error> {
        self.made += 1;
        let resident = self.resident(quota)?;
        let dirt = &self.extract.dirt;
        let no_area = self.draw.chance(dirt.missing_per_mille);
        let no_sex = self.draw.chance(dirt.missing_per_mille / 2);
        let elsewhere = self.draw.chance(dirt.elsewhere_per_mille).then(|| ELSEWHERE[self.draw.index(ELSEWHERE.len())]);
        let area = match (no_area, elsewhere) {
            (true, _) => "",
            (false, Some(elsewhere)) => elsewhere,
            (false, None) => resident.home.as_str(),
        };
        let fifth = self.fifths.get(area).copied().unwrap_or("not_known");
        let record = self.records.token(&format!("record {}", self.made));
        let cells = self.extract.columns.iter().map(|(_, cell)| match cell {
            Cell::Record => record.clone(),
            Cell::Person => resident.token.clone(),
            Cell::Period => quota.period.clone(),
            Cell::Area => area.to_owned(),
            Cell::Borough => quota.borough.code().to_owned(),
            Cell::Sex => if no_sex { "not_known" } else { resident.sex }.to_owned(),
            Cell::Fifth => fifth.to_owned(),
            Cell::Code(place) => quota.codes.get(*place).copied().unwrap_or_default().to_owned(),
        });
        Ok(cells.collect())
    }
}

fn fifth(area: &SmallArea) -> &'static str {
    FIFTHS.iter().find(|(least, _)| area.deprived_per_mille >= *least).map_or("5", |(_, fifth)| fifth)
}

fn weight(who: Who, homes: Homes, area: &SmallArea) -> u64 {
    let people = match who {
        Who::Young => area.young,
        Who::Everybody => area.everybody,
        Who::Older => area.older.iter().sum(),
    };
    match homes {
        Homes::Anywhere => people,
        Homes::Deprived => people * area.deprived_per_mille,
        Homes::MostDeprivedFifth => {
            if fifth(area) == "1" {
                people
            } else {
                0
            }
        }
        Homes::OtherFifths => {
            if fifth(area) == "1" {
                0
            } else {
                people
            }
        }
    }
}

/// Splits a number of records by shares per thousand; what is left over goes to the largest remainders.
pub(crate) fn split<const N: usize>(records: u64, per_mille: [u64; N]) -> [u64; N] {
    let parts = crate::quota::apportion(records, &per_mille);
    let mut split = [0; N];
    split.copy_from_slice(&parts);
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_sending_follow_their_periods() {
        let days = ["2024/25", "2024", "2025-Q4", "all"].map(sent_after);
        assert_eq!(days, ["2025-10-08", "2025-05-28", "2026-02-20", "2026-06-20"]);
    }

    #[test]
    fn a_split_keeps_the_whole() {
        assert_eq!(split(10, [333, 333, 334]), [3, 3, 4]);
    }
}
