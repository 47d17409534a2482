//! The functions of probability below the methods: normal, gamma and chi-squared, Student's t and Poisson.
//!
//! Not allowed here: a call into the maths library of the platform (`f64::exp`, `f64::ln`, `f64::powf` and their kin),
//! whose last digits differ between systems. Elementary functions, `erfc` and `ln Γ` come from the `libm` crate, which
//! is the same code everywhere; the square root is exact by IEEE 754 and comes from the language.
//!
//! # Why not a library for the rest
//!
//! The library of distributions that was used before (`statrs` 0.19) calls the platform's maths library wherever another
//! crate of a build turns that on, and its error function is right to ten digits only, which spoils a quantile that is
//! refined with it. So the incomplete gamma and beta functions stand here, with their leading factor in the saddle-point
//! form of Loader (2000), which keeps all but the last digit or two at every size; tests hold them to reference tables, to
//! closed forms and to their own inverses.

mod gamma;
mod normal;
mod poisson;
mod saddle;
mod student;

pub use gamma::{chi_squared_cumulative, chi_squared_quantile};
pub use normal::{normal_cumulative, normal_quantile};
pub use poisson::poisson_cumulative;
pub use student::{student_cumulative, student_quantile};

pub(crate) use gamma::{gamma_lower_quantile, gamma_upper_quantile};
pub(crate) use normal::{normal_upper_quantile, quantile as quantile_of_normal};
pub(crate) use student::student_upper_quantile;
