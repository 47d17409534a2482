//! The attacks that a release must stand, by number; those on figures and files are tests of the rooms that make them.
//!
//! 4 and 6 to 8 are also tests of `protect`, which turns figures round, and 20 and 21 of it for its own files. The bytes of
//! 19, 20 and 21 for a whole release are tests of `publish` and `cli`, which write one.
//!
//! Each shows the leak refused, and what protection makes of the same table cleared. Not allowed here: a pattern that is
//! refused for another reason than the attack it stands for.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::rounding::Rounding;
use concordat_disclosure::{
    Cell, CellTable, Class, Evidence, Gate, Held, Occasion, Options, Policy, Printed, Publication, Rule, Rules, Shown,
    Sum, Vintage, audit, exact_intervals, joint_evidence, merged, protect, protect_with, rounding,
};

use crate::support::{Rows, SMALL, cell, cross, evidence, hidden, key, latent, open, policies, sum, table};

/// Evidence of showing everything but these cells.
fn showing_all_but(table: &CellTable, hidden: &[&str]) -> Evidence {
    let mut evidence = Evidence::of_table(table);
    for cell in table.cells().iter().filter(|cell| cell.publication == Publication::Published) {
        evidence.printed.push(match hidden.contains(&cell.key.as_str()) {
            true => Printed::hidden(cell.key.clone(), true),
            false => Printed::exact(cell.key.clone(), cell.count),
        });
    }
    evidence
}

fn rules(evidence: Evidence) -> BTreeMap<String, Rule> {
    let refused = audit(Rows(evidence)).err().map_or(vec![], |refusal| refusal.findings);
    refused.into_iter().map(|finding| (finding.key.as_str().to_owned(), finding.rule)).collect()
}

fn cleared(table: &CellTable) {
    let protected = protect(table.clone());
    assert!(protected.exposed().is_empty());
    assert_eq!(rules(evidence(table, &protected)), BTreeMap::new());
    // And without the tables that protection offers: the audit finds its own.
    let own = Evidence { offered: Vec::new(), ..evidence(table, &protected) };
    assert_eq!(rules(own), BTreeMap::new());
}

#[test]
fn attack_01_subtraction_in_a_row_a_hierarchy_and_two_partitions() {
    let row = table(vec![cell("t", 53), cell("a", 3), cell("b", 20), cell("c", 30)], vec![sum("t", &["a", "b", "c"])]);
    assert_eq!(rules(showing_all_but(&row, &["a"]))["a"], Rule::FollowsBySubtraction);
    cleared(&row);
    // Ten areas in two counties, and the same ten in a small and a big part.
    let areas = [("A", 2), ("B", 2), ("I", 8), ("J", 8), ("K", 3), ("L", 3), ("M", 3), ("N", 7)];
    let mut cells: Vec<Cell> = areas.iter().map(|(name, count)| cell(name, *count)).collect();
    cells.extend([cell("county1", 20), cell("county2", 16), cell("small", 30), cell("big", 6), cell("all", 36)]);
    let sums = vec![
        sum("all", &["county1", "county2"]),
        sum("county1", &["A", "B", "I", "J"]),
        sum("county2", &["K", "L", "M", "N"]),
        sum("all", &["small", "big"]),
        sum("big", &["L", "M"]),
        sum("small", &["A", "B", "I", "J", "K", "N"]),
    ];
    let linked = table(cells, sums);
    // Small and county 1 give K and N together, and N is shown.
    assert_eq!(rules(showing_all_but(&linked, &["A", "B", "K", "L", "M"]))["K"], Rule::FollowsBySubtraction);
    cleared(&linked);
}

#[test]
fn attack_02_an_interval_narrower_than_the_threshold() {
    let cells = table(vec![cell("t", 35), cell("a", 3), cell("b", 2), cell("c", 30)], vec![sum("t", &["a", "b", "c"])]);
    // a and b are 5 together, neither is nought: 1 to 4 each, four numbers. Of 4 together three are left.
    assert_eq!(rules(showing_all_but(&cells, &["a", "b"])), BTreeMap::new());
    let four = table(vec![cell("t", 34), cell("a", 2), cell("b", 2), cell("c", 30)], vec![sum("t", &["a", "b", "c"])]);
    assert_eq!(rules(showing_all_but(&four, &["a", "b"]))["a"], Rule::TooNarrow);
    cleared(&four);
}

