//! Kill score over the agreements of the sample: every permission dropped, narrowed or moved by a day must change what is
//! permitted on some day of their term, not only a hash.
//!
//! Signatures of files would kill every mutant at once, whatever it changed. They are taken as given by hand here, so that
//! each mutant must be found by what it permits; that a changed file is not signed any more is tested where signatures are.
//!
//! A part of the sample stands for all of it: every mutant loads the place anew, and the other agreements have the same form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use concordat_agreement::{receive_grant, use_grant};
use concordat_base::{Date, Name};
use concordat_declare::agreement::{Agreement, Role, Tier};
use concordat_declare::{Files, Partnership, load};

/// Agreements that are mutated, with the measures that rest on them. An agreement with a part that none of these has must be
/// added; a test says so.
const PART: [&str; 9] = [
    "agreements/dsa-cleveland-police-community-safety.yaml",
    "agreements/dsa-cleveland-police-offending.yaml",
    "agreements/dsa-middlesbrough-early-years.yaml",
    "agreements/dsa-middlesbrough-homelessness.yaml",
    "agreements/dsa-redcar-cleveland-early-years.yaml",
    "agreements/dsa-south-tees-hospitals-falls.yaml",
    "agreements/dsa-tees-esk-wear-valleys-mental-health.yaml",
    "agreements/dsa-tees-recovery-treatment.yaml",
    "agreements/south-tees-charter.yaml",
];
const MEASURES: [&str; 5] = [
    "indicators/anti-social-behaviour.yaml",
    "indicators/emergency-admissions-falls-65.yaml",
    "indicators/good-level-of-development-fsm.yaml",
    "indicators/multiple-disadvantage-linked.yaml",
    "indicators/violence-and-sexual-offences.yaml",
];

const SOURCES: [&str; 15] = [
    "sources/cleveland-police-offending.yaml",
    "sources/cleveland-police-street-crime.yaml",
    "sources/dfe-eyfsp.yaml",
    "sources/dfe-lait.yaml",
    "sources/dfe-lait-economic-factors.yaml",
    "sources/dfe-lait-health.yaml",
    "sources/dfe-lait-key-stage-2.yaml",
    "sources/lsoa-population-2020.yaml",
    "sources/middlesbrough-early-years.yaml",
    "sources/middlesbrough-homelessness.yaml",
    "sources/ons-healthy-life-expectancy.yaml",
    "sources/redcar-cleveland-early-years.yaml",
    "sources/south-tees-hospitals-falls.yaml",
    "sources/tees-esk-wear-valleys-mental-health.yaml",
    "sources/tees-recovery-treatment.yaml",
];

/// The declarations on disk, with agreements signed by hand, and one of them mutated.
struct Declared {
    root: PathBuf,
    changed: BTreeMap<String, String>,
}

impl Declared {
    fn south_tees() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees");
        let mut declared = Self { root, changed: BTreeMap::new() };
        for file in declared.list("agreements").into_iter().filter(|file| file.ends_with(".yaml")) {
            let path = format!("agreements/{file}");
            let text = declared.read(&path).unwrap();
            declared.changed.insert(path, signed_by_hand(&text));
        }
        declared
    }

    fn with(&self, path: &str, text: String) -> Self {
        let mut changed = self.changed.clone();
        changed.insert(path.to_owned(), text);
        Self { root: self.root.clone(), changed }
    }
}

