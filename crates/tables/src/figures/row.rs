//! One row of a series into a figure.
//!
//! Not allowed in here: remembering other rows.

use concordat_base::{AreaCode, Decimal, Period};
use concordat_declare::published::{AreaColumn, Areas, NoFigure, ResolvedSeries, Standing};
use concordat_diagnostics::{Code, Text, codes};

use super::cell::{Said, Writing, status};
use super::columns::Columns;
use super::{Figure, Sex};
use crate::areas::{AreaFault, Authorities};
use crate::error::Spot;
use crate::pattern::fits;
use crate::period::{Written, read_period, split_mark};
use crate::table::{Row, one_line};

/// What is wrong with a cell.
pub(super) struct Wrong {
    pub(super) code: &'static Code,
    pub(super) text: Text,
    pub(super) at: Spot,
}

/// What a row comes to.
pub(super) enum Read {
    /// A figure, and whether a note on it has no declared meaning.
    Figure(Box<Figure>, bool),
    /// Not of this series, or of no area that is kept.
    Passed,
}

/// A series, a row of it, and how figures are written.
pub(super) struct Reading<'a> {
    pub(super) series: &'a ResolvedSeries,
    pub(super) columns: &'a Columns,
    pub(super) row: &'a Row,
    pub(super) writing: Writing<'a>,
    pub(super) authorities: &'a Authorities,
}

