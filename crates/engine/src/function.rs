//! The functions a query may call.
//!
//! A list of names allowed, so that a function new in the engine is refused until someone adds it here. On it: functions
//! whose result depends on their arguments alone. Not on it: clocks, chance, identifiers, settings, places of files, and
//! aggregates whose result depends on the order of rows. Sums and means of floating-point columns may differ in the last
//! digit between numbers of threads; callers that need equal bytes add integers or decimals.

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{AggregateUDF, Expr, ScalarUDF, Volatility, WindowFunctionDefinition, WindowUDF};

use crate::error::EngineError;

const SCALAR: &[&str] = &[
    "abs",
    "ascii",
    "bit_length",
    "btrim",
    "ceil",
    "character_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "contains",
    "ends_with",
    "exp",
    "floor",
    "gcd",
    "greatest",
    "initcap",
    "isnan",
    "iszero",
    "lcm",
    "least",
    "left",
    "levenshtein",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "nanvl",
    "nullif",
    "nvl",
    "nvl2",
    "octet_length",
    "pi",
    "power",
    "replace",
    "reverse",
    "right",
    "round",
    "rtrim",
    "signum",
    "split_part",
    "sqrt",
    "starts_with",
    "strpos",
    "substr",
    "substring",
    "to_hex",
    "translate",
    "trunc",
    "upper",
];

const AGGREGATE: &[&str] = &[
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "count",
    "grouping",
    "max",
    "median",
    "min",
    "stddev",
    "stddev_pop",
    "sum",
    "var",
    "var_pop",
];

const WINDOW: &[&str] = &[
    "cume_dist",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];

/// Leaves only allowed functions in the session: any other does not exist for the planner.
pub(crate) fn keep_allowed(mut builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut scalar: Vec<Arc<ScalarUDF>> = builder.scalar_functions().take().unwrap_or_default();
    let mut aggregate: Vec<Arc<AggregateUDF>> = builder.aggregate_functions().take().unwrap_or_default();
    let mut window: Vec<Arc<WindowUDF>> = builder.window_functions().take().unwrap_or_default();
    scalar.retain(|function| scalar_is_allowed(function));
    aggregate.retain(|function| AGGREGATE.contains(&function.name()));
    window.retain(|function| WINDOW.contains(&function.name()));
    *builder.higher_order_functions() = Some(Vec::new());
    builder
        .with_scalar_functions(scalar)
        .with_aggregate_functions(aggregate)
        .with_window_functions(window)
        .with_table_function_list(Vec::new())
}

/// Refuses a call of a function that is not allowed; looks at this expression only, not at what is inside it.
pub(crate) fn check(expression: &Expr) -> Result<(), EngineError> {
    let (name, allowed) = match expression {
        Expr::ScalarFunction(call) => (call.name(), scalar_is_allowed(&call.func)),
        Expr::AggregateFunction(call) => (call.func.name(), AGGREGATE.contains(&call.func.name())),
        Expr::WindowFunction(call) => match &call.fun {
            WindowFunctionDefinition::AggregateUDF(function) => (function.name(), AGGREGATE.contains(&function.name())),
            WindowFunctionDefinition::WindowUDF(function) => (function.name(), WINDOW.contains(&function.name())),
        },
        Expr::HigherOrderFunction(call) => (call.name(), false),
        _ => return Ok(()),
    };
    if allowed { Ok(()) } else { Err(EngineError::FunctionNotAllowed { function: name.to_owned() }) }
}

fn scalar_is_allowed(function: &ScalarUDF) -> bool {
    SCALAR.contains(&function.name()) && function.signature().volatility == Volatility::Immutable
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::functions::{math, string};
    use datafusion::functions_aggregate::array_agg::array_agg_udaf;
    use datafusion::prelude::lit;

    #[test]
    fn chance_and_order_are_refused_even_if_the_planner_knew_them() {
        for refused in
            [math::random().call(Vec::new()), string::uuid().call(Vec::new()), array_agg_udaf().call(vec![lit(1)])]
        {
            assert!(matches!(check(&refused), Err(EngineError::FunctionNotAllowed { .. })));
        }
        check(&math::abs().call(vec![lit(1)])).unwrap();
    }

    #[test]
    fn every_name_on_the_lists_is_a_function_of_the_engine() {
        let state = keep_allowed(SessionStateBuilder::new_with_default_features()).build();
        for name in SCALAR {
            assert!(state.scalar_functions().contains_key(*name), "{name}");
        }
        for name in AGGREGATE {
            assert!(state.aggregate_functions().contains_key(*name), "{name}");
        }
        for name in WINDOW {
            assert!(state.window_functions().contains_key(*name), "{name}");
        }
        assert!(!state.scalar_functions().contains_key("random"));
    }
}
