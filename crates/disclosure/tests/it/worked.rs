//! Small tables worked by hand.
//!
//! Not allowed here: random tables.

use std::collections::BTreeSet;

use concordat_disclosure::rounding::Rounding;
use concordat_disclosure::{
    Cell, CellKey, Evidence, Options, Policy, Printed, Publication, Rule, Shown, audit, protect, protect_with,
};

use crate::support::{ROUNDED, Rows, cell, cross, evidence, hidden, key, latent, open, policies, sum, table};

#[test]
fn the_smallest_sibling_above_zero_goes_with_a_small_area() {
    let cells = vec![cell("all", 53), cell("a", 3), cell("b", 0), cell("c", 20), cell("d", 30)];
    let protected = protect(table(cells, vec![sum("all", &["a", "b", "c", "d"])]));
    assert_eq!(hidden(&protected), "a c");
    assert!(protected.shown(&key("b")) == Some(Shown::Exact(0)));
    assert!(protected.shown(&key("nowhere")).is_none());
    assert!(protected.exposed().is_empty());
}

#[test]
fn where_no_part_can_go_the_total_goes_and_so_on_upward() {
    let cells = vec![cell("a", 3), open("b", 9), cell("ab", 12), cell("c", 30), cell("abc", 42), cell("d", 8)];
    let mut cells = cells;
    cells.push(cell("abcd", 50));
    let sums = vec![sum("ab", &["a", "b"]), sum("abc", &["ab", "c"]), sum("abcd", &["abc", "d"])];
    let protected = protect(table(cells, sums));
    assert_eq!(hidden(&protected), "a ab c");
}

#[test]
fn sex_under_persons_across_areas() {
    let inner = [[3, 12], [15, 11], [20, 25]];
    let (cells, sums) = cross(&[3, 2], |place| inner[place[0]][place[1]]);
    let cells = table(cells, sums);
    let protected = protect(cells.clone());
    assert_eq!(hidden(&protected), "0.0 0.1 1.0 1.1");
    assert!(audit(Rows(evidence(&cells, &protected))).is_ok());
}

#[test]
fn few_who_are_not_counted_hide_the_count() {
    // 28 of 30: the two who are not counted must not follow from the open denominator.
    let cells =
        vec![cell("n.a", 28), cell("n.b", 40), cell("n.c", 50), cell("n", 118), open("d.a", 30), latent("not.a", 2)];
    let sums = vec![sum("d.a", &["n.a", "not.a"]), sum("n", &["n.a", "n.b", "n.c"])];
    let protected = protect(table(cells, sums));
    assert_eq!(hidden(&protected), "n.a n.b");
}

#[test]
fn a_latent_residual_is_guarded_like_a_cell() {
    let cells = vec![cell("under-19", 45), cell("under-18", 43), latent("aged-18", 2)];
    let protected = protect(table(cells, vec![sum("under-19", &["under-18", "aged-18"])]));
    assert_eq!(hidden(&protected), "under-18");
    assert!(protected.shown(&key("aged-18")).is_none());
}

#[test]
fn a_large_latent_residual_hides_nothing() {
    let cells = vec![cell("under-19", 45), cell("under-18", 30), latent("aged-18", 15)];
    let protected = protect(table(cells, vec![sum("under-19", &["under-18", "aged-18"])]));
    assert_eq!(hidden(&protected), "");
}

#[test]
fn two_in_every_line_may_not_be_enough() {
    // Rows 0 and 1 less columns 0 and 1 leave cell 1.2 alone, though each line has two unseen terms.
    let inner = [[3, 3, 90, 91, 92], [3, 3, 4, 93, 94], [95, 96, 97, 9, 9], [98, 99, 9, 9, 100]];
    let (cells, sums) = cross(&[4, 5], |place| inner[place[0]][place[1]]);
    let naive = ["0.0", "0.1", "1.0", "1.1", "1.2", "2.3", "2.4", "3.2", "3.3"];
    let cells = table(cells, sums);
    let mut weak = concordat_disclosure::Evidence::of_table(&cells);
    for cell in cells.cells().iter().filter(|cell| !naive.contains(&cell.key.as_str())) {
        weak.printed.push(concordat_disclosure::Printed::exact(cell.key.clone(), cell.count));
    }
    let refusal = audit(Rows(weak)).unwrap_err();
    assert!(refusal.findings.iter().any(|found| found.key == key("1.2") && found.rule == Rule::FollowsBySubtraction));

    let protected = protect(cells.clone());
    assert!(protected.exposed().is_empty());
    assert!(audit(Rows(evidence(&cells, &protected))).is_ok());
}

#[test]
fn parts_that_can_only_be_one_each_take_the_total_with_them() {
    // Five hidden parts, none zero, under a shown 5 would each be 1.
    let keys = ["a", "b", "c", "d", "e"];
    let mut cells: Vec<Cell> = keys.iter().map(|text| cell(text, 1)).collect();
    cells.extend([cell("five", 5), cell("rest", 20), cell("other", 30), cell("top", 55)]);
    let sums = vec![sum("five", &keys), sum("top", &["five", "rest", "other"])];
    let protected = protect(table(cells, sums));
    assert_eq!(hidden(&protected), "a b c d e five rest");
}

#[test]
fn few_people_behind_many_events_are_guarded() {
    let crowd = Cell { contributors: 2, ..cell("a", 40) };
    let cells = vec![crowd, cell("b", 50), cell("c", 60), cell("all", 150)];
    let protected = protect(table(cells, vec![sum("all", &["a", "b", "c"])]));
    assert_eq!(hidden(&protected), "a b");
}

