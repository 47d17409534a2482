//! Finds the position of a code by its bytes, without allocating.
//!
//! Not allowed in here: codes that are nearly right.

use xxhash_rust::xxh3::xxh3_64;

/// Codes and their positions, in an open table that is at most half full.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    codes: Vec<Box<[u8]>>,
    /// Position of a code plus one; 0 where a slot is free.
    slots: Vec<u32>,
}

impl Lookup {
    /// A table of codes; `None` when there are too many for 32 bits.
    pub(crate) fn new<'code>(codes: impl IntoIterator<Item = &'code str>) -> Option<Self> {
        let codes: Vec<Box<[u8]>> = codes.into_iter().map(|code| code.as_bytes().into()).collect();
        let mut table = Self { slots: vec![0; (codes.len() * 2).next_power_of_two().max(2)], codes: Vec::new() };
        for (position, code) in codes.iter().enumerate() {
            let mut slot = table.first_slot(code);
            while table.slots[slot] != 0 {
                slot = (slot + 1) & (table.slots.len() - 1);
            }
            table.slots[slot] = u32::try_from(position + 1).ok()?;
        }
        table.codes = codes;
        Some(table)
    }

    /// Position of a code.
    pub(crate) fn position(&self, code: &[u8]) -> Option<u32> {
        let mut slot = self.first_slot(code);
        loop {
            let position = self.slots[slot].checked_sub(1)?;
            if *self.codes[position as usize] == *code {
                return Some(position);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the low bits choose a slot")]
    fn first_slot(&self, code: &[u8]) -> usize {
        xxh3_64(code) as usize & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Lookup;

    #[test]
    fn every_code_has_its_position_and_no_other_text_has_one() {
        let codes: Vec<String> = (0..5000).map(|number| format!("E01{number:06}")).collect();
        let lookup = Lookup::new(codes.iter().map(String::as_str)).unwrap();
        for (position, code) in (0u32..).zip(&codes) {
            assert_eq!(lookup.position(code.as_bytes()), Some(position));
        }
        assert_eq!(lookup.position(b"E01005000"), None);
        assert_eq!(lookup.position(b""), None);
        assert_eq!(Lookup::new([]).unwrap().position(b"x"), None);
    }
}
