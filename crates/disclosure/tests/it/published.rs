//! The attack of somebody who does not know the true counts, against enumeration of every table.
//!
//! Not allowed here: anything of the attack but its answers.

use std::collections::BTreeMap;

use concordat_disclosure::{Answer, CellKey, Evidence, Printed, Question, attack_published};

use crate::support::{key, sum};

const THRESHOLD: u64 = 5;
const ROWS: [&str; 2] = ["0", "1"];
const COLUMNS: [&str; 3] = ["0", "1", "2"];

/// Pseudo-random numbers, the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A table of two by three with its margins: what is printed (least and largest), and the evidence.
struct Table {
    bounds: BTreeMap<String, (u64, u64)>,
    evidence: Evidence,
}

fn name(row: &str, column: &str) -> String {
    format!("{row}.{column}")
}

fn parts(row: &str, column: &str) -> Vec<String> {
    let all = |own: &str, all: &[&str]| {
        if own == "t" { all.iter().map(|one| (*one).to_owned()).collect() } else { vec![own.to_owned()] }
    };
    let columns: Vec<String> = all(column, &COLUMNS);
    all(row, &ROWS).iter().flat_map(|row| columns.iter().map(|column| name(row, column)).collect::<Vec<_>>()).collect()
}

fn table(draw: &mut Draw) -> Table {
    let inner: BTreeMap<String, u64> = parts("t", "t").into_iter().map(|cell| (cell, draw.below(6))).collect();
    let mut made = Table { bounds: BTreeMap::new(), evidence: Evidence::default() };
    for row in ["0", "1", "t"] {
        for column in ["0", "1", "2", "t"] {
            let own = name(row, column);
            let count: u64 = parts(row, column).iter().map(|part| inner[part]).sum();
            let is_total = row == "t" && column == "t";
            match draw.below(4) {
                1 if !is_total => {}
                2 if !is_total => {
                    let (low, high) = (count.saturating_sub(draw.below(3)), count + draw.below(3));
                    made.evidence.derived.push(Printed { key: key(&own), low, high });
                    made.bounds.insert(own.clone(), (low, high));
                }
                0 if row != "t" && column != "t" => {}
                _ => {
                    made.evidence.printed.push(Printed::exact(key(&own), count));
                    made.bounds.insert(own.clone(), (count, count));
                }
            }
            made.evidence.printed.push(Printed::hidden(key(&own), false));
        }
    }
    for row in ["0", "1", "t"] {
        let names = COLUMNS.map(|column| name(row, column));
        made.evidence.sums.push(sum(&name(row, "t"), &names.each_ref().map(String::as_str)));
    }
    for column in ["0", "1", "2", "t"] {
        let names = ROWS.map(|row| name(row, column));
        made.evidence.sums.push(sum(&name("t", column), &names.each_ref().map(String::as_str)));
    }
    made
}

/// Least and largest of every cell over all tables that agree with what is printed.
fn enumerate(table: &Table) -> BTreeMap<String, (u64, u64)> {
    let most = table.bounds["t.t"].1;
    let cells = parts("t", "t");
    let mut found = BTreeMap::new();
    let mut values = BTreeMap::new();
    fill(table, &cells, most, &mut values, &mut found);
    found
}

fn fill(
    table: &Table,
    left: &[String],
    most: u64,
    values: &mut BTreeMap<String, u64>,
    found: &mut BTreeMap<String, (u64, u64)>,
) {
    let Some((cell, left)) = left.split_first() else {
        let all = ["0", "1", "t"].into_iter().flat_map(|row| ["0", "1", "2", "t"].map(|column| (row, column)));
        let counts: Vec<(String, u64)> = all
            .map(|(row, column)| (name(row, column), parts(row, column).iter().map(|part| values[part]).sum()))
            .collect();
        let fits = |(cell, count): &(String, u64)| {
            table.bounds.get(cell).is_none_or(|(low, high)| low <= count && count <= high)
        };
        if counts.iter().all(fits) {
            for (cell, count) in counts {
                let own = found.entry(cell).or_insert((count, count));
                *own = (own.0.min(count), own.1.max(count));
            }
        }
        return;
    };
    let (low, high) = table.bounds.get(cell).copied().unwrap_or((0, most));
    for value in low..=high.min(most) {
        values.insert(cell.clone(), value);
        fill(table, left, most - value, values, found);
    }
}

