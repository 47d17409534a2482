//! Tables whose shown counts are altered: each way of rounding from table to proof, and every number of it spoilt in turn.
//!
//! Not allowed here: a way of rounding that the tool does not offer.

use std::path::{Path, PathBuf};

use concordat_disclosure::{RoundMode, Rules};
use concordat_protect::{
    Against, Alteration, Asks, ProtectError, Report, Request, check_proof, protect_table, read_rules,
};

/// Made up: five areas by sex, a cell key for each cell.
fn table() -> String {
    let counts = [("A", [3, 12]), ("B", [17, 11]), ("C", [20, 26]), ("D", [0, 43]), ("E", [30, 9])];
    let mut lines = String::from("area,sex,freq,cell_key\n");
    let mut totals = [0, 0];
    let mut line = |area: &str, [women, men]: [u64; 2]| {
        for (sex, count) in [("F", women), ("M", men), ("T", women + men)] {
            lines += &format!("{area},{sex},{count},{}\n", (count * 37 + 11) % 256);
        }
    };
    for (area, [women, men]) in counts {
        line(area, [women, men]);
        totals = [totals[0] + women, totals[1] + men];
    }
    line("T", totals);
    lines
}

const HIERARCHY: &str = "dim,set,parent,child\narea,1,T,A\narea,1,T,B\narea,1,T,C\narea,1,T,D\narea,1,T,E\nsex,1,T,F\n\
                         sex,1,T,M\n";

/// Every way that the tool offers, with the rules that ask for it.
fn ways() -> Vec<(Rules, Alteration)> {
    let rounding = |round_base, round_mode| Rules { round_base: Some(round_base), round_mode, ..Rules::hiding("r", 4) };
    vec![
        (Rules::preset("southtees-hospital").unwrap(), Alteration::Nearest(5)),
        (rounding(10, RoundMode::Nearest), Alteration::Nearest(10)),
        (rounding(5, RoundMode::Controlled), Alteration::Controlled(5)),
        (rounding(3, RoundMode::Controlled), Alteration::Controlled(3)),
        (rounding(6, RoundMode::Midpoint), Alteration::Midpoint),
        (Rules::preset("opensafely-mid6").unwrap(), Alteration::Midpoint),
        (rounding(2, RoundMode::CellKey), Alteration::CellKey(2)),
        (Rules::preset("ons-census-ckey").unwrap(), Alteration::CellKey(1)),
        (Rules::preset("nhs-mhb").unwrap(), Alteration::Nearest(5)),
        (Rules::hiding("r", 4), Alteration::None),
    ]
}

struct Tried {
    folder: tempfile::TempDir,
}

impl Tried {
    fn new(table: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("in.csv"), table).unwrap();
        std::fs::write(folder.path().join("hier.csv"), HIERARCHY).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn protect(&self, rules: &Rules, previous: Option<&Path>, out: &str) -> Result<Report, ProtectError> {
        let (input, hierarchy, out) = (self.path("in.csv"), self.path("hier.csv"), self.path(out));
        protect_table(&Request { input: &input, hierarchy: &hierarchy, rules, previous, out: &out, witness: true })
    }

    fn faults(&self, rules: &Rules) -> Vec<String> {
        let hierarchy = self.path("hier.csv");
        let against = Against { hierarchy: Some(&hierarchy), policy: Some(Asks::from(rules)) };
        check_proof(&self.path("out"), &against).unwrap().faults
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path("out").join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path("out").join(name), text).unwrap();
    }

    /// Adds to each number of a column in turn and gives the faults found then, with the cell.
    fn spoilt(&self, rules: &Rules, name: &str, column: usize, by: u64) -> Vec<(String, Vec<String>)> {
        let good = self.read(name);
        let lines: Vec<&str> = good.lines().collect();
        let mut found = Vec::new();
        for (at, line) in lines.iter().enumerate().skip(1) {
            let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            let Ok(number) = fields[column].parse::<u64>() else { continue };
            fields[column] = (number + by).to_string();
            let spoilt = fields.join(",");
            let text: Vec<&str> = lines
                .iter()
                .enumerate()
                .map(|(other, line)| if other == at { spoilt.as_str() } else { line })
                .collect();
            self.write(name, &(text.join("\n") + "\n"));
            let cell = if name == "protected.csv" { format!("{}|{}", fields[0], fields[1]) } else { fields[1].clone() };
            found.push((cell, self.faults(rules)));
        }
        self.write(name, &good);
        found
    }
}

#[test]
fn every_way_of_rounding_is_proven_and_one_altered_number_breaks_the_proof() {
    for (rules, way) in ways() {
        assert_eq!(Alteration::from(&rules), way);
        let tried = Tried::new(&table());
        let report = tried.protect(&rules, None, "out").unwrap();
        assert_eq!(tried.faults(&rules), Vec::<String>::new(), "{way}");
        let checked = check_proof(&tried.path("out"), &Against::default()).unwrap();
        assert_eq!((checked.proven, checked.faults), (report.primary, Vec::new()), "{way}");
        let step = match way {
            Alteration::Nearest(base) | Alteration::Controlled(base) => base,
            Alteration::Midpoint => 6,
            Alteration::CellKey(_) | Alteration::None => 2,
        };
        for by in [1, step] {
            for (cell, faults) in tried.spoilt(&rules, "protected.csv", 2, by) {
                // What is printed as it is shows in the sums that it stands in.
                let own = format!("`{cell}`");
                let named = faults.iter().any(|fault| way == Alteration::None || fault.contains(&own));
                assert!(named, "{way}, {cell} and {by}: {faults:?}");
            }
        }
        for (cell, faults) in tried.spoilt(&rules, "proof/tables.csv", 2, 1) {
            assert!(!faults.is_empty(), "{way}, {cell}");
        }
        assert_eq!(tried.faults(&rules), Vec::<String>::new(), "{way}: put back as it was");
    }
}

