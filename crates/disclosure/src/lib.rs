//! Disclosure control: which counts may be shown (protect), and an attack on what is about to be shown (audit).
//!
//! Pure functions on plain tables. Not allowed here: input or output, Arrow, clocks, randomness that is not seeded by
//! a constant, floating point outside the linear programmes, and any message that carries a cell value.
//!
//! The two passes share the types of [`table`](crate::CellTable) and nothing else: a fault in one is meant to be
//! caught by the other.
//!
//! What protect hands over can be made nowhere else:
//!
//! ```compile_fail,E0451
//! use concordat_disclosure::ProtectedCells;
//! let forged = ProtectedCells { cells: Vec::new(), display: Vec::new(), exposed: Vec::new(), changes: Vec::new() };
//! ```
//!
//! Nor can cleared rows:
//!
//! ```compile_fail,E0451
//! use concordat_disclosure::Cleared;
//! let forged = Cleared { rows: 7_u8 };
//! ```
//!
//! The honest way:
//!
//! ```
//! use concordat_disclosure::{Cell, CellKey, CellTable, Policy, Publication, Shown, Sum, protect};
//!
//! let policy = Policy {
//!     id: "small-counts".into(),
//!     hide_from: 1,
//!     hide_to: 4,
//!     rounding: None,
//!     guard_complement: false,
//!     already_public: false,
//!     min_candidates: None,
//! };
//! let cell = |key: &str, count: u64| Cell {
//!     key: CellKey::new(key),
//!     count,
//!     contributors: count,
//!     policy: 0,
//!     publication: Publication::Published,
//! };
//! let sum = Sum {
//!     parent: CellKey::new("all"),
//!     children: vec![CellKey::new("north"), CellKey::new("south"), CellKey::new("west")],
//! };
//! let cells = vec![cell("all", 33), cell("north", 3), cell("south", 20), cell("west", 10)];
//! let table = CellTable::new(cells, vec![sum], vec![policy])?;
//! let protected = protect(table);
//! assert!(protected.shown(&CellKey::new("north")) == Some(Shown::Hidden));
//! // `west` goes too, or `north` would follow by subtraction.
//! assert!(protected.shown(&CellKey::new("west")) == Some(Shown::Hidden));
//! assert!(protected.shown(&CellKey::new("south")) == Some(Shown::Exact(20)));
//! # Ok::<(), concordat_disclosure::TableError>(())
//! ```

mod audit;
mod policy;
mod protect;
mod register;
pub mod rounding;
mod rules;
mod rules_file;
mod table;

pub use audit::{
    Answer, AuditRefusal, Auditable, Cleared, Evidence, Finding, Guarded, Interval64, Printed, Question, Rule,
    attack_published, audit, exact_intervals,
};
pub use policy::Policy;
pub use protect::{Options, ProtectedCells, Shown, protect, protect_with};
pub use register::{Class, Decision, Gate, Held, Occasion, Vintage, joint_evidence, merged, moved, seen};
pub use rules::{RoundMode, Rules, Totals};
pub use rules_file::RulesFile;
pub use table::{Cell, CellKey, CellTable, Change, Publication, Sum, TableError};
