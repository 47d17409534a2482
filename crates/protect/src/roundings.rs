//! How the counts of a release are rounded: all of them, and those of one indicator by its name.
//!
//! Not allowed here: rounding.

use std::collections::BTreeMap;
use std::str::FromStr;

use concordat_disclosure::rounding::Rounding;

/// One way of rounding as it is typed: `5`, `midpoint`, `falls=5`, or `falls=midpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoundedTo {
    /// For every indicator that has none of its own.
    Usual(Rounding),
    /// For one indicator.
    Of(String, Rounding),
}

impl FromStr for RoundedTo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || "counts are rounded to a whole number from 1 on, or `midpoint`; or either after `INDICATOR=`";
        let rounding = |text: &str| match text {
            "midpoint" => Ok(Rounding::Midpoint),
            number => match number.parse() {
                Ok(base) if base > 0 => Ok(Rounding::Nearest(base)),
                _ => Err(fault().to_owned()),
            },
        };
        match text.split_once('=') {
            None => rounding(text).map(Self::Usual),
            Some(("", _)) => Err(fault().to_owned()),
            Some((indicator, own)) => Ok(Self::Of(indicator.to_owned(), rounding(own)?)),
        }
    }
}

/// How counts are rounded; indicators may have their own way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roundings {
    /// For every other indicator.
    pub usual: Option<Rounding>,
    /// For an indicator.
    pub of: BTreeMap<String, Rounding>,
}

impl<'a> FromIterator<&'a RoundedTo> for Roundings {
    /// Of two for the same, the later one.
    fn from_iter<I: IntoIterator<Item = &'a RoundedTo>>(roundings: I) -> Self {
        let mut together = Self::default();
        for rounded_to in roundings {
            match rounded_to {
                RoundedTo::Usual(rounding) => together.usual = Some(*rounding),
                RoundedTo::Of(indicator, rounding) => drop(together.of.insert(indicator.clone(), *rounding)),
            }
        }
        together
    }
}

impl Roundings {
    pub(crate) fn of(&self, indicator: &str) -> Option<Rounding> {
        self.of.get(indicator).copied().or(self.usual)
    }
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::rounding::Rounding;

    use super::{RoundedTo, Roundings};

    #[test]
    fn ways_of_rounding_are_typed_one_by_one() {
        let typed = ["5", "falls=10", "births=midpoint"].map(str::parse::<RoundedTo>);
        let together: Roundings = typed.iter().flatten().collect();
        assert_eq!(together.of("births"), Some(Rounding::Midpoint));
        assert_eq!(together.of("falls"), Some(Rounding::Nearest(10)));
        assert_eq!(together.of("deaths"), Some(Rounding::Nearest(5)));
        assert_eq!(Roundings::default().of("deaths"), None);
        for fault in ["", "0", "five", "=5", "falls=", "falls=0"] {
            assert!(fault.parse::<RoundedTo>().is_err(), "{fault}");
        }
    }
}
