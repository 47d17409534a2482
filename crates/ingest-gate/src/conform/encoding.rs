//! Hashes of rows and columns that do not depend on the order of rows.
//!
//! For each column the hash is the wrapping sum, over rows, of the hash of (hash of the row's key, value): a value that
//! moves to another row changes it, rows that change places do not. Not allowed in here: hashes that leave the home.

use concordat_base::{ContentHash, ContentHasher};
use xxhash_rust::xxh3::xxh3_128;

use super::cell::{Cell, push_token_bytes};

/// Room for the hash of the row's key before each value.
const GAP: usize = 16;

/// A value as it is landed; pseudonyms and text stand in the row's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Code(u16),
    /// An area's position or a month's number.
    Small(i32),
    Integer(i64),
    Bytes,
}

/// The values of one row, also as bytes, each with room for the key's hash before it. Used again for every row.
#[derive(Debug, Default)]
pub(crate) struct RowCode {
    values: Vec<Value>,
    bytes: Vec<u8>,
    /// Start and end of each value, the room before it left out.
    ranges: Vec<(usize, usize)>,
    key: Vec<u8>,
}

impl RowCode {
    /// Begins a new row.
    pub(crate) fn clear(&mut self) {
        self.values.clear();
        self.bytes.clear();
        self.ranges.clear();
    }

    /// Adds the value of the next column.
    pub(crate) fn push(&mut self, cell: Cell<'_>) {
        self.bytes.extend([0; GAP]);
        let start = self.bytes.len();
        let value = match cell {
            Cell::Null => self.fixed(0, &[], Value::Null),
            Cell::Code(code) => self.fixed(1, &code.to_le_bytes(), Value::Code(code)),
            Cell::Area(position) => self.fixed(2, &position.to_le_bytes(), Value::Small(position)),
            Cell::Period(month) => self.fixed(3, &month.to_le_bytes(), Value::Small(month)),
            Cell::Integer(number) => self.fixed(4, &number.to_le_bytes(), Value::Integer(number)),
            Cell::Token(digits) => {
                self.bytes.push(5);
                push_token_bytes(digits, &mut self.bytes);
                Value::Bytes
            }
            Cell::TokenBytes(bytes) => self.fixed(5, bytes, Value::Bytes),
            Cell::Text(text) => self.fixed(6, text.as_bytes(), Value::Bytes),
        };
        self.values.push(value);
        self.ranges.push((start, self.bytes.len()));
    }

    fn fixed(&mut self, tag: u8, bytes: &[u8], value: Value) -> Value {
        self.bytes.push(tag);
        self.bytes.extend_from_slice(bytes);
        value
    }

    /// The value of a column.
    pub(crate) fn value(&self, position: usize) -> Value {
        self.values[position]
    }

    /// The bytes of a pseudonym or text.
    pub(crate) fn bytes_of(&self, position: usize) -> &[u8] {
        let (start, end) = self.ranges[position];
        &self.bytes[start + 1..end]
    }

    /// Hash of the values at `key`, or of the whole row where there is no key.
    pub(crate) fn key_hash(&mut self, key: &[usize]) -> u128 {
        self.key.clear();
        let whole = 0..if key.is_empty() { self.ranges.len() } else { 0 };
        for position in key.iter().copied().chain(whole) {
            let (start, end) = self.ranges[position];
            // The length keeps two values of changing width apart.
            self.key.extend_from_slice(&((end - start) as u64).to_le_bytes());
            self.key.extend_from_slice(&self.bytes[start..end]);
        }
        xxh3_128(&self.key)
    }

    /// Hash of the value at `position` together with the row's key.
    fn aligned(&mut self, position: usize, key_hash: u128) -> u128 {
        let (start, end) = self.ranges[position];
        self.bytes[start - GAP..start].copy_from_slice(&key_hash.to_le_bytes());
        xxh3_128(&self.bytes[start - GAP..end])
    }
}

/// Sums of the hashes of each column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSums {
    sums: Vec<u128>,
    rows: u64,
}

impl ColumnSums {
    pub(crate) fn new(columns: usize) -> Self {
        Self { sums: vec![0; columns], rows: 0 }
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, row: &mut RowCode, key_hash: u128) {
        for (position, sum) in self.sums.iter_mut().enumerate() {
            *sum = sum.wrapping_add(row.aligned(position, key_hash));
        }
        self.rows += 1;
    }

    /// Rows added.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Hash of a column.
    pub(crate) fn hash(&self, position: usize) -> ContentHash {
        let mut hasher = ContentHasher::new("landed-column");
        hasher.raw(&self.sums[position].to_le_bytes()).raw(&self.rows.to_le_bytes());
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(rows: &[(&str, i64)]) -> Vec<ContentHash> {
        let (mut row, mut sums) = (RowCode::default(), ColumnSums::new(2));
        for (key, value) in rows {
            row.clear();
            row.push(Cell::Text(key));
            row.push(Cell::Integer(*value));
            let key_hash = row.key_hash(&[0]);
            sums.add(&mut row, key_hash);
        }
        (0..2).map(|position| sums.hash(position)).collect()
    }

    #[test]
    fn rows_may_change_places_and_values_may_not() {
        let first = hashes(&[("a", 1), ("b", 2), ("c", 2)]);
        assert_eq!(first, hashes(&[("c", 2), ("a", 1), ("b", 2)]));
        let swapped = hashes(&[("a", 2), ("b", 1), ("c", 2)]);
        assert_eq!(first[0], swapped[0]);
        assert_ne!(first[1], swapped[1]);
        assert_ne!(first[0], hashes(&[("a", 1), ("b", 2)])[0]);
    }

    #[test]
    fn digits_and_bytes_of_a_pseudonym_are_one_value() {
        let (mut digits, mut bytes) = (RowCode::default(), RowCode::default());
        digits.push(Cell::Token(b"00ff"));
        bytes.push(Cell::TokenBytes(&[0, 255]));
        assert_eq!(digits.key_hash(&[]), bytes.key_hash(&[]));
        assert_eq!(digits.bytes_of(0), [0, 255]);
    }
}
