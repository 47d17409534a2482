//! What the publisher of a source asks for: which counts to hide and how to round.
//!
//! Not allowed here: knowledge of tables or of any one publisher.

use crate::rounding::Rounding;

/// The disclosure rule that a cell stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Name of the rule, for reports.
    pub id: String,
    /// Smallest count (or number of contributors) that is hidden. With 1, zero is shown.
    pub hide_from: u64,
    /// Largest count (or number of contributors) that is hidden, inclusive. Below `hide_from`: nothing is hidden.
    pub hide_to: u64,
    /// How shown counts are rounded, if they are.
    pub rounding: Option<Rounding>,
    /// Whether the people who are *not* counted (denominator minus numerator) are guarded too. Whoever fills the table
    /// adds a latent cell for them when this is set.
    pub guard_complement: bool,
    /// The count is open data: shown as it is, never hidden, and known to every attacker.
    pub already_public: bool,
    /// How many whole numbers must stay possible for a hidden count; see [`Policy::candidates`] where it is not said.
    pub min_candidates: Option<u64>,
}

impl Policy {
    /// The rule for a cell that several sources contribute to.
    ///
    /// Already public only if all of them are. Otherwise the widest hide range, the coarsest rounding, and the
    /// complement guarded if any source asks for it; sources already public do not widen anything. Without any source
    /// nothing is known, so everything is hidden.
    #[must_use]
    pub fn strictest(policies: &[&Self]) -> Self {
        let Some(first) = policies.first() else {
            return Self::hide_everything();
        };
        let binding: Vec<&Self> = policies.iter().copied().filter(|policy| !policy.already_public).collect();
        let Some(first_binding) = binding.first() else {
            return Self { id: joined_ids(policies), ..(*first).clone() };
        };
        let (hide_from, hide_to) = widest_range(&binding).unwrap_or((first_binding.hide_from, first_binding.hide_to));
        Self {
            id: joined_ids(&binding),
            hide_from,
            hide_to,
            rounding: binding.iter().filter_map(|policy| policy.rounding).max_by_key(|rounding| rounding.width()),
            guard_complement: binding.iter().any(|policy| policy.guard_complement),
            already_public: false,
            min_candidates: binding.iter().filter_map(|policy| policy.min_candidates).max(),
        }
    }

    /// How many whole numbers must stay possible for a count that is hidden for its own size: as many as the range has
    /// above zero. A range without an end asks for a hundred.
    #[must_use]
    pub fn candidates(&self) -> u64 {
        let range = self.hide_to.saturating_sub(self.hide_from.max(1)).saturating_add(1);
        self.min_candidates.unwrap_or(range).clamp(2, 100)
    }

    fn hide_everything() -> Self {
        Self {
            id: "no-source".to_owned(),
            hide_from: 0,
            hide_to: u64::MAX,
            rounding: None,
            guard_complement: true,
            already_public: false,
            min_candidates: None,
        }
    }
}

/// The smallest range that covers every non-empty hide range.
fn widest_range(policies: &[&Policy]) -> Option<(u64, u64)> {
    policies
        .iter()
        .filter(|policy| policy.hide_from <= policy.hide_to)
        .map(|policy| (policy.hide_from, policy.hide_to))
        .reduce(|wide, next| (wide.0.min(next.0), wide.1.max(next.1)))
}

fn joined_ids(policies: &[&Policy]) -> String {
    let ids: std::collections::BTreeSet<&str> = policies.iter().map(|policy| policy.id.as_str()).collect();
    ids.into_iter().collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::{Policy, Rounding};

    fn policy(id: &str, hide_to: u64, nearest: Option<u64>) -> Policy {
        Policy {
            id: id.to_owned(),
            hide_from: 1,
            hide_to,
            rounding: nearest.map(Rounding::Nearest),
            guard_complement: false,
            already_public: false,
            min_candidates: None,
        }
    }

    fn public() -> Policy {
        Policy { hide_from: 0, hide_to: 0, already_public: true, ..policy("open", 0, None) }
    }

    #[test]
    fn widest_range_and_largest_base_win() {
        let complement = Policy { guard_complement: true, ..policy("a", 4, Some(3)) };
        let strict = Policy::strictest(&[&complement, &policy("b", 7, Some(5)), &policy("c", 2, None)]);
        assert_eq!((strict.hide_from, strict.hide_to, strict.rounding), (1, 7, Some(Rounding::Nearest(5))));
        assert!(strict.guard_complement && !strict.already_public);
        assert_eq!(strict.id, "a+b+c");
    }

    #[test]
    fn public_only_if_all_are() {
        assert!(Policy::strictest(&[&public(), &public()]).already_public);
        let mixed = Policy::strictest(&[&public(), &policy("b", 4, None)]);
        assert!(!mixed.already_public);
        assert_eq!((mixed.hide_from, mixed.hide_to), (1, 4));
    }

    #[test]
    fn an_empty_range_does_not_widen() {
        let nothing = Policy { hide_from: 0, hide_to: 0, ..policy("n", 0, None) };
        let empty = Policy { hide_from: 9, hide_to: 3, ..nothing };
        let strict = Policy::strictest(&[&empty, &policy("b", 4, None)]);
        assert_eq!((strict.hide_from, strict.hide_to), (1, 4));
    }

    #[test]
    fn no_source_hides_everything() {
        let strict = Policy::strictest(&[]);
        assert!(!strict.already_public);
        assert_eq!((strict.hide_from, strict.hide_to), (0, u64::MAX));
    }
}
