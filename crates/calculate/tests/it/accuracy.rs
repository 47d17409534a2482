//! Every reference table through the calling form, text to text: how far each number is off, and which words differ.
//!
//! Not allowed here: an expected number worked out by the code under test, and a tolerance without its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use concordat_calculate::{Level, Settings, Table, calculate, method, with_options, write_csv};

/// Numbers are to be right to this, relative to the larger of one and the number.
const BAR: f64 = 1e-12;

/// One reference table and how it is run.
struct Reference {
    /// The method.
    method: &'static str,
    /// The table that is put in.
    input: &'static str,
    /// The table that should come out; the same file where inputs and results stand side by side.
    expected: &'static str,
    /// Levels to ask for.
    levels: &'static str,
    /// Whether options of each case stand in the expected table.
    options: bool,
    /// Columns of numbers, those of words, and those that name the row.
    numbers: &'static [&'static str],
    words: &'static [&'static str],
    names: &'static [&'static str],
    /// What is judged apart.
    judge: fn(&Case<'_>) -> Verdict,
}

/// One expected cell with what came out.
struct Case<'a> {
    want: &'a BTreeMap<String, String>,
    got: &'a BTreeMap<String, String>,
    column: &'a str,
}

/// How one cell is judged.
enum Verdict {
    /// By the bar of its table.
    ByBar,
    /// By another bar, whose reason stands where it is set.
    ByOwnBar(f64),
    /// The result differs on purpose, and as documented (true) or not (false).
    OnPurpose(bool),
}

impl Case<'_> {
    fn want(&self, column: &str) -> &str {
        self.want.get(column).map_or("", String::as_str)
    }

    fn got(&self, column: &str) -> &str {
        self.got.get(column).unwrap_or_else(|| panic!("no column {column}")).as_str()
    }

    fn number(&self, column: &str) -> f64 {
        number(self.want(column))
    }
}

/// What came of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    /// The table.
    pub(crate) table: String,
    /// The method.
    pub(crate) method: String,
    /// Numbers compared by the bar of the table.
    pub(crate) numbers: usize,
    /// The largest error among them, relative to the larger of one and the number.
    pub(crate) worst: f64,
    /// Where it is.
    pub(crate) at: String,
    /// Numbers compared by another bar, the largest error among them as a share of that bar.
    pub(crate) own_bar: usize,
    /// The largest share of another bar that was used.
    pub(crate) worst_of_own_bar: f64,
    /// Words compared, all exactly.
    pub(crate) words: usize,
    /// Cells that differ on purpose, and do so as documented.
    pub(crate) on_purpose: usize,
    /// What is wrong.
    pub(crate) faults: Vec<String>,
}

impl Measured {
    /// Whether everything is as it should be.
    pub(crate) fn is_fine(&self) -> bool {
        self.faults.is_empty() && self.worst <= BAR && self.worst_of_own_bar <= 1.0
    }
}

fn by_bar(_: &Case<'_>) -> Verdict {
    Verdict::ByBar
}

/// Certainty is refused here. Levels so near one that the reference, which rounds `(1 + level) / 2`, is off in the
/// eleventh digit have the bar that its own README gives.
fn confidence(case: &Case<'_>) -> Verdict {
    let level = case.number("confidence");
    let level = if level > 2.0 { level / 100.0 } else { level };
    if level == 1.0 {
        Verdict::OnPurpose(case.got("error") == "confidence_out_of_range" && case.got("value").is_empty())
    } else if level >= 0.99999 {
        Verdict::ByOwnBar(1e-9)
    } else {
        Verdict::ByBar
    }
}

/// No expected events: nothing may be printed.
fn expected_events(case: &Case<'_>) -> Verdict {
    let of_ratio = case.column.starts_with("ratio") || case.column.starts_with("rate");
    if case.want("expected") == "0" && of_ratio {
        Verdict::OnPurpose(case.got(case.column).is_empty() && case.got("reason") == "expected_is_zero")
    } else {
        Verdict::ByBar
    }
}

