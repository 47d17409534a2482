//! Made-up extracts against the published figures they claim to meet, read independently of the generator.

use std::collections::{BTreeMap, BTreeSet};

use crate::root;

type Row = BTreeMap<String, String>;

fn table(path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(root(path)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn children(borough: &str) -> Vec<Row> {
    if borough == "Redcar and Cleveland" {
        let folder = "sample-data/redcar-and-cleveland-council/redcar-cleveland-early-years";
        return table(&format!("{folder}/early-years-profile.synthetic.csv"));
    }
    let folder = "sample-data/middlesbrough-council/middlesbrough-early-years";
    let years = ["2017-18", "2018-19", "2021-22", "2022-23", "2023-24", "2024-25"];
    years.iter().flat_map(|year| table(&format!("{folder}/early-years-profile-{year}.synthetic.csv"))).collect()
}

/// Children assessed and of them at a good level, among those who pass.
fn assessed(rows: &[Row], pass: impl Fn(&Row) -> bool) -> (f64, f64) {
    let outcome = |word: &str| {
        let matching = rows.iter().filter(|row| pass(row) && row["good_level_of_development"] == word);
        f64::from(u32::try_from(matching.count()).unwrap())
    };
    (outcome("yes") + outcome("no"), outcome("yes"))
}

#[test]
fn early_years_percentages_equal_the_published_ones() {
    let published = table("sample-data/open/dfe-lait-foundation-stage/lait_foundation_stage_gld.csv");
    let mut compared = 0;
    for borough in ["Middlesbrough", "Redcar and Cleveland"] {
        let rows = children(borough);
        for figure in published.iter().filter(|row| row["LA and Regions"] == borough) {
            let year: u32 = figure["Years"].parse().unwrap();
            if year < 2018 || figure["Values"] == "-" {
                continue;
            }
            let label = format!("{}/{}", year - 1, year % 100);
            let meals: &[&str] = match figure["Short Desc"].as_str() {
                "FSP_Gooddev_FSM" => &["yes"],
                "FSP_Gooddev_FSM_Other" => &["no"],
                _ => &["yes", "no", "not_known"],
            };
            let (children, good) = assessed(&rows, |row| {
                row["school_year"] == label && meals.contains(&row["free_school_meals"].as_str())
            });
            let value: f64 = figure["Values"].parse().unwrap();
            // Nearest whole child for each group; all children of 2017/18 follow the published count instead.
            let slack = if meals.len() == 1 { 0.5001 } else { 1.0 };
            assert!((good - value / 100.0 * children).abs() <= slack, "{borough} {label} {meals:?}");
            if year > 2018 {
                assert!((good / children * 100.0 - value).abs() < 0.0501, "{borough} {label} {meals:?}");
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 36);
}

#[test]
fn early_years_counts_by_sex_equal_the_published_ones_of_2018() {
    let published = table("sample-data/open/dfe-eyfsp/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv");
    let mut compared = 0;
    for figure in published.iter().filter(|row| row["time_period"] == "201718") {
        let borough = figure["la_name"].as_str();
        if borough == " " {
            continue;
        }
        let sexes: &[&str] = match figure["characteristic"].as_str() {
            "Gender Female" => &["F"],
            "Gender Male" => &["M"],
            _ => &["F", "M", "not_known"],
        };
        let (count, good) =
            assessed(&children(borough), |row| row["school_year"] == "2017/18" && sexes.contains(&row["sex"].as_str()));
        let told = |column: &str| figure[column].parse::<f64>().unwrap();
        assert_eq!((count, good), (told("number_of_children"), told("gld_number")), "{borough}");
        compared += 1;
    }
    assert_eq!(compared, 6);
}

#[test]
fn converted_population_keeps_the_published_totals() {
    let lookup = table("pipelines/south-tees/areas/lsoa11_lsoa21.csv");
    let borough: BTreeMap<&str, &str> =
        lookup.iter().map(|row| (row["lsoa11_code"].as_str(), row["ltla22_code"].as_str())).collect();
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    let rows = table("sample-data/open/ons-lsoa-population/population_mid2020_lsoa11_long.csv");
    for row in &rows {
        let people: u64 = row["population"].parse().unwrap();
        *totals.entry(borough[row["lsoa11_code"].as_str()]).or_default() += people;
    }
    assert_eq!(totals, BTreeMap::from([("E06000002", 141_285), ("E06000003", 137_228)]));
    assert_eq!(rows.len(), 174 * 91);
}

#[test]
fn true_overlaps_have_the_promised_size() {
    let rows = table("sample-data/linkage-truth/linkage-truth.synthetic.csv");
    let windows: BTreeSet<&str> = rows.iter().map(|row| row["first_month"].as_str()).collect();
    assert_eq!(windows.len(), 3);
    for window in windows {
        let people = |least: u64, column: &str| -> u64 {
            let in_window = rows.iter().filter(|row| row["first_month"] == window);
            let many = in_window.filter(|row| row["domain_count"].parse::<u64>().unwrap() >= least);
            many.map(|row| row[column].parse::<u64>().unwrap()).sum()
        };
        assert!((120..=250).contains(&people(3, "people_true")), "{window}");
        assert!((30..=60).contains(&people(4, "people_true")), "{window}");
        assert!(people(3, "people_strict") < people(3, "people_standard"), "{window}");
        assert!(people(3, "people_standard") < people(3, "people_true"), "{window}");
    }
}
