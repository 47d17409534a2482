//! Questions to a person at a terminal, for what no flag has answered.
//!
//! Not allowed in here: a terminal; the caller shows a question and brings the line that was typed.

use concordat_tables::Authorities;

use crate::answers::{Answers, FirstData, authority, fit};
use crate::error::InitError;
use crate::parties;

/// How often a question is asked again after an answer that cannot be used.
const TRIES: u32 = 5;

/// Asks for what is missing. `line` shows a text and gives what was typed, or nothing at the end of input; nothing is asked after
/// that.
pub fn ask(answers: &mut Answers, line: &mut dyn FnMut(&str) -> Option<String>) {
    // Whoever has given both by flags wants no questions.
    if answers.place_name.is_some() && !answers.codes.is_empty() {
        return;
    }
    let _ended = questions(answers, line);
}

/// `None` at the end of input.
fn questions(answers: &mut Answers, line: &mut dyn FnMut(&str) -> Option<String>) -> Option<()> {
    if answers.place_name.is_none() {
        let question = "What is the place called? For example: Tower Hamlets";
        let name = again(question, line, |typed| fit(typed, "the name of the place").map(str::to_owned))?;
        answers.place_name = name;
    }
    if answers.codes.is_empty() {
        let known = Authorities::known();
        let question =
            "Which local authorities make it up? Their codes, with blanks between them. For example: E09000030";
        let codes = again(question, line, |typed| {
            let codes: Vec<&str> = typed.split([' ', ',', ';', '\t']).filter(|code| !code.is_empty()).collect();
            let missing = InitError::Missing { flag: "--code", what: "the code of a local authority" };
            codes.first().ok_or(missing)?;
            codes.iter().map(|code| authority(&known, code).map(|found| found.code.to_string())).collect()
        })?;
        answers.codes = codes.unwrap_or_default();
    }
    if answers.board.is_none() {
        let typed = line("Which board are the missions of? Leave it empty to fill it in later.")?;
        answers.board = Some(typed).filter(|typed| !typed.trim().is_empty());
    }
    if answers.parties.is_empty() {
        let question = "Which organisations take part? One a line, as kind: name, such as charity: Bow Listening. An empty line ends.";
        answers.parties = several(question, line, |typed| parties::read(typed).map(|_| ()))?;
    }
    if answers.missions.is_empty() {
        let question = "What are the missions? One title a line. An empty line ends.";
        answers.missions = several(question, line, |typed| fit(typed, "the title of a mission").map(|_| ()))?;
    }
    if answers.first_data.is_none() {
        let question = "What do agencies send first: records, a line for each person, or counts that they have made? Type records or counts; empty means records.";
        answers.first_data = again(question, line, |typed| match typed.trim() {
            "" => Ok(FirstData::Records),
            typed => FirstData::read(typed),
        })?;
    }
    Some(())
}

/// Asks until the answer can be used; `Some(None)` when it never could.
fn again<T>(
    question: &str,
    line: &mut dyn FnMut(&str) -> Option<String>,
    read: impl Fn(&str) -> Result<T, InitError>,
) -> Option<Option<T>> {
    let mut shown = question.to_owned();
    for _ in 0..TRIES {
        match read(&line(&shown)?) {
            Ok(answer) => return Some(Some(answer)),
            Err(fault) => shown = format!("{}\n{question}", told(&fault)),
        }
    }
    Some(None)
}

/// Asks for lines up to an empty one; one that cannot be used is told and left out.
fn several(
    question: &str,
    line: &mut dyn FnMut(&str) -> Option<String>,
    read: impl Fn(&str) -> Result<(), InitError>,
) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut shown = question.to_owned();
    loop {
        let typed = line(&shown)?;
        if typed.trim().is_empty() {
            return Some(found);
        }
        match read(&typed) {
            Ok(()) => {
                found.push(typed.trim().to_owned());
                shown = "And the next? An empty line ends.".to_owned();
            }
            Err(fault) => shown = told(&fault),
        }
    }
}

fn told(fault: &InitError) -> String {
    let diagnostic = fault.diagnostic();
    let help = diagnostic.help.map(|help| format!(": {help}")).unwrap_or_default();
    format!("{}{help}", diagnostic.message)
}
