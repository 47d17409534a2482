//! Charts, drawn here as SVG: lines over time and dots with intervals.
//!
//! Each has a title and a description that screen readers say, and a table beside it on the page. Shape and place carry the
//! meaning, colour only helps. Not allowed in here: colours or words of rating, script, fonts from elsewhere.

mod dots;
mod ink;
mod picture;
mod scale;
mod trend;

use concordat_base::Date;

pub(crate) use trend::capital;

use crate::error::BriefError;
use crate::markup::Markup;

/// A point of a line.
#[derive(Clone, Debug)]
pub struct Point {
    /// The period.
    pub label: String,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// The figure, if it is shown.
    pub value: Option<f64>,
    /// Its 95% interval.
    pub limits: Option<(f64, f64)>,
    /// To be drawn hatched.
    pub is_unsure: bool,
    /// Not shown, to protect people.
    pub is_hidden: bool,
    /// Not comparable with the point before.
    pub is_break: bool,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Series {
    /// Stands at its end.
    pub label: String,
    /// Oldest first.
    pub points: Vec<Point>,
}

/// Lines over time; the first is that of the area.
#[derive(Clone, Debug)]
pub struct Trend {
    /// Unit of the values.
    pub unit: String,
    /// Up to four.
    pub series: Vec<Series>,
}

/// A figure with its interval.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Of what.
    pub label: String,
    /// The figure, if it is shown.
    pub value: Option<f64>,
    /// Its 95% interval.
    pub limits: Option<(f64, f64)>,
    /// Value and limits as published, or marks.
    pub printed: [String; 3],
    /// Marks.
    pub mark: String,
    /// Whether it is the area of the page.
    pub is_own: bool,
    /// To be drawn hatched.
    pub is_unsure: bool,
    /// Not shown, to protect people.
    pub is_hidden: bool,
}

/// Figures of one time beside each other.
#[derive(Clone, Debug)]
pub struct Dots {
    /// Unit of the values.
    pub unit: String,
    /// From top to bottom.
    pub dots: Vec<Dot>,
    /// A line across, with its name.
    pub reference: Option<(String, f64)>,
}

#[derive(Clone, Debug)]
enum Content {
    Trend(Trend),
    Dots(Dots),
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name for its file and for links within the page: letters, digits, dashes.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// Whether it is of made-up data.
    pub synthetic: bool,
    content: Content,
}

impl Chart {
    pub(crate) fn of_trend(name: &str, title: String, description: String, synthetic: bool, trend: Trend) -> Self {
        Self { name: plain(name), title, description, synthetic, content: Content::Trend(trend) }
    }

    pub(crate) fn of_dots(name: &str, title: String, description: String, synthetic: bool, dots: Dots) -> Self {
        Self { name: plain(name), title, description, synthetic, content: Content::Dots(dots) }
    }

    /// The drawing, complete in itself.
    #[must_use]
    pub fn svg(&self) -> String {
        self.markup().finish()
    }

    pub(crate) fn markup(&self) -> Markup {
        match &self.content {
            Content::Trend(trend) => trend::draw(self, trend),
            Content::Dots(dots) => dots::draw(self, dots),
        }
    }

    /// The same as a picture, PNG at twice the size.
    ///
    /// # Errors
    ///
    /// The drawing could not be turned into one.
    pub fn png(&self) -> Result<Vec<u8>, BriefError> {
        picture::png(self)
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
}
