//! Published figures against an independent count of the same files, with formulas written out here once more.
//!
//! Not allowed in here: a call into a crate of the program.

use std::collections::{BTreeMap, BTreeSet};

use crate::found::{GAP, MIDDLESBROUGH, POLICE, REDCAR, Row, STREET, csv_rows};
use crate::place::{Place, repository};

const PLACE: &str = "south-tees";
const MIDDLESBROUGH_CODE: &str = "E06000002";
const ENGLAND: &str = "E92000001";
/// Two-sided 95 % point of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;
/// Two-sided 99.8 % point.
const Z_998: f64 = 3.090_232_306_167_813;

fn rows_of(relative: &str) -> Vec<Row> {
    csv_rows(&repository().join(relative))
}

/// Small area of 2021 to itself, its ward, its borough and the place.
fn areas() -> BTreeMap<String, [String; 4]> {
    let rows = rows_of("pipelines/south-tees/areas/lsoa21_ward24_ltla24.csv");
    let levels = |row: &Row| ["lsoa21_code", "ward24_code", "ltla24_code"].map(|column| row[column].clone());
    rows.iter()
        .map(|row| {
            let [lsoa, ward, borough] = levels(row);
            (lsoa.clone(), [lsoa, ward, borough, PLACE.to_owned()])
        })
        .collect()
}

/// People of every area at every level; an area of which a part shares an old small area with another has none.
fn populations(areas: &BTreeMap<String, [String; 4]>) -> BTreeMap<String, Option<u64>> {
    let mut of_old: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows_of("sample-data/open/ons-lsoa-population/population_mid2020_lsoa11_long.csv") {
        assert_eq!(row["mid_year"], "2020");
        *of_old.entry(row["lsoa11_code"].clone()).or_default() += row["population"].parse::<u64>().unwrap();
    }
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows_of("pipelines/south-tees/areas/lsoa11_lsoa21.csv") {
        parts.entry(row["lsoa11_code"].clone()).or_default().push(row["lsoa21_code"].clone());
    }
    let mut people: BTreeMap<String, Option<u64>> = BTreeMap::new();
    for (old, new) in &parts {
        // Every small area knows itself, its ward, its borough and the place.
        for level in [0, 1, 2, 3] {
            let reached: BTreeSet<&String> = new.iter().map(|lsoa| &areas[lsoa][level]).collect();
            for area in &reached {
                let sum = people.entry((*area).clone()).or_insert(Some(0));
                *sum = if reached.len() == 1 { sum.map(|sum| sum + of_old[old]) } else { None };
            }
        }
    }
    people
}

/// Incidents of a type at every level, over both months that are held.
fn incidents(areas: &BTreeMap<String, [String; 4]>, kind: &str) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = areas.values().flatten().map(|area| (area.clone(), 0)).collect();
    for month in ["2024-01", "2024-02"] {
        for row in rows_of(&format!("{STREET}/{month}-cleveland-street.csv")) {
            assert_eq!(row["Month"], month);
            for area in areas.get(&row["LSOA code"]).into_iter().flatten().filter(|_| row["Crime type"] == kind) {
                *counts.get_mut(area).unwrap() += 1;
            }
        }
    }
    counts
}

