//! Measures in SQL: the same figures as a declared measure, and everything refused that is not of the one shape.

use concordat_base::{Name, Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_disclosure::protect;
use concordat_measure::{Candidates, Inventory, MeasureError, Night, evaluate, model};

use crate::landed::{Chance, Records, inventory};
use crate::place::{AS_OF, Declared, count, engine, grant, head};

const DATASETS: [&str; 2] = ["middlesbrough-early-years", "redcar-cleveland-early-years"];

const TABLES: &str = "tables:
  - {areas: place, period: {each: academic_year}, by: [sex]}
  - {areas: borough, period: {each: academic_year}, by: [sex]}
  - {areas: ward24, period: {pooled: 3}}
";

const COUNTED: &str = "    count:
      datasets: [middlesbrough-early-years, redcar-cleveland-early-years]
      area: lsoa21_code
      period: school_year
      sex: sex
      contributors: {one_person_each: {column: pupil_pseudonym}}
      additive_over: [area, period, sex]
";

const DECLARED: &str = "    denominator: [{column: good_level_of_development, is: [\"yes\", \"no\"]}]
    numerator: [{column: good_level_of_development, is: [\"yes\"]}]
    group:
      definition: fsm_to_2025_26
      title: Children eligible for free school meals
      where: [{column: free_school_meals, is: [\"yes\"]}]
";

const CONDITIONS: &str = "    conditions:
      - {name: eligible, where: [{column: free_school_meals, is: [\"yes\"]}]}
      - {name: assessed, where: [{column: good_level_of_development, is: [\"yes\", \"no\"]}]}
      - {name: reached, where: [{column: good_level_of_development, is: [\"yes\"]}]}
    definition: fsm_to_2025_26
    title: Children eligible for free school meals
";

const TEXT: &str = "SELECT lsoa21_code AS area, school_year AS period, sex, \
     SUM(CASE WHEN {reached} THEN 1 ELSE 0 END) AS numerator, COUNT(*) AS denominator, COUNT(*) AS contributors \
     FROM records WHERE {eligible} AND {assessed} GROUP BY lsoa21_code, school_year, sex";

fn in_sql(id: &str, text: &str) -> String {
    format!("{}measure:\n  sql:\n{COUNTED}{CONDITIONS}    text: |\n      {text}\n{TABLES}", head(id))
}

fn declared(id: &str) -> String {
    format!("{}measure:\n  proportion:\n{COUNTED}{DECLARED}{TABLES}", head(id))
}

fn landed(partnership: &Partnership, folder: &std::path::Path) -> Inventory {
    let mut chance = Chance(7);
    let mut partitions = Vec::new();
    for dataset in DATASETS {
        for year in ["2021/22", "2022/23", "2023/24", "2024/25"] {
            let period = Period::parse(year, PeriodKind::AcademicYear).unwrap();
            let records = Records::made(partnership, dataset, period, 150, &mut chance);
            partitions.push((records.dataset.clone(), records.land(partnership, folder)));
        }
    }
    inventory(partitions)
}

fn figures(partnership: &Partnership, inventory: &Inventory, indicator: &str) -> Candidates {
    let grant = grant(partnership, indicator);
    let (tabulated, _) = count(&engine(), partnership, inventory, &grant).unwrap();
    let outline = tabulated.outline();
    let counted = [(grant, tabulated)];
    let (table, evidence) =
        model(partnership, counted.iter().map(|(grant, counts)| (grant, counts)), &Default::default())
            .unwrap()
            .into_parts();
    let night = Night { partnership, inventory, published: &[], as_of: AS_OF };
    evaluate(&night, &[(&counted[0].0, outline)], &protect(table), evidence).unwrap()
}

/// Rows without the names that tell two indicators apart.
fn rows(candidates: &Candidates) -> Vec<String> {
    let rows = candidates.observations().iter().map(|row| {
        let mut row = row.clone();
        row.indicator = Name::new("one").unwrap();
        row.figure_id.clear();
        format!("{row:?}")
    });
    rows.collect()
}

#[test]
fn a_measure_in_sql_gives_the_figures_of_the_declared_one() {
    let partnership = Declared::south_tees()
        .indicator("gap-declared", declared("gap-declared"))
        .indicator("gap-in-sql", in_sql("gap-in-sql", TEXT))
        .load();
    let folder = tempfile::tempdir().unwrap();
    let inventory = landed(&partnership, folder.path());
    let (one, other) =
        (figures(&partnership, &inventory, "gap-declared"), figures(&partnership, &inventory, "gap-in-sql"));
    let (one, other) = (rows(&one), rows(&other));
    assert!(one.len() > 50, "{}", one.len());
    assert!(one.iter().any(|row| row.contains("Confidential")) && one.iter().any(|row| row.contains("value: Some")));
    assert_eq!(one, other);
}

#[test]
fn its_plan_is_decided_on_under_the_grant_and_says_what_it_reads() {
    let partnership = Declared::south_tees().indicator("gap-in-sql", in_sql("gap-in-sql", TEXT)).load();
    let folder = tempfile::tempdir().unwrap();
    let inventory = landed(&partnership, folder.path());
    let grant = grant(&partnership, "gap-in-sql");
    let (_, steps) = count(&engine(), &partnership, &inventory, &grant).unwrap();
    assert_eq!(steps.len(), 8);
    let tokens: std::collections::BTreeSet<&str> = steps.iter().map(|step| step.decision.as_str()).collect();
    assert_eq!(tokens.len(), 8, "each partition is another decision");
    for step in &steps {
        let [(dataset, columns)] = step.rests_on.iter().collect::<Vec<_>>()[..] else { panic!("{step:?}") };
        assert!(DATASETS.contains(&dataset.as_str()));
        let read: Vec<&str> = columns.iter().map(String::as_str).collect();
        assert_eq!(read, ["free_school_meals", "good_level_of_development", "lsoa21_code", "school_year", "sex"]);
    }
}

/// A text with its one change, and what must be said of it.
fn refused(text: &str) -> String {
    let partnership = Declared::south_tees().indicator("gap-in-sql", in_sql("gap-in-sql", text)).load();
    let folder = tempfile::tempdir().unwrap();
    let inventory = landed(&partnership, folder.path());
    // Nothing is there to be read: a refusal does not need it.
    std::fs::remove_dir_all(folder.path()).unwrap();
    let grant = grant(&partnership, "gap-in-sql");
    let error = count(&engine(), &partnership, &inventory, &grant).unwrap_err();
    assert!(matches!(error, MeasureError::Written { .. }), "{text}: {error}");
    let diagnostic = error.diagnostic();
    format!("{} | {}", concordat_diagnostics::render::concise(&diagnostic), diagnostic.help.unwrap())
}

#[test]
fn anything_else_is_refused_with_code_place_and_what_may_be_used() {
    let told = refused(&TEXT.replace("COUNT(*) AS denominator", "COUNT(pupil_pseudonym) AS denominator"));
    assert!(told.starts_with("indicators/gap-in-sql.yaml:"), "{told}");
    assert!(told.contains(" C508 ") && told.contains("there is no column pupil_pseudonym"), "{told}");
    assert!(told.ends_with("'school_year (group)', 'sex (group)'"), "{told}");
    for (from, to, said) in [
        (
            "GROUP BY lsoa21_code, school_year, sex",
            "GROUP BY lsoa21_code, school_year, sex HAVING COUNT(*) > 5",
            "HAVING",
        ),
        ("GROUP BY lsoa21_code, school_year, sex", "GROUP BY lsoa21_code, school_year, sex LIMIT 5", "Limit"),
        (", sex,", ", 0 AS sex,", "sex is not the column sex as it is"),
        ("lsoa21_code AS area", "lsoa21_code + 1 AS area", "area is not the column lsoa21_code as it is"),
        ("THEN 1 ELSE 0", "THEN 100 ELSE 0", "numerator is not a count"),
        ("FROM records", "FROM (SELECT * FROM records UNION ALL SELECT * FROM records) AS r", "Union stands in it"),
        ("FROM records", "FROM records CROSS JOIN records AS again", "more than one table"),
        ("FROM records", "FROM cleveland_police_offending", "there is no table cleveland_police_offending"),
        ("{reached}", "sex = 1", "records.sex is not approved to be filtered by"),
        ("{reached}", "random() > 0.5", "random"),
        ("COUNT(*) AS contributors", "COUNT(*) AS people", "contributors"),
        ("SELECT", "EXPLAIN ANALYZE SELECT", "only a plain SELECT"),
        ("SELECT", "SELEC", "not understood as SQL"),
    ] {
        let told = refused(&TEXT.replacen(from, to, 1));
        assert!(told.contains(" C508 ") && told.contains(said), "{to}: {told}");
    }
}

#[test]
fn counts_that_do_not_fit_each_other_are_refused() {
    for (from, to, said) in [
        (
            "SUM(CASE WHEN {reached} THEN 1 ELSE 0 END) AS numerator, COUNT(*) AS denominator",
            "COUNT(*) AS numerator, SUM(CASE WHEN {reached} THEN 1 ELSE 0 END) AS denominator",
            "a numerator above",
        ),
        (
            "COUNT(*) AS denominator",
            "SUM(CASE WHEN {reached} THEN 1 ELSE 0 END) AS denominator",
            "more contributors than",
        ),
    ] {
        let text = TEXT.replacen(from, to, 1);
        let partnership = Declared::south_tees().indicator("gap-in-sql", in_sql("gap-in-sql", &text)).load();
        let folder = tempfile::tempdir().unwrap();
        let inventory = landed(&partnership, folder.path());
        let error = count(&engine(), &partnership, &inventory, &grant(&partnership, "gap-in-sql")).unwrap_err();
        let told = concordat_diagnostics::render::concise(&error.diagnostic());
        assert!(told.contains(" C508 ") && told.contains(said), "{told}");
    }
}

#[test]
fn a_name_in_braces_must_be_a_condition() {
    let text = in_sql("gap-in-sql", &TEXT.replace("{reached}", "{reachd}"));
    let loaded = concordat_declare::load(&Declared::south_tees().indicator("gap-in-sql", text));
    let faults: Vec<String> = loaded.faults.iter().map(concordat_diagnostics::render::concise).collect();
    assert!(
        faults.iter().any(|fault| fault.contains("'reachd'") && fault.contains("indicators/gap-in-sql.yaml:")),
        "{faults:#?}"
    );
}
