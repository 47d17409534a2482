//! A measure in SQL through a whole night.

use std::collections::BTreeMap;

use crate::found::{GAP, POLICE, Row};
use crate::place::{PIPELINE, Place};

const TEXT: &str = r#"  sql:
    count:
      datasets: [middlesbrough-early-years, redcar-cleveland-early-years]
      area: lsoa21_code
      period: school_year
      sex: sex
      contributors:
        one_person_each: {column: pupil_pseudonym}
      additive_over: [area, period, sex]
    conditions:
      - {name: eligible, where: [{column: free_school_meals, is: ["yes"]}]}
      - {name: assessed, where: [{column: good_level_of_development, is: ["yes", "no"]}]}
      - {name: reached, where: [{column: good_level_of_development, is: ["yes"]}]}
    definition: fsm_to_2025_26
    title: Children eligible for free school meals, as defined up to the school year 2025/26
    text: |
      SELECT lsoa21_code AS area, school_year AS period, sex,
             COUNT(*) FILTER (WHERE {reached}) AS numerator, COUNT(*) AS denominator, COUNT(*) AS contributors
      FROM records
      WHERE {eligible} AND {assessed}
      GROUP BY lsoa21_code, school_year, sex
"#;

/// The declared measure exchanged for one in SQL, and nothing else but what compares with the other children.
fn in_sql(declared: &str) -> String {
    let (head, rest) = declared.split_once("measure:\n").unwrap();
    let (_, tables) = rest.split_once("\ntables:").unwrap();
    let (before, after) = tables.split_once("  - id: other-children-here\n").unwrap();
    let (_, goal) = after.split_once("\ngoal:").unwrap();
    format!("{head}measure:\n{TEXT}tables:{before}goal:{goal}")
}

/// Shown values of the group and its gaps to England, by figure.
fn shown(rows: &[Row]) -> BTreeMap<String, Vec<String>> {
    let columns = ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator", "status"];
    let to_england = |row: &&Row| ["", "E92000001"].contains(&row["comparator_code"].as_str());
    let of_group = rows.iter().filter(|row| row["group_definition"] == "fsm_to_2025_26" && !row["value"].is_empty());
    let of_group = of_group.filter(to_england);
    of_group.map(|row| (row["figure_id"].clone(), columns.map(|column| row[column].clone()).into())).collect()
}

#[test]
fn a_measure_in_sql_publishes_the_figures_of_the_declared_one() {
    let place = Place::new(&[GAP]);
    place.run(&[]).ended(0);
    let before = shown(&place.figures("public"));
    let path = format!("{PIPELINE}/indicators/{GAP}.yaml");
    place.write(&path, in_sql(&place.read(&path)));
    let night = place.run(&["--as-of", "2026-07-01"]).ended(0);
    assert_eq!(night.indicator(GAP), "computed");
    let after = shown(&place.figures("public"));
    assert!(before.len() > 100, "{}", before.len());
    // Without the other children less is hidden around them; whatever both show is the same.
    let both: Vec<&String> = before.keys().filter(|figure| after.contains_key(*figure)).collect();
    assert!(both.len() * 10 >= before.len() * 9, "{} of {}", both.len(), before.len());
    for figure in both {
        assert_eq!(before[figure], after[figure], "{figure}");
    }
    for step in night.steps() {
        assert_eq!(step["decision"].as_str().unwrap().len(), 64);
    }
}

#[test]
fn a_text_beyond_its_grant_takes_out_its_indicator_and_nothing_else() {
    let place = Place::new(&[GAP, POLICE[0]]);
    let path = format!("{PIPELINE}/indicators/{GAP}.yaml");
    let text = in_sql(&place.read(&path));
    place.write(&path, text.replace("{eligible} AND", "pupil_pseudonym LIKE '0%' AND"));
    let night = place.run(&[]).ended(5);
    assert_eq!((night.indicator(GAP), night.indicator(POLICE[0])), ("left_out", "computed"));
    let [said] = night.said("C508")[..] else { panic!("{}", night.stderr) };
    let said = said.to_string();
    assert!(said.contains("pupil_pseudonym") && said.contains(&format!("{GAP}.yaml")), "{said}");
}
