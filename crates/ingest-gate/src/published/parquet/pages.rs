//! Headers of the pages of a column chunk: how large each page says it is, packed and unpacked.
//!
//! The headers are read here in the compact form of Thrift (thrift-compact-protocol.md and parquet.thrift of Apache), because the
//! library makes room for an unpacked page before anybody can ask how large it will be.
//!
//! Not allowed in here: values. Statistics that stand in a header are passed over.

/// The unpacked bytes of all pages together; `None` where headers and pages do not follow each other to the end, or where they do
/// not have as many values as the chunk has rows.
pub(super) fn unpacked(chunk: &[u8], rows: u64) -> Option<u64> {
    let mut reader = Reader { rest: chunk };
    let (mut sum, mut values) = (0u64, 0u64);
    while !reader.rest.is_empty() {
        let page = reader.page()?;
        reader.take(page.packed)?;
        match page.is_dictionary {
            // Room is made for the values of a dictionary too, each of which takes a byte or more.
            true if page.values > page.unpacked => return None,
            true => {}
            false => values = values.checked_add(page.values)?,
        }
        sum = sum.checked_add(page.unpacked)?;
    }
    (values == rows).then_some(sum)
}

#[derive(Default)]
struct Page {
    unpacked: u64,
    packed: u64,
    values: u64,
    is_dictionary: bool,
}

// Kinds of fields.
const NUMBER_32: u8 = 5;
const STRUCT: u8 = 12;

/// Nothing in a page's header lies deeper.
const DEPTH_AT_MOST: u8 = 8;

/// Reads the compact form.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take(&mut self, length: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn whole(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A number with a sign, of which only those count that are none below zero.
    fn number(&mut self) -> Option<u64> {
        let folded = self.whole()?;
        (folded & 1 == 0).then_some(folded >> 1).filter(|number| *number <= u64::from(i32::MAX.unsigned_abs()))
    }

    /// The next field of a record: its number and kind; `Some(None)` at the record's end.
    fn field(&mut self, before: i16) -> Option<Option<(i16, u8)>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let step = i16::from(header >> 4);
        let number = if step > 0 { before.checked_add(step)? } else { i16::try_from(self.number()?).ok()? };
        Some(Some((number, header & 0x0f)))
    }

    /// The header of a page.
    fn page(&mut self) -> Option<Page> {
        let (mut page, mut before) = (Page::default(), 0);
        let (mut sized, mut counted) = (0, false);
        while let Some((number, kind)) = self.field(before)? {
            match (number, kind) {
                (2, NUMBER_32) => page.unpacked = self.number()?,
                (3, NUMBER_32) => page.packed = self.number()?,
                (5 | 7 | 8, STRUCT) => {
                    (page.values, page.is_dictionary) = (self.values()?, number == 7);
                    counted = true;
                }
                _ => self.pass(kind, 0)?,
            }
            sized += u8::from([2, 3].contains(&number));
            before = number;
        }
        (sized == 2 && counted).then_some(page)
    }

    /// The first field of the header of data or dictionary: how many values there are.
    fn values(&mut self) -> Option<u64> {
        let (mut values, mut before) = (None, 0);
        while let Some((number, kind)) = self.field(before)? {
            match (number, kind) {
                (1, NUMBER_32) => values = Some(self.number()?),
                _ => self.pass(kind, 1)?,
            }
            before = number;
        }
        values
    }

    /// Passes over a field.
    fn pass(&mut self, kind: u8, depth: u8) -> Option<()> {
        if depth > DEPTH_AT_MOST {
            return None;
        }
        match kind {
            // Truth stands in the kind itself.
            1 | 2 => Some(()),
            3 => self.take(1),
            4..=6 => self.whole().map(|_| ()),
            7 => self.take(8),
            8 => {
                let length = self.whole()?;
                self.take(length)
            }
            STRUCT => {
                let mut before = 0;
                while let Some((number, kind)) = self.field(before)? {
                    self.pass(kind, depth + 1)?;
                    before = number;
                }
                Some(())
            }
            // No header of a page has a list or a map.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header of a data page (kind 5) or a dictionary (7): type 0, sizes, and a record with the number of values.
    fn page(kind: u8, unpacked: u8, packed: u8, values: u8) -> Vec<u8> {
        let mut bytes =
            vec![0x15, 0, 0x15, unpacked * 2, 0x15, packed * 2, ((kind - 3) << 4) | 12, 0x15, values * 2, 0, 0];
        bytes.extend(vec![7; usize::from(packed)]);
        bytes
    }

    #[test]
    fn sizes_of_pages_are_added_up_and_what_does_not_follow_is_refused() {
        let two = [page(7, 40, 9, 10), page(5, 60, 5, 50)].concat();
        assert_eq!(unpacked(&two, 50), Some(100));
        assert_eq!((unpacked(&two, 49), unpacked(&two, 51)), (None, None), "another number of rows");
        assert_eq!(unpacked(&page(7, 9, 9, 10), 0), None, "a dictionary of more values than bytes");
        assert_eq!((unpacked(&[], 0), unpacked(&[], 1)), (Some(0), None));
        for cut in 1..two.len() {
            assert_eq!(unpacked(&two[..cut], 50), None, "{cut}");
        }
        let below_zero = [0x15, 0, 0x15, 3, 0x15, 0, 0x2c, 0x15, 0, 0, 0];
        assert_eq!(unpacked(&below_zero, 0), None);
        // A record inside a record inside a record without an end.
        assert_eq!(unpacked(&[0x1c; 100], 0), None);
    }
}
