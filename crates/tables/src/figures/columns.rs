//! Where the columns of a series stand.
//!
//! Not allowed in here: stopping at the first that is missing.

use concordat_declare::published::{Areas, Resolved, ResolvedSeries};
use concordat_diagnostics::Diagnostic;

use super::gather::Teller;
use crate::table::{Table, one_line};

/// Positions of the columns of a series.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// For each column of `where`, texts of which any will do.
    pub(super) rows: Vec<(usize, Vec<String>)>,
    pub(super) area: Option<usize>,
    pub(super) period: usize,
    pub(super) identifier: Option<usize>,
    pub(super) sex: Option<usize>,
    pub(super) value: usize,
    pub(super) count: Option<usize>,
    pub(super) denominator: Option<usize>,
    pub(super) lower: Option<usize>,
    pub(super) upper: Option<usize>,
    pub(super) status: Vec<usize>,
}

/// Finds the columns of every series.
///
/// # Errors
/// Every column that is missing or stands twice.
pub(super) fn of_all(table: &Table, declared: &Resolved, teller: Teller<'_>) -> Result<Vec<Columns>, Vec<Diagnostic>> {
    let mut finder = Finder { table, teller, faults: Vec::new() };
    let columns = declared.series.iter().map(|series| finder.columns(series)).collect();
    if finder.faults.is_empty() {
        return Ok(columns);
    }
    finder.faults.sort_by(|left, right| left.message.cmp(&right.message));
    finder.faults.dedup_by(|left, right| left.message == right.message);
    Err(finder.faults)
}

struct Finder<'a> {
    table: &'a Table,
    teller: Teller<'a>,
    faults: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn columns(&mut self, series: &ResolvedSeries) -> Columns {
        let texts = |texts: &[String]| texts.iter().map(|text| one_line(text)).collect();
        Columns {
            rows: series.rows.iter().map(|(column, any)| (self.find(column), texts(any))).collect(),
            area: match &series.areas {
                Areas::One(_) => None,
                Areas::Column(areas) => Some(self.find(&areas.column)),
            },
            period: self.find(&series.period.column),
            identifier: self.some(series.period.identifier.as_ref()),
            sex: self.some(series.sex.as_ref().map(|(sex, _)| &sex.column)),
            value: self.find(&series.value),
            count: self.some(series.count.as_ref()),
            denominator: self.some(series.denominator.as_ref()),
            lower: self.some(series.lower.as_ref()),
            upper: self.some(series.upper.as_ref()),
            status: series.status.iter().map(|status| self.find(&status.column)).collect(),
        }
    }

    fn some(&mut self, column: Option<&String>) -> Option<usize> {
        column.map(|column| self.find(column))
    }

    /// The position of a column; 0 with a fault where it has none.
    fn find(&mut self, declared: &str) -> usize {
        self.table.position(declared).unwrap_or_else(|error| {
            self.faults.push(error.diagnostic(self.teller.shown, self.teller.sheet));
            0
        })
    }
}
