//! What published figures of an indicator rested on: kept beside the register, so that tonight's counts can be compared
//! with those that stand, and stand in for them where a revision has to wait.
//!
//! Areas are kept by code, since positions change with the table of areas. Not allowed in here: deciding what waits, and a
//! count in clear outside [`BasisPart`], which is sealed under the keys of the extracts it was counted from.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::areas::Areas;
use concordat_disclosure::CellKey;
use concordat_store::DataKey;
use serde::{Deserialize, Serialize};

use crate::cells::{Grid, column_level, grids};
use crate::dimension::{Divided, Member};
use crate::inventory::Inventory;
use crate::linked::{Linkable, LinkedTables};
use crate::spans::TimeSpan;
use crate::tabulate::{Behind, Content, Counted, Extracts, FineRow, People, Tabulated, breaks};

/// A span of time of which a release had a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpanShown {
    level: String,
    span: TimeSpan,
    #[serde(flatten)]
    divided: Divided,
}

impl SpanShown {
    /// The table, where all its periods are held and its level still is one.
    pub(crate) fn grid(&self, partnership: &Partnership, held: &BTreeSet<Period>) -> Option<Grid> {
        let (level, _) = partnership.areas().level(&self.level)?;
        let all_held = self.span.parts.iter().all(|part| held.contains(part));
        all_held.then(|| Grid { level, spans: vec![self.span.clone()], divided: self.divided })
    }
}

/// What figures of an indicator rested on at one time, without a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The indicator.
    pub indicator: Name,
    /// The version of its definition.
    pub indicator_version: u32,
    variables: Vec<String>,
    behind: Option<Behind>,
    /// The spans of its tables.
    pub spans: Vec<SpanShown>,
    /// The window of a linked count, and its level.
    window: Option<(TimeSpan, String)>,
    extracts: Vec<(Name, Period, String)>,
}

/// Earlier counts under the names of tonight's cells.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The counts.
    pub counts: Tabulated,
    renamed: Option<(String, String)>,
}

impl Earlier {
    /// The name that a cell of an earlier release has tonight.
    #[must_use]
    pub fn name_of(&self, key: &CellKey) -> CellKey {
        match &self.renamed {
            Some((before, now)) => CellKey::new(key.as_str().replacen(before.as_str(), now, 1)),
            None => key.clone(),
        }
    }
}

/// Counts of a basis that rest on the same extracts.
pub struct BasisPart {
    /// The periods they are of.
    pub periods: Vec<Period>,
    /// The key of all extracts they were counted from; none where they rest on none.
    pub key: Option<DataKey>,
    /// The counts, to be sealed.
    pub plain: Vec<u8>,
}

impl std::fmt::Debug for BasisPart {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("BasisPart").field("periods", &self.periods).finish_non_exhaustive()
    }
}

/// A row of counts, with its area by code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct RowKept {
    period: Period,
    area: Option<String>,
    sex: Option<usize>,
    age: Option<usize>,
    #[serde(default)]
    category: Option<usize>,
    counts: Vec<u64>,
}

/// People behind the records of an area in a span.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PeopleKept {
    level: String,
    span: String,
    area: Option<String>,
    /// The sex that they are of, by position.
    #[serde(default)]
    sex: Option<usize>,
    /// The group by a coded column that they are of.
    #[serde(default)]
    category: Option<usize>,
    people: People,
}

#[derive(Default, Serialize, Deserialize)]
struct PlainPart {
    rows: Vec<RowKept>,
    people: Vec<PeopleKept>,
    /// Rule, area, domains, people.
    linked: Vec<(usize, Option<String>, u32, u64)>,
    /// Domain, area, counts.
    linkable: Vec<(usize, Option<String>, Linkable)>,
}

fn code(areas: &Areas, level: usize, area: Option<usize>) -> Option<String> {
    Some(areas.levels.get(level)?.areas.get(area?)?.code.to_string())
}