/// Limits of a withheld life expectancy are withheld too.
fn withheld_life(case: &Case<'_>) -> Verdict {
    let is_limit = case.column.starts_with("lower") || case.column.starts_with("upper");
    if is_limit && !case.want("warning").is_empty() && !case.want(case.column).is_empty() {
        Verdict::OnPurpose(case.got(case.column).is_empty() && case.got("warning") == "ci_wider_than_20_years")
    } else {
        Verdict::ByBar
    }
}

/// The reference searches for its limits of ratios and rates and stops early: its README gives 1e-4 relative.
fn searched(case: &Case<'_>) -> Verdict {
    let is_limit = case.column.starts_with("lower") || case.column.starts_with("upper");
    if is_limit && !case.want("lower_2s_x").is_empty() { Verdict::ByOwnBar(1e-4) } else { Verdict::ByBar }
}

/// Simulated limits of the reference, known by mean and deviation of five runs of 20,000: as its README says for a program
/// that draws 100,000 times, within six deviations times `sqrt(20,000 / 100,000 + 1 / 5)`. The same for limits by
/// inversion: a deviation from five runs is itself uncertain. Ten million draws agree with those to their own noise.
fn simulated(case: &Case<'_>) -> Verdict {
    let Some(stem) = case.column.strip_suffix("_mean") else { return Verdict::ByBar };
    let how = case.got(if stem.starts_with("sii") { "sii_limits" } else { "rii_limits" });
    let draws = if how == "exact" { f64::INFINITY } else { 100_000.0 };
    let swapped = case.want("category").ends_with("upstream_swaps_limits");
    let stem = if swapped { turned(stem) } else { stem.to_owned() };
    if swapped && stem.starts_with("rii") {
        // The reference inverts these limits as well as swapping them.
        let (lower, upper) = (number(case.got("rii_lower95")), number(case.got("rii_upper95")));
        return Verdict::OnPurpose(lower < number(case.got("rii")) && number(case.got("rii")) < upper);
    }
    if stem.starts_with("rii") && case.number(&format!("{}_mean", stem.replace("upper", "lower"))) <= 0.0 {
        // Lines that start below zero: a ratio below zero means nothing, and both limits are withheld.
        return Verdict::OnPurpose(case.got(&stem).is_empty() && case.got("reason") == "intercept_not_positive");
    }
    let deviation = case.number(&format!("{stem}_sd"));
    let want = case.number(&format!("{stem}_mean"));
    Verdict::ByOwnBar((6.0 * deviation * (20_000.0 / draws + 0.2_f64).sqrt() + 1e-9) / want.abs().max(1.0))
}

fn turned(stem: &str) -> String {
    if stem.contains("lower") { stem.replace("lower", "upper") } else { stem.replace("upper", "lower") }
}

/// The weighted sums of the reference lose digits where one point outweighs the others, as its README allows (1e-9); in
/// exact fractions the two worst cases agree with this code to 1e-15.
fn weighted(case: &Case<'_>) -> Verdict {
    if case.column == "chi2_other" { Verdict::ByOwnBar(1e-9) } else { Verdict::ByBar }
}

const DSR_NUMBERS: &[&str] = &[
    "total_count",
    "total_pop",
    "value",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "lower99",
    "upper99",
    "variance",
];

