//! Numbers as they stand in tables.
//!
//! Not allowed here: rounding. What is written reads back to the very same double.

/// A number in a cell: none where the cell is empty, `NA` or `NaN`; an error where it is anything else.
///
/// `Inf` and `-Inf` are read as infinite, so that a method can refuse them by name.
///
/// # Errors
///
/// `Err(())` when the cell holds no number.
///
/// ```
/// use concordat_calculate::read_number;
///
/// assert_eq!(read_number(" 1e3 "), Ok(Some(1000.0)));
/// assert_eq!(read_number(""), Ok(None));
/// assert!(read_number("1,000").is_err());
/// ```
#[expect(clippy::result_unit_err, reason = "there is one fault, and its text must not hold the cell")]
pub fn read_number(cell: &str) -> Result<Option<f64>, ()> {
    let cell = cell.trim();
    if cell.is_empty() || cell == "NA" || cell.eq_ignore_ascii_case("nan") {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| ())
}

/// The shortest text that reads back to the same double; nothing for what is no number.
///
/// ```
/// use concordat_calculate::write_number;
///
/// assert_eq!(write_number(0.1), "0.1");
/// assert_eq!(write_number(1e-9), "1e-9");
/// assert_eq!(write_number(-0.0), "0");
/// ```
#[must_use]
pub fn write_number(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        String::new()
    } else if number.is_infinite() {
        if number > 0.0 { "Inf".to_owned() } else { "-Inf".to_owned() }
    } else if number == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e17).contains(&size) {
        format!("{number}")
    } else {
        format!("{number:e}")
    }
}
