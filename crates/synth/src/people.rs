//! A made-up population for linkage: names, birth dates and postcode sectors put together at random, the slips agencies
//! make when writing them down, and the three person keys. Names never leave this room except inside a keyed hash.

use concordat_pseudonym::{Level, MatchRule, Parts};

use crate::draw::Draw;
use crate::error::Error;
use crate::ground::Borough;
use crate::token::TokenMaker;

const FORENAMES: [&str; 60] = [
    "Adam", "Aisha", "Alan", "Amy", "Andrew", "Angela", "Ben", "Beth", "Brian", "Callum", "Carol", "Chloe", "Craig",
    "Daniel", "David", "Debbie", "Donna", "Emma", "Farah", "Gary", "Gemma", "Hassan", "Hayley", "Helen", "Ian",
    "Imran", "Jack", "Jade", "James", "Jane", "Jordan", "Karen", "Kayleigh", "Kevin", "Kyle", "Laura", "Lee", "Liam",
    "Lisa", "Lucy", "Mark", "Martin", "Michelle", "Mohammed", "Natalie", "Neil", "Nicola", "Omar", "Paul", "Peter",
    "Rachel", "Rebecca", "Ryan", "Sarah", "Sean", "Shannon", "Stephen", "Tracey", "Wayne", "Zoe",
];

const SURNAMES: [&str; 90] = [
    "Adamson",
    "Ahmed",
    "Allison",
    "Appleby",
    "Armstrong",
    "Atkinson",
    "Bainbridge",
    "Barker",
    "Bell",
    "Bennett",
    "Boyle",
    "Brown",
    "Burton",
    "Carter",
    "Chapman",
    "Clark",
    "Coates",
    "Cook",
    "Cooper",
    "Dale",
    "Davison",
    "Dixon",
    "Dobson",
    "Douglas",
    "Dunn",
    "Elliott",
    "Ellis",
    "Evans",
    "Featherstone",
    "Fletcher",
    "Foster",
    "Gibson",
    "Graham",
    "Gray",
    "Hall",
    "Harker",
    "Harrison",
    "Henderson",
    "Hill",
    "Hodgson",
    "Hudson",
    "Hughes",
    "Hussain",
    "Hutchinson",
    "Jackson",
    "Johnson",
    "Jones",
    "Kelly",
    "Khan",
    "King",
    "Lawson",
    "Lewis",
    "Mahmood",
    "Marshall",
    "Mason",
    "McGuire",
    "McKenna",
    "Metcalfe",
    "Mitchell",
    "Moore",
    "Morgan",
    "Murphy",
    "Nelson",
    "Newton",
    "Nicholson",
    "Norman",
    "Palmer",
    "Parkin",
    "Patterson",
    "Pearson",
    "Porter",
    "Raine",
    "Reed",
    "Richardson",
    "Robinson",
    "Robson",
    "Scott",
    "Shaw",
    "Simpson",
    "Smith",
    "Stephenson",
    "Sutton",
    "Taylor",
    "Thompson",
    "Turnbull",
    "Wade",
    "Walker",
    "Watson",
    "Wilson",
    "Young",
];

/// Districts of each borough; a sector is a district and one more digit.
const DISTRICTS: [&[&str]; 2] =
    [&["TS1", "TS2", "TS3", "TS4", "TS5", "TS7", "TS8"], &["TS6", "TS10", "TS11", "TS12", "TS13", "TS14"]];

/// Years that people were born in.
#[derive(Clone, Copy)]
pub(crate) struct Born {
    /// The first.
    pub(crate) first_year: u64,
    /// How many.
    pub(crate) years: u64,
}

/// Adults of working age, most of them.
pub(crate) const ADULTS: Born = Born { first_year: 1950, years: 57 };

/// What an agency knows a person by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Forename.
    pub(crate) forename: String,
    /// Surname.
    pub(crate) surname: String,
    /// Birth date: year, month, day.
    pub(crate) born: (u64, u64, u64),
}

/// Where somebody lives.
#[derive(Clone)]
pub(crate) struct Home {
    /// The borough.
    pub(crate) borough: Borough,
    /// Postcode sector.
    pub(crate) sector: String,
}

/// A made-up person.
pub(crate) struct Person {
    /// The person's true identity.
    pub(crate) identity: Identity,
    /// Home at the start.
    pub(crate) home: Home,
    /// Month (counted from the first) of a move, and the new home.
    pub(crate) moves: Option<(u64, Home)>,
}

impl Person {
    /// A new person with a home, who may move during `months`, born in one of the years.
    pub(crate) fn new(draw: &mut Draw, middlesbrough_per_mille: u64, months: u64, born: Born) -> Self {
        let home = Home::draw(draw, middlesbrough_per_mille);
        let moves = draw.chance(120).then(|| {
            let stays_per_mille = if home.borough == Borough::Middlesbrough { 920 } else { 80 };
            (draw.below(months), Home::draw(draw, stays_per_mille))
        });
        Self { identity: Identity::draw(draw, born), home, moves }
    }

    /// Where the person lives in a month.
    pub(crate) fn home_in(&self, month: u64) -> &Home {
        match &self.moves {
            Some((from, home)) if month >= *from => home,
            _ => &self.home,
        }
    }
}

