//! What an agency knows a person by, in one form: names, birth date, postcode sector and sex.
//!
//! Not allowed in here: guessing a part that is missing; a part that stands for "not known" is missing.

use std::fmt;

use concordat_base::Date;

use crate::name_sound;

/// Birth dates up to this one stand for "not known": systems write 1900-01-01, 1899-12-30 (day nought of spreadsheets) or
/// 1901-01-01, and nobody who lives was born then.
const LAST_DUMMY_BIRTH_DATE: Date = Date::constant(1901, 1, 1);

/// Birth dates from this one on are written for "never", as 9999-12-31 is.
const FIRST_YEAR_OF_NEVER: i16 = 2200;

/// The area of pseudo-postcodes: no fixed abode, abroad, not known (NHS Data Dictionary, "POSTCODE", default codes).
const DUMMY_POSTCODE: &str = "ZZ99";

/// Cells as they are written.
#[derive(Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// `1990-03-04` or `04/03/1990`.
    pub birth_date: &'a str,
    /// A whole postcode, or a sector such as `TS1 2`.
    pub postcode: &'a str,
    /// `M`, `F`, `male`, `female`, `1` or `2`.
    pub sex: &'a str,
}

/// Sex as two agencies can be expected to have written it alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// A person in one form; a part is `None` where it is missing or stands for "not known".
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub(crate) given: Option<String>,
    pub(crate) family: Option<String>,
    /// First part of the family name.
    pub(crate) family_first: Option<String>,
    pub(crate) born: Option<Date>,
    pub(crate) sector: Option<String>,
    pub(crate) sex: Option<Sex>,
}

impl Person {
    /// Reads the cells.
    #[must_use]
    pub fn read(parts: &Parts<'_>) -> Self {
        let family = name_sound::family(parts.family_name);
        Self {
            given: name_sound::given(parts.given_name),
            family_first: family.as_ref().map(|_| name_sound::first_part(parts.family_name)),
            family,
            born: birth_date(parts.birth_date),
            sector: sector(parts.postcode),
            sex: sex(parts.sex),
        }
    }

    /// A person of whom only a sector is known that was cut off before, such as `TS12` for `TS1 2`.
    #[must_use]
    pub fn with_sector(self, sector: Option<&str>) -> Self {
        Self { sector: sector.map(str::to_owned), ..self }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Person")
    }
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Parts")
    }
}

/// A day as the product writes it, or with day, month and year as they are written in this country. A time behind it does
/// not matter.
fn birth_date(text: &str) -> Option<Date> {
    let day = text.trim().split([' ', 'T']).next()?;
    let date = match day.split(['/', '.']).collect::<Vec<_>>().as_slice() {
        [day, month, year] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?
        }
        [_] if day.len() == 10 => day.parse().ok()?,
        _ => return None,
    };
    (date > LAST_DUMMY_BIRTH_DATE && date.year() < FIRST_YEAR_OF_NEVER).then_some(date)
}

/// The sector of a postcode, without its space: `TS12` of `TS1 2AA`.
fn sector(text: &str) -> Option<String> {
    let trimmed = text.trim().to_ascii_uppercase();
    let joined: String = trimmed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if joined.starts_with(DUMMY_POSTCODE) {
        return None;
    }
    if is_postcode(&joined) {
        return Some(joined[..joined.len() - 2].to_owned());
    }
    let (outward, inward) = trimmed.split_once(' ')?;
    let is_sector = is_outward(outward) && inward.len() == 1 && inward.as_bytes()[0].is_ascii_digit();
    is_sector.then_some(joined)
}

fn is_postcode(joined: &str) -> bool {
    let Some((outward, inward)) =
        joined.is_ascii().then(|| joined.split_at_checked(joined.len().wrapping_sub(3))).flatten()
    else {
        return false;
    };
    let [digit, letters @ ..] = inward.as_bytes() else { return false };
    let inward_letter = |letter: &u8| letter.is_ascii_uppercase() && !b"CIKMOV".contains(letter);
    is_outward(outward) && digit.is_ascii_digit() && letters.iter().all(inward_letter)
}

/// One or two letters, a digit, and perhaps a digit or a letter more; Q, V and X never stand first.
fn is_outward(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let begins = (1..=2).contains(&letters) && !b"QVX".contains(&bytes[0]);
    begins
        && match &bytes[letters..] {
            [first] => first.is_ascii_digit(),
            [first, second] => first.is_ascii_digit() && (second.is_ascii_digit() || second.is_ascii_uppercase()),
            _ => false,
        }
}

fn sex(text: &str) -> Option<Sex> {
    match text.trim().to_ascii_uppercase().as_str() {
        "F" | "FEMALE" | "2" => Some(Sex::Female),
        "M" | "MALE" | "1" => Some(Sex::Male),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_two_forms_and_dummies_are_none() {
        let date = Some(Date::constant(1990, 3, 4));
        for written in
            ["1990-03-04", "04/03/1990", "4/3/1990", "1990-03-04 00:00:00", "1990-03-04T00:00:00", "04.03.1990"]
        {
            assert_eq!(birth_date(written), date, "{written}");
        }
        for none in [
            "",
            "1900-01-01",
            "01/01/1900",
            "1899-12-30",
            "1901-01-01",
            "9999-12-31",
            "1990-02-30",
            "04/03/90",
            "1990",
            "x",
        ] {
            assert_eq!(birth_date(none), None, "{none}");
        }
    }

    #[test]
    fn a_sector_is_read_from_whole_postcodes_and_sectors() {
        for (written, expected) in [
            ("TS1 2AA", "TS12"),
            ("ts12aa", "TS12"),
            ("TS10 4AA", "TS104"),
            ("EC1A 1BB", "EC1A1"),
            ("DN55 1PT", "DN551"),
            ("TS1 2", "TS12"),
        ] {
            assert_eq!(sector(written).as_deref(), Some(expected), "{written}");
        }
        for none in
            ["", "ZZ99 3VZ", "zz993wz", "TS1", "TS12", "QX1 1AA", "TS1 2CI", "E01012345", "é1 1AA", "1AA", "ZZ99"]
        {
            assert_eq!(sector(none), None, "{none}");
        }
    }

    #[test]
    fn sex_is_read_as_agencies_write_it() {
        assert_eq!(["F", "female", "2"].map(sex), [Some(Sex::Female); 3]);
        assert_eq!(["m", "Male", "1"].map(sex), [Some(Sex::Male); 3]);
        assert_eq!(["", "9", "X", "unknown"].map(sex), [None; 4]);
    }
}
