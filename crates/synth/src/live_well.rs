//! Extracts of the middle missions: council tax support, advice, fires and fly-tipping, community offers, maternities,
//! measurements in year 6, homelessness and its support needs, and a survey of residents. Published counts and shares are
//! met where there are some (homelessness of January to March 2025, feeding, weight); the rest is made up.

use crate::cohort::{Cell, Dirt, Extract, Form, Homes, Quota, Who, split};
use crate::error::Error;
use crate::files::LineEnd;
use crate::ground::{Borough, Ground};
use crate::linkage::month_text;
use crate::quota::{nearest_count, rounded_quotient};
use crate::sample::SampleFile;
use crate::start_well::{council, quota};
use crate::survey;

/// Financial or school years, with the calendar year in which each ends.
const YEARS: [(&str, u64); 4] = [("2021/22", 2022), ("2022/23", 2023), ("2023/24", 2024), ("2024/25", 2025)];

/// Everything of the middle missions.
///
/// # Errors
/// When a published figure is missing, or a file cannot be encoded.
pub(crate) fn deliveries(ground: &Ground) -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for borough in Borough::BOTH {
        files.extend(tax_support_extract(borough).deliveries(ground, &tax_support(borough))?);
        files.extend(fly_tipping_extract(borough).deliveries(ground, &fly_tipping(borough))?);
        files.extend(council_offers_extract(borough).deliveries(ground, &offers(Some(borough)))?);
        files.extend(year_6_extract(borough).deliveries(ground, &year_6(ground, borough)?)?);
        files.extend(homelessness_extract(borough).deliveries(ground, &homelessness(borough))?);
    }
    files.extend(ADVICE.deliveries(ground, &advice())?);
    files.extend(FIRES.deliveries(ground, &fires())?);
    files.extend(PRESCRIBING.deliveries(ground, &offers(None))?);
    files.extend(MATERNITIES.deliveries(ground, &maternities(ground)?)?);
    files.extend(RESIDENTS_SURVEY.deliveries(ground, &survey::quotas(&RESIDENTS))?);
    Ok(files)
}

fn tax_support_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-council-tax-support", "redcar-cleveland-council-tax-support"][at],
        contract: "council-tax-support-children",
        columns: &[
            ("child_pseudonym", Cell::Record),
            ("school_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("free_school_meals", Cell::Code(0)),
        ],
        who: Who::Young,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 5, ..Dirt::default() },
        form: Form::ParquetEach,
        notes: true,
        stream: [420, 421][at],
    }
}

fn tax_support(borough: Borough) -> Vec<Quota> {
    let (_, at) = council(borough);
    let children = [[4120, 4210], [2830, 2870]][at];
    let per_mille = [[[861, 124, 15], [872, 114, 14]], [[838, 147, 15], [846, 140, 14]]][at];
    let mut quotas = Vec::new();
    for (((label, _), children), per_mille) in YEARS.into_iter().skip(2).zip(children).zip(per_mille) {
        for (meals, records) in ["yes", "no", "not_known"].into_iter().zip(split(children, per_mille)) {
            quotas.push(quota(borough, label, Homes::Deprived, 489, vec![meals], records));
        }
    }
    quotas
}

const ADVICE: Extract = Extract {
    supplier: "tees-advice",
    source: "tees-advice-cases",
    contract: "advice-cases",
    columns: &[
        ("case_pseudonym", Cell::Record),
        ("person_pseudonym", Cell::Person),
        ("financial_year", Cell::Period),
        ("lsoa21_code", Cell::Area),
        ("sex", Cell::Sex),
        ("stage_of_debt", Cell::Code(0)),
    ],
    who: Who::Everybody,
    again_per_mille: 140,
    dirt: Dirt { missing_per_mille: 24, elsewhere_per_mille: 2, twice: 0, corrected: None, other_order: None },
    form: Form::CsvAll(LineEnd::CrLf),
    notes: false,
    stream: 422,
};

fn advice() -> Vec<Quota> {
    let cases = [[560, 370], [640, 430], [655, 445], [630, 440]];
    let stages = ["before_arrears", "in_arrears", "court_or_eviction", "not_known"];
    let mut quotas = Vec::new();
    for (year, ((label, _), cases)) in (0_u64..).zip(YEARS.into_iter().zip(cases)) {
        for (borough, cases) in Borough::BOTH.into_iter().zip(cases) {
            let early = 305 + 17 * year + if borough == Borough::RedcarCleveland { 22 } else { 0 };
            for (stage, records) in stages.into_iter().zip(split(cases, [early, 790 - early, 180, 30])) {
                quotas.push(quota(borough, label, Homes::Deprived, 640, vec![stage], records));
            }
        }
    }
    quotas
}

