//! Words over made-up rows, and the sample's declarations with an analysis put in.

use std::collections::BTreeSet;
use std::path::Path;

use concordat_base::{AreaCode, Date, Decimal, Name};
use concordat_declare::indicator::{Analysis, ControlChart, GoalDirection, Indicator};
use concordat_declare::{Files, Located, Partnership, load};

use super::add;
use crate::observation::{ComparatorFigure, Limits, Mark, Observation, RowMeasure};

/// The sample's declarations on disk.
struct SouthTees;

impl SouthTees {
    fn path(path: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees").join(path)
    }
}

impl Files for SouthTees {
    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(Self::path(path)).ok()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(Self::path(folder)).into_iter().flatten().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

pub(in crate::evaluate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn located(text: &str) -> Located<Name> {
    Located { value: name(text), line: 1, column: 1 }
}

pub(in crate::evaluate) fn south_tees() -> Partnership {
    load(&SouthTees).partnership.unwrap()
}

pub(in crate::evaluate) fn indicator(partnership: &Partnership, id: &str, analysis: Analysis) -> Indicator {
    Indicator { analysis, ..partnership.indicator(&name(id)).unwrap().clone() }
}

/// A value of the place, so many months from a day on, with limits two on either side.
pub(in crate::evaluate) fn row(start: Date, months: i32, value: f64) -> Observation {
    let (first, last) = (start, start.saturating_add(jiff::Span::new().months(months)).yesterday().unwrap());
    let decimal = |value: f64| Decimal::round(value, 1).unwrap();
    Observation {
        indicator: name("made-up"),
        indicator_version: 1,
        mission: name("start-well-gap"),
        measure: RowMeasure::Value,
        group_definition: String::new(),
        area_code: AreaCode::new("south-tees").unwrap(),
        area_name: "South Tees".to_owned(),
        area_level: name("place"),
        area_vintage: "2024".to_owned(),
        parent_code: None,
        period_start: first,
        period_end: last,
        period_label: format!("{}/{:02}", first.year(), last.year() % 100),
        sex: "Persons",
        age: "All ages".to_owned(),
        category_type: String::new(),
        category: String::new(),
        value: Some(decimal(value)),
        limits: Some(Limits { lower_95: decimal(value - 2.0), upper_95: decimal(value + 2.0), wide: None }),
        count: None,
        count_basis: "exact",
        denominator: None,
        denominator_source: String::new(),
        denominator_period: String::new(),
        unit: "percent".to_owned(),
        method: "Wilson score".to_owned(),
        comparator: None,
        significance: "",
        recent_trend: "",
        reading: "A sentence.".to_owned(),
        marks: BTreeSet::new(),
        status_reason: String::new(),
        input_as_of: None,
        held_since: None,
        synthetic: true,
        figure_id: String::new(),
        audiences: BTreeSet::new(),
    }
}

fn quarters(values: &[f64]) -> Vec<Observation> {
    let start = |at: i32| Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().months(3 * at));
    (0..).zip(values).map(|(at, value)| row(start(at), 3, *value)).collect()
}

fn years(values: &[f64]) -> Vec<Observation> {
    let start = |at: i32| Date::constant(2018, 9, 1).saturating_add(jiff::Span::new().years(at));
    (0..).zip(values).map(|(at, value)| row(start(at), 12, *value)).collect()
}

fn with_counts(mut rows: Vec<Observation>) -> Vec<Observation> {
    for row in &mut rows {
        let tenths: u64 = row.value.unwrap().to_string().replace('.', "").parse().unwrap();
        (row.count, row.denominator) = (Some(tenths), Some(1000));
    }
    rows
}

const STEADY: [f64; 13] = [10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 18.0];

fn charted(mut rows: Vec<Observation>) -> String {
    let place = south_tees();
    let chart = ControlChart { months: 3, screen_outliers: false, fix_after: None };
    let asked =
        indicator(&place, "anti-social-behaviour", Analysis { control_chart: Some(chart), ..Analysis::default() });
    add(&place, &asked, &mut rows).unwrap();
    let told: Vec<&str> = rows.iter().filter_map(|row| row.reading.split("Control chart: ").nth(1)).collect();
    assert_eq!(told.len(), 1, "words stand with the last value alone");
    told[0].to_owned()
}

#[test]
fn a_control_chart_speaks_of_the_last_point_and_needs_twelve() {
    assert_eq!(charted(quarters(&STEADY)), "unusually high, above the upper process limit.");
    assert_eq!(charted(quarters(&STEADY[..12])), "as usual.");
    assert_eq!(charted(quarters(&STEADY[..11])), "cannot say, fewer than twelve points.");
    // A value that may still be added to is no point yet; what came before a break is another series.
    let mut rows = quarters(&STEADY);
    rows[12].marks.insert(Mark::Provisional);
    assert_eq!(charted(rows), "as usual.");
    let mut rows = quarters(&STEADY);
    rows[2].marks.insert(Mark::Break);
    assert_eq!(charted(rows), "cannot say, fewer than twelve points.");
    // Of a quarter that is not whole, and of one that is not shown, nothing can be said.
    let mut hidden = quarters(&STEADY);
    hidden[5].value = None;
    assert_eq!(charted(hidden), "cannot say, one of the last five points is missing.");
    assert_eq!(charted(vec![row(Date::constant(2024, 1, 1), 2, 9.0)]), "cannot say, fewer than twelve points.");
}

#[test]
fn points_that_overlap_are_no_series() {
    let overlapping: Vec<Observation> = (0..13)
        .map(|at| row(Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().months(at)), 3, f64::from(at % 3)))
        .collect();
    assert_eq!(charted(overlapping), "cannot say, points of a rolling average share their data.");
}