impl Reading<'_> {
    /// Reads the row.
    ///
    /// # Errors
    /// The first cell that is not as declared.
    pub(super) fn read(&self) -> Result<Read, Wrong> {
        let claimed = self.columns.rows.iter().all(|(at, texts)| texts.contains(&one_line(self.row.text(*at))));
        let Some(sex) = self.sex().filter(|_| claimed) else { return Ok(Read::Passed) };
        let Some((area, boundaries)) = self.area()? else { return Ok(Read::Passed) };
        let said = self.said()?;
        let Some((period, remark)) = self.period(&said)? else { return Ok(Read::Passed) };
        let mut figure = Figure {
            series: self.series.id.clone(),
            area,
            period,
            together: self.series.together,
            sex,
            value: None,
            no_figure: None,
            standing: remark,
            count: self.count(self.columns.count)?,
            denominator: self.count(self.columns.denominator)?,
            lower: self.limit(self.columns.lower)?,
            upper: self.limit(self.columns.upper)?,
            basis: self.series.basis.clone(),
            boundaries,
            comparable_since: self.comparable_since(period),
            at: self.row.spot(self.columns.value),
        };
        let blank = self.settle(&mut figure, said)?;
        let unknown = self.notes(&mut figure, blank)?;
        Ok(Read::Figure(Box::new(figure), unknown))
    }

    fn wrong<T>(&self, code: &'static Code, at: usize, text: impl Into<Text>) -> Result<T, Wrong> {
        Err(Wrong { code, text: text.into(), at: self.row.spot(at) })
    }

    fn sex(&self) -> Option<Sex> {
        let (Some((sex, _)), Some(at)) = (&self.series.sex, self.columns.sex) else { return Some(Sex::Persons) };
        let text = one_line(self.row.text(at));
        let texts = [(&sex.persons, Sex::Persons), (&sex.female, Sex::Female), (&sex.male, Sex::Male)];
        texts.into_iter().find(|(theirs, _)| one_line(theirs) == text).map(|(_, sex)| sex)
    }

    /// The area, unless it is one that is passed over.
    fn area(&self) -> Result<Option<(AreaCode, Option<String>)>, Wrong> {
        let (column, at) = match (&self.series.areas, self.columns.area) {
            (Areas::Column(column), Some(at)) => (column, at),
            (Areas::One(area), _) => return Ok(Some((area.clone(), None))),
            (Areas::Column(_), None) => return Ok(None),
        };
        let text = one_line(self.row.text(at));
        if column.pass_over.iter().any(|passed| fits(&one_line(passed), &text)) {
            return Ok(None);
        }
        match self.authorities.find(&text, column) {
            Ok(area) if column.only.is_empty() || column.only.contains(&area) => {
                Ok(Some((area, column.boundaries.clone())))
            }
            Ok(_) => Ok(None),
            // A code that is not known cannot be one of those that are kept; a name may be one that is misspelt.
            Err(AreaFault::Unknown(near)) if !column.only.is_empty() && !is_kept(near.as_ref(), column) => Ok(None),
            Err(AreaFault::Unknown(near)) => {
                let text = Text::new().say("no area is known by this text");
                let text = near
                    .map_or_else(|| text.clone(), |(_, near)| text.clone().say("; the nearest is ").declared(&near));
                self.wrong(&codes::UNKNOWN_AREA, at, text)
            }
            // One that nobody keeps cannot be wrong.
            Err(AreaFault::Merged(_)) if !column.only.is_empty() => Ok(None),
            Err(AreaFault::Merged(into)) => {
                self.wrong(&codes::AREA_MERGED, at, Text::new().say("the authority is now part of ").declared(&into))
            }
        }
    }

    fn said(&self) -> Result<Said, Wrong> {
        let at = self.columns.value;
        match self.writing.value(self.row.text(at)) {
            Some(said) => Ok(said),
            None => self.wrong(&codes::UNREADABLE_FIGURE, at, "the value is neither a number nor a declared symbol"),
        }
    }

    /// The period and what stands in brackets behind it; `None` where there is neither period nor figure.
    fn period(&self, said: &Said) -> Result<Option<(Period, Option<Standing>)>, Wrong> {
        let (series, at) = (self.series, self.columns.period);
        let text = self.row.text(at);
        let no_period = self.writing.no_figure(text).is_some() || text.trim().is_empty();
        if no_period && matches!(said, Said::Nothing { .. }) {
            return Ok(None);
        }
        let (bare, remark) = split_mark(text);
        let remark = match remark.map(|remark| series.period.marks.get(remark)) {
            None => None,
            Some(Some(mark)) => mark.beside(),
            Some(None) => {
                return self.wrong(&codes::BAD_PERIOD, at, "what stands in brackets behind the period is not declared");
            }
        };
        let identifier = self.columns.identifier.map(|at| self.row.text(at));
        let written = Written { form: series.period.form, kind: series.kind, together: series.together };
        let Some(period) = read_period(bare, identifier, written) else {
            return self.wrong(&codes::BAD_PERIOD, at, "the period is not of the declared form");
        };
        let bound = |text: &Option<String>| text.as_ref().and_then(|text| Period::parse(text, series.kind).ok());
        let early = bound(&series.expected_periods.from).is_some_and(|from| period < from);
        if early || bound(&series.expected_periods.until).is_some_and(|until| period > until) {
            return self.wrong(
                &codes::SERIES_PERIOD,
                at,
                "the period is outside those that are declared for the series",
            );
        }
        Ok(Some((period, remark)))
    }

    /// Puts the value in, or why there is none; returns whether the cell was blank.
    fn settle(&self, figure: &mut Figure, said: Said) -> Result<bool, Wrong> {
        let (number, standing) = match said {
            Said::Nothing { why, blank } => {
                figure.no_figure = Some(why);
                return Ok(blank);
            }
            Said::Number(number, standing) => (number * f64::from(self.series.times), standing),
        };
        let at = self.columns.value;
        let Some(value) = Decimal::round(number, self.series.decimals) else {
            return self.wrong(&codes::UNREADABLE_FIGURE, at, "the value is too large");
        };
        if self.series.plausible.is_some_and(|band| !(band.at_least..=band.at_most).contains(&value.to_f64())) {
            return self.wrong(&codes::IMPLAUSIBLE_FIGURE, at, "the value is outside the plausible band of the series");
        }
        figure.value = Some(value);
        figure.standing = standing.or(figure.standing);
        Ok(false)
    }

    /// Adds what columns of status say; returns whether one says something that is not declared.
    fn notes(&self, figure: &mut Figure, blank: bool) -> Result<bool, Wrong> {
        let mut unknown = false;
        for (column, at) in self.series.status.iter().zip(&self.columns.status) {
            match status(column, self.row.text(*at)) {
                Err(true) => unknown = true,
                Err(false) => return self.wrong(&codes::STATUS_NOT_DECLARED, *at, codes::STATUS_NOT_DECLARED.title),
                Ok(None) => {}
                Ok(Some(mark)) => match (mark.instead(), mark.beside()) {
                    (None, Some(standing)) => figure.standing = Some(standing),
                    (_, Some(standing)) if figure.value.is_some() => figure.standing = Some(standing),
                    (Some(why), _) if figure.value.is_some() || blank => {
                        // What the publisher says must not be shown is not taken, even if a number stands there.
                        *figure =
                            Figure { value: None, no_figure: Some(why), lower: None, upper: None, ..figure.clone() };
                    }
                    _ => {}
                },
            }
        }
        if figure.no_figure == Some(NoFigure::Confidential) {
            figure.count = None;
        }
        Ok(unknown)
    }

    fn count(&self, at: Option<usize>) -> Result<Option<u64>, Wrong> {
        let Some(at) = at else { return Ok(None) };
        match self.writing.count(self.row.text(at)) {
            Some(count) => Ok(count),
            None => {
                let text = "a count is neither a whole number nor a declared symbol";
                self.wrong(&codes::UNREADABLE_FIGURE, at, text)
            }
        }
    }

    fn limit(&self, at: Option<usize>) -> Result<Option<Decimal>, Wrong> {
        let Some(at) = at else { return Ok(None) };
        let text = self.row.text(at);
        let said = if text.trim().is_empty() { return Ok(None) } else { self.writing.value(text) };
        match said {
            Some(Said::Number(number, _)) => {
                Ok(Decimal::round(number * f64::from(self.series.times), self.series.decimals))
            }
            Some(Said::Nothing { .. }) => Ok(None),
            None => self.wrong(&codes::UNREADABLE_FIGURE, at, "a limit is neither a number nor a declared symbol"),
        }
    }

    fn comparable_since(&self, period: Period) -> Option<Period> {
        let breaks = self.series.breaks.iter().filter_map(|one| Period::parse(&one.from, self.series.kind).ok());
        breaks.filter(|from| *from <= period).max()
    }
}

/// Whether the nearest area to a text is one that is kept.
fn is_kept(near: Option<&(String, String)>, column: &AreaColumn) -> bool {
    near.is_some_and(|(code, _)| column.only.iter().any(|kept| kept.as_str() == code))
}
