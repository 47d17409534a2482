//! Where a method gives something else than the reference programs, on purpose; and edges that no reference has.
//!
//! Not allowed here: a case that a reference table holds.

use concordat_methods::{
    Bounded, Confidence, Counts, DeprivationQuantile, FirstQuantile, FunnelArea, FunnelScale, FunnelStatistic,
    IndirectStandardisation, InputFault, LIFE_TABLE_AGES, LifeBand, Outcome, PupilScore, RepeatedEvents, Simulation,
    SlopeLimits, SlopeOptions, TrendMarker, TrendReason, ValueKind, WithheldReason, control_chart, funnel_limits,
    funnel_positions, gap_index, life_table, mean_of, quantiles, recent_trend_of_proportion, recent_trend_of_values,
    repeated_events, slope_index,
};

#[test]
fn limits_of_a_withheld_life_expectancy_are_withheld() {
    let band = |age: &u8| LifeBand { first_age: *age, deaths: if *age == 90 { 1.0 } else { 5.0 }, population: 2_000.0 };
    let bands: Vec<LifeBand> = LIFE_TABLE_AGES.iter().map(band).collect();
    let table = life_table(&bands).unwrap().computed().unwrap();
    let at_birth = table.at(0, Confidence::PERCENT_95).unwrap();
    assert_eq!(at_birth.reason(), Some(WithheldReason::IntervalTooWide));
    assert!(table.at(3, Confidence::PERCENT_95).is_err());
}

#[test]
fn a_life_table_names_the_first_reason() {
    let reason = |change: fn(&mut Vec<LifeBand>)| {
        let mut bands: Vec<LifeBand> =
            LIFE_TABLE_AGES.iter().map(|age| LifeBand { first_age: *age, deaths: 5.0, population: 2_000.0 }).collect();
        change(&mut bands);
        life_table(&bands).unwrap().reason()
    };
    assert_eq!(reason(|_| ()), None);
    assert_eq!(reason(|bands| bands[3].deaths = -1.0), Some(WithheldReason::NegativeDeaths));
    assert_eq!(reason(|bands| bands[3].population = 0.0), Some(WithheldReason::PopulationNotPositive));
    assert_eq!(reason(|bands| bands.truncate(19)), Some(WithheldReason::NotTwentyBands));
    assert_eq!(reason(|bands| bands[3].deaths = 2_001.0), Some(WithheldReason::DeathsExceedPopulation));
    assert_eq!(
        reason(|bands| bands.iter_mut().for_each(|band| band.population = 250.0)),
        Some(WithheldReason::TotalPopulationTooSmall)
    );
}

#[test]
fn no_expected_events_give_a_reason_and_no_infinity() {
    let sums = IndirectStandardisation::of_totals(52.0, 0.0, 0.008).unwrap();
    let rate = sums.rate_at(Confidence::PERCENT_95, 100_000.0).unwrap();
    assert_eq!(rate.reason(), Some(WithheldReason::ExpectedIsZero));
}

#[test]
fn one_or_no_observation_has_no_interval() {
    let one = mean_of(&[14.4]).unwrap();
    assert_eq!(one.limits_at(Confidence::PERCENT_95).unwrap().reason(), Some(WithheldReason::OneObservation));
    assert_eq!(mean_of(&[]).map_err(|error| error.fault()), Err(InputFault::NoObservations));
    assert_eq!(mean_of(&[1.0, f64::NAN]).map_err(|error| error.fault()), Err(InputFault::NotFinite));
}

fn options(kind: ValueKind, transform: bool, multiplier: f64) -> SlopeOptions {
    SlopeOptions { kind, transform, multiplier, simulation: Simulation::default(), prefer_simulation: false }
}

fn five(values: [f64; 5], standard_error: f64) -> [DeprivationQuantile; 5] {
    values.map(|value| DeprivationQuantile { population: 1_000.0, value, standard_error })
}