fn trend(rows: Vec<Observation>, id: &str) -> (&'static str, String) {
    let (place, mut rows) = (south_tees(), rows);
    let asked = indicator(&place, id, Analysis { recent_trend: true, ..Analysis::default() });
    add(&place, &Indicator { goal: None, ..asked }, &mut rows).unwrap();
    let last = rows.last().unwrap();
    assert!(rows.iter().rev().skip(1).all(|row| row.recent_trend.is_empty()));
    (last.recent_trend, last.reading.clone())
}

#[test]
fn a_recent_trend_needs_five_years_without_a_break() {
    let gap = "good-level-of-development-fsm";
    let rising = with_counts(years(&[50.0, 54.0, 59.0, 63.0, 69.0]));
    assert_eq!(trend(rising.clone(), gap), ("rising", "A sentence. Recent trend: rising.".to_owned()));
    assert_eq!(trend(with_counts(years(&[50.0, 50.2, 49.8, 50.1, 50.0])), gap).0, "no clear change");
    let (word, told) = trend(rising[1..].to_vec(), gap);
    assert_eq!((word, told.ends_with("cannot say, fewer than five yearly points.")), ("cannot say", true), "{told}");
    let mut broken = rising.clone();
    broken[2].marks.insert(Mark::Break);
    assert_eq!(trend(broken, gap).0, "cannot say");
    let mut hidden = rising;
    (hidden[1].value, hidden[1].count) = (None, None);
    assert_eq!(trend(hidden, gap).0, "cannot say");
    // Rates go by their limits.
    assert_eq!(trend(years(&[50.0, 44.0, 39.0, 33.0, 29.0]), "emergency-admissions-falls-65").0, "falling");
    assert_eq!(trend(quarters(&STEADY), "anti-social-behaviour").0, "cannot say");
}

#[test]
fn areas_are_held_against_their_average_by_their_size() {
    let place = south_tees();
    let asked = Analysis { funnel: vec![located("ward24")], ..Analysis::default() };
    let asked = indicator(&place, "good-level-of-development-fsm", asked);
    let ward = |code: &str, count: u64, people: u64| Observation {
        area_level: name("ward24"),
        area_code: AreaCode::new(code).unwrap(),
        count: Some(count),
        denominator: Some(people),
        ..row(Date::constant(2022, 9, 1), 36, 0.0)
    };
    let mut rows = vec![
        ward("E05009853", 100, 500),
        ward("E05009854", 520, 1000),
        ward("E05009855", 12, 20),
        ward("E05009856", 400, 500),
        Observation { value: None, ..ward("E05009857", 1, 2) },
    ];
    add(&place, &Indicator { goal: None, ..asked }, &mut rows).unwrap();
    let words: Vec<&str> = rows.iter().map(|row| row.significance).collect();
    assert_eq!(words, ["lower", "no clear difference", "no clear difference", "higher", ""]);
    assert!(rows[0].method.ends_with("by funnel limits of 99.8 %"), "{}", rows[0].method);
    assert_eq!(rows[4].method, "Wilson score");
    // Against the whole, an area that is withheld changes no word of another.
    let whole = Observation { count: Some(1040), denominator: Some(2040), ..row(Date::constant(2022, 9, 1), 36, 51.0) };
    let mut with_whole: Vec<Observation> = rows.iter().cloned().chain([whole]).collect();
    let asked = Analysis { funnel: vec![located("ward24")], ..Analysis::default() };
    let asked = Indicator { goal: None, ..indicator(&place, "good-level-of-development-fsm", asked) };
    add(&place, &asked, &mut with_whole).unwrap();
    let mut withheld = with_whole.clone();
    withheld[0].value = None;
    add(&place, &asked, &mut withheld).unwrap();
    let words = |rows: &[Observation]| rows[1..4].iter().map(|row| row.significance).collect::<Vec<_>>();
    assert_eq!(words(&with_whole), words(&withheld));
}

