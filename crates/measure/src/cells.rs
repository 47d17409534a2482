//! From counts to the table that protection works on: every cell that is published, every cell that one can be reached
//! through, and the sums that tie them.
//!
//! Records whose area is not known are in no cell: nobody can say that they are of this place. Records whose sex is not
//! known are in `Persons` alone; the rest that they leave is tied into the sums, and is not guarded by itself, since not
//! knowing is no characteristic of anybody. Not allowed in here: deciding what is shown.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::indicator::{Indicator, Measure};
use concordat_disclosure::{Cell, CellKey, CellTable, Evidence, Policy, Publication, RoundMode, Rules, Sum};

use crate::basis::SpanShown;
use crate::dimension::{Divided, Division, Member, code_of, divisions, members};
use crate::error::MeasureError;
use crate::kin::{self, are_kin};
use crate::linked::{Linkable, LinkedTables, RULES};
use crate::spans::{TimeSpan, spans};
use crate::tabulate::{Behind, Content, Counted, Tabulated, breaks};
use crate::ties::{Definition, Seen, Ties};

/// A declared table: one level, its spans, and by what it is divided.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) level: usize,
    pub(crate) spans: Vec<TimeSpan>,
    pub(crate) divided: Divided,
}

/// The tables of an indicator over the periods that are held.
pub(crate) fn grids(
    partnership: &Partnership,
    indicator: &Indicator,
    held: &BTreeSet<Period>,
    breaks: &[Period],
) -> Vec<Grid> {
    let level_of = |id: &str| partnership.areas().level(id).map(|(position, _)| position);
    indicator
        .tables
        .iter()
        .filter_map(|table| {
            Some(Grid {
                level: level_of(table.areas.value.as_str())?,
                spans: spans(table.period, held, breaks),
                divided: Divided::of(table),
            })
        })
        .collect()
}

/// The key of a cell: the same cell has the same key in every release.
pub(crate) fn key(
    indicator: &Name,
    variable: &str,
    area: &str,
    span: &str,
    member: Member,
    age: Option<usize>,
) -> CellKey {
    let age = age.map_or_else(|| "all".to_owned(), |position| format!("age{position}"));
    CellKey::new(format!("{indicator}|{variable}|{area}|{span}|{}|{age}", member.token()))
}

/// The key of people who are in the denominator and not in the numerator.
fn complement_key(denominator: &CellKey) -> CellKey {
    CellKey::new(format!("{denominator}|others"))
}

/// All cells of a night, before anything is hidden.
#[derive(Debug)]
pub struct Model {
    table: CellTable,
    evidence: Evidence,
}

impl Model {
    /// The table for protection, and what the audit starts from.
    #[must_use]
    pub fn into_parts(self) -> (CellTable, Evidence) {
        (self.table, self.evidence)
    }
}

/// Builds the table of all indicators of a night. `shown_before` are spans that earlier releases had tables of: they are
/// tied in, though tonight prints none of them, since a reader has them.
///
/// # Errors
/// [`MeasureError::Table`] when a total is not the sum of its parts.
pub fn model<'a>(
    partnership: &Partnership,
    counted: impl IntoIterator<Item = (&'a UseGrant, &'a Tabulated)>,
    shown_before: &BTreeMap<Name, Vec<SpanShown>>,
) -> Result<Model, MeasureError> {
    let (mut builder, mut ties) = (Builder::default(), Ties::default());
    let declared = counted
        .into_iter()
        .filter_map(|(grant, tabulated)| Some((partnership.indicator(&tabulated.indicator)?, grant, tabulated)));
    let declared: Vec<(&Indicator, &UseGrant, &Tabulated)> = declared.collect();
    for (indicator, grant, tabulated) in &declared {
        let before = shown_before.get(&tabulated.indicator).map(Vec::as_slice).unwrap_or_default();
        builder.begin(policy(partnership, indicator, grant));
        match &tabulated.content {
            Content::Counted(counted) => {
                let counting = Counting { partnership, indicator, counted, before };
                counting.add(&tabulated.periods, &mut builder);
                if declared.iter().any(|(other, ..)| other.id != indicator.id && are_kin(other, indicator)) {
                    counting.see(&tabulated.periods, builder.at, &mut ties);
                }
            }
            Content::Linked(linked) => builder.linked(partnership, indicator, linked),
        }
    }
    builder.tie(ties);
    let table = CellTable::new(builder.cells, builder.sums, builder.policies)
        .map_err(|source| MeasureError::Table { source })?;
    let evidence = Evidence::of_table(&table);
    Ok(Model { table, evidence })
}

