//! The methods as tables have them, one file each: which columns go where.
//!
//! Not allowed here: a formula; it belongs to the crate `methods`.

mod aggregate;
mod category_legend;
mod comparison;
mod counted;
mod dsr;
mod dsr_nonindependent;
mod funnel;
mod funnel_limits;
mod funnel_significance;
mod gap_index;
mod gap_proportion;
mod gap_rate;
mod isr;
mod life_expectancy;
mod mean;
mod proportion;
mod quantile;
mod rate;
mod sii;
mod spc_xmr;
mod special_functions;
mod trend;

use crate::method::Method;

/// Every method, in the order of the help text.
static ALL: [&Method; 20] = [
    &proportion::METHOD,
    &rate::METHOD,
    &aggregate::METHOD,
    &mean::METHOD,
    &dsr::METHOD,
    &dsr_nonindependent::METHOD,
    &isr::METHOD,
    &life_expectancy::METHOD,
    &quantile::METHOD,
    &sii::METHOD,
    &gap_proportion::METHOD,
    &gap_rate::METHOD,
    &gap_index::METHOD,
    &comparison::METHOD,
    &category_legend::METHOD,
    &trend::METHOD,
    &spc_xmr::METHOD,
    &funnel_significance::METHOD,
    &funnel_limits::METHOD,
    &special_functions::METHOD,
];

/// Every method, in the order of the help text.
#[must_use]
pub fn all() -> &'static [&'static Method] {
    &ALL
}
