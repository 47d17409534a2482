//! The five questions, each with its answer from the excerpt.
//!
//! Not allowed in here: how the page looks.

use concordat_brief::{Brief, Standing};

use crate::sample::{Sample, latest_gap, redcar};

fn answer(brief: &Brief, question: &str) -> String {
    brief.answers.iter().find(|answer| answer.question.starts_with(question)).unwrap().lines.join("\n")
}

#[test]
fn what_is_the_gap() {
    let said = answer(&redcar(), "What is the gap");
    assert!(
        said.contains("-22.3 percentage points (95% interval -27.1 to -17.4) from England, all children (68.3)"),
        "{said}"
    );
    assert!(said.contains("90 (95% interval 70 to 109) more people"), "{said}");
    let falls = Sample::new().brief("age-well-independence", "E06000003").unwrap();
    assert!(answer(&falls, "What is the gap").contains("No gap is published"), "{falls:?}");
}

#[test]
fn how_sure_are_we() {
    let said = answer(&redcar(), "How sure");
    assert!(said.contains("41.2 to 50.9") && said.contains("count of 185 and a denominator of 402"), "{said}");
    assert!(said.contains("does not reach zero") && said.contains("taken as exact"), "{said}");
}

#[test]
fn is_it_narrowing() {
    let said = answer(&redcar(), "Is it narrowing");
    assert!(said.starts_with("Whether it narrowed since 2021/22 cannot be told yet."), "{said}");
    // Square root of 4.9 and 5.0 squared and added; 5.2 and 4.8 for the last two.
    assert!(said.contains("wider by 3.4, with a 95% interval from 3.5 narrower to 10.3 wider"), "{said}");
    assert!(said.contains("wider by 8.0 (95% interval 0.9 to 15.0 wider)"), "{said}");
    assert!(said.contains("not figures of the release"), "{said}");
    assert!(said.contains("Goal for South Tees as a whole"), "{said}");
    assert!(!said.contains("2018/19"), "no comparison goes across a break: {said}");
}

#[test]
fn a_gap_that_narrows_is_said_to() {
    let narrowed = Sample::new().with_cell(&latest_gap(), ",-22.3,-27.1,-17.4,", ",-5.0,-9.0,-1.0,");
    let said = answer(&narrowed.brief("start-well-gap", "E06000003").unwrap(), "Is it narrowing");
    assert!(said.starts_with("Yes, since 2021/22 it narrowed."), "{said}");
    assert!(said.contains("narrower by 13.9 (95% interval 7.5 to 20.2 narrower)"), "{said}");
    let over = Sample::new().with_cell(&latest_gap(), ",-22.3,-27.1,-17.4,", ",5.0,1.0,9.0,");
    let said = answer(&over.brief("start-well-gap", "E06000003").unwrap(), "Is it narrowing");
    assert!(said.contains("other side of zero"), "{said}");
}

#[test]
fn one_reading_is_no_change() {
    let brief = Sample::new().brief("start-well-gap", "Brotton").unwrap();
    assert!(answer(&brief, "Is it narrowing").starts_with("It cannot be told: there is one comparable reading"));
}

#[test]
fn what_changed_since_the_last_release() {
    assert!(answer(&redcar(), "What changed").contains("first release for this audience"));
    let mut sample = Sample::new();
    let id = latest_gap();
    sample.changes = format!(
        r#"{{"from":"2026-05-31.1","to":"2026-06-30.1","audience":"public","kind":"minor",
        "added":[{{"figure_id":"a","indicator":"good-level-of-development-fsm","area_code":"E05012438","period_label":"2024/25","measure":"value","value":1.0,"count":77777,"status":""}}],
        "removed":[{{"figure_id":"b","indicator":"good-level-of-development-fsm","area_code":"E06000003","period_label":"2024/25","measure":"value","value":88888.0,"count":88888,"status":""}},
                   {{"figure_id":"c","indicator":"anti-social-behaviour","area_code":"E06000003","period_label":"2024/25","measure":"value","value":99999.0,"count":1,"status":""}}],
        "revised":[{{"figure_id":"{id}","indicator":"good-level-of-development-fsm","area_code":"E06000003","period_label":"2024/25","measure":"gap_absolute","why":"data","old":{{"value":-21.0,"count":180,"status":""}},"new":{{"value":-22.3,"count":185,"status":""}}}}],
        "edited":[]}}"#
    );
    let brief = sample.brief("start-well-gap", "E06000003").unwrap();
    let said = answer(&brief, "What changed");
    assert!(
        said.contains("Since release 2026-05-31.1")
            && said.contains("1 figure newly shown, 1 figure revised, 1 figure no longer shown"),
        "{said}"
    );
    let gap = "The gap to England, all children of Redcar and Cleveland, 2024/25: -21.0 before, -22.3 now, because of later \
               or corrected data.";
    assert!(said.contains(gap) && said.contains("The table of revised figures has each"), "{said}");
    let page = brief.html();
    assert!(page.contains("-21.0") && page.contains("later or corrected data"));
    assert!(!page.contains("88888") && !page.contains("99999"), "what is no longer shown is not told");
    sample.changes = r#"{"from":"2026-05-31.1"}"#.to_owned();
    let said = answer(&sample.brief("start-well-gap", "E06000003").unwrap(), "What changed");
    assert!(said.contains("no figure on this page changed"), "{said}");
}

