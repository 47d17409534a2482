//! Periods that a source ever expects.
//!
//! Not allowed in here: whether a period is due; that depends on tonight's date.

use concordat_base::{Period, PeriodKind};
use concordat_declare::Located;
use concordat_declare::source::{Coverage, Source};

/// First and last month numbers of what is expected, and of what never was. Empty bounds hold nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExpectedPeriods {
    from: Option<i32>,
    until: Option<i32>,
    except: Vec<(i32, i32)>,
}

impl ExpectedPeriods {
    /// Those of a source. A full refresh may reach further back than deliveries were ever expected one by one.
    pub(crate) fn of(source: &Source) -> Self {
        let Some(expected) = source.expected.as_ref().filter(|_| source.coverage == Coverage::OnePeriod) else {
            return Self::default();
        };
        let read = |text: &Located<String>| parsed(text, expected.every);
        Self {
            from: read(&expected.from).map(|period| period.first_month_number()),
            until: expected.until.as_ref().and_then(read).map(|period| period.last_month_number()),
            except: expected
                .except
                .iter()
                .filter_map(read)
                .map(|period| (period.first_month_number(), period.last_month_number()))
                .collect(),
        }
    }

    /// Whether a period is one of them.
    pub(crate) fn has(&self, period: Period) -> bool {
        let (first, last) = (period.first_month_number(), period.last_month_number());
        self.from.is_none_or(|from| from <= first)
            && self.until.is_none_or(|until| last <= until)
            && !self.except.iter().any(|(from, until)| *from <= first && last <= *until)
    }
}

fn parsed(text: &Located<String>, kind: PeriodKind) -> Option<Period> {
    Period::parse(&text.value, kind).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_outside_and_excepted_are_not_expected() {
        let month = |text: &str| Period::parse(text, PeriodKind::Month).unwrap();
        let number = |text: &str| month(text).first_month_number();
        let expected = ExpectedPeriods {
            from: Some(number("2020-01")),
            until: Some(number("2022-12")),
            except: vec![(number("2021-02"), number("2021-04"))],
        };
        for (text, has) in
            [("2019-12", false), ("2020-01", true), ("2021-03", false), ("2022-12", true), ("2023-01", false)]
        {
            assert_eq!(expected.has(month(text)), has, "{text}");
        }
        assert!(ExpectedPeriods::default().has(month("1999-01")));
    }
}