fn gap(value: f64, start: Date) -> Observation {
    let england = ComparatorFigure {
        id: name("england-all"),
        code: "E92000001".to_owned(),
        value: Decimal::round(68.0, 1),
        limits_95: None,
        basis: "percent_only",
    };
    Observation {
        measure: RowMeasure::GapAbsolute,
        comparator: Some(england),
        category: "England, all children".to_owned(),
        unit: "percentage points".to_owned(),
        significance: "lower",
        ..row(start, 12, value)
    }
}

#[test]
fn a_value_takes_the_word_of_its_gap_or_of_a_figure_taken_as_exact() {
    let place = south_tees();
    let asked = Analysis { significance: Some(located("england-all")), ..Analysis::default() };
    let asked = indicator(&place, "good-level-of-development-fsm", asked);
    let asked = Indicator { goal: None, ..asked };
    let start = Date::constant(2021, 9, 1);
    let mut rows = vec![row(start, 12, 50.0), gap(-18.0, start)];
    add(&place, &asked, &mut rows).unwrap();
    assert_eq!(rows[0].significance, "lower");
    for (value, word) in [(65.0, "lower"), (67.0, "no clear difference"), (71.0, "higher")] {
        let mut rows = vec![Observation { comparator: gap(0.0, start).comparator, ..row(start, 12, value) }];
        add(&place, &asked, &mut rows).unwrap();
        assert_eq!(rows[0].significance, word, "{value}");
    }
}

fn goal(direction: GoalDirection, gaps: &[(i16, f64)]) -> Option<Observation> {
    let place = south_tees();
    let mut asked = indicator(&place, "good-level-of-development-fsm", Analysis::default());
    asked.goal.as_mut().unwrap().direction = direction;
    let mut rows: Vec<Observation> =
        gaps.iter().map(|(year, value)| gap(*value, Date::constant(*year, 9, 1))).collect();
    let before = rows.len();
    add(&place, &asked, &mut rows).unwrap();
    assert!(rows.len() <= before + 1);
    rows.into_iter().nth(before)
}

#[test]
fn a_goal_has_one_row_with_the_change_seen_and_a_sentence() {
    let row = goal(GoalDirection::ToValue(-10.0), &[(2021, -20.0), (2022, -19.0), (2024, -18.0)]).unwrap();
    assert_eq!((row.measure.as_str(), row.unit.as_str()), ("change", "percentage points a year"));
    assert_eq!(row.category, "Bring the gap to England, all children to -10, from 2021/22 by 2029/30");
    assert!(row.value.unwrap().to_f64() > 0.0 && row.limits.unwrap().wide.is_none() && row.count.is_none());
    for words in [
        "the gap to England, all children",
        "-20.0 to -18.0",
        "From 2021/22 to 2024/25",
        "by 2029/30",
        "5 readings left",
    ] {
        assert!(row.reading.contains(words), "no {words:?}: {}", row.reading);
    }
    assert_eq!(row.period_label, "2021/22 to 2024/25");
    assert!(row.figure_id.len() == 17 && row.figure_id.starts_with('f'), "{}", row.figure_id);
    // A single reading shows no change, and says so; without the baseline there is nothing to start from.
    let one = goal(GoalDirection::Narrow, &[(2021, -20.0)]).unwrap();
    assert!(one.value.is_none() && one.marks.contains(&Mark::NotAvailable));
    assert!(one.status_reason.contains("only one reading"), "{}", one.status_reason);
    assert!(goal(GoalDirection::Close, &[(2022, -19.0), (2023, -18.0)]).is_none());
}
