//! Linked extracts of one made-up population: who is known to which agencies is decided here, so the true overlaps
//! are known. Agencies see people only through what they wrote down; no true identity enters a file.

use crate::draw::Draw;
use crate::error::Error;
use crate::files::{Delivery, LineEnd, Table};
use crate::people::{ADULTS, Born, Identity, KeyMakers, Person};
use crate::sample::SampleFile;
use crate::token::TokenMaker;

/// Months covered, from April 2024 to May 2026.
pub(crate) const MONTHS: u64 = 26;
const FIRST_YEAR: u64 = 2024;
const FIRST_MONTH: u64 = 4;

/// The n-th month covered, as text.
pub(crate) fn month_text(month: u64) -> String {
    let months = FIRST_YEAR * 12 + FIRST_MONTH - 1 + month;
    format!("{}-{:02}", months / 12, months % 12 + 1)
}

/// One agency's dataset.
pub(crate) struct Domain {
    /// Short name, used in the table of true overlaps.
    pub(crate) name: &'static str,
    /// Who sends it.
    pub(crate) supplier: &'static str,
    /// The source.
    pub(crate) source: &'static str,
    /// The contract, which names the file.
    pub(crate) contract: &'static str,
    /// Records in a year.
    pub(crate) records_a_year: u64,
    /// Mean records of a person known to several agencies, over all months.
    pub(crate) mean_records: u64,
    /// Most records of a person known to this agency alone.
    pub(crate) most_alone: u64,
    /// Share of people without any key, per thousand.
    pub(crate) no_key_per_mille: u64,
    /// Share of others without a postcode, per thousand.
    pub(crate) no_postcode_per_mille: u64,
    /// Share of people known to this agency alone who live in Middlesbrough, per thousand.
    pub(crate) middlesbrough_per_mille: u64,
    /// Months that have been delivered; fewer than all where the agency is late.
    pub(crate) months_sent: u64,
    /// Whether a delivery note is sent.
    pub(crate) sends_note: bool,
}

/// Agencies whose records may be linked, and the people they know.
pub(crate) struct Family {
    /// The agencies.
    pub(crate) domains: &'static [Domain],
    /// People known to several agencies over all months, by profile (bit 0 the first agency). Not everybody is seen by each
    /// of them in every year.
    pub(crate) shared_profiles: &'static [(usize, u64)],
    /// Pairs of twins, one known to each of two agencies; none where there are fewer than four agencies.
    pub(crate) twins: usize,
    /// What its keys are made for: keys of two families never meet.
    pub(crate) key_purpose: &'static str,
    /// When its people were born.
    pub(crate) born: Born,
    /// Number of the stream of draws.
    pub(crate) stream: u64,
}

/// The four domains, in the order of the bits of a profile.
pub(crate) const DOMAINS: [Domain; 4] = [
    Domain {
        name: "homelessness",
        supplier: "middlesbrough-council",
        source: "middlesbrough-homelessness",
        contract: "homelessness-duties",
        records_a_year: 1700,
        mean_records: 3,
        most_alone: 2,
        no_key_per_mille: 50,
        no_postcode_per_mille: 80,
        middlesbrough_per_mille: 740,
        months_sent: MONTHS,
        sends_note: true,
    },
    Domain {
        name: "treatment",
        supplier: "tees-recovery-partnership",
        source: "tees-recovery-treatment",
        contract: "substance-treatment",
        records_a_year: 2600,
        mean_records: 5,
        most_alone: 3,
        no_key_per_mille: 80,
        no_postcode_per_mille: 40,
        middlesbrough_per_mille: 620,
        months_sent: MONTHS,
        sends_note: false,
    },
    Domain {
        name: "mental_health",
        supplier: "tees-esk-and-wear-valleys",
        source: "tees-esk-wear-valleys-mental-health",
        contract: "mental-health-contacts",
        records_a_year: 9000,
        mean_records: 7,
        most_alone: 4,
        no_key_per_mille: 60,
        no_postcode_per_mille: 20,
        middlesbrough_per_mille: 540,
        months_sent: MONTHS,
        sends_note: true,
    },
    Domain {
        name: "offending",
        supplier: "cleveland-police",
        source: "cleveland-police-offending",
        contract: "offending-contacts",
        records_a_year: 5500,
        mean_records: 6,
        most_alone: 4,
        no_key_per_mille: 110,
        no_postcode_per_mille: 40,
        middlesbrough_per_mille: 620,
        months_sent: MONTHS,
        sends_note: true,
    },
];

