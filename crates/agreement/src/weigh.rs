//! Weighing one indicator against everything that covers its datasets.
//!
//! Not allowed in here: stopping at the first reason against it; all are told in one go.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{ContentHasher, Date, Name};
use concordat_declare::agreement::{Agreement, FieldPermission, Identifiability, OpenLicence, OutputPermission, Role};
use concordat_declare::indicator::{Indicator, Measure};
use concordat_declare::{Located, hash_of};
use concordat_diagnostics::{Diagnostic, Place};

use crate::coverage::{Coverage, Covering, Night};
use crate::grant::{AgreementVersion, Attribution, ClauseReference, DatasetUse, Floor, UseGrant};
use crate::refusal::{place_of, version_of};
use crate::{limits, linkage};

/// A column that the measure uses: where it is written first, and in which roles.
type Wanted<'p> = BTreeMap<&'p Name, (&'p Located<Name>, BTreeSet<Role>)>;

/// What has been found so far.
#[derive(Debug)]
pub(crate) struct Weighing<'p> {
    pub(crate) night: &'p Night<'p>,
    pub(crate) indicator: &'p Indicator,
    file: Option<&'p str>,
    pub(crate) against: Vec<Diagnostic>,
    /// Agreements that permit this purpose and kind of output, by dataset.
    pub(crate) permitting: BTreeMap<Name, Vec<Covering<'p>>>,
    pub(crate) open: BTreeSet<Name>,
    datasets: BTreeMap<Name, DatasetUse>,
    published: BTreeSet<Name>,
    pub(crate) audiences: Vec<Name>,
    /// The first day on which an audience may be given the figures, where an agreement has them wait.
    not_before: BTreeMap<Name, Date>,
    pub(crate) agreements: BTreeMap<AgreementVersion, &'p Agreement>,
    licences: BTreeMap<&'p Name, &'p OpenLicence>,
    clauses: BTreeSet<ClauseReference>,
}

/// How far a class of records is from a person: the nearest first.
pub(crate) fn distance_from_a_person(class: Identifiability) -> u8 {
    match class {
        Identifiability::Pseudonymised => 0,
        Identifiability::DepersonalisedRow => 1,
        Identifiability::AggregateUnsuppressed => 2,
        Identifiability::AggregateSuppressed => 3,
    }
}

impl<'p> Weighing<'p> {
    /// Weighs an indicator.
    pub(crate) fn of(night: &'p Night<'p>, indicator: &'p Indicator) -> Self {
        let mut audiences: Vec<Name> = Vec::new();
        for audience in &indicator.audiences {
            if !audiences.contains(&audience.value) {
                audiences.push(audience.value.clone());
            }
        }
        let mut weighing = Self {
            night,
            indicator,
            file: night.partnership.file_of_indicator(&indicator.id.value),
            against: Vec::new(),
            permitting: BTreeMap::new(),
            open: BTreeSet::new(),
            datasets: BTreeMap::new(),
            published: BTreeSet::new(),
            audiences,
            not_before: BTreeMap::new(),
            agreements: BTreeMap::new(),
            licences: BTreeMap::new(),
            clauses: BTreeSet::new(),
        };
        for (dataset, wanted) in wanted(indicator) {
            weighing.records(dataset, &wanted);
        }
        weighing.comparators();
        linkage::weigh(&mut weighing);
        limits::weigh(&mut weighing);
        weighing.reached();
        weighing
    }

    /// The grant, or every reason against it.
    pub(crate) fn outcome(self) -> Result<UseGrant, Vec<Diagnostic>> {
        if !self.against.is_empty() {
            return Err(self.against);
        }
        let indicator = self.indicator;
        Ok(UseGrant {
            indicator: indicator.id.value.clone(),
            purpose: indicator.purpose.value.clone(),
            mission: indicator.mission.value.clone(),
            output_kind: indicator.output_kind.value.clone(),
            as_of: self.night.as_of,
            floor: self.floor(),
            linkage_permitted: matches!(indicator.measure, Measure::LinkedCount(_)),
            expiry: self.agreements.values().map(|agreement| agreement.term.expiry.value).min(),
            attributions: self.licences.values().map(|licence| attribution(licence)).collect(),
            already_public: self.agreements.is_empty(),
            token: self.token(),
            agreements: self.agreements.into_keys().collect(),
            clauses: self.clauses.into_iter().collect(),
            not_before: self.not_before,
            audiences: self.audiences,
            datasets: self.datasets,
            published: self.published.into_iter().collect(),
        })
    }

    fn floor(&self) -> Option<Floor> {
        let floors = self.agreements.values().map(|agreement| Floor {
            min_count: agreement.disclosure.min_count.value,
            round_to: agreement.disclosure.round_to,
        });
        floors.reduce(Floor::strictest)
    }

