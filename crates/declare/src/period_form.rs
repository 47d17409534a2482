//! Forms in which senders write periods and days, and how a text in such a form is read.
//!
//! Not allowed in here: trying one form after another on a single cell: `03/04/2024` is read as its column is declared, or not.

use concordat_base::{Date, Period, PeriodKind};

/// Every form that a mapping may name. `mmm` is a month as `Jan`, `mmmm` as `January`, `Q` stands as it is before the number of a
/// quarter; a second run of `y` is the year after the first.
pub const FORMS: [&str; 28] = [
    "yyyy-mm-dd",
    "yyyy/mm/dd",
    "yyyymmdd",
    "dd/mm/yyyy",
    "dd-mm-yyyy",
    "dd.mm.yyyy",
    "dd/mm/yy",
    "dd mmm yyyy",
    "dd-mmm-yyyy",
    "dd-mmm-yy",
    "dd mmmm yyyy",
    "mm/dd/yyyy",
    "yyyy-mm",
    "yyyy/mm",
    "yyyymm",
    "mm/yyyy",
    "mm-yyyy",
    "mmm yyyy",
    "mmm-yy",
    "mmm-yyyy",
    "mmmm yyyy",
    "yyyy Qq",
    "Qq yyyy",
    "Qq-yyyy",
    "yyyy-yy",
    "yyyy-yyyy",
    "yyyy/yyyy",
    "yy/yy",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a text in a form says, for a column of periods of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The period itself, or its first day or month.
    Whole(Period),
    /// A day or month inside the period: finer than the column.
    Within(Period),
}

impl Said {
    /// The period, however fine the text was.
    #[must_use]
    pub fn period(self) -> Period {
        match self {
            Self::Whole(period) | Self::Within(period) => period,
        }
    }
}

/// Whether texts in a form are days.
#[must_use]
pub fn is_of_days(form: &str) -> bool {
    form.contains('d')
}

/// Whether texts in a form can be periods of a kind, or lie inside one.
#[must_use]
pub fn fits(form: &str, kind: PeriodKind) -> bool {
    match kind {
        PeriodKind::Month => form.contains('m'),
        PeriodKind::Quarter => form.contains('m') || form.contains('q'),
        PeriodKind::CalendarYear => form.contains('m'),
        // February 2001 written 2001/02 could not be told from the year 2001/02.
        PeriodKind::FinancialYear | PeriodKind::AcademicYear => form != "yyyy/mm" && !form.contains('q'),
    }
}

/// Reads a text in a form; `None` where it is written in another one.
#[must_use]
pub fn read(form: &str, text: &str, kind: PeriodKind) -> Option<Said> {
    let parts = Parts::read(form, without_midnight(form, text.trim()))?;
    let (year, month) = (parts.year?, parts.month);
    if !(1900..2200).contains(&year) {
        return None;
    }
    if let Some(next) = parts.next_year {
        let follows = next == (year + 1) % 100 || next == year + 1;
        let yearly = matches!(kind, PeriodKind::FinancialYear | PeriodKind::AcademicYear);
        return (follows && yearly)
            .then(|| Said::Whole(Period::containing_month(year * 12 + i32::from(kind.first_month()) - 1, kind)));
    }
    if let Some(quarter) = parts.quarter {
        let quarterly = kind == PeriodKind::Quarter && (1..=4).contains(&quarter);
        return quarterly.then(|| Said::Whole(Period::containing_month(year * 12 + quarter * 3 - 3, kind)));
    }
    let month = month.filter(|month| (1..=12).contains(month))?;
    let day = parts.day.unwrap_or(1);
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let period = Period::containing(date, kind);
    Some(if period.start() == date { Said::Whole(period) } else { Said::Within(period) })
}

/// A day as databases write it out: with a midnight behind it.
fn without_midnight<'text>(form: &str, text: &'text str) -> &'text str {
    let ends = [" 00:00:00.000", " 00:00:00", " 00:00", "T00:00:00"];
    let end = ends.iter().find(|end| is_of_days(form) && text.ends_with(**end));
    end.map_or(text, |end| &text[..text.len() - end.len()])
}

#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    year: Option<i32>,
    next_year: Option<i32>,
    month: Option<i32>,
    day: Option<i32>,
    quarter: Option<i32>,
}

impl Parts {
    fn read(form: &str, text: &str) -> Option<Self> {
        let (mut form, mut text) = (form.as_bytes(), text);
        let mut parts = Self::default();
        let mut after_number = false;
        while let Some(first) = form.first().copied() {
            let run = form.iter().take_while(|byte| **byte == first).count();
            // Six times y is a year and the two digits of the next.
            let run = if first == b'y' { run.min(4) } else { run };
            form = &form[run..];
            let packed = after_number || form.first().is_some_and(u8::is_ascii_lowercase);
            after_number = first.is_ascii_lowercase();
            text = match (first, run) {
                (b'm', 3..) => parts.month_name(text, run)?,
                (b'y' | b'm' | b'd' | b'q', _) => parts.number(text, first, run, packed)?,
                _ => text.strip_prefix(char::from(first))?,
            };
        }
        text.is_empty().then_some(parts)
    }

