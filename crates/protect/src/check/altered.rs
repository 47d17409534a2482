//! Shown counts that are not the counts themselves: whether what is printed is what the first table rounds to.
//!
//! Whole numbers alone: a printed number stands for a band of counts, and the count must lie in it. Not allowed here: the
//! code that rounds.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::Sum;
use super::read::{Published, by_cell};
use crate::error::ProtectError;
use crate::output::{CELL_KEYS, ROUNDED, ROUNDING};
use crate::table::Table;

/// How shown counts differ from the counts themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alteration {
    /// They do not.
    #[default]
    None,
    /// Each is the nearest multiple of a number, halves up.
    Nearest(u64),
    /// Each is a neighbouring multiple of a number, so that parts add up.
    Controlled(u64),
    /// Each is the middle of a band of six.
    Midpoint,
    /// Each has noise by its cell key, of so much at most.
    CellKey(u64),
}

impl fmt::Display for Alteration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(formatter, "the counts themselves"),
            Self::Nearest(base) => write!(formatter, "rounded to the nearest {base}"),
            Self::Controlled(base) => write!(formatter, "rounded to {base} so that parts add up"),
            Self::Midpoint => write!(formatter, "rounded to the middle of a band of six"),
            Self::CellKey(most) => write!(formatter, "altered by cell keys by up to {most}"),
        }
    }
}

impl Alteration {
    /// As the proof writes it: a mode and a number.
    pub(crate) fn written(self) -> Option<(&'static str, u64)> {
        match self {
            Self::None => None,
            Self::Nearest(base) => Some(("nearest", base)),
            Self::Controlled(base) => Some(("controlled", base)),
            Self::Midpoint => Some(("midpoint", 6)),
            Self::CellKey(most) => Some(("cell_key", most)),
        }
    }

    fn read(mode: &str, number: u64) -> Option<Self> {
        let all = [Self::Nearest(number), Self::Controlled(number), Self::Midpoint, Self::CellKey(number)];
        all.into_iter().find(|one| number > 0 && one.written() == Some((mode, number)))
    }

    /// Whether a count may be printed so; `key` is its cell key.
    fn prints(self, count: u64, printed: u64, key: Option<u64>) -> bool {
        match self {
            Self::None => printed == count,
            Self::Nearest(base) => {
                printed.is_multiple_of(base) && count + base / 2 >= printed && count < printed + base.div_ceil(2)
            }
            Self::Controlled(base) => printed.is_multiple_of(base) && printed.abs_diff(count) < base,
            Self::Midpoint if count == 0 || printed == 0 => printed == count,
            Self::Midpoint => printed % 6 == 3 && count + 3 > printed && count <= printed + 3,
            Self::CellKey(most) => key.is_some_and(|key| with_noise(count, key, most) == Some(printed)),
        }
    }
}

/// The noise of a cell key, by the rule that docs state: a place among 256 from key and count, and the noise from that.
fn with_noise(count: u64, key: u64, most: u64) -> Option<u64> {
    if count == 0 || key > 255 {
        return (key < 256).then_some(0);
    }
    let (place, steps) = ((77 * key + 149 * (count % 256)) % 256, 2 * most + 1);
    let noise = if place < 256 - 256 % steps { place % steps } else { most };
    Some((count + noise).saturating_sub(most).max(1))
}

/// What a proof says of altered counts.
pub(super) struct Altered {
    alteration: Alteration,
    /// For controlled rounding every cell rounded, hidden ones too.
    rounded: BTreeMap<String, u64>,
    cell_keys: BTreeMap<String, u64>,
}

impl Altered {
    /// Reads it; `None` where the proof has nothing of the kind.
    pub(super) fn read(proof: &Path) -> Result<Option<Self>, ProtectError> {
        let path = proof.join(ROUNDING);
        if !path.exists() {
            return Ok(None);
        }
        let table = Table::read(&path)?;
        let (mode, base) = (table.column("mode")?, table.column("base")?);
        let [(line, row)] = table.rows.as_slice() else { return Err(table.fault(1, "it must have one line")) };
        let base = table.count(*line, &row[base], "base")?;
        let alteration = Alteration::read(&row[mode], base);
        let alteration = alteration.ok_or_else(|| table.fault(*line, "this way of rounding is not known"))?;
        let (mut rounded, mut cell_keys) = (BTreeMap::new(), BTreeMap::new());
        match alteration {
            Alteration::Controlled(_) => rounded = by_cell(&proof.join(ROUNDED), "freq")?,
            Alteration::CellKey(_) => cell_keys = by_cell(&proof.join(CELL_KEYS), "cell_key")?,
            _ => {}
        }
        Ok(Some(Self { alteration, rounded, cell_keys }))
    }