#[test]
fn simulation_and_inversion_agree_and_a_seed_repeats_itself() {
    let quantiles = five([0.5, 0.45, 0.4, 0.38, 0.3], 0.1);
    let numerical = slope_index(&quantiles, options(ValueKind::Proportion, false, 100.0)).unwrap();
    let drawn = |seed| {
        let simulation = Simulation { repetitions: 200_000, seed };
        let options =
            SlopeOptions { simulation, prefer_simulation: true, ..options(ValueKind::Proportion, false, 100.0) };
        slope_index(&quantiles, options).unwrap()
    };
    let level = Confidence::PERCENT_95;
    let (exact, how) = numerical.slope_limits_at(level).unwrap();
    assert_eq!(how, SlopeLimits::Numerical);
    let (one, how) = drawn(1).slope_limits_at(level).unwrap();
    assert_eq!(how, SlopeLimits::Simulated);
    let width = exact.upper - exact.lower;
    assert!((one.lower - exact.lower).abs() < 0.01 * width && (one.upper - exact.upper).abs() < 0.01 * width);
    let ratio = |index: &concordat_methods::SlopeIndex| index.relative_limits_at(level).unwrap().0.computed().unwrap();
    let (drawn_ratio, exact_ratio) = (ratio(&drawn(1)), ratio(&numerical));
    let width = exact_ratio.upper - exact_ratio.lower;
    assert!((drawn_ratio.lower - exact_ratio.lower).abs() < 0.01 * width);
    assert_eq!(one, drawn(1).slope_limits_at(level).unwrap().0);
    assert_ne!(one, drawn(2).slope_limits_at(level).unwrap().0);
}

#[test]
fn a_negative_multiplier_turns_both_indices_round() {
    let quantiles = five([500.0, 430.0, 390.0, 360.0, 310.0], 0.05);
    for transform in [false, true] {
        let plain = slope_index(&quantiles, options(ValueKind::Rate, transform, 1.0)).unwrap();
        let turned = slope_index(&quantiles, options(ValueKind::Rate, transform, -1.0)).unwrap();
        assert_eq!(plain.slope_index, -turned.slope_index);
        let product = plain.relative_index.computed().unwrap() * turned.relative_index.computed().unwrap();
        assert!((product - 1.0).abs() < 1e-14);
        let limits = |index: &concordat_methods::SlopeIndex| {
            index.relative_limits_at(Confidence::PERCENT_95).unwrap().0.computed().unwrap()
        };
        assert!((limits(&plain).lower * limits(&turned).upper - 1.0).abs() < 1e-7);
        assert!(limits(&turned).lower > 1.0);
    }
}

#[test]
fn a_line_that_starts_below_zero_has_no_relative_index() {
    let index = slope_index(&five([1.0, 2.0, 30.0, 40.0, 50.0], 0.5), options(ValueKind::Other, false, 1.0)).unwrap();
    assert_eq!(index.relative_index.reason(), Some(WithheldReason::InterceptNotPositive));
    let (limits, _) = index.relative_limits_at(Confidence::PERCENT_95).unwrap();
    assert_eq!(limits.reason(), Some(WithheldReason::InterceptNotPositive));
}

#[test]
fn values_off_their_scale_are_refused() {
    let fault = |kind, value| {
        slope_index(&five([value; 5], 0.1), options(kind, false, 1.0)).map(|_| ()).map_err(|error| error.fault())
    };
    assert_eq!(fault(ValueKind::Rate, 0.0), Err(InputFault::ValueOutsideScale));
    assert_eq!(fault(ValueKind::Proportion, 1.0), Err(InputFault::ValueOutsideScale));
    assert_eq!(fault(ValueKind::Other, -3.0), Ok(()));
}

#[test]
fn repeated_events_of_one_each_are_a_plain_standardised_rate() {
    let rows: Vec<RepeatedEvents> = (0..5_u32)
        .map(|band| RepeatedEvents {
            band: band as usize,
            events_each: 1.0,
            people: f64::from(7 * band + 3),
            population: 1_000.0 + f64::from(band),
            standard_weight: 500.0,
        })
        .collect();
    let strata: Vec<concordat_methods::Stratum> = rows
        .iter()
        .map(|row| concordat_methods::Stratum {
            events: row.people,
            population: row.population,
            standard_weight: row.standard_weight,
        })
        .collect();
    let total = concordat_methods::EventTotal::OfStrata;
    let plain = concordat_methods::DirectStandardisation::of(&strata, 100.0, total).unwrap();
    assert_eq!(repeated_events(&rows, 100.0), Ok(plain));
    let mut wrong = rows;
    wrong[1].band = 0;
    assert_eq!(repeated_events(&wrong, 100.0).map_err(|error| error.fault()), Err(InputFault::BandDisagrees));
}

