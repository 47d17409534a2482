//! Falls admissions of the hospital trust: counts by borough and age band are set by quota from a plausible rate and the
//! published population; who is admitted again, and from where, is left to chance. No patient here exists.

use crate::draw::{Draw, Wheel};
use crate::error::Error;
use crate::files::{Delivery, Table};
use crate::ground::{Borough, Ground, OLDER_BANDS};
use crate::quota::{apportion, rounded_quotient};
use crate::sample::SampleFile;
use crate::token::TokenMaker;

/// Financial year: label, first calendar year, admissions per 100,000 residents aged 65 and over (crude).
const YEARS: [(&str, u64, u64); 6] = [
    ("2019/20", 2019, 2190),
    ("2020/21", 2020, 2010),
    ("2021/22", 2021, 2090),
    ("2022/23", 2022, 2140),
    ("2023/24", 2023, 2230),
    ("2024/25", 2024, 2280),
];

/// Shape of the rate by age: admissions per 100,000 in each band, before the whole is scaled to the year's rate.
const RATE_BY_BAND: [u64; 6] = [620, 980, 1750, 3150, 5400, 8600];
/// Admission is a little more common in Middlesbrough: weights per thousand.
const BOROUGH_WEIGHT: [u64; 2] = [1080, 950];
/// Women per thousand patients in each band.
const WOMEN_PER_MILLE: [u64; 6] = [540, 560, 590, 630, 660, 710];
/// Admissions by month from April, in relative numbers: more in winter.
const MONTH_WEIGHT: [u64; 12] = [80, 80, 79, 80, 80, 80, 84, 85, 92, 92, 82, 86];
/// Patients from elsewhere (small areas of Stockton-on-Tees), per thousand admissions of residents.
const VISITORS_PER_MILLE: u64 = 22;
const VISITOR_AREAS: [&str; 5] = ["E01012187", "E01012188", "E01012190", "E01012191", "E01012193"];

const HEADER: &[&str] =
    &["spell_pseudonym", "person_pseudonym", "financial_year", "admission_month", "lsoa21_code", "sex", "age_band"];

/// A made-up patient.
#[derive(Clone)]
struct Patient {
    token: String,
    home: String,
    sex: &'static str,
}

/// Patients already admitted, by borough and band: this year's and last year's.
#[derive(Default)]
struct Known {
    this_year: [[Vec<Patient>; 6]; 2],
    last_year: [[Vec<Patient>; 6]; 2],
}

/// What making admissions needs.
struct Ward {
    homes: Vec<Vec<Wheel<String>>>,
    months: Wheel<usize>,
    persons: TokenMaker,
    spells: TokenMaker,
    next_patient: u64,
}

/// One Parquet file for each financial year.
///
/// # Errors
/// When the population leaves nobody to admit or a file cannot be encoded.
pub(crate) fn deliveries(ground: &Ground) -> Result<Vec<SampleFile>, Error> {
    let mut ward = Ward::new(ground)?;
    let mut known = Known::default();
    let mut files = Vec::new();
    for (place, (label, first_year, rate)) in (0_u64..).zip(YEARS) {
        let mut draw = Draw::stream(200 + place);
        let rows = ward.year(ground, (label, first_year, rate), &mut known, &mut draw)?;
        let delivery = Delivery {
            supplier: "south-tees-hospitals",
            source: "south-tees-hospitals-falls",
            file: format!("falls-admissions-{}.synthetic.parquet", label.replace('/', "-")),
            period: label.to_owned(),
            sent: Some(format!("{}-07-15", first_year + 1)),
            reason: None,
        };
        let table = Table { header: HEADER.to_vec(), rows };
        files.extend(delivery.files(table.parquet()?, table.rows.len())?);
    }
    Ok(files)
}

impl Ward {
    fn new(ground: &Ground) -> Result<Self, Error> {
        Ok(Self {
            homes: homes(ground)?,
            months: Wheel::new("months", (0..12).zip(MONTH_WEIGHT))?,
            persons: TokenMaker::new("falls: person")?,
            spells: TokenMaker::new("falls: spell")?,
            next_patient: 0,
        })
    }

