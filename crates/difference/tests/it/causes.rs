//! Each cause by itself and with others.
//!
//! Not allowed in here: hidden figures; they have a room of their own.

use concordat_difference::{Outcome, PartKind, Question};

use crate::made_up::{Cells, MadeUp, brief, earlier, expected, later, rate, share, with};

/// A gap of the share against an outside comparator or against the others of the same area.
fn gap(measure: &str, value: &str, (count, denominator): (u32, u32), against: &str, comparator: &str) -> Cells {
    let code = if against == "The others here" { "X01" } else { "E92" };
    let unit = if measure == "gap_relative" { "percent of the comparator" } else { "percentage points" };
    let unit = if measure == "gap_people" { "people" } else { unit };
    let cells = [
        ("measure", measure),
        ("category_type", "compared with"),
        ("category", against),
        ("comparator_code", code),
        ("comparator_value", comparator),
        ("unit", unit),
        ("figure_id", "f-gap"),
    ];
    with(share(value, count, denominator), &cells)
}

fn asked(measure: &str) -> Question {
    let (indicator, area) = ("readiness".to_owned(), "made-up borough".to_owned());
    Question { indicator, area, measure: Some(measure.to_owned()), ..Question::default() }
}

#[test]
fn corrected_records_move_the_count_alone() {
    let told = later(&[share("52.3", 543, 1039)]).extract("made-up-school", "2022/23", "b2");
    let told = told.since(&earlier(&[share("51.1", 531, 1039)]));
    assert_eq!(brief(&told), expected(&[(PartKind::Numerator, "corrected_records", "+1.2")]));
    assert_eq!(
        told.sentence,
        "Made-up sample data, not to be quoted. Made-up readiness, Made-up Borough, 2022/23: the figure rose from 51.1 to \
         52.3 percent (+1.2), of which +1.2 from 12 more in the count after corrected records (made-up-school 2022/23)."
    );
}

#[test]
fn late_records_move_count_and_denominator() {
    let before = earlier(&[share("53.3", 562, 1054)]);
    let told = later(&[share("54.0", 602, 1114)]).extract("made-up-school", "2022/23", "b2").since(&before);
    let parts = [(PartKind::Numerator, "late_records", "+3.7"), (PartKind::Denominator, "late_records", "-3.0")];
    assert_eq!(brief(&told), expected(&parts));
    assert!(told.sentence.contains("perhaps with corrected ones among them"), "{}", told.sentence);
    // An extract that was not there at all can bring nothing but late records.
    let mut without = before.clone();
    without.inputs.remove(1);
    let told = later(&[share("54.0", 602, 1114)]).since(&without);
    assert_eq!(brief(&told), expected(&parts));
    assert!(!told.sentence.contains("perhaps"), "{}", told.sentence);
    // Nor can months that were not held before.
    let months = [("period_label", "2022/23 (September only)"), ("period_end", "2022-09-30")];
    let before = earlier(&[with(share("53.3", 562, 1054), &months)]);
    assert_eq!(brief(&later(&[share("54.0", 602, 1114)]).since(&before)), expected(&parts));
}

#[test]
fn an_extract_of_another_year_is_no_cause() {
    let before = earlier(&[share("51.1", 531, 1039)]);
    let told = later(&[share("52.3", 543, 1039)]).extract("made-up-school", "2021/22", "a2").since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Error, "unknown", "+1.2")]));
}

#[test]
fn records_that_went_are_said_to_have_gone() {
    let mut after = later(&[share("51.1", 531, 1039)]);
    after.inputs.retain(|input| input[1] != "2022/23" || input[0] != "made-up-school");
    let told = after.since(&earlier(&[share("52.3", 543, 1039)]));
    assert_eq!(brief(&told), expected(&[(PartKind::Numerator, "records_gone", "-1.2")]));
    assert!(told.sentence.contains("fell") && told.sentence.contains("12 fewer"), "{}", told.sentence);
}

#[test]
fn late_data_and_a_revised_population_in_one_night_add_up() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let after = later(&[rate("53.0", 7_500, 141_400)]);
    let after = after.extract("made-up-incidents", "2022/23", "c2").extract("made-up-population", "2020", "d2");
    let told = after.since(&before);
    let parts = [(PartKind::Numerator, "late_records", "+1.4"), (PartKind::Denominator, "revised_denominator", "-0.5")];
    assert_eq!(brief(&told), expected(&parts));
    assert_eq!(
        told.sentence,
        "Made-up sample data, not to be quoted. Made-up incidents, Made-up Borough, 2022/23: the figure rose from 52.1 to \
         53.0 per 1,000 (+0.9), of which +1.4 from 200 more in the count after late records, perhaps with corrected ones \
         among them (made-up-incidents 2022/23) and -0.5 from a revised denominator, 140,000 to 141,400 \
         (made-up-population 2020)."
    );
}