/// A rate per 1,000 to one decimal, halves up, in whole numbers throughout.
fn per_1000(count: u64, people: u64) -> String {
    let tenths = (2 * count * 10_000 + people) / (2 * people);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[test]
fn every_figure_of_the_street_level_files_equals_an_independent_count() {
    let place = Place::new(&POLICE);
    place.run(&[]).ended(0);
    let (areas, rows) = (areas(), place.figures("public"));
    let people = populations(&areas);
    let codes: BTreeSet<&String> = areas.values().flatten().collect();
    for (indicator, kind) in POLICE.iter().zip(["Anti-social behaviour", "Violence and sexual offences"]) {
        let counts = incidents(&areas, kind);
        let rows: Vec<&Row> = rows.iter().filter(|row| row["indicator"] == *indicator).collect();
        assert_eq!(rows.iter().map(|row| &row["area_code"]).collect::<BTreeSet<_>>(), codes);
        assert_eq!(rows.len(), codes.len(), "one row for each area");
        let mut split = 0;
        for row in rows {
            let (area, whole_period) = (&row["area_code"], row["area_level"] == "lsoa21");
            assert_eq!(row["measure"], "value");
            assert_eq!(row["count"], counts[area].to_string(), "{area}");
            assert_eq!(row["count_basis"], "exact");
            assert_eq!([&row["period_start"], &row["period_end"]], ["2024-01-01", "2024-02-29"], "{area}");
            match people[area] {
                Some(people) => {
                    assert_eq!(row["denominator"], people.to_string(), "{area}");
                    assert_eq!(row["value"], per_1000(counts[area], people), "{area}");
                    // Only two of the quarter's three months are held.
                    assert_eq!(row["status"], if whole_period { "" } else { "[p]" }, "{area}");
                }
                None => {
                    split += 1;
                    assert!(row["status"].contains("[x]"), "{area}");
                    for column in ["value", "lower_95", "upper_95", "lower_998", "upper_998", "denominator"] {
                        assert_eq!(row[column], "", "{area} {column}");
                    }
                }
            }
        }
        assert_eq!(split, 8, "the parts of four areas that were split in two");
    }
}

/// Value, lower and upper limit.
type Estimate = [f64; 3];

/// The Wilson score interval.
fn wilson(count: f64, of: f64, z: f64) -> Estimate {
    let (share, z2) = (count / of, z * z);
    let centre = (share + z2 / (2.0 * of)) / (1.0 + z2 / of);
    let half = z / (1.0 + z2 / of) * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    [share, centre - half, centre + half]
}

/// Newcombe's tenth method: the difference of two shares with its interval.
fn newcombe(one: Estimate, other: Estimate) -> Estimate {
    let apart = |a: f64, b: f64| a.hypot(b);
    let difference = one[0] - other[0];
    [
        difference,
        difference - apart(one[0] - one[1], other[2] - other[0]),
        difference + apart(one[2] - one[0], other[0] - other[1]),
    ]
}

/// What is known of a comparator.
#[derive(Clone, Copy)]
enum Against {
    Counts(f64, f64),
    Percent(f64),
}

impl Against {
    fn share(self) -> f64 {
        match self {
            Self::Counts(count, of) => count / of,
            Self::Percent(percent) => percent / 100.0,
        }
    }

    fn gap(self, count: f64, of: f64, z: f64) -> Estimate {
        let local = wilson(count, of, z);
        match self {
            Self::Counts(count, of) => newcombe(local, wilson(count, of, z)),
            Self::Percent(_) => local.map(|limit| limit - self.share()),
        }
    }
}

/// England's published percentage of a school year, as the tool of the department gives it.
fn lait(series: &str, end_year: &str) -> Against {
    let rows = rows_of("sample-data/open/dfe-lait-foundation-stage/lait_foundation_stage_gld.csv");
    let is_it = |row: &&Row| {
        row["Short Desc"] == series && row["LA and Regions"] == "England" && row["Years"].starts_with(end_year)
    };
    let percent: f64 = rows.iter().find(is_it).unwrap()["Values"].parse().unwrap();
    Against::Percent((percent * 10.0).round() / 10.0)
}

/// England's published counts of 2017/18.
fn england_2018(characteristic: &str) -> Against {
    let rows = rows_of("sample-data/open/dfe-eyfsp/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv");
    let is_it = |row: &&Row| {
        row["time_period"] == "201718"
            && row["geographic_level"] == "National"
            && row["characteristic"] == characteristic
    };
    let row = rows.iter().find(is_it).unwrap();
    Against::Counts(row["gld_number"].parse().unwrap(), row["number_of_children"].parse().unwrap())
}

/// Children of both extracts who live in an area: (reached the level, were assessed), those eligible and the others.
fn children(area: &str, year: &str, sex: &str) -> [(f64, f64); 2] {
    let areas = areas();
    let of_middlesbrough = format!("{MIDDLESBROUGH}/early-years-profile-{}.synthetic.csv", year.replace('/', "-"));
    let mut counts = [(0.0, 0.0); 2];
    for file in [of_middlesbrough.as_str(), REDCAR] {
        for child in rows_of(file) {
            let lives_here =
                areas.get(&child["lsoa21_code"]).is_some_and(|levels| levels.iter().any(|one| one == area));
            let assessed = ["yes", "no"].contains(&child["good_level_of_development"].as_str());
            if !lives_here || !assessed || child["school_year"] != year || !(sex.is_empty() || child["sex"] == sex) {
                continue;
            }
            let group = &mut counts[usize::from(child["free_school_meals"] != "yes")];
            group.1 += 1.0;
            group.0 += f64::from(child["good_level_of_development"] == "yes");
        }
    }
    counts
}

/// A number of a cell: text that every program takes for one.
fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} holds {:?}", row[column]))
}

fn assert_close(row: &Row, columns: [&str; 3], expected: Estimate, decimals: i32) {
    let scale = 10_f64.powi(decimals);
    for (column, expected) in columns.into_iter().zip(expected) {
        let rounded = (expected * scale).round() / scale;
        assert!((number(row, column) - rounded).abs() < 1e-9, "{column}: {} is not {rounded}: {row:?}", row[column]);
    }
}