    fn token(&self) -> concordat_base::ContentHash {
        let mut hasher = ContentHasher::new("use-grant");
        hasher.field(hash_of(self.indicator).to_string().as_bytes());
        for agreement in self.agreements.values() {
            hasher.field(b"agreement").field(hash_of(agreement).to_string().as_bytes());
        }
        for licence in self.licences.values() {
            hasher.field(b"licence").field(hash_of(licence).to_string().as_bytes());
        }
        hasher.field(self.night.as_of.to_string().as_bytes()).finish()
    }

    /// A place in the indicator's file.
    pub(crate) fn at<T>(&self, located: &Located<T>) -> Option<Place> {
        place_of(self.file, located)
    }

    /// Notes a clause that a permission rests on.
    pub(crate) fn cite(&mut self, agreement: &Agreement, clause: &Located<Name>, what: String) {
        let (id, version) = (agreement.id.value.clone(), agreement.version);
        self.clauses.insert(ClauseReference { agreement: id, version, clause: clause.value.clone(), what });
    }

    fn records(&mut self, dataset: &'p Located<Name>, wanted: &Wanted<'p>) {
        let columns = wanted.iter().map(|(name, (_, roles))| ((*name).clone(), roles.clone())).collect();
        let Some(coverings) = self.covered(dataset) else { return };
        if coverings.is_empty() {
            let open =
                DatasetUse { open: true, columns, identifiability: None, history_from: None, agreements: Vec::new() };
            self.datasets.insert(dataset.value.clone(), open);
            return;
        }
        let versions: BTreeSet<_> = coverings.iter().map(|covering| version_of(covering.agreement)).collect();
        let classes = coverings.iter().map(|covering| covering.dataset.identifiability);
        let used = DatasetUse {
            open: false,
            columns,
            identifiability: classes.min_by_key(|class| distance_from_a_person(*class)),
            history_from: coverings.iter().map(|covering| covering.dataset.history_from).max(),
            agreements: versions.into_iter().collect(),
        };
        self.datasets.insert(dataset.value.clone(), used);
        let permitting = self.permit(dataset, coverings);
        if !permitting.is_empty() {
            for (column, roles) in wanted.values() {
                for role in roles {
                    self.column(dataset, &permitting, column, *role);
                }
            }
        }
    }

    /// Published figures that it gives or is compared with: covered like records, but for columns, which no agreement lists.
    fn comparators(&mut self) {
        for series in self.indicator.series() {
            let Some((dataset, _)) = self.night.partnership.series(&series.value) else { continue };
            if !self.published.insert(dataset.clone()) {
                continue;
            }
            let asked = Located { value: dataset.clone(), line: series.line, column: series.column };
            let Some(coverings) = self.covered(&asked) else { continue };
            if !coverings.is_empty() {
                self.permit(&asked, coverings);
            }
        }
    }

