//! Finds the columns of the contract among the headers of a file.
//!
//! Not allowed in here: telling a header that is not declared; in a file without a header line it would be a cell. Such
//! a column is named by its position.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Name, nearest};
use concordat_declare::contract::{Column, ColumnKind, Contract};
use concordat_diagnostics::{Code, Diagnostic, Text, codes};

use crate::input::DeliveredFile;
use crate::stop::Stop;

/// Where each column of the contract stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Fields that every record must have.
    pub(crate) fields: usize,
    /// For each column of the contract its position in the file; `None` for one that is not received.
    pub(crate) positions: Vec<Option<usize>>,
    /// Columns that are accepted and never kept: position in the contract and in the file.
    pub(crate) ignored: Vec<(usize, usize)>,
}

/// Matches headers with the columns that may be received.
///
/// # Errors
/// [`Stop::OverShared`] when a column is not agreed, else [`Stop::Delivery`] with every fault of the header.
pub(crate) fn match_columns(
    headers: &[&str],
    contract: &Contract,
    allow_list: &BTreeSet<Name>,
    delivered: &DeliveredFile<'_>,
) -> Result<Layout, Stop> {
    let matching = Matching { headers, contract, allow_list, delivered };
    let positions: Vec<Option<usize>> = contract.columns.iter().map(|column| matching.position(column)).collect();
    let unknown = matching.unknown();
    let missing = matching.missing(&positions, &unknown);
    let over_shared = matching.over_shared(&positions, &unknown, &missing.renamed);
    let faults = [matching.repeated(), missing.faults].concat();
    if !over_shared.is_empty() {
        return Err(Stop::OverShared([faults, over_shared].concat()));
    }
    let ignored = matching.ignored();
    if faults.is_empty() {
        Ok(Layout { fields: headers.len(), positions, ignored })
    } else {
        Err(Stop::Delivery(faults))
    }
}

/// Says which separator a header of one field was written with, when it was not the declared one.
pub(crate) fn other_delimiter(header: &str, declared: char) -> Option<&'static str> {
    let candidates = [(',', "a comma"), (';', "a semicolon"), ('\t', "a tab"), ('|', "a vertical bar")];
    let counted = candidates
        .into_iter()
        .filter(|(character, _)| *character != declared)
        .map(|(character, name)| (header.matches(character).count(), name));
    counted.filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count).map(|(_, name)| name)
}

/// Checks that a header of one field was not split by the wrong separator.
///
/// # Errors
/// A [`Stop`] that names the separator that was found.
pub(crate) fn check_delimiter(headers: &[&str], declared: char, delivered: &DeliveredFile<'_>) -> Result<(), Stop> {
    let [only] = headers else { return Ok(()) };
    let Some(found) = other_delimiter(only, declared) else { return Ok(()) };
    let text = Text::new().say("fields are separated by ").say(found).say(", expected ");
    let text = match declared {
        '\t' => text.say("a tab"),
        other => text.declared(&other.to_string()),
    };
    Err(delivered.fault(&codes::WRONG_DELIMITER, text))
}

/// Columns that were not found.
struct Missing {
    faults: Vec<Diagnostic>,
    /// Positions of headers that are taken for a missing column under a slightly different name.
    renamed: BTreeSet<usize>,
}

struct Matching<'a> {
    headers: &'a [&'a str],
    contract: &'a Contract,
    allow_list: &'a BTreeSet<Name>,
    delivered: &'a DeliveredFile<'a>,
}

