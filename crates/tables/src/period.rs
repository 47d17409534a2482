//! Periods as publishers write them.
//!
//! Not allowed in here: guessing. A text that may mean two periods of the declared kind means none.

use concordat_base::{Date, Period, PeriodKind};
use concordat_declare::published::PeriodForm;

/// How the period of a series is written, with its kind settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The form.
    pub form: PeriodForm,
    /// The kind.
    pub kind: PeriodKind,
    /// How many periods of the kind stand together.
    pub together: u8,
}

/// The last of the periods that a text stands for; `identifier` is what the column beside it says, where there is one.
#[must_use]
pub fn read_period(text: &str, identifier: Option<&str>, written: Written) -> Option<Period> {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let Written { form, kind, together } = written;
    let alone = |period: Option<Period>| period.filter(|_| together == 1);
    match form {
        PeriodForm::Own => alone(Period::parse(text, kind).ok()),
        PeriodForm::EndYear => alone(ending(text, kind)),
        PeriodForm::StartYear => year(text).filter(|_| kind.months() == 12).map(|year| starting(year, written)),
        PeriodForm::SixDigits => alone(six_digits(text, kind)),
        PeriodForm::Written => in_years(text, written),
        PeriodForm::MonthName => alone(month_and_year(text)).filter(|_| kind == PeriodKind::Month),
        PeriodForm::QuarterName => alone(quarter(text)).filter(|_| kind == PeriodKind::Quarter),
        PeriodForm::Day => alone(day(text).map(|date| Period::containing(date, kind))),
        PeriodForm::Interval => interval(text, written),
        PeriodForm::TimeIdentifier => alone(identified(text, identifier, kind)),
        PeriodForm::Sortable => sortable(text, identifier, written),
    }
}

/// Splits a remark in brackets off the end: `2016-17 (OT)`.
pub(crate) fn split_mark(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.map_or((text, None), |(before, mark)| (before.trim_end(), Some(mark.trim())))
}

/// A year in four digits, of this or the last century.
fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|year| (1900..2200).contains(year))
}

/// The year of two digits that follows another within a hundred years.
fn short_year(text: &str, after: i32) -> Option<i32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let short: i32 = digits.then(|| text.parse().ok()).flatten()?;
    let year = after - after.rem_euclid(100) + short;
    Some(if year < after { year + 100 } else { year })
}

/// The last of the periods of which the first begins in `year`.
fn starting(year: i32, written: Written) -> Period {
    let first = Period::containing_month(year * 12 + i32::from(written.kind.first_month()) - 1, written.kind);
    first.later(i32::from(written.together) - 1)
}

/// `2025`, `FYE 2025`, `Year ending 2025`.
fn ending(text: &str, kind: PeriodKind) -> Option<Period> {
    let words = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let end = year(&text[words.len()..])?;
    let only_words = words.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
    (only_words && kind.months() == 12).then(|| Period::containing_month(end * 12, kind))
}

fn six_digits(text: &str, kind: PeriodKind) -> Option<Period> {
    let (year, next) = text.split_at_checked(4)?;
    Period::parse(&format!("{year}/{next}"), kind).ok()
}

/// One year, or the first and the last of several.
fn in_years(text: &str, written: Written) -> Option<Period> {
    let joined: String = text.replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-").replace(" to ", "-");
    let joined: String = joined.chars().filter(|letter| !letter.is_whitespace()).collect();
    let calendar = written.kind == PeriodKind::CalendarYear;
    if let Some(only) = year(&joined) {
        return (calendar && written.together == 1).then(|| starting(only, written));
    }
    let (first, last) = match joined.split_once('-') {
        // 2021/22-23/24
        Some((first, last)) if first.contains('/') => {
            let first = pair(first, 0)?;
            let last = pair(last, first.0)?;
            let spans = last.0 - first.0 + 1;
            let split = first.1 == first.0 + 1 && last.1 == last.0 + 1 && spans > 1;
            return (split && !calendar && spans == i32::from(written.together)).then(|| starting(first.0, written));
        }
        Some(_) => pair(&joined.replace('-', "/"), 0)?,
        None => pair(&joined, 0)?,
    };
    let spans = if calendar { last - first + 1 } else { last - first };
    let fits = written.kind.months() == 12 && spans == i32::from(written.together) && (calendar || spans == 1);
    fits.then(|| starting(first, written))
}

