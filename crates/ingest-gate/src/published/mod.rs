//! Published figures: read as they are, kept as they are.
//!
//! Not allowed in here: adding, averaging or mending figures.

mod companion;
mod keep;
mod parquet;
mod read;
mod value;

pub use concordat_tables::Sex;
pub use keep::open_published;
pub use read::read_published;
pub use value::{FigureStatus, Published, PublishedValue};
