//! The gate on revisions: tonight's counts beside everything that was published before them.
//!
//! A change of few people keeps a period as it was published, for as long as the change is small; other changes wait for the
//! declared day. What is let through is attacked together with every earlier release. Not allowed in here: a word about what
//! waits to anybody but the restricted report.

mod deferred;
mod earlier;
mod hidden;
mod kin;

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{Date, Name, Period};
use concordat_declare::Partnership;
use concordat_declare::decision::Decided;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_disclosure::{
    Auditable, Cell, CellKey, CellTable, Class, Evidence, Gate, Held, Occasion, Options, Printed, ProtectedCells,
    Shown, Vintage, audit, joint_evidence, moved, protect_with,
};
use concordat_measure::{Inventory, MeasureError, SpanShown, Tabulated, model, rules};
use concordat_publish::{NewBasis, PublishError, PublishedBasis};
use concordat_store::Home;

pub use deferred::Deferred;
pub(crate) use deferred::DeferredSince;
use earlier::Standing;
pub use hidden::HiddenReport;

/// Why a night cannot pass the gate.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GateFault {
    /// The tables cannot be made.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// The register cannot be read.
    #[error(transparent)]
    Register(#[from] PublishError),
    /// A count that must be hidden follows, whatever is hidden.
    #[error("a count that must be hidden follows, whatever is hidden")]
    Exposed,
}

/// What the gate works with.
pub(crate) struct Revisions<'n> {
    pub(crate) partnership: &'n Partnership,
    pub(crate) home: &'n Home,
    pub(crate) inventory: &'n Inventory,
    pub(crate) as_of: Date,
    /// The date of the last night that ended with a release standing.
    pub(crate) last_night: Option<Date>,
    /// What the figures of every release rested on.
    pub(crate) before: BTreeMap<Name, Vec<PublishedBasis>>,
}

/// Counts as they may be published tonight, and which of them are shown.
pub(crate) struct Gated {
    pub(crate) counted: Vec<(UseGrant, Tabulated)>,
    pub(crate) protected: ProtectedCells,
    pub(crate) evidence: Evidence,
    /// What figures rest on where that is not as it was.
    pub(crate) bases: Vec<NewBasis>,
    pub(crate) waiting: Vec<Waiting>,
    pub(crate) hidden: Vec<HiddenReport>,
    pub(crate) said: Vec<Diagnostic>,
}

/// Periods of an indicator that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) indicator: Name,
    /// In words: held periods, or the window of a linked count, which is one whole.
    pub(crate) periods: Vec<String>,
    pub(crate) why: Held,
}

/// One indicator tonight.
struct Judged {
    grant: UseGrant,
    /// As counted tonight, without periods that cannot be compared.
    now: Tabulated,
    standing: Vec<Standing>,
    gate: Gate,
    /// Periods whose counts differ from those that stand.
    differing: BTreeSet<Period>,
    held: BTreeSet<Period>,
    why: Option<Held>,
    /// Cells that were hidden, where one of them stood for nobody: their marks tell nobody anything.
    silent: BTreeSet<CellKey>,
}

impl Judged {
    /// As it may be published.
    fn effective(&self, partnership: &Partnership) -> Tabulated {
        match self.standing.last() {
            Some(last) if !self.held.is_empty() => self.now.with_earlier(&last.then, &self.held, partnership),
            _ => self.now.clone(),
        }
    }

    /// As it stood, as far as that can be had of tonight's periods.
    fn as_it_stood(&self, partnership: &Partnership) -> Tabulated {
        match self.standing.last() {
            Some(last) => self.now.with_earlier(&last.then, &self.differing, partnership),
            None => self.now.clone(),
        }
    }

    /// Whether what stands can stand in for tonight's counts.
    fn is_comparable(&self) -> bool {
        self.standing.last().is_some_and(|last| self.now.is_like(&last.then))
    }

    fn hold_all(&mut self, why: Held) {
        self.held.clone_from(&self.differing);
        self.why = Some(why);
    }
}

struct Joint(Evidence);

impl Auditable for Joint {
    fn evidence(&self) -> Evidence {
        self.0.clone()
    }
}

type Spans = BTreeMap<Name, Vec<SpanShown>>;