#[test]
fn a_denominator_of_another_year_is_named() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let after = later(&[with(rate("51.6", 7_300, 141_400), &[("denominator_period", "mid-2021")])]);
    let told = after.extract("made-up-population", "2021", "ee").since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Denominator, "revised_denominator", "-0.5")]));
    assert!(told.sentence.contains("mid-2020 before, mid-2021 now"), "{}", told.sentence);
}

#[test]
fn a_step_too_small_to_print_is_told_as_that() {
    let before = earlier(&[rate("3.7", 1_038, 278_513)]);
    let told = later(&[rate("3.7", 1_038, 281_567)]).extract("made-up-population", "2020", "d2").since(&before);
    assert_eq!(told.outcome, Outcome::Changed);
    assert!(told.sentence.contains("stayed at 3.7 per 1,000: less than 0.05 from a revised denominator"));
}

#[test]
fn boundaries_take_the_change_that_cannot_be_told_apart() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let moved = with(rate("53.0", 7_500, 141_400), &[("area_vintage", "2026")]);
    let told = later(std::slice::from_ref(&moved)).since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Boundary, "boundary", "+0.9")]));
    assert!(told.sentence.contains("changed boundaries (2024 before, 2026 now)."), "{}", told.sentence);
    let told = later(&[moved]).extract("made-up-incidents", "2022/23", "c2").since(&before);
    assert!(told.sentence.contains("together with late records, which cannot be told apart"), "{}", told.sentence);
}

#[test]
fn areas_made_of_others_are_seen_where_nothing_else_is() {
    let ward = |code: &str| with(rate("1.0", 10, 10_000), &[("area_code", code), ("parent_code", "X01")]);
    let before = earlier(&[rate("52.1", 7_300, 140_000), ward("W1")]);
    let told = later(&[rate("53.0", 7_500, 141_400), ward("W2")]).since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Boundary, "boundary", "+0.9")]));
}

#[test]
fn a_changed_definition_takes_the_change_and_not_the_outside_comparator() {
    let before = earlier(&[gap("gap_absolute", "-16.1", (531, 1039), "Elsewhere", "67.2")]);
    let after = gap("gap_absolute", "-15.2", (543, 1039), "Elsewhere", "67.5");
    let after = later(&[with(after, &[("indicator_version", "2")])]);
    let told = after.answers(&before, &asked("gap_absolute")).unwrap();
    let parts = [(PartKind::Definition, "definition", "+1.2"), (PartKind::Comparator, "revised_comparator", "-0.3")];
    assert_eq!(brief(&told), expected(&parts));
    assert!(told.sentence.contains("version 1 before, version 2 now"), "{}", told.sentence);
}

#[test]
fn a_group_that_took_another_ones_place_is_a_changed_definition() {
    let before = earlier(&[share("51.1", 531, 1039)]);
    let after = with(share("52.3", 543, 1039), &[("group_definition", "eligible_from_2026"), ("figure_id", "f-new")]);
    let told = later(&[after]).since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Definition, "definition", "+1.2")]));
}

#[test]
fn gaps_have_a_part_of_their_comparator() {
    for (measure, old, new, comparator) in [
        ("gap_absolute", "-16.1", "-16.4", "-0.3"),
        ("gap_relative", "-23.9", "-24.3", "-0.3"),
        ("gap_people", "167", "170", "+3"),
    ] {
        let before = earlier(&[gap(measure, old, (531, 1039), "Elsewhere", "67.2")]);
        let after = later(&[gap(measure, new, (531, 1039), "Elsewhere", "67.5")]);
        let told = after.answers(&before, &asked(measure)).unwrap();
        let first = &brief(&told)[0];
        assert_eq!(*first, (PartKind::Comparator, "revised_comparator".to_owned(), comparator.to_owned()));
    }
}

#[test]
fn others_of_the_same_area_come_from_the_same_records() {
    let before = earlier(&[gap("gap_absolute", "-18.4", (531, 1039), "The others here", "69.5")]);
    let after = later(&[gap("gap_absolute", "-17.7", (543, 1039), "The others here", "70.0")]);
    let told = after.extract("made-up-school", "2022/23", "b2").answers(&before, &asked("gap_absolute")).unwrap();
    let parts =
        [(PartKind::Numerator, "corrected_records", "+1.2"), (PartKind::Comparator, "corrected_records", "-0.5")];
    assert_eq!(brief(&told), expected(&parts));
}

#[test]
fn a_changed_method_has_what_counts_do_not_explain() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let method = [("method", "rate by another way")];
    let told = later(&[with(rate("51.0", 7_300, 140_000), &method)]).since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Method, "method", "-1.1")]));
    // Of the limits alone: the value has no part in it.
    let told = later(&[with(rate("52.1", 7_300, 140_000), &[method[0], ("lower_95", "50.0")])]).since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Method, "method", "0.0")]));
    assert!(told.sentence.contains("stayed at 52.1"), "{}", told.sentence);
}

