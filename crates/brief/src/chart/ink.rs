//! What both kinds of chart are drawn with: frame, title, hatching, marks, letters.
//!
//! Not allowed in here: a colour that carries a meaning by itself.

use super::Chart;
use crate::markup::Markup;

/// Width of every chart, in its own units.
pub(super) const WIDTH: f64 = 640.0;
/// Size of letters.
pub(super) const LETTERS: f64 = 15.0;
/// Ink of letters and axes.
pub(super) const DARK: &str = "#1d1d1b";
/// Ink of grid lines.
pub(super) const FAINT: &str = "#c8ccd0";
/// The categorical palette of the Government Analysis Function, in its order; each line has a shape of its own besides.
pub(super) const PALETTE: [&str; 4] = ["#12436D", "#28A197", "#801650", "#F46A25"];
/// Strokes of the lines, from the first on.
pub(super) const DASHES: [&str; 4] = ["none", "7 4", "2 4", "10 3 2 3"];

/// Room that the line about made-up data takes.
pub(super) const STAMP_HEIGHT: f64 = 32.0;
/// Says in every chart of made-up data that it is.
const STAMP: &str = "Made-up sample data";

/// Begins a chart: what screen readers say, background, title. Gives where the drawing starts.
pub(super) fn begin(chart: &Chart, height: f64, lines: &[String]) -> (Markup, f64) {
    let (title, description) = (format!("{}-title", chart.name), format!("{}-description", chart.name));
    let mut svg = Markup::new();
    svg.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &format!("0 0 {} {}", round(WIDTH), round(height))),
            ("width", &round(WIDTH)),
            ("height", &round(height)),
            ("role", "img"),
            ("aria-labelledby", &format!("{title} {description}")),
            ("font-family", "'DejaVu Sans', Verdana, Arial, sans-serif"),
            ("font-size", &round(LETTERS)),
            ("fill", DARK),
        ],
    );
    let stamp = if chart.synthetic { format!("{STAMP}. ") } else { String::new() };
    svg.element("title", &[("id", &title)], &format!("{stamp}{}", chart.title));
    svg.element("desc", &[("id", &description)], &chart.description);
    hatching(&mut svg, &chart.name);
    svg.shape("rect", &[("width", &round(WIDTH)), ("height", &round(height)), ("fill", "#ffffff")]);
    let mut top = 22.0;
    if chart.synthetic {
        let frame = [("x", "6"), ("y", "4"), ("width", "440"), ("height", "25"), ("fill", "none")];
        svg.shape("rect", &[&frame[..], &[("stroke", DARK), ("stroke-width", "2")]].concat());
        let attributes = [("x", "14"), ("y", &*round(top)), ("font-weight", "bold")];
        svg.element("text", &attributes, &format!("{STAMP}: no fact about any place"));
        top += STAMP_HEIGHT;
    }
    for line in lines {
        text(&mut svg, (8.0, top), "start", line);
        top += 20.0;
    }
    (svg, top)
}

/// The pattern that stands for unsure, provisional and hidden.
fn hatching(svg: &mut Markup, name: &str) {
    svg.open("defs", &[]);
    let id = format!("{name}-hatch");
    let sizes =
        [("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)")];
    svg.open("pattern", &[&[("id", &*id)], &sizes[..]].concat());
    svg.shape("rect", &[("width", "6"), ("height", "6"), ("fill", "#ffffff")]);
    svg.shape(
        "line",
        &[("x1", "0"), ("y1", "0"), ("x2", "0"), ("y2", "6"), ("stroke", "#4a5560"), ("stroke-width", "3")],
    );
    svg.close("pattern").close("defs");
}

/// A hatched box.
pub(super) fn hatched(svg: &mut Markup, name: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let fill = format!("url(#{name}-hatch)");
    svg.shape(
        "rect",
        &[
            ("x", &round(x)),
            ("y", &round(y)),
            ("width", &round(width)),
            ("height", &round(height)),
            ("fill", &fill),
            ("stroke", "#4a5560"),
        ],
    );
}

/// Letters.
pub(super) fn text(svg: &mut Markup, (x, y): (f64, f64), anchor: &str, words: &str) {
    svg.element("text", &[("x", &round(x)), ("y", &round(y)), ("text-anchor", anchor)], words);
}

/// A straight line.
pub(super) fn line(svg: &mut Markup, from: (f64, f64), to: (f64, f64), (colour, width, dash): (&str, &str, &str)) {
    svg.shape(
        "line",
        &[
            ("x1", &round(from.0)),
            ("y1", &round(from.1)),
            ("x2", &round(to.0)),
            ("y2", &round(to.1)),
            ("stroke", colour),
            ("stroke-width", width),
            ("stroke-dasharray", dash),
        ],
    );
}

/// The mark of a line or dot: circle, square, diamond, triangle.
pub(super) fn mark(svg: &mut Markup, kind: usize, (x, y): (f64, f64), colour: &str, size: f64) {
    let points = |points: &[(f64, f64)]| {
        points
            .iter()
            .map(|(dx, dy)| format!("{},{}", round(x + dx * size), round(y + dy * size)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let shape = match kind {
        0 => {
            svg.shape("circle", &[("cx", &round(x)), ("cy", &round(y)), ("r", &round(size)), ("fill", colour)]);
            return;
        }
        1 => points(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => points(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
        _ => points(&[(0.0, -1.2), (1.1, 0.9), (-1.1, 0.9)]),
    };
    svg.shape("polygon", &[("points", &shape), ("fill", colour)]);
}

/// Words in lines of about so many letters.
pub(super) fn wrapped(words: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A place on the drawing, to a tenth: the same digits on every machine.
pub(super) fn round(place: f64) -> String {
    let text = format!("{place:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