impl Revisions<'_> {
    /// Passes tonight's counts.
    pub(crate) fn pass(&self, counted: Vec<(UseGrant, Tabulated)>) -> Result<Gated, GateFault> {
        let spans = self.spans();
        let mut said = Vec::new();
        let mut judged = Vec::new();
        for (grant, now) in counted {
            judged.extend(self.judge(grant, now, &spans, &mut said)?);
        }
        said.extend(self.hold_with_kin(&mut judged, &spans)?.iter().map(cannot_compare));
        let mut new_hidden = BTreeSet::new();
        loop {
            let (table, protected, evidence) = self.protect(&judged, &spans, &new_hidden)?;
            let exposed: BTreeSet<&str> = protected.exposed().iter().map(indicator_of).collect();
            if self.hide_new(&judged, &spans, &exposed, &mut new_hidden)? {
                continue;
            }
            if !exposed.is_empty() {
                return Err(GateFault::Exposed);
            }
            if self.hold_unproven(&mut judged, &spans, &protected)? {
                said.extend(self.hold_with_kin(&mut judged, &spans)?.iter().map(cannot_compare));
                continue;
            }
            let hidden = hidden::reports(&table, &protected);
            return Ok(self.finish(judged, protected, evidence, hidden, said));
        }
    }

    /// Spans that earlier releases had tables of.
    fn spans(&self) -> Spans {
        let mut spans = Spans::new();
        for (indicator, bases) in &self.before {
            let all: BTreeSet<&SpanShown> = bases.iter().flat_map(|one| &one.basis().spans).collect();
            spans.insert(indicator.clone(), all.into_iter().cloned().collect());
        }
        spans
    }

    /// The gate of an indicator.
    fn gate(&self, grant: &UseGrant) -> Gate {
        let declared = self.partnership.place().revisions.as_ref();
        let indicator = self.partnership.indicator(grant.indicator());
        let rules = indicator.and_then(|indicator| rules(self.partnership, indicator, grant));
        let areas = self.partnership.areas();
        let level = |id: &str| areas.level(id).map_or(0, |(position, _)| position);
        let levels = indicator.iter().flat_map(|one| &one.tables).map(|table| level(table.areas.value.as_str()));
        // The place stands above the last level; boroughs are the last.
        let coarse = levels.min().is_some_and(|finest| finest + 2 >= areas.levels.len());
        let least_change = rules.as_ref().map_or(0, |rules| rules.min_difference);
        let class = match rules {
            None => Class::Open,
            Some(_) if coarse => Class::Borough,
            Some(_) => Class::SmallAreas,
        };
        Gate {
            class,
            occasion: self.occasion(grant.indicator()),
            least_change: least_change.max(declared.and_then(|one| one.least_change).unwrap_or(0)),
            zeros_are_known: true,
        }
    }

    /// What tonight is for an indicator: the first night on or after a declared day, or a night like any other. Where no day
    /// is declared every night is one.
    fn occasion(&self, indicator: &Name) -> Occasion {
        let days = self.partnership.place().revisions.as_ref().filter(|declared| !declared.days.is_empty());
        let is_day = days.is_none_or(|declared| {
            let since = self.last_night.filter(|last| *last < self.as_of).or_else(|| self.as_of.yesterday().ok());
            since.and_then(|since| declared.next_after(since)).is_some_and(|day| day <= self.as_of)
        });
        let is_final =
            self.partnership.decisions().filter(|one| one.holds_on(self.as_of)).any(
                |one| matches!(&one.decision, Decided::FinalRevision(about) if about.indicator.value == *indicator),
            );
        match (is_day, is_final) {
            (false, _) => Occasion::Night,
            (true, false) => Occasion::Revision,
            (true, true) => Occasion::Final,
        }
    }

    fn table(&self, grant: &UseGrant, counts: &Tabulated, spans: &Spans) -> Result<CellTable, MeasureError> {
        Ok(model(self.partnership, [(grant, counts)], spans)?.into_parts().0)
    }

    /// Compares an indicator with what stands of it, period by period. `None` where it has to be left out.
    fn judge(
        &self,
        grant: UseGrant,
        now: Tabulated,
        spans: &Spans,
        said: &mut Vec<Diagnostic>,
    ) -> Result<Option<Judged>, GateFault> {
        let bases = self.before.get(now.indicator()).map(Vec::as_slice).unwrap_or_default();
        let gate = self.gate(&grant);
        let (standing, destroyed) = earlier::open(self, bases, &now)?;
        let kept: BTreeSet<Period> = now.periods().difference(&destroyed).copied().collect();
        let lost = gate.class != Class::Open && kept.len() < now.periods().len();
        if lost {
            said.push(cannot_compare(now.indicator()));
        }
        if lost && kept.is_empty() {
            return Ok(None);
        }
        let now = if lost { now.only(&kept) } else { now };
        let (differing, held) = (BTreeSet::new(), BTreeSet::new());
        let silent = self.silent(&grant, &standing, spans)?;
        let mut judged = Judged { grant, now, standing, gate, differing, held, why: None, silent };
        let compared = self.compare(&mut judged, spans)?;
        if !compared {
            said.push(cannot_compare(judged.now.indicator()));
        }
        Ok(compared.then_some(judged))
    }

    /// Hidden cells of an indicator, where one of them was hidden for being of nobody: then no mark of those told of somebody.
    fn silent(
        &self,
        grant: &UseGrant,
        standing: &[Standing],
        spans: &Spans,
    ) -> Result<BTreeSet<CellKey>, MeasureError> {
        let Some(last) = standing.last() else { return Ok(BTreeSet::new()) };
        let table = self.table(grant, &last.earlier.counts, spans)?;
        let of_nobody =
            |cell: &Cell| cell.count == 0 && last.printed.get(&cell.key).is_some_and(|shown| *shown == Shown::Hidden);
        let any = table.cells().iter().any(of_nobody);
        let printed = standing.iter().filter(|_| any).flat_map(|one| &one.printed);
        Ok(printed.filter(|(_, shown)| **shown == Shown::Hidden).map(|(key, _)| key.clone()).collect())
    }

    /// Says which periods differ and which of them have to wait. False where they have to and nothing can stand in for them.
    fn compare(&self, judged: &mut Judged, spans: &Spans) -> Result<bool, GateFault> {
        let Some(last) = judged.standing.last() else { return Ok(true) };
        let (now, gate, grant) = (&judged.now, judged.gate, &judged.grant);
        let differing = now.differs_from(&last.earlier.counts);
        let like = now.is_like(&last.then);
        let base = match (like, last.is_linked()) {
            (true, false) => self.table(grant, &now.with_earlier(&last.then, &differing, self.partnership), spans)?,
            _ => self.table(grant, &last.earlier.counts, spans)?,
        };
        let trial = |held: &BTreeSet<Period>| -> Result<Option<Held>, GateFault> {
            let counts = match (held.is_empty(), like) {
                (true, _) | (_, false) => now.clone(),
                _ => now.with_earlier(&last.then, held, self.partnership),
            };
            Ok(gate.waits(&moved(&base, &self.table(grant, &counts, spans)?)))
        };
        let (mut held, mut why) = (BTreeSet::new(), None);
        if like && !last.is_linked() {
            for period in &differing {
                let others: BTreeSet<Period> = differing.iter().filter(|one| *one != period).copied().collect();
                if let Some(waits) = trial(&others)? {
                    held.insert(*period);
                    why = why.max(Some(waits));
                }
            }
        }
        if held != differing
            && let Some(waits) = trial(&held)?
        {
            held.clone_from(&differing);
            why = Some(waits);
        }
        (judged.differing, judged.held, judged.why) = (differing, held, why);
        Ok(like || judged.held.is_empty())
    }

    /// Protects the counts as they may be published, with what earlier releases showed and hid.
    fn protect(
        &self,
        judged: &[Judged],
        spans: &Spans,
        new_hidden: &BTreeSet<CellKey>,
    ) -> Result<(CellTable, ProtectedCells, Evidence), GateFault> {
        let effective: Vec<Tabulated> = judged.iter().map(|one| one.effective(self.partnership)).collect();
        let grants = judged.iter().map(|one| &one.grant);
        let (table, mut evidence) = model(self.partnership, grants.zip(&effective), spans)?.into_parts();
        let mut options = Options { hidden_before: new_hidden.clone(), ..Options::default() };
        for one in judged {
            let (shown, hidden) = earlier::seen(&one.standing);
            options.shown_before.extend(shown);
            options.hidden_before.extend(hidden);
            options.silent_before.extend(one.silent.iter().cloned());
        }
        let protected = protect_with(table.clone(), &options);
        evidence.printed.extend(judged.iter().flat_map(|one| known(one, &protected)));
        Ok((table, protected, evidence))
    }

    /// Where new tables of periods that were published cannot be had without giving away what was hidden then, nothing new of
    /// those periods is shown. Says whether there was anything new to hide.
    fn hide_new(
        &self,
        judged: &[Judged],
        spans: &Spans,
        exposed: &BTreeSet<&str>,
        new_hidden: &mut BTreeSet<CellKey>,
    ) -> Result<bool, GateFault> {
        let mut found = false;
        for one in judged {
            let Some(last) = one.standing.last() else { continue };
            let vanished = one.gate.class != Class::Open && !last.vanished(self, one, spans)?.is_empty();
            if !vanished && !exposed.contains(one.now.indicator().as_str()) {
                continue;
            }
            let printed: BTreeSet<CellKey> = one.standing.iter().flat_map(|one| one.printed.keys().cloned()).collect();
            let of_before = one.effective(self.partnership).only(last.then.periods());
            let table = self.table(&one.grant, &of_before, spans)?;
            let new = table.cells().iter().map(|cell| &cell.key).filter(|key| !printed.contains(*key));
            let before = new_hidden.len();
            new_hidden.extend(new.cloned());
            found |= new_hidden.len() > before;
        }
        Ok(found)
    }

    /// Attacks what is let through together with every earlier release; what does not stand that waits. Says whether anything
    /// has to.
    fn hold_unproven(
        &self,
        judged: &mut [Judged],
        spans: &Spans,
        protected: &ProtectedCells,
    ) -> Result<bool, GateFault> {
        let mut found = false;
        for one in judged {
            if one.gate.class == Class::Open || one.held == one.differing {
                continue;
            }
            let vintages = self.vintages(one, spans, protected)?;
            let joint = joint_evidence(&vintages, one.gate.zeros_are_known, one.gate.guarded_change());
            if audit(Joint(joint)).is_err() {
                one.hold_all(Held::NotProven);
                found = true;
            }
        }
        Ok(found)
    }

    /// An indicator as it stood in each release, and as it would tonight.
    fn vintages(&self, one: &Judged, spans: &Spans, protected: &ProtectedCells) -> Result<Vec<Vintage>, GateFault> {
        let mut vintages = Vec::new();
        for standing in &one.standing {
            let table = self.table(&one.grant, &standing.earlier.counts, spans)?;
            let printed = of_table(&table, |key| standing.printed.get(key).copied());
            vintages.push(Vintage { table, printed, offered: Vec::new(), silent: one.silent.clone() });
        }
        let table = self.table(&one.grant, &one.effective(self.partnership), spans)?;
        let printed = of_table(&table, |key| protected.shown(key));
        // What moves in the tables of others is nothing to the sums of this one.
        let here: BTreeSet<&CellKey> = table.cells().iter().map(|cell| &cell.key).collect();
        let offered = protected.changes().iter().map(|change| {
            let own = change.cells.iter().filter(|(key, _)| here.contains(key));
            concordat_disclosure::Change { cells: own.cloned().collect() }
        });
        let offered = offered.filter(|change| !change.cells.is_empty()).collect();
        vintages.push(Vintage { table, printed, offered, silent: one.silent.clone() });
        Ok(vintages)
    }

    fn finish(
        &self,
        judged: Vec<Judged>,
        protected: ProtectedCells,
        evidence: Evidence,
        hidden: Vec<HiddenReport>,
        said: Vec<Diagnostic>,
    ) -> Gated {
        let (mut counted, mut bases, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
        for one in judged {
            let effective = one.effective(self.partnership);
            bases.extend(self.new_basis(&one, &effective, &protected));
            if let Some(why) = one.why.filter(|_| !one.held.is_empty()) {
                let periods = match one.now.window() {
                    Some(window) => vec![window.to_owned()],
                    None => one.held.iter().map(ToString::to_string).collect(),
                };
                waiting.push(Waiting { indicator: one.now.indicator().clone(), periods, why });
            }
            counted.push((one.grant, effective));
        }
        Gated { counted, protected, evidence, bases, waiting, hidden, said }
    }

    /// What an indicator rests on, unless it is what it rested on before.
    fn new_basis(&self, one: &Judged, effective: &Tabulated, protected: &ProtectedCells) -> Option<NewBasis> {
        let prefix = format!("{}|", effective.indicator());
        let own = protected.published().filter(|key| key.as_str().starts_with(&prefix));
        let cells: BTreeMap<CellKey, Shown> =
            own.filter_map(|key| protected.shown(key).map(|shown| (key.clone(), shown))).collect();
        let basis = effective.basis(self.partnership);
        let stands = one.standing.last().is_some_and(|last| {
            last.basis == basis && last.cells == cells && effective.differs_from(&last.then).is_empty()
        });
        (!stands).then(|| NewBasis { basis, parts: effective.parts(self.partnership, self.inventory), cells })
    }
}

