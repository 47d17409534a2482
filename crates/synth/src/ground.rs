//! The published ground the sample stands on: small areas, their population, deprived children, and the percentages to
//! hit. Reads open data only; nothing made up is decided here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::sample::Inputs;

/// The two boroughs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Borough {
    /// Middlesbrough.
    Middlesbrough,
    /// Redcar and Cleveland.
    RedcarCleveland,
}

impl Borough {
    /// Both, in the order of their codes.
    pub(crate) const BOTH: [Self; 2] = [Self::Middlesbrough, Self::RedcarCleveland];

    /// Official code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Middlesbrough => "E06000002",
            Self::RedcarCleveland => "E06000003",
        }
    }

    /// Name as the Department for Education writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Middlesbrough => "Middlesbrough",
            Self::RedcarCleveland => "Redcar and Cleveland",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|borough| borough.code() == code)
    }
}

/// Age bands of older people, in years: the first to the last.
pub(crate) const OLDER_BANDS: [(u64, u64, &str); 6] = [
    (65, 69, "65 to 69"),
    (70, 74, "70 to 74"),
    (75, 79, "75 to 79"),
    (80, 84, "80 to 84"),
    (85, 89, "85 to 89"),
    (90, 90, "90 and over"),
];

/// Population is carried in twelfths of a person, so that an area split in two or three keeps whole numbers.
const PARTS_OF_A_PERSON: u64 = 12;

/// Least and greatest share of deprived children, per thousand. The numerator and the population are of different years,
/// so the share is kept within reason; areas without a numerator are among the least deprived, with too few to publish.
const DEPRIVED_PER_MILLE: (u64, u64) = (30, 900);

/// A small area of 2021 with what is known about who lives there.
pub(crate) struct SmallArea {
    /// Official code.
    pub(crate) code: String,
    /// Its borough.
    pub(crate) borough: Borough,
    /// Children aged 4, twelfths of a person.
    pub(crate) aged_4: u64,
    /// Children and young people aged 5 to 24, twelfths of a person.
    pub(crate) young: u64,
    /// Everybody, twelfths of a person.
    pub(crate) everybody: u64,
    /// Children in income-deprived families, per thousand children under 16.
    pub(crate) deprived_per_mille: u64,
    /// Older people by band, twelfths of a person.
    pub(crate) older: [u64; 6],
}

/// Published early years counts: children, and children at a good level of development.
#[derive(Clone, Copy, Default)]
pub(crate) struct ProfileCount {
    /// Children assessed.
    pub(crate) children: u64,
    /// Of them at a good level of development.
    pub(crate) good: u64,
}

/// Everything read from open data.
pub(crate) struct Ground {
    /// Small areas in the order of their codes.
    pub(crate) areas: Vec<SmallArea>,
    /// Percentages in tenths, by measure, year and area name.
    percentages: BTreeMap<(String, u64, String), u64>,
    /// Profile counts by borough, school year and characteristic.
    profile: BTreeMap<(Borough, String, String), ProfileCount>,
    /// Deaths in care homes, by borough and year.
    care_home_deaths: BTreeMap<(Borough, u64), u64>,
}

impl Ground {
    /// Reads the open data and the area lookups.
    ///
    /// # Errors
    /// When a file is missing, or has not the published shape.
    pub(crate) fn read(inputs: &Inputs) -> Result<Self, Error> {
        Ok(Self {
            areas: small_areas(inputs)?,
            percentages: percentages(&inputs.open)?,
            profile: profile_counts(&inputs.open)?,
            care_home_deaths: care_home_deaths(&inputs.open)?,
        })
    }

    /// A published percentage in tenths of a percent.
    ///
    /// # Errors
    /// When it was not published.
    pub(crate) fn percentage(&self, measure: &str, year: u64, borough: Borough) -> Result<u64, Error> {
        let key = (measure.to_owned(), year, borough.name().to_owned());
        self.percentages
            .get(&key)
            .copied()
            .ok_or_else(|| Error::MissingFigure { what: format!("{measure}, {}, {year}", borough.name()) })
    }

    /// Published profile counts, if that year has any: "Total", "Gender Female" or "Gender Male".
    pub(crate) fn profile(&self, borough: Borough, year: &str, group: &str) -> Option<ProfileCount> {
        self.profile.get(&(borough, year.to_owned(), group.to_owned())).copied()
    }