/// The rules of an indicator and of every source behind it, made stricter by the agreements' floor; none of open data that is
/// joined with nothing else.
#[must_use]
pub fn rules(partnership: &Partnership, indicator: &Indicator, grant: &UseGrant) -> Option<Rules> {
    let sources = grant.datasets().keys().filter_map(|dataset| partnership.source(dataset));
    let asked = sources.filter_map(|source| source.disclosure_policy.as_ref());
    let names: BTreeSet<&Name> = asked.chain([&indicator.disclosure_policy]).map(|one| &one.value).collect();
    let declared = partnership.place().disclosure_policies.iter().filter(|policy| names.contains(&policy.id.value));
    // Declarations were checked: rules that could not be read were told there, and hide everything here.
    let unreadable = |_| Some(Rules::hiding("unreadable", u64::MAX - 1));
    let mut all: Vec<Rules> = declared.filter_map(|policy| policy.rules().unwrap_or_else(unreadable)).collect();
    if all.is_empty() && grant.already_public() {
        return None;
    }
    all.extend(grant.floor().map(|floor| Rules {
        round_base: floor.round_to,
        round_mode: if floor.round_to.is_some() { RoundMode::Nearest } else { RoundMode::None },
        ..Rules::hiding("agreements", floor.min_count.saturating_sub(1))
    }));
    let all: Vec<&Rules> = all.iter().collect();
    let strictest = Rules::strictest(&all).unwrap_or_else(|| Rules::hiding("open data, joined", 0));
    let hide_zero = strictest.hide_zero || kin_hide_nobody(partnership, indicator);
    Some(Rules { hide_zero, ..strictest })
}

/// Whether nobody is hidden of an indicator over the same records: a count of nobody shown here would show it there.
fn kin_hide_nobody(partnership: &Partnership, indicator: &Indicator) -> bool {
    let hides = |name: &Name| {
        let policy = partnership.place().disclosure_policies.iter().find(|policy| policy.id.value == *name);
        policy.and_then(|policy| policy.rules().ok().flatten()).is_some_and(|rules| rules.hide_zero)
    };
    let mut kin = partnership.indicators().filter(|other| are_kin(other, indicator));
    kin.any(|other| hides(&other.disclosure_policy.value))
}

/// The rules as a cell stands under them.
fn policy(partnership: &Partnership, indicator: &Indicator, grant: &UseGrant) -> Policy {
    match rules(partnership, indicator, grant) {
        Some(rules) => rules.policy(),
        None => Policy { already_public: true, ..Rules::hiding("already public", 0).policy() },
    }
}

#[derive(Default)]
struct Builder {
    cells: Vec<Cell>,
    sums: Vec<Sum>,
    policies: Vec<Policy>,
    known: BTreeSet<CellKey>,
    /// Position of the policy of the indicator at hand; the one after it guards nothing.
    at: usize,
}

impl Builder {
    fn begin(&mut self, policy: Policy) {
        // Nought is in no range of it: a rest of nobody is guarded no more than any other.
        let open = Policy {
            id: format!("{}, not known", policy.id),
            hide_from: 1,
            hide_to: 0,
            guard_complement: false,
            ..policy.clone()
        };
        self.at = self.policies.len();
        self.policies.extend([policy, open]);
    }

    fn policy(&self) -> &Policy {
        &self.policies[self.at]
    }

    fn cell(&mut self, key: CellKey, (count, contributors): (u64, u64), publication: Publication, guarded: bool) {
        if self.known.insert(key.clone()) {
            let contributors = contributors.min(count).max(u64::from(count > 0));
            let policy = if guarded { self.at } else { self.at + 1 };
            self.cells.push(Cell { key, count, contributors, policy, publication });
        }
    }

    fn sum(&mut self, parent: CellKey, children: Vec<CellKey>) {
        if self.known.contains(&parent) && children.iter().all(|child| self.known.contains(child)) {
            self.sums.push(Sum { parent, children });
        }
    }

    fn tie(&mut self, ties: Ties<'_>) {
        let (cells, sums) = ties.into_cells(&self.policies);
        self.cells.extend(cells);
        self.sums.extend(sums);
    }

