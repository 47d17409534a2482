//! Areas as publishers name them.
//!
//! Not allowed in here: taking the nearest name for the one that is meant. It is told, and somebody declares it.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, nearest};
use concordat_declare::published::{AreaColumn, AreaScheme};

use crate::limits::Limits;
use crate::separated;
use crate::table::one_line;

/// What is known of an authority's code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Authority {
    name: String,
    /// The code it has now, and whether others were merged with it.
    active: Option<(String, bool)>,
}

/// Countries, regions and authorities of the United Kingdom, with codes they had, three-digit numbers and spellings.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    by_code: BTreeMap<String, Authority>,
    by_number: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
}

/// Why a text is no area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaFault {
    /// Not of the scheme's form, or not known in it; the code and the name of the nearest that is.
    Unknown(Option<(String, String)>),
    /// An authority that was merged; the name of what took its place.
    Merged(String),
}

impl Authorities {
    /// Those that come with the product.
    #[must_use]
    pub fn known() -> Self {
        let text = include_str!("../data/authorities.csv");
        let rows = separated::read(text, ',', &concordat_declare::layout::Layout::default(), &Limits::default());
        let mut known = Self::default();
        for row in rows.map(|grid| grid.rows).unwrap_or_default().iter().skip(1) {
            known.add([0, 1, 2, 3, 4, 5].map(|at| row.cell(at)));
        }
        known
    }

    fn add(&mut self, [code, active, change, number, name, others]: [&str; 6]) {
        let active = (!active.is_empty()).then(|| (active.to_owned(), change == "merged"));
        // A name is that of the code in force; among several codes in force the table has the newer first.
        let now = match &active {
            Some((active, false)) => active.clone(),
            _ => code.to_owned(),
        };
        for spelling in std::iter::once(name).chain(others.split('|')).filter(|name| !name.is_empty()) {
            let short = spelling.split_once(',').map(|(short, _)| short);
            for form in std::iter::once(spelling).chain(short) {
                self.by_name.entry(plain(form)).or_insert_with(|| now.clone());
            }
        }
        if !number.is_empty() {
            self.by_number.entry(number.to_owned()).or_insert(now);
        }
        self.by_code.insert(code.to_owned(), Authority { name: name.to_owned(), active });
    }

    /// The area that a text of a column names.
    ///
    /// # Errors
    /// [`AreaFault`] when none is known by it.
    pub fn find(&self, text: &str, column: &AreaColumn) -> Result<AreaCode, AreaFault> {
        let text = one_line(text);
        let text = if column.scheme == AreaScheme::LaNumber { whole(&text).to_owned() } else { text };
        let is_it = |theirs: &str| match column.scheme {
            AreaScheme::LaNumber => whole(&one_line(theirs)) == text,
            _ => one_line(theirs) == text,
        };
        if let Some((_, code)) = column.also.iter().find(|(theirs, _)| is_it(theirs)) {
            return Ok(code.clone());
        }
        let code = match column.scheme {
            AreaScheme::Gss => is_gss(&text).then(|| text.clone()),
            AreaScheme::LaNumber => self.by_number.get(&text).cloned(),
            AreaScheme::Name => self.by_name.get(&plain(&text)).cloned(),
            AreaScheme::Ods => is_ods(&text).then(|| text.clone()),
            AreaScheme::AsWritten => Some(text.clone()),
        };
        let code = code.ok_or_else(|| AreaFault::Unknown(self.near(&text, column.scheme)))?;
        let code = if column.recode { self.recoded(code)? } else { code };
        AreaCode::new(&code).map_err(|_| AreaFault::Unknown(None))
    }

    /// The name of an authority, region or country by a code that it has or had.
    #[must_use]
    pub fn name_of(&self, code: &str) -> Option<&str> {
        self.by_code.get(code).map(|authority| authority.name.as_str())
    }

    fn recoded(&self, code: String) -> Result<String, AreaFault> {
        match self.by_code.get(&code).and_then(|authority| authority.active.as_ref()) {
            Some((active, true)) => {
                let name = self.by_code.get(active).map_or(active.as_str(), |authority| authority.name.as_str());
                Err(AreaFault::Merged(name.to_owned()))
            }
            Some((active, false)) => Ok(active.clone()),
            None => Ok(code),
        }
    }

    fn near(&self, text: &str, scheme: AreaScheme) -> Option<(String, String)> {
        let near = (scheme == AreaScheme::Name).then(|| nearest(&plain(text), self.by_name.keys().map(String::as_str)));
        let code = self.by_name.get(near.flatten()?)?;
        self.by_code.get(code).map(|authority| (code.clone(), authority.name.clone()))
    }
}

/// A number without its noughts behind the point: one program writes 806, another 806.0.
fn whole(text: &str) -> &str {
    let noughts = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte == b'0');
    text.split_once('.').filter(|(_, part)| noughts(part)).map_or(text, |(whole, _)| whole)
}