#[test]
fn attack_03_a_hidden_pair_with_total_two() {
    let cells = table(vec![cell("t", 32), cell("a", 1), cell("b", 1), cell("c", 30)], vec![sum("t", &["a", "b", "c"])]);
    assert_eq!(rules(showing_all_but(&cells, &["a", "b"]))["a"], Rule::NarrowedToOne);
    cleared(&cells);
}

#[test]
fn attack_04_a_percentage_and_its_denominator() {
    let cells = table(vec![cell("a", 3), open("d", 60)], vec![]);
    let mut told = showing_all_but(&cells, &["a"]);
    // 5.0 per cent of 60 is 3 and nothing else.
    told.derived.push(Printed { key: key("a"), low: 3, high: 3 });
    assert_eq!(rules(told)["a"], Rule::NarrowedToOne);
}

#[test]
fn attack_05_the_percentage_of_the_complement() {
    let cells = table(vec![cell("n", 3), open("d", 60), latent("not", 57)], vec![sum("d", &["n", "not"])]);
    let mut told = showing_all_but(&cells, &["n"]);
    told.derived.push(Printed { key: key("not"), low: 57, high: 57 });
    assert_eq!(rules(told)["n"], Rule::NarrowedToOne);
}

#[test]
fn attack_08_a_ratio_to_the_country() {
    // 1.27 times a rate that everybody knows, of 1,500 people, is a count of 3 alone; an index with the ratio in whole
    // numbers leaves 3 to 5.
    let cells = table(vec![cell("a", 3), cell("b", 40), cell("t", 43)], vec![sum("t", &["a", "b"])]);
    let protected = protect(cells.clone());
    assert_eq!(rules(evidence(&cells, &protected)), BTreeMap::new());
    for (high, rule) in [(3, Rule::NarrowedToOne), (5, Rule::TooNarrow)] {
        let mut told = evidence(&cells, &protected);
        told.offered.clear();
        told.derived.push(Printed { key: key("a"), low: 3, high });
        assert_eq!(rules(told)["a"], rule);
    }
}

#[test]
fn attack_09_overlapping_bands_residual_areas_and_rolling_windows() {
    // Under 19 and under 18 are both shown: those of 18 follow.
    let bands = vec![cell("under19", 45), cell("under18", 43), latent("aged18", 2)];
    let bands = table(bands, vec![sum("under19", &["under18", "aged18"])]);
    assert_eq!(rules(showing_all_but(&bands, &[]))["aged18"], Rule::FollowsBySubtraction);
    assert_eq!(hidden(&protect(bands.clone())), "under18");
    // Twelve months to December and twelve to January: one month less the other.
    let months = |from: usize| (from..from + 3).map(|month| format!("m{month}")).collect::<Vec<_>>();
    let counts = [9_u64, 8, 7, 2];
    let mut cells: Vec<Cell> = (0..4).map(|month| latent(&format!("m{month}"), counts[month])).collect();
    cells.extend([cell("window0", 24), cell("window1", 17), open("m0.known", 9)]);
    let tie =
        |name: &str, from| Sum { parent: key(name), children: months(from).iter().map(|month| key(month)).collect() };
    let windows = table(cells, vec![tie("window0", 0), tie("window1", 1), sum("m0.known", &["m0"])]);
    assert_eq!(rules(showing_all_but(&windows, &[]))["m3"], Rule::FollowsBySubtraction);
    let protected = protect(windows.clone());
    assert_eq!(rules(evidence(&windows, &protected)), BTreeMap::new());
}

fn chain(counts: [u64; 3]) -> CellTable {
    let all = counts.iter().sum();
    let cells = vec![cell("a", counts[0]), cell("b", counts[1]), cell("c", counts[2]), cell("t", all)];
    table(cells, vec![sum("t", &["a", "b", "c"])])
}

fn gate() -> Gate {
    Gate { class: Class::SmallAreas, occasion: Occasion::Revision, least_change: 5, zeros_are_known: true }
}

