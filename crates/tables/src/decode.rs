//! Bytes into text.
//!
//! Not allowed in here: guessing an encoding, and replacing what cannot be read.

use std::borrow::Cow;

use concordat_declare::source::Encoding;

use crate::error::{Spot, TableError};

/// The text, without its byte order mark.
///
/// # Errors
/// [`TableError::Encoding`] with the line of the first byte that is no character.
pub(crate) fn text(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, TableError> {
    match encoding {
        Encoding::Utf8 => {
            let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            std::str::from_utf8(bare).map(Cow::Borrowed).map_err(|error| wrong(&bare[..error.valid_up_to()]))
        }
        Encoding::Windows1252 => {
            // Five bytes have no character; the web's reading of this encoding makes control characters of them.
            match bytes.iter().position(|byte| [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte)) {
                Some(at) => Err(wrong(&bytes[..at])),
                None => Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
            }
        }
        Encoding::Utf16 => {
            let (decoder, bare) = match bytes {
                [0xff, 0xfe, rest @ ..] => (encoding_rs::UTF_16LE, rest),
                [0xfe, 0xff, rest @ ..] => (encoding_rs::UTF_16BE, rest),
                _ => return Err(TableError::NoByteOrderMark),
            };
            decoder
                .decode_without_bom_handling_and_without_replacement(bare)
                .ok_or(TableError::Encoding(Spot::default()))
        }
    }
}

fn wrong(before: &[u8]) -> TableError {
    let lines = before.iter().filter(|byte| **byte == b'\n').count() as u64;
    TableError::Encoding(Spot { row: lines + 1, column: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_encodings_are_read_and_others_refused() {
        assert_eq!(text(b"\xef\xbb\xbfa", Encoding::Utf8).as_deref(), Ok("a"));
        assert_eq!(text(b"a\n\xa3", Encoding::Utf8), Err(TableError::Encoding(Spot { row: 2, column: 0 })));
        assert_eq!(text(b"\xa3 \x96", Encoding::Windows1252).as_deref(), Ok("\u{a3} \u{2013}"));
        assert_eq!(text(b"\x81", Encoding::Windows1252), Err(TableError::Encoding(Spot { row: 1, column: 0 })));
        assert_eq!(text(b"\xff\xfea\0", Encoding::Utf16).as_deref(), Ok("a"));
        assert_eq!(text(b"\xfe\xff\0a", Encoding::Utf16).as_deref(), Ok("a"));
        assert_eq!(text(b"a\0", Encoding::Utf16), Err(TableError::NoByteOrderMark));
        assert_eq!(text(b"\xff\xfea", Encoding::Utf16), Err(TableError::Encoding(Spot::default())));
    }
}