/// A letter for the country and eight digits, of which the first two say what kind of area it is.
fn is_gss(text: &str) -> bool {
    let digits =
        text.get(1..).is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits && text.starts_with(['E', 'W', 'S', 'N', 'K', 'J', 'L', 'M'])
}

/// Three to six capitals and digits.
fn is_ods(text: &str) -> bool {
    (3..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// A name in small letters, "and" for "&", without punctuation, notes in brackets and what says that it is a region.
fn plain(name: &str) -> String {
    let bare = name.split(['(', '[']).next().unwrap_or(name).to_lowercase().replace('&', " and ");
    let letters: String = bare
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '\u{2019}' | '.'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let name = one_line(&letters);
    name.strip_suffix(" region").unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(scheme: AreaScheme, recode: bool) -> AreaColumn {
        AreaColumn {
            column: "area".into(),
            scheme,
            only: Vec::new(),
            also: BTreeMap::new(),
            pass_over: Vec::new(),
            recode,
            boundaries: None,
        }
    }

    fn find(text: &str, scheme: AreaScheme, recode: bool) -> Result<String, AreaFault> {
        Authorities::known().find(text, &column(scheme, recode)).map(|code| code.to_string())
    }

    #[test]
    fn one_authority_has_many_names() {
        for (text, code) in [
            ("Redcar and Cleveland", "E06000003"),
            ("Redcar & Cleveland", "E06000003"),
            ("REDCAR AND CLEVELAND", "E06000003"),
            ("North East region (statistical)", "E12000001"),
            ("North East", "E12000001"),
            ("ENGLAND", "E92000001"),
            ("Bristol, City of", "E06000023"),
            ("Bristol", "E06000023"),
            ("Kingston upon Hull", "E06000010"),
            ("Northumberland", "E06000057"),
            ("Gateshead", "E08000037"),
            ("Buckinghamshire", "E06000060"),
            ("United Kingdom [note 4]", "K02000001"),
            ("Outer London", "E13000002"),
        ] {
            assert_eq!(find(text, AreaScheme::Name, false).as_deref(), Ok(code), "{text}");
        }
        assert_eq!(find("806", AreaScheme::LaNumber, false).as_deref(), Ok("E06000002"));
        assert_eq!(find("806.0", AreaScheme::LaNumber, false).as_deref(), Ok("E06000002"));
        assert_eq!(find("806.00", AreaScheme::LaNumber, false).as_deref(), Ok("E06000002"));
        let mut own = column(AreaScheme::LaNumber, false);
        own.also.extend(AreaCode::new("E92000001").map(|england| ("970.0".to_owned(), england)));
        for text in ["970", "970.0"] {
            let found = Authorities::known().find(text, &own).map(|code| code.to_string());
            assert_eq!(found.as_deref(), Ok("E92000001"), "a declared number in either form");
        }
        assert_eq!(find("390", AreaScheme::LaNumber, false).as_deref(), Ok("E08000037"));
        assert_eq!(find("370", AreaScheme::LaNumber, false).as_deref(), Ok("E08000038"));
        assert_eq!(find("825", AreaScheme::LaNumber, false).as_deref(), Ok("E06000060"));
        assert_eq!(find("RTR", AreaScheme::Ods, false).as_deref(), Ok("RTR"));
    }

    #[test]
    fn old_codes_are_recoded_where_declared_and_merged_ones_refused() {
        for (old, new) in [
            ("E08000020", "E08000037"),
            ("E06000048", "E06000057"),
            ("E08000016", "E08000038"),
            ("E08000019", "E08000039"),
            ("E06000002", "E06000002"),
            ("E01012068", "E01012068"),
        ] {
            assert_eq!(find(old, AreaScheme::Gss, true).as_deref(), Ok(new));
            assert_eq!(find(old, AreaScheme::Gss, false).as_deref(), Ok(old));
        }
        assert_eq!(find("E07000026", AreaScheme::Gss, true), Err(AreaFault::Merged("Cumberland".into())));
    }

    #[test]
    fn the_nearest_name_is_told_and_not_taken() {
        let near = |text| find(text, AreaScheme::Name, false);
        assert_eq!(near("Middlesborough"), Err(AreaFault::Unknown(Some(("E06000002".into(), "Middlesbrough".into())))));
        assert_eq!(near("Nowhere in particular"), Err(AreaFault::Unknown(None)));
        for text in ["E0600000", "806", "X06000002", "", "\u{e9}06000002"] {
            assert_eq!(find(text, AreaScheme::Gss, true), Err(AreaFault::Unknown(None)), "{text}");
        }
        assert_eq!(find("806.5", AreaScheme::LaNumber, true), Err(AreaFault::Unknown(None)));
    }
}
