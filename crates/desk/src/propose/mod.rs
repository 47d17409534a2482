//! A draft of `source.mapping` from a file's headers and its first records, for a person to accept or to mend.
//!
//! Not allowed in here: a column that no agreement shares, and a text of a cell that no declaration holds. Values are counted, and
//! told by their code or label alone.

mod columns;
mod sample;
mod values;
mod yaml;

use concordat_base::Name;
use concordat_declare::mapping::Mapping;
use concordat_diagnostics::{Diagnostic, Place, codes};

use crate::headers;
use crate::terms::Terms;

pub use sample::Sample;

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Somebody should look twice; it stands as a comment.
    Doubtful,
    /// Name or content say so, and nothing speaks against it.
    Likely,
    /// Name and content agree.
    Sure,
}

impl Confidence {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A sender's column and the column of the contract that it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnProposal {
    /// Its position in the file, from 1.
    pub position: u64,
    /// Its header.
    pub header: String,
    /// The column.
    pub column: Name,
    /// Whether the header is the contract's own, so that no mapping is needed.
    pub as_it_is: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub why: String,
}

/// A code for what a sender writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeProposal {
    /// The column.
    pub column: Name,
    /// What the sender writes: a label of the list, or a code in other letters.
    pub sent: String,
    /// The code.
    pub code: String,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub why: &'static str,
}

/// The form of a sender's periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodProposal {
    /// The column.
    pub column: Name,
    /// The form.
    pub form: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub why: String,
}

/// A sender's column that is not mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMapped {
    /// Its position in the file, from 1.
    pub position: u64,
    /// Its header; `None` where it may be a value of somebody.
    pub header: Option<String>,
    /// The column of the contract that it is, which no agreement shares.
    pub not_agreed: Option<Name>,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    dataset: Name,
    records: u64,
    /// Columns.
    pub columns: Vec<ColumnProposal>,
    /// Codes.
    pub codes: Vec<CodeProposal>,
    /// How many different values of a column have no code.
    pub without_code: Vec<(Name, u64)>,
    /// Periods.
    pub periods: Vec<PeriodProposal>,
    /// Columns of the file that are not mapped.
    pub not_mapped: Vec<NotMapped>,
    /// Agreed columns that were not found for certain, and whether each is required.
    pub not_found: Vec<(Name, bool)>,
}

/// Drafts a mapping.
///
/// # Errors
/// When the first row is no header.
pub fn propose(terms: &Terms<'_>, sample: &Sample, shown: &str) -> Result<Proposal, Vec<Diagnostic>> {
    if !headers::is_a_header(&sample.headers, terms) {
        let text = "the first row is no header of this dataset, or may be a record";
        return Err(vec![Diagnostic::error(&codes::NO_MAPPING, text).at(Place::whole(shown))]);
    }
    let matched = columns::matched(terms, sample);
    let (mut codes, mut without_code, mut periods) = (Vec::new(), Vec::new(), Vec::new());
    for column in matched.iter().filter(|column| column.confidence > Confidence::Doubtful) {
        let values = sample.column(column.position);
        let Some(declared) = terms.contract.column(column.column.as_str()) else { continue };
        let found = values::codes(terms, declared, &values);
        codes.extend(found.0);
        without_code.extend((found.1 > 0).then(|| (column.column.clone(), found.1)));
        periods.extend(values::periods(declared, &values));
    }
    let is_found = |one: &ColumnProposal, name: &Name| one.column == *name && one.confidence > Confidence::Doubtful;
    let not_found = terms.agreed().filter(|column| !matched.iter().any(|one| is_found(one, &column.name)));
    Ok(Proposal {
        dataset: terms.source.id.value.clone(),
        records: sample.rows.len() as u64,
        not_found: not_found.map(|column| (column.name.clone(), column.required)).collect(),
        not_mapped: columns::not_mapped(terms, sample, &matched),
        columns: matched,
        codes,
        without_code,
        periods,
    })
}

impl Proposal {
    /// The draft as YAML, to be put into the source's declaration.
    #[must_use]
    pub fn yaml(&self) -> String {
        yaml::yaml(self)
    }

    /// The mapping that the draft is when nobody changes it: all but what is doubtful.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        fn located<T>(value: T) -> concordat_declare::Located<T> {
            concordat_declare::Located { value, line: 0, column: 0 }
        }
        let mut mapping = Mapping::default();
        let sure = |confidence: Confidence| confidence > Confidence::Doubtful;
        for one in self.columns.iter().filter(|one| sure(one.confidence) && !one.as_it_is) {
            mapping.columns.insert(one.header.clone(), located(one.column.clone()));
        }
        for one in self.codes.iter().filter(|one| sure(one.confidence)) {
            let codes = mapping.codes.entry(one.column.clone()).or_default();
            codes.insert(one.sent.clone(), located(one.code.clone()));
        }
        for one in self.periods.iter().filter(|one| sure(one.confidence)) {
            mapping.periods.insert(one.column.clone(), located(one.form.to_owned()));
        }
        mapping
    }
}