    fn linked(&mut self, partnership: &Partnership, indicator: &Indicator, linked: &LinkedTables) {
        let Measure::LinkedCount(measure) = &indicator.measure else { return };
        let id = &indicator.id.value;
        let sizes: BTreeSet<u32> = measure.sizes.iter().copied().collect();
        for (variable, by_area) in linked_variables(measure.domains.len(), linked, &sizes) {
            self.linked_variable(partnership, id, linked, &variable, &by_area);
        }
        if self.policy().guard_complement {
            (0..measure.domains.len()).for_each(|domain| self.without_key(partnership, id, linked, domain));
        }
    }

    /// Records of a domain that could not be linked: they are about people too.
    fn without_key(&mut self, partnership: &Partnership, id: &Name, linked: &LinkedTables, domain: usize) {
        let areas = partnership.areas();
        let [records, linkable] = linkable_variables(domain);
        let without = |of: &Linkable| of.records.saturating_sub(of.linkable);
        let by_area: BTreeMap<usize, u64> = linked
            .linkable
            .iter()
            .filter(|((of, _), _)| *of == domain)
            .filter_map(|((_, area), counts)| area.map(|area| (area, without(counts))))
            .collect();
        let of_place = (areas.levels.len() - 1, 0, by_area.values().sum());
        let spots = (0..areas.levels[linked.level].areas.len())
            .map(|area| (linked.level, area, by_area.get(&area).copied().unwrap_or(0)))
            .chain((linked.level != of_place.0).then_some(of_place));
        for (level, area, count) in spots {
            let key = |variable| linked_key(partnership, id, linked, variable, (level, area));
            let others = complement_key(&key(&records));
            self.cell(others.clone(), (count, count), Publication::Latent, true);
            self.sum(key(&records), vec![key(&linkable), others]);
        }
    }

    /// One variable at the level of its column and for the place as a whole.
    fn linked_variable(
        &mut self,
        partnership: &Partnership,
        id: &Name,
        linked: &LinkedTables,
        variable: &str,
        by_area: &CountsByArea,
    ) {
        let areas = partnership.areas();
        let top = areas.levels.len() - 1;
        let cell_key = |level: usize, area: usize| linked_key(partnership, id, linked, variable, (level, area));
        let mut children = Vec::new();
        let mut total = (0, 0);
        for area in 0..areas.levels[linked.level].areas.len() {
            let (count, people) = by_area.get(&area).copied().unwrap_or((0, 0));
            total = (total.0 + count, total.1.max(people));
            self.cell(cell_key(linked.level, area), (count, people), Publication::Published, true);
            children.push(cell_key(linked.level, area));
        }
        if linked.level != top {
            self.cell(cell_key(top, 0), total, Publication::Published, true);
            self.sum(cell_key(top, 0), children);
        }
    }
}

fn linked_key(
    partnership: &Partnership,
    id: &Name,
    linked: &LinkedTables,
    variable: &str,
    (level, area): (usize, usize),
) -> CellKey {
    let code = partnership.areas().levels[level].areas[area].code.as_str();
    key(id, variable, code, &linked.span.token(), Member::All, None)
}

/// Name of the variable "found in so many domains" under a rule.
pub(crate) fn size_variable(rule: usize, size: u32) -> String {
    format!("{} {size}", RULES[rule].0)
}

/// Variables of records and of linkable records of a domain.
pub(crate) fn linkable_variables(domain: usize) -> [String; 2] {
    [format!("records {domain}"), format!("linkable {domain}")]
}

/// Counts, and the people behind them, by position of the area.
type CountsByArea = BTreeMap<usize, (u64, u64)>;

fn linked_variables(domains: usize, linked: &LinkedTables, sizes: &BTreeSet<u32>) -> Vec<(String, CountsByArea)> {
    let mut variables = Vec::new();
    for rule in 0..RULES.len() {
        for size in sizes {
            let of_size = linked.people.iter().filter(|((r, _, s), _)| *r == rule && s == size);
            let by_area =
                of_size.filter_map(|((_, area, _), people)| area.map(|area| (area, (*people, *people)))).collect();
            variables.push((size_variable(rule, *size), by_area));
        }
    }
    for domain in 0..domains {
        let [records, linkable] = linkable_variables(domain);
        let of_domain = || linked.linkable.iter().filter(move |((d, _), _)| *d == domain);
        let pick = |which: fn(&Linkable) -> u64| {
            of_domain()
                .filter_map(|((_, area), counts)| area.map(|area| (area, (which(counts), counts.people))))
                .collect()
        };
        variables.push((records, pick(|counts| counts.records)));
        variables.push((linkable, pick(|counts| counts.linkable)));
    }
    variables
}

