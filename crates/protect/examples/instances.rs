//! Protects every table of a folder and prints what it cost beside what other tools paid.
//!
//! `cargo run --release -p concordat-protect --example instances -- [FOLDER] [NAME ...]`; without a folder the tables
//! kept for tests. `--own-audit` lets the audit look for every proof itself; `--zeros-known` reckons with readers who know that zeros are shown; `--bench` makes tables of 5,000,
//! 20,000 and 100,000 cells instead. Seconds and memory are of this machine. Not allowed here: a figure that was not
//! measured.

#![expect(clippy::print_stdout, reason = "it is a program that prints")]

use std::path::{Path, PathBuf};

use concordat_disclosure::{
    Auditable, Cell, CellKey, CellTable, Evidence, Options, Policy, Printed, ProtectedCells, Publication, Rule, Rules,
    Shown, Sum, audit, protect_with,
};
use concordat_protect::load;
use concordat_store::{Clock, SystemClock};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let zeros_are_known = arguments.iter().any(|argument| argument == "--zeros-known");
    println!(
        "| table | cells | guarded | follow exactly | too narrow | complementary | their sum | best safe peer | optimum | \
         seconds protect | seconds audit | peak MiB |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
    );
    if arguments.iter().any(|argument| argument == "--bench") {
        for areas in [300, 1_310, 6_600] {
            measure("made up, 4 tiers x sex x age", &town(areas)?, zeros_are_known, "", "");
        }
        return Ok(());
    }
    let mut named = arguments.iter().filter(|argument| !argument.starts_with("--"));
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = named.next().map_or(kept, PathBuf::from);
    let wanted: Vec<&String> = named.collect();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let (tables, peers) = (read("instances.csv")?, read("peers.csv")?);
    for line in tables.lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        let cells = folder.join(format!("instances/{}.cells.csv", row[0]));
        if !cells.exists() || !wanted.is_empty() && !wanted.iter().any(|name| *name == row[0]) {
            continue;
        }
        let threshold: u64 = row[1].parse().map_err(|_| format!("{}: no threshold", row[0]))?;
        // The textbook table asks for an interval of its own for its one cell.
        let candidates = (row[0] == "classic_invest3x3").then_some(4);
        let rules = Rules { min_candidates: candidates, ..Rules::hiding("below", threshold - 1) };
        let hierarchy = folder.join(format!("instances/{}.hier.csv", row[0]));
        let loaded = load(&cells, &hierarchy, &rules).map_err(|error| error.to_string())?;
        measure(row[0], &loaded.table, zeros_are_known, &best_peer(&peers, row[0]), row[5]);
    }
    Ok(())
}

/// The least sum among peers that leave nothing exact and nothing narrow.
fn best_peer(peers: &str, name: &str) -> String {
    let rows = peers.lines().map(|line| line.split(',').collect::<Vec<_>>()).filter(|row| row[0] == name);
    let rows: Vec<Vec<&str>> = rows.collect();
    let sum = |row: &Vec<&str>| row[4].parse::<u64>().unwrap_or(u64::MAX);
    let safe = rows.iter().filter(|row| row[6] == "0" && row[7] == "0").map(sum).min();
    let module = rows.iter().find(|row| row[1] == "ARGUS_MOD").map(sum);
    match (safe, module) {
        (Some(safe), _) => safe.to_string(),
        (None, Some(module)) => format!("none ({module} unsafe)"),
        (None, None) => "none known".to_owned(),
    }
}

struct Printing(Evidence);

impl Auditable for Printing {
    fn evidence(&self) -> Evidence {
        self.0.clone()
    }
}

fn measure(name: &str, table: &CellTable, zeros_are_known: bool, peer: &str, optimum: &str) {
    let begun = SystemClock.now();
    let protected = protect_with(table.clone(), &Options { zeros_are_known, ..Options::default() });
    let protecting = SystemClock.now().duration_since(begun).as_secs_f64();
    let begun = SystemClock.now();
    let findings = attack(table, &protected, zeros_are_known);
    let auditing = SystemClock.now().duration_since(begun).as_secs_f64();
    let exact = |rule: &Rule| matches!(rule, Rule::Printed | Rule::FollowsBySubtraction | Rule::NarrowedToOne);
    let exactly = findings.iter().filter(|rule| exact(rule)).count();
    let guarded = |cell: &&Cell| {
        let policy = table.policy_of(cell);
        policy.is_some_and(|policy| (policy.hide_from..=policy.hide_to).contains(&cell.count))
    };
    let hidden = |cell: &&Cell| protected.shown(&cell.key) == Some(Shown::Hidden);
    let complementary: Vec<u64> =
        table.cells().iter().filter(|cell| hidden(cell) && !guarded(cell)).map(|cell| cell.count).collect();
    println!(
        "| {name} | {} | {} | {exactly} | {} | {} | {} | {peer} | {optimum} | {protecting:.2} | {auditing:.2} | {} |",
        table.cells().len(),
        table.cells().iter().filter(guarded).count(),
        findings.len() - exactly,
        complementary.len(),
        complementary.iter().sum::<u64>(),
        peak(),
    );
}