/// `2021/22`, `2021/2022`, or `23/24` after 2021.
fn pair(text: &str, after: i32) -> Option<(i32, i32)> {
    let (first, last) = text.split_once('/')?;
    let first = year(first).or_else(|| short_year(first, after).filter(|_| after > 0))?;
    Some((first, year(last).or_else(|| short_year(last, first))?)).filter(|(first, last)| first < last)
}

/// `YYYY-MM-DDT00:00:00/P3Y`.
fn interval(text: &str, written: Written) -> Option<Period> {
    let (start, length) = text.split_once('/')?;
    let (date, time) = start.split_once('T').unwrap_or((start, ""));
    let date: Date = date.parse().ok()?;
    let (number, unit) = length.strip_prefix('P')?.split_at_checked(length.len().checked_sub(2)?)?;
    let months = number.parse::<i32>().ok()? * if unit == "Y" { 12 } else { 1 };
    let first = Period::containing(date, written.kind);
    // Some school years of the Office for National Statistics begin in August and some in September.
    let august = written.kind == PeriodKind::AcademicYear && (date.month(), date.day()) == (8, 1);
    let first = if august { first.later(1) } else { first };
    let whole = (august || first.start() == date) && months == written.kind.months() * i32::from(written.together);
    let midnight = time.is_empty() || time.trim_end_matches('Z') == "00:00:00";
    (whole && midnight && ["Y", "M"].contains(&unit)).then(|| first.later(i32::from(written.together) - 1))
}

/// Of Explore Education Statistics.
fn identified(text: &str, identifier: Option<&str>, kind: PeriodKind) -> Option<Period> {
    let identifier = identifier.map(|text| text.trim().to_lowercase());
    let fits = match identifier.as_deref() {
        None => true,
        Some("academic year") => kind == PeriodKind::AcademicYear,
        Some("financial year" | "tax year") => kind == PeriodKind::FinancialYear,
        Some("calendar year" | "reporting year") => kind == PeriodKind::CalendarYear,
        Some(other) => {
            let month = month(other).filter(|_| kind == PeriodKind::Month)?;
            return Some(Period::containing_month(year(text)? * 12 + month - 1, kind));
        }
    };
    let period = match kind {
        PeriodKind::CalendarYear => Period::parse(text, kind).ok(),
        PeriodKind::AcademicYear | PeriodKind::FinancialYear => six_digits(text, kind),
        PeriodKind::Month | PeriodKind::Quarter => None,
    };
    period.filter(|_| fits)
}

/// Of Fingertips: the first year and four noughts, and `3y` beside it.
fn sortable(text: &str, range: Option<&str>, written: Written) -> Option<Period> {
    let first = year(text.strip_suffix("0000")?)?;
    let range = range.map(str::trim).filter(|range| !range.is_empty());
    let fits = range.is_none_or(|range| range == format!("{}y", written.together));
    (fits && written.kind.months() == 12).then(|| starting(first, written))
}

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

/// The number of a month by its name or at least three letters of it.
fn month(word: &str) -> Option<i32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word.as_str()))?;
    i32::try_from(at + 1).ok()
}

/// Words and numbers in order.
fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// `April 2022`, `Apr-22`, `2022 April`.
fn month_and_year(text: &str) -> Option<Period> {
    let (name, of) = match words(text).as_slice() {
        [name, of] if month(name).is_some() => (*name, *of),
        [of, name] => (*name, *of),
        _ => return None,
    };
    let year = year(of).or_else(|| short_year(of, 2000))?;
    Some(Period::containing_month(year * 12 + month(name)? - 1, PeriodKind::Month))
}

