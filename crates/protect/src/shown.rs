//! What is printed for each cell: its count, its count altered by the rules' way of rounding, or the mark of a hidden one.
//!
//! Rounding comes on top. What is hidden is proven for a reader who knows every shown count exactly, so no way of rounding
//! carries a promise. Not allowed here: a choice of what is hidden, and a table left unrounded where rules ask for rounding.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::rounding::{self, Rounding};
use concordat_disclosure::{CellKey, ProtectedCells, Shown};

use crate::check::Alteration;
use crate::error::ProtectError;
use crate::input::Loaded;

/// A printed number, and a mark; one of them is empty.
pub(crate) type Written = (String, String);

/// A way of printing shown counts, with what it needs.
pub(crate) enum Printing {
    /// From each count alone.
    Own(Alteration),
    /// Rounded so that parts add up.
    Controlled {
        /// The multiple.
        base: u64,
        /// Every cell rounded; of hidden ones this is no rounding of their counts.
        rounded: BTreeMap<CellKey, u64>,
    },
    /// With noise by cell keys.
    CellKey {
        /// The most noise either way.
        most: u64,
        /// The cell key of each cell.
        keys: BTreeMap<CellKey, u8>,
    },
}

impl Printing {
    /// Gets ready to print a protected table.
    pub(crate) fn new(
        alteration: Alteration,
        loaded: &Loaded,
        protected: &ProtectedCells,
    ) -> Result<Self, ProtectError> {
        Ok(match alteration {
            Alteration::Controlled(base) => {
                let hidden: BTreeSet<CellKey> =
                    protected.pattern().into_iter().filter(|(_, hidden)| *hidden).map(|(key, _)| key.clone()).collect();
                let rounded = rounding::controlled_beside(&loaded.table, base, &hidden);
                Self::Controlled { base, rounded: rounded.ok_or(ProtectError::Rounding { base })? }
            }
            Alteration::CellKey(most) => Self::CellKey { most, keys: loaded.cell_keys.clone().unwrap_or_default() },
            own => Self::Own(own),
        })
    }

    pub(crate) fn alteration(&self) -> Alteration {
        match self {
            Self::Own(alteration) => *alteration,
            Self::Controlled { base, .. } => Alteration::Controlled(*base),
            Self::CellKey { most, .. } => Alteration::CellKey(*most),
        }
    }

    /// What is printed for each published cell.
    pub(crate) fn values(&self, protected: &ProtectedCells, mark: &str) -> BTreeMap<CellKey, Written> {
        let number = |key: &CellKey| match protected.shown(key) {
            Some(Shown::Exact(count)) => Some(self.number(key, count)),
            Some(Shown::Rounded(band)) => Some(band.value),
            Some(Shown::Hidden) | None => None,
        };
        let written = |number: Option<u64>| {
            number.map_or_else(|| (String::new(), mark.to_owned()), |number| (number.to_string(), String::new()))
        };
        protected.published().map(|key| (key.clone(), written(number(key)))).collect()
    }

    /// What is printed for a count that protection left as it is. To the nearest multiple and to midpoints it has rounded
    /// already.
    fn number(&self, key: &CellKey, count: u64) -> u64 {
        match self {
            Self::Own(_) => count,
            Self::Controlled { rounded, .. } => rounded.get(key).copied().unwrap_or(count),
            Self::CellKey { most, keys } => {
                let most = u8::try_from(*most).unwrap_or(u8::MAX);
                rounding::with_cell_key_noise(count, keys.get(key).copied(), most)
            }
        }
    }
}

/// How far what is printed moved, as far as a reader can see: from what was printed before to how this count is printed.
pub(crate) fn moved(alteration: Alteration, loaded: &Loaded, key: &CellKey, count: u64, before: u64) -> u64 {
    let now = match alteration {
        Alteration::None => count,
        Alteration::Nearest(base) => Rounding::Nearest(base).of(count).value,
        Alteration::Midpoint => Rounding::Midpoint.of(count).value,
        // Which neighbour it becomes hangs on other cells; either stands for the count.
        Alteration::Controlled(base) if count.abs_diff(before) < base => before,
        Alteration::Controlled(_) => count,
        Alteration::CellKey(most) => {
            let keys = loaded.cell_keys.as_ref().and_then(|keys| keys.get(key)).copied();
            rounding::with_cell_key_noise(count, keys, u8::try_from(most).unwrap_or(u8::MAX))
        }
    };
    now.abs_diff(before)
}
