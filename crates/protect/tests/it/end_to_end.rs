//! From a table to a protected table, its proof and its report; and what is refused.
//!
//! Not allowed here: large tables.

use std::path::{Path, PathBuf};

use concordat_disclosure::Rules;
use concordat_protect::{Against, Asks, ProtectError, Request, check_proof, protect_table, read_rules};

const TABLE: &str =
    "area,sex,freq\nA,F,3\nA,M,12\nA,T,15\nB,F,15\nB,M,11\nB,T,26\nC,F,20\nC,M,25\nC,T,45\nT,F,38\nT,M,48\nT,T,86\n";
const HIERARCHY: &str = "dim,set,parent,child\narea,1,T,A\narea,1,T,B\narea,1,T,C\nsex,1,T,F\nsex,1,T,M\n";

fn files(folder: &Path, table: &str) -> (PathBuf, PathBuf) {
    let (input, hierarchy) = (folder.join("in.csv"), folder.join("hier.csv"));
    std::fs::write(&input, table).unwrap();
    std::fs::write(&hierarchy, HIERARCHY).unwrap();
    (input, hierarchy)
}

fn run(
    folder: &Path,
    table: &str,
    previous: Option<&Path>,
    out: &Path,
) -> Result<concordat_protect::Report, ProtectError> {
    let (input, hierarchy) = files(folder, table);
    let rules = Rules::hiding("below-5", 4);
    protect_table(&Request { input: &input, hierarchy: &hierarchy, rules: &rules, previous, out, witness: true })
}

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_table_is_protected_proven_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let report = run(folder.path(), TABLE, None, &out).unwrap();
    assert_eq!((report.primary, report.complementary, report.complementary_sum), (1, 3, 38));
    let protected = lines(&out.join("protected.csv"));
    assert_eq!(protected[0], "area,sex,freq,status");
    assert_eq!(protected[1], "A,F,,[c]");
    assert_eq!(protected[3], "A,T,15,");
    let checked = check_proof(&out, &Against::default()).unwrap();
    assert_eq!((checked.proven, checked.faults), (1, Vec::new()));
    assert!(!std::fs::read_to_string(out.join("report.json")).unwrap().contains("38"));
}

#[test]
fn a_proof_that_was_tampered_with_does_not_hold() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(folder.path(), TABLE, None, &out).unwrap();
    let tables = out.join("proof/tables.csv");
    let good = std::fs::read_to_string(&tables).unwrap();
    let last = good.lines().last().unwrap().to_owned();
    let (start, value) = last.rsplit_once(',').unwrap();
    let bad = good.replace(&last, &format!("{start},{}", value.parse::<u64>().unwrap() + 1));
    std::fs::write(&tables, bad).unwrap();
    assert!(!check_proof(&out, &Against::default()).unwrap().faults.is_empty());
    std::fs::write(&tables, good + "1,T|T,90\n").unwrap();
    assert!(
        check_proof(&out, &Against::default()).unwrap().faults.iter().any(|fault| fault.contains("which is shown"))
    );
    // A pattern that shows one cell more breaks the proof too.
    run(folder.path(), TABLE, None, &out).unwrap();
    let protected = out.join("protected.csv");
    let weaker = std::fs::read_to_string(&protected).unwrap().replace("A,M,,[c]", "A,M,12,");
    std::fs::write(&protected, weaker).unwrap();
    assert!(!check_proof(&out, &Against::default()).unwrap().faults.is_empty());
}

#[test]
fn a_proof_is_held_against_the_hierarchy_and_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(folder.path(), TABLE, None, &out).unwrap();
    let hierarchy = folder.path().join("hier.csv");
    let faults = |hierarchy: &Path, policy: &str| {
        let asks = Asks::from(&read_rules(policy).unwrap());
        check_proof(&out, &Against { hierarchy: Some(hierarchy), policy: Some(asks) }).unwrap().faults
    };
    assert_eq!(faults(&hierarchy, "below-5"), Vec::<String>::new());
    // A stricter policy than the one the table was made by.
    assert_eq!(
        faults(&hierarchy, "below-8"),
        ["the proof asks for fewer possible numbers for `A|F` than the policy does"]
    );
    assert!(
        faults(&hierarchy, "below-13").contains(&"`B|M` is shown, and the policy hides counts of its size".to_owned())
            || faults(&hierarchy, "below-13").iter().any(|fault| fault.contains("leaves out `B|M`"))
    );
    // A proof without a sum by which the table could be attacked, and one without a guarded cell.
    let sums = out.join("proof/sums.csv");
    let (good, first) = (std::fs::read_to_string(&sums).unwrap(), |line: &&str| line.starts_with("1,"));
    let fewer: String = good.lines().filter(|line| !first(line)).map(|line| format!("{line}\n")).collect();
    std::fs::write(&sums, fewer).unwrap();
    assert!(check_proof(&out, &Against::default()).unwrap().faults.is_empty());
    assert!(faults(&hierarchy, "below-5")[0].starts_with("the proof lacks a sum of"));
    std::fs::write(&sums, good).unwrap();
    let other = folder.path().join("other.csv");
    std::fs::write(&other, HIERARCHY.replace("area,1,T,C\n", "area,1,T,C\narea,2,C,A\n")).unwrap();
    assert!(faults(&other, "below-5").iter().any(|fault| fault.contains("lacks a sum of `C|F`")));
    let cells = out.join("proof/cells.csv");
    let named = std::fs::read_to_string(&cells).unwrap();
    std::fs::write(&cells, named.lines().next().unwrap().to_owned() + "\n").unwrap();
    assert!(check_proof(&out, &Against::default()).unwrap().faults.is_empty());
    assert_eq!(faults(&hierarchy, "below-5"), ["the proof leaves out `A|F`, which the policy guards"]);
    let strange = folder.path().join("strange.csv");
    std::fs::write(&strange, HIERARCHY.replace("sex,1,T,F", "age,1,T,F")).unwrap();
    let against = Against { hierarchy: Some(&strange), policy: None };
    assert!(check_proof(&out, &against).unwrap_err().to_string().contains("no dimension `age`"));
}