fn position(areas: &Areas, level: usize, code: Option<&String>) -> Option<usize> {
    let code = code?;
    areas.levels.get(level)?.areas.iter().position(|area| area.code.as_str() == code)
}

/// Level and span of a table, and by what it is divided.
fn spans_shown(partnership: &Partnership, tabulated: &Tabulated) -> Vec<SpanShown> {
    let Some(indicator) = partnership.indicator(&tabulated.indicator) else { return Vec::new() };
    let breaks = breaks(indicator, &tabulated.periods);
    let mut shown = BTreeSet::new();
    for grid in grids(partnership, indicator, &tabulated.periods, &breaks) {
        let Some(level) = partnership.areas().levels.get(grid.level) else { continue };
        let divided = grid.divided;
        shown.extend(grid.spans.into_iter().map(|span| SpanShown { level: level.id.to_string(), span, divided }));
    }
    shown.into_iter().collect()
}

impl Tabulated {
    /// The indicator.
    #[must_use]
    pub fn indicator(&self) -> &Name {
        &self.indicator
    }

    /// The periods that were counted.
    #[must_use]
    pub fn periods(&self) -> &BTreeSet<Period> {
        &self.periods
    }

    /// Whether it counts people found in several datasets, in one window.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        matches!(self.content, Content::Linked(_))
    }

    /// The window of a linked count, in words.
    #[must_use]
    pub fn window(&self) -> Option<&str> {
        match &self.content {
            Content::Linked(linked) => Some(&linked.span.label),
            Content::Counted(_) => None,
        }
    }

    /// What its figures rest on, without a count.
    #[must_use]
    pub fn basis(&self, partnership: &Partnership) -> Basis {
        let version = partnership.indicator(&self.indicator).map_or(0, |indicator| indicator.indicator_version);
        let areas = partnership.areas();
        let (variables, behind, window) = match &self.content {
            Content::Counted(counted) => (counted.variables.clone(), counted.behind, None),
            Content::Linked(linked) => {
                let level = areas.levels.get(linked.level).map(|level| level.id.to_string());
                (Vec::new(), None, level.map(|level| (linked.span.clone(), level)))
            }
        };
        let extracts = self.extracts.iter().flat_map(|(dataset, periods)| {
            periods.iter().map(|(period, commitment)| (dataset.clone(), *period, commitment.clone()))
        });
        Basis {
            indicator: self.indicator.clone(),
            indicator_version: version,
            variables,
            behind,
            spans: spans_shown(partnership, self),
            window,
            extracts: extracts.collect(),
        }
    }

    /// The counts, in parts that rest on the same extracts: a part for each period, and one for each span of several.
    #[must_use]
    pub fn parts(&self, partnership: &Partnership, inventory: &Inventory) -> Vec<BasisPart> {
        let mut parts: BTreeMap<Vec<Period>, PlainPart> = BTreeMap::new();
        match &self.content {
            Content::Counted(counted) => self.counted_parts(partnership, counted, &mut parts),
            Content::Linked(linked) => {
                parts.insert(linked.span.parts.clone(), linked_part(partnership.areas(), linked));
            }
        }
        let part = |(periods, plain): (Vec<Period>, PlainPart)| {
            let key = self.key(inventory, &periods);
            BasisPart { periods, key, plain: serde_json::to_vec(&plain).unwrap_or_default() }
        };
        parts.into_iter().map(part).collect()
    }

    fn counted_parts(
        &self,
        partnership: &Partnership,
        counted: &Counted,
        parts: &mut BTreeMap<Vec<Period>, PlainPart>,
    ) {
        let areas = partnership.areas();
        let level = self.level(partnership);
        for row in counted.fine.iter().filter(|row| self.periods.contains(&row.period)) {
            let kept = RowKept {
                period: row.period,
                area: code(areas, level, row.area),
                sex: row.sex,
                age: row.age,
                category: row.category,
                counts: row.counts.clone(),
            };
            parts.entry(vec![row.period]).or_default().rows.push(kept);
        }
        let spans: BTreeMap<String, Vec<Period>> =
            spans_shown(partnership, self).into_iter().map(|shown| (shown.span.token(), shown.span.parts)).collect();
        for ((level, span, area, member), people) in &counted.people {
            let Some(named) = areas.levels.get(*level) else { continue };
            let kept = PeopleKept {
                level: named.id.to_string(),
                span: span.clone(),
                area: code(areas, *level, *area),
                sex: if let Member::Sex(position) = member { Some(*position) } else { None },
                category: if let Member::Category(position) = member { Some(*position) } else { None },
                people: *people,
            };
            parts.entry(spans.get(span).cloned().unwrap_or_default()).or_default().people.push(kept);
        }
        for part in parts.values_mut() {
            part.rows.sort();
        }
    }

    /// The key of all extracts that counts of these periods rest on.
    fn key(&self, inventory: &Inventory, periods: &[Period]) -> Option<DataKey> {
        let needed = |extract: &Period| periods.iter().any(|period| covers(extract, period));
        let held = self.extracts.iter().filter_map(|(dataset, read)| Some((inventory.datasets.get(dataset)?, read)));
        let partitions = held.flat_map(|(held, read)| {
            held.partitions.iter().filter(|partition| read.contains_key(&partition.period) && needed(&partition.period))
        });
        DataKey::joined(partitions.map(|partition| &partition.key))
    }

    fn level(&self, partnership: &Partnership) -> usize {
        partnership.indicator(&self.indicator).map_or(0, |indicator| column_level(partnership, indicator))
    }

    /// Periods, held now and then, of which the counts differ; of a linked count, all of its window.
    #[must_use]
    pub fn differs_from(&self, then: &Self) -> BTreeSet<Period> {
        match (&self.content, &then.content) {
            (Content::Counted(now), Content::Counted(before)) => {
                let both = self.periods.intersection(&then.periods);
                both.filter(|period| rows_of(now, **period) != rows_of(before, **period)).copied().collect()
            }
            (Content::Linked(now), Content::Linked(before)) if now == before => BTreeSet::new(),
            _ => self.periods.clone(),
        }
    }

    /// Whether counts of the one can stand in for counts of the other.
    #[must_use]
    pub fn is_like(&self, then: &Self) -> bool {
        match (&self.content, &then.content) {
            (Content::Counted(now), Content::Counted(before)) => {
                now.variables == before.variables && now.behind == before.behind
            }
            (Content::Linked(_), Content::Linked(_)) => true,
            _ => false,
        }
    }

    /// These counts, with those of some periods as they were; a linked count is one whole. What an extract of such a period
    /// is called in lineage is as it was, too.
    #[must_use]
    pub fn with_earlier(&self, then: &Self, periods: &BTreeSet<Period>, partnership: &Partnership) -> Self {
        let (Content::Counted(now), Content::Counted(before)) = (&self.content, &then.content) else {
            return Self { indicator: self.indicator.clone(), ..then.clone() };
        };
        let mut counted = now.clone();
        counted.fine.retain(|row| !periods.contains(&row.period));
        counted.fine.extend(before.fine.iter().filter(|row| periods.contains(&row.period)).cloned());
        let touched = spans_shown(partnership, self)
            .into_iter()
            .filter(|shown| shown.span.parts.iter().any(|part| periods.contains(part)))
            .map(|shown| shown.span.token());
        let touched: BTreeSet<String> = touched.collect();
        let earlier = before.people.iter().filter(|((_, span, ..), _)| touched.contains(span));
        let earlier: BTreeMap<_, People> = earlier.map(|(key, people)| (key.clone(), *people)).collect();
        let known: BTreeSet<&String> = earlier.keys().map(|(_, span, ..)| span).collect();
        counted.people.retain(|(_, span, ..), _| !known.contains(span));
        counted.people.extend(earlier);
        let mut extracts = self.extracts.clone();
        for (dataset, read) in &then.extracts {
            let waits = |extract: &Period| periods.iter().any(|period| covers(extract, period));
            let here = extracts.entry(dataset.clone()).or_default();
            let earlier = read.iter().filter(|(extract, _)| waits(extract) && here.contains_key(extract));
            let earlier: Vec<(Period, String)> = earlier.map(|(period, hash)| (*period, hash.clone())).collect();
            here.extend(earlier);
        }
        Self { content: Content::Counted(counted), extracts, ..self.clone() }
    }

    /// Earlier counts under the names that tonight's cells have. Windows of linked counts that overlap are counts of the same
    /// people at two times, and so of the same cells; `None` where they do not overlap.
    #[must_use]
    pub fn under_names_of(&self, tonight: &Self) -> Option<Earlier> {
        let (Content::Linked(now), Content::Linked(before)) = (&tonight.content, &self.content) else {
            return Some(Earlier { counts: self.clone(), renamed: None });
        };
        let overlap = before.span.parts.iter().any(|month| now.span.parts.contains(month));
        overlap.then(|| {
            let renamed = Some((format!("|{}|", before.span.token()), format!("|{}|", now.span.token())));
            let content = Content::Linked(LinkedTables { span: now.span.clone(), ..before.clone() });
            Earlier { counts: Self { content, ..self.clone() }, renamed }
        })
    }

    /// These earlier counts, with tonight's for periods of which the earlier ones cannot be opened and that rest on the very
    /// same extracts: what a place has that was restored without its keys. Says which periods those are.
    #[must_use]
    pub fn completed_by(&self, tonight: &Self, closed: &BTreeSet<Period>) -> (Self, BTreeSet<Period>) {
        let of = |counts: &Self, period: &Period| -> Vec<(Name, Period, String)> {
            let all = counts.extracts.iter().flat_map(|(dataset, read)| read.iter().map(move |one| (dataset, one)));
            all.filter(|(_, (extract, _))| covers(extract, period))
                .map(|(dataset, (extract, commitment))| (dataset.clone(), *extract, commitment.clone()))
                .collect()
        };
        let same = |period: &&Period| {
            let now = of(tonight, period);
            !now.is_empty() && now == of(self, period)
        };
        let same: BTreeSet<Period> = closed.iter().filter(same).copied().collect();
        let mut completed = self.clone();
        match (&mut completed.content, &tonight.content) {
            (Content::Counted(then), Content::Counted(now)) => {
                then.fine.extend(now.fine.iter().filter(|row| same.contains(&row.period)).cloned());
                then.people.extend(now.people.iter().map(|(key, people)| (key.clone(), *people)));
                completed.periods.extend(&same);
            }
            (Content::Linked(then), Content::Linked(now)) if same == *closed && then.span == now.span => {
                *then = now.clone();
                completed.periods.clone_from(&tonight.periods);
            }
            _ => return (self.clone(), BTreeSet::new()),
        }
        (completed, same)
    }

    /// These counts without those of other periods.
    #[must_use]
    pub fn only(&self, periods: &BTreeSet<Period>) -> Self {
        let mut only = self.clone();
        if let Content::Counted(counted) = &mut only.content {
            counted.fine.retain(|row| periods.contains(&row.period));
            only.periods.retain(|period| periods.contains(period));
        }
        only
    }
}