/// People known to several agencies over all months, by profile (bit 0 homelessness, 1 treatment, 2 mental health,
/// 3 offending). Not everybody is seen by each of them in every year.
const SHARED_PROFILES: [(usize, u64); 11] = [
    (0b1111, 95),
    (0b0111, 40),
    (0b1011, 28),
    (0b1101, 34),
    (0b1110, 70),
    (0b0011, 60),
    (0b0101, 150),
    (0b1001, 70),
    (0b0110, 260),
    (0b1010, 170),
    (0b1100, 420),
];

/// The four agencies of multiple disadvantage.
const ADULT_SERVICES: Family = Family {
    domains: &DOMAINS,
    shared_profiles: &SHARED_PROFILES,
    twins: 12,
    key_purpose: "person key",
    born: ADULTS,
    stream: 300,
};

const HEADER: &[&str] = &[
    "record_pseudonym",
    "person_key_strict",
    "person_key_standard",
    "person_key_loose",
    "event_month",
    "local_authority",
];

/// One record, with the true person it belongs to.
pub(crate) struct Record {
    /// Number of the person.
    pub(crate) person: usize,
    /// Place of the domain.
    pub(crate) domain: usize,
    /// Month, counted from the first.
    pub(crate) month: u64,
    /// Strict, standard and loose key; empty when the agency could not make it.
    pub(crate) keys: [String; 3],
    local_authority: &'static str,
}

/// The linked extracts of multiple disadvantage and the table of true overlaps.
///
/// # Errors
/// When a token or a file cannot be made.
pub(crate) fn deliveries() -> Result<Vec<SampleFile>, Error> {
    let records = records(&ADULT_SERVICES)?;
    let mut files = files(&ADULT_SERVICES, &records)?;
    files.push(crate::truth::overlaps(&records)?);
    Ok(files)
}

/// All records of a family.
///
/// # Errors
/// When a token cannot be made.
pub(crate) fn records(family: &'static Family) -> Result<Vec<Record>, Error> {
    let keys = KeyMakers::new(family.key_purpose)?;
    let mut maker = RecordMaker { family, keys, people: 0, records: Vec::new() };
    let mut draw = Draw::stream(family.stream);
    maker.shared(&mut draw);
    maker.twins(&mut draw);
    for domain in 0..family.domains.len() {
        maker.fill(domain, &mut draw);
    }
    Ok(maker.records)
}

/// What each agency of a family sends.
///
/// # Errors
/// When a file cannot be made.
pub(crate) fn files(family: &Family, records: &[Record]) -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for domain in 0..family.domains.len() {
        files.extend(delivery(family, domain, records)?);
    }
    Ok(files)
}

struct RecordMaker {
    family: &'static Family,
    keys: KeyMakers,
    people: usize,
    records: Vec<Record>,
}

impl RecordMaker {
    /// People known to several agencies: events spread over all months.
    fn shared(&mut self, draw: &mut Draw) {
        for (profile, people) in self.family.shared_profiles {
            for _ in 0..*people {
                let person = Person::new(draw, 650, MONTHS, self.family.born);
                for domain in (0..self.family.domains.len()).filter(|domain| profile >> domain & 1 == 1) {
                    let events = 1 + draw.below(2 * self.family.domains[domain].mean_records - 1);
                    let months: Vec<u64> = (0..events).map(|_| draw.below(MONTHS)).collect();
                    self.seen(&person, domain, &months, draw);
                }
                self.people += 1;
            }
        }
    }