#[test]
fn every_answer_is_what_enumeration_finds() {
    let mut draw = Draw(7);
    let mut seen: BTreeMap<Answer, usize> = BTreeMap::new();
    for number in 0..50 {
        let table = table(&mut draw);
        let intervals = enumerate(&table);
        let asked: Vec<(CellKey, Question)> =
            intervals.keys().map(|cell| (key(cell), Question::Count { threshold: THRESHOLD, nought: false })).collect();
        let answers = attack_published(&table.evidence, &asked).unwrap();
        for ((cell, (low, high)), answer) in intervals.iter().zip(answers) {
            let told = table.evidence.printed.contains(&Printed::exact(key(cell), *low));
            let expected = match () {
                () if *high == 0 || *low >= THRESHOLD => Answer::Safe,
                () if low == high && told => Answer::Printed,
                () if low == high => Answer::Exact,
                () if high - low + 1 < THRESHOLD - 1 => Answer::Narrow,
                () => Answer::Safe,
            };
            assert_eq!(answer, expected, "table {number}, {cell}: {low} to {high}");
            *seen.entry(answer).or_default() += 1;
        }
    }
    assert!([Answer::Safe, Answer::Exact, Answer::Narrow].iter().all(|answer| seen[answer] > 10), "{seen:?}");
}

#[test]
fn a_change_is_seen_only_where_there_must_have_been_one() {
    let asked = |low: u64, high: u64, nought: u64| {
        let evidence = Evidence { derived: vec![Printed { key: key("a"), low, high }], ..Evidence::default() };
        let question = Question::Change { nought, threshold: THRESHOLD };
        attack_published(&evidence, &[(key("a"), question)]).unwrap()[0]
    };
    assert_eq!([asked(0, 0, 0), asked(0, 4, 0), asked(5, 9, 0), asked(3, 5, 0)], [Answer::Safe; 4]);
    assert_eq!([asked(1, 1, 0), asked(1, 4, 0), asked(101, 104, 100), asked(96, 99, 100)], [Answer::Seen; 4]);
    assert_eq!([asked(95, 95, 100), asked(99, 101, 100), asked(95, 99, 100), asked(100, 100, 100)], [Answer::Safe; 4]);
}

#[test]
fn what_contradicts_itself_or_is_not_known_is_told() {
    let evidence = Evidence {
        printed: vec![Printed::exact(key("a"), 3), Printed::exact(key("b"), 4), Printed::hidden(key("c"), false)],
        sums: vec![sum("a", &["b", "c"])],
        ..Evidence::default()
    };
    let question = Question::Count { threshold: THRESHOLD, nought: false };
    assert!(attack_published(&evidence, &[(key("c"), question)]).is_err());
    assert_eq!(attack_published(&Evidence::default(), &[(key("z"), question)]), Err(key("z")));
}

#[test]
fn a_large_table_that_hangs_together_is_worked_out() {
    // All inner cells hidden: more unknowns than one search in whole numbers goes through.
    const SIDE: usize = 40;
    let count = |row: usize, column: usize| ((row * 7 + column * 11) % 9) as u64;
    let mut evidence = Evidence::default();
    let cell = |row: usize, column: usize| format!("{row}.{column}");
    for row in 0..SIDE {
        let parts: Vec<String> = (0..SIDE).map(|column| cell(row, column)).collect();
        evidence.printed.extend(parts.iter().map(|part| Printed::hidden(key(part), false)));
        let total = (0..SIDE).map(|column| count(row, column)).sum();
        evidence.printed.push(Printed::exact(key(&format!("{row}.t")), total));
        evidence.sums.push(sum(&format!("{row}.t"), &parts.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    for column in 0..SIDE {
        let parts: Vec<String> = (0..SIDE).map(|row| cell(row, column)).collect();
        // One column comes to two altogether: whatever is in it is nought, one or two.
        let total = if column == 3 { 2 } else { (0..SIDE).map(|row| count(row, column)).sum() };
        evidence.derived.push(Printed {
            key: key(&format!("t.{column}")),
            low: total,
            high: total + 50 * u64::from(column != 3),
        });
        evidence.sums.push(sum(&format!("t.{column}"), &parts.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    let asked = [(2, 2), (2, 3), (39, 39)]
        .map(|(row, column)| (key(&cell(row, column)), Question::Count { threshold: THRESHOLD, nought: false }));
    let answers = attack_published(&evidence, &asked).unwrap();
    assert_eq!(answers, [Answer::Safe, Answer::Narrow, Answer::Safe]);
}
