//! Clauses: each once, and each that a permission or duty names.
//!
//! Not allowed in here: what a clause says; people read that.

use concordat_base::Name;

use crate::agreement::Agreement;
use crate::check::place;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    place::once("clause", &agreement.file, item.clauses.iter().map(|clause| &clause.id), faults);
    let known: Vec<&str> = item.clauses.iter().map(|clause| clause.id.value.as_str()).collect();
    for clause in cited(item) {
        faults.must_be_known("clause", &agreement.file, clause, known.iter().copied());
    }
}

/// Every clause that a permission or duty names.
fn cited(agreement: &Agreement) -> Vec<&Located<Name>> {
    let mut cited = vec![
        &agreement.disclosure.clause,
        &agreement.onward.clause,
        &agreement.access.clause,
        &agreement.retention.clause,
        &agreement.quality.clause,
        &agreement.rights.clause,
        &agreement.breach.clause,
    ];
    cited.extend(agreement.purposes.iter().map(|purpose| &purpose.clause));
    cited.extend(agreement.outputs.iter().map(|output| &output.clause));
    cited.extend(agreement.linkage.iter().map(|link| &link.clause));
    cited.extend(agreement.pseudonymisation.iter().map(|one| &one.clause));
    if let Some(lawful) = &agreement.lawful {
        cited.push(&lawful.clause);
        cited.extend(lawful.powers.iter().map(|power| &power.clause));
    }
    for dataset in &agreement.datasets {
        cited.push(&dataset.clause);
        cited.extend(dataset.fields.iter().map(|field| &field.clause));
    }
    cited
}
