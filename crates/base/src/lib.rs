//! The words that every other crate shares: names, dates, periods, areas, content hashes, decimals, slices, and
//! how bytes are written and slips of the pen answered.
//!
//! Not allowed in here: input or output, the clock, Arrow, and any rule of an agreement or a measure.

pub mod area;
pub mod decimal;
pub mod hash;
pub mod name;
pub mod period;
pub mod slice;
pub mod span;
pub mod text;

pub use area::AreaCode;
pub use decimal::Decimal;
pub use hash::{ContentHash, ContentHasher};
pub use jiff::civil::Date;
pub use name::{Name, NameError};
pub use period::{Period, PeriodError, PeriodKind};
pub use slice::{SLICES, slice_of, slices_of_turn};
pub use span::{DateSpan, DateSpanError};
pub use text::{hexadecimal, nearest};
