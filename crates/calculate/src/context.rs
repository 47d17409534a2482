//! The table as a method sees it: its columns by the method's own names, options and levels for each group.
//!
//! Not allowed here: computing.

use std::borrow::Cow;

use concordat_methods::{Bounded, Confidence, InputFault, MethodError, Outcome, WithheldReason};

use crate::error::CalculateError;
use crate::level::{Level, confidence};
use crate::method::{Method, Output, Shape};
use crate::settings::Settings;
use crate::table::{Column, Table};

/// The column that gives each row a level of its own.
pub(crate) const CONFIDENCE: &str = "confidence";

/// Columns of the result that every method has.
pub(crate) const ERROR: &str = "error";

/// A row that cannot be used: which rule it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The rule, as a code for machines.
    pub(crate) code: &'static str,
    /// The row, where one is at fault rather than the group.
    pub(crate) row: Option<usize>,
}

impl Refused {
    /// A group is at fault.
    pub(crate) const fn group(code: &'static str) -> Self {
        Self { code, row: None }
    }

    /// A row is at fault.
    pub(crate) const fn at(code: &'static str, row: usize) -> Self {
        Self { code, row: Some(row) }
    }
}

impl From<MethodError> for Refused {
    fn from(error: MethodError) -> Self {
        Self::group(error.fault().code())
    }
}

impl From<InputFault> for Refused {
    fn from(fault: InputFault) -> Self {
        Self::group(fault.code())
    }
}

/// A cell of a result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Missing,
    /// A number.
    Number(f64),
    /// A word.
    Text(Cow<'static, str>),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    fn from(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// One row of a result: a value for each output, limits as two for each level.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Answered {
    /// The values, in the order of the outputs.
    pub(crate) values: Vec<Value>,
    /// Why something is withheld.
    pub(crate) reason: Option<&'static str>,
}

impl Answered {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    pub(crate) fn push(&mut self, value: impl Into<Value>) {
        self.values.push(value.into());
    }

    /// Adds two limits, or two missing ones.
    pub(crate) fn push_limits(&mut self, bounded: Option<Bounded>) {
        self.push(bounded.map(|bounded| bounded.lower));
        self.push(bounded.map(|bounded| bounded.upper));
    }

    /// Notes a reason; the first stands.
    pub(crate) fn withhold(&mut self, reason: WithheldReason) {
        self.reason.get_or_insert(reason.code());
    }

    /// The result of an outcome; its reason is noted.
    pub(crate) fn take<T>(&mut self, outcome: Outcome<T>) -> Option<T> {
        match outcome {
            Outcome::Computed(result) => Some(result),
            Outcome::Withheld { reason } => {
                self.withhold(reason);
                None
            }
        }
    }
}

/// The table as a method sees it.
pub(crate) struct Context<'a> {
    /// The method.
    pub(crate) method: &'static Method,
    /// The table.
    pub(crate) table: &'a Table,
    /// The method's columns, in the order of its inputs.
    inputs: Vec<Option<&'a Column>>,
    /// The method's options: a column, or a value for all.
    options: Vec<(Option<&'a Column>, String)>,
    /// The column of levels, where there is one.
    level_column: Option<&'a Column>,
    /// Levels for all rows, where there is no column of them.
    levels: Vec<Level>,
    /// Columns that name a group.
    pub(crate) group_columns: Vec<&'a Column>,
    /// Whether rows are put together.
    pub(crate) grouped: bool,
}

impl<'a> Context<'a> {
    /// Finds the method's columns and options in the table.
    pub(crate) fn new(
        method: &'static Method,
        table: &'a Table,
        settings: &'a Settings,
    ) -> Result<Self, CalculateError> {
        let mut inputs = Vec::new();
        for input in method.inputs {
            let column = table.column(input.name);
            if table.columns().iter().filter(|column| column.name == input.name).count() > 1 {
                return Err(CalculateError::RepeatedColumn { name: input.name });
            }
            if column.is_none() && input.required {
                return Err(CalculateError::MissingColumn { name: input.name, method: method.name });
            }
            inputs.push(column);
        }
        let unknown = |name: &&String| !method.options.iter().any(|option| option.name == name.as_str());
        if let Some(name) = settings.options.keys().find(unknown) {
            return Err(CalculateError::UnknownOption { name: name.clone(), method: method.name });
        }
        let options = method.options.iter().map(|option| {
            let set = settings.options.get(option.name);
            (table.column(option.name), set.cloned().unwrap_or_else(|| option.default.to_owned()))
        });
        if settings.levels.is_empty() {
            return Err(CalculateError::Level);
        }
        let (group_columns, grouped) = group_columns(method, table, settings)?;
        Ok(Self {
            method,
            table,
            inputs,
            options: options.collect(),
            level_column: table.column(CONFIDENCE).filter(|_| has_limits(method)),
            levels: settings.levels.clone(),
            group_columns,
            grouped,
        })
    }

    /// Ends of the names of limits: one for each level, or a single empty one where rows have their own level.
    pub(crate) fn suffixes(&self) -> Vec<&str> {
        match self.level_column {
            Some(_) => vec![""],
            None => self.levels.iter().map(Level::suffix).collect(),
        }
    }

    /// Levels of a group.
    pub(crate) fn levels(&self, rows: &[usize]) -> Result<Vec<Confidence>, Refused> {
        let Some(column) = self.level_column else {
            return Ok(self.levels.iter().map(Level::confidence).collect());
        };
        let row = self.one_for_all(column, rows)?;
        let out_of_range = Refused::at(InputFault::ConfidenceOutOfRange.code(), row);
        let number = column.cells.number(row).ok().flatten().ok_or(out_of_range)?;
        confidence(number).map(|confidence| vec![confidence]).ok_or(out_of_range)
    }

