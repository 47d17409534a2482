//! Extracts of the last two missions: falls that any agency knows, deaths and the ninety days before them, and surveys of
//! older people and of bereaved carers. Deaths in care homes of 2020 to 2023 are as published; the rest is made up.

use crate::cohort::{Cell, Dirt, Extract, Form, Homes, Quota, Who, split};
use crate::error::Error;
use crate::files::LineEnd;
use crate::ground::{Borough, Ground};
use crate::quota::rounded_quotient;
use crate::sample::SampleFile;
use crate::start_well::quota;
use crate::survey;

/// Everything of the last two missions.
///
/// # Errors
/// When a published figure is missing, or a file cannot be encoded.
pub(crate) fn deliveries(ground: &Ground) -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for sender in &FALLS {
        files.extend(sender.extract.deliveries(ground, &sender.falls())?);
    }
    files.extend(DEATHS.deliveries(ground, &deaths(ground)?)?);
    files.extend(OLDER_SURVEY.deliveries(ground, &survey::quotas(&OLDER))?);
    files.extend(CARERS_SURVEY.deliveries(ground, &survey::quotas(&CARERS))?);
    Ok(files)
}

/// An agency that comes to know of falls.
struct Sender {
    extract: Extract,
    /// Falls of a year in each borough.
    a_year: [u64; 2],
    /// Falls that it was the first to know of, per thousand.
    first_per_mille: u64,
    /// Falls after which something was offered within 28 days, per thousand.
    offer_per_mille: u64,
}

const YEARS: [&str; 3] = ["2022/23", "2023/24", "2024/25"];

impl Sender {
    fn falls(&self) -> Vec<Quota> {
        let mut quotas = Vec::new();
        for (year, label) in (0_u64..).zip(YEARS) {
            for (borough, count) in Borough::BOTH.into_iter().zip(self.a_year) {
                let count = rounded_quotient(count * (1000 + 22 * year), 1000);
                let first = split(count, [self.first_per_mille, 1000 - self.first_per_mille]);
                for (known, count) in ["yes", "no"].into_iter().zip(first) {
                    let offered = self.offer_per_mille + 15 * year;
                    let offers = split(count, [offered, 960 - offered, 40]);
                    for (offer, records) in ["yes", "no", "not_known"].into_iter().zip(offers) {
                        quotas.push(quota(borough, label, Homes::Anywhere, 610, vec![known, offer], records));
                    }
                }
            }
        }
        quotas
    }
}