#[test]
fn another_unit_is_not_subtracted() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let told = later(&[with(rate("5214", 7_300, 140_000), &[("unit", "per 100,000")])]).since(&before);
    assert_eq!((told.outcome, told.change), (Outcome::NotCompared, None));
    assert!(told.sentence.contains("52.1 per 1,000") && told.sentence.contains("units differ"), "{}", told.sentence);
}

#[test]
fn counts_that_are_rounded_now_are_a_matter_of_disclosure() {
    let before = earlier(&[rate("52.1", 7_300, 140_000)]);
    let told = later(&[with(rate("52.2", 7_305, 140_000), &[("count_basis", "rounded")])]).since(&before);
    let first = &brief(&told)[0];
    assert_eq!((first.0, first.1.as_str()), (PartKind::Disclosure, "disclosure"));
    assert!(told.sentence.contains("exact before and are rounded now"), "{}", told.sentence);
    let mut after = later(&[rate("53.0", 7_420, 140_000)]);
    after.rule = "Counts of 1 to 9 are hidden, others rounded to the nearest 10";
    let told = after.extract("made-up-incidents", "2022/23", "c2").since(&before);
    assert_eq!(told.parts[0].part, PartKind::Disclosure);
    assert!(told.sentence.contains("cannot be told apart"), "{}", told.sentence);
}

#[test]
fn a_change_without_a_cause_is_said_to_be_one() {
    let before = earlier(&[share("51.1", 531, 1039)]);
    let mut after = later(&[share("54.0", 602, 1114)]);
    after.code_version = "0.2.0";
    let told = after.since(&before);
    assert_eq!(brief(&told), expected(&[(PartKind::Error, "unknown", "+2.9")]));
    for words in ["no cause that the releases show", "the count, 531 to 602", "may be an error", "0.1.0 and 0.2.0"] {
        assert!(told.sentence.contains(words), "{}", told.sentence);
    }
}

#[test]
fn a_value_that_does_not_follow_from_its_counts_is_an_error() {
    let before = earlier(&[share("51.1", 531, 1039)]);
    let told = later(&[share("55.3", 543, 1039)]).extract("made-up-school", "2022/23", "b2").since(&before);
    let parts = [(PartKind::Numerator, "corrected_records", "+1.2"), (PartKind::Error, "unknown", "+3.0")];
    assert_eq!(brief(&told), expected(&parts));
    assert!(told.sentence.contains("does not follow"), "{}", told.sentence);
}

#[test]
fn a_standardised_rate_is_split_by_totals_and_says_that_ages_are_sealed() {
    let method = "directly standardised to a made-up standard";
    let rate = |value: &str, count, people| {
        with(rate(value, count, people), &[("method", method), ("unit", "per 100,000"), ("count_basis", "rounded")])
    };
    let after = later(&[rate("2470", 540, 23_329)]);
    let after = after.extract("made-up-population", "2020", "d2").extract("made-up-incidents", "2022/23", "c2");
    let told = after.since(&earlier(&[rate("2480", 535, 23_214)]));
    let kinds: Vec<PartKind> = told.parts.iter().map(|part| part.part).collect();
    assert_eq!(kinds, [PartKind::Numerator, PartKind::Denominator, PartKind::SealedStrata]);
    assert!(told.sentence.contains("counts by age are sealed"), "{}", told.sentence);
}

#[test]
fn a_figure_of_several_others_is_not_split() {
    let slope = |value: &str| with(share(value, 0, 0), &[("measure", "change"), ("count", ""), ("denominator", "")]);
    let after = later(&[slope("1.01")]).extract("made-up-school", "2022/23", "b2");
    let told = after.answers(&earlier(&[slope("1.04")]), &asked("change")).unwrap();
    assert_eq!(brief(&told), expected(&[(PartKind::Records, "late_records", "-0.03")]));
    let told = later(&[slope("1.01")]).answers(&earlier(&[slope("1.04")]), &asked("change")).unwrap();
    assert_eq!(brief(&told), expected(&[(PartKind::Error, "unknown", "-0.03")]));
}

#[test]
fn a_count_by_itself_is_its_own_part() {
    let count = |value: &str| with(rate(value, 0, 0), &[("count", value), ("denominator", ""), ("unit", "people")]);
    let after: MadeUp = later(&[count("750")]).extract("made-up-incidents", "2022/23", "c2");
    let told = after.since(&earlier(&[count("718")]));
    assert_eq!(brief(&told), expected(&[(PartKind::Numerator, "late_records", "+32")]));
}