const LIMITS: [(f64, [&str; 3]); 2] =
    [(Z_95, ["value", "lower_95", "upper_95"]), (Z_998, ["value", "lower_998", "upper_998"])];

/// Checks value, gaps and people of one area, year and sex against every comparator.
fn assert_gaps(rows: &[Row], area: &str, year: &str, sex: (&str, &str), against: &[(&str, Against)]) {
    let [(count, of), others] = children(area, year, sex.1);
    let here = |row: &&Row| {
        row["indicator"] == GAP && row["area_code"] == area && row["period_label"] == year && row["sex"] == sex.0
    };
    let mine: Vec<&Row> = rows.iter().filter(here).collect();
    let value = |group: &str| mine.iter().find(|row| row["measure"] == "value" && row["group_definition"] == group);
    for (group, (count, of)) in [("fsm_to_2025_26", (count, of)), ("not_fsm_to_2025_26", others)] {
        let row = value(group).unwrap();
        assert_eq!([&row["count"], &row["denominator"]], [&count.to_string(), &of.to_string()]);
        for (z, columns) in LIMITS {
            assert_close(row, columns, wilson(count, of, z).map(|share| share * 100.0), 1);
        }
        assert!(row["status"].contains("[b]") == (year == "2021/22"), "{row:?}");
    }
    let rest = [("The other children here", Against::Counts(others.0, others.1))];
    for (title, comparator) in against.iter().chain(&rest) {
        let gap = |measure: &str| {
            let found = mine.iter().find(|row| row["measure"] == measure && row["category"] == *title);
            found.unwrap_or_else(|| panic!("no {measure} to {title} of {area} {year}"))
        };
        let (points, people, relative) = (gap("gap_absolute"), gap("gap_people"), gap("gap_relative"));
        for (z, columns) in LIMITS {
            let [value, lower, upper] = comparator.gap(count, of, z);
            assert_close(points, columns, [value, lower, upper].map(|share| share * 100.0), 1);
            assert_close(people, columns, [value, upper, lower].map(|share| -share * of), 0);
        }
        let share = count / of / comparator.share() - 1.0;
        assert!((number(relative, "value") - (share * 1000.0).round() / 10.0).abs() < 1e-9, "{relative:?}");
        assert!((number(points, "comparator_value") - (comparator.share() * 1000.0).round() / 10.0).abs() < 1e-9);
        let basis = if matches!(comparator, Against::Counts(..)) { "counts" } else { "percent_only" };
        assert_eq!(points["comparator_basis"], basis);
        let code = if title.starts_with("England") { ENGLAND } else { area };
        assert_eq!(points["comparator_code"], code);
    }
}

#[test]
fn gaps_of_the_level_at_age_5_equal_those_worked_out_by_hand() {
    let place = Place::new(&[GAP]);
    place.run(&[]).ended(0);
    let rows = place.figures("public");
    let (all, eligible) = ("England, all children", "England, children eligible for free school meals");
    for area in [PLACE, MIDDLESBROUGH_CODE] {
        for (year, end) in [("2018/19", "2019"), ("2021/22", "2022"), ("2022/23", "2023")] {
            let against = [(all, lait("FSP_NEW_GOODDEV", end)), (eligible, lait("FSP_Gooddev_FSM", end))];
            assert_gaps(&rows, area, year, ("Persons", ""), &against);
        }
        let against = [(all, england_2018("Total")), (eligible, lait("FSP_Gooddev_FSM", "2018"))];
        assert_gaps(&rows, area, "2017/18", ("Persons", ""), &against);
        assert_gaps(&rows, area, "2017/18", ("Female", "F"), &[(all, england_2018("Gender Female"))]);
        assert_gaps(&rows, area, "2018/19", ("Male", "M"), &[]);
    }
    negative_gaps_are_numbers(&place);
}

/// A gap below zero reads back as a number from every CSV file that carries it, and never as a formula made safe.
fn negative_gaps_are_numbers(place: &Place) {
    let folder = place.release_of("public");
    for file in ["observations.csv", "missions/start-well-gap.csv"] {
        let rows = csv_rows(&folder.join(file));
        let gaps: Vec<&Row> =
            rows.iter().filter(|row| row["measure"] == "gap_absolute" && !row["value"].is_empty()).collect();
        let below_zero = gaps.iter().filter(|row| number(row, "value") < 0.0 && number(row, "lower_95") < 0.0).count();
        assert!(below_zero > 20, "{file}: {below_zero} of {}", gaps.len());
        let raw = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(raw.contains(",-"), "{file}");
        assert!(!raw.contains("'-") && !raw.contains("\u{2212}"), "{file}");
    }
}
