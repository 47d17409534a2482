//! Tables with proven optima and with what other tools did: nothing follows, nothing is too narrow, and no more is lost.
//!
//! The attack here is the test's own: it believes only the tables of the written proof, added up by the checker. Not
//! allowed here: tables that take long.

use std::collections::BTreeMap;

use concordat_disclosure::Rules;
use concordat_protect::{Against, Asks, Request, check_proof, protect_table};

use crate::{data, rows};

/// Least cost among other tools that are safe, and the cost of the one that large tables are compared with.
fn peers(name: &str) -> (Option<u64>, Option<u64>) {
    let peers: Vec<Vec<String>> = rows(&data().join("peers.csv")).into_iter().filter(|row| row[0] == name).collect();
    let cost = |row: &Vec<String>| row[4].parse::<u64>().unwrap();
    let safe = peers.iter().filter(|row| row[6] == "0" && row[7] == "0").map(cost).min();
    (safe, peers.iter().find(|row| row[1] == "ARGUS_MOD").map(cost))
}

fn rules(name: &str, threshold: u64) -> Rules {
    // The textbook table asks for an interval of its own for its one cell.
    let candidates = (name == "classic_invest3x3").then_some(4);
    Rules { min_candidates: candidates, ..Rules::hiding(format!("below-{threshold}"), threshold - 1) }
}

#[test]
fn every_table_is_proven_and_costs_no_more_than_the_best() {
    let text = std::fs::read_to_string(data().join("instances.csv")).unwrap();
    let mut optima: BTreeMap<String, u64> = BTreeMap::new();
    let mut done = 0;
    for line in text.lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        let (name, threshold) = (row[0], row[1].parse::<u64>().unwrap());
        let cells = data().join(format!("instances/{name}.cells.csv"));
        if !cells.exists() {
            continue;
        }
        if let Ok(optimum) = row[5].parse() {
            optima.insert(name.to_owned(), optimum);
        }
        let out = tempfile::tempdir().unwrap();
        let request = Request {
            input: &cells,
            hierarchy: &data().join(format!("instances/{name}.hier.csv")),
            rules: &rules(name, threshold),
            previous: None,
            out: out.path(),
            witness: true,
        };
        let report = protect_table(&request).unwrap();
        let asks = Asks::from(request.rules);
        let guarded_by_rules = name != "classic_invest3x3";
        let against = Against { hierarchy: Some(request.hierarchy), policy: guarded_by_rules.then_some(asks) };
        let checked = check_proof(out.path(), &against).unwrap();
        assert_eq!(checked.faults, Vec::<String>::new(), "{name}");
        assert_eq!(checked.proven, row[4].parse::<usize>().unwrap(), "{name}");
        let cost = report.complementary_sum;
        match (optima.get(name), peers(name)) {
            (Some(optimum), _) => assert_eq!(cost, *optimum, "{name}"),
            (None, (Some(best), _)) => assert!(cost <= best, "{name}: {cost} against {best}"),
            (None, (None, Some(module))) => assert!(10 * cost <= 11 * module, "{name}"),
            (None, (None, None)) => {}
        }
        done += 1;
    }
    assert!(done >= 15 && optima.len() >= 8, "{done} tables, {} optima", optima.len());
}