    pub(super) fn alteration(&self) -> Alteration {
        self.alteration
    }

    /// Every shown number must be what its count in the first table is printed as.
    pub(super) fn faults(&self, published: &Published, first: &BTreeMap<String, u64>, sums: &[Sum]) -> Vec<String> {
        let shown = published.iter().filter_map(|(cell, printed)| Some((cell, (*printed)?)));
        let wrong = |(cell, printed): (&String, u64)| match first.get(cell) {
            None => Some(format!("table 0 lacks `{cell}`, which is shown altered")),
            Some(count) if !self.alteration.prints(*count, printed, self.cell_keys.get(cell).copied()) => {
                Some(format!("what is shown for `{cell}` is not its count in table 0, {}", self.alteration))
            }
            Some(_) => None,
        };
        let mut faults: Vec<String> = shown.filter_map(wrong).collect();
        if matches!(self.alteration, Alteration::Controlled(_)) {
            faults.extend(self.not_adding_up(published, sums));
        }
        faults
    }

    /// The rounded table must be the published one where that shows a number, and keep every sum.
    fn not_adding_up(&self, published: &Published, sums: &[Sum]) -> Vec<String> {
        let value = |cell: &String| self.rounded.get(cell).copied().map(u128::from);
        let other = published.iter().filter(|(cell, printed)| {
            let rounded = self.rounded.get(*cell);
            rounded.is_none() || printed.is_some_and(|printed| rounded != Some(&printed))
        });
        let other = other.map(|(cell, _)| format!("the rounded table has another number for `{cell}`, or none"));
        let broken = sums.iter().filter(|(parent, children)| {
            let parts: Option<u128> = children.iter().map(value).sum();
            parts.is_none() || parts != value(parent)
        });
        let broken = broken.map(|(parent, _)| format!("the rounded parts of `{parent}` do not add up to it"));
        other.chain(broken).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Alteration;

    #[test]
    fn a_printed_number_stands_for_its_band_and_for_nothing_else() {
        let band = |way: Alteration, printed: u64| -> Vec<u64> {
            (0..40).filter(|count| way.prints(*count, printed, None)).collect()
        };
        assert_eq!(band(Alteration::Nearest(5), 10), [8, 9, 10, 11, 12]);
        assert_eq!(band(Alteration::Nearest(10), 10), (5..15).collect::<Vec<u64>>());
        assert_eq!(band(Alteration::Nearest(5), 0), [0, 1, 2]);
        assert_eq!(band(Alteration::Controlled(5), 10), (6..15).collect::<Vec<u64>>());
        assert_eq!(band(Alteration::Midpoint, 9), [7, 8, 9, 10, 11, 12]);
        assert_eq!(band(Alteration::Midpoint, 3), [1, 2, 3, 4, 5, 6]);
        assert_eq!(band(Alteration::Midpoint, 0), [0]);
        assert_eq!(band(Alteration::None, 7), [7]);
        for (way, printed) in
            [(Alteration::Nearest(5), 11), (Alteration::Controlled(5), 11), (Alteration::Midpoint, 10)]
        {
            assert_eq!(band(way, printed), Vec::<u64>::new());
        }
    }

    #[test]
    fn noise_is_that_of_the_rule() {
        for (count, key, most) in (0..300).flat_map(|count| [0, 7, 200, 255].map(|key| (count, key, count % 3 + 1))) {
            let made = concordat_disclosure::rounding::with_cell_key_noise(
                count,
                [u8::try_from(key).unwrap_or(0)],
                u8::try_from(most).unwrap_or(1),
            );
            assert!(Alteration::CellKey(most).prints(count, made, Some(key)), "{count} {key} {most}");
            assert!(!Alteration::CellKey(most).prints(count, made + 1, Some(key)));
            assert!(!Alteration::CellKey(most).prints(count, made, None));
        }
    }
}