impl Files for Declared {
    fn read(&self, path: &str) -> Option<String> {
        if path == "catalogue.yaml" {
            return None;
        }
        self.changed.get(path).cloned().or_else(|| std::fs::read_to_string(self.root.join(path)).ok())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok())
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        let part = |name: &String| {
            let path = format!("{folder}/{name}");
            match folder {
                "agreements" => PART.contains(&path.as_str()),
                "indicators" => MEASURES.contains(&path.as_str()),
                "sources" => SOURCES.contains(&path.as_str()),
                // They speak of sources that are not among these.
                "decisions" => false,
                _ => true,
            }
        };
        names.retain(part);
        names.sort();
        names
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn signed_by_hand(text: &str) -> String {
    let by_hand = "      attested: {document_sha256: 1def44da51a2d425ef01a506305a75cf1ec56e7d2b83ba08e1fabb43391cf254, \
                   reference: sample register entry, entered_by: information governance officer}";
    let lines = text.lines().map(|line| if line.trim_start().starts_with("ed25519:") { by_hand } else { line });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Everything that is permitted on some days, but for tokens and clauses.
fn decisions(partnership: &Partnership, days: &[Date]) -> Vec<String> {
    let mut told = Vec::new();
    for day in days {
        for source in partnership.sources() {
            told.push(match receive_grant(partnership, &source.id.value, *day) {
                Ok(grant) => format!(
                    "{day} receive {} {:?} {:?} {:?} {:?} {:?}",
                    source.id.value,
                    grant.allow_list(),
                    grant.supplier(),
                    grant.identifiability(),
                    grant.history_from(),
                    grant.expiry()
                ),
                Err(_) => format!("{day} receive {}: refused", source.id.value),
            });
        }
        for indicator in partnership.indicators() {
            told.push(match use_grant(partnership, &indicator.id.value, *day) {
                Ok(grant) => {
                    let linkage = (grant.linkage_permitted(), grant.already_public());
                    let limits = (grant.audiences(), grant.floor(), grant.expiry());
                    format!("{day} use {} {limits:?} {linkage:?} {:?}", grant.indicator(), grant.datasets())
                }
                Err(_) => format!("{day} use {}: refused", indicator.id.value),
            });
        }
    }
    told
}

/// A mutant: what was done, the whole text, and the permission it takes away where no indicator may ask for it.
struct Mutant {
    what: String,
    text: String,
    role: Option<(String, String, Role)>,
}

/// Every line with one of its words in brackets left out.
fn without_one_word(line: &str, opening: &str) -> Vec<(String, String)> {
    let Some((before, rest)) = line.split_once(opening) else { return Vec::new() };
    let Some((list, after)) = rest.split_once(']') else { return Vec::new() };
    let words: Vec<&str> = list.split(", ").collect();
    let without = |at: usize| {
        let kept: Vec<&str> =
            words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| *word).collect();
        (words[at].to_owned(), format!("{before}{opening}{}]{after}", kept.join(", ")))
    };
    (0..words.len()).map(without).collect()
}

fn moved(line: &str, days: i64) -> Option<String> {
    let (key, date) = line.split_once(": ")?;
    let date: Date = date.trim().parse().ok()?;
    let moved = if days > 0 { date.tomorrow() } else { date.yesterday() }.ok()?;
    Some(format!("{key}: {moved}"))
}

fn number_moved(line: &str, key: &str, by: i64) -> Option<String> {
    let (before, rest) = line.split_once(key)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().ok()?;
    Some(format!("{before}{key}{}{}", number + by, &rest[digits.len()..]))
}

fn role(word: &str) -> Option<Role> {
    [Role::Group, Role::Filter, Role::Aggregate, Role::CountDistinct, Role::Join]
        .into_iter()
        .find(|role| role.as_str() == word)
}

/// Every mutant of one agreement.
fn mutants(text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    let mut dataset = String::new();
    for (at, line) in lines.iter().enumerate() {
        let replaced = |new: Option<&str>| -> String {
            let changed =
                lines.iter().enumerate().filter_map(|(other, old)| if other == at { new } else { Some(*old) });
            changed.map(|line| format!("{line}\n")).collect()
        };
        let mut add = |what: String, new: Option<&str>, role| {
            mutants.push(Mutant { what: format!("{what}, line {}", at + 1), text: replaced(new), role });
        };
        let trimmed = line.trim_start();
        if let Some(id) = line.strip_prefix("  - id: ") {
            id.clone_into(&mut dataset);
        }
        if let Some(rest) = trimmed.strip_prefix("- {name: ") {
            let field = rest.split(',').next().unwrap_or_default().to_owned();
            add(format!("field {field} dropped"), None, None);
            for (word, new) in without_one_word(line, "roles: [") {
                let taken = role(&word).map(|role| (dataset.clone(), field.clone(), role));
                add(format!("role {word} of {field} dropped"), Some(&new), taken);
            }
        }
        if trimmed.starts_with("- {dataset: ") {
            add("linkage dropped".to_owned(), None, None);
            for (word, new) in without_one_word(line, "on: [") {
                add(format!("linkage on {word} dropped"), Some(&new), None);
            }
            add("linkage by another key".to_owned(), Some(&line.replace("key: kid-", "key: kid-other-")), None);
        }
        if trimmed.starts_with("- {kind: ") {
            add("output dropped".to_owned(), None, None);
            for (word, new) in without_one_word(line, "audiences: [") {
                add(format!("audience {word} dropped"), Some(&new), None);
            }
        }
        for (word, new) in without_one_word(line, "missions: [").into_iter().filter(|_| !trimmed.starts_with("- {")) {
            add(format!("mission {word} dropped"), Some(&new), None);
        }
        if trimmed == "- id: mission_outcome_measure" {
            add("purpose changed".to_owned(), Some(&line.replace("mission_outcome_measure", "evaluation")), None);
        }
        if trimmed == "supplies: true" {
            add("supplier dropped".to_owned(), Some(&line.replace("true", "false")), None);
        }
        if trimmed.starts_with("identifiability: pseudonymised") {
            add("other identifiability".to_owned(), Some(&line.replace("pseudonymised", "depersonalised_row")), None);
        }
        for (key, days) in [("start: ", [1, -1]), ("expiry: ", [1, -1]), ("history_from: ", [1, -1])] {
            for days in days.into_iter().filter(|_| trimmed.starts_with(key)) {
                if let Some(new) = moved(line, days) {
                    add(format!("{key}moved by {days} day"), Some(&new), None);
                }
            }
        }
        for (key, by) in [("min_count: ", 1), ("min_count: ", -1), ("round_to: ", 5), ("round_to: ", -1)] {
            if let Some(new) = number_moved(line, key, by) {
                add(format!("{key}moved by {by}"), Some(&new), None);
            }
        }
        if let Some(party) = line.strip_prefix("  - party: ") {
            let end = lines.iter().skip(at + 1).position(|next| next.starts_with("  - ") || !next.starts_with(' '));
            let end = end.map_or(lines.len(), |offset| at + 1 + offset);
            let kept = lines.iter().enumerate().filter(|(other, _)| !(at..end).contains(other));
            let text = kept.map(|(_, line)| format!("{line}\n")).collect();
            mutants.push(Mutant { what: format!("signature of {party} dropped"), text, role: None });
        }
    }
    mutants
}

/// Days on which something may change: the ends of every term, and the months between.
fn days(partnership: &Partnership) -> Vec<Date> {
    let mut days: Vec<Date> = Vec::new();
    for agreement in partnership.agreements() {
        for end in [agreement.term.start, agreement.term.expiry.value] {
            days.extend([end.yesterday().unwrap(), end, end.tomorrow().unwrap()]);
        }
    }
    days.extend((1..=12).step_by(3).map(|month| Date::constant(2026, month, 15)));
    days.sort();
    days.dedup();
    days
}

/// Whether any indicator asks for a column in a role.
fn asked_for(partnership: &Partnership, (dataset, column, role): &(String, String, Role)) -> bool {
    let uses = partnership.indicators().flat_map(|indicator| indicator.uses());
    uses.filter(|(of, _)| of.value.as_str() == dataset)
        .flat_map(|(_, columns)| columns)
        .any(|(name, used)| name.value.as_str() == column && used == *role)
}

/// Whether another agreement hides a mutant, so that it could not change anything: where several apply, the strictest limit
/// wins and a column may come from any; and a charter bounds its schedules, which here ask for less than it allows.
fn hidden_by_another(partnership: &Partnership, path: &str, what: &str) -> bool {
    let found = |one: &&Agreement| partnership.file_of_agreement(&one.id.value, one.version) == Some(path);
    let Some(mutated) = partnership.agreements().find(found) else { return false };
    let others = || partnership.agreements().filter(|other| other.id.value != mutated.id.value);
    let names = |agreement: &Agreement, dataset: &Name| agreement.datasets.iter().any(|one| one.id.value == *dataset);
    let shared = || others().any(|other| mutated.datasets.iter().any(|one| names(other, &one.id.value)));
    let linked = |other: &&Agreement| mutated.linkage.iter().any(|link| names(other, &link.with.value));
    let as_strict = |other: &Agreement| other.disclosure.min_count.value >= mutated.disclosure.min_count.value;
    match mutated.tier {
        Tier::Charter => true,
        Tier::Schedule => {
            shared() || (what.starts_with("min_count: moved by -1") && others().filter(linked).any(as_strict))
        }
    }
}

#[test]
fn every_mutant_of_the_sample_agreements_changes_what_is_permitted() {
    let declared = Declared::south_tees();
    let partnership = load(&declared).partnership.unwrap();
    let days = days(&partnership);
    let before = decisions(&partnership, &days);
    assert!(before.iter().filter(|one| one.contains(" use ") && !one.contains("refused")).count() > 10);
    let (mut total, mut killed, mut at_once, mut unneeded, mut hidden, mut survivors) =
        (0, 0, 0, 0, Vec::new(), Vec::new());
    for (path, text) in &declared.changed {
        for mutant in mutants(text) {
            total += 1;
            match load(&declared.with(path, mutant.text)).partnership {
                None => {
                    killed += 1;
                    at_once += 1;
                }
                Some(other) if decisions(&other, &days) != before => killed += 1,
                Some(_) if mutant.role.as_ref().is_some_and(|role| !asked_for(&partnership, role)) => unneeded += 1,
                Some(_) if hidden_by_another(&partnership, path, &mutant.what) => {
                    hidden.push(format!("{path}: {}", mutant.what));
                }
                Some(_) => survivors.push(format!("{path}: {}", mutant.what)),
            }
        }
    }
    println!("{total} mutants of {} agreements over {} days", declared.changed.len(), days.len());
    println!("{killed} changed what is permitted, {at_once} of them are refused as declarations");
    println!("{unneeded} took away a role that no indicator asks for; {} survived otherwise", survivors.len());
    println!("{} are hidden by an agreement that permits the same or is as strict", hidden.len());
    hidden.iter().for_each(|mutant| println!("  hidden: {mutant}"));
    println!("kill score: {killed} of {}", total - unneeded - hidden.len());
    assert!(hidden.len() * 10 < total, "too many are hidden to say anything: {hidden:#?}");
    survivors.iter().for_each(|survivor| println!("  survived: {survivor}"));
    assert!(total > 200 && survivors.is_empty(), "{survivors:#?}");
}

#[test]
fn the_part_of_the_sample_that_is_mutated_has_every_part_that_an_agreement_of_it_has() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees");
    let keys = |text: &str| -> BTreeSet<String> {
        let parts = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        parts.filter_map(|line| line.split_once(':').map(|(key, _)| key.to_owned())).collect()
    };
    let of_part = PART.iter().map(|path| std::fs::read_to_string(folder.join(path)).unwrap());
    let known: BTreeSet<String> = of_part.flat_map(|text| keys(&text)).collect();
    let mut read = 0;
    for entry in std::fs::read_dir(folder.join("agreements")).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            let others = keys(&std::fs::read_to_string(entry.path()).unwrap());
            assert!(others.is_subset(&known), "{}: {others:?}", entry.path().display());
            read += 1;
        }
    }
    assert!(read > PART.len());
}
