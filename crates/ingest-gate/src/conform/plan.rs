//! What is done with each field of a record: contract, allow-list and header put together.
//!
//! Not allowed in here: columns that may not be received tonight; the plan has no place for them.

use std::collections::BTreeSet;

use concordat_base::{ContentHash, ContentHasher, Name, PeriodKind};
use concordat_declare::Partnership;
use concordat_declare::contract::{Column, ColumnKind, Contract};
use concordat_declare::mapping::Mapping;
use concordat_desk::CellTranslation;

use super::cell::Rule;
use super::lookup::Lookup;
use crate::error::GateError;
use crate::read::header::Layout;

/// A column that is received.
#[derive(Clone, Debug)]
pub(crate) struct PlannedColumn {
    pub(crate) name: Name,
    /// Position in the file.
    pub(crate) field: usize,
    pub(crate) rule: Rule,
    pub(crate) required: bool,
    /// What the sender's cells become before the rule is asked.
    pub(crate) translation: Option<CellTranslation>,
    /// Hash of the code list or area level that positions refer to.
    pub(crate) list: Option<ContentHash>,
}

/// How records become rows.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Fields that every record must have.
    pub(crate) fields: usize,
    /// Columns received, in contract order, the partition's own included.
    pub(crate) columns: Vec<PlannedColumn>,
    /// Columns that are sent and never kept, with their positions in the file.
    pub(crate) ignored: Vec<(Name, usize)>,
    /// Position in `columns` of the column that says which period a record belongs to.
    pub(crate) partition: usize,
    /// Kind of that period.
    pub(crate) kind: PeriodKind,
    /// Positions in `columns` of the key; empty where there is none, or where not all of it may be received.
    pub(crate) key: Vec<usize>,
    /// Hash of the contract.
    pub(crate) contract: ContentHash,
}

impl Plan {
    /// Puts the plan together.
    ///
    /// # Errors
    /// `ContractUnfit` when a list or level is not declared, or the partition's column may not be received.
    pub(crate) fn new(contract: &Contract, partnership: &Partnership, layout: &Layout) -> Result<Self, GateError> {
        let mut columns = Vec::new();
        let mut partition = None;
        for (position, (column, field)) in contract.columns.iter().zip(&layout.positions).enumerate() {
            let Some(field) = *field else { continue };
            if position == contract.partition {
                partition = Some(columns.len());
            }
            columns.push(planned(column, field, partnership)?);
        }
        Ok(Self {
            fields: layout.fields,
            key: key_positions(contract, &columns),
            columns,
            ignored: layout
                .ignored
                .iter()
                .map(|(position, field)| (contract.columns[*position].name.clone(), *field))
                .collect(),
            partition: partition.ok_or(GateError::ContractUnfit)?,
            kind: contract.partition_kind(),
            contract: contract.hash(),
        })
    }

    /// The plan of rows that are landed already: no file, and the columns of a narrower allow-list.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub(crate) fn of_landed(
        contract: &Contract,
        partnership: &Partnership,
        allowed: &BTreeSet<Name>,
    ) -> Result<Self, GateError> {
        let received = |column: &Column| column.kind != ColumnKind::Ignored && allowed.contains(&column.name);
        let positions = contract.columns.iter().map(|column| received(column).then_some(0)).collect();
        Self::new(contract, partnership, &Layout { fields: 0, positions, ignored: Vec::new() })
    }

    /// The plan with the translations of a mapping.
    pub(crate) fn translated(mut self, mapping: &Mapping, contract: &Contract) -> Self {
        for column in &mut self.columns {
            column.translation = CellTranslation::of(mapping, contract, &column.name);
        }
        self
    }

    /// Columns that are landed, with their positions in `columns`. The partition's own is among them, though it holds one
    /// value in a partition: a count over several partitions can then tell them apart.
    pub(crate) fn landed(&self) -> impl Iterator<Item = (usize, &PlannedColumn)> {
        self.columns.iter().enumerate()
    }

    /// Position in `columns` of the pseudonym that landed rows are put in order of: the first that may stand in several
    /// records, as a person's does.
    pub(crate) fn sliced_by(&self) -> Option<usize> {
        let mut tokens = self.landed().filter(|(_, column)| matches!(column.rule, Rule::Token)).map(|(at, _)| at);
        tokens.find(|at| self.key != [*at])
    }

    /// Hash of contract, code lists and areas: rows conformed under another must be conformed again.
    pub(crate) fn conform_hash(&self) -> ContentHash {
        let mut hasher = ContentHasher::new("conform");
        hasher.field(self.contract.to_string().as_bytes());
        for column in &self.columns {
            hasher.field(column.name.as_str().as_bytes());
            hasher.field(column.list.map_or_else(String::new, |list| list.to_string()).as_bytes());
        }
        hasher.finish()
    }
}

fn key_positions(contract: &Contract, columns: &[PlannedColumn]) -> Vec<usize> {
    let key: Vec<&Column> = contract.columns.iter().filter(|column| column.key).collect();
    let positions: Option<Vec<usize>> =
        key.iter().map(|column| columns.iter().position(|planned| planned.name == column.name)).collect();
    positions.unwrap_or_default()
}

fn planned(column: &Column, field: usize, partnership: &Partnership) -> Result<PlannedColumn, GateError> {
    let (rule, list) = rule(&column.kind, partnership).ok_or(GateError::ContractUnfit)?;
    Ok(PlannedColumn { name: column.name.clone(), field, rule, required: column.required, translation: None, list })
}

fn rule(kind: &ColumnKind, partnership: &Partnership) -> Option<(Rule, Option<ContentHash>)> {
    Some(match kind {
        ColumnKind::Token => (Rule::Token, None),
        ColumnKind::Code { list } => {
            let list = partnership.code_list(list)?;
            (Rule::Code(Lookup::new(list.codes())?), Some(list.hash()))
        }
        ColumnKind::Area { level } => {
            let codes = partnership.areas().codes_of(level.as_str())?;
            let lookup = Lookup::new(codes.into_iter().map(concordat_base::AreaCode::as_str))?;
            (Rule::Area(lookup), partnership.areas().hash_of(level.as_str()))
        }
        ColumnKind::Period { kind } => (Rule::Period(*kind), None),
        ColumnKind::Integer { minimum, maximum } => (Rule::Integer { minimum: *minimum, maximum: *maximum }, None),
        ColumnKind::Text { characters_at_most } => (Rule::Text { characters_at_most: *characters_at_most }, None),
        ColumnKind::Ignored => return None,
    })
}
