//! How many records share each combination of traits (k-anonymity), and how different their sensitive values are (l-diversity).
//!
//! Definitions: Sweeney, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002), k-anonymity;
//! Machanavajjhala and others, ACM Transactions on Knowledge Discovery from Data 1 (2007), l-diversity, its distinct form. Not
//! allowed in here: the traits; a combination is known by its hash.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Most different sensitive values that are told apart within a group.
const DIVERSITY_AT_MOST: u32 = 64;

/// How much is counted before giving up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLimits {
    /// Most combinations of traits.
    pub groups: usize,
    /// Most pairs of a combination and a sensitive value.
    pub pairs: usize,
}

impl Default for GroupLimits {
    /// About a hundred megabytes.
    fn default() -> Self {
        Self { groups: 1_000_000, pairs: 2_000_000 }
    }
}

/// There are more combinations than may be counted: either too many traits, or nearly every record has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are more combinations of traits than may be counted")]
pub struct TooManyGroups;

/// The hashes that are put in are good already.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of a good hash is a good hash")]
    fn write_u128(&mut self, value: u128) {
        self.0 = value as u64 ^ (value >> 64) as u64;
    }
}

type Hashed = BuildHasherDefault<AsItIs>;

#[derive(Clone, Debug)]
struct Group {
    records: u64,
    /// Different values of each sensitive field.
    diversity: Box<[u32]>,
}

/// Groups of records being counted.
#[derive(Clone, Debug)]
pub struct Groups {
    limits: GroupLimits,
    sensitive: usize,
    groups: HashMap<u128, Group, Hashed>,
    pairs: HashSet<u128, Hashed>,
    records: u64,
}

/// What the groups of a delivery look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Records counted.
    pub records: u64,
    /// Different combinations.
    pub groups: u64,
    /// Size of the smallest group: k. 0 without records.
    pub k: u64,
    /// Records that stand alone in their group.
    pub unique_records: u64,
    /// Fewest different values within a group, for each sensitive field: l. At most 64 are told apart.
    pub l: Vec<u32>,
}

impl Groups {
    /// Nothing counted yet, with so many sensitive fields.
    #[must_use]
    pub fn new(sensitive: usize, limits: GroupLimits) -> Self {
        Self { limits, sensitive, groups: HashMap::default(), pairs: HashSet::default(), records: 0 }
    }

    /// Adds a record: the hash of its traits, and of each of its sensitive values in order.
    ///
    /// # Errors
    /// [`TooManyGroups`] past the limits; what was counted is of no use then.
    pub fn add(&mut self, traits: u128, sensitive: &[u128]) -> Result<(), TooManyGroups> {
        self.records += 1;
        let room = self.groups.len() < self.limits.groups;
        let group = match self.groups.entry(traits) {
            std::collections::hash_map::Entry::Occupied(there) => there.into_mut(),
            std::collections::hash_map::Entry::Vacant(_) if !room => return Err(TooManyGroups),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(Group { records: 0, diversity: vec![0; self.sensitive].into() })
            }
        };
        group.records += 1;
        for (field, (diversity, value)) in (1u128..).zip(group.diversity.iter_mut().zip(sensitive)) {
            if *diversity < DIVERSITY_AT_MOST && self.pairs.insert(pair(traits, field, *value)) {
                *diversity += 1;
            }
        }
        if self.pairs.len() > self.limits.pairs { Err(TooManyGroups) } else { Ok(()) }
    }

    /// What was counted.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let sizes = || self.groups.values().map(|group| group.records);
        let least = |field: usize| self.groups.values().filter_map(|group| group.diversity.get(field)).min().copied();
        Summary {
            records: self.records,
            groups: self.groups.len() as u64,
            k: sizes().min().unwrap_or(0),
            unique_records: sizes().filter(|size| *size == 1).count() as u64,
            l: (0..self.sensitive).map(|field| least(field).unwrap_or(0)).collect(),
        }
    }

    /// Records whose group has fewer than `k`.
    #[must_use]
    pub fn records_below(&self, k: u64) -> u64 {
        self.groups.values().map(|group| group.records).filter(|size| *size < k).sum()
    }
}

/// One hash of a group, a field and a value; multiplication by odd constants keeps the three apart.
fn pair(traits: u128, field: u128, value: u128) -> u128 {
    const FIRST: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    const SECOND: u128 = 0xc2b2_ae3d_27d4_eb4f_1656_67b1_9e37_79f9;
    let mixed = traits.wrapping_mul(FIRST) ^ value.wrapping_mul(SECOND).rotate_left(61) ^ field.wrapping_mul(SECOND);
    mixed.wrapping_mul(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_group_and_the_least_diversity_count() {
        let mut groups = Groups::new(1, GroupLimits::default());
        for (traits, value) in [(1, 7), (1, 8), (1, 7), (2, 7), (2, 7), (3, 9)] {
            groups.add(traits, &[value]).unwrap();
        }
        let expected = Summary { records: 6, groups: 3, k: 1, unique_records: 1, l: vec![1] };
        assert_eq!(groups.summary(), expected);
        assert_eq!((groups.records_below(2), groups.records_below(3), groups.records_below(4)), (1, 3, 6));
    }

    #[test]
    fn memory_has_an_end() {
        let mut groups = Groups::new(0, GroupLimits { groups: 2, pairs: 10 });
        assert_eq!((groups.add(1, &[]), groups.add(2, &[]), groups.add(1, &[])), (Ok(()), Ok(()), Ok(())));
        assert_eq!(groups.add(3, &[]), Err(TooManyGroups));
        let mut groups = Groups::new(1, GroupLimits { groups: 10, pairs: 2 });
        assert_eq!((groups.add(1, &[1]), groups.add(1, &[2])), (Ok(()), Ok(())));
        assert_eq!(groups.add(1, &[3]), Err(TooManyGroups));
    }
}
