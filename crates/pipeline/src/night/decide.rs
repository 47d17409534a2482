//! What may be used tonight, and what of that is entered into the ledger.
//!
//! Not allowed in here: opening anything.

use concordat_agreement::{Refusal, UseGrant, use_grant};
use concordat_base::{Name, hexadecimal};
use concordat_declare::Partnership;
use concordat_ledger::Entry;
use concordat_ledger::entry::run::{PlannedDecision, RunPlanned};
use sha2::{Digest, Sha256};

use super::Night;
use crate::exit::ExitClass;
use crate::progress::Stage;
use crate::report::IndicatorState;

impl Night<'_> {
    /// What may be used tonight.
    pub(super) fn decide(&mut self, partnership: &Partnership) -> Vec<UseGrant> {
        let mut grants = Vec::new();
        let mut refused = 0;
        for indicator in partnership.indicators() {
            let id = &indicator.id.value;
            match use_grant(partnership, id, self.as_of) {
                Ok(grant) => grants.push(grant),
                Err(refusal) => {
                    refused += 1;
                    let codes = refusal.diagnostics.iter().map(|one| one.code.to_string()).collect();
                    self.refusal_codes.insert(id.clone(), codes);
                    self.refused(id, refusal);
                }
            }
        }
        let total = grants.len() + refused;
        self.tell(Stage::Decide, "", (grants.len(), total), "indicators permitted tonight");
        grants
    }

    fn refused(&mut self, indicator: &Name, refusal: Refusal) {
        self.classes.push(ExitClass::Degraded);
        self.said.extend(refusal.diagnostics);
        if let Some(report) = self.indicators.get_mut(indicator) {
            report.state = IndicatorState::Refused;
        }
    }

    pub(super) fn planned(&self, partnership: &Partnership, grants: &[UseGrant]) -> Entry {
        let decisions = partnership.indicators().map(|indicator| {
            let id = &indicator.id.value;
            let grant = grants.iter().find(|grant| grant.indicator() == id);
            let codes = self.refusal_codes.get(id).cloned().unwrap_or_default();
            PlannedDecision {
                indicator: id.to_string(),
                permitted: grant.is_some(),
                agreements: grant.iter().flat_map(|grant| grant.agreements()).map(ToString::to_string).collect(),
                codes: codes.into_iter().collect(),
            }
        });
        Entry::RunPlanned(RunPlanned {
            run: self.run_id.clone(),
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            declarations_sha256: hexadecimal(&Sha256::digest(partnership.hash().to_string().as_bytes())),
            decisions: decisions.collect(),
        })
    }
}
