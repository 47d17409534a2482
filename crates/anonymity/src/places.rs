//! Where somebody lives or is: unit postcodes, grid references, coordinates, internet addresses, e-mail addresses.
//!
//! Rules: British Standard 7666 as used in the postcode section of the Government Data Standards Catalogue; postcode areas of
//! Royal Mail; Ordnance Survey, the National Grid. Not allowed in here: statistical area codes, which are coarser than a person.

use std::net::Ipv6Addr;

use crate::forms::Sureness;
use crate::words::{View, number};

/// Postcode areas of the United Kingdom and the Crown dependencies.
const AREAS: &str = "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK \
                     FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE \
                     NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN \
                     TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE";

/// Words that stand beside addresses.
const ADDRESS_WORDS: &[&str] =
    &["postcode", "address", "street", "road", "avenue", "lane", "close", "drive", "flat", "lives", "house", "moved"];

/// Whether bytes are the outward part of a postcode.
fn is_outward(part: &[u8]) -> bool {
    let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (area, district) = part.split_at(letters);
    let area = area.to_ascii_uppercase();
    let known = AREAS.split_ascii_whitespace().any(|known| known.as_bytes() == area);
    let ends = match district {
        [first] => first.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_alphanumeric(),
        _ => false,
    };
    known && ends
}

/// Whether bytes are the inward part: a digit and two letters, of which C, I, K, M, O and V are not used.
fn is_inward(part: &[u8]) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphabetic() && !b"CIKMOVcikmov".contains(byte);
    part.len() == 3 && part[0].is_ascii_digit() && part[1..].iter().all(letter)
}

/// A unit postcode at a word, and how many words it takes.
pub(crate) fn postcode(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let (first, second) = (view.word(at), view.word(at + 1));
    if is_inward(second) && view.gap(at).iter().all(|byte| *byte == b' ') && is_outward(first) {
        let plain = first.iter().chain(second).all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let sure = plain || view.len() == 2 || view.has_any(ADDRESS_WORDS);
        return Some((if sure { Sureness::Strong } else { Sureness::Weak }, 2));
    }
    let (outward, inward) = first.split_at_checked(first.len().checked_sub(3)?)?;
    if !is_inward(inward) || !is_outward(outward) {
        return None;
    }
    Some((if view.has_any(ADDRESS_WORDS) { Sureness::Strong } else { Sureness::Weak }, 1))
}

/// A reference in the National Grid of a hundred metres or finer: two letters and six to ten digits.
pub(crate) fn grid_reference(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let first = view.word(at);
    let (letters, digits) = first.split_at_checked(2)?;
    // Squares on land begin with H, N, O, S or T; I is not used.
    let square = matches!(letters[0].to_ascii_uppercase(), b'H' | b'N' | b'O' | b'S' | b'T')
        && letters[1].is_ascii_alphabetic()
        && !letters[1].eq_ignore_ascii_case(&b'I');
    if !square {
        return None;
    }
    if digits.is_empty() {
        let (east, north) = (view.word(at + 1), view.word(at + 2));
        let same = east.len() == north.len() && (3..=5).contains(&east.len());
        return (same && number(east).is_some() && number(north).is_some()).then_some((Sureness::Weak, 3));
    }
    let fine = digits.len().is_multiple_of(2) && (6..=10).contains(&digits.len()) && number(digits).is_some();
    fine.then_some((Sureness::Weak, 1))
}

/// Four numbers with dots between them.
pub(crate) fn internet_address(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let part = |position: usize| number(view.word(at + position)).filter(|part| *part <= 255);
    let dotted =
        (0..3).all(|position| view.gap(at + position) == b".") && (0..4).all(|position| part(position).is_some());
    let alone = view.gap(at + 3) != b"." && !view.before(at).ends_with(b".");
    (dotted && alone).then_some((Sureness::Weak, 4))
}

/// Whether the whole cell is an address of version 6.
pub(crate) fn is_internet_address_6(cell: &[u8]) -> bool {
    let text = std::str::from_utf8(cell).unwrap_or_default();
    text.len() > 6 && text.parse::<Ipv6Addr>().is_ok()
}

/// Whether the cell holds an e-mail address.
pub(crate) fn has_email(cell: &[u8]) -> bool {
    let signs = cell.iter().enumerate().filter(|(_, byte)| **byte == b'@');
    signs.map(|(at, _)| at).any(|at| {
        let local = cell[..at].last().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(byte));
        let name = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
        let domain: Vec<u8> = cell[at + 1..].iter().take_while(name).copied().collect();
        let mut labels = domain.split(|byte| *byte == b'.').filter(|label| !label.is_empty());
        let top = labels.next_back().is_some_and(|top| top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic));
        local && top && labels.next().is_some()
    })
}

/// Whether a number has four decimals or more, as coordinates have that point at a house.
pub(crate) fn is_fine_decimal(cell: &[u8]) -> bool {
    let cell = cell.strip_prefix(b"-").unwrap_or(cell);
    let mut parts = cell.splitn(2, |byte| *byte == b'.');
    let (whole, decimals) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    whole.len() <= 3 && number(whole).is_some() && decimals.len() >= 4 && decimals.iter().all(u8::is_ascii_digit)
}