#[test]
fn open_data_is_shown_exactly_and_what_it_pins_is_told() {
    let cells = vec![open("all", 10), open("a", 7), cell("b", 3), open("x", 2)];
    let protected = protect(table(cells, vec![sum("all", &["a", "b"])]));
    assert_eq!(hidden(&protected), "b");
    assert!(protected.shown(&key("x")) == Some(Shown::Exact(2)));
    assert_eq!(protected.exposed(), [key("b")]);
}

#[test]
fn shown_counts_are_rounded_each_from_its_own_count() {
    let rounded = |text: &str, count| Cell { policy: ROUNDED, ..cell(text, count) };
    let cells = vec![rounded("a", 13), rounded("b", 12), rounded("all", 25), rounded("lone", 7)];
    let protected = protect(table(cells, vec![sum("all", &["a", "b"])]));
    let value = |text: &str| protected.shown(&key(text)).unwrap();
    assert!(value("a") == Shown::Rounded(Rounding::Nearest(5).of(15)));
    assert!(value("b") == Shown::Rounded(Rounding::Nearest(5).of(10)));
    assert!(value("all") == Shown::Rounded(Rounding::Nearest(5).of(25)));
    assert!(value("lone") == Shown::Hidden);
}

#[test]
fn a_stratum_is_opened_only_where_its_total_is_shown() {
    let sealed = |text: &str, count, total: &str| Cell {
        publication: Publication::Sealed { total: key(total) },
        ..cell(text, count)
    };
    let cells = vec![
        cell("a", 20),
        sealed("a.young", 2, "a"),
        sealed("a.old", 18, "a"),
        cell("b", 4),
        sealed("b.young", 1, "b"),
        sealed("b.old", 3, "b"),
    ];
    let sums = vec![sum("a", &["a.young", "a.old"]), sum("b", &["b.young", "b.old"])];
    let protected = protect(table(cells, sums));
    assert!(protected.sealed(&key("a.young")) == Some(2));
    assert!(protected.sealed(&key("b.old")).is_none());
    assert!(protected.sealed(&key("a")).is_none());
    assert!(protected.shown(&key("a.young")).is_none());
}

#[test]
fn a_large_stratum_known_from_elsewhere_is_reckoned_with() {
    // The latent 30 follows from `wide`, so `narrow` would give the small part away.
    let cells = vec![cell("wide", 50), cell("seen", 20), latent("rest", 30), cell("narrow", 33), latent("few", 3)];
    let sums = vec![sum("wide", &["seen", "rest"]), sum("narrow", &["rest", "few"])];
    let protected = protect(table(cells, sums));
    assert_eq!(protected.hidden_count(), 1);
    assert!(protected.exposed().is_empty());
}

#[test]
fn tallies_and_pattern_agree() {
    let cells = vec![cell("x/all", 30), cell("x/a", 3), cell("x/b", 27), cell("y/a", 2), cell("y", 9)];
    let protected = protect(table(cells, vec![sum("x/all", &["x/a", "x/b"])]));
    let tallies = ["x/", "y/", "y", "", "z"].map(|prefix| protected.hidden_total(prefix));
    assert_eq!(tallies, [2, 1, 1, 3, 0]);
    let pattern: Vec<(&str, bool)> = protected.pattern().iter().map(|(key, hidden)| (key.as_str(), *hidden)).collect();
    assert_eq!(pattern, [("x/a", true), ("x/all", false), ("x/b", true), ("y", false), ("y/a", true)]);
}

#[test]
fn a_policy_may_hide_zeros_too() {
    let with_zero = Policy { hide_from: 0, ..policies().remove(0) };
    let cells = vec![cell("a", 0), cell("b", 20), cell("c", 30), cell("all", 50)];
    let cells = concordat_disclosure::CellTable::new(cells, vec![sum("all", &["a", "b", "c"])], vec![with_zero]);
    assert_eq!(hidden(&protect(cells.unwrap())), "a b");
}

#[test]
fn nobody_hidden_before_stays_hidden_where_the_rules_show_nobody_now() {
    // Three are covered by a mark that may stand for nobody, and by nothing else.
    let cells = || vec![cell("a", 0), cell("b", 3), cell("c", 30), cell("all", 33)];
    let sums = || vec![sum("all", &["a", "b", "c"])];
    let too = Policy { hide_from: 0, ..policies().remove(0) };
    let before = protect(concordat_disclosure::CellTable::new(cells(), sums(), vec![too]).unwrap());
    assert_eq!(hidden(&before), "a b");
    let hidden_before: BTreeSet<CellKey> = [key("a"), key("b")].into();
    let shown_before: BTreeSet<CellKey> = [key("c"), key("all")].into();
    let now = table(cells(), sums());
    let told = Options { hidden_before: hidden_before.clone(), shown_before, ..Options::default() };
    let exposed = protect_with(now.clone(), &told);
    assert_eq!(exposed.exposed(), [key("b")], "were each mark somebody, too few numbers were left");
    let after = protect_with(now.clone(), &Options { silent_before: hidden_before, ..told });
    assert!(after.exposed().is_empty());
    assert_eq!(hidden(&after), "a b");
    let audited = |tells: bool| {
        let mut evidence = Evidence { offered: after.changes().to_vec(), ..Evidence::of_table(&now) };
        evidence.printed.extend([("c", 30), ("all", 33)].map(|(text, count)| Printed::exact(key(text), count)));
        evidence.printed.extend(["a", "b"].map(|text| Printed::hidden(key(text), tells)));
        audit(Rows(evidence)).is_ok()
    };
    assert!(!after.mark_tells_of_somebody(&key("a")) && after.mark_tells_of_somebody(&key("c")));
    assert!(audited(false) && !audited(true));
}
