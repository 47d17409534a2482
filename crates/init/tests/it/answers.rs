//! Answers that are missing or cannot be used, each with what to do.
//!
//! Not allowed in here: places that are made.

use concordat_diagnostics::render;
use concordat_init::Answers;

use crate::support::{TODAY, answers, made};

/// Message and help of the refusal.
fn refused(answers: &Answers) -> (u16, String) {
    let diagnostic = made(answers).unwrap_err().diagnostic();
    let help = diagnostic.help.clone().unwrap_or_default();
    (diagnostic.code.number, format!("{}; {help}", render::concise(&diagnostic)))
}

#[test]
fn a_missing_answer_names_its_flag() {
    let (code, told) = refused(&Answers::none(TODAY));
    assert!(code == 152 && told.contains("--place-name"), "{told}");
    let (code, told) = refused(&answers("Somewhere", &[]));
    assert!(code == 152 && told.contains("--code") && told.contains("E09000030"), "{told}");
}

#[test]
fn a_code_that_is_none_is_answered_with_what_is_meant() {
    for (code, answer) in [
        ("E09000099", "a code is a letter and eight digits"),
        ("Tower Hamlets", "did you mean 'E09000030', 'Tower Hamlets'?"),
        ("Middlesborough", "did you mean 'E06000002', 'Middlesbrough'?"),
        ("E0900030", "a code is a letter and eight digits"),
        ("806", "a code is a letter and eight digits"),
        ("E08000020", "use 'E08000037'"),
        ("E07000026", "was merged into 'Cumberland'"),
        ("E12000001", "no local authority"),
        ("E06000999", "a letter and eight digits"),
    ] {
        let (number, told) = refused(&answers("Somewhere", &[code]));
        assert!(number == 152 && told.contains(answer), "{code}: {told}");
    }
    let (_, told) = refused(&answers("Somewhere", &["E09000030", "E09000030"]));
    assert!(told.contains("named twice"), "{told}");
}

#[test]
fn a_name_must_fit_on_a_line() {
    for name in ["", "  ", "a\nb", &"long".repeat(40)] {
        let (code, told) = refused(&answers(name, &["E09000030"]));
        assert!(code == 152 && told.contains("1 to 120 characters"), "{told}");
    }
    let board = Answers { board: Some("a\tb".to_owned()), ..answers("Somewhere", &["E09000030"]) };
    assert!(refused(&board).1.contains("the name of the board"));
}

#[test]
fn an_organisation_is_a_kind_and_a_name() {
    let with = |parties: &[&str]| Answers {
        parties: parties.iter().map(|party| (*party).to_owned()).collect(),
        ..answers("Somewhere", &["E09000030"])
    };
    for (typed, answer) in [
        ("Bow Listening", "such as 'charity: Bow Listening'"),
        ("charty: Bow Listening", "did you mean the kind 'charity'?"),
        ("charity:", "the name of an organisation"),
    ] {
        let (code, told) = refused(&with(&[typed]));
        assert!(code == 152 && told.contains(answer), "{typed}: {told}");
    }
    let (_, told) = refused(&with(&["charity: The Kettle", "housing: the kettle"]));
    assert!(told.contains("'the-kettle' is named twice"), "{told}");
    let missions = ["Warm homes".to_owned(), "Warm Homes!".to_owned()].into();
    let (_, told) = refused(&Answers { missions, ..answers("Somewhere", &["E09000030"]) });
    assert!(told.contains("'warm-homes' is named twice"), "{told}");
}
