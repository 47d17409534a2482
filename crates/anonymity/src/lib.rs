//! Looks for people in what should hold none: identifiers, hashes anybody could have made, groups too small to hide in.
//!
//! Pure functions and counters over cells as bytes; memory does not grow with the number of records but by declared limits.
//! Not allowed in here: input or output, declarations, Arrow, and keeping or telling a cell. What is found is a form, a count
//! and numbers of records.

mod attack;
mod column;
mod dates;
mod forms;
mod geography;
mod groups;
mod health_number;
mod names;
mod places;
mod registers;
mod telephone;
mod text;
mod words;

pub use attack::{TokenSample, attack};
pub use column::{ColumnWatch, Expected, Finding};
pub use dates::{Granularity, granularity_of};
pub use forms::Form;
pub use geography::AreaGrain;
pub use groups::{GroupLimits, Groups, Summary, TooManyGroups};
