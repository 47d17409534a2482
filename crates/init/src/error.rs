//! Why no place was made.
//!
//! Not allowed in here: a message that does not say what to do.

use concordat_diagnostics::{Diagnostic, Text, codes};

/// Why no place was made. Texts are answers of the person, or of the file of areas that the person named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InitError {
    /// An answer that is needed is missing.
    #[error("an answer is missing")]
    Missing {
        /// The flag that gives it.
        flag: &'static str,
        /// What it is.
        what: &'static str,
    },
    /// An answer cannot be written into files.
    #[error("an answer cannot be used")]
    Unfit {
        /// What it is.
        what: &'static str,
        /// The answer.
        text: String,
    },
    /// No authority has this code.
    #[error("there is no such local authority")]
    UnknownArea {
        /// The answer.
        asked: String,
        /// Code and name of the one that may be meant.
        meant: Option<(String, String)>,
    },
    /// An authority has another code by now.
    #[error("the code of a local authority has changed")]
    Recoded {
        /// The answer.
        code: String,
        /// Its code now.
        now: String,
        /// Its name.
        name: String,
    },
    /// An authority was merged into another.
    #[error("a local authority was merged into another")]
    Merged {
        /// The answer.
        code: String,
        /// The name of the other.
        into: String,
    },
    /// A country or region.
    #[error("a code is of no local authority")]
    NotLocal {
        /// The answer.
        code: String,
        /// What has it.
        name: String,
    },
    /// A party is not given as kind and name.
    #[error("an organisation is not given as kind and name")]
    Party {
        /// The answer.
        asked: String,
        /// The kind that may be meant.
        near: Option<&'static str>,
    },
    /// Two of one kind would have one id.
    #[error("two things have one name")]
    Twice {
        /// What they are.
        what: &'static str,
        /// The name or id.
        name: String,
    },
    /// A file of areas lacks columns that are needed.
    #[error("a file of areas lacks columns")]
    Columns {
        /// The file.
        file: String,
        /// The columns that were not found.
        missing: Vec<&'static str>,
    },
    /// A row of a file of areas cannot be used.
    #[error("a file of areas cannot be read")]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// A file of areas has no row of an authority.
    #[error("a file of areas lacks an authority")]
    NotInFile {
        /// The file.
        file: String,
        /// The code.
        code: String,
    },
}

impl InitError {
    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Missing { flag, what } => {
                let help =
                    Text::new().say("give ").say(flag).say(", or run it on a terminal without flags, where it asks");
                unfit(Text::new().say(what).say(" is missing: ").say(flag), help)
            }
            Self::Unfit { what, text } => {
                let help = "a name is one line of 1 to 120 characters";
                unfit(Text::new().say(what).say(" cannot be ").declared(text), help)
            }
            Self::UnknownArea { asked, meant } => unknown_area(asked, meant.as_ref()),
            Self::Recoded { code, now, name } => {
                let message = Text::new().declared(code).say(" is the former code of ").declared(name);
                unfit(message, Text::new().say("use ").declared(now))
            }
            Self::Merged { code, into } => {
                let message = Text::new().declared(code).say(" was merged into ").declared(into);
                unfit(message, "use the code of the authority that there is now")
            }
            Self::NotLocal { code, name } => {
                let message = Text::new().declared(code).say(" is ").declared(name).say(", and no local authority");
                unfit(message, "give the codes of the local authorities that make up the place")
            }
            Self::Party { asked, near } => party(asked, *near),
            Self::Twice { what, name } => unfit(
                Text::new().say("the ").say(what).say(" ").declared(name).say(" is named twice"),
                "name each once",
            ),
            Self::Columns { file, missing } => {
                let message = Text::new().declared(file).say(" has no column of ").list(missing.iter().copied());
                let help = "the lookup of the Office for National Statistics has WD24CD, WD24NM, LAD24CD and LAD24NM, of any year, and may have LSOA21CD and LSOA21NM";
                fault_of_file(message, help)
            }
            Self::Row { file, line } => {
                let message = Text::new().say("line ").number(*line).say(" of ").declared(file).say(" cannot be read");
                fault_of_file(message, "each row has a code and a name for each level, as many fields as the header")
            }
            Self::NotInFile { file, code } => {
                let message = Text::new().declared(file).say(" has no row of ").declared(code);
                fault_of_file(
                    message,
                    "take a lookup of a year in which the authority has this code, or leave --areas out",
                )
            }
        }
    }
}

fn unfit(message: Text, help: impl Into<Text>) -> Diagnostic {
    Diagnostic::error(&codes::ANSWER_UNFIT, message).help(help)
}

fn fault_of_file(message: Text, help: &'static str) -> Diagnostic {
    Diagnostic::error(&codes::LIST_FAULT, message).help(help)
}

fn unknown_area(asked: &str, meant: Option<&(String, String)>) -> Diagnostic {
    let message = Text::new().declared(asked).say(" is the code of no local authority");
    match meant {
        Some((code, name)) => {
            unfit(message, Text::new().say("did you mean ").declared(code).say(", ").declared(name).say("?"))
        }
        None => unfit(message, "a code is a letter and eight digits, such as E09000030 for Tower Hamlets"),
    }
}

fn party(asked: &str, near: Option<&'static str>) -> Diagnostic {
    let message = Text::new().declared(asked).say(" is not a kind of organisation, a colon and a name");
    let help = match near {
        Some(kind) => Text::new().say("did you mean the kind ").declared(kind).say("?"),
        None => {
            Text::new().say("such as 'charity: Bow Listening'; kinds: ").list(crate::parties::KINDS.iter().copied())
        }
    };
    unfit(message, help)
}
