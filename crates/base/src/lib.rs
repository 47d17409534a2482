//! The words that every other crate shares: names, dates, periods, areas, content hashes and decimals.
//!
//! Not allowed in here: input or output, the clock, Arrow, and any rule of an agreement or a measure.

pub mod area;
pub mod decimal;
pub mod hash;
pub mod name;
pub mod period;
pub mod span;

pub use area::AreaCode;
pub use decimal::Decimal;
pub use hash::{ContentHash, ContentHasher};
pub use jiff::civil::Date;
pub use name::{Name, NameError};
pub use period::{Period, PeriodError, PeriodKind};
pub use span::{DateSpan, DateSpanError};