    fn month_name<'text>(&mut self, text: &'text str, run: usize) -> Option<&'text str> {
        let end = text.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let name = name.to_ascii_lowercase();
        let short = |month: &str| name == month[..3] || name == "sept" && month == "september";
        let same = |month: &&str| if run == 3 { short(month) } else { name == **month };
        let position = MONTHS.iter().position(same)?;
        self.month = Some(i32::try_from(position).ok()? + 1);
        Some(rest)
    }

    fn number<'text>(&mut self, text: &'text str, what: u8, most: usize, packed: bool) -> Option<&'text str> {
        let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        // Days and months may lack their zero, where something stands between them and the next number.
        let least = if matches!(what, b'm' | b'd') && !packed { 1 } else { most };
        if length < least {
            return None;
        }
        let (digits, rest) = text.split_at(length);
        let number: i32 = digits.parse().ok()?;
        match what {
            b'd' => self.day = Some(number),
            b'm' => self.month = Some(number),
            b'q' => self.quarter = Some(number),
            _ if self.year.is_none() => self.year = Some(if most == 2 { 2000 + number } else { number }),
            _ => self.next_year = Some(number),
        }
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(form: &str, text: &str, kind: PeriodKind) -> Option<(String, bool)> {
        assert!(FORMS.contains(&form), "{form}");
        read(form, text, kind).map(|said| (said.period().to_string(), matches!(said, Said::Whole(_))))
    }

    #[test]
    fn every_form_is_read_as_it_says_and_no_other() {
        let month = PeriodKind::Month;
        for (form, text) in [
            ("yyyy-mm-dd", "2024-01-01"),
            ("dd/mm/yyyy", "1/1/2024"),
            ("dd/mm/yyyy", "01/01/2024 00:00:00"),
            ("yyyymmdd", "20240101"),
            ("dd/mm/yy", "01/01/24"),
            ("dd mmm yyyy", "1 Jan 2024"),
            ("dd-mmm-yy", "01-JAN-24"),
            ("mm/yyyy", "1/2024"),
            ("yyyymm", "202401"),
            ("mmm yyyy", "jan 2024"),
            ("mmm-yy", "Jan-24"),
            ("mmmm yyyy", "January 2024"),
            ("yyyy/mm", "2024/01"),
            ("dd mmmm yyyy", "1 January 2024"),
        ] {
            assert_eq!(said(form, text, month), Some(("2024-01".to_owned(), true)), "{form}: {text}");
        }
        assert_eq!(said("dd/mm/yyyy", "03/04/2024", month), Some(("2024-04".to_owned(), false)));
        assert_eq!(said("mm/dd/yyyy", "03/04/2024", month), Some(("2024-03".to_owned(), false)));
        for (form, text) in [
            ("dd/mm/yyyy", "13/13/2024"),
            ("yyyymm", "20241"),
            ("mm/yyyy", "01/24"),
            ("mmm yyyy", "Jab 2024"),
            ("dd/mm/yyyy", "30/02/2024"),
            ("yyyy-mm-dd", "2024-01-01x"),
            ("mmm yyyy", "Jan 0024"),
            ("mmm yyyy", "é 2024"),
        ] {
            assert_eq!(said(form, text, month), None, "{form}: {text}");
        }
    }

    #[test]
    fn years_follow_each_other_and_quarters_are_four() {
        let (financial, school, quarter) = (PeriodKind::FinancialYear, PeriodKind::AcademicYear, PeriodKind::Quarter);
        for (form, text) in
            [("yyyy-yy", "2024-25"), ("yyyy-yyyy", "2024-2025"), ("yyyy/yyyy", "2024/2025"), ("yy/yy", "24/25")]
        {
            assert_eq!(said(form, text, financial), Some(("2024/25".to_owned(), true)), "{form}");
        }
        assert_eq!(said("yyyy-yy", "2024-26", school), None);
        assert_eq!(said("dd/mm/yyyy", "31/08/2024", school), Some(("2023/24".to_owned(), false)));
        assert_eq!(said("Qq yyyy", "Q3 2024", quarter), Some(("2024-Q3".to_owned(), true)));
        assert_eq!(said("yyyy Qq", "2024 Q5", quarter), None);
        assert_eq!(said("yyyy-yy", "2024-25", PeriodKind::Month), None);
    }

    #[test]
    fn a_form_fits_the_kinds_that_it_can_tell() {
        assert!(fits("dd/mm/yyyy", PeriodKind::Month) && fits("yyyy-yy", PeriodKind::FinancialYear));
        assert!(!fits("yyyy-yy", PeriodKind::Month) && !fits("Qq yyyy", PeriodKind::FinancialYear));
        assert!(fits("yyyy/mm", PeriodKind::Quarter) && !fits("yyyy/mm", PeriodKind::FinancialYear));
        assert!(is_of_days("dd mmm yyyy") && !is_of_days("mmm yyyy"));
    }
}
