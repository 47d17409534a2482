//! `source.mapping`: how a sender's headers, codes and periods become those of the contract.
//!
//! Not allowed in here: dropping a column. What was not agreed is taken out at the agency's desk, or refuses the delivery.

use std::collections::BTreeMap;

use concordat_base::Name;
use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::located::Located;

/// A mapping. What it does not name is read as the contract says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The sender's headers, each with the column of the contract that it is.
    #[serde(default)]
    pub columns: BTreeMap<String, Located<Name>>,
    /// For columns of codes or areas: what the sender writes, with the code of the list.
    #[serde(default)]
    pub codes: BTreeMap<Name, BTreeMap<String, Located<String>>>,
    /// For columns of periods: the form in which the sender writes them, one of the [forms](crate::period_form::FORMS).
    #[serde(default)]
    pub periods: BTreeMap<Name, Located<String>>,
}

impl Mapping {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.codes.is_empty() && self.periods.is_empty()
    }

    /// The header of the contract that stands for a sender's header; the same where none is named.
    #[must_use]
    pub fn header<'a>(&self, sent: &'a str, contract: &'a Contract) -> &'a str {
        let column = self.columns.get(sent).and_then(|column| contract.column(column.value.as_str()));
        column.map_or(sent, |column| column.header.as_str())
    }
}
