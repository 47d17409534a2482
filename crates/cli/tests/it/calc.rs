//! `calc`: methods on tables, from the command line.
//!
//! Not allowed in here: what a method gives; the crate that calculates holds every result against its reference.

use std::path::{Path, PathBuf};

use concordat_calculate::{Settings, Table, calculate, method, with_options, write_csv};

use crate::support::call;

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../methods/tests/oracle").join(name)
}

/// Reference tables with the method they are of.
const TABLES: [(&str, &str); 16] = [
    ("proportion", "proportion.csv"),
    ("rate", "rate.csv"),
    ("aggregate", "aggregate_input.csv"),
    ("mean", "mean_input.csv"),
    ("dsr", "dsr_input.csv"),
    ("dsr", "dsr_errors.csv"),
    ("dsr-nonindependent", "dsr_nonindependent_input.csv"),
    ("isr", "isr_input.csv"),
    ("life-expectancy", "life_expectancy.csv"),
    ("quantile", "quantile.csv"),
    ("gap-proportion", "gap_proportion.csv"),
    ("gap-rate", "gap_rate.csv"),
    ("gap-index", "gap_index_input.csv"),
    ("trend", "trend_input.csv"),
    ("funnel-significance", "funnel_significance.csv"),
    ("comparison", "comparison.csv"),
];

#[test]
fn every_reference_table_goes_through_the_command_line() {
    for (name, file) in TABLES {
        let (method, path) = (method::find(name).unwrap(), reference(file));
        let table = Table::from_csv(&std::fs::read(&path).unwrap()).unwrap();
        let expected = write_csv(&calculate(method, &table, &Settings::default()).unwrap().table);
        let called = call(&["calc", name, path.to_str().unwrap()]);
        assert_eq!(called.exit, Some(0), "{file}: {}", called.stderr);
        assert!(called.stdout == expected && expected.lines().count() > 2, "{file}");
    }
}

#[test]
fn options_of_each_group_come_from_a_table_beside() {
    let (input, options) = (reference("sii_input.csv"), reference("sii_expected.csv"));
    let method = method::find("sii").unwrap();
    let read = |path: &Path| Table::from_csv(&std::fs::read(path).unwrap()).unwrap();
    let table = with_options(method, &read(&input), &read(&options)).unwrap();
    let expected = write_csv(&calculate(method, &table, &Settings::default()).unwrap().table);
    let words = ["calc", "sii", input.to_str().unwrap(), "--options", options.to_str().unwrap()];
    assert!(call(&words).stdout == expected && expected.lines().count() > 2);
}

#[test]
fn refused_rows_are_told_without_their_cells_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    std::fs::write(&input, "area,x,n\nA,5,10\nB,777,10\nC,,3\n").unwrap();
    let words = ["calc", "proportion", input.to_str().unwrap(), "--multiplier", "100", "--confidence", "99"];
    let called = call(&words);
    assert_eq!(called.exit, Some(0), "{}", called.stderr);
    let lines: Vec<&str> = called.stdout.lines().collect();
    assert_eq!(lines[0], "area,x,n,value,lower99,upper99,reason,error");
    assert!(lines[1].starts_with("A,5,10,50,18.42"), "{}", lines[1]);
    assert!(lines[2].ends_with("numerator_exceeds_denominator") && lines[3].contains("missing_numerator"));
    assert!(called.stderr.contains("C511") && !called.stderr.contains("777"), "{}", called.stderr);
    assert_eq!(call(&[&words[..], &["--strict"]].concat()).exit, Some(1));
    let written = call(&[&words[..], &["--out", out.to_str().unwrap()]].concat());
    assert_eq!((written.exit, std::fs::read_to_string(&out).unwrap()), (Some(0), called.stdout));
}

#[test]
fn methods_are_listed_explained_and_found_by_a_slip_of_the_pen() {
    let listed = call(&["calc", "--help"]).stdout;
    for method in method::all() {
        assert!(listed.contains(method.name), "{} is not listed", method.name);
        let page = call(&["calc", method.name, "--help"]);
        assert!(page.exit == Some(0) && page.stdout.starts_with(&format!("{}: {}", method.name, method.summary)));
    }
    let slip = call(&["calc", "proportoin", "in.csv"]);
    assert!(slip.exit == Some(2) && slip.stderr.contains("did you mean 'proportion'?"), "{}", slip.stderr);
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    std::fs::write(&input, "area,x\nA,5\n").unwrap();
    let unfit = call(&["calc", "proportion", input.to_str().unwrap()]);
    assert!(unfit.exit == Some(2) && unfit.stderr.contains("C510") && unfit.stdout.is_empty(), "{}", unfit.stderr);
}
