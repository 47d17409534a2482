//! Names that no release has, and releases that are not to be compared.
//!
//! Not allowed in here: figures.

use concordat_difference::{DifferenceError, Question, Standing};

use crate::made_up::{MadeUp, earlier, later, rate, share, with};

fn pair() -> (MadeUp, MadeUp) {
    let ward = with(share("40.0", 40, 100), &[("area_code", "W1"), ("area_name", "Twin"), ("area_level", "ward")]);
    let twin = with(ward.clone(), &[("area_code", "W2"), ("figure_id", "f-twin")]);
    let rows = [share("51.1", 531, 1039), rate("52.1", 7_300, 140_000), ward, twin];
    (earlier(&rows), later(&rows))
}

fn told(question: &Question) -> (String, String) {
    let (before, after) = pair();
    let diagnostic = after.answers(&before, question).unwrap_err().diagnostic();
    (format!("{} {}", diagnostic.code, diagnostic.message), diagnostic.help.unwrap().to_string())
}

fn asked(indicator: &str, area: &str) -> Question {
    Question { indicator: indicator.to_owned(), area: area.to_owned(), ..Question::default() }
}

#[test]
fn a_slip_of_the_pen_is_answered_with_the_nearest_name() {
    let (message, help) = told(&asked("readines", "X01"));
    assert_eq!(message, "C710 neither release has the indicator 'readines'");
    assert_eq!(help, "did you mean 'readiness'? Known: 'readiness', 'incidents'");
    let (message, help) = told(&asked("readiness", "Made-up Burough"));
    assert!(message.contains("area 'Made-up Burough'") && help.contains("did you mean 'Made-up Borough'?"), "{help}");
    let (_, help) = told(&Question { period: Some("2019/20".to_owned()), ..asked("readiness", "X01") });
    assert_eq!(help, "Known: '2022/23'");
    let (message, _) = told(&Question { measure: Some("gap".to_owned()), ..asked("readiness", "X01") });
    assert!(message.contains("the measure 'gap'"), "{message}");
}

#[test]
fn a_level_without_figures_says_which_levels_have_some() {
    let (message, help) = told(&asked("incidents", "W1"));
    assert!(message.contains("'incidents' has no figure for the area 'W1'"), "{message}");
    assert_eq!(help, "It has figures at: 'borough'");
}

#[test]
fn a_name_of_several_areas_is_asked_by_code() {
    let (message, help) = told(&asked("readiness", "twin"));
    assert_eq!(message, "C710 several areas are called 'twin'");
    assert_eq!(help, "Name one by its code: 'W1 (ward)', 'W2 (ward)'");
}

#[test]
fn releases_of_other_audiences_places_or_order_are_not_compared() {
    let (before, after) = pair();
    let code = |after: &MadeUp, before: &MadeUp| {
        let error = after.answers(before, &asked("readiness", "X01")).unwrap_err();
        format!("{} {}", error.diagnostic().code, error.diagnostic().message)
    };
    let board = MadeUp { audience: "board", ..after.clone() };
    assert_eq!(code(&board, &before), "C709 one release is for 'public', the other for 'board'");
    let elsewhere = MadeUp { place: "elsewhere", ..after.clone() };
    assert_eq!(code(&elsewhere, &before), "C709 one release is of 'made-up-place', the other of 'elsewhere'");
    assert_eq!(code(&before, &after), "C709 release '2026-10-02.1' is not earlier than '2026-06-30.1'");
    assert_eq!(code(&before, &before), "C709 release '2026-06-30.1' is not earlier than '2026-06-30.1'");
    let tenth = MadeUp { version: "2026-06-30.10", ..after };
    let second = MadeUp { version: "2026-06-30.2", ..before };
    assert!(tenth.answers(&second, &asked("readiness", "X01")).is_ok(), "numbers of a day are compared as numbers");
}

#[test]
fn what_waits_or_was_withdrawn_is_not_opened() {
    for (standing, words) in [
        (Standing::Withdrawn, "was withdrawn"),
        (Standing::Waiting, "waits for approval or a date"),
        (Standing::Missing, "has no folder"),
    ] {
        let diagnostic = standing.check("2026-06-30.1").unwrap_err().diagnostic();
        assert_eq!(diagnostic.code.number, 709);
        assert!(diagnostic.message.as_str().contains(words), "{}", diagnostic.message);
    }
    assert_eq!(Standing::Published.check("2026-06-30.1"), Ok(()));
}

#[test]
fn a_file_that_is_no_release_is_refused_without_a_word_of_its_content() {
    let mut broken = earlier(&[share("51.1", 531, 1039)]);
    broken.rows[0].insert("figure_id", String::new());
    assert_eq!(broken.read().unwrap_err(), DifferenceError::Unreadable { file: "observations.csv" });
    let message = broken.read().unwrap_err().diagnostic().message.to_string();
    assert!(!message.contains("531"), "{message}");
}
