//! A brief: what one release says of one mission in one area, as a page and a workbook that an author can quote from.
//!
//! It answers: what is the gap, how sure are we, is it narrowing, what changed since the last release, may I quote it.
//! Bytes of a release in, bytes out. Not allowed in this crate: reading or writing a file, the clock, ratings, and a number
//! that is not in the release, but for the differences between two readings in `words::narrowing`, which say so.

mod brief;
mod changes;
mod chart;
mod error;
mod files;
mod grid;
mod markup;
mod names;
mod page;
mod release;
mod row;
mod section;
mod setting;
mod words;
mod workbook;

pub use brief::{Answer, Area, Brief, Selection};
pub use chart::{Chart, Dot, Dots, Point, Series, Trend};
pub use error::BriefError;
pub use files::BriefFile;
pub use grid::Grid;
pub use names::{What, choose};
pub use release::{About, Indicator, Mission, Release, ReleaseFiles};
pub use row::{Number, Row};
pub use section::{Section, Shown};
pub use setting::{Setting, Standing};
