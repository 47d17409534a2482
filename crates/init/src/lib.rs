//! A new place: a small whole set of declarations, made from a few answers, that `check` accepts and people can grow.
//!
//! Answers come in, files go out as text. What nobody has answered stands in them as a place to write in, never as a fact. Not allowed
//! in here: opening or writing files, a clock, a basis in law that nobody chose.

mod answers;
mod areas;
mod ask;
mod error;
mod ids;
mod parties;
mod place;
mod template;

pub use answers::{Answers, FirstData};
pub use areas::AreasFile;
pub use ask::ask;
pub use error::InitError;
pub use place::{File, Made, make, occupied};