fn attack(table: &CellTable, protected: &ProtectedCells, zeros_are_known: bool) -> Vec<Rule> {
    let own = std::env::args().any(|argument| argument == "--own-audit");
    let offered = if own { Vec::new() } else { protected.changes().to_vec() };
    let mut evidence = Evidence { offered, ..Evidence::of_table(table) };
    for key in protected.published() {
        evidence.printed.push(match protected.shown(key) {
            Some(Shown::Exact(count)) => Printed::exact(key.clone(), count),
            Some(Shown::Rounded(band)) => Printed::rounded(key.clone(), band),
            Some(Shown::Hidden) | None => Printed::hidden(key.clone(), zeros_are_known),
        });
    }
    let findings = audit(Printing(evidence)).err().map_or_else(Vec::new, |refusal| refusal.findings);
    findings.into_iter().map(|finding| finding.rule).collect()
}

/// Most memory so far, where the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.map_or_else(|| "-".to_owned(), |kibibytes| (kibibytes / 1024).to_string())
}

const SEXES: usize = 3;
const AGES: usize = 5;

/// A made-up town: a place, 4 boroughs, a ward for every 15 small areas, small areas; sex and age.
fn town(small: usize) -> Result<CellTable, String> {
    let wards = small.div_ceil(15);
    let parent = |area: usize| match area {
        0 => None,
        1..5 => Some(0),
        _ if area < 5 + wards => Some(1 + (area - 5) % 4),
        _ => Some(5 + (area - 5 - wards) % wards),
    };
    let areas = 5 + wards + small;
    let mut counts = vec![[[0_u64; AGES]; SEXES]; areas];
    for area in (0..areas).rev() {
        for sex in 1..SEXES {
            for age in 1..AGES {
                if area >= 5 + wards {
                    counts[area][sex][age] = made_up(area * 15 + sex * 5 + age);
                }
                let own = counts[area][sex][age];
                if let Some(parent) = parent(area) {
                    counts[parent][sex][age] += own;
                }
                counts[area][0][age] += own;
                counts[area][sex][0] += own;
                counts[area][0][0] += own;
            }
        }
    }
    let key = |area: usize, sex: usize, age: usize| CellKey::new(format!("{area}/{sex}/{age}"));
    let (mut cells, mut sums) = (Vec::new(), Vec::new());
    let mut below = vec![Vec::new(); areas];
    (0..areas).filter_map(|area| Some((area, parent(area)?))).for_each(|(area, parent)| below[parent].push(area));
    for (area, sex, age) in (0..areas * SEXES * AGES).map(|at| (at / 15, at / 5 % 3, at % 5)) {
        let count = counts[area][sex][age];
        let publication = Publication::Published;
        cells.push(Cell { key: key(area, sex, age), count, contributors: count, policy: 0, publication });
        let mut tie = |children: Vec<CellKey>| {
            if !children.is_empty() {
                sums.push(Sum { parent: key(area, sex, age), children });
            }
        };
        tie(below[area].iter().map(|child| key(*child, sex, age)).collect());
        tie(if sex == 0 { vec![key(area, 1, age), key(area, 2, age)] } else { Vec::new() });
        tie(if age == 0 { (1..AGES).map(|age| key(area, sex, age)).collect() } else { Vec::new() });
    }
    let policy: Policy = Rules::hiding("below-5", 4).policy();
    CellTable::new(cells, sums, vec![policy]).map_err(|error| error.to_string())
}

/// A fixed stream of small counts, a good part of them below five.
fn made_up(seed: usize) -> u64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33;
    match mixed % 10 {
        0 => 0,
        1 | 2 => 1 + mixed / 10 % 4,
        _ => 5 + mixed / 10 % 40,
    }
}
