//! A second, slow and obvious way to tell what an answer rests on: change a column, or a row of a table, run the query again
//! on the engine underneath without any of our reading, and look whether the answer is another.
//!
//! Whatever changes an answer must be among the sources that were derived from its plan (no false allow): everything that
//! is not among them is changed at once, for each output column by itself, and the column must stay. And hardly a derived
//! source may be one that no change shows (a false deny): each is changed alone, until its change shows. Not allowed in
//! here: an answer that our own engine gave.

mod chance;
mod generator;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use concordat_engine::{Engine, PlanSources, Position, Session};

use chance::Chance;
use generator::{Generated, Generator, STRATA};
use worlds::{Planned, Raw, Rows, TABLES, World};

/// Queries of each kind.
const EACH: usize = 92;
/// Worlds in which everything that is no source is changed.
const WORLDS: usize = 3;
/// Worlds that are tried for a derived source that no change has shown yet.
const MOST_WORLDS: usize = 10;

/// What was found of one kind of query.
#[derive(Debug, Default, Clone)]
struct Found {
    queries: usize,
    not_planned: usize,
    derived: usize,
    unseen: usize,
    unneeded: usize,
    renamed: usize,
    examples: Vec<String>,
}

/// Sources as both ways tell them: a column of a table, or its rows.
type Spot = (usize, Option<usize>);

fn spots() -> Vec<Spot> {
    let of_table =
        |table: usize| (0..TABLES[table].1.len()).map(move |column| (table, Some(column))).chain([(table, None)]);
    (0..TABLES.len()).flat_map(of_table).collect()
}

/// The world with one column changed, or with other rows.
fn changed(world: &World, (table, column): Spot, chance: &mut Chance) -> World {
    let mut other = world.clone();
    let rows = &mut other.rows[table];
    let Some(column) = column else {
        match chance.below(4) {
            0 => rows.clear(),
            1 => rows.extend(rows.clone()),
            2 => rows.truncate(rows.len() - 1),
            _ => rows.insert(0, World::random(chance).rows[table][0].clone()),
        }
        return other;
    };
    match chance.below(5) {
        0 => rows.iter_mut().for_each(|row| row[column] = Some(1)),
        1 => rows.iter_mut().for_each(|row| row[column] = None),
        2 => {
            let at = chance.below(rows.len());
            rows[at][column] = rows[at][column].map_or(Some(2), |value| (value > 0).then(|| value - 1));
        }
        3 => {
            let random = World::random(chance);
            for (at, row) in rows.iter_mut().enumerate() {
                row[column] = random.rows[table][at % random.rows[table].len()][column];
            }
        }
        _ => rows.iter_mut().for_each(|row| row[column] = row[column].map(|value| 3 - value)),
    }
    other
}

/// One query under trial.
struct Trial<'raw> {
    raw: &'raw Raw,
    planned: Planned,
    ordered: bool,
    sources: PlanSources,
    names: Vec<String>,
}

/// A world, with the answer in it.
struct Asked {
    world: World,
    views: Option<Vec<Vec<String>>>,
}

/// Columns of an answer, each by itself and, last, all together; in order of the rows only where the query orders them.
fn views(rows: &Rows, width: usize, ordered: bool) -> Vec<Vec<String>> {
    let sorted = |mut values: Vec<String>| {
        if !ordered {
            values.sort();
        }
        values
    };
    let column = |at: usize| sorted(rows.iter().map(|row| row[at].clone()).collect());
    (0..width).map(column).chain([sorted(rows.iter().map(|row| row.join("|")).collect())]).collect()
}

