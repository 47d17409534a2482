//! Mappings: columns, codes and forms that exist, and nothing that no agreement shares.
//!
//! Not allowed in here: which agreement is in force on a night; the gate is told that.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use crate::contract::{ColumnKind, Contract};
use crate::faults::Faults;
use crate::located::Located;
use crate::mapping::Mapping;
use crate::partnership::{Declared, Draft};
use crate::period_form;
use crate::source::{Content, Source};

/// Checks the mapping of a source, where it has one.
pub(super) fn check(draft: &Draft, source: &Declared<Source>, faults: &mut Faults) {
    let Some(mapping) = &source.item.mapping else { return };
    let Content::Extract(extract) = &source.item.content else {
        let message = "published figures have a layout and series; a mapping is for records";
        faults.at(&codes::WRONG_VALUE, &source.file, &source.item.id, message.into());
        return;
    };
    // A contract that is not there is told elsewhere.
    let Some(contract) = draft.contracts.get(&extract.contract.value) else { return };
    let check = Check { draft, source, contract, mapping };
    check.columns(faults);
    check.codes(faults);
    check.periods(faults);
}

struct Check<'a> {
    draft: &'a Draft,
    source: &'a Declared<Source>,
    contract: &'a Contract,
    mapping: &'a Mapping,
}

impl Check<'_> {
    fn columns(&self, faults: &mut Faults) {
        let shared = self.shared();
        let mut taken: BTreeMap<&Name, u64> = BTreeMap::new();
        let names = || self.contract.columns.iter().map(|column| column.name.as_str());
        for column in self.mapping.columns.values() {
            if !faults.must_be_known("column", &self.source.file, column, names()) {
                continue;
            }
            if shared.as_ref().is_some_and(|shared| !shared.contains(&column.value)) {
                let message = Text::new().say("no agreement shares the column ").name(&column.value);
                faults.at(&codes::MAPPING_OVER_SHARES, &self.source.file, column, message);
            }
            if let Some(line) = taken.insert(&column.value, column.line) {
                let message = Text::new().say("the column ").name(&column.value).say(" is mapped in line ");
                faults.at(&codes::DECLARED_TWICE, &self.source.file, column, message.number(line).say(" too"));
            }
        }
    }

    /// What any version of any agreement shares of the dataset; `None` where there is none, so that an open licence holds.
    fn shared(&self) -> Option<BTreeSet<&Name>> {
        let datasets = self.draft.agreements.iter().flat_map(|agreement| &agreement.item.datasets);
        let datasets: Vec<_> = datasets.filter(|dataset| dataset.id.value == self.source.item.id.value).collect();
        let fields = datasets.iter().flat_map(|dataset| &dataset.fields).map(|field| &field.name.value);
        (!datasets.is_empty()).then(|| fields.collect())
    }

    fn codes(&self, faults: &mut Faults) {
        for (name, written) in &self.mapping.codes {
            let Some(first) = written.values().next() else { continue };
            let known = match self.contract.column(name.as_str()).map(|column| &column.kind) {
                Some(ColumnKind::Code { list }) => {
                    self.draft.code_lists.get(list).map(|list| list.codes().collect::<Vec<&str>>())
                }
                Some(ColumnKind::Area { level }) => {
                    let codes = self.draft.areas.codes_of(level.as_str());
                    codes.map(|codes| codes.into_iter().map(concordat_base::AreaCode::as_str).collect())
                }
                _ => {
                    self.no_such("column of codes or areas", name, first, faults);
                    continue;
                }
            };
            // A list that is not there is told with the contract.
            let Some(known) = known else { continue };
            for (sent, code) in written {
                faults.must_be_known("code", &self.source.file, code, known.iter().copied());
                // What was put in order at the agency's desk is put in order again at the gate, and must stay as it is.
                if *sent != code.value && known.contains(&sent.as_str()) {
                    let message = Text::new().declared(sent).say(" is a code of the list already");
                    faults.at(&codes::CONTRADICTION, &self.source.file, code, message);
                }
            }
        }
    }

    fn periods(&self, faults: &mut Faults) {
        for (name, form) in &self.mapping.periods {
            let Some(ColumnKind::Period { kind }) = self.contract.column(name.as_str()).map(|column| &column.kind)
            else {
                self.no_such("column of periods", name, form, faults);
                continue;
            };
            let known = faults.must_be_known("form of periods", &self.source.file, form, period_form::FORMS);
            if known && !period_form::fits(&form.value, *kind) {
                let message = Text::new().declared(&form.value).say(" cannot tell a ").say(kind.words());
                faults.at(&codes::WRONG_VALUE, &self.source.file, form, message);
            }
        }
    }

    fn no_such<T>(&self, kind: &'static str, name: &Name, near: &Located<T>, faults: &mut Faults) {
        let name = Located { value: name.clone(), line: near.line, column: near.column };
        let wanted = |column: &crate::contract::Column| match kind {
            "column of periods" => matches!(column.kind, ColumnKind::Period { .. }),
            _ => matches!(column.kind, ColumnKind::Code { .. } | ColumnKind::Area { .. }),
        };
        let names = self.contract.columns.iter().filter(|column| wanted(column)).map(|column| column.name.as_str());
        faults.must_be_known(kind, &self.source.file, &name, names.collect::<Vec<_>>());
    }
}