/// Cells of an indicator whose records are counted.
struct Counting<'declared, 'night> {
    partnership: &'declared Partnership,
    indicator: &'declared Indicator,
    counted: &'night Counted,
    /// Spans that earlier releases had tables of.
    before: &'night [SpanShown],
}

/// Level, area, held period, member and age.
type Spot = (usize, usize, Period, Member, Option<usize>);

/// Counts of every variable at every spot.
pub(crate) struct Totals {
    by: BTreeMap<Spot, Vec<u64>>,
}

impl Totals {
    pub(crate) fn new(partnership: &Partnership, indicator: &Indicator, counted: &Counted) -> Self {
        let areas = partnership.areas();
        let from = column_level(partnership, indicator);
        let mut by: BTreeMap<Spot, Vec<u64>> = BTreeMap::new();
        for row in &counted.fine {
            let Some(area) = row.area else { continue };
            for level in from..areas.levels.len() {
                let Some(at) = areas.ancestor_from(from, area, level) else { continue };
                for (member, age) in row.counted_as() {
                    let entry = by.entry((level, at, row.period, member, age)).or_default();
                    entry.resize(row.counts.len().max(entry.len()), 0);
                    for (at, (sum, count)) in entry.iter_mut().zip(&row.counts).enumerate() {
                        let at_least = at >= counted.variables.len() && counted.behind == Some(Behind::AtLeast);
                        *sum = if at_least { (*sum).max(*count) } else { *sum + count };
                    }
                }
            }
        }
        Self { by }
    }

    pub(crate) fn count(
        &self,
        variable: usize,
        (level, area): (usize, usize),
        span: &TimeSpan,
        member: Member,
        age: Option<usize>,
    ) -> u64 {
        let rows = span.parts.iter().filter_map(|part| self.by.get(&(level, area, *part, member, age)));
        rows.filter_map(|counts| counts.get(variable)).sum()
    }

    /// People behind the records of a spot, from the number that stands at a position of each row.
    fn behind(&self, how: Behind, position: usize, at: (usize, usize), span: &TimeSpan, member: Member) -> u64 {
        let parts = span.parts.iter().filter_map(|part| self.by.get(&(at.0, at.1, *part, member, None)));
        let people = parts.filter_map(|counts| counts.get(position)).copied();
        match how {
            Behind::AddedUp => people.sum(),
            Behind::AtLeast => people.max().unwrap_or(0),
        }
    }
}

/// Level of the area column of an indicator's count.
pub(crate) fn column_level(partnership: &Partnership, indicator: &Indicator) -> usize {
    let Some(count) = indicator.measure.count() else { return 0 };
    let dataset = count.datasets.first();
    dataset.and_then(|dataset| crate::tabulate::area_level(partnership, &dataset.value, &count.area.value)).unwrap_or(0)
}

/// What is needed at a level: spans, with whether each is published there, and by what it is divided.
type Needed = BTreeMap<TimeSpan, (bool, Divided)>;

