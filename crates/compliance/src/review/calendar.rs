//! The dates of an agreement, and as a calendar (RFC 5545).
//!
//! Not allowed in here: today's date, and a time of day: an agreement's dates are days.

use concordat_base::{Date, DateSpan};
use concordat_declare::agreement::Agreement;
use serde::Serialize;

use crate::lookup;

/// A date of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ReviewDate {
    /// The day.
    pub date: Date,
    /// What it is.
    pub kind: DateKind,
    /// What is to be done.
    pub says: String,
}

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// The day it is to be reviewed.
    Review,
    /// The last day to give notice, or to have it renewed in peace.
    Notice,
    /// Its last day.
    Expiry,
}

impl DateKind {
    fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Notice => "notice",
            Self::Expiry => "expiry",
        }
    }
}

/// Its dates, in their order.
#[must_use]
pub fn dates(agreement: &Agreement) -> Vec<ReviewDate> {
    let (name, term) = (lookup::version_of(agreement), &agreement.term);
    let expiry = term.expiry.value;
    let date = |date, kind, says| ReviewDate { date, kind, says };
    let mut dates = vec![
        date(term.next_review.value, DateKind::Review, format!("Review agreement {name}")),
        date(
            term.notice.value.before(expiry),
            DateKind::Notice,
            format!("Agreement {name} ends on {expiry}: last day for notice, or to begin renewing it"),
        ),
        date(expiry, DateKind::Expiry, format!("Last day of agreement {name}: from tomorrow its data is not opened")),
    ];
    dates.sort();
    dates
}

/// Its dates as a calendar. The stamp is the day that was asked about, so that the same question gives the same file.
#[must_use]
pub fn ics(agreement: &Agreement, as_of: Date) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//concordat//agreements//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
    ];
    for one in dates(agreement) {
        let uid = format!("{}-{}@concordat", lookup::version_of(agreement).replace('@', "-"), one.kind.word());
        let end = DateSpan::days(1).after(one.date);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{uid}"),
            format!("DTSTAMP:{}T000000Z", basic(as_of)),
            format!("DTSTART;VALUE=DATE:{}", basic(one.date)),
            format!("DTEND;VALUE=DATE:{}", basic(end)),
            format!("SUMMARY:{}", escape(&one.says)),
            format!("DESCRIPTION:{}", escape(&agreement.title)),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn basic(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// A text value (RFC 5545, section 3.3.11).
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A content line, folded so that no line is longer than 75 bytes (RFC 5545, section 3.1).
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_bytes_and_text_is_escaped() {
        let line = folded(&format!("SUMMARY:{}", "é".repeat(100)));
        assert!(line.split("\r\n").all(|part| part.len() <= 75), "{line}");
        assert_eq!(line.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "é".repeat(100)));
        assert_eq!(escape("a, b; c\\d\ne"), "a\\, b\\; c\\\\d e");
    }
}
