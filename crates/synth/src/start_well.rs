//! Extracts of the first three missions: disadvantage in the reception year, key stage 2, participation at 16 and 17, young
//! people's mental health, and a survey of pupils. Shares that are published are met; all others are made up here and are
//! plausible at best.

use crate::cohort::{Cell, Dirt, Extract, Form, Homes, Quota, Who, split};
use crate::early_years;
use crate::error::Error;
use crate::files::LineEnd;
use crate::ground::{Borough, Ground};
use crate::quota::{nearest_count, rounded_quotient};
use crate::sample::SampleFile;

/// School or financial years, with the calendar year in which each ends.
const FIVE_YEARS: [(&str, u64); 5] =
    [("2020/21", 2021), ("2021/22", 2022), ("2022/23", 2023), ("2023/24", 2024), ("2024/25", 2025)];

/// Everything of the first three missions.
///
/// # Errors
/// When a published figure is missing, or a file cannot be encoded.
pub(crate) fn deliveries(ground: &Ground) -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for borough in Borough::BOTH {
        files.extend(disadvantage_extract(borough).deliveries(ground, &disadvantage(ground, borough)?)?);
        files.extend(key_stage_2_extract(borough).deliveries(ground, &key_stage_2(ground, borough)?)?);
        files.extend(participation_extract(borough).deliveries(ground, &participation(ground, borough)?)?);
    }
    files.extend(SELF_HARM.deliveries(ground, &self_harm())?);
    files.extend(REFERRALS.deliveries(ground, &referrals(&[[840, 700], [870, 725], [905, 750]], [310, 240]))?);
    files.extend(COUNSELLING.deliveries(ground, &referrals(&[[260, 200], [300, 235], [330, 250]], [120, 90]))?);
    files.extend(PUPIL_SURVEY.deliveries(ground, &crate::survey::quotas(&PUPILS))?);
    Ok(files)
}

/// Supplier and the name by which its sources begin.
pub(crate) fn council(borough: Borough) -> (&'static str, usize) {
    match borough {
        Borough::Middlesbrough => ("middlesbrough-council", 0),
        Borough::RedcarCleveland => ("redcar-and-cleveland-council", 1),
    }
}

fn disadvantage_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-childhood-disadvantage", "redcar-cleveland-childhood-disadvantage"][at],
        contract: "early-years-disadvantage",
        columns: &[
            ("child_pseudonym", Cell::Record),
            ("school_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("known_to", Cell::Code(0)),
            ("good_level_of_development", Cell::Code(1)),
        ],
        who: Who::Young,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 6, ..Dirt::default() },
        form: [Form::CsvEach, Form::CsvAll(LineEnd::CrLf)][at],
        notes: at == 0,
        stream: [400, 401][at],
    }
}

/// Children on a list other than that of school meals alone, for each thousand on that list, by year.
const MISSED_PER_MILLE: [[u64; 4]; 2] = [[252, 244, 236, 228], [288, 280, 271, 262]];
/// Of the missed, a good level of development per thousand.
const MISSED_GOOD_PER_MILLE: [u64; 2] = [556, 572];

/// Those on the list of school meals are as many, and reach a good level as often, as in the early years profile.
fn disadvantage(ground: &Ground, borough: Borough) -> Result<Vec<Quota>, Error> {
    let (_, at) = council(borough);
    let mut quotas = Vec::new();
    for (year, (label, _)) in FIVE_YEARS.into_iter().skip(1).enumerate() {
        let (eligible, good) = early_years::eligible(ground, borough, label)?;
        let missed = rounded_quotient(eligible * MISSED_PER_MILLE[at][year], 1000);
        let missed_good = rounded_quotient(missed * MISSED_GOOD_PER_MILLE[at], 1000);
        let mut add = |known_to, outcome, records| {
            let codes = vec![known_to, outcome];
            quotas.push(quota(borough, label, Homes::Deprived, 489, codes, records));
        };
        for (outcome, on_list, missed) in [("yes", good, missed_good), ("no", eligible - good, missed - missed_good)] {
            let on_list = split(on_list, [430, 570]);
            add("school_meals_only", outcome, on_list[0]);
            add("school_meals_and_others", outcome, on_list[1]);
            let missed = split(missed, [450, 100, 265, 185]);
            add("council_tax_support_only", outcome, missed[0]);
            add("social_care_only", outcome, missed[1]);
            add("health_visiting_only", outcome, missed[2]);
            add("others_not_school_meals", outcome, missed[3]);
        }
    }
    Ok(quotas)
}

