//! Releases as the product writes them: two nights over the sample, with made-up late data, corrections and a revised population.
//!
//! Not allowed in here: a release built by these tests; what is read here was written by a night.

use std::fs;
use std::path::Path;

use concordat_difference::{Difference, Files, PartKind, Question, Release, difference};

use crate::made_up::{assert_adds_up, brief, expected};

const READINESS: &str = "good-level-of-development-fsm";

fn release(name: &str) -> Release {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let bytes = |file: &str| fs::read(folder.join(file)).unwrap();
    let (observations, indicators) = (bytes("observations.csv"), bytes("indicators.csv"));
    let (lineage, manifest) = (bytes("lineage.ndjson"), bytes("manifest.json"));
    let files = Files {
        observations_csv: &observations,
        indicators_csv: &indicators,
        lineage_ndjson: &lineage,
        manifest_json: &manifest,
    };
    Release::read(files).unwrap()
}

fn told(indicator: &str, period: &str, measure: &str, against: Option<&str>) -> Difference {
    let question = Question {
        indicator: indicator.to_owned(),
        area: "middlesbrough".to_owned(),
        period: Some(period.to_owned()),
        measure: Some(measure.to_owned()),
        against: against.map(str::to_owned),
        ..Question::default()
    };
    let told = difference(&release("earlier"), &release("later"), &question).unwrap();
    assert_adds_up(&told);
    told
}

#[test]
fn twelve_corrected_children_are_the_whole_change_of_their_year() {
    let told = told(READINESS, "2022/23", "value", None);
    assert_eq!(brief(&told), expected(&[(PartKind::Numerator, "corrected_records", "+1.8")]));
    assert_eq!(told.also_changed, ["2023/24"]);
    assert!(told.synthetic && told.sentence.starts_with("Made-up sample data, not to be quoted."));
}

#[test]
fn late_children_move_both_sides_of_the_share_and_of_its_gaps() {
    let late = |numerator, denominator| {
        [(PartKind::Numerator, "late_records", numerator), (PartKind::Denominator, "late_records", denominator)]
    };
    let value = told(READINESS, "2023/24", "value", None);
    assert_eq!(brief(&value), expected(&late("+5.5", "-4.4")));
    let gap = told(READINESS, "2023/24", "gap_absolute", Some("England, all children"));
    assert_eq!(brief(&gap), expected(&late("+5.5", "-4.4")));
    for against in ["England, children eligible for free school meals", "The other children here"] {
        for measure in ["gap_absolute", "gap_relative", "gap_people"] {
            let parts = told(READINESS, "2023/24", measure, Some(against)).parts;
            assert!(parts.iter().all(|part| part.part != PartKind::Error), "{measure} {against}: {parts:?}");
        }
    }
}

#[test]
fn a_revised_population_is_told_by_the_total_and_what_sealed_ages_leave() {
    let told = told("emergency-admissions-falls-65", "2023/24", "value", None);
    assert_eq!(told.parts[0].part, PartKind::Denominator);
    assert_eq!(told.parts[0].extracts[0].dataset, "lsoa-population-2020");
    assert!(told.sentence.contains("counts by age are sealed"), "{}", told.sentence);
}