    /// Published deaths in care homes.
    ///
    /// # Errors
    /// When they were not published.
    pub(crate) fn care_home_deaths(&self, borough: Borough, year: u64) -> Result<u64, Error> {
        let missing = || Error::MissingFigure { what: format!("deaths in care homes, {}, {year}", borough.name()) };
        self.care_home_deaths.get(&(borough, year)).copied().ok_or_else(missing)
    }

    /// Small areas of one borough.
    pub(crate) fn areas_of(&self, borough: Borough) -> impl Iterator<Item = &SmallArea> {
        self.areas.iter().filter(move |area| area.borough == borough)
    }
}

/// The codes of the small areas named in a lookup of small areas to wards and boroughs, in order.
///
/// # Errors
/// When the file cannot be read or has no such column.
pub(crate) fn small_area_codes(path: &Path) -> Result<Vec<String>, Error> {
    let mut codes: Vec<String> =
        Sheet::read(path)?.pairs("lsoa21_code", "ltla24_code")?.into_iter().map(|row| row.0).collect();
    codes.sort();
    Ok(codes)
}

fn small_areas(inputs: &Inputs) -> Result<Vec<SmallArea>, Error> {
    let lookup = Sheet::read(&inputs.areas.join("lsoa21_ward24_ltla24.csv"))?;
    let mut boroughs = lookup.pairs("lsoa21_code", "ltla24_code")?;
    boroughs.sort();
    let ages = ages_on_2021_areas(inputs)?;
    let deprived = deprived_children(&inputs.open)?;
    let mut areas = Vec::new();
    for (code, borough) in boroughs {
        let Some(borough) = Borough::from_code(&borough) else { continue };
        let in_ages =
            |from: u64, to: u64| -> u64 { (from..=to).filter_map(|age| ages.get(&(code.clone(), age))).sum() };
        let deprived_per_mille = deprived.get(&code).map_or(DEPRIVED_PER_MILLE.0, |children| {
            (children * PARTS_OF_A_PERSON * 1000 / in_ages(0, 15).max(1))
                .clamp(DEPRIVED_PER_MILLE.0, DEPRIVED_PER_MILLE.1)
        });
        let (aged_4, older) = (in_ages(4, 4), OLDER_BANDS.map(|(from, to, _)| in_ages(from, to)));
        let (young, everybody) = (in_ages(5, 24), in_ages(0, 90));
        areas.push(SmallArea { code, borough, aged_4, young, everybody, deprived_per_mille, older });
    }
    Ok(areas)
}

/// Population by small area of 2021 and age, in twelfths: a split area's people are shared equally among its parts.
fn ages_on_2021_areas(inputs: &Inputs) -> Result<BTreeMap<(String, u64), u64>, Error> {
    let lookup = Sheet::read(&inputs.areas.join("lsoa11_lsoa21.csv"))?;
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (old, new) in lookup.pairs("lsoa11_code", "lsoa21_code")? {
        parts.entry(old).or_default().push(new);
    }
    let path = inputs.open.join("ons-lsoa-population/population_mid2020_lsoa11_long.csv");
    let sheet = Sheet::read(&path)?;
    let codes = sheet.pairs("lsoa11_code", "age")?;
    let people = sheet.pairs("lsoa11_code", "population")?;
    let mut ages = BTreeMap::new();
    for ((old, age), (_, people)) in codes.into_iter().zip(people) {
        let age = sheet.number(&age, "age")?;
        let people = sheet.number(&people, "population")? * PARTS_OF_A_PERSON;
        let shared_by = parts.get(&old).map_or(&[][..], Vec::as_slice);
        for new in shared_by {
            let share = people / u64::try_from(shared_by.len()).unwrap_or(1);
            *ages.entry((new.clone(), age)).or_insert(0) += share;
        }
    }
    Ok(ages)
}

/// Deprived children by small area; areas without a published figure are left out.
fn deprived_children(open: &Path) -> Result<BTreeMap<String, u64>, Error> {
    let sheet = Sheet::read(&open.join("mhclg-iod2025-idaci/idaci_numerator_lsoa21.csv"))?;
    let column = "income_deprivation_affecting_children_index_idaci_numerator";
    sheet
        .pairs("lsoa21_code", column)?
        .into_iter()
        .filter(|(_, children)| !children.is_empty())
        .map(|(code, children)| Ok((code, sheet.tenths(&children, column)? / 10)))
        .collect()
}