const INCIDENT_COLUMNS: &[(&str, Cell)] = &[
    ("incident_pseudonym", Cell::Record),
    ("month", Cell::Period),
    ("lsoa21_code", Cell::Area),
    ("kind", Cell::Code(0)),
];

const FIRES: Extract = Extract {
    supplier: "cleveland-fire-brigade",
    source: "cleveland-fire-incidents",
    contract: "place-incidents",
    columns: INCIDENT_COLUMNS,
    who: Who::Everybody,
    again_per_mille: 0,
    dirt: Dirt { missing_per_mille: 9, elsewhere_per_mille: 4, twice: 0, corrected: None, other_order: None },
    form: Form::CsvAll(LineEnd::Lf),
    notes: true,
    stream: 423,
};

/// Months from April 2024 to May 2026.
const MONTHS: u64 = crate::linkage::MONTHS;
/// Deliberate fires by calendar month from April, in relative numbers: most in spring and around bonfire night.
const FIRES_BY_MONTH: [u64; 12] = [140, 120, 105, 100, 95, 85, 110, 135, 60, 60, 70, 110];

fn fires() -> Vec<Quota> {
    let months = (0..MONTHS).zip(FIRES_BY_MONTH.into_iter().cycle());
    let by_borough = |(month, season): (u64, u64)| {
        let fires = Borough::BOTH.into_iter().zip([44, 37]);
        fires.map(move |(borough, mean)| {
            incident(borough, month, "deliberate_fire", rounded_quotient(mean * season, 100))
        })
    };
    months.flat_map(by_borough).collect()
}

fn incident(borough: Borough, month: u64, kind: &'static str, records: u64) -> Quota {
    quota(borough, &month_text(month), Homes::Deprived, 500, vec![kind], records)
}

fn fly_tipping_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-fly-tipping", "redcar-cleveland-fly-tipping"][at],
        contract: "place-incidents",
        columns: INCIDENT_COLUMNS,
        who: Who::Everybody,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 14, twice: 4, ..Dirt::default() },
        form: [Form::CsvAll(LineEnd::Lf), Form::CsvAll(LineEnd::CrLf)][at],
        notes: at == 0,
        stream: [424, 425][at],
    }
}

/// Records of the last month come late: a third of them are not in yet.
fn fly_tipping(borough: Borough) -> Vec<Quota> {
    let (_, at) = council(borough);
    let mean = [212, 104][at];
    let of_month = |month: u64| {
        let so_many = mean - 8 + (month * 7) % 17;
        let so_many = if month + 1 == MONTHS { rounded_quotient(so_many * 2, 3) } else { so_many };
        incident(borough, month, "fly_tipping", so_many)
    };
    (0..MONTHS).map(of_month).collect()
}

const OFFER_COLUMNS: &[(&str, Cell)] = &[
    ("referral_pseudonym", Cell::Record),
    ("person_pseudonym", Cell::Person),
    ("financial_year", Cell::Period),
    ("lsoa21_code", Cell::Area),
    ("sex", Cell::Sex),
    ("deprivation_quintile", Cell::Fifth),
    ("offer", Cell::Code(0)),
    ("referred_by", Cell::Code(1)),
    ("kept", Cell::Code(2)),
];

fn council_offers_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-community-offers", "redcar-cleveland-community-offers"][at],
        contract: "community-offers",
        columns: OFFER_COLUMNS,
        who: Who::Everybody,
        again_per_mille: 110,
        dirt: Dirt { missing_per_mille: 15, ..Dirt::default() },
        form: [Form::CsvEach, Form::CsvAll(LineEnd::CrLf)][at],
        notes: at == 0,
        stream: [426, 427][at],
    }
}

const PRESCRIBING: Extract = Extract {
    supplier: "north-east-north-cumbria-icb",
    source: "icb-social-prescribing",
    contract: "community-offers",
    columns: OFFER_COLUMNS,
    who: Who::Everybody,
    again_per_mille: 160,
    dirt: Dirt { missing_per_mille: 10, elsewhere_per_mille: 3, twice: 3, corrected: None, other_order: None },
    form: Form::CsvEach,
    notes: true,
    stream: 428,
};

