//! What the calling form promises: refusals that stop nobody else, levels, groups, options, texts.
//!
//! Not allowed here: numbers of a method; those are in `reference`.

use std::fs;
use std::path::Path;

use concordat_calculate::{
    CalculateError, Cells, Column, Level, Settings, Table, calculate, help, method, read_number, with_options,
    write_csv, write_number,
};

fn run(name: &str, csv: &str, settings: &Settings) -> String {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    write_csv(&calculate(method::find(name).unwrap(), &table, settings).unwrap().table)
}

fn error(name: &str, csv: &str, settings: &Settings) -> CalculateError {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    calculate(method::find(name).unwrap(), &table, settings).unwrap_err()
}

fn column(csv: &str, name: &str) -> Vec<String> {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    let column = table.column(name).unwrap();
    (0..table.rows()).map(|row| column.cells.text(row)).collect()
}

#[test]
fn every_method_runs_its_own_example_without_a_refusal() {
    for method in method::all() {
        let settings =
            method.example_options.iter().fold(Settings::default(), |s, (name, value)| s.with_option(name, value));
        let table = Table::from_csv(method.example.as_bytes()).unwrap();
        let answer = calculate(method, &table, &settings).unwrap();
        assert!(answer.refused.is_empty(), "{}: {:?}", method.name, answer.refused);
        assert!(answer.table.rows() > 0, "{}", method.name);
        let text = help::of_method(method);
        assert!(text.contains(method.formula.split(' ').next().unwrap()), "{}", method.name);
        assert!(help::overview().contains(method.name));
        assert!(!method.edges.is_empty() && !method.source.is_empty(), "{}", method.name);
    }
}

#[test]
fn the_page_of_documentation_is_the_one_the_methods_write() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods.md");
    let want = "run: cargo run -p concordat-calculate --example methods_page > docs/methods.md";
    assert!(fs::read_to_string(page).unwrap().replace("\r\n", "\n") == help::page(), "{want}");
}

#[test]
fn names_are_known_by_their_aliases_and_by_the_names_of_files() {
    for name in ["gap_proportion", "spc_xmr", "dsr_nonindependent", "Life-Expectancy", "spc", "funnel_limits"] {
        assert!(method::find(name).is_some(), "{name}");
    }
    let mut names: Vec<&str> = method::all().iter().flat_map(|m| m.aliases.iter().copied().chain([m.name])).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn an_unfit_row_stops_nobody_else() {
    let csv = "area,x,n\nA,5,10\nB,50,10\nC,,3\nD,x,3\nE,1,inf\nF,1,4\n";
    let got = run("proportion", csv, &Settings::default());
    let want = ["", "numerator_exceeds_denominator", "", "not_a_number", "not_finite", ""];
    assert_eq!(column(&got, "error"), want);
    assert_eq!(column(&got, "reason"), ["", "", "missing_numerator", "", "", ""]);
    assert_eq!(column(&got, "value"), ["0.5", "", "", "", "", "0.25"]);
}

#[test]
fn refusals_are_told_by_code_and_record_and_never_by_cell() {
    let table = Table::from_csv(b"x,n\n777,10\n888,10\n1,2\nsecret,2\n").unwrap();
    let answer = calculate(method::find("proportion").unwrap(), &table, &Settings::default()).unwrap();
    let told: Vec<String> = answer
        .diagnostics()
        .iter()
        .map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message.as_str()))
        .collect();
    let want = ["C511 refused as not_a_number: record 5", "C511 refused as numerator_exceeds_denominator: record 2, 3"];
    assert_eq!(told, want);
}

#[test]
fn an_unfit_group_stops_no_other_group() {
    let csv = "area,ageband,x,n,stdpop\nA,0,20,100,1\nB,0,20,0,1\nB,5,20,100,1\nC,0,3,100,1\nA,5,10,100,1\n";
    let got = run("dsr", csv, &Settings::default());
    assert_eq!(column(&got, "area"), ["A", "B", "C"]);
    assert_eq!(column(&got, "total_count"), ["30", "", "3"]);
    assert_eq!(column(&got, "error"), ["", "denominator_not_positive", ""]);
    assert_eq!(column(&got, "suppressed"), ["", "", "count_below_10"]);
}

