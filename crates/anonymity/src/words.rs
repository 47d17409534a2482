//! Cuts a cell into runs of letters and digits, with what stands between them.
//!
//! Not allowed in here: knowing any form.

/// A cell and where its words are. The room for positions is used again for every cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    ranges: Vec<(usize, usize)>,
}

/// Longest cell that is looked at, in bytes; a longer one is judged by its beginning.
const BYTES_AT_MOST: usize = 4096;

impl Words {
    /// Finds the words of a cell.
    pub(crate) fn split<'a>(&'a mut self, cell: &'a [u8]) -> View<'a> {
        let cell = &cell[..cell.len().min(BYTES_AT_MOST)];
        self.ranges.clear();
        let mut start = None;
        for (position, byte) in cell.iter().enumerate() {
            // Letters outside ASCII belong to words.
            let inside = byte.is_ascii_alphanumeric() || *byte >= 0x80;
            match (inside, start) {
                (true, None) => start = Some(position),
                (false, Some(from)) => {
                    self.ranges.push((from, position));
                    start = None;
                }
                _ => {}
            }
        }
        self.ranges.extend(start.map(|from| (from, cell.len())));
        View { cell, ranges: &self.ranges }
    }
}

/// The words of one cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) cell: &'a [u8],
    ranges: &'a [(usize, usize)],
}

impl<'a> View<'a> {
    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// A word; blank beyond the last.
    pub(crate) fn word(&self, position: usize) -> &'a [u8] {
        self.ranges.get(position).map_or(&[], |(start, end)| &self.cell[*start..*end])
    }

    /// What stands between a word and the next; blank at the end.
    pub(crate) fn gap(&self, position: usize) -> &'a [u8] {
        match (self.ranges.get(position), self.ranges.get(position + 1)) {
            (Some((_, end)), Some((start, _))) => &self.cell[*end..*start],
            _ => &[],
        }
    }

    /// What stands before a word.
    pub(crate) fn before(&self, position: usize) -> &'a [u8] {
        let end = self.ranges.get(position).map_or(0, |(start, _)| *start);
        let start = position.checked_sub(1).and_then(|before| self.ranges.get(before)).map_or(0, |(_, end)| *end);
        &self.cell[start..end]
    }

    /// Whether some word is one of these, in capitals or not.
    pub(crate) fn has_any(&self, wanted: &[&str]) -> bool {
        (0..self.len()).any(|position| {
            let word = self.word(position);
            wanted.iter().any(|other| word.eq_ignore_ascii_case(other.as_bytes()))
        })
    }
}

/// Whether a word is of digits alone and so long.
pub(crate) fn is_number(word: &[u8], length: usize) -> bool {
    word.len() == length && word.iter().all(u8::is_ascii_digit)
}

/// The number that digits stand for; none where there is no digit, another character, or more than 18.
pub(crate) fn number(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > 18 {
        return None;
    }
    word.iter().try_fold(0u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_is_between_them() {
        let mut words = Words::default();
        let view = words.split(b" Mrs O'Neill, 999-000 ");
        assert_eq!(view.len(), 5);
        assert_eq!(
            (view.word(0), view.gap(0), view.word(4), view.gap(4)),
            (&b"Mrs"[..], &b" "[..], &b"000"[..], &b""[..])
        );
        assert_eq!((view.before(0), view.before(3), view.gap(3)), (&b" "[..], &b", "[..], &b"-"[..]));
        assert!(view.has_any(&["mrs"]) && !view.has_any(&["neil"]));
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!((number(b"007"), number(b""), number(b"1a"), number(&[b'1'; 19])), (Some(7), None, None, None));
    }
}
