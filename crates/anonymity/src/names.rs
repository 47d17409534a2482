//! Names: of columns, which say what is in them, and of people.
//!
//! The short list holds names that are common in the United Kingdom and are seldom a word, a place or a street. Not allowed in
//! here: judging a single cell by the list; a ward may be called after a man.

use crate::forms::Form;
use crate::words::View;

/// Parts of column names and the form they speak of.
const HINTS: &[(&str, Form)] = &[
    ("nhs", Form::NhsNumber),
    ("upn", Form::PupilNumber),
    ("pupil_number", Form::PupilNumber),
    ("nino", Form::NationalInsuranceNumber),
    ("ni_number", Form::NationalInsuranceNumber),
    ("national_insurance", Form::NationalInsuranceNumber),
    ("postcode", Form::UnitPostcode),
    ("post_code", Form::UnitPostcode),
    ("email", Form::EmailAddress),
    ("e_mail", Form::EmailAddress),
    ("phone", Form::TelephoneNumber),
    ("mobile", Form::TelephoneNumber),
    ("uprn", Form::PropertyNumber),
    ("ip_address", Form::InternetAddress),
    ("dob", Form::FullDate),
    ("birth", Form::FullDate),
    ("vrm", Form::VehicleMark),
    ("vrn", Form::VehicleMark),
    ("number_plate", Form::VehicleMark),
    ("registration", Form::VehicleMark),
    ("grid", Form::GridReference),
    ("easting", Form::GridReference),
    ("northing", Form::GridReference),
    ("latitude", Form::GridReference),
    ("longitude", Form::GridReference),
    ("forename", Form::PersonName),
    ("firstname", Form::PersonName),
    ("first_name", Form::PersonName),
    ("surname", Form::PersonName),
    ("lastname", Form::PersonName),
    ("last_name", Form::PersonName),
    ("given_name", Form::PersonName),
    ("family_name", Form::PersonName),
    ("middle_name", Form::PersonName),
    ("full_name", Form::PersonName),
    ("maiden_name", Form::PersonName),
];

/// Words of column names that make `name` the name of a person.
const PEOPLE: &[&str] = &[
    "patient", "child", "pupil", "client", "tenant", "carer", "parent", "mother", "father", "victim", "suspect",
    "person", "customer", "resident", "student", "gp", "worker",
];

/// The forms that a column's name speaks of.
pub(crate) fn hints(column: &str) -> Vec<Form> {
    let name: String =
        column.chars().map(|one| if one.is_ascii_alphanumeric() { one.to_ascii_lowercase() } else { '_' }).collect();
    let parts: Vec<&str> = name.split('_').filter(|part| !part.is_empty()).collect();
    let mut found: Vec<Form> = HINTS
        .iter()
        // A hint of a few letters must be a whole word: `upn` stands inside harmless words.
        .filter(|(hint, _)| if hint.len() <= 4 { parts.contains(hint) } else { name.contains(hint) })
        .map(|(_, form)| *form)
        .collect();
    let of_a_person = parts.contains(&"name") && (parts.len() == 1 || parts.iter().any(|part| PEOPLE.contains(part)));
    if of_a_person || parts == ["names"] {
        found.push(Form::PersonName);
    }
    found
}

/// Given names and surnames, in order.
const COMMON: [&str; 96] = [
    "ADAMS",
    "AHMED",
    "ALI",
    "AMELIA",
    "ANDERSON",
    "ANDREW",
    "ANTHONY",
    "BARBARA",
    "BEGUM",
    "BENJAMIN",
    "BENNETT",
    "BROWN",
    "CALLUM",
    "CAMPBELL",
    "CATHERINE",
    "CHRISTINE",
    "CHRISTOPHER",
    "CLARKE",
    "COLLINS",
    "DANIEL",
    "DAVID",
    "DAVIES",
    "DAVIS",
    "DEBORAH",
    "DOROTHY",
    "EDWARDS",
    "ELIZABETH",
    "EMILY",
    "EMMA",
    "EVANS",
    "FATIMA",
    "GARETH",
    "GRIFFITHS",
    "HANNAH",
    "HARRIS",
    "HELEN",
    "HUGHES",
    "HUSSAIN",
    "IBRAHIM",
    "ISABELLA",
    "JACKSON",
    "JACQUELINE",
    "JAMES",
    "JENNIFER",
    "JESSICA",
    "JOHNSON",
    "JONATHAN",
    "JONES",
    "JOSEPH",
    "JOSHUA",
    "JULIE",
    "KAREN",
    "KATHLEEN",
    "KAUR",
    "KHAN",
    "LAURA",
    "LEWIS",
    "LINDA",
    "MARGARET",
    "MATTHEW",
    "MICHAEL",
    "MITCHELL",
    "MOHAMMED",
    "MORGAN",
    "MUHAMMAD",
    "NICOLA",
    "OLIVIA",
    "PATEL",
    "PATRICIA",
    "PETER",
    "PHILLIPS",
    "RACHEL",
    "REBECCA",
    "RICHARD",
    "ROBERT",
    "ROBERTS",
    "ROBINSON",
    "SAMUEL",
    "SANDRA",
    "SARAH",
    "SHARON",
    "SIMPSON",
    "SINGH",
    "SMITH",
    "SOPHIE",
    "STEPHEN",
    "SUSAN",
    "TAYLOR",
    "THOMPSON",
    "TRACEY",
    "WALKER",
    "WATSON",
    "WILLIAM",
    "WILLIAMS",
    "WILSON",
    "WRIGHT",
];

/// The position in the short list of the first word that stands there.
pub(crate) fn common_name(view: &View<'_>) -> Option<usize> {
    (0..view.len()).find_map(|position| {
        let word = view.word(position).to_ascii_uppercase();
        COMMON.binary_search_by(|name| name.as_bytes().cmp(&word)).ok()
    })
}

/// Whether the words are one to four and of letters alone, as a name is.
pub(crate) fn is_like_a_name(view: &View<'_>) -> bool {
    let letters = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    (1..=4).contains(&view.len()) && (0..view.len()).all(|position| letters(view.word(position)))
}

/// A title and a word with a capital after it.
pub(crate) fn has_titled_name(view: &View<'_>) -> bool {
    (1..view.len()).any(|position| {
        let titled = [&b"Mr"[..], b"Mrs", b"Ms", b"MR", b"MRS", b"MS"].contains(&view.word(position - 1));
        let gap = matches!(view.gap(position - 1), b" " | b". ");
        let word = view.word(position);
        titled && gap && word.len() > 1 && word[0].is_ascii_uppercase() && word.iter().all(u8::is_ascii_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_speak_of_what_is_in_them() {
        for (column, form) in [
            ("NHS Number", Form::NhsNumber),
            ("DateOfBirth", Form::FullDate),
            ("dob", Form::FullDate),
            ("PatientSurname", Form::PersonName),
            ("patient_name", Form::PersonName),
            ("name", Form::PersonName),
            ("home_uprn", Form::PropertyNumber),
        ] {
            assert!(hints(column).contains(&form), "{column}");
        }
        for column in ["school_name", "ward_name", "setup_note", "adobe", "month", "sex", "spell_pseudonym"] {
            assert_eq!(hints(column), [], "{column}");
        }
    }

    #[test]
    fn the_short_list_is_in_order() {
        assert!(COMMON.is_sorted(), "binary search needs it");
    }
}
