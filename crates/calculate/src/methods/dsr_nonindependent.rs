//! Directly standardised rates of events that come in bundles, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{InputFault, RepeatedEvents, repeated_events};

use super::dsr::standardised;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs, option};

pub(super) static METHOD: Method = Method {
    name: "dsr-nonindependent",
    aliases: &["dsr-non-independent"],
    summary: "directly standardised rate of events of which a person may have several",
    shape: Shape::EachGroup,
    inputs: &[
        needs("ageband", "the band, by any name; rows of a band share n and stdpop"),
        needs("eventfreq", "events that each of these people had; above zero"),
        needs("people", "people of the band with so many events; zero or more; missing counts as none"),
        needs("n", "people of the band; above zero, the same in all its rows"),
        needs("stdpop", "standard people of the band; zero or more, the same in all its rows"),
    ],
    labels: &[],
    options: &[option("multiplier", "100000", "what the rate is per; above zero")],
    outputs: &[
        gives("total_count", "all events: people times their events"),
        gives("total_pop", "all people, each band once"),
        gives("value", "the rate of events, per multiplier"),
        limits("", "limits of the rate, per multiplier"),
    ],
    reasons: "suppressed",
    formula: "As dsr on events, with V = Σ_f f² V_f, where V_f is the variance of dsr on the people with f events each.",
    source: "Dobson and others (1991); variance of a compound count.",
    edges: &[
        "Below ten events value and limits are withheld (count_below_10).",
        "Refused: as dsr, and frequency_not_positive, band_disagrees.",
    ],
    differs: &[],
    example: "area,ageband,eventfreq,people,n,stdpop\n\
              Tees,0,1,20,1000,1\nTees,0,2,5,1000,1\nTees,65,1,30,800,1\nTees,65,3,2,800,1\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let multiplier = context.option_required("multiplier", rows)?;
    let mut bands: Vec<String> = rows.iter().map(|row| context.text(0, *row)).collect();
    bands.sort_unstable();
    bands.dedup();
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let band = bands.binary_search(&context.text(0, *row)).unwrap_or_default();
        events.push(RepeatedEvents {
            band,
            events_each: context.required(1, *row, InputFault::FrequencyNotPositive.code())?,
            people: context.number(2, *row)?.unwrap_or(0.0),
            population: context.required(3, *row, InputFault::DenominatorMissing.code())?,
            standard_weight: context.required(4, *row, InputFault::WeightMissing.code())?,
        });
    }
    let sums = repeated_events(&events, multiplier)?;
    Ok(vec![standardised(&sums, &levels)?])
}
