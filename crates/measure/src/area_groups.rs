//! Areas of several levels as bits, so that one pass over people counts them at every level.
//!
//! A person may be in several areas of a level. Each area has a bit of its own; the bits of all areas in which somebody has
//! a record, put together, say where that person counts. Not allowed in here: people, and counts.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, Int64Array};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use concordat_declare::areas::Areas;

/// Bits of a word: those of a whole number without its sign.
const BITS: usize = 63;

/// Areas of several levels, and in which of them each area of a column lies.
#[derive(Debug)]
pub(crate) struct AreaGroups {
    /// Level and position of the area of each bit.
    areas: Vec<(usize, usize)>,
    /// For each area of the column, by position, the bits of the areas that hold it, in words.
    held_by: Vec<Vec<i64>>,
}

impl AreaGroups {
    /// Of areas of level `from`, those of `levels` that hold them. An area that no area of a level holds alone is in none
    /// of that level.
    pub(crate) fn new(areas: &Areas, from: usize, levels: impl IntoIterator<Item = usize>) -> Self {
        let count = |level: usize| areas.levels.get(level).map_or(0, |level| level.areas.len());
        let groups: Vec<(usize, usize)> =
            levels.into_iter().flat_map(|level| (0..count(level)).map(move |area| (level, area))).collect();
        let words = groups.len().div_ceil(BITS);
        let bits_of = |fine: usize| {
            let mut bits = vec![0; words];
            for (bit, (level, area)) in groups.iter().enumerate() {
                if areas.ancestor_from(from, fine, *level) == Some(*area) {
                    bits[bit / BITS] |= 1_i64 << (bit % BITS);
                }
            }
            bits
        };
        let held_by = (0..count(from)).map(bits_of).collect();
        Self { areas: groups, held_by }
    }

    /// Into how many words the bits go.
    pub(crate) fn words(&self) -> usize {
        self.areas.len().div_ceil(BITS)
    }

    /// Name of the column of a word.
    pub(crate) fn column(word: usize) -> String {
        format!("areas{word}")
    }

    /// Level and position of the areas whose bits are set in the words of an answer.
    pub(crate) fn of(&self, words: &[Option<i64>]) -> impl Iterator<Item = (usize, usize)> {
        let is_set =
            |bit: usize| words.get(bit / BITS).copied().flatten().is_some_and(|word| word >> (bit % BITS) & 1 == 1);
        self.areas.iter().enumerate().filter(move |(bit, _)| is_set(*bit)).map(|(_, area)| *area)
    }

    /// The small table of positions of areas and words of bits.
    pub(crate) fn batch(&self) -> RecordBatch {
        let words = 0..self.words();
        let fine: Int32Array = (0..self.held_by.len()).map(|fine| i32::try_from(fine).ok()).collect();
        let word =
            |word: usize| -> ArrayRef { Arc::new(self.held_by.iter().map(|bits| bits[word]).collect::<Int64Array>()) };
        let fields = words.clone().map(|word| Field::new(Self::column(word), DataType::Int64, true));
        let fields: Vec<Field> = std::iter::once(Field::new("fine", DataType::Int32, true)).chain(fields).collect();
        let columns = std::iter::once(Arc::new(fine) as ArrayRef).chain(words.map(word)).collect();
        let schema = Arc::new(Schema::new(fields));
        RecordBatch::try_new(Arc::clone(&schema), columns).unwrap_or_else(|_| RecordBatch::new_empty(schema))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use concordat_base::{AreaCode, Name};
    use concordat_declare::areas::{Area, Level};

    use super::*;

    fn level(id: &str, parents: impl IntoIterator<Item = Option<usize>>) -> Level {
        let area = |(at, parent): (usize, Option<usize>)| Area {
            code: AreaCode::new(&format!("{}{at}", id.to_uppercase())).unwrap(),
            name: String::new(),
            parent,
        };
        let areas = parents.into_iter().enumerate().map(area).collect();
        Level { id: Name::new(id).unwrap(), title: String::new(), vintage: String::new(), areas }
    }

    /// Eighty small areas, of which the last lies in no ward; wards of two of them; a place.
    fn areas() -> Areas {
        let small = level("small", (0..80).map(|at| (at < 79).then_some(at / 2)));
        let levels = vec![small, level("ward", (0..40).map(|_| Some(0))), level("place", [None])];
        Areas { levels, carried: Vec::new(), outside: BTreeMap::new() }
    }

    #[test]
    fn somebody_in_several_areas_counts_once_in_each_that_holds_them() {
        let groups = AreaGroups::new(&areas(), 0, [0, 1, 2]);
        assert_eq!((groups.words(), groups.batch().num_columns()), (2, 3));
        let held_by = |fine: &[usize]| -> Vec<(usize, usize)> {
            let word = |word: usize| Some(fine.iter().fold(0, |bits, fine| bits | groups.held_by[*fine][word]));
            groups.of(&[word(0), word(1)]).collect()
        };
        assert_eq!(held_by(&[62]), [(0, 62), (1, 31), (2, 0)]);
        assert_eq!(held_by(&[62, 63, 70]), [(0, 62), (0, 63), (0, 70), (1, 31), (1, 35), (2, 0)]);
        assert_eq!(held_by(&[79]), [(0, 79)], "what has no ward is in no place either");
        assert_eq!(groups.of(&[None, None]).count(), 0);
    }
}
