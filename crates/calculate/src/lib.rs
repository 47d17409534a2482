//! Tables in, tables out: every method of `methods` on rows, in one form that the command line and the pipeline share.
//!
//! Not allowed in here: a formula (it belongs to `methods`), files and sockets, and a cell of the input in a message.
//!
//! * [`method::all`] lists the methods; each names its columns, options, results, formula, source and edge rules, from
//!   which the help texts and the page of documentation are written.
//! * [`calculate`] runs one on a [`Table`]. A row (or group) that cannot be used is refused with a code in the column
//!   `error`, and the others go on; a result that must not be given is withheld with a code in a column of reasons.
//!
//! ```
//! use concordat_calculate::{Settings, Table, calculate, method, write_csv};
//!
//! let table = Table::from_csv(b"area,x,n\nHartlepool,868,1570\nDarlington,700,0\n")?;
//! let proportion = method::find("proportion").ok_or("no such method")?;
//! let settings = Settings::default().with_option("multiplier", "100");
//! let answer = calculate(proportion, &table, &settings)?;
//! let text = write_csv(&answer.table);
//! let mut lines = text.lines();
//! assert_eq!(lines.next(), Some("area,x,n,value,lower95,upper95,lower998,upper998,reason,error"));
//! assert!(lines.next().is_some_and(|line| line.starts_with("Hartlepool,868,1570,55.28662420382165,52.8")));
//! assert_eq!(lines.next(), Some("Darlington,700,0,,,,,,,denominator_not_positive"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod beside;
mod context;
mod error;
mod group;
pub mod help;
mod level;
pub mod method;
mod methods;
mod number;
mod settings;
mod table;

pub use answer::{Answer, RefusedRow};
pub use beside::with_options;
pub use error::CalculateError;
pub use level::Level;
pub use number::{read_number, write_number};
pub use settings::Settings;
pub use table::{Cells, Column, Table, write_csv};

use crate::context::Context;
use crate::method::Method;

/// Runs a method on a table.
///
/// # Errors
///
/// [`CalculateError`] when the table or the settings as a whole cannot be used: a column that is needed is missing, an
/// option or level does not exist. A single unfit row is no such error; it is refused in the answer.
pub fn calculate(method: &'static Method, table: &Table, settings: &Settings) -> Result<Answer, CalculateError> {
    let context = Context::new(method, table, settings)?;
    Ok(answer::collect(&context))
}
