//! The reasons against an indicator, in words: what is missing in which agreement, and the nearest way out.
//!
//! Not allowed in here: deciding; a reason is made where the weighing found that nothing permits a use.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_declare::Located;
use concordat_declare::agreement::{OutputPermission, Role};
use concordat_diagnostics::{Text, codes};

use crate::coverage::Covering;
use crate::refusal::{about, error, permitted, version_of};
use crate::weigh::{Weighing, audiences};

impl<'p> Weighing<'p> {
    /// Adds a reason unless an audience is left.
    pub(crate) fn reached(&mut self) {
        if !self.audiences.is_empty() {
            return;
        }
        let wanted: BTreeSet<&Name> = self.indicator.audiences.iter().map(|audience| &audience.value).collect();
        let at = self.indicator.audiences.first().map_or_else(|| self.at(&self.indicator.id), |first| self.at(first));
        let mut reasons = Vec::new();
        let permitting = self.permitting.values().flatten().map(|covering| covering.agreement);
        let agreements: BTreeMap<_, _> = permitting.map(|agreement| (version_of(agreement), agreement)).collect();
        for agreement in agreements.into_values() {
            let outputs = self.outputs(agreement);
            let reached = audiences(&outputs);
            if wanted.is_subset(&reached) {
                continue;
            }
            let names = wanted.difference(&reached).map(|name| name.as_str());
            let message = with_clauses(about(agreement), &outputs).say(" does not share ");
            let message = message.name(&self.indicator.output_kind.value).say(" with ").list(names);
            let help = Text::new().say("audiences that it permits: ").list(reached.iter().map(|name| name.as_str()));
            reasons.push(error(&codes::AUDIENCE_NOT_PERMITTED, message, help, at.clone()));
        }
        if reasons.is_empty() {
            let message = Text::new().say("no audience is left for indicator ").name(&self.indicator.id.value);
            let help = Text::new().say("name an audience that all agreements in it permit");
            reasons.push(error(&codes::AUDIENCE_NOT_PERMITTED, message, help, at));
        }
        self.against.extend(reasons);
    }

    pub(crate) fn refuse_purpose(&mut self, covering: Covering<'p>, dataset: &Located<Name>) {
        let (agreement, wanted) = (covering.agreement, &self.indicator.purpose);
        let mission = &self.indicator.mission;
        let message = about(agreement).say(" does not permit dataset ").name(&dataset.value).say(" for purpose ");
        let message = message.name(&wanted.value).say(" of mission ").name(&mission.value);
        let for_mission = agreement.purposes.iter().filter(|purpose| purpose.missions.contains(mission));
        let names = for_mission.map(|purpose| purpose.id.value.as_str());
        let help = permitted("purposes that it permits for this mission: ", &wanted.value, names);
        self.against.push(error(&codes::PURPOSE_NOT_PERMITTED, message, help, self.at(wanted)));
    }

    pub(crate) fn refuse_output(&mut self, covering: Covering<'p>, dataset: &Located<Name>) {
        let (agreement, wanted) = (covering.agreement, &self.indicator.output_kind);
        let message = about(agreement).say(" does not permit ").name(&wanted.value).say(" from dataset ");
        let names = agreement.outputs.iter().map(|output| output.kind.value.as_str());
        let help = permitted("kinds of output that it permits: ", &wanted.value, names);
        let fault = error(&codes::OUTPUT_NOT_PERMITTED, message.name(&dataset.value), help, self.at(wanted));
        self.against.push(fault);
    }

    pub(crate) fn refuse_column(&mut self, covering: Covering<'p>, column: &Located<Name>, role: Role) {
        let dataset = &covering.dataset.id.value;
        let fields: Vec<_> = self.night.fields(covering).collect();
        let same: Vec<_> = fields.iter().filter(|field| field.name.value == column.value).collect();
        let message = about(covering.agreement);
        let fault = if same.is_empty() {
            let message = message.say(", clause ").name(&covering.dataset.clause.value).say(", does not share column ");
            let message = message.name(&column.value).say(" of ").name(dataset);
            let names = fields.iter().map(|field| field.name.value.as_str());
            let help = permitted("columns that it shares: ", &column.value, names);
            error(&codes::COLUMN_NOT_SHARED, message, help, self.at(column))
        } else {
            let clauses = same.iter().map(|field| field.clause.value.as_str());
            let message = message.say(", clause ").list(clauses).say(", does not share column ").name(&column.value);
            let message = message.say(" of ").name(dataset).say(" as ").say(role.as_str());
            let roles: BTreeSet<&str> = same.iter().flat_map(|field| &field.roles).map(|role| role.as_str()).collect();
            let help = Text::new().say("roles that it permits: ").list(roles);
            error(&codes::ROLE_NOT_PERMITTED, message, help, self.at(column))
        };
        self.against.push(fault);
    }
}

/// Names the clauses of outputs, where there are any.
fn with_clauses(message: Text, outputs: &[&OutputPermission]) -> Text {
    if outputs.is_empty() {
        return message;
    }
    message.say(", clause ").list(outputs.iter().map(|output| output.clause.value.as_str())).say(",")
}
