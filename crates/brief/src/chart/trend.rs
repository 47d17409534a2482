//! Lines over time: whiskers for the area's intervals, names at the ends, gaps where the series breaks.
//!
//! Not allowed in here: a line across a break or a missing period, more than four lines.

use concordat_base::Date;

use super::ink::{self, DARK, DASHES, FAINT, LETTERS, PALETTE, WIDTH};
use super::scale::{Scale, label, ticks};
use super::{Chart, Point, Series, Trend};
use crate::markup::Markup;

const LEFT: f64 = 56.0;
const RIGHT: f64 = 176.0;
const PLOT_HEIGHT: f64 = 270.0;
const BELOW: f64 = 58.0;
const MOST_LINES: usize = 4;
/// Least distance of two names at the ends of lines.
const APART: f64 = 18.0;
/// Letters that a period's name may have in one line below the axis.
const PERIOD_LETTERS: usize = 11;

/// Where things go.
struct Frame {
    across: Scale,
    up: Scale,
    ticks: Vec<f64>,
    top: f64,
    bottom: f64,
}

pub(super) fn draw(chart: &Chart, trend: &Trend) -> Markup {
    let mut heading = ink::wrapped(&chart.title, 74);
    heading.push(format!("{}, with 95% intervals; the axis need not start at zero", capital(&trend.unit)));
    let stamp = if chart.synthetic { ink::STAMP_HEIGHT } else { 0.0 };
    let height = 22.0 + stamp + 20.0 * f64::from(u32::try_from(heading.len()).unwrap_or(0)) + PLOT_HEIGHT + BELOW;
    let (mut svg, top) = ink::begin(chart, height, &heading);
    let series: Vec<&Series> = trend.series.iter().take(MOST_LINES).collect();
    let frame = Frame::of(&series, top);
    axes(&mut svg, &frame, &series);
    // The area's own line is drawn last and lies on top.
    for (kind, one) in series.iter().enumerate().rev() {
        draw_series(&mut svg, chart, &frame, kind, one);
    }
    names(&mut svg, &frame, &series);
    svg.close("svg");
    svg
}

impl Frame {
    fn of(series: &[&Series], top: f64) -> Self {
        let points = || series.iter().flat_map(|one| &one.points);
        let limits = points().filter_map(|point| point.limits).flat_map(|(lower, upper)| [lower, upper]);
        let ticks = ticks(points().filter_map(|point| point.value).chain(limits), 5);
        let span = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        let (bottom, inner) = (top + PLOT_HEIGHT - 10.0, PLOT_HEIGHT - 20.0);
        let middles = || points().map(middle);
        let (first, last) = (middles().fold(f64::INFINITY, f64::min), middles().fold(f64::NEG_INFINITY, f64::max));
        let width = WIDTH - LEFT - RIGHT - 40.0;
        Self {
            across: Scale::new((first, last), LEFT + 20.0, width),
            up: Scale::new(span, bottom, -inner),
            ticks,
            top: bottom - inner,
            bottom,
        }
    }
}

/// The middle of a period, in months.
fn middle(point: &Point) -> f64 {
    let month = |date: Date| 12.0 * f64::from(date.year()) + f64::from(date.month());
    f64::midpoint(month(point.start), month(point.end))
}

fn axes(svg: &mut Markup, frame: &Frame, series: &[&Series]) {
    for tick in &frame.ticks {
        let y = frame.up.at(*tick);
        ink::line(svg, (LEFT, y), (WIDTH - RIGHT, y), (FAINT, "1", "none"));
        ink::text(svg, (LEFT - 8.0, y + LETTERS / 3.0), "end", &label(*tick, &frame.ticks));
    }
    let mut free = [f64::NEG_INFINITY; 2];
    for point in series.first().map(|one| one.points.as_slice()).unwrap_or_default() {
        let (x, words) = (frame.across.at(middle(point)), ink::wrapped(&point.label, PERIOD_LETTERS));
        let half = 4.8 * f64::from(u32::try_from(words.iter().map(String::len).max().unwrap_or(0)).unwrap_or(0));
        // Where two names would touch, the second goes into the row below, or is left to the table.
        let Some(row) = free.iter().position(|free| x - half > *free) else { continue };
        free[row] = x + half;
        let y = frame.bottom + 22.0 + if row == 0 { 0.0 } else { 18.0 };
        for (at, line) in (0u32..).zip(&words) {
            ink::text(svg, (x, y + 17.0 * f64::from(at)), "middle", line);
        }
    }
}