/// What readers know from earlier releases of cells that count tonight what they counted then.
fn known(one: &Judged, protected: &ProtectedCells) -> Vec<Printed> {
    let Some(last) = one.standing.last() else { return Vec::new() };
    let same = last.printed.iter().filter(|(key, shown)| protected.shown(key) == Some(**shown));
    same.map(|(key, shown)| match shown {
        Shown::Exact(count) => Printed::exact(key.clone(), *count),
        Shown::Rounded(band) => Printed::rounded(key.clone(), *band),
        Shown::Hidden => Printed::hidden(key.clone(), protected.mark_tells_of_somebody(key)),
    })
    .collect()
}

/// What is printed of the cells of a table.
fn of_table(table: &CellTable, shown: impl Fn(&CellKey) -> Option<Shown>) -> BTreeMap<CellKey, Shown> {
    table.cells().iter().filter_map(|cell| Some((cell.key.clone(), shown(&cell.key)?))).collect()
}

/// The indicator that a cell belongs to.
fn indicator_of(key: &CellKey) -> &str {
    key.as_str().split('|').next().unwrap_or_default()
}

fn cannot_compare(indicator: &Name) -> Diagnostic {
    let text = Text::new().say("indicator ").name(indicator).say(": what changed cannot be told, and is left out");
    Diagnostic::warning(&codes::BASIS_DESTROYED, text)
}
