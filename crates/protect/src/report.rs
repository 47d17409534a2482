//! The recorded risk assessment: what was done, in numbers and words, without a hidden count.
//!
//! Not allowed here: a promise that was not proven, and silence about a rule that is not kept.

use concordat_disclosure::{CellKey, ProtectedCells, Rules, Totals};
use serde::Serialize;

use crate::check::Alteration;
use crate::input::Loaded;

/// What was done: the recorded risk assessment. It holds no hidden count.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Report {
    /// Name of the rules.
    pub policy: String,
    /// Whether the publisher's wording behind them was read.
    pub policy_confirmed: bool,
    /// Cells of the table.
    pub cells: usize,
    /// Cells that are hidden for their own size.
    pub primary: usize,
    /// Cells that are hidden so that the others cannot be worked out.
    pub complementary: usize,
    /// What is lost by that: the sum of their counts. Not written: of a single cell it would be the count.
    #[serde(skip)]
    pub complementary_sum: u64,
    /// Hidden cells that are proven by two whole tables.
    pub proven: usize,
    /// How many whole numbers stay possible for each.
    pub candidates: u64,
    /// Shown before and now with another count, by less than the least change that may be seen. Then the earlier table
    /// stands and is written again.
    pub held: bool,
    /// What the rules say in words.
    pub promise: String,
    /// How shown counts are printed, in words.
    pub printed: String,
    /// What of the rules this tool does not do, in words.
    pub not_kept: Vec<String>,
}

impl Report {
    /// The report of a table that was protected and proven.
    pub(crate) fn of(loaded: &Loaded, protected: &ProtectedCells, rules: &Rules, held: bool) -> Self {
        let cells = loaded.table.cells();
        let guarded = |key: &CellKey| {
            let cell = cells.binary_search_by(|cell| cell.key.cmp(key)).ok().map(|at| &cells[at]);
            cell.is_some_and(|cell| {
                let policy = loaded.table.policy_of(cell);
                policy.is_none_or(|policy| {
                    [cell.count, cell.contributors]
                        .iter()
                        .any(|size| (policy.hide_from..=policy.hide_to).contains(size))
                })
            })
        };
        let hidden: Vec<&CellKey> =
            protected.pattern().into_iter().filter(|(_, hidden)| *hidden).map(|(key, _)| key).collect();
        let (primary, others): (Vec<&CellKey>, Vec<&CellKey>) = hidden.into_iter().partition(|key| guarded(key));
        let lost = |key: &&CellKey| cells.binary_search_by(|cell| cell.key.cmp(key)).map_or(0, |at| cells[at].count);
        let not_kept = not_kept(rules);
        Self {
            policy: rules.id.clone(),
            policy_confirmed: rules.confirmed,
            cells: cells.len(),
            primary: primary.len(),
            complementary: others.len(),
            complementary_sum: others.iter().map(lost).sum(),
            proven: primary.len(),
            candidates: rules.policy().candidates(),
            held,
            promise: promise(rules, &not_kept),
            printed: Alteration::from(rules).to_string(),
            not_kept,
        }
    }
}

/// In words, what holds; what of the rules is not kept is said with it.
fn promise(rules: &Rules, not_kept: &[String]) -> String {
    let policy = rules.policy();
    let mut words = match (policy.hide_to < policy.hide_from, policy.candidates()) {
        (true, _) => "No count is hidden for its size; how far rounding alone protects is not proven.".to_owned(),
        (false, candidates) => format!(
            "Counts from {} to {} are hidden, and {candidates} whole numbers stay possible for each of them, whoever adds and subtracts.",
            policy.hide_from, rules.hide_max
        ),
    };
    let alteration = Alteration::from(rules);
    if alteration != Alteration::None {
        words += &format!(" Shown counts are {alteration}.");
        if policy.hide_from <= policy.hide_to {
            words += " Nothing that is promised rests on that.";
        }
    }
    if !not_kept.is_empty() {
        words += &format!(" Not kept by this tool: {}.", not_kept.join("; "));
    }
    words
}

/// What the rules ask for that a table of counts without denominators gives no hold for.
fn not_kept(rules: &Rules) -> Vec<String> {
    let asked = [
        (rules.guard_complement, "guarding those who are not counted, for a table has no denominators"),
        (rules.zero_group_max > 0, "hiding nobody and everybody of small groups, for a table does not know its groups"),
        (rules.totals == Totals::SumOfShown, "totals added up from rounded parts"),
        (rules.totals == Totals::Hidden, "totals that are not shown"),
        (rules.dominance.is_some() || rules.p_percent.is_some(), "rules for sums of amounts, for these are counts"),
    ];
    asked.into_iter().filter(|(asked, _)| *asked).map(|(_, what)| what.to_owned()).collect()
}
