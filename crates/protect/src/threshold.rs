//! What is small: for every indicator, and for one by its name.
//!
//! Not allowed here: a publisher's rules; see `policy` for those.

use std::collections::BTreeMap;
use std::str::FromStr;

/// Which counts are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Small {
    /// Counts from 1 to one less.
    pub below: u64,
    /// Nought too, where the rules hide nobody as they hide a few.
    pub nought: bool,
}

impl From<u64> for Small {
    fn from(below: u64) -> Self {
        Self { below, nought: false }
    }
}

impl FromStr for Small {
    type Err = ();

    /// `5`, or `0-4` where nought is small too.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u64>().map_err(drop);
        let small = match text.strip_prefix("0-") {
            Some(most) => Self { below: number(most)?.saturating_add(1), nought: true },
            None => Self::from(number(text)?),
        };
        if small.below >= 2 { Ok(small) } else { Err(()) }
    }
}

/// One threshold as it is typed: `5`, `falls=8`, `falls=0-7`, or `street-crime=open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// For every indicator that has none of its own.
    Usual(Small),
    /// For one indicator; `None` where it is open data, in which no count is too small.
    Of(String, Option<Small>),
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || {
            "a threshold is a whole number from 2 on, `0-NUMBER` where nought is small too, or either or `open` after `INDICATOR=`"
                .to_owned()
        };
        let small = |text: &str| text.parse::<Small>().map_err(|()| fault());
        match text.split_once('=') {
            None => small(text).map(Self::Usual),
            Some(("", _)) => Err(fault()),
            Some((indicator, "open")) => Ok(Self::Of(indicator.to_owned(), None)),
            Some((indicator, own)) => Ok(Self::Of(indicator.to_owned(), Some(small(own)?))),
        }
    }
}

/// Which counts are small; indicators may have their own threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// For every other indicator.
    pub usual: Small,
    /// For an indicator; `None` where it is open data.
    pub of: BTreeMap<String, Option<Small>>,
}

impl<'a> FromIterator<&'a Threshold> for Thresholds {
    /// Five where no usual one is given; of two for the same, the later one.
    fn from_iter<I: IntoIterator<Item = &'a Threshold>>(thresholds: I) -> Self {
        let mut together = Self { usual: Small::from(5), of: BTreeMap::new() };
        for threshold in thresholds {
            match threshold {
                Threshold::Usual(small) => together.usual = *small,
                Threshold::Of(indicator, small) => drop(together.of.insert(indicator.clone(), *small)),
            }
        }
        together
    }
}

impl Thresholds {
    pub(crate) fn of(&self, indicator: &str) -> Option<Small> {
        self.of.get(indicator).copied().unwrap_or(Some(self.usual))
    }
}

#[cfg(test)]
mod tests {
    use super::{Small, Threshold, Thresholds};

    #[test]
    fn thresholds_are_typed_one_by_one() {
        let typed = ["6", "falls=8", "crime=open", "falls=10", "deaths=0-9"].map(str::parse::<Threshold>);
        let together: Thresholds = typed.iter().flatten().collect();
        let of = |indicator: &str| together.of(indicator);
        assert_eq!((of("births"), of("falls"), of("crime")), (Some(6.into()), Some(10.into()), None));
        assert_eq!(of("deaths"), Some(Small { below: 10, nought: true }));
        assert_eq!(Thresholds::from_iter([]).of("births"), Some(5.into()));
        for fault in ["", "1", "five", "=8", "falls=", "falls=1", "0-0", "1-4", "falls=0-"] {
            assert!(fault.parse::<Threshold>().is_err(), "{fault}");
        }
    }
}
