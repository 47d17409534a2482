//! A command that could not do what it was asked: what to tell, and the exit code that follows from it.
//!
//! Not allowed in here: printing.

use concordat_base::{Name, nearest};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_difference::DifferenceError;
use concordat_ledger::LedgerError;
use concordat_publish::PublishError;
use concordat_store::StoreError;

/// How a command ends. The numbers are those of `run`, so that a scheduler has one table to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exit(pub(crate) u8);

impl Exit {
    /// All is well.
    pub(crate) const FINE: Self = Self(0);
    /// What was looked at is not as it should be.
    pub(crate) const CHECK_FAILED: Self = Self(1);
    /// Bad usage or declarations.
    pub(crate) const USAGE: Self = Self(2);
    /// Network, disk, permissions.
    pub(crate) const OPERATIONAL: Self = Self(3);
    /// Another run holds the lock.
    pub(crate) const LOCKED: Self = Self(75);
}

/// A command that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What to tell, in order.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The exit code.
    pub(crate) exit: Exit,
}

impl Failure {
    /// From diagnostics; the exit code follows from their codes.
    pub(crate) fn of(diagnostics: Vec<Diagnostic>) -> Self {
        let exit = exit_of(&diagnostics);
        Self { diagnostics, exit }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::of(vec![diagnostic])
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        error.diagnostic().into()
    }
}

impl From<DifferenceError> for Failure {
    fn from(error: DifferenceError) -> Self {
        error.diagnostic().into()
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        PublishError::from(error).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        of_store(&error).into()
    }
}

fn of_store(error: &StoreError) -> Diagnostic {
    if error.is_locked() {
        return Diagnostic::error(&codes::LOCKED, "the place's lock is held");
    }
    if let Some(diagnostic) = error.of_keys() {
        return diagnostic;
    }
    let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::READ_FAILED };
    let text = Text::new().file(error.path()).say(" could not be used");
    match std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>()) {
        Some(source) => Diagnostic::error(code, text.say(": ").system(source)),
        None => Diagnostic::error(code, text),
    }
}

/// The exit code for diagnostics; of several the first in the order 75, 2, 3, 1.
pub(crate) fn exit_of(diagnostics: &[Diagnostic]) -> Exit {
    let order = [Exit::LOCKED, Exit::USAGE, Exit::OPERATIONAL];
    let has = |exit: &Exit| diagnostics.iter().any(|diagnostic| exit_of_code(diagnostic.code.number) == *exit);
    order.into_iter().find(has).unwrap_or(Exit::CHECK_FAILED)
}

fn exit_of_code(number: u16) -> Exit {
    let usage = [
        &codes::USAGE,
        &codes::UNKNOWN_RELEASE,
        &codes::RELEASES_NOT_COMPARABLE,
        &codes::FIGURE_NOT_FOUND,
        &codes::NOTHING_FITS,
        &codes::QUERY_REFUSED,
        &codes::UNKNOWN_FIGURE,
        &codes::LEDGER_KEY,
        &codes::TABLE_UNFIT,
    ];
    let operational = [
        &codes::DISK_FULL,
        &codes::WRITE_FAILED,
        &codes::READ_FAILED,
        &codes::LEDGER_DAMAGED,
        &codes::STORAGE_KEY,
        &codes::KEY_GONE,
        &codes::SEALED_CHANGED,
        &codes::BACKUP_UNFIT,
    ];
    match number {
        100..200 => Exit::USAGE,
        number if number == codes::LOCKED.number => Exit::LOCKED,
        number if usage.iter().any(|code| code.number == number) => Exit::USAGE,
        number if operational.iter().any(|code| code.number == number) => Exit::OPERATIONAL,
        _ => Exit::CHECK_FAILED,
    }
}

/// A name that nothing has, with the nearest one and those that there are.
pub(crate) fn unknown(kind: &'static str, asked: &str, known: &[String]) -> Diagnostic {
    let message = Text::new().say("there is no ").say(kind).say(" ").declared(asked);
    Diagnostic::error(&codes::USAGE, message).help(offer(asked, known))
}

/// How many known names are listed before the rest is counted: few beside a near one, more where there is none.
const MOST_NAMES_BESIDE_A_NEAR_ONE: usize = 10;
const MOST_NAMES: usize = 40;

fn offer(asked: &str, known: &[String]) -> Text {
    let names = || known.iter().map(String::as_str);
    let (help, most) = match nearest(asked, names()) {
        Some(near) => (Text::new().say("did you mean ").declared(near).say("? "), MOST_NAMES_BESIDE_A_NEAR_ONE),
        None => (Text::new(), MOST_NAMES),
    };
    match known.len().checked_sub(most) {
        _ if known.is_empty() => help.say("There are none."),
        None | Some(0) => help.say("Known: ").list(names()),
        Some(more) => help.say("Known: ").list(names().take(most)).say(" and ").number(more as u64).say(" more"),
    }
}

/// A name as people type it, or what is wrong with it.
pub(crate) fn name(text: &str) -> Result<Name, Diagnostic> {
    Name::new(text).map_err(|_| {
        let message = Text::new().declared(text).say(" is not a name: lower-case letters, digits, '-' and '_'");
        Diagnostic::error(&codes::USAGE, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_answered_with_its_word_and_with_all_words() {
        let known = ["public", "board"].map(str::to_owned);
        let help = unknown("audience", "publc", &known).help.unwrap_or_default();
        assert_eq!(help.as_str(), "did you mean 'public'? Known: 'public', 'board'");
        let help = unknown("audience", "zzzzzz", &[]).help.unwrap_or_default();
        assert_eq!(help.as_str(), "There are none.");
    }

    #[test]
    fn the_first_of_several_exit_codes_counts() {
        let fault = |code| Diagnostic::error(code, "x");
        assert_eq!(exit_of(&[fault(&codes::VERIFY_FAILED), fault(&codes::DISK_FULL)]), Exit::OPERATIONAL);
        assert_eq!(exit_of(&[fault(&codes::READ_FAILED), fault(&codes::UNKNOWN_NAME)]), Exit::USAGE);
        assert_eq!(exit_of(&[fault(&codes::LOCKED), fault(&codes::UNKNOWN_NAME)]), Exit::LOCKED);
        assert_eq!(exit_of(&[fault(&codes::NO_RELEASE)]), Exit::CHECK_FAILED);
    }
}
