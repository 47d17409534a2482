//! Arrows between crates point one way, and heavy or talkative libraries stand in the rooms that were made for them.
//!
//! Not allowed in here: an edge that nobody decided. A new one is added to the table with the change that needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::{files, keeps};

/// Every crate, in the order of the house, with the crates it leans on. A crate may lean only on crates above it.
const EDGES: [(&str, &[&str]); 28] = [
    ("base", &[]),
    ("diagnostics", &["base"]),
    ("store", &["diagnostics"]),
    ("signing", &[]),
    ("pseudonym", &["base"]),
    ("disclosure", &[]),
    ("declare", &["base", "diagnostics", "disclosure", "signing"]),
    ("tables", &["base", "declare", "diagnostics"]),
    ("desk", &["base", "declare", "diagnostics", "tables"]),
    ("methods", &[]),
    ("calculate", &["diagnostics", "methods"]),
    ("protect", &["disclosure", "methods", "store"]),
    ("anonymity", &[]),
    ("formats", &["base"]),
    ("brief", &["base", "formats", "methods"]),
    ("difference", &["base", "diagnostics"]),
    ("agreement", &["base", "declare", "diagnostics"]),
    ("ledger", &["signing", "store"]),
    ("ingest-fetch", &["agreement", "base", "declare", "diagnostics", "store"]),
    ("ingest-gate", &["anonymity", "base", "declare", "desk", "diagnostics", "store", "tables"]),
    ("engine", &["base", "store"]),
    (
        "measure",
        &[
            "agreement",
            "base",
            "calculate",
            "declare",
            "diagnostics",
            "disclosure",
            "engine",
            "ingest-gate",
            "methods",
            "store",
        ],
    ),
    ("publish", &["base", "declare", "diagnostics", "disclosure", "formats", "ledger", "measure", "store"]),
    (
        "pipeline",
        &[
            "agreement",
            "base",
            "declare",
            "diagnostics",
            "disclosure",
            "engine",
            "ingest-fetch",
            "ingest-gate",
            "ledger",
            "measure",
            "publish",
            "store",
        ],
    ),
    ("compliance", &["agreement", "base", "declare", "diagnostics", "ledger"]),
    (
        "cli",
        &[
            "agreement",
            "base",
            "brief",
            "calculate",
            "compliance",
            "declare",
            "desk",
            "diagnostics",
            "difference",
            "engine",
            "formats",
            "ingest-fetch",
            "ingest-gate",
            "ledger",
            "pipeline",
            "protect",
            "pseudonym",
            "publish",
            "signing",
            "store",
            "tables",
        ],
    ),
    ("synth", &["base", "pseudonym"]),
    ("architecture", &[]),
];

/// A family of libraries (the name, and names that start with it and a dash), with the crates that may name it: in
/// the product, and besides in their tests.
struct Family {
    name: &'static str,
    product: &'static [&'static str],
    tests: &'static [&'static str],
}

const COLUMNAR: &[&str] = &["engine", "ingest-gate", "measure", "publish", "synth", "cli"];

const FAMILIES: [Family; 10] = [
    // Its build costs more than it gives; records are read with csv-core.
    Family { name: "polars", product: &[], tests: &[] },
    // Others ask the engine, which approves a query before it runs.
    Family { name: "datafusion", product: &["engine"], tests: &[] },
    // The command line answers `query` over the files of a release.
    Family { name: "arrow", product: COLUMNAR, tests: &[] },
    Family { name: "parquet", product: COLUMNAR, tests: &[] },
    // One room opens sockets. The command line's tests may stand up a server.
    Family { name: "reqwest", product: &["ingest-fetch"], tests: &["cli"] },
    Family { name: "rustls", product: &["ingest-fetch"], tests: &["cli"] },
    Family { name: "tokio-rustls", product: &["ingest-fetch"], tests: &["cli"] },
    Family { name: "russh", product: &["ingest-fetch"], tests: &["cli"] },
    // Deliveries are decrypted where they come in, and nowhere else; tests encrypt them.
    Family { name: "age", product: &["ingest-fetch"], tests: &["cli"] },
    Family { name: "hyper", product: &["ingest-fetch"], tests: &["cli"] },
];

/// Crates that build and test in seconds: nothing below may be reached from them, by any path.
const LIGHT: [&str; 19] = [
    "base",
    "diagnostics",
    "store",
    "signing",
    "pseudonym",
    "declare",
    "tables",
    "desk",
    "methods",
    "calculate",
    "disclosure",
    "protect",
    "anonymity",
    "formats",
    "brief",
    "difference",
    "agreement",
    "ledger",
    "compliance",
];
const HEAVY: [&str; 8] = ["arrow", "parquet", "datafusion", "polars", "tokio", "reqwest", "hyper", "russh"];

