//! Names that are not right, and files that are not as expected.
//!
//! Not allowed in here: names that are.

use concordat_brief::{Brief, BriefError, Selection};

use crate::sample::{Sample, selection};

fn refused(mission: &str, area: &str) -> String {
    Sample::new().brief(mission, area).unwrap_err().to_string()
}

#[test]
fn the_nearest_names_are_told() {
    let said = refused("start-wel-gap", "E06000003");
    assert!(said.starts_with("there is no mission `start-wel-gap`; the nearest are `start-well-gap`"), "{said}");
    let said = refused("start-well-gap", "Redcar");
    assert!(said.starts_with("there is no area `Redcar`; the nearest are `Redcar and Cleveland`"), "{said}");
    let said = refused("live-well-poverty", "E06000003");
    assert!(said.contains("declared and not yet measured") && said.contains("`start-well-gap`"), "{said}");
}

#[test]
fn no_figure_at_a_level_says_where_there_is_one() {
    let said = refused("live-well-places", "Brotton");
    assert!(said.contains("no figure for Brotton (level `ward24`)") && said.contains("`place`, `borough`"), "{said}");
}

#[test]
fn audience_and_version_must_be_those_of_the_release() {
    let (sample, asked) = (Sample::new(), selection("start-well-gap", "E06000003"));
    let of = |selection: Selection| Brief::of(&sample.release().unwrap(), &selection, &sample.setting);
    let other = of(Selection { audience: Some("bord".to_owned()), ..asked.clone() }).unwrap_err().to_string();
    assert_eq!(other, "there is no audience `bord`; there are `public`");
    let other = of(Selection { version: Some("2026-06-30.2".to_owned()), ..asked.clone() }).unwrap_err().to_string();
    assert_eq!(other, "there is no release `2026-06-30.2`; there are `2026-06-30.1`");
    assert!(
        of(Selection { audience: Some("public".to_owned()), version: Some("2026-06-30.1".to_owned()), ..asked })
            .is_ok()
    );
}

#[test]
fn an_area_is_taken_by_code_or_name() {
    let sample = Sample::new();
    let by_name = sample.brief("START-WELL-GAP", "redcar and cleveland").unwrap();
    assert_eq!(by_name.html(), sample.brief("start-well-gap", "E06000003").unwrap().html());
}

#[test]
fn of_two_areas_of_one_name_the_one_with_figures_is_taken() {
    let sample = Sample::new();
    let named = Sample { observations: sample.observations.replace("Redcar and Cleveland", "Brotton"), ..sample };
    let brief = named.brief("age-well-independence", "Brotton").unwrap();
    assert_eq!((brief.area.code.as_str(), brief.area.level.as_str()), ("E06000003", "borough"));
}

#[test]
fn a_mission_is_offered_by_the_words_of_what_it_measures() {
    let said = refused("emergency admissions", "E06000003");
    assert!(said.contains("the nearest by its words: `age-well-independence`"), "{said}");
}

#[test]
fn a_file_of_another_form_is_refused_without_its_cells() {
    let fault = |sample: &Sample| sample.release().unwrap_err();
    let sample = Sample::new();
    let wrong = Sample { observations: sample.observations.replacen("2017-09-01", "SECRET", 1), ..sample.clone() };
    let said = fault(&wrong).to_string();
    assert!(said.contains("row 2") && said.contains("2026-06-30") && !said.contains("SECRET"), "{said}");
    let wrong = Sample { observations: sample.observations.replacen("reading", "sentence", 1), ..sample.clone() };
    assert!(fault(&wrong).to_string().contains("there is no column `reading`"));
    let wrong = Sample { manifest: "{".to_owned(), ..sample.clone() };
    assert!(matches!(fault(&wrong), BriefError::File { file: "manifest.json", .. }));
    let wrong = Sample { indicators: "indicator,title\nSECRET\n".to_owned(), ..sample };
    let said = fault(&wrong).to_string();
    assert!(said.contains("line 2") && !said.contains("SECRET"), "{said}");
}