#[test]
fn attack_10_the_same_data_with_another_pattern_next_night() {
    let cells = chain([3, 20, 30]);
    let [one, two] = [["a", "b"], ["a", "c"]].map(|hidden| showing_all_but(&cells, &hidden));
    assert!(rules(one.clone()).is_empty() && rules(two.clone()).is_empty());
    assert_eq!(rules(merged(&[one, two]))["a"], Rule::FollowsBySubtraction);
    // Protection keeps what was hidden, even where something else would now be cheaper.
    let before = protect_with(chain([3, 20, 30]), &Options::default());
    let after = chain([3, 40, 30]);
    let kept = Options { hidden_before: BTreeSet::from([key("b")]), ..Options::default() };
    assert_eq!(hidden(&before), "a b");
    assert_eq!(hidden(&protect_with(after, &kept)), "a b");
}

#[test]
fn attack_11_a_revision_of_a_few_people_seen_and_only_derivable() {
    let first = gate().decide(&chain([3, 20, 30]), &[], &[]);
    let seen = gate().decide(&chain([3, 20, 32]), &first.standing, &[]);
    assert_eq!(seen.held, Some(Held::SmallChange));
    assert_eq!(seen.printed, first.printed);
    // The hidden ones change by two; shown is only their total.
    let derivable = gate().decide(&chain([3, 22, 30]), &first.standing, &[]);
    assert_eq!((derivable.held, derivable.printed), (Some(Held::SmallChange), first.printed));
    assert!(gate().decide(&chain([3, 20, 37]), &first.standing, &[]).held.is_none());
}

#[test]
fn attack_12_removal_of_people() {
    let first = gate().decide(&chain([3, 20, 30]), &[], &[]);
    assert_eq!(gate().decide(&chain([3, 20, 28]), &first.standing, &[]).held, Some(Held::SmallChange));
    assert!(gate().decide(&chain([3, 20, 24]), &first.standing, &[]).held.is_none());
    let any_night = Gate { occasion: Occasion::Night, ..gate() };
    assert_eq!(any_night.decide(&chain([3, 20, 24]), &first.standing, &[]).held, Some(Held::NotTheDate));
}

#[test]
fn a_final_revision_of_a_borough_is_published_at_its_date() {
    let borough = Gate { class: Class::Borough, occasion: Occasion::Final, ..gate() };
    let first = borough.decide(&chain([30, 20, 30]), &[], &[]);
    assert!(borough.decide(&chain([30, 20, 31]), &first.standing, &[]).held.is_none());
    let revision = Gate { occasion: Occasion::Revision, ..borough };
    assert_eq!(revision.decide(&chain([30, 20, 31]), &first.standing, &[]).held, Some(Held::SmallChange));
    let open_data = Gate { class: Class::Open, occasion: Occasion::Night, ..borough };
    assert!(open_data.decide(&chain([30, 20, 31]), &first.standing, &[]).held.is_none());
}

#[test]
fn attack_13_from_hidden_to_shown() {
    // a was 3 and is 9 now; b, hidden for its sake, stays hidden, or last time's 3 would follow from the total.
    let first = gate().decide(&chain([3, 20, 30]), &[], &[]);
    let later = gate().decide(&chain([9, 20, 30]), &first.standing, &[]);
    assert!(later.held.is_none());
    assert_eq!(later.printed[&key("b")], Shown::Hidden);
}

#[test]
fn attack_14_a_rounded_count_and_an_exact_percentage() {
    let cells = table(vec![cell("a", 7), open("d", 60)], vec![]);
    let strict = Rules { round_base: Some(5), ..Rules::hiding("p", 7) };
    let few = CellTable::new(cells.cells().to_vec(), vec![], vec![strict.policy(), policies().remove(1)]).unwrap();
    let mut told = showing_all_but(&few, &["a"]);
    told.printed.push(Printed { key: key("a"), low: 0, high: u64::MAX });
    told.derived.extend([Printed { key: key("a"), low: 3, high: 7 }, Printed { key: key("a"), low: 7, high: 7 }]);
    assert_eq!(rules(told)["a"], Rule::NarrowedToOne);
}