/// Of one council, or of social prescribing in both boroughs.
fn offers(of_council: Option<Borough>) -> Vec<Quota> {
    let referrers = ["general_practice", "hospital", "council", "voluntary_sector", "self"];
    let mut quotas = Vec::new();
    for (year, (label, _)) in (0_u64..).zip(YEARS.into_iter().skip(1)) {
        for (at, borough) in Borough::BOTH.into_iter().enumerate() {
            let (so_many, kinds, by) = match of_council {
                Some(council) if council == borough => {
                    ([560, 400][at], [("stop_smoking", 580), ("weight", 420)], [250, 130, 160, 90, 370])
                }
                Some(_) => continue,
                None => ([540, 430][at], [("activity", 380), ("social", 620)], [760, 60, 60, 90, 30]),
            };
            let most_deprived = [540, 360][at];
            let parts = split(so_many + 15 * year, [most_deprived, 1000 - most_deprived]);
            let homes = [Homes::MostDeprivedFifth, Homes::OtherFifths];
            for ((homes, count), kept) in homes.into_iter().zip(parts).zip([330 + 8 * year, 425 + 8 * year]) {
                let outcomes = split(count, [kept, 300, 700 - kept]);
                for (outcome, count) in ["kept_12_weeks", "began", "not_taken_up"].into_iter().zip(outcomes) {
                    for (referrer, count) in referrers.into_iter().zip(split(count, by)) {
                        for ((kind, _), records) in kinds.into_iter().zip(split(count, kinds.map(|kind| kind.1))) {
                            quotas.push(quota(borough, label, homes, 585, vec![kind, referrer, outcome], records));
                        }
                    }
                }
            }
        }
    }
    quotas
}

const MATERNITIES: Extract = Extract {
    supplier: "south-tees-hospitals",
    source: "south-tees-hospitals-maternities",
    contract: "maternities",
    columns: &[
        ("maternity_pseudonym", Cell::Record),
        ("financial_year", Cell::Period),
        ("lsoa21_code", Cell::Area),
        ("smoking_at_delivery", Cell::Code(0)),
        ("breastfed_at_6_to_8_weeks", Cell::Code(1)),
    ],
    who: Who::Young,
    again_per_mille: 0,
    dirt: Dirt { missing_per_mille: 7, elsewhere_per_mille: 3, twice: 0, corrected: None, other_order: None },
    form: Form::ParquetEach,
    notes: true,
    stream: 429,
};

/// Maternities a year, and mothers who smoked at delivery per thousand: made up. Feeding is as published, and of 2024/25,
/// for which nothing is published yet, as said here.
const MATERNITIES_BY_YEAR: [[u64; 2]; 4] = [[1690, 1190], [1655, 1165], [1630, 1140], [1610, 1125]];
const SMOKED_PER_MILLE: [[u64; 2]; 4] = [[139, 128], [131, 124], [122, 115], [111, 106]];
const FED_TENTHS_NOT_YET_PUBLISHED: [u64; 2] = [468, 371];

fn maternities(ground: &Ground) -> Result<Vec<Quota>, Error> {
    let mut quotas = Vec::new();
    for (place, (label, year)) in YEARS.into_iter().enumerate() {
        for (at, borough) in Borough::BOTH.into_iter().enumerate() {
            let all = MATERNITIES_BY_YEAR[place][at];
            let not_known = rounded_quotient(all * 35, 1000);
            let published = ground.percentage("6wksBreast", year, borough);
            let tenths = if year == 2025 { FED_TENTHS_NOT_YET_PUBLISHED[at] } else { published? };
            let fed = nearest_count(all - not_known, tenths);
            let smoked = SMOKED_PER_MILLE[place][at];
            for (word, count, smoked) in [
                ("yes", fed, smoked / 2),
                ("no", all - not_known - fed, smoked * 3 / 2),
                ("not_known", not_known, smoked),
            ] {
                for (smoking, records) in
                    ["yes", "no", "not_known"].into_iter().zip(split(count, [smoked, 985 - smoked, 15]))
                {
                    let homes = if smoking == "yes" { Homes::Deprived } else { Homes::Anywhere };
                    quotas.push(quota(borough, label, homes, 500, vec![smoking, word], records));
                }
            }
        }
    }
    Ok(quotas)
}

