//! Which declarations cover a dataset tonight: agreements in force, or open licences.
//!
//! Not allowed in here: what they permit. An open licence never loosens an agreement: where any agreement names a dataset,
//! in whatever state, licences do not count for it.

use concordat_base::{Date, Name, nearest};
use concordat_declare::Partnership;
use concordat_declare::agreement::{Agreement, DatasetPermission, FieldPermission, OpenLicence};
use concordat_declare::contract::ColumnKind;
use concordat_diagnostics::{Diagnostic, Place, Text, codes};

use crate::refusal::{about, error, place_of};
use crate::state::{AgreementState, state_of};
use crate::suspension::Suspension;

/// What is supposed beyond the declarations, for questions of what would be lost. Nothing on a real night.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supposing {
    /// An agreement that is taken as expired, in all its versions.
    pub(crate) expired: Option<Name>,
    /// A field of a dataset that is taken out of every agreement.
    pub(crate) withdrawn: Option<(Name, Name)>,
}

/// The declarations and the date.
#[derive(Clone, Debug)]
pub(crate) struct Night<'p> {
    pub(crate) partnership: &'p Partnership,
    pub(crate) as_of: Date,
    pub(crate) supposing: Supposing,
}

/// An agreement in force and its permission for the dataset that was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Covering<'p> {
    pub(crate) agreement: &'p Agreement,
    pub(crate) dataset: &'p DatasetPermission,
}

