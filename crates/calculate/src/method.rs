//! What a method says of itself: the list that help texts, documentation and the calculation itself share.
//!
//! Not allowed here: running a method.

use crate::context::{Answered, Context, Refused};
pub use crate::methods::all;

/// How rows of the result belong to rows of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row of the result for each row of the table; with groups, numerators and denominators are added up first.
    EachRow {
        /// Whether rows can be added up.
        adds_up: bool,
    },
    /// A row of the result for each group of rows.
    EachGroup,
    /// A row of the result for each row of the table, computed from its whole group.
    EachRowOfGroup,
    /// Rows of its own for each group.
    RowsForEachGroup,
}

/// A column that a method reads.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// Whether the method cannot do without it.
    pub required: bool,
    /// What it holds, with its unit.
    pub meaning: &'static str,
}

/// Something a caller may set, for the whole table or by a column of the same name.
#[derive(Debug, Clone, Copy)]
pub struct MethodOption {
    /// Its name.
    pub name: &'static str,
    /// What holds where it is not set.
    pub default: &'static str,
    /// What it does, and which values it takes.
    pub meaning: &'static str,
}

/// A column, or a pair of columns for each level, that a method gives.
#[derive(Debug, Clone, Copy)]
pub enum Output {
    /// One column.
    One {
        /// Its name.
        name: &'static str,
        /// What it holds, with its unit.
        meaning: &'static str,
    },
    /// `<before>lower<level>` and `<before>upper<level>` for each level.
    Limits {
        /// What stands before `lower` and `upper`.
        before: &'static str,
        /// What the limits are of.
        meaning: &'static str,
    },
}

/// A method on tables.
pub struct Method {
    /// Its name on the command line.
    pub name: &'static str,
    /// Other names it is known by.
    pub aliases: &'static [&'static str],
    /// What it computes, in one line.
    pub summary: &'static str,
    /// How rows of the result belong to rows of the table.
    pub shape: Shape,
    /// Columns it reads.
    pub inputs: &'static [Input],
    /// Columns that name a row and neither enter the result nor divide groups.
    pub labels: &'static [&'static str],
    /// What may be set.
    pub options: &'static [MethodOption],
    /// Columns it gives.
    pub outputs: &'static [Output],
    /// The column that says why a result is withheld.
    pub reasons: &'static str,
    /// How the result is computed.
    pub formula: &'static str,
    /// Who published the method.
    pub source: &'static str,
    /// What happens at the edges.
    pub edges: &'static [&'static str],
    /// Where it gives something else than the reference programs, on purpose.
    pub differs: &'static [&'static str],
    /// A small table that it runs on.
    pub example: &'static str,
    /// Options to run the example with.
    pub example_options: &'static [(&'static str, &'static str)],
    pub(crate) run: Run,
}

/// Computes one group of rows.
pub(crate) type Run = fn(&Context<'_>, &[usize]) -> Result<Vec<Answered>, Refused>;

impl std::fmt::Debug for Method {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Method").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A method by its name or another it is known by; `_` and `-` are the same.
///
/// ```
/// use concordat_calculate::method;
///
/// assert_eq!(method::find("life_expectancy").map(|method| method.name), Some("life-expectancy"));
/// assert!(method::find("magic").is_none());
/// ```
#[must_use]
pub fn find(name: &str) -> Option<&'static Method> {
    let name = name.replace('_', "-").to_lowercase();
    all().iter().copied().find(|method| method.name == name || method.aliases.contains(&name.as_str()))
}

/// A column that the method cannot do without.
pub(crate) const fn needs(name: &'static str, meaning: &'static str) -> Input {
    Input { name, required: true, meaning }
}

/// A column that the method can do without.
pub(crate) const fn takes(name: &'static str, meaning: &'static str) -> Input {
    Input { name, required: false, meaning }
}

/// An option.
pub(crate) const fn option(name: &'static str, default: &'static str, meaning: &'static str) -> MethodOption {
    MethodOption { name, default, meaning }
}

/// One column of the result.
pub(crate) const fn gives(name: &'static str, meaning: &'static str) -> Output {
    Output::One { name, meaning }
}

/// Limits at each level.
pub(crate) const fn limits(before: &'static str, meaning: &'static str) -> Output {
    Output::Limits { before, meaning }
}