#[test]
fn attack_15_rounding_narrowed_by_adding_up() {
    // 8 to 12, 8 to 12, and a total of 13 to 17 of which two parts are 16 at least: each is 8 or 9, not five numbers.
    let keys = ["a", "b", "t"].map(key);
    let mut evidence = Evidence { sums: vec![sum("t", &["a", "b"])], ..Evidence::default() };
    for (cell, value) in keys.iter().zip([10, 10, 15]) {
        evidence.derived.push(Printed::rounded(cell.clone(), Rounding::Nearest(5).of(value)));
    }
    let found = exact_intervals(&evidence, &keys).unwrap();
    assert_eq!(found, [Some((8, Some(9))), Some((8, Some(9))), Some((16, Some(17)))]);
    // Controlled rounding adds up, and leaves nothing of the kind.
    let (cells, sums) = cross(&[2, 2], |place| [[8, 13], [21, 9]][place[0]][place[1]]);
    let rounded = rounding::controlled(&table(cells.clone(), sums.clone()), 5).unwrap();
    for one in &sums {
        assert_eq!(one.children.iter().map(|child| rounded[child]).sum::<u64>(), rounded[&one.parent]);
    }
    assert!(cells.iter().all(|cell| rounded[&cell.key].abs_diff(cell.count) < 5));
}

#[test]
fn attack_15_midpoints_alone_are_narrowed_by_adding_up_and_hiding_is_what_protects() {
    // Five of one each, and five in all: 3 is 1 to 6, but five of them under a 3 are 1 or 2.
    let parts = ["a", "b", "c", "d", "e"];
    let mut evidence = Evidence { sums: vec![sum("t", &parts)], ..Evidence::default() };
    for (cell, count) in parts.into_iter().map(|part| (part, 1)).chain([("t", 5)]) {
        evidence.derived.push(Printed::rounded(key(cell), Rounding::Midpoint.of(count)));
    }
    assert_eq!(exact_intervals(&evidence, &[key("a")]).unwrap(), [Some((1, Some(2)))]);
    // Rules that only round say no count is small; an agreement's least count hides them, and the rest is as without midpoints.
    let only = Rules::preset("opensafely-mid6").unwrap();
    let strict = Rules::strictest(&[&only, &Rules::hiding("agreements", 4)]).unwrap();
    let cells: Vec<Cell> = parts.into_iter().map(|part| cell(part, 1)).chain([cell("t", 5)]).collect();
    let of = |rules: &Rules| CellTable::new(cells.clone(), vec![sum("t", &parts)], vec![rules.policy()]).unwrap();
    assert_eq!(hidden(&protect(of(&only))), "");
    assert_eq!(hidden(&protect(of(&strict))), "a b c d e t");
    cleared(&of(&strict));
}

#[test]
fn attack_16_nobody_everybody_and_those_who_are_not_counted() {
    let rules_of = Rules::preset("southtees-default").unwrap();
    assert!(rules_of.hides_extremes_of(19) && !rules_of.hides_extremes_of(20) && rules_of.guard_complement);
    // Nobody, where the rules hide that too: no second table makes it nobody for certain.
    let zeros = policies().into_iter().map(|policy| Policy { hide_from: 0, ..policy }).collect();
    let of_nobody = vec![cell("a", 0), cell("b", 20), cell("c", 30), cell("t", 50)];
    let of_nobody = CellTable::new(of_nobody, vec![sum("t", &["a", "b", "c"])], zeros).unwrap();
    assert_eq!(rules(showing_all_but(&of_nobody, &[]))["a"], Rule::Printed);
    assert_eq!(rules(showing_all_but(&of_nobody, &["a"]))["a"], Rule::FollowsBySubtraction);
    assert_eq!(hidden(&protect(of_nobody.clone())), "a b");
    cleared(&of_nobody);
    // 58 of 60: two are not counted.
    let cells = table(vec![cell("n", 58), open("d", 60), latent("not", 2)], vec![sum("d", &["n", "not"])]);
    assert_eq!(rules(showing_all_but(&cells, &[]))["not"], Rule::FollowsBySubtraction);
    cleared(&cells);
}

