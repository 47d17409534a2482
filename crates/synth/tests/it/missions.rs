//! Extracts of the nine missions against published figures, read independently of the generator, and the dirt they promise.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::root;

type Row = BTreeMap<String, String>;

const BOROUGHS: [(&str, &str, &str); 2] = [
    ("Middlesbrough", "E06000002", "middlesbrough-council/middlesbrough"),
    ("Redcar and Cleveland", "E06000003", "redcar-and-cleveland-council/redcar-cleveland"),
];

/// Every record of a source, whatever files it came in.
fn records(source: &str) -> Vec<Row> {
    let folder = root(&format!("sample-data/{source}"));
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let kind = |kind: &'static str| move |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == kind);
    let mut rows: Vec<Row> = Vec::new();
    for path in paths.iter().filter(kind("csv")) {
        rows.extend(csv::Reader::from_path(path).unwrap().deserialize::<Row>().map(Result::unwrap));
    }
    for path in paths.iter().filter(kind("parquet")) {
        let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).unwrap()).unwrap();
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            let columns: Vec<&StringArray> =
                batch.columns().iter().map(|column| column.as_any().downcast_ref().unwrap()).collect();
            let cell = |at: usize, row: usize| match columns[at].is_null(row) {
                true => String::new(),
                false => columns[at].value(row).to_owned(),
            };
            rows.extend(
                (0..batch.num_rows()).map(|row| {
                    names.iter().enumerate().map(|(at, name)| (name.clone(), cell(at, row))).collect::<Row>()
                }),
            );
        }
    }
    rows
}

/// Percentages of a table of the Local Authority Interactive Tool, by measure, area and year.
fn published(file: &str) -> BTreeMap<(String, String, u32), f64> {
    let mut reader = csv::Reader::from_path(root(&format!("sample-data/open/{file}"))).unwrap();
    let rows = reader.deserialize::<Row>().map(Result::unwrap);
    rows.filter_map(|row| {
        let year = row["Years"].parse().ok()?;
        Some(((row["Short Desc"].clone(), row["LA and Regions"].clone(), year), row["Values"].parse().ok()?))
    })
    .collect()
}