/// Tables of the Local Authority Interactive Tool, which are all of one form.
const INTERACTIVE_TOOL: [&str; 4] = [
    "dfe-lait-foundation-stage/lait_foundation_stage_gld.csv",
    "dfe-lait-key-stage-2/lait_key_stage_2_rwm.csv",
    "dfe-lait-economic-factors/lait_economic_factors.csv",
    "dfe-lait-health/lait_health.csv",
];

fn percentages(open: &Path) -> Result<BTreeMap<(String, u64, String), u64>, Error> {
    let mut found = BTreeMap::new();
    for table in INTERACTIVE_TOOL {
        let sheet = Sheet::read(&open.join(table))?;
        let measures = sheet.pairs("Short Desc", "Years")?;
        let values = sheet.pairs("LA and Regions", "Values")?;
        for ((measure, year), (area, value)) in measures.into_iter().zip(values) {
            if value != "-" && value != "NA" {
                let key = (measure, sheet.number(&year, "Years")?, area);
                found.insert(key, sheet.tenths(&value, "Values")?);
            }
        }
    }
    Ok(found)
}

/// Year, code, name, and three counts, under notes of fewer columns and a header.
fn care_home_deaths(open: &Path) -> Result<BTreeMap<(Borough, u64), u64>, Error> {
    let path = open.join("ons-care-home-deaths/care_home_deaths.csv");
    let wrap = |source| Error::ReadInput { path: path.clone(), source };
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path);
    let mut found = BTreeMap::new();
    for record in reader.map_err(wrap)?.into_records() {
        let record = record.map_err(wrap)?;
        let borough = record.get(1).and_then(Borough::from_code);
        let number = |at: usize| record.get(at).and_then(|text| text.parse::<u64>().ok());
        if let (Some(borough), Some(year), Some(deaths)) = (borough, number(0), number(5)) {
            found.insert((borough, year), deaths);
        }
    }
    Ok(found)
}

fn profile_counts(open: &Path) -> Result<BTreeMap<(Borough, String, String), ProfileCount>, Error> {
    let path = open.join("dfe-eyfsp/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv");
    let sheet = Sheet::read(&path)?;
    let areas = sheet.pairs("new_la_code", "time_period")?;
    let groups = sheet.pairs("characteristic", "number_of_children")?;
    let goods = sheet.pairs("characteristic", "gld_number")?;
    let mut found = BTreeMap::new();
    for (((code, year), (group, children)), (_, good)) in areas.into_iter().zip(groups).zip(goods) {
        let Some(borough) = Borough::from_code(&code) else { continue };
        let children = sheet.number(&children, "number_of_children")?;
        let good = sheet.number(&good, "gld_number")?;
        found.insert((borough, year, group), ProfileCount { children, good });
    }
    Ok(found)
}

/// A CSV file in memory.
struct Sheet {
    path: PathBuf,
    header: csv::StringRecord,
    records: Vec<csv::StringRecord>,
}

impl Sheet {
    fn read(path: &Path) -> Result<Self, Error> {
        let wrap = |source| Error::ReadInput { path: path.to_owned(), source };
        let mut reader = csv::Reader::from_path(path).map_err(wrap)?;
        let header = reader.headers().map_err(wrap)?.clone();
        let records = reader.records().collect::<Result<_, _>>().map_err(wrap)?;
        Ok(Self { path: path.to_owned(), header, records })
    }

    /// Two columns side by side.
    fn pairs(&self, first: &'static str, second: &'static str) -> Result<Vec<(String, String)>, Error> {
        let (first, second) = (self.place(first)?, self.place(second)?);
        let pair = |record: &csv::StringRecord| (record[first].to_owned(), record[second].to_owned());
        Ok(self.records.iter().map(pair).collect())
    }

    fn place(&self, column: &'static str) -> Result<usize, Error> {
        self.header.iter().position(|name| name == column).ok_or_else(|| self.shape(column))
    }

    fn number(&self, text: &str, column: &'static str) -> Result<u64, Error> {
        text.parse().map_err(|_| self.shape(column))
    }

    /// A decimal number in tenths, to the nearest: published values carry floating-point noise such as 71.400000000000006.
    fn tenths(&self, text: &str, column: &'static str) -> Result<u64, Error> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let two_digits: String = fraction.chars().chain("00".chars()).take(2).collect();
        let hundredths = self.number(&two_digits, column)?;
        Ok(self.number(whole, column)? * 10 + (hundredths + 5) / 10)
    }

    fn shape(&self, column: &'static str) -> Error {
        Error::ShapeInput { path: self.path.clone(), column }
    }
}