fn year_6_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-year-6-measurements", "redcar-cleveland-year-6-measurements"][at],
        contract: "year-6-measurements",
        columns: &[
            ("pupil_pseudonym", Cell::Record),
            ("school_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("overweight", Cell::Code(0)),
        ],
        who: Who::Young,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 5, ..Dirt::default() },
        form: [Form::CsvEach, Form::CsvAll(LineEnd::Lf)][at],
        notes: at == 0,
        stream: [430, 431][at],
    }
}

fn year_6(ground: &Ground, borough: Borough) -> Result<Vec<Quota>, Error> {
    let (_, at) = council(borough);
    let measured = [[1812, 1795, 1780], [1490, 1472, 1455]][at];
    let mut quotas = Vec::new();
    for ((label, year), measured) in YEARS.into_iter().skip(1).zip(measured) {
        let overweight = nearest_count(measured, ground.percentage("ExcessYr6", year, borough)?);
        quotas.push(quota(borough, label, Homes::Deprived, 470, vec!["yes"], overweight));
        quotas.push(quota(borough, label, Homes::Anywhere, 505, vec!["no"], measured - overweight));
        quotas.push(quota(borough, label, Homes::Anywhere, 490, vec!["not_known"], 11));
    }
    Ok(quotas)
}

fn homelessness_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-homelessness-needs", "redcar-cleveland-homelessness-needs"][at],
        contract: "homelessness-needs",
        columns: &[
            ("duty_pseudonym", Cell::Record),
            ("person_pseudonym", Cell::Person),
            ("quarter", Cell::Period),
            ("local_authority", Cell::Borough),
            ("sex", Cell::Sex),
            ("support_needs", Cell::Code(0)),
            ("lived_here", Cell::Code(1)),
            ("services_known", Cell::Code(2)),
        ],
        who: Who::Everybody,
        again_per_mille: 120,
        dirt: Dirt { missing_per_mille: 8, ..Dirt::default() },
        form: [Form::CsvEach, Form::CsvAll(LineEnd::CrLf)][at],
        notes: at == 0,
        stream: [432, 433][at],
    }
}

/// Households owed a duty by quarter; those of January to March and of October to December 2025 are published, with the
/// support needs of the former: 311 households, 243 with one need or more and 113 with three or more in Middlesbrough; 106,
/// 56 and 13 in Redcar and Cleveland. Households with one and with two needs are not published apart.
const QUARTERS: [(&str, [u64; 2]); 8] = [
    ("2024-Q2", [296, 101]),
    ("2024-Q3", [304, 97]),
    ("2024-Q4", [318, 99]),
    ("2025-Q1", [311, 106]),
    ("2025-Q2", [326, 94]),
    ("2025-Q3", [352, 88]),
    ("2025-Q4", [448, 56]),
    ("2026-Q1", [431, 71]),
];
const NEEDS_OF_2025_Q1: [[u64; 4]; 2] = [[68, 78, 52, 113], [50, 28, 15, 13]];
const NEEDS: [&str; 4] = ["none", "one", "two", "three_or_more"];

fn homelessness(borough: Borough) -> Vec<Quota> {
    let (_, at) = council(borough);
    let mut quotas = Vec::new();
    for (label, households) in QUARTERS {
        let needs = split(households[at], NEEDS_OF_2025_Q1[at]);
        // No service, one, two or more, per thousand, by number of needs.
        let services = [[820, 160, 20], [450, 450, 100], [250, 450, 300], [100, 330, 570]];
        for ((need, count), services) in NEEDS.into_iter().zip(needs).zip(services) {
            for (known, count) in ["none", "one", "two_or_more"].into_iter().zip(split(count, services)) {
                // People whom several services know are a little more often new to the place.
                let lived = if known == "two_or_more" { [150, 190, 630, 30] } else { [100, 140, 730, 30] };
                let words = ["under_6_months", "6_months_to_2_years", "2_years_or_more", "not_known"];
                for (word, records) in words.into_iter().zip(split(count, lived)) {
                    quotas.push(quota(borough, label, Homes::Anywhere, 470, vec![need, word, known], records));
                }
            }
        }
    }
    quotas
}

const RESIDENTS_SURVEY: Extract =
    survey::extract("redcar-and-cleveland-council", "redcar-cleveland-residents-survey", Who::Everybody, true, 434);

const RESIDENTS: survey::Shares = survey::Shares {
    asked: [[760, 720], [745, 735], [770, 728]],
    women_good_per_mille: [772, 776, 781],
    men_good_per_mille: [741, 744, 752],
    redcar_more_per_mille: 21,
};