/// Whether records of a period stand in an extract.
fn covers(extract: &Period, period: &Period) -> bool {
    (extract.first_month_number()..=extract.last_month_number()).contains(&period.first_month_number())
}

/// Area, sex, age and group.
type Spot = (Option<usize>, Option<usize>, Option<usize>, Option<usize>);

/// The rows of a period, in order, those for the same spot added up.
fn rows_of(counted: &Counted, period: Period) -> BTreeMap<Spot, Vec<u64>> {
    let mut rows = BTreeMap::new();
    for row in counted.fine.iter().filter(|row| row.period == period) {
        let sum: &mut Vec<u64> = rows.entry((row.area, row.sex, row.age, row.category)).or_default();
        sum.resize(sum.len().max(row.counts.len()), 0);
        sum.iter_mut().zip(&row.counts).for_each(|(sum, count)| *sum += count);
    }
    rows.retain(|_, counts| counts.iter().any(|count| *count > 0));
    rows
}

fn linked_part(areas: &Areas, linked: &LinkedTables) -> PlainPart {
    let people = linked.people.iter();
    let linkable = linked.linkable.iter();
    PlainPart {
        linked: people
            .map(|((rule, area, domains), people)| (*rule, code(areas, linked.level, *area), *domains, *people))
            .collect(),
        linkable: linkable
            .map(|((domain, area), counts)| (*domain, code(areas, linked.level, *area), *counts))
            .collect(),
        ..PlainPart::default()
    }
}

