//! Life expectancy at each age, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{InputFault, LifeBand, LifeTable, life_table};

use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs};

pub(super) static METHOD: Method = Method {
    name: "life-expectancy",
    aliases: &["phe-life-expectancy"],
    summary: "life expectancy at the start of each of twenty age bands, with limits",
    shape: Shape::EachRowOfGroup,
    inputs: &[
        needs("startage", "first age of the band: 0, 1, 5, 10 and so on to 90, in any order"),
        needs("deaths", "deaths in the band; zero or more"),
        needs("pops", "people in the band, or person-years; above zero"),
    ],
    labels: &[],
    options: &[],
    outputs: &[
        gives("value", "life expectancy at the start of the band, in years"),
        limits("", "limits of the life expectancy, in years"),
        gives("pops_used", "people in this band and all later ones"),
        gives("deaths_used", "deaths in this band and all later ones"),
        gives("limits_reason", "why a value that stands has no limits: nobody_survives; empty else"),
    ],
    reasons: "warning",
    formula: "M = D / P; q = M n / (1 + M n (1 - a)), with a = 0.1 in the first year and 0.5 after, 1 where D > P / (n a); \
              survivors l from 100,000; years lived L = n(l_next + a d), in the last band l / M; e = ΣL / l; \
              var q = q²(1 - q) / D, in the last band 4 / (D M²); SE from var q by l²((1 - a) n + e_next)², last (l/2)².",
    source: "Chiang (1968); Newell (1994); Silcocks and others (2001); Eayres and Williams (2004).",
    edges: &[
        "Withheld for the whole group, first reason first: negative_deaths, population_not_positive, not_twenty_bands, \
         deaths_exceed_population, total_population_not_above_5000 (5,000 people are too few, 5,001 are not).",
        "ci_wider_than_20_years: the 95 % interval is wider than twenty years, or nobody died in the last band.",
        "Where nobody survives to an age the value is 0, and there are no limits (nobody_survives).",
        "Refused: numerator_missing, denominator_missing.",
    ],
    differs: &["Limits of a withheld value are withheld too, where the reference shows them, however absurd."],
    example: "startage,deaths,pops\n0,4,6000\n1,1,6000\n5,1,6000\n10,1,6000\n15,2,6000\n20,3,6000\n25,4,6000\n30,5,6000\n\
              35,8,6000\n40,12,6000\n45,18,6000\n50,26,6000\n55,38,6000\n60,55,6000\n65,80,6000\n70,115,6000\n\
              75,150,6000\n80,190,6000\n85,210,6000\n90,220,900\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let mut bands = Vec::with_capacity(rows.len());
    for row in rows {
        let start = context.number(0, *row)?.unwrap_or(f64::NAN);
        bands.push(LifeBand {
            first_age: (0_u8..=90).find(|age| f64::from(*age) == start).unwrap_or(u8::MAX),
            deaths: context.required(1, *row, InputFault::NumeratorMissing.code())?,
            population: context.required(2, *row, InputFault::DenominatorMissing.code())?,
        });
    }
    let outcome = life_table(&bands)?;
    let reason = outcome.reason();
    let table = outcome.computed();
    bands
        .iter()
        .map(|band| {
            let mut answered = Answered::new();
            let mut limits_reason = None;
            match (&table, reason) {
                (Some(table), _) => limits_reason = fill(&mut answered, table, band.first_age, &levels)?,
                (None, reason) => {
                    reason.into_iter().for_each(|reason| answered.withhold(reason));
                    answered.push(None::<f64>);
                    levels.iter().for_each(|_| answered.push_limits(None));
                }
            }
            let later = || bands.iter().filter(|other| other.first_age >= band.first_age);
            answered.push(later().map(|band| band.population).sum::<f64>());
            answered.push(later().map(|band| band.deaths).sum::<f64>());
            answered.push(limits_reason);
            Ok(answered)
        })
        .collect()
}

/// Value and limits; the code of why a value that stands has no limits.
fn fill(
    answered: &mut Answered,
    table: &LifeTable,
    age: u8,
    levels: &[concordat_methods::Confidence],
) -> Result<Option<&'static str>, Refused> {
    let value = answered.take(table.value_at(age)?);
    answered.push(value);
    let mut reason = None;
    for level in levels {
        let outcome = table.at(age, *level)?;
        reason = outcome.reason().filter(|_| value.is_some()).map(|reason| reason.code());
        answered.push_limits(outcome.computed());
    }
    Ok(reason)
}