/// `2024 Q1`, `Q1 2024`, `Jan-Mar 2024`; with two years, `Q3 2022-23`, quarters count from April.
fn quarter(text: &str) -> Option<Period> {
    let number = |word: &str| -> Option<i32> {
        let digit = word.strip_prefix(['Q', 'q'])?.parse().ok()?;
        (1..=4).contains(&digit).then_some(digit)
    };
    let lower = text.to_lowercase();
    let without_to: Vec<&str> = words(&lower).into_iter().filter(|word| *word != "to").collect();
    let first_month = match without_to.as_slice() {
        [first, last, of] if month(first).is_some() => {
            let (first, last) = (month(first)?, month(last)?);
            (last == first + 2 && first % 3 == 1).then_some(year(of)? * 12 + first - 1)?
        }
        [of, q] if number(q).is_some() => year(of)? * 12 + number(q)? * 3 - 3,
        [q, of] => year(of)? * 12 + number(q)? * 3 - 3,
        [q, of, next] if number(q).is_some() => financial(of, next)? * 12 + number(q)? * 3,
        [of, next, q] => financial(of, next)? * 12 + number(q)? * 3,
        _ => return None,
    };
    Some(Period::containing_month(first_month, PeriodKind::Quarter))
}

/// The first of two years that follow each other.
fn financial(of: &str, next: &str) -> Option<i32> {
    let first = year(of)?;
    let second = year(next).or_else(|| short_year(next, first))?;
    (second == first + 1).then_some(first)
}

