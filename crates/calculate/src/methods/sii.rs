//! Slope and relative index of inequality, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{
    DeprivationQuantile, InputFault, Simulation, SlopeIndex, SlopeLimits, SlopeOptions, ValueKind, slope_index,
};

use super::quantile::YES_OR_NO;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs, option, takes};

pub(super) static METHOD: Method = Method {
    name: "sii",
    aliases: &["rii", "slope-index", "phe-sii"],
    summary: "slope and relative index of inequality across deprivation quantiles",
    shape: Shape::EachGroup,
    inputs: &[
        needs("quantile", "the quantile: 1 the most deprived, each number once"),
        needs("population", "people of the quantile; above zero"),
        takes("count", "people with the outcome, for a proportion given as counts"),
        takes("value", "the value of the quantile, where it is not given as counts; a proportion between 0 and 1"),
        takes("lower95", "its lower 95 % limit"),
        takes("upper95", "its upper 95 % limit"),
        takes("se", "its standard error in place of limits: plain, of the logarithm (rates) or log odds (proportions)"),
    ],
    labels: &[],
    options: &[
        option("value_type", "0", "0 or other; 1 or rate; 2 or proportion"),
        option("transform", "false", "fit on the logarithm (rates) or the log odds (proportions)"),
        option("multiplier", "1", "what the slope index is multiplied by; below zero turns both indices round; not 0"),
        option("limits", "numerical", "simulated: simulate wherever no formula gives the limits"),
        option("repetitions", "100000", "lines drawn where limits are simulated"),
        option("seed", "0", "where the generator of random numbers starts"),
    ],
    outputs: &[
        gives("sii", "the slope index, times the multiplier"),
        gives("rii", "the relative index"),
        gives("intercept", "the value at the most deprived end"),
        limits("sii_", "limits of the slope index"),
        limits("rii_", "limits of the relative index"),
        gives("sii_limits", "exact, numerical (inversion of the characteristic function) or simulated"),
        gives("rii_limits", "exact, numerical (inversion of the characteristic function) or simulated"),
    ],
    reasons: "reason",
    formula: "a the share of people, b the share before plus half the own; least squares of y sqrt a on sqrt a and b sqrt a \
              without constant: intercept and SII; RII = (intercept + SII) / intercept. Transformed: SII the difference and \
              RII the ratio of the ends turned back. Exact limits: slope ∓ z sqrt(Σ(c s)²); RII untransformed by Fieller. \
              Others by inversion of the characteristic function of a sum of transformed normal values.",
    source: "Low and Low (2004); Fieller (1954); Gil-Pelaez (1951) for the inversion.",
    edges: &[
        "Limits are exact for value_type 0 and with transform; else numerical, right to six digits; where values are too \
         skewed for that, or a plausible line starts below zero, simulated, the same for the same seed everywhere.",
        "A line that is not above zero at the end that divides has no RII (intercept_not_positive).",
        "Refused: quantiles_not_in_order, quantile_count_out_of_range (2 to 100), value_outside_scale, \
         denominator_not_positive, standard_error_negative, limits_out_of_order, uncertainty_missing.",
    ],
    differs: &[
        "The reference simulates all limits without a seed; here they need no random numbers where they can do without.",
        "Multipliers between 0 and 1 keep limits in order, where the reference swaps them for transformed rates.",
    ],
    example: "quantile,population,value,lower95,upper95\n1,1000,75,74,76\n2,1100,77,76,78\n3,1000,79,78,80\n4,900,81,80,82\n5,1000,83,82,84\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let options = options(context, rows)?;
    let mut ordered = Vec::with_capacity(rows.len());
    for row in rows {
        let place = context.required(0, *row, InputFault::QuantilesNotInOrder.code())?;
        ordered.push((place, quantile(context, *row, options.kind)?));
    }
    ordered.sort_by(|left, right| left.0.total_cmp(&right.0));
    let numbered = ordered.iter().zip(1_u32..).all(|((place, _), want)| *place == f64::from(want));
    if !numbered {
        return Err(InputFault::QuantilesNotInOrder.into());
    }
    let quantiles: Vec<DeprivationQuantile> = ordered.into_iter().map(|(_, quantile)| quantile).collect();
    let index = slope_index(&quantiles, options)?;
    Ok(vec![line(&index, &levels)?])
}

fn line(index: &SlopeIndex, levels: &[concordat_methods::Confidence]) -> Result<Answered, Refused> {
    let word = |how: SlopeLimits| match how {
        SlopeLimits::Exact => "exact",
        SlopeLimits::Numerical => "numerical",
        SlopeLimits::Simulated => "simulated",
    };
    let mut answered = Answered::new();
    answered.push(index.slope_index);
    let relative = answered.take(index.relative_index);
    answered.push(relative);
    answered.push(index.intercept);
    let (mut slope_how, mut relative_how) = (None, None);
    for level in levels {
        let (limits, how) = index.slope_limits_at(*level)?;
        answered.push_limits(Some(limits));
        slope_how = Some(word(how));
    }
    for level in levels {
        let (limits, how) = index.relative_limits_at(*level)?;
        let limits = answered.take(limits);
        answered.push_limits(limits);
        relative_how = limits.map(|_| word(how));
    }
    answered.push(slope_how);
    answered.push(relative_how);
    Ok(answered)
}

fn options(context: &Context<'_>, rows: &[usize]) -> Result<SlopeOptions, Refused> {
    let kinds: [&[&str]; 3] = [&["0", "other"], &["1", "rate"], &["2", "proportion"]];
    let kind = match context.choice("value_type", rows, &kinds)? {
        0 => ValueKind::Other,
        1 => ValueKind::Rate,
        _ => ValueKind::Proportion,
    };
    Ok(SlopeOptions {
        kind,
        transform: context.choice("transform", rows, &YES_OR_NO)? == 0,
        multiplier: context.option_required("multiplier", rows)?,
        simulation: Simulation {
            repetitions: context.option_whole("repetitions", rows)?,
            seed: u64::from(context.option_whole("seed", rows)?),
        },
        prefer_simulation: context.choice("limits", rows, &[&["numerical"], &["simulated"]])? == 1,
    })
}

fn quantile(context: &Context<'_>, row: usize, kind: ValueKind) -> Result<DeprivationQuantile, Refused> {
    let population = context.required(1, row, InputFault::DenominatorMissing.code())?;
    let at = |error: concordat_methods::MethodError| Refused::at(error.fault().code(), row);
    let limits = context.number(4, row)?.zip(context.number(5, row)?);
    let standard_error = context.number(6, row)?;
    let value = match (context.number(2, row)?, limits, standard_error) {
        (Some(_), _, _) if kind != ValueKind::Proportion => return Err(Refused::at("count_of_no_proportion", row)),
        (Some(count), None, None) => return DeprivationQuantile::from_count(count, population).map_err(at),
        (Some(count), _, _) => count / population,
        (None, _, _) => context.required(3, row, "value_missing")?,
    };
    match (standard_error, limits) {
        (Some(standard_error), _) => Ok(DeprivationQuantile { population, value, standard_error }),
        (None, Some(limits)) => DeprivationQuantile::from_limits(population, value, limits, kind).map_err(at),
        (None, None) => Err(Refused::at("uncertainty_missing", row)),
    }
}