impl Home {
    fn draw(draw: &mut Draw, middlesbrough_per_mille: u64) -> Self {
        let in_middlesbrough = draw.chance(middlesbrough_per_mille);
        let borough = Borough::BOTH[usize::from(!in_middlesbrough)];
        let districts = DISTRICTS[usize::from(!in_middlesbrough)];
        let district = districts[draw.index(districts.len())];
        Self { borough, sector: format!("{district}{}", 1 + draw.below(9)) }
    }
}

impl Identity {
    /// As the rules of match keys see it.
    fn person(&self) -> concordat_pseudonym::Person {
        let (year, month, day) = self.born;
        let birth_date = format!("{year:04}-{month:02}-{day:02}");
        let (given_name, family_name) = (self.forename.as_str(), self.surname.as_str());
        concordat_pseudonym::Person::read(&Parts {
            given_name,
            family_name,
            birth_date: &birth_date,
            ..Parts::default()
        })
    }

    fn draw(draw: &mut Draw, born: Born) -> Self {
        Self {
            forename: FORENAMES[draw.index(FORENAMES.len())].to_owned(),
            surname: SURNAMES[draw.index(SURNAMES.len())].to_owned(),
            born: (born.first_year + draw.below(born.years), 1 + draw.below(12), 1 + draw.below(28)),
        }
    }

    /// Somebody else of the same surname, initial and birth date, as twins may be: the loose key takes them for one.
    pub(crate) fn twin(&self) -> Self {
        let same_initial = |name: &&&str| name[..1] == self.forename[..1] && **name != self.forename;
        let forename = FORENAMES.iter().find(same_initial).unwrap_or(&"Alex");
        Self { forename: (*forename).to_owned(), ..self.clone() }
    }

    /// The identity as an agency writes it down: mostly right, at times a letter wrong or day and month exchanged.
    pub(crate) fn as_written(&self, draw: &mut Draw) -> Self {
        let mut written = self.clone();
        match draw.below(1000) {
            0..=34 => written.forename = misspelt(&self.forename, draw),
            35..=69 => written.surname = misspelt(&self.surname, draw),
            70..=84 if self.born.2 <= 12 => written.born = (self.born.0, self.born.2, self.born.1),
            _ => {}
        }
        written
    }
}

/// One slip after the first letter: a letter lost, two exchanged, or one doubled.
fn misspelt(name: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let place = 1 + draw.index(letters.len() - 2);
    match draw.below(3) {
        0 => drop(letters.remove(place)),
        1 => letters.swap(place, place + 1),
        _ => letters.insert(place, letters[place]),
    }
    letters.into_iter().collect()
}

/// Makes the three person keys; equal inputs give equal keys at every agency.
pub(crate) struct KeyMakers {
    strict: TokenMaker,
    standard: TokenMaker,
    loose: TokenMaker,
}

impl KeyMakers {
    /// The makers of one purpose: keys of two purposes never meet.
    ///
    /// # Errors
    /// When the keyed hash refuses its key.
    pub(crate) fn new(purpose: &str) -> Result<Self, Error> {
        let of = |level: &str| TokenMaker::new(&format!("{purpose}: {level}"));
        Ok(Self { strict: of("strict")?, standard: of("standard")?, loose: of("loose")? })
    }

    /// Given name, family name, birth date and postcode sector.
    pub(crate) fn strict(&self, identity: &Identity, sector: &str) -> String {
        of(&self.strict, Level::Strict, &identity.person().with_sector(Some(sector)))
    }

    /// Given name, family name and birth date.
    pub(crate) fn standard(&self, identity: &Identity) -> String {
        of(&self.standard, Level::Standard, &identity.person())
    }

    /// Sound of the family name, initial and birth date.
    pub(crate) fn loose(&self, identity: &Identity) -> String {
        of(&self.loose, Level::Loose, &identity.person())
    }
}

/// The token of a level, by the rules that agencies make theirs with; the key of the sample is published.
fn of(maker: &TokenMaker, level: Level, person: &concordat_pseudonym::Person) -> String {
    MatchRule::WithoutSex.text(level, person).map(|text| maker.token(&text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_agree_as_far_as_the_inputs_do() {
        let makers = KeyMakers::new("person key").unwrap();
        let person = Identity { forename: "Emma".to_owned(), surname: "Robson".to_owned(), born: (1990, 3, 4) };
        let respelt = Identity { surname: "Robbson".to_owned(), ..person.clone() };
        assert_eq!(makers.standard(&person), makers.standard(&person.clone()));
        assert_ne!(makers.standard(&person), makers.standard(&respelt));
        assert_eq!(makers.loose(&person), makers.loose(&respelt));
        assert_ne!(makers.strict(&person, "TS11"), makers.strict(&person, "TS12"));
    }

    #[test]
    fn twins_share_only_the_loose_key() {
        let makers = KeyMakers::new("person key").unwrap();
        let person = Identity::draw(&mut Draw::stream(9), ADULTS);
        let twin = person.twin();
        assert_ne!(makers.standard(&person), makers.standard(&twin));
        assert_eq!(makers.loose(&person).len(), 32);
    }
}
