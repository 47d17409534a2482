//! Which of a sender's columns is which column of the contract.
//!
//! Not allowed in here: giving one column to two headers.

use concordat_declare::contract::{Column, ColumnKind};

use super::{ColumnProposal, Confidence, NotMapped, Sample, values};
use crate::headers::{may_be_a_value, nearness};
use crate::terms::Terms;

/// Nearness of names, of a thousand, from which on a name speaks for a column.
const NEAR: u32 = 600;
/// Nearness that is the name itself.
const SAME: u32 = 950;

/// A header and a column that may belong together.
struct Pair<'a> {
    position: usize,
    column: &'a Column,
    name: u32,
    /// How many cells of a thousand fit; `None` where there are none.
    content: Option<u32>,
    /// Whether content of this kind fits by no accident, and no other column of the contract would take it as well.
    telling: bool,
}

impl Pair<'_> {
    fn score(&self) -> u32 {
        self.name * 2 + self.content.unwrap_or(500) + if self.telling { 300 } else { 0 }
    }

    fn confidence(&self) -> Option<Confidence> {
        let fits = |least: u32| self.content.is_none_or(|content| content >= least);
        match self.name {
            SAME.. if fits(980) => Some(Confidence::Sure),
            SAME.. => Some(if fits(500) { Confidence::Likely } else { Confidence::Doubtful }),
            NEAR.. if fits(900) => Some(Confidence::Likely),
            NEAR.. if fits(300) => Some(Confidence::Doubtful),
            _ if self.telling && self.content.is_some_and(|content| content >= 980) => Some(Confidence::Likely),
            _ => None,
        }
    }

    fn why(&self) -> String {
        let name = match self.name {
            SAME.. => "the name is the same",
            NEAR.. => "the name is near",
            _ => "the name says nothing",
        };
        match self.content {
            None => format!("{name}, and the column is blank"),
            Some(content) => {
                format!("{name}, and {} of 100 cells hold {}", content / 10, what(&self.column.kind))
            }
        }
    }
}

fn what(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Token => "pseudonyms",
        ColumnKind::Code { .. } => "codes or labels of its list",
        ColumnKind::Area { .. } => "areas of its level",
        ColumnKind::Period { .. } => "periods or days",
        ColumnKind::Integer { .. } => "whole numbers in its range",
        ColumnKind::Text { .. } | ColumnKind::Ignored => "text",
    }
}

/// Every header with its column, best first, then in the order of the file. Columns that are not agreed take part, so that a
/// header of theirs is not given to another; they are left out of what is proposed.
pub(super) fn matched(terms: &Terms<'_>, sample: &Sample) -> Vec<ColumnProposal> {
    let mut pairs = pairs(terms, sample);
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.score()), pair.position));
    let (mut found, mut headers, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for pair in &pairs {
        let Some(confidence) = pair.confidence() else { continue };
        if headers.contains(&pair.position) || columns.contains(&&pair.column.name) {
            continue;
        }
        headers.push(pair.position);
        columns.push(&pair.column.name);
        let header = sample.headers[pair.position].clone();
        let as_it_is = header.trim() == pair.column.header;
        if terms.is_agreed(pair.column) && (as_it_is || !may_be_a_value(&header, terms)) {
            let position = pair.position as u64 + 1;
            let (column, why) = (pair.column.name.clone(), pair.why());
            found.push(ColumnProposal { position, header, column, as_it_is, confidence, why });
        }
    }
    found.sort_by_key(|one| one.position);
    found
}

fn pairs<'a>(terms: &Terms<'a>, sample: &Sample) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (position, header) in sample.headers.iter().enumerate() {
        let cells = sample.column(position as u64 + 1);
        let of_column = |column: &'a Column| {
            let fits = |cell: &&&str| values::fits(terms, column, cell);
            let content = (!cells.is_empty()).then(|| cells.iter().filter(fits).count() * 1000 / cells.len());
            let content = content.and_then(|content| u32::try_from(content).ok());
            Pair { position, column, name: nearness(header, column), content, telling: false }
        };
        let mut own: Vec<Pair<'a>> = terms.contract.columns.iter().map(of_column).collect();
        let full =
            |pair: &Pair<'_>| pair.content.is_some_and(|content| content >= 980) && is_telling(&pair.column.kind);
        let taking = own.iter().filter(|pair| full(pair)).count();
        own.iter_mut().for_each(|pair| pair.telling = taking == 1 && full(pair));
        pairs.append(&mut own);
    }
    pairs
}

/// Whether cells that fit say something: any number or text fits its kind.
fn is_telling(kind: &ColumnKind) -> bool {
    matches!(kind, ColumnKind::Token | ColumnKind::Code { .. } | ColumnKind::Area { .. } | ColumnKind::Period { .. })
}

/// Headers that are left.
pub(super) fn not_mapped(terms: &Terms<'_>, sample: &Sample, matched: &[ColumnProposal]) -> Vec<NotMapped> {
    let left =
        (1u64..).zip(&sample.headers).filter(|(position, _)| matched.iter().all(|one| one.position != *position));
    left.map(|(position, header)| {
        let near = |column: &&&Column| nearness(header, column);
        let best = terms.contract.columns.iter().collect::<Vec<_>>();
        let best = best.iter().max_by_key(near).filter(|column| near(column) >= NEAR);
        let not_agreed = best.filter(|column| !terms.is_agreed(column)).map(|column| column.name.clone());
        let header = (!may_be_a_value(header, terms)).then(|| header.trim().to_owned());
        NotMapped { position, header, not_agreed }
    })
    .collect()
}
