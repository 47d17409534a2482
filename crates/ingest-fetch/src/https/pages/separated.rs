//! Pages of separated values in which every row says its place and how many rows there are.
//!
//! Not allowed in here: any other cell.

use csv::{ByteRecord, ReaderBuilder};

use super::parts::{NoPart, Part};

/// The columns of place and number of rows.
const COLUMNS: [&[u8]; 2] = [b"RECORD_OFFSET", b"RECORD_COUNT"];

/// Reads a page.
pub(super) fn read(bytes: &[u8], delimiter: u8) -> Result<Part, NoPart> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bare);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|_| NoPart::NoPage)? {
        return Err(NoPart::NoPage);
    }
    let heading: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
    let position = |name: &[u8]| heading.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let [Some(place), Some(count)] = COLUMNS.map(position) else { return Err(NoPart::NoPage) };
    let after_header = usize::try_from(reader.position().byte()).unwrap_or(bare.len()).min(bare.len());
    let (mut rows, mut first, mut total) = (0, None, None);
    while reader.read_byte_record(&mut record).map_err(|_| NoPart::CutOff)? {
        if record.len() != heading.len() {
            return Err(NoPart::CutOff);
        }
        let (at, of) = (whole(&record[place]).ok_or(NoPart::NoPage)?, whole(&record[count]).ok_or(NoPart::NoPage)?);
        let begin = *first.get_or_insert(at);
        if at != begin.saturating_add(rows) || of != *total.get_or_insert(of) {
            return Err(NoPart::OutOfOrder);
        }
        rows += 1;
    }
    // The reader leaves the second half of a line end to the next row.
    let (header, body) = bare.split_at(after_header);
    let (header, body) = match body.strip_prefix(b"\n") {
        Some(body) if header.ends_with(b"\r") => (&bare[..=after_header], body),
        _ => (header, body),
    };
    let (header, body) = (with_line_end(header), if rows == 0 { Vec::new() } else { with_line_end(body) });
    Ok(Part { heading, place: first, total: total.unwrap_or(0), rows, body, header, warnings: 0 })
}

/// So that the next page begins on a line of its own.
fn with_line_end(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes
}

fn whole(cell: &[u8]) -> Option<u64> {
    std::str::from_utf8(cell).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "\"NAME\",\"RECORD_OFFSET\",\"RECORD_COUNT\"";

    #[test]
    fn header_and_rows_are_told_apart_with_every_line_end() {
        for end in ["\n", "\r\n"] {
            let text = format!("\u{feff}{HEADER}{end}\"a{end}b\",4,9{end}c,5,9");
            let part = read(text.as_bytes(), b',').unwrap();
            assert_eq!((part.place, part.total, part.rows), (Some(4), 9, 2));
            assert_eq!(part.header, format!("{HEADER}{end}").into_bytes());
            assert_eq!(part.body, format!("\"a{end}b\",4,9{end}c,5,9\n").into_bytes());
        }
        let none = read(format!("{HEADER}\n").as_bytes(), b',').unwrap();
        assert_eq!((none.rows, none.place, none.body.len()), (0, None, 0));
    }

    #[test]
    fn what_is_cut_off_or_out_of_order_is_no_page() {
        for (rows, fault) in [
            ("a,0,3\nb,1", NoPart::CutOff),
            ("a,0,3\n\"b,1,3", NoPart::CutOff),
            ("a,0,3\nb,2,3", NoPart::OutOfOrder),
            ("a,0,3\nb,0,3", NoPart::OutOfOrder),
            ("a,0,30\nb,1,3", NoPart::OutOfOrder),
            ("a,x,3", NoPart::NoPage),
        ] {
            assert_eq!(read(format!("{HEADER}\n{rows}").as_bytes(), b','), Err(fault), "{rows}");
        }
        for other in ["", "Cannot create query", "NAME,RECORD_OFFSET\na,0\n"] {
            assert_eq!(read(other.as_bytes(), b','), Err(NoPart::NoPage), "{other}");
        }
    }
}
