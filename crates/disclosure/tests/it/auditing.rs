//! The audit on its own: what it refuses and why.
//!
//! Not allowed here: reliance on protect, but for the test that weakens it.

use concordat_disclosure::rounding::Rounding;
use concordat_disclosure::{CellKey, Evidence, Guarded, Printed, Rule, audit, protect};

use crate::support::{Rows, cell, cross, evidence, key, sum, table};

fn guarded(text: &str, truth: u64) -> Guarded {
    Guarded { key: key(text), truth, contributors: truth, hide_from: 1, hide_to: 4, min_candidates: None }
}

fn exact(text: &str, count: u64) -> Printed {
    Printed::exact(key(text), count)
}

fn rules(evidence: Evidence) -> Vec<(CellKey, Rule)> {
    audit(Rows(evidence)).map_or_else(
        |refusal| refusal.findings.into_iter().map(|found| (found.key, found.rule)).collect(),
        |_| Vec::new(),
    )
}

#[test]
fn no_evidence_is_cleared_and_the_rows_are_kept() {
    let cleared = audit(Rows(Evidence::default())).unwrap();
    assert!(cleared.rows().0 == Evidence::default());
}

#[test]
fn a_small_count_in_print_is_refused_even_rounded() {
    for printed in [exact("a", 3), Printed::rounded(key("a"), Rounding::Nearest(5).of(3))] {
        let evidence = Evidence { printed: vec![printed], guarded: vec![guarded("a", 3)], ..Evidence::default() };
        assert_eq!(rules(evidence), [(key("a"), Rule::Printed)]);
    }
    let evidence = Evidence { printed: vec![exact("a", 30)], guarded: vec![guarded("a", 30)], ..Evidence::default() };
    assert_eq!(rules(evidence), []);
}

#[test]
fn few_people_behind_many_events_are_judged_small() {
    let few = Guarded { contributors: 2, ..guarded("a", 30) };
    let evidence = Evidence { printed: vec![exact("a", 30)], guarded: vec![few], ..Evidence::default() };
    assert_eq!(rules(evidence), [(key("a"), Rule::Printed)]);
}

#[test]
fn subtraction_is_found_with_rounded_neighbours_too() {
    for all in [exact("all", 33), Printed::rounded(key("all"), Rounding::Nearest(5).of(33))] {
        let evidence = Evidence {
            printed: vec![all, exact("b", 30)],
            sums: vec![sum("all", &["a", "b"])],
            guarded: vec![guarded("a", 3), guarded("b", 30)],
            ..Evidence::default()
        };
        assert_eq!(rules(evidence), [(key("a"), Rule::FollowsBySubtraction)]);
    }
}

#[test]
fn counts_pinned_at_their_floor_are_refused() {
    let hidden = |text: &str| Printed::hidden(key(text), true);
    let evidence = |total| Evidence {
        printed: vec![exact("all", total), hidden("a"), hidden("b"), hidden("c")],
        sums: vec![sum("all", &["a", "b", "c"])],
        guarded: vec![guarded("a", 1), guarded("b", 1), guarded("c", total - 2)],
        ..Evidence::default()
    };
    let pinned = ["a", "b", "c"].map(|text| (key(text), Rule::NarrowedToOne));
    assert_eq!(rules(evidence(3)), pinned);
    let few = ["a", "b", "c"].map(|text| (key(text), Rule::TooNarrow));
    assert_eq!(rules(evidence(4)), few);
    assert_eq!(rules(evidence(6)), []);
}

#[test]
fn evidence_that_contradicts_itself_is_refused() {
    let printed = vec![exact("all", 50), exact("a", 20), exact("b", 31)];
    let uneven = Evidence { printed, sums: vec![sum("all", &["a", "b"])], ..Evidence::default() };
    assert_eq!(rules(uneven).first().unwrap().1, Rule::Unreadable);

    let stray = Evidence { printed: vec![exact("all", 50)], sums: vec![sum("all", &["a"])], ..Evidence::default() };
    assert_eq!(rules(stray), [(key("a"), Rule::Unreadable)]);

    let other = Evidence { printed: vec![exact("a", 20)], guarded: vec![guarded("a", 21)], ..Evidence::default() };
    assert_eq!(rules(other), [(key("a"), Rule::Unreadable)]);

    let twice = Evidence { printed: vec![exact("a", 20), exact("a", 21)], ..Evidence::default() };
    assert_eq!(rules(twice), [(key("a"), Rule::Unreadable)]);

    let repeated = Evidence { printed: vec![exact("a", 0)], sums: vec![sum("a", &["a"])], ..Evidence::default() };
    assert_eq!(rules(repeated), [(key("a"), Rule::Unreadable)]);
}

#[test]
fn a_refusal_tells_no_count() {
    let evidence = Evidence {
        printed: vec![exact("a", 4)],
        guarded: vec![Guarded { hide_to: 987_654, ..guarded("a", 4) }],
        ..Evidence::default()
    };
    let refusal = audit(Rows(evidence)).unwrap_err();
    assert_eq!(refusal.to_string(), "the audit refuses to publish: 1 findings");
    assert_eq!(format!("{:?}", refusal.findings), r#"[Finding { key: CellKey("a"), rule: Printed }]"#);
    assert_eq!(refusal.candidates.0.guarded.len(), 1);
}

#[test]
fn weakened_protection_is_refused() {
    let inner = [[3, 12, 30], [15, 11, 31], [20, 25, 32]];
    let (cells, sums) = cross(&[3, 3], |place| inner[place[0]][place[1]]);
    let cells = table(cells, sums);
    let protected = protect(cells.clone());
    let complementary: Vec<_> = cells
        .cells()
        .iter()
        .filter(|cell| cell.count > 4 && protected.pattern().contains(&(&cell.key, true)))
        .collect();
    assert_eq!(complementary.len(), 3);
    for cell in complementary {
        let mut weak = evidence(&cells, &protected);
        weak.printed.push(Printed::exact(cell.key.clone(), cell.count));
        assert_eq!(rules(weak), [(key("0.0"), Rule::FollowsBySubtraction)]);
    }
    assert_eq!(rules(evidence(&cells, &protected)), []);
}

#[test]
fn a_primary_cell_shown_by_a_weakened_protect_is_refused() {
    let cells = table(vec![cell("a", 2), cell("b", 8)], vec![]);
    let mut weak = evidence(&cells, &protect(cells.clone()));
    weak.printed.push(exact("a", 2));
    assert_eq!(rules(weak), [(key("a"), Rule::Printed)]);
}
