//! No function of the platform's maths library is called: its last digits differ between systems.
//!
//! Not allowed here: an exception without a reason.

use std::fs;
use std::path::{Path, PathBuf};

/// Methods of `f64` that call it, or whose precision is not promised. The square root is exact everywhere.
const CALLS: [&str; 30] = [
    ".exp()",
    ".exp2()",
    ".exp_m1()",
    ".ln()",
    ".ln_1p()",
    ".log(",
    ".log2()",
    ".log10()",
    ".powf(",
    ".powi(",
    ".cbrt()",
    ".hypot(",
    ".sin()",
    ".cos()",
    ".tan()",
    ".asin()",
    ".acos()",
    ".atan()",
    ".atan2(",
    ".sin_cos()",
    ".sinh()",
    ".cosh()",
    ".tanh()",
    ".asinh()",
    ".acosh()",
    ".atanh()",
    ".gamma()",
    ".ln_gamma()",
    ".mul_add(",
    ".erf()",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn no_result_depends_on_the_maths_library_of_the_platform() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for folder in [root.join("src"), root.join("../calculate/src")] {
        for path in sources(&folder) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
            let called: Vec<&&str> = CALLS.iter().filter(|call| code.contains(**call)).collect();
            assert!(called.is_empty(), "{}: {called:?}", path.display());
            read += 1;
        }
    }
    assert!(read > 60, "{read} sources were read");
}

/// Results to the last bit, so that a system on which they differ is noticed.
#[test]
fn results_are_the_same_to_the_last_bit() {
    use concordat_methods::special::{chi_squared_quantile, normal_quantile, student_quantile};
    use concordat_methods::{Confidence, Counts, rate_at, relative_gap_of_proportions_at};

    let level = Confidence::new(0.99).unwrap();
    let rate = rate_at(Counts::new(7.0, 1_234.0), 100_000.0, level).unwrap();
    let gap = relative_gap_of_proportions_at(Counts::new(30.0, 101.0), Counts::new(77.0, 203.0), level).unwrap();
    let numbers = [
        rate.lower,
        rate.upper,
        gap.computed().unwrap().upper,
        normal_quantile(0.001).unwrap(),
        chi_squared_quantile(0.975, 40.0).unwrap(),
        student_quantile(0.999, 19.0).unwrap(),
    ];
    let bits = numbers.map(f64::to_bits);
    assert_eq!(bits, LAST_BITS, "{numbers:?} {bits:?}");
}

const LAST_BITS: [u64; 6] = [
    4_640_012_966_314_734_068,
    4_653_821_325_989_222_156,
    4_627_360_821_025_126_077,
    13_837_513_040_186_066_032,
    4_633_548_420_127_546_732,
    4_615_242_511_388_538_588,
];