/// `2024-04-01`, `01/04/2024`, `31st March 2025`.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.split('T').next().unwrap_or(text).parse() {
        return Some(date);
    }
    let parts = words(text);
    // `As at 31 March 2025` says no more than the day.
    let parts = parts.strip_prefix(&["As", "at"][..]).unwrap_or(&parts);
    let [day, of, year_text] = parts else { return None };
    let month = month(of).or_else(|| of.parse().ok())?;
    let day = day.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    Date::new(i16::try_from(year(year_text)?).ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use PeriodForm as Form;
    use PeriodKind::{AcademicYear, CalendarYear, FinancialYear, Month, Quarter};

    fn read(text: &str, form: Form, kind: PeriodKind, together: u8) -> Option<String> {
        read_period(text, None, Written { form, kind, together }).map(|period| period.to_string())
    }

    #[test]
    fn every_form_of_the_publishers_is_read() {
        for (text, form, kind, together, expected) in [
            ("2025", Form::EndYear, AcademicYear, 1, "2024/25"),
            ("2025.0", Form::EndYear, AcademicYear, 1, "2024/25"),
            ("FYE 2025", Form::EndYear, FinancialYear, 1, "2024/25"),
            ("2025", Form::EndYear, CalendarYear, 1, "2025"),
            ("2024", Form::StartYear, FinancialYear, 1, "2024/25"),
            ("202425", Form::SixDigits, AcademicYear, 1, "2024/25"),
            ("2024-03", Form::Own, Month, 1, "2024-03"),
            ("2023/24", Form::Written, FinancialYear, 1, "2023/24"),
            ("2016-17", Form::Written, FinancialYear, 1, "2016/17"),
            ("2022-2023", Form::Written, AcademicYear, 1, "2022/23"),
            ("1999/00", Form::Written, FinancialYear, 1, "1999/00"),
            ("2023", Form::Written, CalendarYear, 1, "2023"),
            ("2014-16", Form::Written, CalendarYear, 3, "2016"),
            ("2016 \u{2013} 18", Form::Written, CalendarYear, 3, "2018"),
            ("2021/22-23/24", Form::Written, FinancialYear, 3, "2023/24"),
            ("2021/22 - 23/24", Form::Written, FinancialYear, 3, "2023/24"),
            ("2013/14-15/16", Form::Written, AcademicYear, 3, "2015/16"),
            ("April 2022", Form::MonthName, Month, 1, "2022-04"),
            ("Apr-22", Form::MonthName, Month, 1, "2022-04"),
            ("2024 Q1", Form::QuarterName, Quarter, 1, "2024-Q1"),
            ("Q3 2022-23", Form::QuarterName, Quarter, 1, "2022-Q4"),
            ("Q4 2022-23", Form::QuarterName, Quarter, 1, "2023-Q1"),
            ("January to March 2025", Form::QuarterName, Quarter, 1, "2025-Q1"),
            ("Oct-Dec 2022", Form::QuarterName, Quarter, 1, "2022-Q4"),
            ("31st March 2025", Form::Day, Quarter, 1, "2025-Q1"),
            ("As at 31 December 2022", Form::Day, Quarter, 1, "2022-Q4"),
            ("01/04/2024", Form::Day, Month, 1, "2024-04"),
            ("2021-01-01T00:00:00/P3Y", Form::Interval, CalendarYear, 3, "2023"),
            ("2023-04-01/P1Y", Form::Interval, FinancialYear, 1, "2023/24"),
            ("2018-09-01T00:00:00/P1Y", Form::Interval, AcademicYear, 1, "2018/19"),
            ("2023-08-01T00:00:00/P1Y", Form::Interval, AcademicYear, 1, "2023/24"),
            ("2024-01-01T00:00:00/P1M", Form::Interval, Month, 1, "2024-01"),
            ("20100000", Form::Sortable, FinancialYear, 1, "2010/11"),
            ("20160000", Form::Sortable, CalendarYear, 3, "2018"),
        ] {
            assert_eq!(read(text, form, kind, together).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_means_none() {
        for (text, form, kind, together) in [
            ("2016-17", Form::Written, CalendarYear, 1),
            ("2016-17", Form::Written, CalendarYear, 3),
            ("2014-16", Form::Written, FinancialYear, 2),
            ("2023", Form::Written, FinancialYear, 1),
            ("2021/22-23/24", Form::Written, FinancialYear, 1),
            ("2021/22-23/24", Form::Written, CalendarYear, 3),
            ("202426", Form::SixDigits, AcademicYear, 1),
            ("2021-02-01T00:00:00/P3Y", Form::Interval, CalendarYear, 3),
            ("2021-01-01T00:00:00/P1Y", Form::Interval, CalendarYear, 3),
            ("20100100", Form::Sortable, CalendarYear, 1),
            ("Feb to Apr 2024", Form::QuarterName, Quarter, 1),
            ("Q5 2024", Form::QuarterName, Quarter, 1),
            ("Ma 2024", Form::MonthName, Month, 1),
            ("2025", Form::EndYear, AcademicYear, 3),
            ("x 2025 2", Form::EndYear, AcademicYear, 1),
            ("\u{e9}\u{e9}\u{e9}", Form::Interval, CalendarYear, 1),
            ("1/P", Form::Interval, CalendarYear, 1),
            ("2021-01-01/P\u{e9}", Form::Interval, CalendarYear, 1),
        ] {
            assert_eq!(read(text, form, kind, together), None, "{text}");
        }
    }

    #[test]
    fn what_stands_beside_must_agree() {
        let read = |text, beside, form, kind, together| {
            read_period(text, Some(beside), Written { form, kind, together }).map(|period| period.to_string())
        };
        let of = |text, beside, kind| read(text, beside, Form::TimeIdentifier, kind, 1);
        assert_eq!(of("202425", "Academic year", AcademicYear).as_deref(), Some("2024/25"));
        assert_eq!(of("2025", "Reporting year", CalendarYear).as_deref(), Some("2025"));
        assert_eq!(of("2025", "Calendar year", CalendarYear).as_deref(), Some("2025"));
        assert_eq!(of("2025", "March", Month).as_deref(), Some("2025-03"));
        assert_eq!(of("202425", "Financial year", AcademicYear), None);
        assert_eq!(of("2025", "Week 14", CalendarYear), None);
        assert_eq!(read("20160000", "3y", Form::Sortable, CalendarYear, 3).as_deref(), Some("2018"));
        assert_eq!(read("20160000", "1y", Form::Sortable, CalendarYear, 3), None);
    }

    #[test]
    fn remarks_are_split_off() {
        assert_eq!(split_mark("2016-17 (OT)"), ("2016-17", Some("OT")));
        assert_eq!(split_mark(" 2016-17 "), ("2016-17", None));
    }
}
