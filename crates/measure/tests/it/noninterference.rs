//! What no grant covers does not matter: with every value of it changed, or the whole dataset gone, a measure counts the same.
//!
//! The measures are made by chance, half of them declared and half in SQL.

use concordat_base::{Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_measure::{Inventory, model};

use crate::landed::{Chance, Records, inventory};
use crate::place::{Declared, count, engine, grant, head};

const MEASURES: usize = 40;
const OWN: &str = "middlesbrough-early-years";
/// Shared for another mission, and so never with these measures.
const OTHER: &str = "south-tees-hospitals-falls";
const CODED: [(&str, [&str; 2]); 2] =
    [("free_school_meals", ["yes", "no"]), ("good_level_of_development", ["yes", "not_assessed"])];

/// A condition on one coded column.
fn condition(chance: &mut Chance) -> String {
    let (column, codes) = CODED[chance.below(2)];
    format!("{{column: {column}, is: [\"{}\"]}}", codes[chance.below(2)])
}

/// An indicator, and whether it is in SQL.
fn made(id: &str, in_sql: bool, chance: &mut Chance) -> String {
    let by_sex = chance.coin();
    let (sex, by) = if by_sex { ("      sex: sex\n", ", by: [sex]") } else { ("", "") };
    let count = format!(
        "    count:\n      datasets: [{OWN}]\n      area: lsoa21_code\n      period: school_year\n{sex}      \
         contributors: {{one_person_each: {{column: pupil_pseudonym}}}}\n      additive_over: [area, period, sex]\n"
    );
    let level = ["place", "borough", "ward24"][chance.below(3)];
    let tables = format!("tables:\n  - {{areas: {level}, period: {{each: academic_year}}{by}}}\n");
    let (whole, part) = (condition(chance), condition(chance));
    let measure = if in_sql {
        let sex = if by_sex { ", sex" } else { "" };
        let filter =
            if chance.coin() { "SUM(CASE WHEN {part} THEN 1 ELSE 0 END)" } else { "COUNT(*) FILTER (WHERE {part})" };
        let from = if chance.coin() { "records" } else { "(SELECT * FROM records WHERE {whole}) AS r" };
        format!(
            "  sql:\n{count}    conditions:\n      - {{name: whole, where: [{whole}]}}\n      - {{name: part, where: [{part}]}}\n    \
             definition: made\n    title: Made\n    text: |\n      SELECT lsoa21_code AS area, school_year AS period{sex}, \
             {filter} AS numerator, COUNT(*) AS denominator, COUNT(*) AS contributors FROM {from} WHERE {{whole}} \
             GROUP BY lsoa21_code, school_year{sex}\n"
        )
    } else {
        format!(
            "  proportion:\n{count}    denominator: [{whole}]\n    numerator: [{part}]\n    \
             group: {{definition: made, title: Made, where: []}}\n"
        )
    };
    format!("{}measure:\n{measure}{tables}", head(id))
}

fn records(partnership: &Partnership) -> Vec<Records> {
    let mut chance = Chance(11);
    let year = |text: &str, kind| Period::parse(text, kind).unwrap();
    vec![
        Records::made(partnership, OWN, year("2023/24", PeriodKind::AcademicYear), 120, &mut chance),
        Records::made(partnership, OWN, year("2024/25", PeriodKind::AcademicYear), 120, &mut chance),
        Records::made(partnership, OTHER, year("2024/25", PeriodKind::FinancialYear), 60, &mut chance),
    ]
}

fn land(partnership: &Partnership, records: &[Records], folder: &std::path::Path) -> Inventory {
    inventory(records.iter().map(|one| (one.dataset.clone(), one.land(partnership, folder))).collect())
}

/// Counts, and the cells that protection gets, as text.
fn cells(partnership: &Partnership, inventory: &Inventory, id: &str) -> String {
    let grant = grant(partnership, id);
    let (tabulated, _) = count(&engine(), partnership, inventory, &grant).unwrap();
    let counts = format!("{tabulated:?}");
    format!("{counts} {:?}", model(partnership, [(&grant, &tabulated)], &Default::default()).unwrap())
}

#[test]
fn what_no_grant_covers_changes_no_cell() {
    let mut chance = Chance(2_026);
    let mut changed_by_what_is_covered = 0;
    for at in 0..MEASURES {
        let id = format!("made-{at}");
        let partnership = Declared::south_tees().indicator(&id, made(&id, at % 2 == 0, &mut chance)).load();
        let folder = tempfile::tempdir().unwrap();
        let before = records(&partnership);
        let expected = cells(&partnership, &land(&partnership, &before, folder.path()), &id);

        let covered: Vec<String> = grant(&partnership, &id)
            .dataset(&concordat_base::Name::new(OWN).unwrap())
            .unwrap()
            .columns()
            .keys()
            .map(ToString::to_string)
            .collect();
        let others: Vec<String> =
            before[0].columns.keys().filter(|column| !covered.contains(column)).cloned().collect();
        assert!(others.contains(&"pupil_pseudonym".to_owned()), "{others:?}");
        let other_values = |one: Records, columns: &[String], chance: &mut Chance| {
            columns.iter().fold(one, |one, column| one.with_other(&partnership, column, chance))
        };
        let mut after: Vec<Records> =
            before.iter().take(2).map(|one| other_values(one.clone(), &others, &mut chance)).collect();
        if chance.coin() {
            let all: Vec<String> = before[2].columns.keys().cloned().collect();
            let without_periods: Vec<String> = all.into_iter().filter(|column| !column.contains("year")).collect();
            after.push(other_values(before[2].clone(), &without_periods, &mut chance));
        }
        assert_eq!(cells(&partnership, &land(&partnership, &after, folder.path()), &id), expected, "{id}");

        // The trial could have failed: what is covered does matter.
        let coded: Vec<String> =
            covered.into_iter().filter(|column| CODED.iter().any(|(coded, _)| coded == column)).collect();
        let moved: Vec<Records> =
            before.iter().take(2).map(|one| other_values(one.clone(), &coded, &mut chance)).collect();
        let moved = cells(&partnership, &land(&partnership, &moved, folder.path()), &id);
        changed_by_what_is_covered += usize::from(moved != expected);
    }
    println!(
        "{MEASURES} measures: nothing that no grant covers changed a cell; {changed_by_what_is_covered} were changed by what is covered"
    );
    assert!(changed_by_what_is_covered * 10 >= MEASURES * 8);
}
