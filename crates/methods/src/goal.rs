//! A goal against its readings: what was seen, what is needed, and what the data cannot yet tell.
//!
//! Not allowed here: a rating, and a reading across a break in the series.

use crate::confidence::Confidence;
use crate::counts::{finite, positive};
use crate::error::{InputFault, MethodError};
use crate::estimate::Bounded;
use crate::words::CannotSay;

/// What is wanted of a figure, most often a gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// Nearer to zero than the baseline; no number was declared.
    Narrow,
    /// A declared value.
    ToValue(f64),
    /// Zero.
    Close,
}

/// One yearly reading with its 95 % limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The year of the reporting period, such as 2025 for the school year ending then.
    pub year: i32,
    /// The figure.
    pub figure: Bounded,
}

/// How a sentence names the reporting year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearName {
    /// A calendar year: `2025`.
    Calendar,
    /// A year that began in the calendar year before, such as a school year: `2024/25`.
    AcrossTwo,
}

impl YearName {
    fn of(self, year: i32) -> String {
        match self {
            Self::Calendar => year.to_string(),
            Self::AcrossTwo => format!("{}/{:02}", year - 1, year.rem_euclid(100)),
        }
    }
}

/// A goal and its readings.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalQuestion<'a> {
    /// What is wanted.
    pub aim: Aim,
    /// By which reporting year.
    pub by_year: i32,
    /// Readings from the declared baseline to the latest, in rising order of years; the first is the baseline.
    pub readings: &'a [Reading],
    /// Years between one reading and the next; 1 for yearly ones.
    pub years_between_readings: i32,
    /// Whether the definition changed after the baseline.
    pub break_in_series: bool,
    /// The name of the figure in a sentence, such as `the gap`.
    pub name: &'a str,
    /// The unit in a sentence, such as `percentage points`.
    pub unit: &'a str,
    /// Decimals in the sentence.
    pub decimals: usize,
    /// How the sentence names years.
    pub year_name: YearName,
}

/// What the readings of a goal say.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalReading {
    /// The first reading.
    pub baseline: Reading,
    /// The last one.
    pub latest: Reading,
    /// The reporting years of the readings left, the year of the goal included.
    pub readings_left: Vec<i32>,
    /// The change a year that is needed from the latest reading; none to narrow (any step towards zero will do) and
    /// when no reading is left.
    pub needed_a_year: Option<f64>,
    /// The change a year that was seen, with its 95 % interval; or why none can be told.
    pub seen_a_year: Result<Bounded, CannotSay>,
    /// How the change seen and its interval were computed.
    pub method: &'static str,
    /// The smallest change between two readings of this size whose 95 % interval would leave out zero.
    pub smallest_visible_change: f64,
    /// The same from now to the year of the goal, a year; none when no reading is left.
    pub smallest_visible_a_year: Option<f64>,
    /// One sentence: what was seen, what is needed, what the data cannot yet tell.
    pub sentence: String,
}

/// Reads a goal.
///
/// Formula:
/// * needed a year: `(aim - latest) / (goal's year - latest year)`;
/// * seen a year, from two readings: their difference over the years between, with limits by MOVER (Zou and Donner
///   2008) from the readings' own limits; from three or more: the least-squares slope weighted by `1 / σ²` with
///   `σ = (upper - lower) / (2 z)`, and `∓ z sqrt var`;
/// * smallest visible change: `z sqrt 2 σ` of the latest reading: what two readings as certain as the latest must differ
///   by for the interval of their difference to leave out zero.
///
/// Unit: that of the figure, a year. Readings are taken as independent: cohorts that share nobody.
///
/// # Errors
///
/// [`MethodError::Goal`] when there is no reading, years do not rise, years between readings are not above zero, or a
/// number is not finite or out of order.
///
/// ```
/// use concordat_methods::{Aim, Bounded, GoalQuestion, Reading, YearName, read_goal};
///
/// let reading = |year, value: f64| Reading { year, figure: Bounded { value, lower: value - 3.1, upper: value + 3.1 } };
/// let readings = [reading(2022, 21.4), reading(2025, 20.4)];
/// let goal = read_goal(&GoalQuestion {
///     aim: Aim::ToValue(15.0),
///     by_year: 2028,
///     readings: &readings,
///     years_between_readings: 1,
///     break_in_series: false,
///     name: "the gap",
///     unit: "percentage points",
///     decimals: 1,
///     year_name: YearName::AcrossTwo,
/// })?;
/// assert_eq!(goal.readings_left, [2026, 2027, 2028]);
/// assert_eq!(goal.needed_a_year.map(|needed| format!("{needed:.1}")), Some("-1.8".to_owned()));
/// assert_eq!(
///     goal.sentence,
///     "From 2021/22 to 2024/25 the gap went from 21.4 to 20.4 percentage points, a change of -0.3 a year (95 % interval \
///      -1.8 to 1.1); to reach 15.0 by 2027/28 it must change by -1.8 a year over the 3 readings left; readings of this \
///      size show a change between two of them only from 4.4 on, so that whether there was any change cannot be told \
///      yet."
/// );
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn read_goal(question: &GoalQuestion<'_>) -> Result<GoalReading, MethodError> {
    checked(question).map_err(|fault| MethodError::Goal { fault })
}

