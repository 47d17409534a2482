//! What is hidden, missing or waiting: nothing is told of it.
//!
//! Not allowed in here: figures that both releases show.

use concordat_difference::{Outcome, PartKind, Stands};

use crate::made_up::{Cells, earlier, later, share, with};

/// A confidential row as it is published: without a number.
fn confidential(row: Cells) -> Cells {
    let empty = ["value", "lower_95", "upper_95", "count", "denominator"].map(|column| (column, ""));
    with(with(row, &empty), &[("status", "[c]"), ("status_reason", "confidential")])
}

#[test]
fn releases_on_both_sides_of_a_deferred_correction_say_that_nothing_changed() {
    // While a correction waits, rows and extracts are those of before, byte by byte; only the version is another.
    let before = earlier(&[share("51.1", 531, 1039)]);
    let after = later(&[share("51.1", 531, 1039)]);
    assert_eq!(before.observations().replace(before.version, ""), after.observations().replace(after.version, ""));
    let told = after.since(&before);
    assert_eq!((told.outcome, told.parts.len()), (Outcome::Unchanged, 0));
    assert_eq!(told.change.map(concordat_difference::Number::units), Some(0));
    assert!(told.sentence.contains("nothing changed; releases 2026-06-30.1 and 2026-10-02.1 both say 51.1 percent"));
    for word in ["wait", "defer", "held", "late", "correct"] {
        assert!(!told.sentence.contains(word), "{word}: {}", told.sentence);
    }
}

#[test]
fn a_figure_that_did_not_change_is_unchanged_whatever_was_sent_again() {
    let before = earlier(&[share("51.1", 531, 1039)]);
    let told = later(&[share("51.1", 531, 1039)]).extract("made-up-school", "2022/23", "b2").since(&before);
    assert_eq!((told.outcome, told.parts.len()), (Outcome::Unchanged, 0));
    assert!(!told.sentence.contains("made-up-school"), "{}", told.sentence);
}

#[test]
fn what_becomes_shown_is_not_subtracted_from_what_was_hidden() {
    let shown = share("51.1", 531, 1039);
    for (old, new) in [(confidential(shown.clone()), shown.clone()), (shown.clone(), confidential(shown.clone()))] {
        let told = later(&[new]).extract("made-up-school", "2022/23", "b2").since(&earlier(&[old]));
        assert_eq!((told.outcome, told.change, told.parts.len()), (Outcome::NotCompared, None, 0));
        for words in ["confidential", "neither told nor subtracted"] {
            assert!(told.sentence.contains(words), "{}", told.sentence);
        }
    }
    let told = later(&[confidential(shown.clone())]).since(&earlier(&[confidential(shown)]));
    assert_eq!((told.before.stands, told.after.stands), (Stands::Hidden, Stands::Hidden));
    assert!(!serde_json::to_string(&told).unwrap().contains("531"));
}

#[test]
fn a_number_that_stands_in_a_confidential_row_by_mistake_is_not_read() {
    let wrong = with(share("51.1", 531, 1039), &[("status", "[c]")]);
    let told = later(&[share("52.3", 543, 1039)]).since(&earlier(&[wrong]));
    let text = serde_json::to_string(&told).unwrap();
    assert!(!text.contains("531") && !text.contains("51.1"), "{text}");
}

#[test]
fn a_figure_that_only_one_has_is_told_and_not_split() {
    let other = with(share("40.0", 400, 1000), &[("area_code", "X02"), ("area_name", "Other Made-up Borough")]);
    let told = later(&[share("51.1", 531, 1039), other.clone()]).since(&earlier(&[other]));
    assert_eq!((told.before.stands, told.outcome), (Stands::Absent, Outcome::NotCompared));
    assert!(told.sentence.contains("nothing of this figure"), "{}", told.sentence);
}

#[test]
fn a_figure_that_is_not_available_says_why() {
    let missing = [("value", ""), ("count", ""), ("denominator", ""), ("status", "[x]")];
    let missing = with(with(share("", 0, 0), &missing), &[("status_reason", "too few people for a figure")]);
    let told = later(&[share("51.1", 531, 1039)]).since(&earlier(&[missing]));
    assert_eq!(told.before.stands, Stands::NotAvailable);
    assert!(told.sentence.contains("too few people for a figure"), "{}", told.sentence);
}

#[test]
fn other_periods_that_changed_are_named_and_hidden_ones_are_not() {
    let year = |year: &str, start: &str, end: &str, id: &str, row: Cells| {
        with(row, &[("period_label", year), ("period_start", start), ("period_end", end), ("figure_id", id)])
    };
    let first = |row| year("2020/21", "2020-09-01", "2021-08-31", "f-1", row);
    let second = |row| year("2021/22", "2021-09-01", "2022-08-31", "f-2", row);
    let same = share("51.1", 531, 1039);
    let before = earlier(&[first(share("40.0", 400, 1000)), second(confidential(same.clone())), same.clone()]);
    let told = later(&[first(share("41.0", 410, 1000)), second(share("60.0", 600, 1000)), same]).since(&before);
    assert_eq!(told.also_changed, ["2020/21"]);
    assert!(told.sentence.ends_with("these changed: 2020/21."), "{}", told.sentence);
    assert!(told.parts.iter().all(|part| part.part != PartKind::Disclosure));
}
