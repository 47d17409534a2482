//! Dates, and how fine a time is told.
//!
//! Not allowed in here: whether a date is of birth; a column's name or the words beside it say that.

use crate::forms::Sureness;
use crate::words::{View, is_number, number};

/// How fine a time is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    /// A day, or finer.
    Day,
    /// A calendar month.
    Month,
    /// A quarter.
    Quarter,
    /// A year, of whatever kind.
    Year,
}

const MONTHS: [&[u8; 3]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// Words that say that a date is of birth.
const BIRTH: &[&str] = &["dob", "born", "birth", "birthday", "d.o.b"];

fn is_date(year: u64, month: u64, day: u64) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1890..=2100).contains(&year) && (1..=days).contains(&day)
}

fn month_named(word: &[u8]) -> Option<u64> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let known = word.iter().all(u8::is_ascii_alphabetic);
    MONTHS.iter().zip(1..).find(|(name, _)| known && name[..] == start).map(|(_, month)| month)
}

/// A year of two digits belongs to this century or the last: either makes a date.
fn year_of(word: &[u8]) -> Option<u64> {
    match word.len() {
        4 => number(word),
        2 => number(word).map(|year| 1900 + year),
        _ => None,
    }
}

/// A full date at a word, and how many words it takes.
pub(crate) fn full_date(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let taken = date_words(view, at)?;
    Some((if view.has_any(BIRTH) { Sureness::Strong } else { Sureness::Weak }, taken))
}

fn date_words(view: &View<'_>, at: usize) -> Option<usize> {
    let (first, second, third) = (view.word(at), view.word(at + 1), view.word(at + 2));
    if is_number(first, 8) {
        let part = |from: usize, to: usize| number(&first[from..to]).unwrap_or(0);
        let (year_first, day_first) = ((part(0, 4), part(4, 6), part(6, 8)), (part(4, 8), part(2, 4), part(0, 2)));
        let fits = |(year, month, day): (u64, u64, u64)| is_date(year, month, day);
        return (fits(year_first) || fits(day_first)).then_some(1);
    }
    let gap = view.gap(at);
    if view.gap(at + 1) != gap || !matches!(gap, b"-" | b"/" | b"." | b" ") {
        return None;
    }
    // The third word of 2024-01-05T10:00 is 05T10.
    let third_day = third.get(..2).filter(|_| third.len() == 2 || third.get(2) == Some(&b'T'));
    if first.len() == 4 && second.len() <= 2 {
        return is_date(number(first)?, number(second)?, number(third_day?)?).then_some(3);
    }
    let day = number(first).filter(|_| first.len() <= 2)?;
    let year = year_of(third)?;
    let month = month_named(second).or_else(|| number(second).filter(|_| second.len() <= 2 && gap != b" "))?;
    (is_date(year, month, day) || is_date(year, day, month)).then_some(3)
}

/// How fine the time in a cell is, where the whole cell is a time in a form that people use.
#[must_use]
pub fn granularity_of(cell: &[u8]) -> Option<Granularity> {
    let mut words = crate::words::Words::default();
    let view = words.split(cell.trim_ascii());
    if date_words(&view, 0).is_some() && view.len() <= 8 {
        return Some(Granularity::Day);
    }
    let (first, second) = (view.word(0), view.word(1));
    let year = |word: &[u8]| word.len() == 4 && number(word).is_some_and(|year| (1890..=2100).contains(&year));
    match view.len() {
        1 if year(first) => Some(Granularity::Year),
        1 if is_number(first, 6) && year(&first[..4]) => month_at(&first[4..]),
        2 if year(first) && second.len() == 2 && matches!(second[0], b'Q' | b'q') => Some(Granularity::Quarter),
        2 if year(first) && view.gap(0) == b"-" && second.len() == 2 => month_at(second),
        2 if year(first) && view.gap(0) == b"/" && second.len() == 2 => Some(Granularity::Year),
        2 if year(second) && first.len() <= 2 => month_at(first),
        2 if year(second) => month_named(first).map(|_| Granularity::Month),
        _ => None,
    }
}

fn month_at(word: &[u8]) -> Option<Granularity> {
    number(word).filter(|month| (1..=12).contains(month)).map(|_| Granularity::Month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_fine_as_they_are_written() {
        let cases = [
            ("1987-03-14", Some(Granularity::Day)),
            ("14/03/1987", Some(Granularity::Day)),
            ("14.3.87", Some(Granularity::Day)),
            ("14 March 1987", Some(Granularity::Day)),
            ("19870314", Some(Granularity::Day)),
            ("2024-01-05T10:00:00", Some(Granularity::Day)),
            ("2024-02-30", None),
            ("2024-02", Some(Granularity::Month)),
            ("Feb 2024", Some(Granularity::Month)),
            ("202402", Some(Granularity::Month)),
            ("2024-Q1", Some(Granularity::Quarter)),
            ("2024/25", Some(Granularity::Year)),
            ("1987", Some(Granularity::Year)),
            ("12", None),
            ("E01012020", None),
        ];
        for (cell, expected) in cases {
            assert_eq!(granularity_of(cell.as_bytes()), expected, "{cell}");
        }
    }
}
