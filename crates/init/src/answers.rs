//! What a person answers, by flags or questions.
//!
//! Not allowed in here: a default that states a fact about a place.

use concordat_base::{AreaCode, Date};
use concordat_declare::published::{AreaColumn, AreaScheme};
use concordat_tables::{AreaFault, Authorities};

use crate::error::InitError;

/// How codes of local authorities begin in the four countries.
const LOCAL: [&str; 8] = ["E06", "E07", "E08", "E09", "E10", "W06", "S12", "N09"];

/// The longest name that is taken.
const LONGEST_NAME: usize = 120;

/// What agencies send first: the dataset that a new place begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstData {
    /// A line for each person.
    #[default]
    Records,
    /// Counts that the agency has made: a line for each group of people, which says how many they are.
    Counts,
}

impl FirstData {
    /// Both, by the words that people type.
    pub const WORDS: [(&'static str, Self); 2] = [("records", Self::Records), ("counts", Self::Counts)];

    /// What was typed.
    ///
    /// # Errors
    /// [`InitError::Unfit`] when it is neither.
    pub fn read(typed: &str) -> Result<Self, InitError> {
        let found = Self::WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(typed.trim()));
        let what = "the first data, expected records or counts,";
        found.map(|(_, kind)| kind).ok_or_else(|| InitError::Unfit { what, text: typed.trim().to_owned() })
    }
}

/// What a new place is made from. Only the name and one code are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The place's name, as people say it.
    pub place_name: Option<String>,
    /// Codes of its local authorities, such as E09000030.
    pub codes: Vec<String>,
    /// The board whose missions these are.
    pub board: Option<String>,
    /// Organisations that take part, each as `kind: name`; the councils of the codes where none is named.
    pub parties: Vec<String>,
    /// Titles of missions; one to be named by the board where there is none.
    pub missions: Vec<String>,
    /// What agencies send first; records where nothing is said.
    pub first_data: Option<FirstData>,
    /// The first day of the draft agreement.
    pub as_of: Date,
}

/// A local authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authority {
    pub(crate) code: AreaCode,
    pub(crate) name: String,
}

impl Answers {
    /// Nothing answered yet.
    #[must_use]
    pub fn none(as_of: Date) -> Self {
        let (codes, parties, missions) = Default::default();
        Self { place_name: None, codes, board: None, parties, missions, first_data: None, as_of }
    }

    /// The name, found fit to be written into files.
    pub(crate) fn name(&self) -> Result<&str, InitError> {
        let name = self
            .place_name
            .as_deref()
            .ok_or(InitError::Missing { flag: "--place-name", what: "the name of the place" })?;
        fit(name, "the name of the place")
    }

    /// The board, where it was answered.
    pub(crate) fn board(&self) -> Result<Option<&str>, InitError> {
        self.board.as_deref().map(|board| fit(board, "the name of the board")).transpose()
    }

    /// The authorities, in the order of the answer.
    pub(crate) fn authorities(&self) -> Result<Vec<Authority>, InitError> {
        let known = Authorities::known();
        let mut found: Vec<Authority> = Vec::new();
        for code in &self.codes {
            let authority = authority(&known, code)?;
            if found.contains(&authority) {
                return Err(InitError::Twice { what: "local authority", name: authority.code.to_string() });
            }
            found.push(authority);
        }
        match found.is_empty() {
            true => {
                Err(InitError::Missing { flag: "--code", what: "the code of a local authority, such as E09000030" })
            }
            false => Ok(found),
        }
    }
}

/// A text that can stand in a file for people: something, not too long, on one line.
pub(crate) fn fit<'text>(text: &'text str, what: &'static str) -> Result<&'text str, InitError> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    if fits { Ok(text) } else { Err(InitError::Unfit { what, text: text.to_owned() }) }
}

/// The authority of a code; a name is answered with its code, an old code with the new one.
pub(crate) fn authority(known: &Authorities, asked: &str) -> Result<Authority, InitError> {
    let asked = asked.trim();
    let code = known.find(asked, &column(AreaScheme::Gss, true));
    let code = code.map_err(|fault| match fault {
        AreaFault::Merged(into) => InitError::Merged { code: asked.to_owned(), into },
        AreaFault::Unknown(_) => InitError::UnknownArea { asked: asked.to_owned(), meant: by_name(known, asked) },
    })?;
    let Some(name) = known.name_of(code.as_str()) else {
        return Err(InitError::UnknownArea { asked: asked.to_owned(), meant: by_code(known, asked) });
    };
    if code.as_str() != asked {
        return Err(InitError::Recoded { code: asked.to_owned(), now: code.to_string(), name: name.to_owned() });
    }
    if !LOCAL.iter().any(|start| asked.starts_with(start)) {
        return Err(InitError::NotLocal { code: asked.to_owned(), name: name.to_owned() });
    }
    Ok(Authority { name: name.to_owned(), code })
}

/// The authority that has, or nearly has, this name.
fn by_name(known: &Authorities, asked: &str) -> Option<(String, String)> {
    match known.find(asked, &column(AreaScheme::Name, false)) {
        Ok(code) => known.name_of(code.as_str()).map(|name| (code.to_string(), name.to_owned())),
        Err(AreaFault::Unknown(near)) => near,
        Err(AreaFault::Merged(_)) => None,
    }
}

/// The one authority whose code differs in one character, where there is but one.
fn by_code(known: &Authorities, asked: &str) -> Option<(String, String)> {
    let mut near = None;
    for (at, _) in asked.char_indices() {
        for digit in '0'..='9' {
            let other: String =
                asked.char_indices().map(|(here, letter)| if here == at { digit } else { letter }).collect();
            if let Some(name) = known.name_of(&other).filter(|_| LOCAL.iter().any(|start| other.starts_with(start))) {
                let found = (other.clone(), name.to_owned());
                match &near {
                    None => near = Some(found),
                    Some(first) if *first == found => {}
                    Some(_) => return None,
                }
            }
        }
    }
    near
}

fn column(scheme: AreaScheme, recode: bool) -> AreaColumn {
    let (only, also, pass_over) = Default::default();
    AreaColumn { column: String::new(), scheme, only, also, pass_over, recode, boundaries: None }
}