#[test]
fn missing_events_count_as_none_and_are_told() {
    let csv = "area,x,n,stdpop\nA,,100,1\nA,20,100,1\n";
    assert_eq!(column(&run("dsr", csv, &Settings::default()), "quality"), ["missing_counted_as_zero:1"]);
}

#[test]
fn no_expected_events_print_no_number() {
    let got = run("isr", "area,x,n,x_ref,n_ref\nA,52,0,5,1000\n", &Settings::default());
    assert_eq!(column(&got, "ratio"), [""]);
    assert_eq!(column(&got, "reason"), ["expected_is_zero"]);
}

#[test]
fn certainty_is_refused_in_rows_and_in_settings() {
    let got = run("proportion", "x,n,confidence\n1,2,1\n1,2,100\n1,2,99.8\n", &Settings::default());
    assert_eq!(column(&got, "error"), ["confidence_out_of_range", "confidence_out_of_range", ""]);
    assert_eq!(Level::read("1"), Err(CalculateError::Level));
    assert_eq!(Level::read("1").unwrap_err().diagnostic().code.number, 905);
}

#[test]
fn a_single_group_is_added_up_too() {
    let csv = "area,x,n\nA,1,10\nA,2,10\n";
    let grouped = run("proportion", csv, &Settings::default().grouped_by(&["area"]));
    assert_eq!(column(&grouped, "value"), ["0.15"]);
    assert_eq!(column(&run("aggregate", csv, &Settings::default()), "prop_value"), ["15"]);
}

#[test]
fn options_come_from_a_column_or_from_the_settings() {
    let by_column = run("proportion", "x,n,multiplier\n1,2,100\n1,2,10\n1,2,0\n", &Settings::default());
    assert_eq!(column(&by_column, "value"), ["50", "5", ""]);
    assert_eq!(column(&by_column, "error"), ["", "", "multiplier_not_positive"]);
    let by_setting = run("proportion", "x,n\n1,2\n", &Settings::default().with_option("multiplier", "100"));
    assert_eq!(column(&by_setting, "value"), ["50"]);
    let differing = run("dsr", "area,x,n,stdpop,multiplier\nA,20,10,1,10\nA,20,10,1,100\n", &Settings::default());
    assert_eq!(column(&differing, "error"), ["option_differs_within_group"]);
}

#[test]
fn options_of_a_table_of_their_own_find_their_groups() {
    let quantile = method::find("quantile").unwrap();
    let table = Table::from_csv(b"place,area,value\np,a,1\np,b,2\nq,a,1\nq,b,2\n").unwrap();
    let options = Table::from_csv(b"place,nquantiles,invert,colour\nq,2,false,red\n").unwrap();
    let joined = with_options(quantile, &table, &options).unwrap();
    assert!(joined.column("colour").is_none());
    let got = write_csv(&calculate(quantile, &joined, &Settings::default()).unwrap().table);
    assert_eq!(column(&got, "quantile"), ["", "", "1", "2"]);
    assert_eq!(column(&got, "reason"), ["fewer_areas_than_quantiles", "fewer_areas_than_quantiles", "", ""]);
    let apart = Table::from_csv(b"nquantiles\n2\n").unwrap();
    let fault = with_options(quantile, &table, &apart).unwrap_err();
    assert_eq!(fault, CalculateError::NothingToJoin { method: "quantile" });
    assert_eq!(fault.diagnostic().code.number, 510);
}

#[test]
fn levels_name_their_columns() {
    let levels = ["90", "0.95", "99.99"].map(|level| Level::read(level).unwrap());
    let got = run("rate", "x,n\n12,100\n", &Settings::default().at(levels.to_vec()));
    let header = got.lines().next().unwrap();
    assert_eq!(header, "x,n,value,lower90,upper90,lower95,upper95,lower9999,upper9999,method,reason,error");
}