fn draw_series(svg: &mut Markup, chart: &Chart, frame: &Frame, kind: usize, series: &Series) {
    let colour = PALETTE[kind % PALETTE.len()];
    let place = |point: &Point| point.value.map(|value| (frame.across.at(middle(point)), frame.up.at(value)));
    if kind == 0 {
        for point in &series.points {
            interval(svg, chart, frame, point, colour);
        }
    }
    for pair in series.points.windows(2) {
        let [before, after] = pair else { continue };
        if let (true, Some(from), Some(to)) = (follow(before, after), place(before), place(after)) {
            ink::line(svg, from, to, (colour, if kind == 0 { "3" } else { "2" }, DASHES[kind % DASHES.len()]));
        } else if kind == 0 && after.is_break {
            break_line(svg, frame, before, after);
        }
    }
    for at in series.points.iter().filter_map(place) {
        ink::mark(svg, kind, at, colour, if kind == 0 { 6.0 } else { 4.5 });
    }
}

/// Whether a line may go from one to the next: no break, no period left out.
fn follow(before: &Point, after: &Point) -> bool {
    let next = before.end.tomorrow().is_ok_and(|next| next == after.start);
    next && !after.is_break
}

/// The interval of a point: a whisker, hatched where it is unsure, a hatched strip where it is not shown.
fn interval(svg: &mut Markup, chart: &Chart, frame: &Frame, point: &Point, colour: &str) {
    let x = frame.across.at(middle(point));
    if point.is_hidden {
        ink::hatched(svg, &chart.name, (x - 8.0, frame.top), (16.0, frame.bottom - frame.top));
        ink::text(svg, (x, frame.top - 3.0), "middle", "[c]");
    }
    let Some((lower, upper)) = point.limits else { return };
    let (low, high) = (frame.up.at(lower), frame.up.at(upper));
    if point.is_unsure {
        ink::hatched(svg, &chart.name, (x - 8.0, high), (16.0, low - high));
    }
    ink::line(svg, (x, low), (x, high), (colour, "2", "none"));
    for end in [low, high] {
        ink::line(svg, (x - 6.0, end), (x + 6.0, end), (colour, "2", "none"));
    }
}

fn break_line(svg: &mut Markup, frame: &Frame, before: &Point, after: &Point) {
    let x = f64::midpoint(frame.across.at(middle(before)), frame.across.at(middle(after)));
    ink::line(svg, (x, frame.top), (x, frame.bottom), (DARK, "1.5", "4 4"));
    for (at, words) in [(0.0, "measure"), (1.0, "changed")] {
        ink::text(svg, (x + 5.0, frame.bottom - 24.0 + 17.0 * at), "start", words);
    }
}

/// Names at the ends of the lines, moved apart where they would lie on each other.
fn names(svg: &mut Markup, frame: &Frame, series: &[&Series]) {
    let end = |one: &Series| one.points.iter().rev().find_map(|point| point.value.map(|value| frame.up.at(value)));
    let mut ends: Vec<(f64, usize, Vec<String>)> = series
        .iter()
        .enumerate()
        .filter_map(|(kind, one)| end(one).map(|y| (y, kind, ink::wrapped(&one.label, 19))))
        .collect();
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let lines = |words: &[String]| APART * f64::from(u32::try_from(words.len()).unwrap_or(1));
    let mut floor = frame.top - 8.0;
    for (y, _, words) in &mut ends {
        *y = (*y - lines(words) / 2.0 + APART / 2.0).max(floor);
        floor = *y + lines(words) + 4.0;
    }
    let over = (floor - 4.0 - frame.bottom - 30.0).max(0.0);
    let x = WIDTH - RIGHT + 10.0;
    for (y, kind, words) in &ends {
        ink::mark(svg, *kind, (x, y - over - 1.0), PALETTE[*kind % PALETTE.len()], 5.0);
        for (at, line) in (0u32..).zip(words) {
            ink::text(svg, (x + 12.0, y - over + LETTERS / 3.0 + APART * f64::from(at)), "start", line);
        }
    }
}

pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
