//! What can go wrong in the engine, told without a single cell value.
//!
//! Names of tables and columns, and text of the query itself, may appear here. Not allowed in here: text that the engine
//! made while executing, and a source error whose text would be printed.

use std::path::PathBuf;

use crate::position::Position;

/// Why a session, a table or a query was refused or failed. No text in it can carry a value from a data file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The engine cannot be set up with these options on this machine.
    #[error("the query engine cannot start: {reason}")]
    Start {
        /// What is wrong with the options or the machine.
        reason: String,
    },
    /// The engine was stopped while a query was under way, or failed within itself.
    #[error("the query engine stopped before the query ended")]
    Stopped,
    /// A second table of the same name in one session.
    #[error("the table {table} is already registered")]
    DuplicateTable {
        /// The name given twice.
        table: String,
    },
    /// A governed table names a column that its schema does not have.
    #[error("the table {table} is to show the column {column}, which its schema does not have")]
    ColumnNotInSchema {
        /// The table being registered.
        table: String,
        /// The column that is not in the schema.
        column: String,
    },
    /// A small table in memory cannot be registered.
    #[error("the table {table} cannot be registered from memory")]
    Batch {
        /// The table being registered.
        table: String,
    },
    /// The text is not SQL, or not exactly one statement.
    #[error("the query is not understood as SQL: {text}")]
    Syntax {
        /// What the parser expected and where, in the query's own words.
        text: String,
    },
    /// The query is larger than the planner can safely walk.
    #[error("the query has more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The statement is SQL, but not a plain query.
    #[error("only a plain SELECT is answered, not {found}")]
    NotAQuery {
        /// The kind of statement or plan node found.
        found: String,
    },
    /// The query names a table that this session does not have.
    #[error("there is no table {table}{}", suggestion(.nearest))]
    UnknownTable {
        /// The name asked for.
        table: String,
        /// The nearest names that exist, best first.
        nearest: Vec<String>,
    },
    /// The query names a column that does not exist for it.
    #[error("there is no column {column}{}", suggestion(.nearest))]
    UnknownColumn {
        /// The name asked for.
        column: String,
        /// The nearest names that exist, best first.
        nearest: Vec<String>,
    },
    /// The query names a column that more than one of its tables has.
    #[error("the column {column} is found in more than one table of the query: say which")]
    AmbiguousColumn {
        /// The name asked for.
        column: String,
    },
    /// The query cannot be planned, for example because types do not fit. Made before any data is read.
    #[error("the query cannot be planned: {text}")]
    Planning {
        /// The planner's explanation, about the query and the schema.
        text: String,
    },
    /// The query calls a function outside the list of allowed ones.
    #[error("the function {function} is not allowed in a query")]
    FunctionNotAllowed {
        /// The function's name.
        function: String,
    },
    /// The plan holds something whose sources cannot be told, so it is refused.
    #[error("the query holds {what}, whose sources cannot be told")]
    NotUnderstood {
        /// The part of the plan.
        what: String,
    },
    /// The query rests on a table or column outside the approval. Nothing was read.
    #[error("the query rests on {}, which is not approved for it", place(.table, .column.as_deref()))]
    NotAllowed {
        /// The table.
        table: String,
        /// The column, or none when the table's rows as such are not approved.
        column: Option<String>,
    },
    /// The query uses an approved column in a position that it is not approved for. Nothing was read.
    #[error("the column {table}.{column} is not approved to be {position}")]
    PositionNotAllowed {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Where it stands.
        position: Position,
    },
    /// The query brings rows of two tables together that are not approved to be. Nothing was read.
    #[error("rows of {one} and {other} are not approved to be joined")]
    JoinNotAllowed {
        /// The table that comes first by name.
        one: String,
        /// The other; the same where a table is joined with itself.
        other: String,
    },
    /// The query is plain and approved, and does not have the shape that was asked for.
    #[error("the query must be one SELECT of counts by {}: {what}", .keys.join(", "))]
    OtherShape {
        /// What it must count by.
        keys: Vec<String>,
        /// What is not so.
        what: String,
    },
    /// One output column of a query for several purposes rests on what its own query does not rest on, or the reverse.
    #[error("the output {output} rests on {}, and asked for by itself it does not, or the reverse", place(.table, .column.as_deref()))]
    Borrowed {
        /// The output column.
        output: String,
        /// The table.
        table: String,
        /// The column, or none when it is the table's rows.
        column: Option<String>,
    },
    /// An answer does not carry the token of the decision it is checked against.
    #[error("the answer carries the token of another decision")]
    OtherDecision,
    /// An answer or a batch of it does not have the columns that were decided on.
    #[error("the answer does not have the columns that were decided on{}", .column.as_ref().map(|name| format!(": {name}")).unwrap_or_default())]
    OtherSchema {
        /// The first column that differs; none where their number does.
        column: Option<String>,
    },
    /// The optimised plan wants to read outside the approval although the query's sources are inside it: a fault in the
    /// engine's own reading of plans. Nothing was read.
    #[error("the plan would read {}, beyond its approval", place(.table, .column.as_deref()))]
    ReadBeyondApproval {
        /// The table.
        table: String,
        /// The column, or none when the table's rows as such are not approved.
        column: Option<String>,
    },
    /// A data file of a table is not there or cannot be looked at.
    #[error("a file of the table {table} cannot be found: {}", .file.display())]
    MissingFile {
        /// The table.
        table: String,
        /// The file.
        file: PathBuf,
    },
    /// A data file lacks a column its table declares, or holds it in another type. It is never read as empty.
    #[error("a file of the table {table} does not hold the column {column} as its schema says")]
    FileDiffers {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The memory given to the engine was used up and could not be spilled.
    #[error("the query needs more memory than the engine was given")]
    Memory,
    /// The answer has more rows than the caller wants.
    #[error("the answer has more than {limit} rows")]
    TooManyRows {
        /// The limit, in rows.
        limit: usize,
    },
    /// The query took longer than the caller wants to wait.
    #[error("the query took longer than {limit_seconds} seconds")]
    TooLong {
        /// The limit, in seconds.
        limit_seconds: u64,
    },
    /// The query failed while running. The engine's own text is dropped, because it may quote a cell.
    #[error("the query failed while running over its data")]
    Execution,
    /// The answer has no such column.
    #[error("the answer has no column {column}{}", suggestion(.nearest))]
    NoSuchColumn {
        /// The name asked for.
        column: String,
        /// The nearest names in the answer, best first.
        nearest: Vec<String>,
    },
    /// A column of the answer cannot be had in the type asked for.
    #[error("the column {column} of the answer cannot be read as {wanted}")]
    WrongType {
        /// The column.
        column: String,
        /// The type asked for.
        wanted: &'static str,
    },
}