/// One kind of record.
pub(crate) fn quota(
    borough: Borough,
    period: &str,
    homes: Homes,
    female_per_mille: u64,
    codes: Vec<&'static str>,
    records: u64,
) -> Quota {
    Quota { borough, period: period.to_owned(), homes, female_per_mille, codes, records }
}

fn key_stage_2_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    let other_order = Some("2022/23").filter(|_| at == 0);
    Extract {
        supplier,
        source: ["middlesbrough-key-stage-2", "redcar-cleveland-key-stage-2"][at],
        contract: "key-stage-2-results",
        columns: &[
            ("pupil_pseudonym", Cell::Record),
            ("school_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("disadvantaged", Cell::Code(0)),
            ("expected_standard", Cell::Code(1)),
        ],
        who: Who::Young,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 5, other_order, ..Dirt::default() },
        form: [Form::CsvEach, Form::CsvAll(LineEnd::Lf)][at],
        notes: at == 0,
        stream: [402, 403][at],
    }
}

/// Pupils with a result, by borough and year, and the disadvantaged among them per thousand: made up.
const PUPILS_AGED_11: [[u64; 3]; 2] = [[1950, 1930, 1915], [1560, 1540, 1520]];
const DISADVANTAGED_PER_MILLE: [u64; 2] = [510, 420];

fn key_stage_2(ground: &Ground, borough: Borough) -> Result<Vec<Quota>, Error> {
    let (_, at) = council(borough);
    let mut quotas = Vec::new();
    for (place, (label, year)) in FIVE_YEARS.into_iter().skip(2).enumerate() {
        let pupils = PUPILS_AGED_11[at][place];
        let disadvantaged = rounded_quotient(pupils * DISADVANTAGED_PER_MILLE[at], 1000);
        for (word, count, measure, homes) in [
            ("yes", disadvantaged, "DAP_NEW_KS2_RWM", Homes::Deprived),
            ("no", pupils - disadvantaged, "NonDAP_NEW_KS2_RWM", Homes::Anywhere),
        ] {
            let reached = nearest_count(count, ground.percentage(measure, year, borough)?);
            quotas.push(quota(borough, label, homes, 512, vec![word, "yes"], reached));
            quotas.push(quota(borough, label, homes, 470, vec![word, "no"], count - reached));
        }
        quotas.push(quota(borough, label, Homes::Anywhere, 400, vec!["not_known", "not_assessed"], 9));
    }
    Ok(quotas)
}

fn participation_extract(borough: Borough) -> Extract {
    let (supplier, at) = council(borough);
    Extract {
        supplier,
        source: ["middlesbrough-participation", "redcar-cleveland-participation"][at],
        contract: "participation-age-16-17",
        columns: &[
            ("person_pseudonym", Cell::Record),
            ("school_year", Cell::Period),
            ("lsoa21_code", Cell::Area),
            ("sex", Cell::Sex),
            ("activity", Cell::Code(0)),
            ("september_check", Cell::Code(1)),
            ("resolved_by", Cell::Code(2)),
        ],
        who: Who::Young,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 4, ..Dirt::default() },
        form: Form::ParquetEach,
        notes: true,
        stream: [404, 405][at],
    }
}

/// Young people of academic age 16 and 17, and those of them lost sight of in September per thousand: made up.
const AGED_16_17: [[u64; 5]; 2] = [[3130, 3210, 3290, 3340, 3390], [2950, 2985, 3010, 3040, 3080]];
const LOST_PER_MILLE: [u64; 2] = [68, 54];
/// Whose record told the activity of those lost sight of, per thousand, by year: the service itself, a college, the
/// jobcentre, a mental health service, youth justice, nobody.
const FOUND_BY: [&str; 6] =
    ["own_tracking", "college", "jobcentre", "mental_health_service", "youth_justice", "not_resolved"];