fn checked(question: &GoalQuestion<'_>) -> Result<GoalReading, InputFault> {
    let [baseline, .., latest] = question.readings else {
        let [only] = question.readings else { return Err(InputFault::NoObservations) };
        return answered(question, *only, *only);
    };
    answered(question, *baseline, *latest)
}

fn answered(question: &GoalQuestion<'_>, baseline: Reading, latest: Reading) -> Result<GoalReading, InputFault> {
    if question.years_between_readings < 1 {
        return Err(InputFault::YearsNotPositive);
    }
    if !question.readings.windows(2).all(|pair| pair[0].year < pair[1].year) {
        return Err(InputFault::YearsNotRising);
    }
    for reading in question.readings {
        reading.figure.checked_input()?;
    }
    let aim = aim_value(question.aim)?;
    let steps = usize::try_from(question.years_between_readings).unwrap_or(1);
    let readings_left: Vec<i32> = (latest.year..=question.by_year).step_by(steps).skip(1).collect();
    let years_left = f64::from(question.by_year) - f64::from(latest.year);
    let left = (!readings_left.is_empty()).then_some(years_left);
    let (seen_a_year, method) = seen(question, baseline, latest)?;
    let smallest_visible_change = z() * std::f64::consts::SQRT_2 * sigma(latest.figure);
    let mut goal = GoalReading {
        baseline,
        latest,
        readings_left,
        needed_a_year: aim.zip(left).map(|(aim, years)| (aim - latest.figure.value) / years),
        seen_a_year,
        method,
        smallest_visible_change,
        smallest_visible_a_year: left.map(|years| smallest_visible_change / years),
        sentence: String::new(),
    };
    goal.sentence = sentence(question, &goal);
    Ok(goal)
}

fn aim_value(aim: Aim) -> Result<Option<f64>, InputFault> {
    match aim {
        Aim::Narrow => Ok(None),
        Aim::ToValue(value) => finite(value).map(Some),
        Aim::Close => Ok(Some(0.0)),
    }
}

fn z() -> f64 {
    Confidence::PERCENT_95.z()
}

fn sigma(figure: Bounded) -> f64 {
    (figure.upper - figure.lower) / (2.0 * z())
}

const BY_MOVER: &str = "difference of two readings over the years between, limits by MOVER";
const BY_LINE: &str = "least-squares slope weighted by the readings' certainty";

