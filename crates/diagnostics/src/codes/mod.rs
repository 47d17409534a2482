//! The list of codes, one file for each hundred. Numbers are frozen: a code is retired, never given another meaning.
//!
//! Not allowed in here: a code without a page of explanation.

use crate::code::Code;

mod agreements;
mod compliance;
mod data;
mod declarations;
mod deliveries;
mod disclosure;
mod keeping;
mod measures;
mod operation;
mod releases;

pub use agreements::*;
pub use compliance::*;
pub use data::*;
pub use declarations::*;
pub use deliveries::*;
pub use disclosure::*;
pub use keeping::*;
pub use measures::*;
pub use operation::*;
pub use releases::*;

/// Every code, in order of number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    [
        declarations::ALL,
        agreements::ALL,
        compliance::ALL,
        deliveries::ALL,
        data::ALL,
        measures::ALL,
        disclosure::ALL,
        releases::ALL,
        operation::ALL,
        keeping::ALL,
    ]
    .concat()
}

/// The code written `C203`, in either case.
#[must_use]
pub fn find(text: &str) -> Option<&'static Code> {
    let number: u16 = text.trim_start_matches(['C', 'c']).parse().ok()?;
    all().into_iter().find(|code| code.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_each_has_a_page() {
        let numbers: Vec<u16> = all().iter().map(|code| code.number).collect();
        assert!(numbers.is_sorted_by(|left, right| left < right), "{numbers:?}");
        assert!(all().iter().all(|code| code.meaning.len() > 20 && code.mend.len() > 10));
        assert_eq!(find("c203").map(|code| code.title), Some("the agreement has expired"));
    }
}