/// `" (did you mean a or b?)"`, or nothing.
fn suggestion(nearest: &[String]) -> String {
    if nearest.is_empty() { String::new() } else { format!(" (did you mean {}?)", nearest.join(" or ")) }
}

/// A column with its table, or a table's rows.
fn place(table: &str, column: Option<&str>) -> String {
    column.map_or_else(|| format!("the rows of {table}"), |column| format!("{table}.{column}"))
}

/// At most three of `valid` that look like `asked`, best first.
pub(crate) fn nearest(asked: &str, valid: impl IntoIterator<Item = String>) -> Vec<String> {
    let asked = asked.to_lowercase();
    let allowed_edits = (asked.chars().count() / 3).max(2);
    let mut found: Vec<(usize, String)> = valid
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&asked, &name.to_lowercase()), name))
        .filter(|(edits, _)| *edits <= allowed_edits)
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_best_first() {
        let valid = ["ethnicity", "area_code", "area_name", "area"].map(str::to_owned);
        assert_eq!(nearest("AREA_COD", valid.clone()), ["area_code"]);
        assert!(nearest("pseudonym", valid).is_empty());
    }

    #[test]
    fn a_refusal_of_rows_names_the_table() {
        let refused = EngineError::NotAllowed { table: "visits".to_owned(), column: None };
        assert!(refused.to_string().contains("the rows of visits"));
    }
}
