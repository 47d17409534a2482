//! Words for releases, and the sentence of a goal.
//!
//! Not allowed here: numbers of a method.

use concordat_methods::{
    Aim, Bounded, CannotSay, ChartOptions, ChartWord, Counts, FunnelPosition, GoalQuestion, Reading, SeriesBasis,
    Significance, TrendWord, YearName, chart_word, difference_from_whole, difference_of_proportions, proportion,
    read_goal, recent_trend_of_proportion,
};

fn bounded(value: f64, half: f64) -> Bounded {
    Bounded { value, lower: value - half, upper: value + half }
}

#[test]
fn a_neighbour_is_judged_by_the_interval_of_the_difference() {
    // Intervals that overlap, of two groups that differ all the same.
    let (local, neighbour) = (Counts::new(440.0, 1_000.0), Counts::new(490.0, 1_000.0));
    let gap = difference_of_proportions(local, neighbour, 100.0).unwrap();
    assert_eq!(Significance::of_difference(gap.at_95()).unwrap(), Significance::Lower);
    let one = proportion(local, 100.0).unwrap().at_95();
    let other = proportion(neighbour, 100.0).unwrap().at_95();
    assert!(one.upper > other.lower);
}

#[test]
fn a_part_is_judged_against_its_whole_by_the_interval_of_their_difference() {
    let gap = difference_from_whole(Counts::new(30.0, 100.0), Counts::new(1_030.0, 2_100.0), 100.0).unwrap();
    let word = Significance::of_difference(gap.computed().unwrap().at_95()).unwrap();
    assert_eq!(word.word(), "lower");
}

#[test]
fn england_is_taken_as_exact() {
    let word = |value| Significance::against_exact(bounded(value, 2.0), 60.0).unwrap().word();
    assert_eq!([word(57.0), word(58.0), word(63.0)], ["lower", "no clear difference", "higher"]);
    assert!(Significance::against_exact(bounded(f64::NAN, 2.0), 60.0).is_err());
}

#[test]
fn trends_are_told_in_words_with_a_reason_when_nothing_can_be_said() {
    let word = |counts: &[f64]| {
        let points: Vec<_> = (2020..).zip(counts).map(|(year, c)| (year, Some(Counts::new(*c, 1_000.0)))).collect();
        TrendWord::from(recent_trend_of_proportion(&points).unwrap())
    };
    assert_eq!(word(&[500.0, 540.0, 590.0, 630.0, 690.0]), TrendWord::Rising);
    assert_eq!(word(&[690.0, 630.0, 590.0, 540.0, 500.0]), TrendWord::Falling);
    assert_eq!(word(&[500.0, 510.0, 495.0, 505.0, 500.0]).word(), "no clear change");
    assert_eq!(word(&[500.0, 510.0]).reason(), Some(CannotSay::FewerThanFivePoints));
    assert_eq!(word(&[0.0, 90.0, 190.0, 300.0, 400.0]).reason(), Some(CannotSay::NobodyOrEverybody));
    let holes: Vec<_> = (2020..2026).map(|year| (year, (year != 2023).then(|| Counts::new(5.0, 9.0)))).collect();
    let trend = TrendWord::from(recent_trend_of_proportion(&holes).unwrap());
    assert_eq!((trend.word(), trend.reason()), ("cannot say", Some(CannotSay::MissingPoint)));
}

#[test]
fn charts_that_data_cannot_bear_say_so() {
    let options = ChartOptions::default();
    let few = chart_word(&[1.0; 11], &[], &options, SeriesBasis::OwnData).unwrap();
    assert_eq!(few, (ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints), None));
    let rolling = chart_word(&[1.0; 40], &[], &options, SeriesBasis::RollingAverage).unwrap();
    assert_eq!(rolling.0.why(), Some("points of a rolling average share their data".to_owned()));
    let rebased: Vec<f64> = (0..20).map(|point| f64::from(point % 3)).collect();
    let (word, _) = chart_word(&rebased, &[15], &options, SeriesBasis::OwnData).unwrap();
    assert_eq!(word, ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints));
    let (word, _) = chart_word(&rebased, &[], &options, SeriesBasis::OwnData).unwrap();
    assert_eq!((word.word(), word.why()), ("as usual", None));
    let (word, _) = chart_word(&[3.0; 12], &[], &options, SeriesBasis::OwnData).unwrap();
    assert_eq!(word, ChartWord::CannotSay(CannotSay::NoVariation));
}