impl Matching<'_> {
    fn fault(&self, code: &'static Code, text: Text) -> Diagnostic {
        Diagnostic::error(code, text).at(self.delivered.place(0))
    }

    fn declared(&self, header: &str) -> Option<&Column> {
        self.contract.columns.iter().find(|column| column.header == header)
    }

    /// Where the column stands, when it is one that is kept.
    fn position(&self, column: &Column) -> Option<usize> {
        let received = column.kind != ColumnKind::Ignored && self.allow_list.contains(&column.name);
        self.headers.iter().position(|header| *header == column.header).filter(|_| received)
    }

    fn ignored(&self) -> Vec<(usize, usize)> {
        let columns = self.contract.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Ignored);
        let found = |column: &Column| self.headers.iter().position(|header| *header == column.header);
        columns.filter_map(|(position, column)| found(column).map(|field| (position, field))).collect()
    }

    fn repeated(&self) -> Vec<Diagnostic> {
        // Without a single declared header the first line may be a record, and even that two of its cells are equal is not told.
        if self.headers.iter().all(|header| self.declared(header).is_none()) {
            return Vec::new();
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut faults = Vec::new();
        for (position, header) in self.headers.iter().enumerate() {
            if let Some(first) = seen.insert(header, position) {
                let text =
                    Text::new().say("columns ").number(first as u64 + 1).say(" and ").number(position as u64 + 1);
                let text = match self.declared(header) {
                    Some(column) => text.say(" are both called ").declared(&column.header),
                    None => text.say(" have the same header"),
                };
                faults.push(self.fault(&codes::DUPLICATE_HEADER, text));
            }
        }
        faults
    }

    /// Positions of headers that the contract does not have.
    fn unknown(&self) -> BTreeSet<usize> {
        (0..self.headers.len()).filter(|position| self.declared(self.headers[*position]).is_none()).collect()
    }

    fn missing(&self, positions: &[Option<usize>], unknown: &BTreeSet<usize>) -> Missing {
        let mut missing = Missing { faults: Vec::new(), renamed: BTreeSet::new() };
        for (column, position) in self.contract.columns.iter().zip(positions) {
            let expected = column.kind != ColumnKind::Ignored && self.allow_list.contains(&column.name);
            if position.is_some() || !expected {
                continue;
            }
            let text = Text::new().say("the column ").declared(&column.header).say(" is missing");
            let left: Vec<usize> = unknown.difference(&missing.renamed).copied().collect();
            let (text, found) = match self.similar(&column.header, &left) {
                Some((at, words)) => (text.say("; column ").number(at as u64 + 1).say(words), Some(at)),
                None => (text, None),
            };
            missing.renamed.extend(found);
            missing.faults.push(self.fault(&codes::MISSING_COLUMN, text));
        }
        missing
    }

    /// A header that is nearly `wanted`: its position and in what it differs.
    fn similar(&self, wanted: &str, candidates: &[usize]) -> Option<(usize, &'static str)> {
        let bare = |text: &str| text.trim().to_lowercase();
        if let Some(at) = candidates.iter().find(|at| bare(self.headers[**at]) == bare(wanted)) {
            let blanks = self.headers[*at].trim() == wanted;
            let words =
                if blanks { " has this name with blanks around it" } else { " has this name in other capitals" };
            return Some((*at, words));
        }
        let near = nearest(wanted, candidates.iter().map(|at| self.headers[*at]))?;
        candidates.iter().find(|at| self.headers[**at] == near).map(|at| (*at, " has a similar name"))
    }

    fn over_shared(
        &self,
        positions: &[Option<usize>],
        unknown: &BTreeSet<usize>,
        renamed: &BTreeSet<usize>,
    ) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (position, header) in self.headers.iter().enumerate() {
            let Some(column) = self.declared(header) else { continue };
            if column.kind != ColumnKind::Ignored && !self.allow_list.contains(&column.name) {
                let text = Text::new().say("column ").number(position as u64 + 1).say(", ").declared(&column.header);
                faults.push(self.fault(&codes::OVER_SHARED, text.say(", is in the contract and is not agreed")));
            }
        }
        // Where no column at all is found, the first line is no header, and says nothing about what is shared.
        if positions.iter().any(Option::is_some) {
            for position in unknown.difference(renamed) {
                let text = Text::new().say("column ").number(*position as u64 + 1).say(" is not in the contract");
                faults.push(self.fault(&codes::OVER_SHARED, text));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::other_delimiter;

    #[test]
    fn the_separator_that_splits_most_is_named() {
        assert_eq!(other_delimiter("a;b;c,d", ','), Some("a semicolon"));
        assert_eq!(other_delimiter("a\tb", ','), Some("a tab"));
        assert_eq!(other_delimiter("a,b", ','), None);
    }
}
