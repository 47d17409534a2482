//! What publishers do to files that were well read before: other columns, other names for one thing, other scales, blanks with a
//! reason. Each is read right, or refused with its place.
//!
//! Not allowed in here: a file of one publisher that stands for another's.

use concordat_declare::dialect::Dialect;
use concordat_declare::published::{NoFigure, Standing};
use concordat_tables::{Figure, Sex};

use crate::support::{Reader, bytes_of, text_of};

fn reader(fixture: &str) -> Reader {
    Reader::new(&text_of(&format!("{fixture}/declared.yaml")))
}

/// The one figure of an area and a period, as the product writes them.
fn of<'all>(figures: &'all [Figure], area: &str, period: &str) -> &'all Figure {
    let mut found = figures
        .iter()
        .filter(|one| one.area.as_str() == area && one.period.to_string() == period && one.sex == Sex::Persons);
    let one = found.next().unwrap();
    assert!(found.next().is_none(), "two figures of {area} in {period}");
    one
}

fn value(figure: &Figure) -> Option<String> {
    figure.value.map(|value| value.to_string())
}

/// Without the place it stands at.
fn anywhere(figures: Vec<Figure>) -> Vec<Figure> {
    figures.into_iter().map(|one| Figure { at: Default::default(), ..one }).collect()
}

/// The table with its columns in the opposite order, every cell in quotes, behind a mark of the byte order.
fn turned_round(text: &str) -> Vec<u8> {
    let mut rows = String::from("\u{feff}");
    for line in text.lines() {
        let cells: Vec<String> = line.split(',').rev().map(|cell| format!("\"{cell}\"")).collect();
        rows += &(cells.join(",") + "\r\n");
    }
    rows.into_bytes()
}

#[test]
fn a_rate_too_small_to_publish_is_no_zero_and_a_count_of_nobody_is() {
    let text = text_of("nomis-web/data.csv");
    let row = "Middlesbrough,10,19,";
    assert!(text.contains(row));
    let found = reader("nomis-web").figures(text.replace(row, "Middlesbrough,-,0,").as_bytes());
    let [rate, count] = ["2013", "2014"].map(|year| of(&found, "E06000002", year));
    assert_eq!((value(rate), rate.no_figure), (None, Some(NoFigure::LowReliability)));
    assert_eq!((value(count), count.no_figure), (Some("0".into()), None));
}

#[test]
fn a_blank_observation_has_the_reason_that_stands_beside_it() {
    let (text, reader) = (text_of("ons-csvw/data.csv"), reader("ons-csvw"));
    let row =
        "Male healthy life expectancy,E92000001,England,Nation,63.02,yrs,Years,2011-01-01T00:00:00/P3Y,62.85,63.2,";
    assert!(text.contains(row));
    let with = |observation: &str, status: &str| {
        let other = format!(
            "Male healthy life expectancy,E92000001,England,Nation,{observation},yrs,Years,2011-01-01T00:00:00/P3Y,,,{status}"
        );
        text.replacen(row, &other, 1)
    };
    for (observation, status, shown, why, standing) in [
        ("", "", None, Some(NoFigure::NotAvailable), None),
        ("", "Suppressed to prevent disclosure", None, Some(NoFigure::Confidential), None),
        ("", "Estimate is unreliable", None, Some(NoFigure::LowReliability), None),
        ("63.02", "Provisional", Some("63.02"), None, Some(Standing::Provisional)),
        ("63.02", "r", Some("63.02"), None, Some(Standing::Revised)),
    ] {
        let found = reader.figures(with(observation, status).as_bytes());
        let one = of(&found, "E92000001", "2013");
        assert_eq!((value(one).as_deref(), one.no_figure, one.standing), (shown, why, standing), "{status}");
    }
    // A number beside which the publisher says that it is held back is not taken.
    let hidden = reader.figures(with("63.02", "Provisional; suppressed").as_bytes());
    assert_eq!(of(&hidden, "E92000001", "2013").no_figure, Some(NoFigure::Confidential));
    // A sentence that nobody declared is told, without the sentence.
    let read = reader.all(with("63.02", "CANARY").as_bytes()).unwrap();
    assert_eq!((read.warnings.len(), read.warnings[0].code.number), (1, 523));
    assert!(!read.warnings[0].message.as_str().contains("CANARY"));
}

#[test]
fn columns_in_another_order_in_quotes_and_behind_a_mark_are_found_by_name() {
    for fixture in ["ees-symbols", "ees-blanks", "ees-reporting", "ees-calendar"] {
        let (reader, text) = (reader(fixture), text_of(&format!("{fixture}/data.csv")));
        assert!(!text.contains('"'), "{fixture} is split at its commas");
        let plain = text.trim_start_matches('\u{feff}');
        let (expected, found) = (reader.figures(plain.as_bytes()), reader.figures(&turned_round(plain)));
        assert!(expected.len() > 2, "{fixture}");
        assert_eq!(anywhere(found), anywhere(expected), "{fixture}");
    }
}