#[test]
fn no_word_is_a_rating() {
    let positions = [FunnelPosition::FarBelow, FunnelPosition::Inside, FunnelPosition::NotApplicable];
    for words in positions.map(FunnelPosition::words) {
        assert!(!["good", "bad", "better", "worse", "red", "green"].iter().any(|word| words.contains(word)), "{words}");
    }
}

fn question<'a>(aim: Aim, by_year: i32, readings: &'a [Reading]) -> GoalQuestion<'a> {
    GoalQuestion {
        aim,
        by_year,
        readings,
        years_between_readings: 1,
        break_in_series: false,
        name: "the gap",
        unit: "percentage points",
        decimals: 1,
        year_name: YearName::Calendar,
    }
}

fn reading(year: i32, value: f64, half: f64) -> Reading {
    Reading { year, figure: bounded(value, half) }
}

#[test]
fn a_goal_to_narrow_needs_no_number() {
    let readings = [reading(2021, 24.1, 3.0), reading(2025, 18.0, 3.0)];
    let goal = read_goal(&question(Aim::Narrow, 2026, &readings)).unwrap();
    assert_eq!(goal.needed_a_year, None);
    assert_eq!(goal.readings_left, [2026]);
    let seen = goal.seen_a_year.unwrap();
    assert!((seen.value + 1.525).abs() < 1e-12 && seen.upper < 0.0);
    assert_eq!(
        goal.sentence,
        "From 2021 to 2025 the gap went from 24.1 to 18.0 percentage points, a change of -1.5 a year (95 % interval -2.6 \
         to -0.5); the goal is to be nearer to zero than 24.1 by 2026, with 1 reading left; readings of this size show a \
         change between two of them only from 4.2 on."
    );
}

#[test]
fn a_goal_to_close_weighs_every_reading() {
    let readings =
        [reading(2022, 21.0, 2.0), reading(2023, 20.0, 2.0), reading(2024, 18.5, 2.0), reading(2025, 18.0, 2.0)];
    let goal = read_goal(&question(Aim::Close, 2030, &readings)).unwrap();
    assert!(goal.method.starts_with("least-squares"));
    assert_eq!(goal.needed_a_year, Some(-18.0 / 5.0));
    assert_eq!(goal.smallest_visible_a_year, Some(goal.smallest_visible_change / 5.0));
    assert!(goal.sentence.contains("to reach 0.0 by 2030 it must change by -3.6 a year over the 5 readings left"));
    let school = GoalQuestion { year_name: YearName::AcrossTwo, ..question(Aim::Close, 2030, &readings) };
    let said = read_goal(&school).unwrap().sentence;
    assert!(said.starts_with("From 2021/22 to 2024/25 ") && said.contains("to reach 0.0 by 2029/30 it must"), "{said}");
}

#[test]
fn a_goal_says_what_cannot_be_told() {
    let one = [reading(2025, 18.0, 2.0)];
    let goal = read_goal(&question(Aim::ToValue(15.0), 2028, &one)).unwrap();
    assert_eq!(goal.seen_a_year, Err(CannotSay::OneReading));
    assert!(
        goal.sentence
            .starts_with("In 2025 the gap was 18.0 percentage points; a change cannot be told, since there is")
    );
    let two = [reading(2021, 24.0, 2.0), reading(2025, 18.0, 2.0)];
    let broken = GoalQuestion { break_in_series: true, ..question(Aim::ToValue(15.0), 2025, &two) };
    let goal = read_goal(&broken).unwrap();
    assert_eq!(goal.seen_a_year, Err(CannotSay::BreakInSeries));
    assert_eq!((goal.needed_a_year, goal.smallest_visible_a_year), (None, None));
    assert!(goal.sentence.contains("the goal was to reach 15.0 by 2025, and no reading is left"));
    assert!(read_goal(&question(Aim::Close, 2030, &[])).is_err());
    assert!(read_goal(&question(Aim::ToValue(f64::NAN), 2030, &two)).is_err());
    let backwards = [two[1], two[0]];
    assert!(read_goal(&question(Aim::Close, 2030, &backwards)).is_err());
}