    /// Two people whom the loose key takes for one, each known to one agency.
    fn twins(&mut self, draw: &mut Draw) {
        for pair in 0..self.family.twins {
            let first = Person::new(draw, 650, MONTHS, self.family.born);
            let mut second = Person::new(draw, 650, MONTHS, self.family.born);
            second.identity = first.identity.twin();
            for (person, domain) in [(first, pair % 2), (second, 2 + pair % 2)] {
                let month = draw.below(MONTHS);
                self.seen(&person, domain, &[month], draw);
                self.people += 1;
            }
        }
    }

    /// People known to one agency alone, until it has its number of records. Their events lie within four months.
    fn fill(&mut self, domain: usize, draw: &mut Draw) {
        let here = &self.family.domains[domain];
        let total = here.records_a_year * MONTHS / 12;
        let present = self.records.iter().filter(|record| record.domain == domain).count();
        let mut missing = total.saturating_sub(u64::try_from(present).unwrap_or(total));
        while missing > 0 {
            let person = Person::new(draw, here.middlesbrough_per_mille, MONTHS, self.family.born);
            let events = (1 + draw.below(here.most_alone)).min(missing);
            let start = draw.below(MONTHS);
            let months: Vec<u64> = (0..events).map(|_| (start + draw.below(4)) % MONTHS).collect();
            self.seen(&person, domain, &months, draw);
            self.people += 1;
            missing -= events;
        }
    }

    /// An agency sees a person in some months. It writes the identity down once, so its slips are the same each time.
    fn seen(&mut self, person: &Person, domain: usize, months: &[u64], draw: &mut Draw) {
        let here = &self.family.domains[domain];
        let written = person.identity.as_written(draw);
        let has_keys = !draw.chance(here.no_key_per_mille);
        let has_postcode = !draw.chance(here.no_postcode_per_mille);
        for &month in months {
            let home = person.home_in(month);
            let sector = has_postcode.then_some(home.sector.as_str());
            let keys = if has_keys { self.keys_of(&written, sector) } else { Default::default() };
            self.records.push(Record {
                person: self.people,
                domain,
                month,
                keys,
                local_authority: home.borough.code(),
            });
        }
    }

    fn keys_of(&self, written: &Identity, sector: Option<&str>) -> [String; 3] {
        let strict = sector.map(|sector| self.keys.strict(written, sector)).unwrap_or_default();
        [strict, self.keys.standard(written), self.keys.loose(written)]
    }
}

/// One agency's extract: a full refresh, in the order of month and record pseudonym.
fn delivery(family: &Family, domain: usize, records: &[Record]) -> Result<Vec<SampleFile>, Error> {
    let here = &family.domains[domain];
    let pseudonyms = TokenMaker::new(&format!("{}: record", here.source))?;
    let own = records.iter().filter(|record| record.domain == domain && record.month < here.months_sent).enumerate();
    let mut rows: Vec<Vec<String>> = own
        .map(|(place, record)| {
            let [strict, standard, loose] = record.keys.clone();
            let pseudonym = pseudonyms.token(&format!("record {place}"));
            let month = month_text(record.month);
            vec![pseudonym, strict, standard, loose, month, record.local_authority.to_owned()]
        })
        .collect();
    rows.sort_by(|one, other| (&one[4], &one[0]).cmp(&(&other[4], &other[0])));
    let delivery = Delivery {
        supplier: here.supplier,
        source: here.source,
        file: format!("{}.synthetic.csv", here.contract),
        period: "all".to_owned(),
        sent: here.sends_note.then(|| "2026-06-20".to_owned()),
        reason: None,
    };
    let table = Table { header: HEADER.to_vec(), rows };
    delivery.files(table.csv(LineEnd::Lf)?, table.rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_run_from_april_2024_to_may_2026() {
        assert_eq!(month_text(0), "2024-04");
        assert_eq!(month_text(9), "2025-01");
        assert_eq!(month_text(MONTHS - 1), "2026-05");
    }
}