#[rustfmt::skip]
const REFERENCES: [Reference; 21] = [
    Reference {
        method: "proportion", input: "proportion.csv", expected: "proportion.csv", levels: "0.95,0.998", options: false,
        numbers: &["value", "lower", "upper"], words: &["error"], names: &["case_id"], judge: confidence,
    },
    Reference {
        method: "rate", input: "rate.csv", expected: "rate.csv", levels: "0.95,0.998", options: false,
        numbers: &["value", "lower", "upper"], words: &["method", "error"], names: &["case_id"], judge: confidence,
    },
    Reference {
        method: "aggregate", input: "aggregate_input.csv", expected: "aggregate_expected.csv", levels: "0.95,0.998",
        options: false,
        numbers: &["x", "n", "prop_value", "prop_lower95", "prop_upper95", "prop_lower998", "prop_upper998", "rate_value",
                   "rate_lower95", "rate_upper95", "rate_lower998", "rate_upper998"],
        words: &["rate_method"], names: &["case_id", "category"], judge: by_bar,
    },
    Reference {
        method: "mean", input: "mean_input.csv", expected: "mean_expected.csv", levels: "0.95,0.998,0.9", options: false,
        numbers: &["value_sum", "value_count", "stdev", "value", "lower95", "upper95", "lower998", "upper998", "lower90",
                   "upper90"],
        words: &[], names: &["case_id", "category"], judge: by_bar,
    },
    Reference {
        method: "dsr", input: "dsr_input.csv", expected: "dsr_expected.csv", levels: "0.95,0.998,0.99", options: false,
        numbers: DSR_NUMBERS, words: &["suppressed"], names: &["case_id", "category", "multiplier"], judge: by_bar,
    },
    Reference {
        method: "dsr", input: "dsr_errors.csv", expected: "dsr_errors.csv", levels: "0.95", options: false,
        numbers: &[], words: &["error"], names: &["case_id"], judge: by_bar,
    },
    Reference {
        method: "dsr-nonindependent", input: "dsr_nonindependent_input.csv", expected: "dsr_nonindependent_expected.csv",
        levels: "0.95,0.998", options: true,
        numbers: &["total_count", "total_pop", "value", "lower95", "upper95", "lower998", "upper998"],
        words: &["suppressed"], names: &["case_id", "category"], judge: by_bar,
    },
    Reference {
        method: "isr", input: "isr_input.csv", expected: "isr_expected.csv", levels: "0.95,0.998",
        options: true,
        numbers: &["observed", "expected", "refvalue", "ratio", "ratio_lower95", "ratio_upper95", "ratio_lower998",
                   "ratio_upper998", "multiplier", "ref_rate", "rate", "rate_lower95", "rate_upper95", "rate_lower998",
                   "rate_upper998"],
        words: &["method"], names: &["case_id", "category"], judge: expected_events,
    },
    Reference {
        method: "life-expectancy", input: "life_expectancy.csv", expected: "life_expectancy.csv", levels: "0.95,0.998",
        options: false,
        numbers: &["value", "lower95", "upper95", "lower998", "upper998", "pops_used", "deaths_used"],
        words: &["warning"], names: &["case_id", "startage"], judge: withheld_life,
    },
    Reference {
        method: "quantile", input: "quantile.csv", expected: "quantile.csv", levels: "0.95", options: false,
        numbers: &["quantile"], words: &[], names: &["case_id", "area"], judge: by_bar,
    },
    Reference {
        method: "sii", input: "sii_input.csv", expected: "sii_expected.csv", levels: "0.95,0.998",
        options: true,
        numbers: &["sii", "rii", "intercept", "sii_lower95_analytic", "sii_upper95_analytic", "sii_lower998_analytic",
                   "sii_upper998_analytic", "sii_lower95_mean", "sii_upper95_mean", "sii_lower998_mean",
                   "sii_upper998_mean", "rii_lower95_mean", "rii_upper95_mean", "rii_lower998_mean", "rii_upper998_mean"],
        words: &[], names: &["case_id", "category"], judge: simulated,
    },
    Reference {
        method: "gap-proportion", input: "gap_proportion.csv", expected: "gap_proportion.csv", levels: "0.95",
        options: false,
        numbers: &["p1", "p2", "difference", "newcombe_lower", "newcombe_upper", "wald_lower", "wald_upper", "ratio",
                   "ratio_log_lower", "ratio_log_upper", "ratio_log_adjusted_lower", "ratio_log_adjusted_upper",
                   "part_vs_whole_difference", "part_vs_whole_lower", "part_vs_whole_upper"],
        words: &[], names: &["case_id"], judge: by_bar,
    },
    Reference {
        method: "gap-rate", input: "gap_rate.csv", expected: "gap_rate.csv", levels: "0.95", options: false,
        numbers: &["difference", "mover_lower", "mover_upper", "normal_lower", "normal_upper", "ratio", "ratio_log_lower",
                   "ratio_log_upper", "relative_gap_percent"],
        words: &[], names: &["case_id"], judge: by_bar,
    },
    Reference {
        method: "gap-index", input: "gap_index_input.csv", expected: "gap_index_expected.csv", levels: "0.95", options: false,
        numbers: &["pupils_ranked", "disadvantaged", "others", "mean_rank_disadvantaged", "mean_rank_others", "gap_index"],
        words: &[], names: &["case_id", "category"], judge: by_bar,
    },
    Reference {
        method: "comparison", input: "comparison.csv", expected: "comparison.csv", levels: "0.95", options: false,
        numbers: &[],
        words: &["single_overlap_95", "single_overlap_95_998", "double_overlap_95", "spc_proportion_95",
                 "spc_proportion_998", "spc_rate_95", "spc_rate_998"],
        names: &["case_id"], judge: by_bar,
    },
    Reference {
        method: "category-legend", input: "category_legend.csv", expected: "category_legend.csv", levels: "0.95",
        options: false, numbers: &["quintile", "quartile"], words: &[], names: &["case_id", "area"], judge: by_bar,
    },
    Reference {
        method: "trend", input: "trend_input.csv", expected: "trend_expected.csv", levels: "0.95", options: false,
        numbers: &["chi2_proportion", "beta_logit", "chi2_other", "beta_wls"],
        words: &["proportion_marker", "proportion_reason", "other_marker", "other_reason"],
        names: &["case_id", "category"], judge: weighted,
    },
    Reference {
        method: "spc-xmr", input: "spc_xmr.csv", expected: "spc_xmr.csv", levels: "0.95", options: false,
        numbers: &["rebase_group", "mean", "lpl", "upl", "outside_limits", "relative_to_mean", "close_to_limits",
                   "special_cause", "short_group"],
        words: &["special_cause_type", "point_type", "assurance_type"], names: &["case_id", "point"], judge: by_bar,
    },
    Reference {
        method: "funnel-significance", input: "funnel_significance.csv", expected: "funnel_significance.csv",
        levels: "0.95", options: false, numbers: &["chart_rate", "chart_denominator"], words: &["significance"],
        names: &["case_id", "area"], judge: by_bar,
    },
    Reference {
        method: "funnel-limits", input: "funnel_limits_input.csv", expected: "funnel_limits_expected.csv", levels: "0.95",
        options: false,
        numbers: &["axis", "lower_2s", "upper_2s", "lower_3s", "upper_3s", "baseline", "lower_2s_x", "upper_2s_x",
                   "lower_3s_x", "upper_3s_x"],
        words: &[], names: &["case_id", "category", "point"], judge: searched,
    },
    Reference {
        method: "special-functions", input: "special_functions.csv", expected: "special_functions.csv", levels: "0.95",
        options: false, numbers: &["value"], words: &[], names: &["case_id"], judge: by_bar,
    },
];

