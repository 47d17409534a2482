//! Surveys: people asked one question, in a calendar year, by borough and sex. Every answer here is made up.

use crate::cohort::{Cell, Dirt, Extract, Form, Homes, Quota, Who, split};
use crate::files::LineEnd;
use crate::ground::Borough;
use crate::start_well::quota;

/// The years in which surveys were made.
const YEARS: [&str; 3] = ["2023", "2024", "2025"];

/// How many were asked, and how they answered.
pub(crate) struct Shares {
    /// People asked, by year and borough.
    pub(crate) asked: [[u64; 2]; 3],
    /// Good answers of women and girls, per thousand, by year.
    pub(crate) women_good_per_mille: [u64; 3],
    /// Good answers of men and boys.
    pub(crate) men_good_per_mille: [u64; 3],
    /// How many more in a thousand answer well in Redcar and Cleveland.
    pub(crate) redcar_more_per_mille: u64,
}

/// The extract of a survey: one file with all years.
pub(crate) const fn extract(
    supplier: &'static str,
    source: &'static str,
    who: Who,
    notes: bool,
    stream: u64,
) -> Extract {
    Extract {
        supplier,
        source,
        contract: "experience-survey",
        columns: &[
            ("respondent_pseudonym", Cell::Record),
            ("survey_year", Cell::Period),
            ("local_authority", Cell::Borough),
            ("sex", Cell::Sex),
            ("answer", Cell::Code(0)),
        ],
        who,
        again_per_mille: 0,
        dirt: Dirt { missing_per_mille: 16, elsewhere_per_mille: 0, twice: 0, corrected: None, other_order: None },
        form: Form::CsvAll(LineEnd::Lf),
        notes,
        stream,
    }
}

/// Answers by year, borough and sex.
pub(crate) fn quotas(shares: &Shares) -> Vec<Quota> {
    let mut quotas = Vec::new();
    for (year, label) in YEARS.into_iter().enumerate() {
        for (borough, asked) in Borough::BOTH.into_iter().zip(shares.asked[year]) {
            let more = if borough == Borough::RedcarCleveland { shares.redcar_more_per_mille } else { 0 };
            let by_sex = [(1000, shares.women_good_per_mille[year]), (0, shares.men_good_per_mille[year])];
            for ((female, good), count) in by_sex.into_iter().zip(split(asked, [515, 485])) {
                let good = good + more;
                let rest = 1000 - good;
                let per_mille = [good, rest * 55 / 100, rest - rest * 55 / 100 - rest / 10, rest / 10];
                let answers = ["good", "middling", "poor", "no_answer"].into_iter().zip(split(count, per_mille));
                quotas
                    .extend(answers.map(|(answer, records)| {
                        quota(borough, label, Homes::Anywhere, female, vec![answer], records)
                    }));
            }
        }
    }
    quotas
}
