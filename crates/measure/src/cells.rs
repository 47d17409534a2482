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
use concordat_declare::indicator::{Dimension, Indicator, Measure};
use concordat_disclosure::{Cell, CellKey, CellTable, Evidence, Policy, Publication, RoundMode, Rules, Sum};

use crate::basis::SpanShown;
use crate::error::MeasureError;
use crate::linked::{Linkable, LinkedTables, RULES};
use crate::spans::{TimeSpan, spans};
use crate::tabulate::{Behind, Content, Counted, Tabulated, breaks};

/// A declared table: one level, its spans, and whether it is divided by sex.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) level: usize,
    pub(crate) spans: Vec<TimeSpan>,
    pub(crate) by_sex: bool,
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
                by_sex: table.by.contains(&Dimension::Sex),
            })
        })
        .collect()
}

/// Members of sex in cells: position in the code list, or everybody.
pub(crate) type SexMember = Option<usize>;

/// The key of a cell: the same cell has the same key in every release.
pub(crate) fn key(
    indicator: &Name,
    variable: &str,
    area: &str,
    span: &str,
    sex: SexMember,
    age: Option<usize>,
) -> CellKey {
    let member = |prefix: &str, position: Option<usize>| {
        position.map_or_else(|| "all".to_owned(), |position| format!("{prefix}{position}"))
    };
    CellKey::new(format!("{indicator}|{variable}|{area}|{span}|{}|{}", member("sex", sex), member("age", age)))
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
    let mut builder = Builder::default();
    for (grant, tabulated) in counted {
        let before = shown_before.get(&tabulated.indicator).map(Vec::as_slice).unwrap_or_default();
        let Some(indicator) = partnership.indicator(&tabulated.indicator) else { continue };
        builder.begin(policy(partnership, indicator, grant));
        match &tabulated.content {
            Content::Counted(counted) => {
                Counting { partnership, indicator, counted, before }.add(&tabulated.periods, &mut builder)
            }
            Content::Linked(linked) => builder.linked(partnership, indicator, linked),
        }
    }
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
    Some(Rules::strictest(&all).unwrap_or_else(|| Rules::hiding("open data, joined", 0)))
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
        let open =
            Policy { id: format!("{}, not known", policy.id), hide_to: 0, guard_complement: false, ..policy.clone() };
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

    fn linked(&mut self, partnership: &Partnership, indicator: &Indicator, linked: &LinkedTables) {
        let Measure::LinkedCount(measure) = &indicator.measure else { return };
        let id = &indicator.id.value;
        let sizes: BTreeSet<u32> = measure.sizes.iter().copied().collect();
        for (variable, by_area) in linked_variables(measure.domains.len(), linked, &sizes) {
            self.linked_variable(partnership, id, linked, &variable, &by_area);
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
        let span = linked.span.token();
        let top = areas.levels.len() - 1;
        let cell_key = |level: usize, area: usize| {
            key(id, variable, areas.levels[level].areas[area].code.as_str(), &span, None, None)
        };
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
struct Counting<'night> {
    partnership: &'night Partnership,
    indicator: &'night Indicator,
    counted: &'night Counted,
    /// Spans that earlier releases had tables of.
    before: &'night [SpanShown],
}

/// Level, area, held period, sex and age.
type Spot = (usize, usize, Period, SexMember, Option<usize>);

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
                let members: BTreeSet<_> = [(None, None), (row.sex, None), (None, row.age)].into_iter().collect();
                for (sex, age) in members {
                    let entry = by.entry((level, at, row.period, sex, age)).or_default();
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
        sex: SexMember,
        age: Option<usize>,
    ) -> u64 {
        let rows = span.parts.iter().filter_map(|part| self.by.get(&(level, area, *part, sex, age)));
        rows.filter_map(|counts| counts.get(variable)).sum()
    }

    /// People behind the records of a spot, from the number that stands at a position of each row.
    fn behind(&self, how: Behind, position: usize, at: (usize, usize), span: &TimeSpan, sex: SexMember) -> u64 {
        let parts = span.parts.iter().filter_map(|part| self.by.get(&(at.0, at.1, *part, sex, None)));
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

/// What is needed at a level: spans, with whether each is published there, and whether it is divided by sex.
type Needed = BTreeMap<TimeSpan, (bool, bool)>;

impl Counting<'_> {
    fn add(&self, held: &BTreeSet<Period>, builder: &mut Builder) {
        let totals = Totals::new(self.partnership, self.indicator, self.counted);
        let needed = self.needed(held);
        for (level, spans) in &needed {
            for (span, (published, by_sex)) in spans {
                for area in 0..self.partnership.areas().levels[*level].areas.len() {
                    self.area(builder, &totals, (*level, area), span, (*published, *by_sex));
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
                from_below.iter().map(|(span, (_, by_sex))| (span.clone(), (false, *by_sex))).collect();
            for grid in grids.iter().filter(|grid| grid.level == level) {
                for span in &grid.spans {
                    let entry = here.entry(span.clone()).or_default();
                    *entry = (true, entry.1 || grid.by_sex);
                }
            }
            // Every span is tied to the held periods it is made of, so that no two spans are free of each other.
            let singles: Vec<(TimeSpan, bool)> = here
                .iter()
                .flat_map(|(span, (_, by_sex))| span.parts.iter().map(|part| (TimeSpan::single(*part), *by_sex)))
                .collect();
            for (single, by_sex) in singles {
                let entry = here.entry(single).or_default();
                entry.1 |= by_sex;
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
        sex: SexMember,
        age: Option<usize>,
    ) -> CellKey {
        let code = self.partnership.areas().levels[level].areas[area].code.as_str();
        key(&self.indicator.id.value, &self.counted.variables[variable], code, &span.token(), sex, age)
    }

    fn area(
        &self,
        builder: &mut Builder,
        totals: &Totals,
        at: (usize, usize),
        span: &TimeSpan,
        (published, by_sex): (bool, bool),
    ) {
        let publication = if published { Publication::Published } else { Publication::Latent };
        for variable in 0..self.counted.variables.len() {
            let count = totals.count(variable, at, span, None, None);
            let people = self.people(totals, at, span, None).unwrap_or(count);
            builder.cell(self.key(variable, at, span, None, None), (count, people), publication.clone(), true);
            if by_sex {
                self.sexes(builder, totals, variable, at, span, &publication);
            }
            self.strata(builder, totals, variable, at, span, published);
        }
        if builder.policy().guard_complement && published {
            let members = self.published_sexes(by_sex);
            members.into_iter().for_each(|sex| self.complements(builder, totals, at, span, sex));
        }
    }

    /// People behind the records of a spot, where they are counted by themselves.
    fn people(&self, totals: &Totals, (level, area): (usize, usize), span: &TimeSpan, sex: SexMember) -> Option<u64> {
        if let Some(behind) = self.counted.behind {
            return Some(totals.behind(behind, self.counted.variables.len(), (level, area), span, sex));
        }
        if sex.is_some() {
            return None;
        }
        self.counted.people.get(&(level, span.token(), Some(area))).map(|people| people.people)
    }

    /// Members of sex that are published: everybody, and those the code list names as female and male.
    fn published_sexes(&self, by_sex: bool) -> Vec<SexMember> {
        let positions = sex_positions(self.partnership, self.indicator);
        std::iter::once(None).chain(positions.into_iter().filter(|_| by_sex).flatten().map(Some)).collect()
    }

    fn sexes(
        &self,
        builder: &mut Builder,
        totals: &Totals,
        variable: usize,
        at: (usize, usize),
        span: &TimeSpan,
        publication: &Publication,
    ) {
        let Some(known) = sex_positions(self.partnership, self.indicator) else { return };
        let persons = totals.count(variable, at, span, None, None);
        let mut children = Vec::new();
        let mut shown = 0;
        for sex in known {
            let count = totals.count(variable, at, span, Some(sex), None);
            shown += count;
            let key = self.key(variable, at, span, Some(sex), None);
            let people = self.people(totals, at, span, Some(sex)).unwrap_or(count);
            builder.cell(key.clone(), (count, people), publication.clone(), true);
            children.push(key);
        }
        let rest = self.key(variable, at, span, Some(usize::MAX), None);
        let not_known = persons.saturating_sub(shown);
        builder.cell(rest.clone(), (not_known, not_known), Publication::Latent, false);
        children.push(rest);
        builder.sum(self.key(variable, at, span, None, None), children);
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
        let total = self.key(variable, at, span, None, None);
        let mut children = Vec::new();
        let mut dated = 0;
        for age in 0..ages {
            let count = totals.count(variable, at, span, None, Some(age));
            dated += count;
            let key = self.key(variable, at, span, None, Some(age));
            builder.cell(key.clone(), (count, count), Publication::Sealed { total: total.clone() }, true);
            children.push(key);
        }
        let rest = self.key(variable, at, span, None, Some(usize::MAX));
        let not_known = totals.count(variable, at, span, None, None).saturating_sub(dated);
        builder.cell(rest.clone(), (not_known, not_known), Publication::Latent, false);
        children.push(rest);
        builder.sum(total, children);
    }

    /// People of the denominator who are not in the numerator.
    fn complements(&self, builder: &mut Builder, totals: &Totals, at: (usize, usize), span: &TimeSpan, sex: SexMember) {
        for (denominator, numerator) in [(0, 1), (2, 3)] {
            if numerator >= self.counted.variables.len() {
                continue;
            }
            let (all, with) =
                (totals.count(denominator, at, span, sex, None), totals.count(numerator, at, span, sex, None));
            let (parent, child) =
                (self.key(denominator, at, span, sex, None), self.key(numerator, at, span, sex, None));
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
            for (span, (_, by_sex)) in &needed[&fine] {
                let members = self.published_sexes(*by_sex);
                for (variable, sex) in
                    (0..self.counted.variables.len()).flat_map(|v| members.iter().map(move |s| (v, *s)))
                {
                    for parent in 0..areas.levels[coarse].areas.len() {
                        let children = (0..areas.levels[fine].areas.len())
                            .filter(|child| areas.ancestor_from(fine, *child, coarse) == Some(parent))
                            .map(|child| self.key(variable, (fine, child), span, sex, None))
                            .collect();
                        builder.sum(self.key(variable, (coarse, parent), span, sex, None), children);
                    }
                }
            }
        }
    }

    fn sums_over_time(&self, builder: &mut Builder, needed: &BTreeMap<usize, Needed>) {
        for (level, spans) in needed {
            for (span, (_, by_sex)) in spans {
                let parts: Vec<TimeSpan> = span.parts.iter().map(|part| TimeSpan::single(*part)).collect();
                if parts == [span.clone()] {
                    continue;
                }
                let members = self.published_sexes(*by_sex);
                for area in 0..self.partnership.areas().levels[*level].areas.len() {
                    for (variable, sex) in
                        (0..self.counted.variables.len()).flat_map(|v| members.iter().map(move |s| (v, *s)))
                    {
                        let at = (*level, area);
                        let children = parts.iter().map(|part| self.key(variable, at, part, sex, None)).collect();
                        builder.sum(self.key(variable, at, span, sex, None), children);
                    }
                }
            }
        }
    }
}

/// Positions of female and male in the code list of the sex column; `None` where the indicator has none.
pub(crate) fn sex_positions(partnership: &Partnership, indicator: &Indicator) -> Option<[usize; 2]> {
    let (Measure::Proportion(_) | Measure::Sql(_)) = &indicator.measure else { return None };
    let count = indicator.measure.count()?;
    let dataset = &count.datasets.first()?.value;
    let column = partnership.contract_of(dataset)?.column(count.sex.as_ref()?.value.as_str())?;
    let concordat_declare::contract::ColumnKind::Code { list } = &column.kind else { return None };
    let list = partnership.code_list(list)?;
    Some([usize::from(list.position("F")?), usize::from(list.position("M")?)])
}

/// How many age bands a standardised rate has.
pub(crate) fn age_count(partnership: &Partnership, indicator: &Indicator) -> Option<usize> {
    let Measure::DirectlyStandardisedRate(measure) = &indicator.measure else { return None };
    let dataset = &measure.count.datasets.first()?.value;
    let column = partnership.contract_of(dataset)?.column(measure.age_band.value.as_str())?;
    let concordat_declare::contract::ColumnKind::Code { list } = &column.kind else { return None };
    partnership.code_list(list).map(concordat_declare::code_list::CodeList::len)
}
