//! Periods as a sentence says them: a calendar quarter by its months, since "Q1" is another quarter to an accountant.
//!
//! Not allowed in here: changing a label of a row; tables keep the short form.

use crate::spans::MONTHS;

/// A label with every calendar quarter and month in it by name.
pub(super) fn spoken(label: &str) -> String {
    let words: Vec<String> =
        label.split(' ').map(|word| quarter(word).or_else(|| month(word)).unwrap_or_else(|| word.to_owned())).collect();
    words.join(" ")
}

/// `2025-Q1` as `January to March 2025`.
fn quarter(word: &str) -> Option<String> {
    let (year, quarter) = word.split_once("-Q")?;
    let first = quarter.parse::<usize>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3 - 3;
    Some(format!("{} to {} {}", MONTHS.get(first)?, MONTHS.get(first + 2)?, of_four_digits(year)?))
}

/// `2025-01` as `January 2025`.
fn month(word: &str) -> Option<String> {
    let (year, month) = word.split_once('-').filter(|(_, month)| month.len() == 2)?;
    let position = month.parse::<usize>().ok()?.checked_sub(1)?;
    Some(format!("{} {}", MONTHS.get(position)?, of_four_digits(year)?))
}

fn of_four_digits(year: &str) -> Option<&str> {
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn quarters_and_months_go_by_name_and_years_stay() {
        for (label, said) in [
            ("2025-Q1", "January to March 2025"),
            ("2024-Q4 (October only)", "October to December 2024 (October only)"),
            ("2022-Q1 to 2022-Q4", "January to March 2022 to October to December 2022"),
            ("2024-01", "January 2024"),
            ("2024/25", "2024/25"),
            ("2022/23 to 2024/25", "2022/23 to 2024/25"),
            ("June 2025 to May 2026", "June 2025 to May 2026"),
            ("2025-Q5", "2025-Q5"),
            ("2025-13", "2025-13"),
        ] {
            assert_eq!(spoken(label), said);
        }
    }
}