#[test]
fn attack_17_the_one_person_in_a_cell() {
    // a is one person, who knows that; b follows for them where only a and b are hidden.
    let (cells, sums) = cross(&[3, 3], |place| [[1, 3, 40], [20, 30, 45], [25, 35, 50]][place[0]][place[1]]);
    let cells = table(cells, sums);
    let careless = protect(cells.clone());
    let insiders = protect_with(cells.clone(), &Options { insiders: true, ..Options::default() });
    assert!(insiders.exposed().is_empty());
    assert!(insiders.hidden_count() >= careless.hidden_count());
    let mut known = evidence(&cells, &insiders);
    known.printed.push(Printed::exact(key("0.0"), 1));
    known.offered.clear();
    let left = exact_intervals(&known, &[key("0.1")]).unwrap()[0].unwrap();
    assert!(left.1 != Some(left.0), "the other cell follows for the one person");
}

#[test]
fn attack_18_the_same_numerator_in_two_indicators() {
    // Both indicators count the same people: one key, so one table cannot show what the other hides.
    let cells = vec![cell("x", 3), cell("y1", 20), cell("t1", 23), cell("y2", 40), cell("t2", 43)];
    let cells = table(cells, vec![sum("t1", &["x", "y1"]), sum("t2", &["x", "y2"])]);
    assert_eq!(rules(showing_all_but(&cells, &["x", "y1"]))["x"], Rule::FollowsBySubtraction);
    cleared(&cells);
}

#[test]
fn attack_19_marks_do_not_tell_why() {
    // One mark for small and complementary, no mark for a revision: what is printed of a held night is the old night.
    let protected = protect(chain([3, 20, 30]));
    assert!(protected.shown(&key("a")) == protected.shown(&key("b")));
    let first = gate().decide(&chain([3, 20, 30]), &[], &[]);
    let held = gate().decide(&chain([4, 21, 30]), &first.standing, &[]);
    assert_eq!(first.printed, held.printed);
}

#[test]
fn attack_22_three_releases_that_are_safe_in_pairs() {
    let parts = || vec![latent("a", 3), latent("b", 9), latent("c", 8)];
    let one = |name: &str, count, of: [&str; 2]| {
        let mut cells = parts();
        cells.push(cell(name, count));
        showing_all_but(&table(cells, vec![sum(name, &of)]), &[])
    };
    let releases = [one("ab", 12, ["a", "b"]), one("bc", 17, ["b", "c"]), one("ac", 11, ["a", "c"])];
    for pair in [[0, 1], [0, 2], [1, 2]] {
        let both = merged(&pair.map(|at| releases[at].clone()));
        assert_eq!(rules(both), BTreeMap::new(), "{pair:?}");
    }
    assert_eq!(rules(merged(&releases))["a"], Rule::FollowsBySubtraction);
}

#[test]
fn attack_23_contradictory_totals() {
    let cells = vec![cell("t", 50), cell("a", 20), cell("b", 31)];
    assert!(CellTable::new(cells, vec![sum("t", &["a", "b"])], policies()).is_err());
}

#[test]
fn attack_24_any_thread_gives_the_same_pattern() {
    let (cells, sums) = cross(&[4, 3, 3], |place| (place[0] * 7 + place[1] * 5 + place[2] * 3) as u64 % 11);
    let cells = table(cells, sums);
    let here: Vec<(String, bool)> = pattern(&cells);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let cells = cells.clone();
            std::thread::spawn(move || pattern(&cells))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), here);
    }
}

fn pattern(cells: &CellTable) -> Vec<(String, bool)> {
    let protected = protect(cells.clone());
    protected.pattern().into_iter().map(|(key, hidden)| (key.as_str().to_owned(), hidden)).collect()
}

#[test]
fn late_records_are_attacked_as_additions() {
    let [before, after] = [[3, 20, 30], [3, 20, 31]].map(|counts| {
        let table = chain(counts);
        let protected = protect(table.clone());
        let printed = protected.published().map(|key| (key.clone(), protected.shown(key).unwrap())).collect();
        Vintage { table, printed, offered: protected.changes().to_vec(), silent: BTreeSet::new() }
    });
    assert_eq!(rules(joint_evidence(&[before.clone(), before.clone()], true, 5)), BTreeMap::new());
    let found = rules(joint_evidence(&[before, after], true, 5));
    assert_eq!(found["0+t"], Rule::FollowsBySubtraction);
    assert_eq!(SMALL, 0);
}