#[test]
fn may_i_quote_it() {
    assert!(answer(&redcar(), "May I quote").starts_with("No. This is made-up sample data"));
    let quote = |sample: &Sample| answer(&sample.brief("live-well-places", "E06000003").unwrap(), "May I quote");
    let mut sample = Sample::new().made_real();
    assert!(quote(&sample).starts_with("Yes, under the Open Government Licence v3.0"), "{}", quote(&sample));
    assert!(quote(&sample).contains("provisional [p]"));
    sample.setting.licence = None;
    assert!(quote(&sample).contains("was not declared, so ask first"));
    sample.setting.is_public = false;
    assert!(quote(&sample).starts_with("Only among those whom the audience `public` is for"));
    sample.setting.standing = Standing::Withdrawn;
    assert!(quote(&sample).starts_with("No. This release was withdrawn."));
    sample.setting.standing = Standing::Superseded { by: "2026-07-31.1".to_owned() };
    assert!(quote(&sample).contains("2026-07-31.1"));
    sample.setting.standing = Standing::Waiting;
    assert!(quote(&sample).starts_with("No, not yet."));
}

#[test]
fn what_is_hidden_is_counted_and_never_explained() {
    let brief = redcar();
    let said = brief.hidden.join("\n");
    assert!(said.contains("figures of this mission in this area and inside it are hidden [c]"), "{said}");
    assert!(said.contains("nobody is told which is which"), "{said}");
    for word in ["primary", "secondary", "complementary", "threshold"] {
        assert!(!brief.html().contains(word), "{word}");
    }
}

/// The latest figure of falls in Redcar and Cleveland, as two parts.
fn parts(sample: &Sample) -> Vec<String> {
    let whole = ",Persons,65 and over,,,";
    let is_it = |line: &&str| {
        line.starts_with("emergency-admissions") && line.contains(",E06000003,") && line.contains(",2024/25,Persons")
    };
    let line = sample.observations.lines().find(is_it).unwrap();
    let part = |name: &str| {
        assert!(line.contains(whole));
        line.replace(whole, &format!(",Persons,65 and over,fifth by deprivation,{name},"))
    };
    vec![part("most deprived"), part("least deprived")]
}

#[test]
fn parts_have_a_table_of_their_own_and_are_no_points_of_the_line() {
    let mut sample = Sample::new();
    let parts = parts(&sample);
    sample.observations.push_str(&(parts.join("\n") + "\n"));
    let brief = sample.brief("age-well-independence", "E06000003").unwrap();
    let shown = &brief.sections[0].shown;
    let headings: Vec<&str> = shown.iter().map(|shown| shown.heading.as_str()).collect();
    assert_eq!(headings, ["Over time", "Beside others", "Fifth by deprivation"]);
    assert_eq!(shown[0].grid.table.rows.len(), 6);
    assert_eq!(shown[1].grid.table.rows.len(), 3);
    assert_eq!(shown[2].grid.table.rows.len(), 2);
}

#[test]
fn a_measure_in_parts_alone_says_so() {
    let mut sample = Sample::new();
    let parts = parts(&sample);
    let others = sample.observations.lines().filter(|line| !line.starts_with("emergency-admissions"));
    sample.observations = others.chain(parts.iter().map(String::as_str)).collect::<Vec<_>>().join("\n") + "\n";
    let brief = sample.brief("age-well-independence", "E06000003").unwrap();
    assert!(brief.sections[0].sentence.ends_with("It is given in parts, each with a figure of its own in the tables."));
    assert_eq!(brief.sections[0].shown.len(), 1);
    assert!(answer(&brief, "How sure").starts_with("Each part has a 95% interval"));
    assert!(brief.workbook().is_ok());
}

#[test]
fn a_hidden_figure_is_answered_without_a_number() {
    let brief = Sample::new().brief("start-well-gap", "Hutton").unwrap();
    assert!(brief.sections[0].sentence.contains("no figure is shown, to protect people [c]"));
    assert!(answer(&brief, "What is the gap").starts_with("No gap of this period is shown"));
    assert!(answer(&brief, "Is it narrowing").starts_with("It cannot be told"));
}