#[test]
fn crates_lean_only_on_what_the_table_says() {
    let table: BTreeMap<&str, BTreeSet<&str>> =
        EDGES.iter().map(|(name, edges)| (*name, edges.iter().copied().collect())).collect();
    let metadata = metadata(&["--no-deps", "--offline"]);
    let mut broken = Vec::new();
    for (name, found) in product_edges(&metadata) {
        let Some(allowed) = table.get(name.as_str()) else {
            broken.push(format!("{name} has no line in the table"));
            continue;
        };
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        broken.extend(found.difference(allowed).map(|other| format!("{name} -> {other} is not in the table")));
        broken.extend(allowed.difference(&found).map(|other| format!("{name} -> {other} is no longer used")));
    }
    keeps("an edge between crates needs a decision", &broken);
    assert_eq!(product_edges(&metadata).len(), EDGES.len(), "a crate in the table does not exist");
}

#[test]
fn the_table_points_up_only() {
    let mut above = BTreeSet::new();
    let mut broken = Vec::new();
    for (name, edges) in EDGES {
        let wrong = edges.iter().filter(|other| !above.contains(*other));
        broken.extend(wrong.map(|other| format!("{name} -> {other}")));
        above.insert(name);
    }
    keeps("a crate may lean only on crates above it", &broken);
}

#[test]
fn heavy_and_talkative_libraries_stay_in_their_rooms() {
    let mut broken = Vec::new();
    let mut named = BTreeSet::new();
    for package in packages(&metadata(&["--no-deps", "--offline"])) {
        let name = short(&package["name"]);
        for dependency in package["dependencies"].as_array().unwrap() {
            let library = dependency["name"].as_str().unwrap();
            for family in FAMILIES.iter().filter(|family| is_of(library, family.name)) {
                named.insert(family.name);
                let in_tests = dependency["kind"] == "dev" && family.tests.contains(&name.as_str());
                if !in_tests && !family.product.contains(&name.as_str()) {
                    broken.push(format!("{name} names {library} ({})", dependency["kind"]));
                }
            }
        }
    }
    keeps("a library stands only in the crates made for it", &broken);
    assert!(named.is_superset(&BTreeSet::from(["datafusion", "arrow", "parquet", "reqwest"])), "{named:?}");
}

#[test]
fn light_crates_reach_nothing_heavy() {
    let host = host();
    let metadata = metadata(&["--filter-platform", &host]);
    let graph = Graph::read(&metadata);
    let heavy = |name: &str| -> Vec<String> {
        let reached = graph.reached_from(&format!("concordat-{name}"));
        reached.into_iter().filter(|library| HEAVY.iter().any(|family| is_of(library, family))).collect()
    };
    let broken: Vec<String> = LIGHT
        .iter()
        .flat_map(|name| heavy(name).into_iter().map(move |library| format!("{name} reaches {library}")))
        .collect();
    keeps("a light crate builds in seconds", &broken);
    // The walk itself works: from the engine it does arrive.
    assert!(heavy("engine").contains(&"datafusion".to_owned()));
}

/// Names and dependencies of every package that takes part in a build, without those of tests.
struct Graph<'a> {
    names: BTreeMap<&'a str, &'a str>,
    edges: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    fn read(metadata: &'a Value) -> Self {
        let text = |value: &'a Value| value.as_str().unwrap();
        let names = packages(metadata).iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect();
        let built = |edge: &&Value| edge["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev");
        let edges = |node: &'a Value| {
            let edges = node["deps"].as_array().unwrap().iter().filter(built);
            (text(&node["id"]), edges.map(|edge| text(&edge["pkg"])).collect())
        };
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        Self { names, edges: nodes.iter().map(edges).collect() }
    }

    fn reached_from(&self, name: &str) -> BTreeSet<String> {
        let mut waiting: Vec<&str> = self.names.iter().filter(|(_, own)| **own == name).map(|(id, _)| *id).collect();
        assert_eq!(waiting.len(), 1, "{name} is one package");
        let mut reached = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if reached.insert(id) {
                waiting.extend(&self.edges[id]);
            }
        }
        reached.into_iter().map(|id| self.names[id].to_owned()).collect()
    }
}

/// Every crate with the crates of this workspace that it needs outside its tests, by short name.
fn product_edges(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let edges = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let product = dependencies.filter(|dependency| dependency["kind"] != "dev");
        let ours = product.filter(|dependency| dependency["name"].as_str().unwrap().starts_with("concordat-"));
        (short(&package["name"]), ours.map(|dependency| short(&dependency["name"])).collect())
    };
    packages(metadata).iter().map(edges).collect()
}

fn packages(metadata: &Value) -> &Vec<Value> {
    metadata["packages"].as_array().unwrap()
}

fn short(name: &Value) -> String {
    name.as_str().unwrap().trim_start_matches("concordat-").to_owned()
}

fn is_of(library: &str, family: &str) -> bool {
    library.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// What cargo says of the workspace, with the versions of the lock file.
fn metadata(arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked"]).args(arguments).current_dir(files::root());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The system this runs on, so that libraries of other systems need not have been fetched.
fn host() -> String {
    let output = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}