#[test]
fn a_column_with_another_name_this_year_is_refused_and_one_more_column_is_not() {
    let (reader, text) = (reader("ees-calendar"), text_of("ees-calendar/data.csv"));
    let renamed = text.replacen("NEET_not_known_percent", "NEET_notknown_percent", 1);
    let refused = reader.refused(renamed.as_bytes());
    assert_eq!(refused[0].0, 311);
    assert!(
        refused[0].1.starts_with("the column 'NEET_not_known_percent' is missing; the header in M1"),
        "{refused:?}"
    );
    let more: String = text.lines().map(|line| format!("{line},x\n")).collect();
    assert_eq!(reader.figures(more.as_bytes()), reader.figures(text.as_bytes()));
}

#[test]
fn one_declaration_reads_both_sets_of_fingertips_columns() {
    let newer = text_of("fingertips-27/data.csv");
    let header = newer.lines().next().unwrap();
    assert!(header.contains("Compared to percentiles") && header.contains("Time period range"), "{header}");
    // As it was before: the last but one column did not exist, and another had a longer name.
    let range = header.split(',').position(|name| name.trim_matches('"') == "Time period range").unwrap();
    let mut reading = csv_rows(&newer);
    for row in &mut reading {
        row.remove(range);
    }
    let compared = reading[0].iter().position(|name| name == "Compared to percentiles").unwrap();
    reading[0][compared] = "Compared to Region value or percentiles".to_owned();
    let older = written(&reading);
    let reader = reader("fingertips-27");
    assert_eq!(reading[0].len() + 1, csv_rows(&newer)[0].len());
    assert_eq!(anywhere(reader.figures(older.as_bytes())), anywhere(reader.figures(newer.as_bytes())));
}

#[test]
fn a_kind_of_area_with_another_boundary_year_is_refused_where_it_is_asked_for_and_read_where_it_is_not() {
    let text =
        text_of("fingertips-27/data.csv").replace("Counties & UAs (from Apr 2023)", "Counties & UAs (from Apr 2026)");
    assert!(text.contains("(from Apr 2026)"));
    let declared = text_of("fingertips-27/declared.yaml");
    assert!(!Reader::new(&declared).figures(text.as_bytes()).is_empty());
    let strict = declared.replace(
        "{Indicator ID: \"90284\"}",
        "{Indicator ID: \"90284\", Area Type: \"Counties & UAs (from Apr 2023)\"}",
    );
    assert_ne!(strict, declared);
    let refused = Reader::new(&strict).refused(text.as_bytes());
    assert_eq!(refused, [(503, "no row belongs to the series 'injuries'".to_owned())]);
}

/// 95% limits of a count by Byar's approximation, as a rate.
fn byar(count: f64, out_of: f64, per: f64) -> [f64; 2] {
    let limit =
        |count: f64, sign: f64| count * (1.0 - 1.0 / (9.0 * count) + sign * 1.959_964 / (3.0 * count.sqrt())).powi(3);
    [limit(count, -1.0), limit(count + 1.0, 1.0)].map(|limit| limit / out_of * per)
}

#[test]
fn limits_of_a_publisher_come_from_its_exact_count_and_are_passed_on_and_never_made_here() {
    let found = reader("fingertips-27").figures(&bytes_of("fingertips-27/data.csv"));
    let local =
        found.iter().filter(|one| one.area.as_str().starts_with("E06") && one.count.is_some_and(|count| count > 0));
    let mut differ = 0;
    for one in local.clone() {
        assert_eq!(one.count.unwrap() % 5, 0, "counts are rounded to five");
        let number = |text: Option<_>| -> f64 {
            text.map(|value: concordat_base::Decimal| value.to_string()).unwrap().parse().unwrap()
        };
        let [lower, upper] = byar(one.count.unwrap() as f64, one.denominator.unwrap() as f64, 10_000.0);
        differ += u32::from((lower - number(one.lower)).abs() > 0.051 || (upper - number(one.upper)).abs() > 0.051);
    }
    assert!(local.count() > 10 && differ > 5, "limits that do not follow from the rounded count: {differ}");
}

#[test]
fn a_total_rounded_otherwise_than_its_parts_is_given_as_published() {
    let found = reader("h-clic-xlsx").figures(&bytes_of("h-clic-xlsx/data.xlsx"));
    let counts = |wanted: &str| -> Vec<u64> {
        let of = found.iter().filter(|one| one.area.as_str().starts_with(wanted) && one.value.is_some());
        of.map(|one| one.value.unwrap().to_string().parse().unwrap()).collect()
    };
    assert!(counts("E92").iter().chain(&counts("E12")).all(|count| count % 10 == 0));
    assert!(counts("E06").iter().any(|count| count % 10 != 0));
    // Regions, each rounded to ten, do not add up to England, and nothing makes them.
    let of_series = |start: &str| -> u64 {
        let of =
            found.iter().filter(|one| one.series.as_str() == "three-needs" && one.area.as_str().starts_with(start));
        of.map(|one| one.value.unwrap().to_string().parse::<u64>().unwrap()).sum()
    };
    assert_eq!(of_series("E92"), 15_780);
    assert_ne!(of_series("E12"), of_series("E92"));
}