#[test]
fn a_proof_without_its_rounding_or_of_another_does_not_hold() {
    let rules = Rules::preset("southtees-hospital").unwrap();
    let tried = Tried::new(&table());
    tried.protect(&rules, None, "out").unwrap();
    let asked = Rules { round_base: Some(10), ..rules.clone() };
    assert_eq!(
        tried.faults(&asked),
        ["the shown counts are rounded to the nearest 5; the policy asks for rounded to the nearest 10"]
    );
    std::fs::remove_file(tried.path("out/proof/rounding.csv")).unwrap();
    let faults = tried.faults(&rules);
    assert!(faults.iter().any(|fault| fault.contains("gives a value for `C|F`, which is shown")), "{faults:?}");
    tried.write("proof/rounding.csv", "mode,base\nguessed,5\n");
    let against = Against::default();
    assert!(check_proof(&tried.path("out"), &against).unwrap_err().to_string().contains("is not known"));
    tried.write("proof/rounding.csv", "mode,base\nnearest,0\n");
    assert!(check_proof(&tried.path("out"), &against).is_err());
}

#[test]
fn controlled_rounding_adds_up_and_knows_nothing_of_hidden_counts() {
    let rules = Rules { round_base: Some(5), round_mode: RoundMode::Controlled, ..Rules::hiding("r", 4) };
    let (one, other) = (
        Tried::new(&table()),
        Tried::new(
            &table()
                .replace("A,F,3", "A,F,2")
                .replace("A,M,12", "A,M,13")
                .replace("B,F,17", "B,F,18")
                .replace("B,M,11", "B,M,10"),
        ),
    );
    for tried in [&one, &other] {
        tried.protect(&rules, None, "out").unwrap();
    }
    // Three of the four changed counts are hidden in both; the fourth only shows that the pattern is the same.
    let hidden = |text: &str| text.lines().filter(|line| line.ends_with("[c]")).map(str::to_owned).collect::<Vec<_>>();
    let texts = [&one, &other].map(|tried| tried.read("protected.csv"));
    assert_eq!(hidden(&texts[0]), hidden(&texts[1]));
    assert_eq!(hidden(&texts[0]).len(), 4);
    assert_eq!(texts[0], texts[1]);
    for (cell, faults) in one.spoilt(&rules, "proof/rounded.csv", 1, 5) {
        assert!(!faults.is_empty(), "{cell}");
    }
}

#[test]
fn noise_needs_cell_keys() {
    let rules = Rules::preset("ons-census-ckey").unwrap();
    let without = table().lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned() + "\n").collect::<String>();
    let refused = |table: &str| {
        let tried = Tried::new(table);
        let error = tried.protect(&rules, None, "out").unwrap_err().to_string();
        assert!(!tried.path("out").exists());
        error
    };
    assert!(refused(&without).contains("no column `cell_key`"));
    assert!(refused(&table().replace("A,F,3,122", "A,F,3,256")).contains("0 to 255"));
    // The same people have the same noise; another key has another.
    let shown = |table: &str| {
        let tried = Tried::new(table);
        tried.protect(&rules, None, "out").unwrap();
        tried.read("protected.csv")
    };
    assert_eq!(shown(&table()), shown(&table()));
    assert_ne!(shown(&table()), shown(&table().replace("C,M,26,205", "C,M,26,206")));
}

#[test]
fn a_later_table_is_held_against_what_was_printed() {
    // Rounded counts are not the counts: the same table again is no change, one more person none that is seen.
    for (rules, way) in ways().into_iter().filter(|(_, way)| *way != Alteration::None) {
        let tried = Tried::new(&table());
        tried.protect(&rules, None, "out").unwrap();
        let again = tried.protect(&rules, Some(&tried.path("out")), "again").unwrap();
        assert!(!again.held, "{way}");
        assert_eq!(
            std::fs::read(tried.path("out/protected.csv")).unwrap(),
            std::fs::read(tried.path("again/protected.csv")).unwrap(),
            "{way}"
        );
    }
    let rules = Rules::preset("southtees-hospital").unwrap();
    let tried = Tried::new(&table());
    tried.protect(&rules, None, "out").unwrap();
    // 43 and 44 are printed alike, their totals too; 48 is printed as 50, five more than before, fewer than the eight that may be seen.
    for (count, held) in [(44, false), (48, true)] {
        let more = table()
            .replace("D,M,43", &format!("D,M,{count}"))
            .replace("D,T,43", &format!("D,T,{count}"))
            .replace("T,M,101", &format!("T,M,{}", 58 + count))
            .replace("T,T,171", &format!("T,T,{}", 128 + count));
        std::fs::write(tried.path("in.csv"), more).unwrap();
        assert_eq!(tried.protect(&rules, Some(&tried.path("out")), "later").unwrap().held, held, "{count}");
    }
}

#[test]
fn a_file_of_rules_offers_every_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.yaml");
    for (mode, base, way) in [
        ("nearest", 5, Alteration::Nearest(5)),
        ("controlled", 5, Alteration::Controlled(5)),
        ("midpoint", 6, Alteration::Midpoint),
        ("cell_key", 2, Alteration::CellKey(2)),
    ] {
        std::fs::write(&path, format!("preset: below-5\nround_mode: {mode}\nround_base: {base}\n")).unwrap();
        assert_eq!(Alteration::from(&read_rules(path.to_str().unwrap()).unwrap()), way);
    }
    std::fs::write(&path, "preset: below-5\nround_mode: controlled\n").unwrap();
    assert!(read_rules(path.to_str().unwrap()).unwrap_err().to_string().contains("needs a `round_base`"));
}