    /// The admissions of one financial year, in the order of month and pseudonym.
    fn year(
        &mut self,
        ground: &Ground,
        (label, first_year, rate): (&str, u64, u64),
        known: &mut Known,
        draw: &mut Draw,
    ) -> Result<Vec<Vec<String>>, Error> {
        let quotas = quotas(ground, rate);
        known.last_year = std::mem::take(&mut known.this_year);
        let mut admitted: Vec<(Patient, usize)> = Vec::new();
        for (place, count) in quotas.iter().enumerate() {
            let (borough, band) = (place / 6, place % 6);
            for _ in 0..*count {
                let patient = self.patient(borough, band, known, draw);
                admitted.push((patient, band));
            }
        }
        let visitors = rounded_quotient(quotas.iter().sum::<u64>() * VISITORS_PER_MILLE, 1000);
        for _ in 0..visitors {
            let band = draw.index(6);
            admitted.push((self.visitor(band, draw), band));
        }
        let mut rows: Vec<Vec<String>> = admitted
            .into_iter()
            .enumerate()
            .map(|(place, (patient, band))| self.row(label, first_year, place, patient, band, draw))
            .collect();
        rows.sort_by(|one, other| (&one[3], &one[0]).cmp(&(&other[3], &other[0])));
        Ok(rows)
    }

    /// Somebody admitted before, this year or last, or somebody new.
    fn patient(&mut self, borough: usize, band: usize, known: &mut Known, draw: &mut Draw) -> Patient {
        let ticket = draw.below(1000);
        let this_year = &mut known.this_year[borough][band];
        let last_year = &known.last_year[borough][band];
        let patient = if ticket < 170 && !this_year.is_empty() {
            return this_year[draw.index(this_year.len())].clone();
        } else if ticket < 230 && !last_year.is_empty() {
            last_year[draw.index(last_year.len())].clone()
        } else {
            let home = self.homes[borough][band].spin(draw).clone();
            self.newcomer(home, band, draw)
        };
        this_year.push(patient.clone());
        patient
    }

    fn visitor(&mut self, band: usize, draw: &mut Draw) -> Patient {
        let home = VISITOR_AREAS[draw.index(VISITOR_AREAS.len())].to_owned();
        self.newcomer(home, band, draw)
    }

    fn newcomer(&mut self, home: String, band: usize, draw: &mut Draw) -> Patient {
        self.next_patient += 1;
        let token = self.persons.token(&format!("patient {}", self.next_patient));
        let sex = match draw.below(1000) {
            0 | 1 => "not_known",
            ticket if ticket < WOMEN_PER_MILLE[band] => "F",
            _ => "M",
        };
        let home = if draw.chance(8) { String::new() } else { home };
        Patient { token, home, sex }
    }

    fn row(
        &self,
        label: &str,
        first_year: u64,
        place: usize,
        patient: Patient,
        band: usize,
        draw: &mut Draw,
    ) -> Vec<String> {
        let month = *self.months.spin(draw) + 4;
        let admission_month = if month > 12 {
            format!("{}-{:02}", first_year + 1, month - 12)
        } else {
            format!("{first_year}-{month:02}")
        };
        let spell = self.spells.token(&format!("{label} spell {place}"));
        let band = OLDER_BANDS[band].2.to_owned();
        vec![spell, patient.token, label.to_owned(), admission_month, patient.home, patient.sex.to_owned(), band]
    }
}

/// Admissions by borough and band, twelve numbers that add up to the year's rate times the population.
fn quotas(ground: &Ground, rate_per_100k: u64) -> Vec<u64> {
    let mut people_twelfths = 0;
    let mut weights = Vec::new();
    for (borough, borough_weight) in Borough::BOTH.into_iter().zip(BOROUGH_WEIGHT) {
        for (band, band_rate) in RATE_BY_BAND.into_iter().enumerate() {
            let people: u64 = ground.areas_of(borough).map(|area| area.older[band]).sum();
            people_twelfths += people;
            weights.push(people * band_rate * borough_weight);
        }
    }
    apportion(rounded_quotient(people_twelfths * rate_per_100k, 12 * 100_000), &weights)
}

/// Small areas by borough and band, weighted by residents and by a lasting difference between areas.
fn homes(ground: &Ground) -> Result<Vec<Vec<Wheel<String>>>, Error> {
    let mut draw = Draw::stream(210);
    let leaning: Vec<u64> = ground.areas.iter().map(|_| 70 + draw.below(61)).collect();
    let wheel = |borough: Borough, band: usize| {
        let areas = ground.areas.iter().zip(&leaning).filter(move |(area, _)| area.borough == borough);
        Wheel::new(
            "small areas of older people",
            areas.map(|(area, leaning)| (area.code.clone(), area.older[band] * leaning)),
        )
    };
    Borough::BOTH.into_iter().map(|borough| (0..6).map(|band| wheel(borough, band)).collect()).collect()
}