/// Runs every reference table of a folder.
pub(crate) fn measure(folder: &Path) -> Vec<Measured> {
    REFERENCES.iter().map(|reference| one(folder, reference)).collect()
}

type Row = BTreeMap<String, String>;

fn one(folder: &Path, reference: &Reference) -> Measured {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|_| panic!("no table {name}"));
    let expected = rows(&read(reference.expected));
    let settings =
        Settings::default().at(reference.levels.split(',').map(|level| Level::read(level).unwrap()).collect());
    let method = method::find(reference.method).unwrap();
    let mut table = Table::from_csv(read(reference.input).as_bytes()).unwrap();
    if reference.options {
        let options = Table::from_csv(read(reference.expected).as_bytes()).unwrap();
        table = with_options(method, &table, &options).unwrap();
    }
    let answer = calculate(method, &table, &settings).unwrap();
    let got = rows(&write_csv(&answer.table));
    let mut measured =
        Measured { table: reference.expected.to_owned(), method: reference.method.to_owned(), ..Measured::default() };
    // Rows of a group that is refused as a whole have one result.
    let repeated = reference.expected == "dsr_errors.csv";
    let expected: Vec<Row> = if repeated {
        let mut seen = Vec::new();
        expected
            .into_iter()
            .filter(|row| {
                !seen.contains(&row["case_id"]) && {
                    seen.push(row["case_id"].clone());
                    true
                }
            })
            .collect()
    } else {
        expected
    };
    if expected.len() != got.len() {
        measured.faults.push(format!("{} rows, {} expected", got.len(), expected.len()));
    }
    for (want, got) in expected.iter().zip(&got) {
        compare(reference, want, got, &mut measured);
    }
    measured
}