#[test]
fn the_table_as_a_whole_is_refused_with_its_code() {
    let settings = Settings::default();
    let missing = error("proportion", "x,m\n1,2\n", &settings);
    assert_eq!(missing, CalculateError::MissingColumn { name: "n", method: "proportion" });
    assert_eq!(missing.diagnostic().code.number, 510);
    assert_eq!(error("proportion", "x,x,n\n1,1,2\n", &settings), CalculateError::RepeatedColumn { name: "x" });
    let uneven = Table::from_csv(b"x,n\n1,2\n1\n");
    assert_eq!(uneven, Err(CalculateError::Unreadable { record: 3 }));
    let unknown = error("proportion", "x,n\n1,2\n", &settings.clone().with_option("colour", "red"));
    assert!(matches!(unknown, CalculateError::UnknownOption { .. }));
    assert!(matches!(error("gap-rate", "x,n\n1,2\n", &settings).diagnostic().code.number, 510));
    let grouped = settings.grouped_by(&["x"]);
    let csv = "x1,n1,x2,n2,x\n1,2,1,2,0\n";
    assert_eq!(error("gap-proportion", csv, &grouped), CalculateError::NotGroupable { method: "gap-proportion" });
}

#[test]
fn columns_of_numbers_serve_as_well_as_text() {
    let column =
        |name: &str, numbers: &[f64]| Column { name: name.to_owned(), cells: Cells::Numbers(numbers.to_vec()) };
    let table = Table::new(vec![column("x", &[5.0, f64::NAN]), column("n", &[10.0, 3.0])]).unwrap();
    let answer = calculate(method::find("proportion").unwrap(), &table, &Settings::default()).unwrap();
    assert_eq!(write_csv(&answer.table), run("proportion", "x,n\n5,10\n,3\n", &Settings::default()));
}

#[test]
fn weights_of_the_european_standard_population_come_by_age() {
    let by_table =
        run("dsr", "ageband,x,n\n0,20,100\n90+,30,200\n", &Settings::default().with_option("standard", "esp2013"));
    let by_column = run("dsr", "ageband,x,n,stdpop\n0,20,100,5000\n90+,30,200,1000\n", &Settings::default());
    assert_eq!(column(&by_table, "value"), column(&by_column, "value"));
    let unknown = run("dsr", "ageband,x,n\n3,20,100\n", &Settings::default().with_option("standard", "esp2013"));
    assert_eq!(column(&unknown, "error"), ["age_starts_no_band"]);
}

#[test]
fn a_fractional_multiplier_keeps_limits_in_order() {
    let csv = "quantile,population,value,lower95,upper95\n1,1000,500,450,550\n2,1000,480,430,530\n3,1000,460,410,510\n";
    let settings = Settings::default().with_option("value_type", "rate").with_option("transform", "yes");
    let got = run("sii", csv, &settings.with_option("multiplier", "0.001"));
    let number = |name: &str| column(&got, name)[0].parse::<f64>().unwrap();
    assert!(number("sii_lower95") < number("sii") && number("sii") < number("sii_upper95"));
    assert!(number("rii_lower998") < number("rii_lower95") && number("rii") < number("rii_upper95"));
}

#[test]
fn proportions_of_a_funnel_are_cut_at_the_multiplier() {
    let csv = "area,numerator,denominator\nA,2,3\nB,90,100\n";
    let settings = Settings::default().with_option("multiplier", "1000");
    let upper: Vec<f64> =
        column(&run("funnel-limits", csv, &settings), "upper_3s").iter().map(|cell| cell.parse().unwrap()).collect();
    assert_eq!(upper[0], 1000.0);
    assert!(upper.iter().all(|limit| *limit <= 1000.0));
}

#[test]
fn numbers_read_back_to_the_same_double() {
    for number in [0.1, 1e-300, 123_456_789.123_456_79, 1e22, -2.5e-8, f64::MAX, 5e-324] {
        assert_eq!(read_number(&write_number(number)), Ok(Some(number)));
    }
    assert_eq!(write_number(f64::NEG_INFINITY), "-Inf");
}