impl<'declared> Counting<'declared, '_> {
    /// Shows the ties what it has where.
    fn see(&self, held: &BTreeSet<Period>, policy: usize, ties: &mut Ties<'declared>) {
        let totals = Totals::new(self.partnership, self.indicator, self.counted);
        for (variable, (name, counts)) in kin::counted(self.indicator).into_iter().enumerate() {
            let mut defined: BTreeMap<Member, usize> = BTreeMap::new();
            for (level, spans) in &self.needed(held) {
                for (span, (is_published, divided)) in spans {
                    for member in self.members(*divided) {
                        let definition = *defined.entry(member).or_insert_with(|| {
                            let of = code_of(self.partnership, self.indicator, member);
                            let indicator = &self.indicator.id.value;
                            ties.define(Definition { indicator, variable: name, member: of, counts: counts.clone() })
                        });
                        for area in 0..self.partnership.areas().levels[*level].areas.len() {
                            let at = (*level, area);
                            let key = self.key(variable, at, span, member, None);
                            let count = totals.count(variable, at, span, member, None);
                            let is_published = *is_published;
                            let seen = Seen { definition, key, count, policy, is_published };
                            ties.see((*level, area, span.token()), seen);
                        }
                    }
                }
            }
        }
    }

    fn add(&self, held: &BTreeSet<Period>, builder: &mut Builder) {
        let totals = Totals::new(self.partnership, self.indicator, self.counted);
        let needed = self.needed(held);
        for (level, spans) in &needed {
            for (span, (published, divided)) in spans {
                for area in 0..self.partnership.areas().levels[*level].areas.len() {
                    self.area(builder, &totals, (*level, area), span, (*published, *divided));
                }
            }
        }
        self.sums_over_areas(builder, &needed);
        self.sums_over_time(builder, &needed);
    }

    /// Every level and span that is published or that a published cell is a part of.
    fn needed(&self, held: &BTreeSet<Period>) -> BTreeMap<usize, Needed> {
        let breaks = breaks(self.indicator, held);
        let mut grids = grids(self.partnership, self.indicator, held, &breaks);
        grids.extend(self.before.iter().filter_map(|before| before.grid(self.partnership, held)));
        let mut needed: BTreeMap<usize, Needed> = BTreeMap::new();
        let mut from_below: Needed = BTreeMap::new();
        let levels: BTreeSet<usize> = grids.iter().map(|grid| grid.level).collect();
        for level in levels {
            let mut here: Needed =
                from_below.iter().map(|(span, (_, divided))| (span.clone(), (false, *divided))).collect();
            for grid in grids.iter().filter(|grid| grid.level == level) {
                for span in &grid.spans {
                    let entry = here.entry(span.clone()).or_default();
                    *entry = (true, entry.1.or(grid.divided));
                }
            }
            // Every span is tied to the held periods it is made of, so that no two spans are free of each other.
            let singles: Vec<(TimeSpan, Divided)> = here
                .iter()
                .flat_map(|(span, (_, divided))| span.parts.iter().map(|part| (TimeSpan::single(*part), *divided)))
                .collect();
            for (single, divided) in singles {
                let entry = here.entry(single).or_default();
                entry.1 = entry.1.or(divided);
            }
            from_below.clone_from(&here);
            needed.insert(level, here);
        }
        needed
    }

    fn key(
        &self,
        variable: usize,
        (level, area): (usize, usize),
        span: &TimeSpan,
        member: Member,
        age: Option<usize>,
    ) -> CellKey {
        let code = self.partnership.areas().levels[level].areas[area].code.as_str();
        key(&self.indicator.id.value, &self.counted.variables[variable], code, &span.token(), member, age)
    }

    fn area(
        &self,
        builder: &mut Builder,
        totals: &Totals,
        at: (usize, usize),
        span: &TimeSpan,
        (published, divided): (bool, Divided),
    ) {
        let publication = if published { Publication::Published } else { Publication::Latent };
        let divisions = divisions(self.partnership, self.indicator, divided);
        for variable in 0..self.counted.variables.len() {
            let count = totals.count(variable, at, span, Member::All, None);
            let people = self.people(totals, at, span, Member::All).unwrap_or(count);
            builder.cell(self.key(variable, at, span, Member::All, None), (count, people), publication.clone(), true);
            for division in &divisions {
                self.divide(builder, totals, variable, (at, span), (division, &publication));
            }
            self.strata(builder, totals, variable, at, span, published);
        }
        if builder.policy().guard_complement && published {
            let members = self.members(divided);
            members.into_iter().for_each(|member| self.complements(builder, totals, at, span, member));
        }
    }

    /// People behind the records of a spot, where they are counted by themselves.
    fn people(&self, totals: &Totals, (level, area): (usize, usize), span: &TimeSpan, member: Member) -> Option<u64> {
        if let Some(behind) = self.counted.behind {
            return Some(totals.behind(behind, self.counted.variables.len(), (level, area), span, member));
        }
        self.counted.people.get(&(level, span.token(), Some(area), member)).map(|people| people.people)
    }

    /// Everybody, and the members that are published.
    fn members(&self, divided: Divided) -> Vec<Member> {
        members(self.partnership, self.indicator, divided)
    }

    /// The members of a division, and the rest that they leave, tied to their total.
    fn divide(
        &self,
        builder: &mut Builder,
        totals: &Totals,
        variable: usize,
        (at, span): ((usize, usize), &TimeSpan),
        (division, publication): (&Division, &Publication),
    ) {
        let persons = totals.count(variable, at, span, Member::All, None);
        let mut children = Vec::new();
        let mut shown = 0;
        for member in &division.members {
            let count = totals.count(variable, at, span, *member, None);
            shown += count;
            let key = self.key(variable, at, span, *member, None);
            let people = self.people(totals, at, span, *member).unwrap_or(count);
            builder.cell(key.clone(), (count, people), publication.clone(), true);
            children.push(key);
        }
        let rest = self.key(variable, at, span, division.rest, None);
        let not_known = persons.saturating_sub(shown);
        builder.cell(rest.clone(), (not_known, not_known), Publication::Latent, false);
        children.push(rest);
        builder.sum(self.key(variable, at, span, Member::All, None), children);
    }

    /// Ages are sealed: a method may use them where their total is shown.
    fn strata(
        &self,
        builder: &mut Builder,
        totals: &Totals,
        variable: usize,
        at: (usize, usize),
        span: &TimeSpan,
        published: bool,
    ) {
        let Some(ages) = age_count(self.partnership, self.indicator).filter(|_| published) else { return };
        let total = self.key(variable, at, span, Member::All, None);
        let mut children = Vec::new();
        let mut dated = 0;
        for age in 0..ages {
            let count = totals.count(variable, at, span, Member::All, Some(age));
            dated += count;
            let key = self.key(variable, at, span, Member::All, Some(age));
            builder.cell(key.clone(), (count, count), Publication::Sealed { total: total.clone() }, true);
            children.push(key);
        }
        let rest = self.key(variable, at, span, Member::All, Some(usize::MAX));
        let not_known = totals.count(variable, at, span, Member::All, None).saturating_sub(dated);
        builder.cell(rest.clone(), (not_known, not_known), Publication::Latent, false);
        children.push(rest);
        builder.sum(total, children);
    }

    /// People of the denominator who are not in the numerator.
    fn complements(&self, builder: &mut Builder, totals: &Totals, at: (usize, usize), span: &TimeSpan, member: Member) {
        for (denominator, numerator) in [(0, 1), (2, 3)] {
            if numerator >= self.counted.variables.len() {
                continue;
            }
            let (all, with) =
                (totals.count(denominator, at, span, member, None), totals.count(numerator, at, span, member, None));
            let (parent, child) =
                (self.key(denominator, at, span, member, None), self.key(numerator, at, span, member, None));
            let others = complement_key(&parent);
            let count = all.saturating_sub(with);
            builder.cell(others.clone(), (count, count), Publication::Latent, true);
            builder.sum(parent, vec![child, others]);
        }
    }

    fn sums_over_areas(&self, builder: &mut Builder, needed: &BTreeMap<usize, Needed>) {
        let levels: Vec<&usize> = needed.keys().collect();
        let areas = self.partnership.areas();
        for pair in levels.windows(2) {
            let (fine, coarse) = (*pair[0], *pair[1]);
            for (span, (_, divided)) in &needed[&fine] {
                let members = self.members(*divided);
                for (variable, member) in
                    (0..self.counted.variables.len()).flat_map(|v| members.iter().map(move |m| (v, *m)))
                {
                    for parent in 0..areas.levels[coarse].areas.len() {
                        let children = (0..areas.levels[fine].areas.len())
                            .filter(|child| areas.ancestor_from(fine, *child, coarse) == Some(parent))
                            .map(|child| self.key(variable, (fine, child), span, member, None))
                            .collect();
                        builder.sum(self.key(variable, (coarse, parent), span, member, None), children);
                    }
                }
            }
        }
    }

    fn sums_over_time(&self, builder: &mut Builder, needed: &BTreeMap<usize, Needed>) {
        for (level, spans) in needed {
            for (span, (_, divided)) in spans {
                let parts: Vec<TimeSpan> = span.parts.iter().map(|part| TimeSpan::single(*part)).collect();
                if parts == [span.clone()] {
                    continue;
                }
                let members = self.members(*divided);
                for area in 0..self.partnership.areas().levels[*level].areas.len() {
                    for (variable, member) in
                        (0..self.counted.variables.len()).flat_map(|v| members.iter().map(move |m| (v, *m)))
                    {
                        let at = (*level, area);
                        let children = parts.iter().map(|part| self.key(variable, at, part, member, None)).collect();
                        builder.sum(self.key(variable, at, span, member, None), children);
                    }
                }
            }
        }
    }
}

/// How many age bands a standardised rate has.
pub(crate) fn age_count(partnership: &Partnership, indicator: &Indicator) -> Option<usize> {
    let Measure::DirectlyStandardisedRate(measure) = &indicator.measure else { return None };
    let dataset = &measure.count.datasets.first()?.value;
    let column = partnership.contract_of(dataset)?.column(measure.age_band.value.as_str())?;
    let concordat_declare::contract::ColumnKind::Code { list } = &column.kind else { return None };
    partnership.code_list(list).map(concordat_declare::code_list::CodeList::len)
}