fn label(year: u32) -> String {
    format!("{}/{}", year - 1, year % 100)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Compares a share with a published percentage: no more than half a person from it, and a tenth for the float it is told in.
fn meets(rows: &[Row], whole: impl Fn(&Row) -> bool, part: impl Fn(&Row) -> bool, percent: f64, what: &str) {
    let all = rows.iter().filter(|row| whole(row)).count();
    let with = rows.iter().filter(|row| whole(row) && part(row)).count();
    assert!(all > 100, "{what}: {all}");
    assert!(
        (number(with) - percent / 100.0 * number(all)).abs() <= 0.5 + number(all) * 0.0006,
        "{what}: {with} of {all}"
    );
}

#[test]
fn key_stage_2_percentages_equal_the_published_ones() {
    let told = published("dfe-lait-key-stage-2/lait_key_stage_2_rwm.csv");
    for (name, _, folder) in BOROUGHS {
        let rows = records(&format!("{folder}-key-stage-2"));
        for year in 2023..=2025 {
            for (measure, word) in [("DAP_NEW_KS2_RWM", "yes"), ("NonDAP_NEW_KS2_RWM", "no")] {
                let percent = told[&(measure.to_owned(), name.to_owned(), year)];
                let whole = |row: &Row| row["school_year"] == label(year) && row["disadvantaged"] == word;
                meets(&rows, whole, |row| row["expected_standard"] == "yes", percent, &format!("{name} {year} {word}"));
            }
        }
    }
}

#[test]
fn participation_equals_the_published_percentages() {
    let told = published("dfe-lait-economic-factors/lait_economic_factors.csv");
    for (name, _, folder) in BOROUGHS {
        let rows = records(&format!("{folder}-participation"));
        for year in 2021..=2025 {
            let whole = |row: &Row| row["school_year"] == label(year);
            for (measure, activities) in
                [("16-17 NEET", &["neet"][..]), ("16-17_not known_NEET", &["neet", "not_known"])]
            {
                let percent = told[&(measure.to_owned(), name.to_owned(), year)];
                let part = |row: &Row| activities.contains(&row["activity"].as_str());
                meets(&rows, whole, part, percent, &format!("{name} {year} {measure}"));
            }
            // Whoever is still not known was found by nobody, if anybody looked.
            let found = rows.iter().filter(|row| whole(row) && row["activity"] == "not_known");
            assert!(found.into_iter().all(|row| ["not_resolved", "not_needed"].contains(&row["resolved_by"].as_str())));
        }
    }
}

#[test]
fn feeding_and_weight_equal_the_published_percentages() {
    let told = published("dfe-lait-health/lait_health.csv");
    let lookup = records_of_areas();
    let maternities = records("south-tees-hospitals/south-tees-hospitals-maternities");
    for (name, code, folder) in BOROUGHS {
        let measured = records(&format!("{folder}-year-6-measurements"));
        for year in 2023..=2025 {
            let whole = |row: &Row| row["school_year"] == label(year) && row["overweight"] != "not_known";
            let percent = told[&("ExcessYr6".to_owned(), name.to_owned(), year)];
            meets(&measured, whole, |row| row["overweight"] == "yes", percent, &format!("{name} {year} weight"));
        }
        for year in 2022..=2024 {
            let whole = |row: &Row| {
                let here = lookup.get(&row["lsoa21_code"]).is_some_and(|borough| borough == code);
                here && row["financial_year"] == label(year) && row["breastfed_at_6_to_8_weeks"] != "not_known"
            };
            // Records without an area are in neither borough: the share stays near the published one, and no nearer.
            let all = number(maternities.iter().filter(|row| whole(row)).count());
            let fed = |row: &&Row| whole(row) && row["breastfed_at_6_to_8_weeks"] == "yes";
            let share = number(maternities.iter().filter(fed).count()) / all * 100.0;
            let percent = told[&("6wksBreast".to_owned(), name.to_owned(), year)];
            assert!((share - percent).abs() < 0.7, "{name} {year}: {share} {percent}");
        }
    }
}

/// Borough of each small area.
fn records_of_areas() -> BTreeMap<String, String> {
    let path = root("pipelines/south-tees/areas/lsoa21_ward24_ltla24.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.deserialize::<Row>().map(Result::unwrap);
    rows.map(|row| (row["lsoa21_code"].clone(), row["ltla24_code"].clone())).collect()
}

#[test]
fn homelessness_equals_the_published_tables() {
    // Statutory homelessness, detailed local authority tables A1 and A3, January to March 2025, and A1, October to December
    // 2025: Ministry of Housing, Communities and Local Government.
    let published = [[311, 243, 113, 448], [106, 56, 13, 56]];
    for ((name, _, folder), [all, any, three, later]) in BOROUGHS.into_iter().zip(published) {
        let rows = records(&format!("{folder}-homelessness-needs"));
        let count = |pass: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| pass(row)).count();
        let spring = |row: &Row| row["quarter"] == "2025-Q1";
        assert_eq!(count(&spring), all, "{name}");
        assert_eq!(count(&|row| spring(row) && row["support_needs"] != "none"), any, "{name}");
        assert_eq!(count(&|row| spring(row) && row["support_needs"] == "three_or_more"), three, "{name}");
        assert_eq!(count(&|row| row["quarter"] == "2025-Q4"), later, "{name}");
    }
}

#[test]
fn deaths_in_care_homes_equal_the_published_ones() {
    let text = std::fs::read_to_string(root("sample-data/open/ons-care-home-deaths/care_home_deaths.csv")).unwrap();
    let rows = records("north-east-north-cumbria-icb/icb-deaths");
    for (_, code, _) in BOROUGHS {
        for year in 2020..=2023 {
            let line = text.lines().find(|line| line.starts_with(&format!("{year},{code},"))).unwrap();
            let published: usize = line.rsplit(',').next().unwrap().parse().unwrap();
            let here = |row: &&Row| {
                row["calendar_year"] == year.to_string()
                    && row["local_authority"] == code
                    && row["place_of_death"] == "care_home"
            };
            assert_eq!(rows.iter().filter(here).count(), published, "{line}");
        }
    }
}

#[test]
fn children_on_the_list_of_school_meals_are_those_of_the_early_years_profile() {
    for (name, _, folder) in BOROUGHS {
        let profile = records(&format!("{folder}-early-years"));
        let lists = records(&format!("{folder}-childhood-disadvantage"));
        for year in 2022..=2025 {
            for outcome in ["yes", "no"] {
                let same =
                    |row: &&Row| row["school_year"] == label(year) && row["good_level_of_development"] == outcome;
                // The profile also has children who were not assessed, whom no list of this extract has.
                let eligible = profile.iter().filter(same).filter(|row| row["free_school_meals"] == "yes").count();
                let listed =
                    lists.iter().filter(same).filter(|row| row["known_to"].starts_with("school_meals")).count();
                assert_eq!(eligible, listed, "{name} {year} {outcome}");
            }
        }
    }
}

#[test]
fn the_housing_association_is_late_and_the_others_are_not() {
    let last = |source: &str| records(source).iter().map(|row| row["event_month"].clone()).max().unwrap();
    assert_eq!(last("tees-homes/tees-homes-arrears"), "2026-02");
    assert_eq!(last("tees-advice/tees-advice-families"), "2026-05");
    assert_eq!(last("redcar-and-cleveland-council/south-tees-council-tax-support-list"), "2026-05");
}

#[test]
fn one_year_has_its_columns_in_another_order_and_one_was_sent_again() {
    let folder = "sample-data/middlesbrough-council/middlesbrough-key-stage-2/key-stage-2-results";
    let header = |year: &str| {
        let text = std::fs::read_to_string(root(&format!("{folder}-{year}.synthetic.csv"))).unwrap();
        text.lines().next().unwrap().split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    let (old, new) = (header("2022-23"), header("2023-24"));
    assert_ne!(old, new);
    assert_eq!(old.iter().collect::<BTreeSet<_>>(), new.iter().collect::<BTreeSet<_>>());
    let note = |year: &str| {
        let folder = "sample-data/south-tees-hospitals/south-tees-hospitals-self-harm/self-harm-attendances";
        let text = std::fs::read(root(&format!("{folder}-{year}.synthetic.csv.delivery.json"))).unwrap();
        serde_json::from_slice::<serde_json::Value>(&text).unwrap()
    };
    assert!(note("2023-24")["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    assert!(note("2022-23").get("reason").is_none());
}

#[test]
fn deliveries_have_records_that_stand_twice_missing_areas_and_people_who_moved() {
    let rows = records("south-tees-hospitals/south-tees-hospitals-self-harm");
    let keys: BTreeSet<&String> = rows.iter().map(|row| &row["attendance_pseudonym"]).collect();
    assert_eq!(rows.len() - keys.len(), 3);
    assert!(rows.iter().any(|row| row["lsoa21_code"].is_empty()));
    let mut homes: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row["lsoa21_code"].is_empty()) {
        homes.entry(&row["person_pseudonym"]).or_default().insert(&row["lsoa21_code"]);
    }
    assert!(homes.values().any(|homes| homes.len() > 1), "residents churn");
    assert!(homes.len() < rows.len(), "people come back");
}