const FOUND_PER_MILLE: [[u64; 6]; 5] = [
    [345, 205, 80, 40, 28, 302],
    [322, 232, 98, 46, 32, 270],
    [300, 260, 110, 55, 35, 240],
    [280, 285, 125, 62, 38, 210],
    [262, 300, 140, 70, 40, 188],
];

fn participation(ground: &Ground, borough: Borough) -> Result<Vec<Quota>, Error> {
    let (_, at) = council(borough);
    let mut quotas = Vec::new();
    for (place, (label, year)) in FIVE_YEARS.into_iter().enumerate() {
        let people = AGED_16_17[at][place];
        let neet = nearest_count(people, ground.percentage("16-17 NEET", year, borough)?);
        let either = nearest_count(people, ground.percentage("16-17_not known_NEET", year, borough)?);
        let not_known = either.saturating_sub(neet);
        let lost = rounded_quotient(people * LOST_PER_MILLE[at], 1000);
        let found = split(lost, FOUND_PER_MILLE[place]);
        let mut left = [people - neet - not_known, neet, not_known];
        let mut add = |activity, homes, codes: [&'static str; 2], records: u64| {
            let codes = vec![activity, codes[0], codes[1]];
            quotas.push(quota(borough, label, homes, 481, codes, records));
        };
        for (by, count) in FOUND_BY.into_iter().zip(found) {
            // Nobody who is still not known was found; of the others a third turned out to be in nothing.
            let unknown = if by == "not_resolved" { left[2].min(count) } else { 0 };
            let in_nothing = rounded_quotient((count - unknown) * 330, 1000).min(left[1]);
            let in_learning = count - unknown - in_nothing;
            left = [left[0] - in_learning, left[1] - in_nothing, left[2] - unknown];
            add("learning", Homes::Anywhere, ["not_known", by], in_learning);
            add("neet", Homes::Deprived, ["not_known", by], in_nothing);
            add("not_known", Homes::Deprived, ["not_known", by], unknown);
        }
        let known = split(left[0], [935, 65]);
        add("learning", Homes::Anywhere, ["known", "not_needed"], known[0]);
        add("work_with_training", Homes::Anywhere, ["known", "not_needed"], known[1]);
        add("neet", Homes::Deprived, ["known", "not_needed"], left[1]);
        add("not_known", Homes::Deprived, ["known", "not_needed"], left[2]);
    }
    Ok(quotas)
}

const SELF_HARM: Extract = Extract {
    supplier: "south-tees-hospitals",
    source: "south-tees-hospitals-self-harm",
    contract: "self-harm-attendances",
    columns: &[
        ("attendance_pseudonym", Cell::Record),
        ("person_pseudonym", Cell::Person),
        ("financial_year", Cell::Period),
        ("lsoa21_code", Cell::Area),
        ("sex", Cell::Sex),
        ("age_band", Cell::Code(0)),
        ("deprivation_quintile", Cell::Fifth),
        ("first_contact", Cell::Code(1)),
        ("first_seen_by", Cell::Code(2)),
    ],
    who: Who::Young,
    again_per_mille: 260,
    dirt: Dirt {
        missing_per_mille: 12,
        elsewhere_per_mille: 6,
        twice: 3,
        corrected: Some(("2023/24", "Times of contact of two months were counted from admission, not attendance")),
        other_order: None,
    },
    form: Form::CsvEach,
    notes: true,
    stream: 410,
};

/// Attendances a year by borough: made up, two to three for each published admission of this age.
const ATTENDANCES: [[u64; 2]; 5] = [[231, 170], [246, 182], [258, 190], [267, 196], [271, 199]];
/// First contact within 7 days, within 28, later, none, per thousand, by year.
const FIRST_CONTACT: [[u64; 4]; 5] =
    [[482, 190, 124, 204], [500, 190, 120, 190], [530, 185, 110, 175], [565, 180, 100, 155], [598, 172, 92, 138]];
const SEEN_BY: [&str; 4] = ["nhs_mental_health", "voluntary_sector", "school_nursing", "social_care"];