    /// Whether the table has a column that the method can do without.
    pub(crate) fn has(&self, input: &str) -> bool {
        self.table.column(input).is_some()
    }

    /// A number of a row: none where it is missing.
    pub(crate) fn number(&self, input: usize, row: usize) -> Result<Option<f64>, Refused> {
        let Some(column) = self.inputs[input] else { return Ok(None) };
        let number = column.cells.number(row).map_err(|()| Refused::at("not_a_number", row))?;
        match number {
            Some(number) if number.is_infinite() => Err(Refused::at(InputFault::NotFinite.code(), row)),
            number => Ok(number),
        }
    }

    /// A number of a row that must be there.
    pub(crate) fn required(&self, input: usize, row: usize, missing: &'static str) -> Result<f64, Refused> {
        self.number(input, row)?.ok_or(Refused::at(missing, row))
    }

    /// A text of a row, without spaces around it.
    pub(crate) fn text(&self, input: usize, row: usize) -> String {
        self.inputs[input].map_or_else(String::new, |column| column.cells.text(row).trim().to_owned())
    }

    /// An option of a group as text, in lower case, with `-` and `_` the same.
    pub(crate) fn option(&self, name: &str, rows: &[usize]) -> Result<String, Refused> {
        let position = self.method.options.iter().position(|option| option.name == name);
        let Some((column, value)) = position.and_then(|position| self.options.get(position)) else {
            return Err(Refused::group("option_not_known"));
        };
        let text = match column {
            Some(column) => {
                let cell = column.cells.text(self.one_for_all(column, rows)?);
                if cell.trim().is_empty() { value.clone() } else { cell }
            }
            None => value.clone(),
        };
        Ok(text.trim().to_lowercase().replace('-', "_"))
    }

    /// An option of a group as a number; none where it is empty.
    pub(crate) fn option_number(&self, name: &str, rows: &[usize]) -> Result<Option<f64>, Refused> {
        // A minus sign was turned with the words.
        let text = self.option(name, rows)?.replace('_', "-");
        crate::number::read_number(&text).map_err(|()| Refused::group("option_not_a_number"))
    }

    /// A number that an option must have.
    pub(crate) fn option_required(&self, name: &str, rows: &[usize]) -> Result<f64, Refused> {
        self.option_number(name, rows)?.ok_or(Refused::group("option_not_a_number"))
    }

    /// A whole number that an option must have.
    pub(crate) fn option_whole(&self, name: &str, rows: &[usize]) -> Result<u32, Refused> {
        let number = self.option_required(name, rows)?;
        whole(number).ok_or(Refused::group("option_not_whole"))
    }

    /// One of the words of an option, by its place.
    pub(crate) fn choice(&self, name: &str, rows: &[usize], words: &[&[&str]]) -> Result<usize, Refused> {
        let text = self.option(name, rows)?;
        words.iter().position(|known| known.contains(&text.as_str())).ok_or(Refused::group("option_not_known"))
    }

    /// The first row, when all rows of a group hold the same in a column.
    fn one_for_all(&self, column: &Column, rows: &[usize]) -> Result<usize, Refused> {
        let Some((first, others)) = rows.split_first() else { return Err(Refused::group("no_rows")) };
        match others.iter().find(|row| !column.cells.same(*first, **row)) {
            Some(row) => Err(Refused::at("option_differs_within_group", *row)),
            None => Ok(*first),
        }
    }
}

/// A number as a whole one, where it is one.
pub(crate) fn whole(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just before")]
    ((0.0..=f64::from(u32::MAX)).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}

fn has_limits(method: &Method) -> bool {
    method.outputs.iter().any(|output| matches!(output, Output::Limits { .. }))
}

/// Columns that name a group: those asked for, or those that the method does not know.
fn group_columns<'a>(
    method: &Method,
    table: &'a Table,
    settings: &Settings,
) -> Result<(Vec<&'a Column>, bool), CalculateError> {
    let by_rows = matches!(method.shape, Shape::EachRow { .. });
    match &settings.group {
        Some(_) if method.shape == (Shape::EachRow { adds_up: false }) => {
            Err(CalculateError::NotGroupable { method: method.name })
        }
        Some(names) => {
            let column = |name: &String| {
                table.column(name).ok_or_else(|| CalculateError::UnknownGroupColumn { name: name.clone() })
            };
            Ok((names.iter().map(column).collect::<Result<_, _>>()?, true))
        }
        None if by_rows => Ok((Vec::new(), false)),
        None => {
            let known = known_columns(method);
            let own = |column: &&Column| !known.contains(&column.name.as_str()) && !is_limit(method, &column.name);
            Ok((table.columns().iter().filter(own).collect(), true))
        }
    }
}

/// Every name that means something to the method.
pub(crate) fn known_columns(method: &Method) -> Vec<&'static str> {
    let inputs = method.inputs.iter().map(|input| input.name);
    let options = method.options.iter().map(|option| option.name);
    let outputs = method.outputs.iter().filter_map(|output| match output {
        Output::One { name, .. } => Some(*name),
        Output::Limits { .. } => None,
    });
    let always = [method.reasons, ERROR, CONFIDENCE];
    inputs.chain(method.labels.iter().copied()).chain(options).chain(outputs).chain(always).collect()
}

/// Whether a name is that of a limit the method gives, at any level.
pub(crate) fn is_limit(method: &Method, name: &str) -> bool {
    method.outputs.iter().any(|output| match output {
        Output::One { .. } => false,
        Output::Limits { before, .. } => ["lower", "upper"].iter().any(|end| {
            let rest = name.strip_prefix(before).and_then(|rest| rest.strip_prefix(end));
            rest.is_some_and(|rest| rest.chars().all(|character| character.is_ascii_digit()))
        }),
    })
}