#[test]
fn fewer_areas_than_quantiles_have_none() {
    let outcome = quantiles(&[Some(1.0), None, Some(2.0)], 3, FirstQuantile::Lowest).unwrap();
    assert_eq!(outcome.reason(), Some(WithheldReason::FewerAreasThanQuantiles));
    assert!(quantiles(&[Some(1.0)], 1, FirstQuantile::Lowest).is_err());
}

#[test]
fn a_gap_index_needs_both_groups() {
    let pupil = |score, disadvantaged| PupilScore { score, disadvantaged };
    let reason = |pupils: &[PupilScore]| gap_index(pupils).unwrap().index.reason();
    assert_eq!(reason(&[pupil(Some(1.0), false), pupil(None, true)]), Some(WithheldReason::NoDisadvantaged));
    assert_eq!(reason(&[pupil(Some(1.0), true)]), Some(WithheldReason::NoOthers));
}

#[test]
fn a_funnel_of_proportions_is_cut_at_its_multiplier() {
    let area = |numerator, people| FunnelArea { numerator, denominator: Some(people), rate: None };
    let scale = FunnelScale { statistic: FunnelStatistic::Proportion, multiplier: 1.0, years: 1.0 };
    let curves = funnel_limits(&[area(5.0, 10.0), area(60.0, 100.0)], scale).unwrap();
    assert!(curves.iter().all(|point| point.three_sigma.upper <= 1.0 && point.three_sigma.lower >= 0.0));
    assert!(funnel_positions(&[], scale).is_err());
}

#[test]
fn trends_that_cannot_be_told_say_why() {
    let everybody: Vec<_> = (2020..2025).map(|year| (year, Some(Counts::new(0.0, 100.0)))).collect();
    let trend = recent_trend_of_proportion(&everybody).unwrap();
    assert_eq!((trend.marker, trend.reason), (TrendMarker::CannotBeCalculated, TrendReason::LogOddsUndefined));
    let exact = Bounded { value: 1.0, lower: 1.0, upper: 1.0 };
    let points: Vec<_> = (2020..2025).map(|year| (year, Some(exact))).collect();
    let trend = recent_trend_of_values(&points).unwrap();
    assert_eq!(trend.reason, TrendReason::NoUncertainty);
    let twice = [(2020, Some(exact)), (2020, Some(exact))];
    assert_eq!(recent_trend_of_values(&twice).map_err(|error| error.fault()), Err(InputFault::YearsNotRising));
}

#[test]
fn constant_points_have_no_process_limits_when_screened() {
    let options = concordat_methods::ChartOptions::default();
    let chart = control_chart(&[10.0; 14], &[], &options).unwrap();
    assert_eq!(chart.points[0].limits.reason(), Some(WithheldReason::SpreadIsZero));
    let unscreened = concordat_methods::ChartOptions { screen_outliers: false, ..options };
    let chart = control_chart(&[10.0; 14], &[], &unscreened).unwrap();
    assert!(
        matches!(chart.points[0].limits, Outcome::Computed(limits) if limits.lower == 10.0 && limits.upper == 10.0)
    );
    let short = concordat_methods::ChartOptions { fix_after: Some(11), ..options };
    assert_eq!(
        control_chart(&[1.0, 2.0], &[], &short).map_err(|error| error.fault()),
        Err(InputFault::BaselineTooShort)
    );
}

#[test]
fn a_point_beyond_a_limit_may_count_as_near_it() {
    let mut values: Vec<f64> = (0..20).map(|point| if point % 2 == 0 { 10.0 } else { 11.0 }).collect();
    values.extend([14.6, 10.9, 13.4]);
    let with = concordat_methods::ChartOptions {
        two_in_three: concordat_methods::TwoInThree::WithPointsBeyondLimits,
        ..concordat_methods::ChartOptions::default()
    };
    let causes = |options: &concordat_methods::ChartOptions| {
        let chart = control_chart(&values, &[], options).unwrap();
        (chart.points[20].outside_limits, chart.points[22].close_to_limits, chart.points[22].special_cause)
    };
    let (beyond, near, cause) = causes(&concordat_methods::ChartOptions::default());
    let (_, _, cause_with) = causes(&with);
    if (beyond, near) == (Some(true), Some(true)) {
        assert_eq!((cause, cause_with), (None, Some(concordat_methods::SpecialCause::TwoInThreeAbove)));
    } else {
        panic!("the points no longer lie as this test needs: {beyond:?} {near:?}");
    }
}