type Seen = (Result<Bounded, CannotSay>, &'static str);

fn seen(question: &GoalQuestion<'_>, baseline: Reading, latest: Reading) -> Result<Seen, InputFault> {
    let readings = question.readings;
    let method = if readings.len() > 2 { BY_LINE } else { BY_MOVER };
    let cannot = |reason| Ok((Err(reason), method));
    if question.break_in_series {
        return cannot(CannotSay::BreakInSeries);
    }
    if readings.len() < 2 {
        return cannot(CannotSay::OneReading);
    }
    if readings.len() == 2 {
        let years = positive(f64::from(latest.year - baseline.year), InputFault::YearsNotRising)?;
        let difference =
            crate::difference_of_rates_at(latest.figure, baseline.figure).map_err(|error| error.fault())?;
        return Ok((Ok(difference.map_increasing(|number| number / years)), method));
    }
    if readings.iter().any(|reading| sigma(reading.figure) <= 0.0) {
        return cannot(CannotSay::NoUncertainty);
    }
    Ok((Ok(slope(readings)), method))
}

/// The weighted slope over the years, with its 95 % limits.
fn slope(readings: &[Reading]) -> Bounded {
    let first = readings.first().map_or(0, |reading| reading.year);
    let points: Vec<(f64, f64, f64)> = readings
        .iter()
        .map(|reading| {
            let sigma = sigma(reading.figure);
            (f64::from(reading.year - first), reading.figure.value, 1.0 / (sigma * sigma))
        })
        .collect();
    let (value, variance) = crate::recent_trend::line(&points);
    let off = z() * variance.sqrt();
    Bounded { value, lower: value - off, upper: value + off }
}

/// A number as the sentence shows it; never `-0.0`.
fn shown(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let is_zero = text.chars().all(|character| matches!(character, '-' | '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

fn sentence(question: &GoalQuestion<'_>, goal: &GoalReading) -> String {
    let number = |value| shown(value, question.decimals);
    let (baseline, latest) = (&goal.baseline, &goal.latest);
    let year = |reading: &Reading| question.year_name.of(reading.year);
    let mut text = if baseline.year == latest.year {
        format!("In {} {} was {} {}", year(latest), question.name, number(latest.figure.value), question.unit)
    } else {
        format!(
            "From {} to {} {} went from {} to {} {}",
            year(baseline),
            year(latest),
            question.name,
            number(baseline.figure.value),
            number(latest.figure.value),
            question.unit
        )
    };
    text.push_str(&match &goal.seen_a_year {
        Ok(seen) => format!(
            ", a change of {} a year (95 % interval {} to {})",
            number(seen.value),
            number(seen.lower),
            number(seen.upper)
        ),
        Err(reason) => format!("; a change cannot be told, since {reason}"),
    });
    text.push_str("; ");
    text.push_str(&needed(question, goal));
    text.push_str("; ");
    text.push_str(&not_yet(question, goal));
    text.push('.');
    text
}

fn needed(question: &GoalQuestion<'_>, goal: &GoalReading) -> String {
    let by = question.year_name.of(question.by_year);
    let number = |value| shown(value, question.decimals);
    let target = match question.aim {
        Aim::ToValue(value) => number(value),
        Aim::Close => number(0.0),
        Aim::Narrow => {
            return match goal.readings_left.len() {
                0 => format!("the goal was to be nearer to zero than {} by {}", number(goal.baseline.figure.value), by),
                left => format!(
                    "the goal is to be nearer to zero than {} by {}, with {left} {} left",
                    number(goal.baseline.figure.value),
                    by,
                    readings(left)
                ),
            };
        }
    };
    match goal.needed_a_year {
        None => format!("the goal was to reach {target} by {by}, and no reading is left"),
        Some(needed) => {
            let left = goal.readings_left.len();
            let over = if left == 1 {
                "over the one reading left".to_owned()
            } else {
                format!("over the {left} readings left")
            };
            format!("to reach {target} by {by} it must change by {} a year {over}", number(needed))
        }
    }
}

const fn readings(count: usize) -> &'static str {
    if count == 1 { "reading" } else { "readings" }
}

/// What the data cannot yet tell.
fn not_yet(question: &GoalQuestion<'_>, goal: &GoalReading) -> String {
    let smallest = shown(goal.smallest_visible_change, question.decimals);
    let visible = format!("readings of this size show a change between two of them only from {smallest} on");
    let untold = match &goal.seen_a_year {
        Err(_) => return visible,
        Ok(seen) if seen.lower <= 0.0 && seen.upper >= 0.0 => "whether there was any change",
        Ok(seen) => match goal.needed_a_year {
            Some(needed) if seen.lower <= needed && needed <= seen.upper => "whether the change is as fast as needed",
            _ => return visible,
        },
    };
    format!("{visible}, so that {untold} cannot be told yet")
}