impl Trial<'_> {
    fn views(&self, world: &World) -> Option<Vec<Vec<String>>> {
        Some(views(&self.raw.ask(&self.planned.physical, world)?, self.names.len(), self.ordered))
    }

    /// A world, with the answer in it.
    fn asked(&self, chance: &mut Chance) -> Asked {
        let world = World::random(chance);
        Asked { views: self.views(&world), world }
    }

    /// Whether a change shows in the answer.
    fn shows(&self, asked: &Asked, other: &World) -> bool {
        match (&asked.views, self.views(other)) {
            (Some(before), Some(after)) => *before != after,
            // A query that fails in one world only, as a scalar subquery of several rows does.
            (before, after) => before.is_some() != after.is_some(),
        }
    }

    /// Everything that an output column, or the answer as a whole, rests on.
    fn derived(&self, output: Option<&String>) -> BTreeSet<Spot> {
        let (columns, presence) = match output {
            Some(name) => {
                let output = &self.sources.outputs[name];
                (output.direct.union(&output.indirect).cloned().collect::<BTreeSet<_>>(), &output.presence)
            }
            None => {
                let direct = self.sources.direct.values().flatten();
                (direct.chain(&self.sources.indirect).cloned().collect(), &self.sources.presence)
            }
        };
        let within = |(table, column): &Spot| {
            let (name, known) = TABLES[*table];
            match column {
                None => presence.contains(name),
                Some(at) => columns.contains(&(name.to_owned(), known[*at].0.to_owned())),
            }
        };
        spots().into_iter().filter(within).collect()
    }

    /// Everything else changed at once must leave each output column, and the whole answer, as it was.
    fn no_false_allow(&self, sql: &str, asked: &Asked, chance: &mut Chance) {
        let Some(before) = &asked.views else { return };
        let mut by_sources: BTreeMap<BTreeSet<Spot>, Vec<usize>> = BTreeMap::new();
        for (at, name) in self.names.iter().map(Some).chain([None]).enumerate() {
            by_sources.entry(self.derived(name)).or_default().push(at);
        }
        for (derived, outputs) in by_sources {
            let mut other = asked.world.clone();
            for spot in spots().into_iter().filter(|spot| !derived.contains(spot)) {
                other = changed(&other, spot, chance);
            }
            let after = self.views(&other);
            for at in outputs {
                let same = after.as_ref().is_some_and(|after| after[at] == before[at]);
                assert!(same, "more than {derived:?} shows in {:?} of {sql}\n{:#?}", self.names.get(at), self.sources);
            }
        }
        // A column that stands in no position matters to nothing, whatever was taken for a source of the answer.
        let placed = |(table, column): &Spot| {
            let (name, known) = TABLES[*table];
            let stands = |at: usize| {
                let positions = &self.sources.positions;
                positions.iter().any(|((of, named), _)| of == name && named == known[at].0)
            };
            column.is_none_or(stands)
        };
        let mut own = Chance::new(7);
        let unplaced = spots().into_iter().filter(|spot| !placed(spot));
        let other = unplaced.fold(asked.world.clone(), |world, spot| changed(&world, spot, &mut own));
        assert!(!self.shows(asked, &other), "a column that stands in no position shows in {sql}\n{:#?}", self.sources);
    }

    /// Whether the engine underneath reads a source after taking out what it finds unneeded.
    fn still_read(&self, (table, column): Spot) -> bool {
        let (name, known) = TABLES[table];
        let read = self.planned.read.get(name);
        read.is_some_and(|columns| column.is_none_or(|at| columns.contains(known[at].0)))
    }

    /// Both keys, where they stand only where their values cannot matter.
    fn keys_are_only_counted(&self) -> bool {
        const BLIND: [Position; 4] =
            [Position::Joined, Position::GroupedAway, Position::CountedDistinct, Position::Present];
        let of_keys = || self.sources.positions.iter().filter(|((_, column), _)| column == "k");
        // A key that is compared with another column takes part in that column's values.
        let only_keys_joined =
            self.sources.positions.iter().all(|((_, column), position)| *position != Position::Joined || column == "k");
        of_keys().next().is_some() && only_keys_joined && of_keys().all(|(_, position)| BLIND.contains(position))
    }

    /// Other names for the same people, the same in both tables, change nothing.
    fn renamed_changes_nothing(&self, sql: &str, world: &World) {
        let mut renamed = world.clone();
        for (table, column) in [(0, 3), (1, 0)] {
            for row in &mut renamed.rows[table] {
                row[column] = row[column].map(|key| [907, 13, 444, 58][usize::try_from(key).unwrap()]);
            }
        }
        assert_eq!(self.views(world), self.views(&renamed), "{sql} tells of keys\n{:#?}", self.sources.positions);
    }
}

fn session(engine: &Engine) -> Session {
    let mut session = engine.session().unwrap();
    for (at, (name, _)) in TABLES.iter().enumerate() {
        session.register_batch(name, RecordBatch::new_empty(worlds::schema(at))).unwrap();
    }
    session
}

/// Whether the answer itself is ordered; an order within a subquery says nothing of it.
fn is_ordered(sql: &str) -> bool {
    sql.rfind(" LIMIT ").is_some_and(|at| !sql[at..].contains(')'))
}

