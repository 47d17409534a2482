//! What is small: for every indicator, and for one by its name.
//!
//! Not allowed here: a publisher's rules; see `policy` for those.

use std::collections::BTreeMap;
use std::str::FromStr;

/// One threshold as it is typed: `5`, `falls=8`, or `street-crime=open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// For every indicator that has none of its own.
    Usual(u64),
    /// For one indicator; `None` where it is open data, in which no count is too small.
    Of(String, Option<u64>),
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u64>().ok().filter(|number| *number >= 2);
        let fault = || "a threshold is a whole number from 2 on, `INDICATOR=NUMBER` or `INDICATOR=open`".to_owned();
        match text.split_once('=') {
            None => number(text).map(Self::Usual).ok_or_else(fault),
            Some(("", _)) => Err(fault()),
            Some((indicator, "open")) => Ok(Self::Of(indicator.to_owned(), None)),
            Some((indicator, own)) => Ok(Self::Of(indicator.to_owned(), Some(number(own).ok_or_else(fault)?))),
        }
    }
}

/// Counts from 1 to one less are small; indicators may have their own threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// For every other indicator.
    pub usual: u64,
    /// For an indicator; `None` where it is open data.
    pub of: BTreeMap<String, Option<u64>>,
}

impl<'a> FromIterator<&'a Threshold> for Thresholds {
    /// Five where no usual one is given; of two for the same, the later one.
    fn from_iter<I: IntoIterator<Item = &'a Threshold>>(thresholds: I) -> Self {
        let mut together = Self { usual: 5, of: BTreeMap::new() };
        for threshold in thresholds {
            match threshold {
                Threshold::Usual(number) => together.usual = *number,
                Threshold::Of(indicator, number) => drop(together.of.insert(indicator.clone(), *number)),
            }
        }
        together
    }
}

impl Thresholds {
    pub(crate) fn of(&self, indicator: &str) -> Option<u64> {
        self.of.get(indicator).copied().unwrap_or(Some(self.usual))
    }
}

#[cfg(test)]
mod tests {
    use super::{Threshold, Thresholds};

    #[test]
    fn thresholds_are_typed_one_by_one() {
        let typed = ["6", "falls=8", "crime=open", "falls=10"].map(str::parse::<Threshold>);
        let together: Thresholds = typed.iter().flatten().collect();
        assert_eq!((together.of("births"), together.of("falls"), together.of("crime")), (Some(6), Some(10), None));
        assert_eq!(Thresholds::from_iter([]).of("births"), Some(5));
        for fault in ["", "1", "five", "=8", "falls=", "falls=1"] {
            assert!(fault.parse::<Threshold>().is_err(), "{fault}");
        }
    }
}