#[test]
fn the_pattern_of_an_earlier_release_stays_and_a_small_change_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, third) = (folder.path().join("1"), folder.path().join("2"), folder.path().join("3"));
    run(folder.path(), TABLE, None, &first).unwrap();
    let one_more = TABLE
        .replace("C,M,25", "C,M,26")
        .replace("C,T,45", "C,T,46")
        .replace("T,M,48", "T,M,49")
        .replace("T,T,86", "T,T,87");
    let report = run(folder.path(), &one_more, Some(&first), &second).unwrap();
    assert!(report.held);
    assert_eq!(lines(&first.join("protected.csv")), lines(&second.join("protected.csv")));
    let ten_more = TABLE
        .replace("C,M,25", "C,M,35")
        .replace("C,T,45", "C,T,55")
        .replace("T,M,48", "T,M,58")
        .replace("T,T,86", "T,T,96");
    assert!(!run(folder.path(), &ten_more, Some(&first), &third).unwrap().held);
    let hidden =
        |folder: &Path| lines(&folder.join("protected.csv")).iter().filter(|line| line.ends_with("[c]")).count();
    assert_eq!(hidden(&first), hidden(&third));
}

#[test]
fn contradictory_totals_and_bad_files_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let fails = |table: &str| run(folder.path(), table, None, &out).unwrap_err().to_string();
    assert!(fails(&TABLE.replace("T,T,86", "T,T,87")).contains("do not add up"));
    assert!(fails(&TABLE.replace("A,F,3", "A,F,three")).contains("line 2"));
    assert!(fails(&TABLE.replace("A,M,12\n", "A,F,12\n")).contains("the same cell as in line 2"));
    assert!(fails(&TABLE.replace("A,F,3\n", "")).contains("`A|F`"));
    assert!(fails(&TABLE.replace("area,sex,freq", "area,sex,count")).contains("no column `freq`"));
    assert!(!out.exists());
}

#[test]
fn rules_come_by_name_or_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.yaml");
    std::fs::write(&path, "preset: nhs-hes\nhide_max: 9\nzeros_are_known: true\n").unwrap();
    let rules = read_rules(path.to_str().unwrap()).unwrap();
    assert_eq!((rules.hide_max, rules.round_base, rules.zeros_are_known), (9, Some(5), true));
    assert_eq!(read_rules("below-8").unwrap().hide_max, 7);
    assert!(read_rules("nowhere").unwrap_err().to_string().contains("southtees-default"));
    std::fs::write(&path, "hide_maximum: 9\n").unwrap();
    assert!(matches!(read_rules(path.to_str().unwrap()), Err(ProtectError::Policy { .. })));
}

#[test]
fn attack_20_the_table_and_its_proof_say_the_same() {
    // Every shown count of the table is that of the proof's first table or stands in a sum with it; the folder has no other
    // copy of the table that could say more.
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(folder.path(), TABLE, None, &out).unwrap();
    let mut names: Vec<String> =
        std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["proof", "protected.csv", "report.json"]);
    let (table, given) = (lines(&out.join("protected.csv")), TABLE.lines().skip(1));
    for (line, own) in table.iter().skip(1).zip(given) {
        assert!(*line == format!("{own},") || line.ends_with(",,[c]"), "{line}");
    }
    assert!(check_proof(&out, &Against::default()).unwrap().faults.is_empty());
}

#[test]
fn attack_21_a_run_that_stops_half_way_publishes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir_all(&out).unwrap();
    // The proof cannot be written: its folder is a file.
    std::fs::write(out.join("proof"), "in the way").unwrap();
    assert!(matches!(run(folder.path(), TABLE, None, &out), Err(ProtectError::File { .. })));
    assert!(!out.join("protected.csv").exists() && !out.join("report.json").exists());
    // Nor the report: then there is a proof and no table.
    std::fs::remove_file(out.join("proof")).unwrap();
    std::fs::create_dir_all(out.join("report.json")).unwrap();
    assert!(run(folder.path(), TABLE, None, &out).is_err());
    assert!(!out.join("protected.csv").exists());
}

#[test]
fn what_of_the_rules_is_not_kept_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (input, hierarchy) = files(folder.path(), TABLE);
    let promise = |policy: &str| {
        let (rules, out) = (read_rules(policy).unwrap(), folder.path().join(policy));
        let request =
            Request { input: &input, hierarchy: &hierarchy, rules: &rules, previous: None, out: &out, witness: false };
        let report = protect_table(&request).unwrap();
        assert!(std::fs::read_to_string(out.join("report.json")).unwrap().contains(&report.printed));
        report.promise
    };
    assert!(!promise("below-5").contains("Not kept"));
    assert!(promise("southtees-hospital").contains("rounded to the nearest 5"));
    assert!(promise("southtees-default").contains("Not kept by this tool: guarding those who are not counted"));
    assert!(promise("opensafely").contains("totals added up from rounded parts"));
    assert!(
        promise("opensafely-mid6")
            .starts_with("No count is hidden for its size; how far rounding alone protects is not proven.")
    );
    assert!(promise("uk-llc").starts_with("Counts from 0 to 9 are hidden"));
}
