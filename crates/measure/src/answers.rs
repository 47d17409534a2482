//! Answers of a query that was asked in turns, put together.
//!
//! Not allowed in here: asking.

use std::collections::{BTreeMap, BTreeSet};

use concordat_engine::{Answer, Decision, EngineError};

use crate::step::IntegerTable;

/// What the turns of a query answered.
#[derive(Default)]
pub(crate) struct Answers {
    columns: Vec<String>,
    rows: Vec<Vec<Option<i64>>>,
    pub(crate) scanned: BTreeMap<String, Vec<concordat_engine::ScannedFile>>,
    pub(crate) reads: BTreeMap<String, BTreeSet<String>>,
}

impl Answers {
    /// Adds the answer of a turn, if it was given under the decision.
    pub(crate) fn add(&mut self, decision: &Decision, answer: &Answer) -> Result<(), EngineError> {
        let turn = IntegerTable::of(decision, answer)?;
        self.columns = turn.columns;
        self.rows.extend(turn.rows);
        // Every turn opens the same files.
        self.scanned.clone_from(&answer.scanned);
        self.reads.clone_from(&answer.reads);
        Ok(())
    }

    /// The rows, sorted; those of several turns added up where they have the same labels.
    pub(crate) fn table(self, labels: Option<usize>) -> IntegerTable {
        let mut rows = self.rows;
        rows.sort();
        let Some(labels) = labels else { return IntegerTable { columns: self.columns, rows } };
        let mut sums: BTreeMap<Vec<Option<i64>>, Vec<Option<i64>>> = BTreeMap::new();
        for mut row in rows {
            let counts = row.split_off(labels);
            let sum = sums.entry(row).or_insert_with(|| vec![None; counts.len()]);
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum = sum.map_or(count, |sum| Some(sum + count.unwrap_or(0)));
            }
        }
        let rows = sums.into_iter().map(|(labels, counts)| [labels, counts].concat()).collect();
        IntegerTable { columns: self.columns, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_several_turns_add_up_by_label() {
        let row = |label: Option<i64>, counts: [Option<i64>; 2]| [vec![label], counts.to_vec()].concat();
        let rows = vec![
            row(Some(1), [Some(4), Some(2)]),
            row(None, [Some(1), None]),
            row(Some(1), [Some(5), Some(3)]),
            row(Some(2), [Some(6), None]),
        ];
        let answers = || Answers { rows: rows.clone(), ..Answers::default() };
        let expected = [row(None, [Some(1), None]), row(Some(1), [Some(9), Some(5)]), row(Some(2), [Some(6), None])];
        assert_eq!(answers().table(Some(1)).rows, expected);
        assert_eq!(answers().table(None).rows.len(), 4);
    }
}
