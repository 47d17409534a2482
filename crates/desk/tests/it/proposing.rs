//! Drafts of mappings from files as other systems write them.
//!
//! Not allowed in here: a draft that tells a value.

use concordat_desk::{Confidence, Proposal, Sample, propose};

use crate::support::{CANARY, COUNTS_SOURCE, Desk, loaded, told};

fn draft(csv: &str) -> Proposal {
    let desk = Desk::new();
    let sample = Sample::of_csv(csv.as_bytes(), b',', "export.csv").unwrap();
    let draft = propose(&desk.terms(), &sample, "export.csv").unwrap();
    assert!(!draft.yaml().contains(CANARY), "{}", draft.yaml());
    draft
}

const EXPORT: &str = "\u{feff}Ward Code,AGE BAND,Total visitors,Month of visit,Helper,Phone\n\
                      North,10 to 14 years,3,17/02/2026,CANARY7,CANARY7\n\
                      W02,7,1,01/02/2026,CANARY7,CANARY7\n\
                      South,CANARY7,12,13/01/2026,CANARY7,CANARY7\n";

#[test]
fn headers_codes_and_periods_are_drafted_and_the_rest_is_listed() {
    let draft = draft(EXPORT);
    let columns: Vec<_> =
        draft.columns.iter().map(|one| (one.header.as_str(), one.column.as_str(), one.confidence)).collect();
    assert_eq!(columns[0], ("Ward Code", "ward", Confidence::Sure));
    assert_eq!((columns[1].0, columns[1].1), ("AGE BAND", "age_band"));
    assert_eq!((columns[2].0, columns[2].1), ("Total visitors", "visitors"));
    assert_eq!((columns[3].0, columns[3].1), ("Month of visit", "month"));
    assert_eq!(draft.periods.iter().map(|one| one.form).collect::<Vec<_>>(), ["dd/mm/yyyy"]);
    let codes: Vec<_> = draft.codes.iter().map(|one| (one.sent.as_str(), one.code.as_str())).collect();
    assert_eq!(codes, [("North", "W01"), ("South", "W02"), ("10 to 14 years", "10-14"), ("7", "007")]);
    assert_eq!(draft.without_code.len(), 1);
    let yaml = draft.yaml();
    for line in [
        "column 5 (E), \"Helper\": is helper of the contract, which is not agreed",
        "column 6 (F), \"Phone\": is no column of the contract",
        "# age_band: 1 other value has no code that can be told",
        "#   remark",
        "days are finer than a month",
    ] {
        assert!(yaml.contains(line), "{line}\n{yaml}");
    }
}

#[test]
fn a_draft_is_a_mapping_that_the_declarations_take() {
    let yaml = draft(EXPORT).yaml();
    let loaded = loaded(&format!("{COUNTS_SOURCE}{yaml}"));
    assert!(loaded.faults.is_empty(), "{yaml}\n{:#?}", loaded.faults);
    let source = loaded.partnership.as_ref().unwrap().sources().next().unwrap();
    assert_eq!(source.mapping.as_ref().unwrap(), &draft(EXPORT).mapping());
}

#[test]
fn a_column_that_is_not_agreed_is_given_to_no_other() {
    let draft = draft("month,ward_code,age_band,visitors,helper\n2026-01,W01,10-14,3,x\n");
    assert!(draft.mapping().is_empty());
    assert!(draft.columns.iter().all(|one| one.as_it_is && one.column.as_str() != "helper"), "{draft:?}");
    assert!(draft.yaml().contains("mapping: {}"));
}

#[test]
fn days_whose_order_cannot_be_told_are_doubtful_and_do_not_count() {
    let draft = draft("month,ward_code,age_band,visitors\n03/04/2026,W01,10-14,3\n05/06/2026,W01,10-14,3\n");
    let forms: Vec<_> = draft.periods.iter().map(|one| (one.form, one.confidence)).collect();
    assert_eq!(forms.len(), 2, "{forms:?}");
    assert!(forms.iter().all(|(_, confidence)| *confidence == Confidence::Doubtful));
    assert!(draft.mapping().periods.is_empty());
    assert!(draft.yaml().contains("# \"month\": \"dd/mm/yyyy\"  # doubtful"), "{}", draft.yaml());
}

#[test]
fn initials_are_taken_where_they_can_mean_one_label_alone() {
    let desk = Desk::new();
    let csv = format!("visit,school_year,sex\n{0},2024-25,f\n{0},2023-24,m\n{0},2023-24,N\n", "0a".repeat(16));
    let sample = Sample::of_csv(csv.as_bytes(), b',', "export.csv").unwrap();
    let draft = propose(&desk.terms_of("visits"), &sample, "export.csv").unwrap();
    let codes: Vec<_> = draft.codes.iter().map(|one| (one.sent.as_str(), one.code.as_str(), one.confidence)).collect();
    let (sure, likely) = (Confidence::Sure, Confidence::Likely);
    assert_eq!(codes, [("N", "not_known", likely), ("f", "F", sure), ("m", "M", sure)]);
    assert_eq!(draft.mapping().periods.values().next().unwrap().value, "yyyy-yy");
}

#[test]
fn a_file_without_a_header_is_not_told() {
    let desk = Desk::new();
    for csv in ["CANARY7,W01,10-14,3\nx,W01,10-14,3\n", "a,b\n1,2\n", "", "07700900123,W01,month,2026-01\n"] {
        let sample = Sample::of_csv(csv.as_bytes(), b',', "export.csv").unwrap();
        let faults = propose(&desk.terms(), &sample, "export.csv").unwrap_err();
        assert!(told(&faults)[0].starts_with("C379"), "{csv}");
    }
    // In a header that is one, a text that may be a value is named by its place.
    let draft = draft("month,ward_code,age_band,visitors,remark,07700900123\n2026-01,W01,10-14,3,,\n");
    assert!(draft.yaml().contains("column 6 (F): is no column") && !draft.yaml().contains("07700900123"));
}