fn compare(reference: &Reference, want: &Row, got: &Row, measured: &mut Measured) {
    let name: Vec<&str> = reference.names.iter().map(|column| want[*column].as_str()).collect();
    let name = name.join(" ");
    for column in reference.names {
        if got.get(*column) != want.get(*column) {
            measured.faults.push(format!("{name}: the row is another"));
            return;
        }
    }
    for column in reference.words {
        measured.words += 1;
        if let Verdict::OnPurpose(fine) = (reference.judge)(&Case { want, got, column }) {
            measured.on_purpose += 1;
            if !fine {
                measured.faults.push(format!("{name} {column}: differs otherwise than documented"));
            }
        } else if got[*column] != want[*column] {
            measured.faults.push(format!("{name} {column}: got {:?}, want {:?}", got[*column], want[*column]));
        }
    }
    for column in reference.numbers {
        compare_number(reference, &Case { want, got, column }, &name, measured);
    }
}

fn compare_number(reference: &Reference, case: &Case<'_>, name: &str, measured: &mut Measured) {
    let column = case.column;
    let of_slope = reference.method == "sii";
    let own = if of_slope { column.trim_end_matches("_mean").trim_end_matches("_analytic") } else { column };
    let swapped = of_slope && column.ends_with("_mean") && case.want("category").ends_with("upstream_swaps_limits");
    let wanted = if swapped { turned(own) + "_mean" } else { column.to_owned() };
    let (got, want) = (case.got(own), case.want(&wanted));
    if column.ends_with("_analytic") && want.is_empty() {
        return;
    }
    let bar = match (reference.judge)(case) {
        Verdict::OnPurpose(fine) => {
            measured.on_purpose += 1;
            if !fine {
                measured.faults.push(format!("{name} {column}: differs otherwise than documented"));
            }
            return;
        }
        Verdict::ByOwnBar(bar) => Some(bar),
        Verdict::ByBar => None,
    };
    if got.is_empty() || want.is_empty() {
        measured.numbers += 1;
        if got != want {
            measured.faults.push(format!("{name} {column}: got {got:?}, want {want:?}"));
        }
        return;
    }
    let (got, want) = (number(got), number(want));
    let error = (got - want).abs() / want.abs().max(1.0);
    if !error.is_finite() {
        measured.faults.push(format!("{name} {column}: got {got}, want {want}"));
    }
    match bar {
        None => {
            measured.numbers += 1;
            if error > measured.worst {
                measured.worst = error;
                measured.at = format!("{name} {column}");
            }
            if error > BAR {
                measured.faults.push(format!("{name} {column}: got {got:e}, want {want:e}, off by {error:.1e}"));
            }
        }
        Some(bar) => {
            measured.own_bar += 1;
            measured.worst_of_own_bar = measured.worst_of_own_bar.max(error / bar);
            if error > bar {
                measured
                    .faults
                    .push(format!("{name} {column}: got {got:e}, want {want:e}, off by {error:.1e} of {bar:.1e}"));
            }
        }
    }
}

fn number(text: &str) -> f64 {
    text.replace("Inf", "inf").parse().unwrap_or(f64::NAN)
}

/// The rows of a table as texts.
fn rows(text: &str) -> Vec<Row> {
    let table = Table::from_csv(text.as_bytes()).unwrap();
    let cells = |row: usize| table.columns().iter().map(move |column| (column.name.clone(), column.cells.text(row)));
    (0..table.rows()).map(|row| cells(row).collect()).collect()
}

/// The table of accuracy, for people.
pub(crate) fn table(measured: &[Measured]) -> String {
    let mut text = String::from(
        "| method | table | numbers | worst relative error | words, all exact | own bar: numbers, share used | differs on purpose |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for one in measured {
        let own =
            if one.own_bar == 0 { String::new() } else { format!("{}, {:.2}", one.own_bar, one.worst_of_own_bar) };
        text.push_str(&format!(
            "| {} | {} | {} | {:.1e} | {} | {own} | {} |\n",
            one.method, one.table, one.numbers, one.worst, one.words, one.on_purpose
        ));
    }
    text
}