    /// Agreements in force that cover a dataset; an empty list where it is open; `None`, with the reason noted, where
    /// nothing covers it.
    fn covered(&mut self, dataset: &Located<Name>) -> Option<Vec<Covering<'p>>> {
        match self.night.coverage(&dataset.value, self.at(dataset)) {
            Err(reasons) => {
                self.against.extend(reasons);
                None
            }
            Ok(Coverage::Open(licences)) => {
                self.licences.extend(licences.iter().map(|licence| (&licence.id.value, *licence)));
                self.open.insert(dataset.value.clone());
                Some(Vec::new())
            }
            Ok(Coverage::Agreed(coverings)) => {
                for covering in &coverings {
                    self.agreements.insert(version_of(covering.agreement), covering.agreement);
                    let floor = &covering.agreement.disclosure;
                    self.cite(covering.agreement, &floor.clause, "limits on what is shown".to_owned());
                }
                Some(coverings)
            }
        }
    }

    /// Agreements that permit the purpose, the kind of output and at least a row of the dataset to be read for it.
    fn permit(&mut self, dataset: &Located<Name>, coverings: Vec<Covering<'p>>) -> Vec<Covering<'p>> {
        let (for_purpose, others) = self.split(coverings, |weighing, covering| weighing.purpose(covering));
        if for_purpose.is_empty() {
            others.iter().for_each(|covering| self.refuse_purpose(*covering, dataset));
            return Vec::new();
        }
        let (permitting, others) =
            self.split(for_purpose, |weighing, covering| !weighing.outputs(covering.agreement).is_empty());
        if permitting.is_empty() {
            others.iter().for_each(|covering| self.refuse_output(*covering, dataset));
            return Vec::new();
        }
        for covering in &permitting {
            let what = format!("dataset {}", dataset.value);
            self.cite(covering.agreement, &covering.dataset.clause, what);
            self.cite_purpose_and_output(covering.agreement);
        }
        self.narrow(&permitting);
        self.permitting.insert(dataset.value.clone(), permitting.clone());
        permitting
    }

    fn split(
        &self,
        coverings: Vec<Covering<'p>>,
        keep: impl Fn(&Self, &Covering<'p>) -> bool,
    ) -> (Vec<Covering<'p>>, Vec<Covering<'p>>) {
        coverings.into_iter().partition(|covering| keep(self, covering))
    }

    fn purpose(&self, covering: &Covering<'p>) -> bool {
        covering.agreement.purposes.iter().any(|purpose| {
            purpose.id.value == self.indicator.purpose.value && purpose.missions.contains(&self.indicator.mission)
        })
    }

    /// Permissions of an agreement for the indicator's kind of output, where they serve its purpose.
    pub(crate) fn outputs(&self, agreement: &'p Agreement) -> Vec<&'p OutputPermission> {
        let (kind, purpose) = (&self.indicator.output_kind.value, &self.indicator.purpose);
        let serves = |output: &&OutputPermission| output.purposes.is_empty() || output.purposes.contains(purpose);
        agreement.outputs.iter().filter(|output| output.kind.value == *kind).filter(serves).collect()
    }

    fn cite_purpose_and_output(&mut self, agreement: &'p Agreement) {
        let indicator = self.indicator;
        for purpose in &agreement.purposes {
            if purpose.id.value == indicator.purpose.value && purpose.missions.contains(&indicator.mission) {
                let what = format!("purpose {} for mission {}", purpose.id.value, indicator.mission.value);
                self.cite(agreement, &purpose.clause, what);
            }
        }
        for output in self.outputs(agreement) {
            self.cite(agreement, &output.clause, format!("output {}", output.kind.value));
        }
    }

    /// Keeps the audiences that every one of these agreements permits for the kind of output: the common audience.
    fn narrow(&mut self, permitting: &[Covering<'p>]) {
        for covering in permitting {
            let outputs = self.outputs(covering.agreement);
            let reached = audiences(&outputs);
            self.audiences.retain(|audience| reached.contains(audience));
            for audience in self.audiences.clone() {
                self.embargo(&outputs, audience);
            }
        }
    }

    /// Of the permissions of one agreement that reach an audience the one that lets it see figures first counts; of several
    /// agreements, the one that has it wait longest.
    fn embargo(&mut self, outputs: &[&OutputPermission], audience: Name) {
        let reaching = outputs.iter().filter(|output| output.audiences.iter().any(|one| one.value == audience));
        let as_of = self.night.as_of;
        let first = reaching.map(|output| output.embargo.as_ref().map_or(as_of, |span| span.value.after(as_of))).min();
        if let Some(day) = first.filter(|day| *day > as_of) {
            let latest = self.not_before.entry(audience).or_insert(day);
            *latest = (*latest).max(day);
        }
    }

    fn column(&mut self, dataset: &Located<Name>, permitting: &[Covering<'p>], column: &Located<Name>, role: Role) {
        let night = self.night;
        let mut shared = false;
        for covering in permitting {
            let shares = |field: &&FieldPermission| field.name.value == column.value && field.roles.contains(&role);
            if let Some(field) = night.fields(*covering).find(shares) {
                let what = format!("column {} of {} as {}", column.value, dataset.value, role.as_str());
                self.cite(covering.agreement, &field.clause, what);
                shared = true;
            }
        }
        if !shared {
            permitting.iter().for_each(|covering| self.refuse_column(*covering, column, role));
        }
    }
}

/// Audiences of permissions for one kind of output.
pub(crate) fn audiences<'p>(outputs: &[&'p OutputPermission]) -> BTreeSet<&'p Name> {
    outputs.iter().flat_map(|output| output.audiences.iter().map(|audience| &audience.value)).collect()
}

fn attribution(licence: &OpenLicence) -> Attribution {
    Attribution {
        id: licence.id.value.clone(),
        licence: licence.licence.clone(),
        statement: licence.statement.clone(),
        url: licence.url.clone(),
    }
}

/// What the measure reads, dataset by dataset.
fn wanted(indicator: &Indicator) -> Vec<(&Located<Name>, Wanted<'_>)> {
    let mut datasets: Vec<(&Located<Name>, Wanted<'_>)> = Vec::new();
    for (dataset, columns) in indicator.uses() {
        let position = datasets.iter().position(|(known, _)| known.value == dataset.value);
        let position = position.unwrap_or_else(|| {
            datasets.push((dataset, Wanted::new()));
            datasets.len() - 1
        });
        for (column, role) in columns {
            datasets[position].1.entry(&column.value).or_insert_with(|| (column, BTreeSet::new())).1.insert(role);
        }
    }
    datasets
}
