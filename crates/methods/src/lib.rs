//! Statistics of the indicators: proportions, rates, directly standardised rates and gaps, with their intervals.
//!
//! Every function here is pure: numbers in, numbers out. Not allowed in this crate: reading or writing anything,
//! Arrow, clocks, random numbers, areas, periods or any other word of the domain.
//!
//! # Shape of the crate
//!
//! * One file per method. A method takes counts as `f64` (they may be fractional, after weighting or rounding).
//! * A function named `something` gives an [`Estimate`], which always carries both the 95 % and the 99.8 % limits;
//!   its companion `something_at` gives a [`Bounded`] at one [`Confidence`].
//! * A method that can be asked a fair question it must not answer returns an [`Outcome`]: the result, or
//!   `Withheld` with a [`WithheldReason`] in plain English.
//! * An input that makes no sense is refused with a [`MethodError`], which never repeats the value it refuses.
//! * No result ever holds a `NaN` or an infinity.
//!
//! ```
//! use concordat_methods::{Counts, proportion};
//!
//! // 868 of 1,570 children reached a good level of development: 55.3 %, from 52.8 to 57.7.
//! let share = proportion(Counts::new(868.0, 1570.0), 100.0)?;
//! assert_eq!(format!("{:.1}", share.value), "55.3");
//! assert_eq!(format!("{:.1} to {:.1}", share.lower_95, share.upper_95), "52.8 to 57.7");
//! # Ok::<(), concordat_methods::MethodError>(())
//! ```

mod comparison;
mod confidence;
mod control_chart;
mod counts;
mod directly_standardised_rate;
mod error;
mod estimate;
mod funnel;
mod gap;
mod gap_index;
mod gap_people;
mod goal;
mod indirectly_standardised;
mod legend;
mod life_expectancy;
mod mean;
mod proportion;
mod quantile;
mod rate;
mod ratio;
mod recent_trend;
mod relative_gap;
mod repeated_events;
mod slope_index;
pub mod special;
mod standard_population;
mod sums;
mod words;

pub use comparison::{
    Polarity, Standing, control_limits_of_proportion, control_limits_of_rate, difference_standing, double_overlap,
    single_overlap, single_overlap_two_levels,
};
pub use confidence::Confidence;
pub use control_chart::{
    Assurance, ChartOptions, ChartPoint, ControlChart, ImprovementDirection, ProcessLimits, SpecialCause, TwoInThree,
    control_chart,
};
pub use counts::Counts;
pub use directly_standardised_rate::{
    DirectStandardisation, EventTotal, FEWEST_EVENTS, StandardisedRate, Stratum, directly_standardised_rate,
    directly_standardised_rate_at,
};
pub use error::{InputFault, MethodError};
pub use estimate::{Bounded, Estimate, Outcome, WithheldReason};
pub use funnel::{
    FunnelArea, FunnelAreaReading, FunnelLimits, FunnelPoint, FunnelPosition, FunnelPositions, FunnelScale,
    FunnelStatistic, RateKind, RatioKind, funnel_limits, funnel_positions,
};
pub use gap::{
    difference_from_exact, difference_from_rest_at, difference_from_whole, difference_from_whole_at,
    difference_of_proportions, difference_of_proportions_at, difference_of_rates, difference_of_rates_at,
};
pub use gap_index::{GapIndex, PupilScore, gap_index};
pub use gap_people::{gap_people, gap_people_at};
pub use goal::{Aim, GoalQuestion, GoalReading, Reading, YearName, read_goal};
pub use indirectly_standardised::{IndirectStandardisation, ReferredBand, indirect_standardisation};
pub use legend::legend_classes;
pub use life_expectancy::{LARGEST_POPULATION_WITHOUT_LIFE_TABLE, LIFE_TABLE_AGES, LifeBand, LifeTable, life_table};
pub use mean::{Mean, mean_of};
pub use proportion::{proportion, proportion_at};
pub use quantile::{FirstQuantile, quantiles};
pub use rate::{CountIntervalMethod, FEWEST_EVENTS_FOR_BYAR, count_interval_method, count_limits_at, rate, rate_at};
pub use ratio::{
    adjusted_ratio_of_proportions_at, normal_difference_of_rates_at, ratio_of_proportions_at, ratio_of_rates_at,
    wald_difference_at,
};
pub use recent_trend::{
    RecentTrend, TREND_POINTS, TrendMarker, TrendReason, recent_trend_of_proportion, recent_trend_of_values,
};
pub use relative_gap::{
    RateAndVariance, relative_gap_from_exact, relative_gap_from_whole, relative_gap_from_whole_at,
    relative_gap_of_proportions, relative_gap_of_proportions_at, relative_gap_of_rates, relative_gap_of_rates_at,
};
pub use repeated_events::{RepeatedEvents, repeated_events};
pub use slope_index::{DeprivationQuantile, Simulation, SlopeIndex, SlopeLimits, SlopeOptions, ValueKind, slope_index};
pub use standard_population::{
    EUROPEAN_STANDARD_POPULATION_2013, StandardBand, european_standard_population_2013_from_age,
};
pub use words::{CannotSay, ChartWord, FEWEST_CHART_POINTS, SeriesBasis, Significance, TrendWord, chart_word};