#[test]
fn two_publishers_two_right_answers_before_and_after_housing_costs() {
    let before = Reader::new(
        "published:\n  dialect: lait\n  series:\n    - {id: poverty, title: Relative low income, where: {Short Desc: ChildPov}, period_kind: financial_year, decimals: 1, basis: before-housing-costs}\n",
    );
    // The row of the publisher's table.
    let row = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\nChildPov,NA,2025,Middlesbrough,34.4,806.0,North East\n";
    let before = before.figures(row.as_bytes());
    let after = reader("dwp").figures(&bytes_of("dwp/data.csv"));
    let [before, after] = [&before, &after].map(|found| of(found, "E06000002", "2024/25"));
    assert_eq!([value(before), value(after)].map(Option::unwrap), ["34.4", "38.7"]);
    assert_ne!(before.basis, after.basis);
}

#[test]
fn blanks_behind_a_label_are_no_part_of_it_and_a_number_with_a_sign_is_refused() {
    let declared = "format: {csv: {delimiter: ','}}\npublished:\n  series:\n    - {id: standard, title: Standard population, where: {AgeGroup: 0-4}, area: E92000001, period: {column: Year, form: own, kind: calendar_year}, value: People, decimals: 0}\n";
    let reader = Reader::new(declared);
    let found = reader.figures(b"AgeGroup,Year,People\n0-4 ,2013,5000\n5-9,2013,5500\n");
    assert_eq!(value(&found[0]).as_deref(), Some("5000"));
    let refused = reader.refused(b"AgeGroup,Year,People\n0-4 ,2013,5000$\n");
    assert_eq!(refused[0].0, 503);
    assert!(refused[0].1.starts_with("cell C2: series 'standard'"), "{refused:?}");
}

#[test]
fn organisations_that_have_closed_are_there_and_say_when() {
    let preset = Dialect::NhsOds.preset().unwrap();
    let text = text_of("nhs-ods/data.csv");
    let row = text.lines().find(|line| line.starts_with("\"RVW\"")).unwrap();
    let closed = text.replace(row, &row.replacen("\"19990401\",\"\"", "\"19990401\",\"20180131\"", 1));
    assert_ne!(closed, text);
    let table = concordat_tables::read(closed.as_bytes(), &preset.format, &preset.layout, &Default::default()).unwrap();
    let [code, until] = ["organisation_code", "close_date"].map(|name| table.position(name).unwrap());
    let shut: Vec<&str> =
        table.rows.iter().filter(|row| !row.text(until).is_empty()).map(|row| row.text(code)).collect();
    assert_eq!(shut, ["RVW"]);
    // A row with one field too few would shift everything behind it.
    let short = text.replacen("\"RTR\",", "", 1);
    let refused = concordat_tables::read(short.as_bytes(), &preset.format, &preset.layout, &Default::default());
    assert_eq!(refused.unwrap_err().diagnostic("etr.csv", None).code.number, 401);
}

#[test]
fn a_number_of_an_authority_with_a_point_and_a_name_in_another_spelling_are_one_area() {
    let declared = |scheme: &str, column: &str| {
        Reader::new(&format!(
            "format: {{csv: {{delimiter: ','}}}}\npublished:\n  series:\n    - {{id: x, title: X, areas: {{column: {column}, scheme: {scheme}}}, period: {{column: Year, form: own, kind: calendar_year}}, value: V, decimals: 0}}\n"
        ))
    };
    let table = "Number,Name,Code,Year,V\n807.0,Redcar & Cleveland,E06000003,2024,5\n807,REDCAR AND CLEVELAND,E06000003,2023,6\n";
    for (scheme, column) in [("la_number", "Number"), ("name", "Name"), ("gss", "Code")] {
        let areas: Vec<String> =
            declared(scheme, column).figures(table.as_bytes()).iter().map(|one| one.area.to_string()).collect();
        assert_eq!(areas, ["E06000003", "E06000003"], "{scheme}");
    }
    let region = "Name,Year,V\nNorth East region (statistical),2024,1\nENGLAND,2024,2\nOuter London,2024,3\n";
    let found = declared("name", "Name").figures(region.as_bytes());
    let areas: Vec<&str> = found.iter().map(|one| one.area.as_str()).collect();
    assert_eq!(areas, ["E12000001", "E13000002", "E92000001"]);
}

/// Rows of a table in which some cells are in quotes.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    for letter in text.trim_start_matches('\u{feff}').chars() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => row.last_mut().unwrap().push(other),
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}

fn written(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n").collect()
}