fn judge(raw: &Raw, session: &Session, generated: &Generated, chance: &mut Chance, found: &mut Found) {
    let sql = &generated.sql;
    let (planned, sources) = match (raw.plan(sql), session.sources(sql)) {
        (Ok(planned), Ok(sources)) => (planned, sources),
        (planned, sources) => {
            // What the engine underneath cannot plan proves nothing; what it can, we must not fail to read.
            assert!(planned.is_err(), "{sql}: {}", sources.unwrap_err());
            found.not_planned += 1;
            return;
        }
    };
    found.queries += 1;
    let names = generated.columns.iter().map(|(name, _)| name.clone()).collect();
    let trial = Trial { raw, planned, ordered: is_ordered(sql), sources, names };
    let mut asked: Vec<Asked> = (0..WORLDS).map(|_| trial.asked(chance)).collect();
    for one in &asked {
        trial.no_false_allow(sql, one, chance);
    }
    for spot in trial.derived(None) {
        found.derived += 1;
        let seen = (0..MOST_WORLDS).any(|at| {
            if at == asked.len() {
                asked.push(trial.asked(chance));
            }
            trial.shows(&asked[at], &changed(&asked[at].world, spot, chance))
        });
        if !seen {
            found.unseen += 1;
            if !trial.still_read(spot) {
                found.unneeded += 1;
                found.examples.push(format!("{spot:?} {sql}"));
            }
        }
    }
    let by_place = sql.contains("LIMIT") || sql.contains("OVER");
    if trial.keys_are_only_counted() && !by_place {
        found.renamed += 1;
        asked.iter().take(4).for_each(|one| trial.renamed_changes_nothing(sql, &one.world));
    }
}

/// One kind of query after the other, half of them on each of two threads.
fn all() -> BTreeMap<&'static str, Found> {
    let half = |strata: &'static [&'static str]| {
        std::thread::Builder::new().stack_size(64 << 20).spawn(move || {
            let engine = Engine::new(crate::support::options(1)).unwrap();
            let (raw, session) = (Raw::new(), session(&engine));
            let mut results = Vec::new();
            for stratum in strata {
                let at = u64::try_from(STRATA.iter().position(|one| one == stratum).unwrap()).unwrap();
                let mut chance = Chance::new(20_260_630 + at);
                let mut found = Found::default();
                for turn in 0.. {
                    if found.queries == EACH {
                        break;
                    }
                    let generated =
                        Generator { chance: &mut chance, aliases: 0 }.query(stratum, [0, 1, 1, 2][turn % 4]);
                    judge(&raw, &session, &generated, &mut chance, &mut found);
                }
                results.push((*stratum, found));
            }
            results
        })
    };
    let (left, right) = STRATA.split_at(STRATA.len() / 2);
    let threads = [half(left).unwrap(), half(right).unwrap()];
    threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
}

#[test]
fn whatever_changes_an_answer_is_among_its_sources() {
    let found = all();
    let mut sum = Found::default();
    println!("{:<20} queries  not planned  sources  shown by no change  and not read  keys renamed", "kind");
    for stratum in STRATA {
        let one = &found[stratum];
        println!(
            "{stratum:<20} {:>7} {:>12} {:>8} {:>19} {:>13} {:>13}",
            one.queries, one.not_planned, one.derived, one.unseen, one.unneeded, one.renamed
        );
        sum.queries += one.queries;
        sum.derived += one.derived;
        sum.unseen += one.unseen;
        sum.unneeded += one.unneeded;
        sum.renamed += one.renamed;
        sum.examples.extend(one.examples.iter().cloned());
    }
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = |count: usize| 100.0 * count as f64 / sum.derived as f64;
    let (queries, derived) = (sum.queries, sum.derived);
    println!("{queries} queries, {derived} sources derived from their plans; no change shows outside them");
    println!(
        "shown by no change that was tried: {:.2} %; neither shown nor read: {:.2} %",
        share(sum.unseen),
        share(sum.unneeded)
    );
    println!("keys renamed, and no answer changed, in {} queries", sum.renamed);
    sum.examples.iter().take(20).for_each(|example| println!("  neither shown nor read: {example}"));
    assert!(queries >= 2_000);
    assert!(sum.renamed >= 20, "too few queries in which keys are only counted: {}", sum.renamed);
    assert!(share(sum.unneeded) <= 2.0, "{:.2} % of the derived sources are not needed", share(sum.unneeded));
    assert!(share(sum.unseen) <= 10.0, "{:.2} % of the derived sources were shown by no change", share(sum.unseen));
}