fn self_harm() -> Vec<Quota> {
    let mut quotas = Vec::new();
    for ((label, _), (attendances, contact)) in FIVE_YEARS.into_iter().zip(ATTENDANCES.into_iter().zip(FIRST_CONTACT)) {
        for (borough, count) in Borough::BOTH.into_iter().zip(attendances) {
            for (age, of_age) in ["10 to 14", "15 to 17", "18 to 24"].into_iter().zip(split(count, [230, 410, 360])) {
                let [soon, month, later, none] = split(of_age, contact);
                let women = if age == "18 to 24" { 620 } else { 780 };
                let mut add = |codes: [&'static str; 2], records| {
                    let codes = vec![age, codes[0], codes[1]];
                    quotas.push(quota(borough, label, Homes::Deprived, women, codes, records));
                };
                for (by, soon) in SEEN_BY.into_iter().zip(split(soon, [700, 160, 80, 60])) {
                    add(["within_7_days", by], soon);
                }
                add(["within_28_days", "nhs_mental_health"], month);
                add(["later", "voluntary_sector"], later);
                add(["none_recorded", "nobody"], none);
            }
        }
    }
    quotas
}

const REFERRAL_COLUMNS: &[(&str, Cell)] = &[
    ("referral_pseudonym", Cell::Record),
    ("person_pseudonym", Cell::Person),
    ("financial_year", Cell::Period),
    ("lsoa21_code", Cell::Area),
    ("sex", Cell::Sex),
    ("deprivation_quintile", Cell::Fifth),
    ("weeks_waited", Cell::Code(0)),
    ("crisis_within_a_year", Cell::Code(1)),
];

const REFERRALS: Extract = Extract {
    supplier: "tees-esk-and-wear-valleys",
    source: "tees-esk-wear-valleys-young-referrals",
    contract: "young-peoples-referrals",
    columns: REFERRAL_COLUMNS,
    who: Who::Young,
    again_per_mille: 90,
    dirt: Dirt { missing_per_mille: 8, elsewhere_per_mille: 4, twice: 2, corrected: None, other_order: None },
    form: Form::CsvEach,
    notes: true,
    stream: 411,
};

const COUNSELLING: Extract = Extract {
    supplier: "tees-youth-counselling",
    source: "tees-youth-counselling-referrals",
    contract: "young-peoples-referrals",
    columns: REFERRAL_COLUMNS,
    who: Who::Young,
    again_per_mille: 60,
    dirt: Dirt { missing_per_mille: 20, elsewhere_per_mille: 0, twice: 0, corrected: None, other_order: None },
    form: Form::CsvAll(LineEnd::CrLf),
    notes: false,
    stream: 412,
};

/// Referrals that ended in a contact, by year and borough; of them, more than 18 weeks of waiting per thousand in the most
/// deprived fifth and elsewhere.
fn referrals(by_year: &[[u64; 2]; 3], long_per_mille: [u64; 2]) -> Vec<Quota> {
    let mut quotas = Vec::new();
    for ((label, _), counts) in FIVE_YEARS.into_iter().skip(2).zip(by_year) {
        for (borough, count) in Borough::BOTH.into_iter().zip(counts) {
            let most_deprived = if borough == Borough::Middlesbrough { 560 } else { 380 };
            let parts = split(*count, [most_deprived, 1000 - most_deprived]);
            let homes = [Homes::MostDeprivedFifth, Homes::OtherFifths];
            for ((homes, count), long) in homes.into_iter().zip(parts).zip(long_per_mille) {
                let waits = split(count, [long, 470, 530 - long]);
                let crisis = [[140, 830, 30], [85, 885, 30], [80, 890, 30]];
                for ((wait, count), crisis) in ["over_18", "4_to_18", "under_4"].into_iter().zip(waits).zip(crisis) {
                    for (word, records) in ["yes", "no", "not_known"].into_iter().zip(split(count, crisis)) {
                        quotas.push(quota(borough, label, homes, 590, vec![wait, word], records));
                    }
                }
            }
        }
    }
    quotas
}

const PUPIL_SURVEY: Extract =
    crate::survey::extract("middlesbrough-council", "middlesbrough-pupil-survey", Who::Young, true, 413);

const PUPILS: crate::survey::Shares = crate::survey::Shares {
    asked: [[1180, 940], [1210, 955], [1195, 970]],
    women_good_per_mille: [640, 632, 645],
    men_good_per_mille: [742, 745, 751],
    redcar_more_per_mille: 18,
};
