//! Functions of probability, on tables.
//!
//! Not allowed here: their computation.

use concordat_methods::special::{
    chi_squared_cumulative, chi_squared_quantile, normal_cumulative, normal_quantile, poisson_cumulative,
    student_cumulative, student_quantile,
};

use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, needs, takes};

pub(super) static METHOD: Method = Method {
    name: "special-functions",
    aliases: &["special"],
    summary: "the functions of probability below the methods: normal, chi-squared, t, Poisson",
    shape: Shape::EachRow { adds_up: false },
    inputs: &[
        needs(
            "function_name",
            "normal_quantile, normal_cdf, chisq_quantile, chisq_cdf, t_quantile, t_cdf or poisson_cdf",
        ),
        needs("arg1", "the probability (quantiles), the point (cdf) or the count (poisson_cdf)"),
        takes("arg2", "degrees of freedom (chisq, t) or the mean (poisson_cdf)"),
    ],
    labels: &[],
    options: &[],
    outputs: &[gives("value", "the value of the function")],
    reasons: "reason",
    formula: "Normal: erfc and the approximations of algorithm AS 241; chi-squared and Poisson: the incomplete gamma \
              function; t: the incomplete beta function; quantiles of these by Newton's method on the smaller tail.",
    source: "Wichura (1988); Loader (2000) for leading factors; DiDonato and Morris (1992) for the continued fraction.",
    edges: &[
        "Refused: probability_out_of_range, argument_negative, degrees_of_freedom_not_positive, function_not_known, \
         argument_missing.",
        "Chi-squared with zero degrees is all at 0.",
    ],
    differs: &[],
    example: "function_name,arg1,arg2\nnormal_quantile,0.975,\nchisq_quantile,0.95,2\npoisson_cdf,0,1\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let [row] = rows else { return Err(Refused::group("no_rows")) };
    let first = context.required(1, *row, "argument_missing")?;
    let second = || context.required(2, *row, "argument_missing");
    let value = match context.text(0, *row).replace('-', "_").as_str() {
        "normal_quantile" => normal_quantile(first)?,
        "normal_cdf" => normal_cumulative(first)?,
        "chisq_quantile" => chi_squared_quantile(first, second()?)?,
        "chisq_cdf" => chi_squared_cumulative(first, second()?)?,
        "t_quantile" => student_quantile(first, second()?)?,
        "t_cdf" => student_cumulative(first, second()?)?,
        "poisson_cdf" => poisson_cumulative(first, second()?)?,
        _ => return Err(Refused::at("function_not_known", *row)),
    };
    let mut answered = Answered::new();
    answered.push(value);
    Ok(vec![answered])
}