impl Basis {
    /// The counts, from the plain text of the parts that could be opened; the periods they are of are those of its tables.
    /// `None` where a part is not what [`Tabulated::parts`] made.
    #[must_use]
    pub fn counts(&self, partnership: &Partnership, periods: BTreeSet<Period>, parts: &[Vec<u8>]) -> Option<Tabulated> {
        let areas = partnership.areas();
        let plain = parts.iter().map(|part| serde_json::from_slice(part).ok());
        let plain: Vec<PlainPart> = plain.collect::<Option<_>>()?;
        let mut extracts = Extracts::new();
        for (dataset, period, commitment) in &self.extracts {
            extracts.entry(dataset.clone()).or_default().insert(*period, commitment.clone());
        }
        let content = match &self.window {
            Some((span, level)) => {
                let (level, _) = areas.level(level)?;
                Content::Linked(linked_tables(areas, span.clone(), level, &plain))
            }
            None => Content::Counted(self.counted(partnership, &plain)?),
        };
        Some(Tabulated { indicator: self.indicator.clone(), content, periods, extracts })
    }

    fn counted(&self, partnership: &Partnership, plain: &[PlainPart]) -> Option<Counted> {
        let areas = partnership.areas();
        let level = column_level(partnership, partnership.indicator(&self.indicator)?);
        let fine = plain.iter().flat_map(|part| &part.rows).map(|row| FineRow {
            period: row.period,
            area: position(areas, level, row.area.as_ref()),
            sex: row.sex,
            age: row.age,
            category: row.category,
            counts: row.counts.clone(),
        });
        let people = plain.iter().flat_map(|part| &part.people).filter_map(|kept| {
            let (level, _) = areas.level(&kept.level)?;
            let of_sex = kept.sex.map(Member::Sex);
            let member = of_sex.or(kept.category.map(Member::Category)).unwrap_or(Member::All);
            Some(((level, kept.span.clone(), position(areas, level, kept.area.as_ref()), member), kept.people))
        });
        Some(Counted {
            variables: self.variables.clone(),
            fine: fine.collect(),
            people: people.collect(),
            population: None,
            behind: self.behind,
        })
    }
}

fn linked_tables(areas: &Areas, span: TimeSpan, level: usize, plain: &[PlainPart]) -> LinkedTables {
    let at = |area: &Option<String>| position(areas, level, area.as_ref());
    let people = plain.iter().flat_map(|part| &part.linked);
    let linkable = plain.iter().flat_map(|part| &part.linkable);
    LinkedTables {
        span,
        level,
        people: people.map(|(rule, area, domains, people)| ((*rule, at(area), *domains), *people)).collect(),
        linkable: linkable.map(|(domain, area, counts)| ((*domain, at(area)), *counts)).collect(),
    }
}
