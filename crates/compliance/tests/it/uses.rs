//! The register of uses, held against the published list of its fields.
//!
//! Not allowed in here: our own idea of what the fields are.

use concordat_compliance::uses::{COLUMNS, page, table};
use concordat_compliance::{Days, Standing, uses};

use crate::place::Place;
use crate::story::{Story, TODAY};

/// The fields of the standard, in their order. The file is not all UTF-8.
fn fields() -> Vec<String> {
    let bytes = include_bytes!("reference/data-use-register-fields-v2.csv");
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap()[1].trim().to_owned()).collect()
}

#[test]
fn the_columns_are_those_of_the_standard_in_its_order() {
    assert_eq!(COLUMNS.map(|(_, name)| name).to_vec(), fields());
}

#[test]
fn every_use_of_shared_data_that_was_seen_is_registered_once() {
    let (mut story, partnership) = (Story::good(), Place::new().load());
    let records = story.records();
    let evidence = story.evidence(&partnership, &records, TODAY);
    let found = uses(&evidence, Days::up_to(TODAY), None);
    assert_eq!(found.iter().map(|one| one.cell("Project ID")).collect::<Vec<_>>(), ["falls-rate", "multiple-needs"]);
    let needs = &found[1];
    assert_eq!(needs.cell("Dataset(s) name"), "The dataset housing, The dataset offending");
    assert!(
        needs.cell("For linked datasets, specify how the linkage will take place").contains("housing with offending")
    );
    assert_eq!(found[0].cell("For linked datasets, specify how the linkage will take place"), "Not applicable");
    assert_eq!(
        found[0].cell("Legal basis for provision of data under Article 6"),
        "Article 6: A task in the public interest or official authority"
    );
    assert_eq!(
        (found[0].cell("Project end date"), found[0].cell("Latest approval date")),
        ("2027-03-31", "2025-12-10")
    );
    assert_eq!(found[0].cell("Data sensitivity level"), "De-Personalised");
    let csv = table(&found).csv();
    assert_eq!(
        csv::Reader::from_reader(csv.as_bytes()).records().filter(|row| row.as_ref().unwrap().len() == 32).count(),
        2
    );
    assert!(page(&evidence, &found).html().contains("register of data uses"));
    for release in &mut story.releases {
        release.standing = Standing::Waiting;
    }
    assert_eq!(uses(&story.evidence(&partnership, &records, TODAY), Days::up_to(TODAY), None), []);
}