/// What covers a dataset; neither list is ever empty.
#[derive(Debug)]
pub(crate) enum Coverage<'p> {
    Open(Vec<&'p OpenLicence>),
    Agreed(Vec<Covering<'p>>),
}

impl<'p> Night<'p> {
    /// A night on which nothing is supposed.
    pub(crate) fn real(partnership: &'p Partnership, as_of: Date) -> Self {
        Self { partnership, as_of, supposing: Supposing::default() }
    }

    pub(crate) fn state(&self, agreement: &Agreement) -> AgreementState {
        let state = state_of(self.partnership, agreement, self.as_of);
        let Some(expired) = &self.supposing.expired else { return state };
        match &agreement.charter {
            _ if *expired == agreement.id.value => AgreementState::Expired,
            // Its schedules go with a charter.
            Some(charter) if charter.value.id == *expired && state == AgreementState::InForce => {
                AgreementState::Suspended { because: Suspension::Charter { charter: charter.value.clone() } }
            }
            _ => state,
        }
    }

    /// The file of an agreement.
    pub(crate) fn file(&self, agreement: &Agreement) -> Option<&'p str> {
        self.partnership.file_of_agreement(&agreement.id.value, agreement.version)
    }

    /// Fields that an agreement shares of a dataset.
    pub(crate) fn fields(&self, covering: Covering<'p>) -> impl Iterator<Item = &'p FieldPermission> {
        let withdrawn = self.supposing.withdrawn.clone();
        let dataset = &covering.dataset.id.value;
        covering.dataset.fields.iter().filter(move |field| {
            !withdrawn.as_ref().is_some_and(|(of, name)| of == dataset && *name == field.name.value)
        })
    }

    /// What covers a dataset.
    ///
    /// # Errors
    /// Why nothing does: one diagnostic for each agreement that names it and is not in force, or one that says that none
    /// does. `asked_at` is where the dataset was asked for.
    pub(crate) fn coverage(&self, dataset: &Name, asked_at: Option<Place>) -> Result<Coverage<'p>, Vec<Diagnostic>> {
        let naming: Vec<Covering<'p>> = self.naming(dataset);
        if naming.is_empty() {
            return self.open(dataset, asked_at).map_err(|fault| vec![fault]);
        }
        let (in_force, others): (Vec<Covering<'p>>, Vec<Covering<'p>>) =
            naming.into_iter().partition(|covering| self.state(covering.agreement) == AgreementState::InForce);
        if !in_force.is_empty() {
            return Ok(Coverage::Agreed(in_force));
        }
        let reasons: Vec<Diagnostic> = others.iter().filter_map(|covering| self.why_not(*covering)).collect();
        if reasons.is_empty() { Err(vec![self.replaced(dataset, &others, asked_at)]) } else { Err(reasons) }
    }

    /// Every agreement that names a dataset, in whatever state.
    fn naming(&self, dataset: &Name) -> Vec<Covering<'p>> {
        let names = |agreement: &'p Agreement| {
            let permissions = agreement.datasets.iter().filter(|one| one.id.value == *dataset);
            permissions.map(move |dataset| Covering { agreement, dataset })
        };
        self.partnership.agreements().flat_map(names).collect()
    }

    fn open(&self, dataset: &Name, asked_at: Option<Place>) -> Result<Coverage<'p>, Diagnostic> {
        let covers = |licence: &&OpenLicence| licence.datasets.iter().any(|one| one.value == *dataset);
        let licences: Vec<&OpenLicence> = self.partnership.licences().filter(covers).collect();
        if licences.is_empty() {
            return Err(self.uncovered(dataset, asked_at));
        }
        let contract = self.partnership.contract_of(dataset);
        if contract.is_some_and(|one| one.columns.iter().any(|column| column.kind == ColumnKind::Token)) {
            let message = Text::new().say("dataset ").name(dataset).say(" holds pseudonyms of people or events, and ");
            let message = message.say("stands under an open licence alone");
            let help = Text::new().say("declare the agreement under which it is shared");
            return Err(error(&codes::NO_AGREEMENT, message, help, asked_at));
        }
        Ok(Coverage::Open(licences))
    }

    fn uncovered(&self, dataset: &Name, asked_at: Option<Place>) -> Diagnostic {
        let message = Text::new().say("no agreement and no open licence names dataset ").name(dataset);
        let agreed = self.partnership.agreements().flat_map(|one| one.datasets.iter().map(|dataset| &dataset.id));
        let open = self.partnership.licences().flat_map(|one| &one.datasets);
        let help = match nearest(dataset.as_str(), agreed.chain(open).map(|name| name.value.as_str())) {
            Some(near) => Text::new().say("the nearest dataset that one names is ").declared(near),
            None => Text::new().say("declare the agreement or licence under which it is shared"),
        };
        error(&codes::NO_AGREEMENT, message, help, asked_at)
    }

    /// Why an agreement that names the dataset does not count; `None` for one that a later version replaced.
    fn why_not(&self, covering: Covering<'p>) -> Option<Diagnostic> {
        let (agreement, dataset) = (covering.agreement, &covering.dataset.id.value);
        let file = self.file(agreement);
        let message = about(agreement).say(", which covers dataset ").name(dataset).say(" in clause ");
        let message = message.name(&covering.dataset.clause.value);
        let at_id = place_of(file, &agreement.id);
        match self.state(agreement) {
            AgreementState::InForce | AgreementState::Superseded { .. } => None,
            AgreementState::NotYet => {
                let message = message.say(", begins on ").date(agreement.term.start);
                let help = Text::new().say("wait for that day, or have the parties bring it forward");
                Some(error(&codes::NOT_YET_IN_FORCE, message, help, at_id))
            }
            AgreementState::Expired => {
                let message = message.say(", had its last day on ").date(agreement.term.expiry.value);
                let help = Text::new().say("have the parties sign version ").number(u64::from(agreement.version) + 1);
                Some(error(&codes::EXPIRED, message, help, place_of(file, &agreement.term.expiry)))
            }
            AgreementState::Suspended { because } => {
                let message = message.say(", is suspended: ").and(&because.text());
                Some(error(&codes::SUSPENDED, message, because.way_out(), at_id))
            }
            AgreementState::Terminated { by, on } => {
                let message = message.say(", was ended on ").date(on).say(" by decision ").name(&by);
                let help = Text::new().say("declare the agreement that takes its place");
                Some(error(&codes::TERMINATED, message, help, at_id))
            }
            AgreementState::Draft { missing } | AgreementState::PartlySigned { missing } => {
                let names = || missing.iter().map(Name::as_str);
                let message = message.say(", is not signed by ").list(names()).say(" on ").date(self.as_of);
                let help = Text::new().say("have it signed by ").list(names());
                Some(error(&codes::PARTLY_SIGNED, message, help, at_id))
            }
        }
    }

    /// Only versions that were replaced name the dataset.
    fn replaced(&self, dataset: &Name, earlier: &[Covering<'p>], asked_at: Option<Place>) -> Diagnostic {
        let mut message = Text::new().say("no agreement in force names dataset ").name(dataset);
        let mut help = Text::new().say("have it added to the version that is in force");
        if let Some(last) = earlier.iter().max_by_key(|covering| covering.agreement.version) {
            message = message.say("; ").and(&about(last.agreement)).say(" did");
            if let AgreementState::Superseded { by } = self.state(last.agreement) {
                help = Text::new().say("have it added; version ").number(u64::from(by)).say(" left it out");
            }
        }
        error(&codes::NO_AGREEMENT, message, help, asked_at)
    }
}
