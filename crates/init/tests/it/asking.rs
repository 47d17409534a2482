//! Questions at a terminal.
//!
//! Not allowed in here: a terminal.

use concordat_init::{Answers, FirstData, ask};

use crate::support::{InMemory, TODAY, answers, made};

/// Answers given line by line, and what was asked.
fn asked(mut answers: Answers, typed: &[&str]) -> (Answers, Vec<String>) {
    let mut lines = typed.iter();
    let mut shown = Vec::new();
    ask(&mut answers, &mut |question| {
        shown.push(question.to_owned());
        lines.next().map(|line| (*line).to_owned())
    });
    (answers, shown)
}

#[test]
fn a_place_is_made_from_what_was_typed() {
    let typed = [
        "Tees",
        "Middlesborough",
        "E06000002, E06000003",
        "",
        "Bow",
        "charity: The Kettle",
        "",
        "Warm homes",
        "Good work",
        "",
        "persons",
        "Counts",
    ];
    let (answers, shown) = asked(Answers::none(TODAY), &typed);
    assert_eq!(shown.len(), typed.len());
    assert!(shown[2].contains("did you mean 'E06000002', 'Middlesbrough'?"), "{}", shown[2]);
    assert!(shown[5].contains("such as 'charity: Bow Listening'"), "{}", shown[5]);
    assert_eq!(answers.codes, ["E06000002", "E06000003"]);
    assert_eq!((answers.board.as_deref(), answers.parties.len()), (None, 1));
    assert!(shown[10].contains("records or counts") && shown[11].contains("'persons'"), "{shown:?}");
    assert_eq!(answers.first_data, Some(FirstData::Counts));
    let partnership = InMemory::of(&made(&answers).unwrap()).load().partnership.unwrap();
    assert_eq!(partnership.missions().count(), 2);
}

#[test]
fn whoever_gives_flags_is_not_asked_and_the_end_of_input_ends_the_questions() {
    assert_eq!(asked(answers("Tees", &["E06000002"]), &[]).1, Vec::<String>::new());
    let (answers, shown) = asked(Answers::none(TODAY), &["Tees"]);
    assert_eq!((answers.codes.len(), shown.len()), (0, 2));
    assert_eq!(made(&answers).unwrap_err().diagnostic().code.number, 152);
    // Nobody is asked for ever.
    let (answers, shown) = asked(Answers::none(TODAY), &["Tees", "x", "x", "x", "x", "x"]);
    assert_eq!((answers.codes.len(), shown.len()), (0, 7));
}