const fn falls(supplier: &'static str, source: &'static str, form: Form, dirt: Dirt, stream: u64) -> Extract {
    Extract {
        supplier,
        source,
        contract: "falls-incidents",
        columns: &[
            ("incident_pseudonym", Cell::Record),
            ("person_pseudonym", Cell::Person),
            ("financial_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("first_known_here", Cell::Code(0)),
            ("offer_within_28_days", Cell::Code(1)),
        ],
        who: Who::Older,
        again_per_mille: 270,
        dirt,
        form,
        notes: true,
        stream,
    }
}

const fn dirt(missing_per_mille: u64, elsewhere_per_mille: u64, twice: usize) -> Dirt {
    Dirt { missing_per_mille, elsewhere_per_mille, twice, corrected: None, other_order: None }
}

const FALLS: [Sender; 4] = [
    Sender {
        extract: falls(
            "north-east-ambulance-service",
            "north-east-ambulance-falls",
            Form::ParquetEach,
            dirt(9, 6, 5),
            440,
        ),
        a_year: [1750, 1980],
        first_per_mille: 880,
        offer_per_mille: 205,
    },
    Sender {
        extract: falls(
            "south-tees-hospitals",
            "south-tees-hospitals-falls-attended",
            Form::ParquetEach,
            dirt(6, 8, 4),
            441,
        ),
        a_year: [1420, 1610],
        first_per_mille: 460,
        offer_per_mille: 290,
    },
    Sender {
        extract: falls(
            "middlesbrough-council",
            "middlesbrough-telecare-falls",
            Form::CsvAll(LineEnd::Lf),
            dirt(4, 0, 0),
            442,
        ),
        a_year: [510, 560],
        first_per_mille: 710,
        offer_per_mille: 420,
    },
    Sender {
        extract: falls(
            "cleveland-fire-brigade",
            "cleveland-fire-falls",
            Form::CsvAll(LineEnd::CrLf),
            dirt(12, 0, 0),
            443,
        ),
        a_year: [105, 118],
        first_per_mille: 360,
        offer_per_mille: 510,
    },
];

const DEATHS: Extract = Extract {
    supplier: "north-east-north-cumbria-icb",
    source: "icb-deaths",
    contract: "deaths-last-90-days",
    columns: &[
        ("death_pseudonym", Cell::Record),
        ("calendar_year", Cell::Period),
        ("local_authority", Cell::Borough),
        ("sex", Cell::Sex),
        ("emergency_admissions", Cell::Code(0)),
        ("place_of_death", Cell::Code(1)),
        ("advance_plan", Cell::Code(2)),
        ("preferred_place", Cell::Code(3)),
    ],
    who: Who::Older,
    again_per_mille: 0,
    dirt: dirt(4, 0, 3),
    form: Form::ParquetEach,
    notes: true,
    stream: 444,
};

/// Deaths by year and borough, made up; the year after the last that deaths in care homes are published for repeats it.
const DEATHS_BY_YEAR: [(u64, [u64; 2]); 5] =
    [(2020, [1640, 1730]), (2021, [1590, 1690]), (2022, [1560, 1700]), (2023, [1535, 1665]), (2024, [1515, 1640])];
const LAST_PUBLISHED: u64 = 2023;
const ADMISSIONS: [&str; 4] = ["none", "one", "two", "three_or_more"];

fn deaths(ground: &Ground) -> Result<Vec<Quota>, Error> {
    let mut quotas = Vec::new();
    for (place, (year, deaths)) in (0_u64..).zip(DEATHS_BY_YEAR) {
        for (borough, all) in Borough::BOTH.into_iter().zip(deaths) {
            let care_home = ground.care_home_deaths(borough, year.min(LAST_PUBLISHED))?;
            let [hospital, home, hospice, other] = split(all - care_home, [560, 340, 70, 30]);
            // Admissions by number, per thousand, by place of death.
            let places = [
                ("care_home", care_home, [610, 280, 80, 30]),
                ("hospital", hospital, [140, 510, 220, 130]),
                ("home", home, [490, 330, 120, 60]),
                ("hospice", hospice, [270, 400, 210, 120]),
                ("other", other, [850, 110, 30, 10]),
            ];
            for (died_in, count, admitted) in places {
                for (admissions, count) in ADMISSIONS.into_iter().zip(split(count, admitted)) {
                    for (plan, preferred, records) in plans(died_in, count, place) {
                        let codes = vec![admissions, died_in, plan, preferred];
                        quotas.push(quota(borough, &year.to_string(), Homes::Anywhere, 505, codes, records));
                    }
                }
            }
        }
    }
    Ok(quotas)
}

/// Plans of so many who died somewhere, and whether they died where they wished; more plans are seen by two agencies each year.
fn plans(died_in: &str, count: u64, year: u64) -> Vec<(&'static str, &'static str, u64)> {
    let planned = if ["care_home", "hospice"].contains(&died_in) { 330 } else { 170 };
    let [none, one, several] = split(count, [1000 - planned - 40 * year, planned / 2, planned / 2 + 40 * year]);
    let mut plans = vec![("none", "not_known", none)];
    for (plan, count, more) in [("one_agency", one, 0), ("two_or_more_agencies", several, 90)] {
        let yes = more + if died_in == "hospital" { 210 } else { 750 };
        let wished = [yes, 930 - yes, 70];
        let words = ["yes", "no", "not_known"].into_iter().zip(split(count, wished));
        plans.extend(words.map(|(word, records)| (plan, word, records)));
    }
    plans
}

const OLDER_SURVEY: Extract =
    survey::extract("redcar-and-cleveland-council", "redcar-cleveland-older-residents-survey", Who::Older, true, 445);

const OLDER: survey::Shares = survey::Shares {
    asked: [[520, 560], [515, 572], [530, 566]],
    women_good_per_mille: [748, 752, 757],
    men_good_per_mille: [766, 768, 775],
    redcar_more_per_mille: 15,
};

const CARERS_SURVEY: Extract =
    survey::extract("tees-hospice", "tees-hospice-carers-survey", Who::Everybody, false, 446);

const CARERS: survey::Shares = survey::Shares {
    asked: [[210, 190], [218, 196], [225, 204]],
    women_good_per_mille: [735, 741, 752],
    men_good_per_mille: [728, 739, 744],
    redcar_more_per_mille: 12,
};
