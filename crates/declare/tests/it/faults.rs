//! One fault in each test, and the code, place and help that a person gets.

use concordat_declare::load;
use concordat_diagnostics::Severity;
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

/// The first error that a folder has, and its help.
fn fault(folder: &Folder) -> (String, String) {
    let loaded = load(folder);
    assert!(loaded.partnership.is_none(), "a fault must stop the place from loading");
    let first = loaded.faults.iter().find(|fault| fault.severity == Severity::Error).unwrap();
    (concise(first), first.help.as_ref().map(ToString::to_string).unwrap_or_default())
}

const EARLY: &str = "agreements/dsa-middlesbrough-early-years.yaml";
const SCHOOL: &str = "indicators/good-level-of-development-fsm.yaml";

#[test]
fn an_unknown_key_is_answered_with_the_nearest() {
    let (text, help) = fault(&Folder::south_tees().with(EARLY, "purposes:", "purpoes:"));
    assert!(text.starts_with("agreements/dsa-middlesbrough-early-years.yaml:36:1: C103 "), "{text}");
    assert_eq!(help, "did you mean 'purposes'?");
}

#[test]
fn a_missing_key_is_named() {
    let (text, _) = fault(&Folder::south_tees().with(
        EARLY,
        "quality: {owner: middlesbrough-council, corrections_within: P10D, clause: c11}",
        "",
    ));
    assert!(text.contains("C104") && text.contains("'quality'"), "{text}");
}

#[test]
fn ready_made_counts_need_a_column_that_always_has_one() {
    let counted_by = |column: &str| {
        let people_in = format!("contributors: {{people_in: {{column: {column}}}}}");
        fault(&Folder::south_tees().with(
            "indicators/violence-and-sexual-offences.yaml",
            "contributors: records",
            &people_in,
        ))
    };
    let (text, _) = counted_by("crime_type");
    assert!(text.contains("C110") && text.contains("ready-made counts need"), "{text}");
    let (text, _) = counted_by("crimes");
    assert!(text.contains("'crimes'"), "{text}");
}

/// A publisher's own word for it can be wrong, so that nobody's is taken: the place says which way is better.
#[test]
fn whether_higher_is_better_is_the_places_own_word() {
    let path = "indicators/violence-and-sexual-offences.yaml";
    let (text, _) = fault(&Folder::south_tees().with(path, "polarity: lower_is_better\n", ""));
    assert!(text.contains("C104") && text.contains("'polarity'"), "{text}");
}

#[test]
fn a_duplicate_key_is_refused() {
    let (text, _) = fault(&Folder::south_tees().with(EARLY, "sample: true", "sample: true\nsample: true"));
    assert!(text.contains("C107") && text.contains(":8:"), "{text}");
}

#[test]
fn text_that_is_no_yaml_is_told_with_its_line() {
    let (text, _) = fault(&Folder::south_tees().with(EARLY, "parties:", "parties: ["));
    assert!(text.contains("C102"), "{text}");
}

#[test]
fn an_anchor_is_refused() {
    let folder = Folder::south_tees()
        .with(EARLY, "role: independent_controller", "role: &role independent_controller")
        .with(EARLY, "role: processor", "role: *role");
    assert!(load(&folder).partnership.is_none());
}

#[test]
fn a_wrong_date_and_a_wrong_word_say_what_is_expected() {
    let (text, _) = fault(&Folder::south_tees().with(EARLY, "expiry: 2027-08-31", "expiry: 31/08/2027"));
    assert!(text.contains("C105"), "{text}");
    let (text, help) = fault(&Folder::south_tees().with(EARLY, "role: processor", "role: procesor"));
    assert!(text.contains("C105") && help.contains("'processor'"), "{text} {help}");
}

#[test]
fn names_that_nothing_has_are_answered_with_the_nearest() {
    for (path, from, to, near) in [
        (EARLY, "id: middlesbrough-council", "id: middlesborough-council", "middlesbrough-council"),
        (EARLY, "missions: [start-well-gap]", "missions: [start-wel-gap]", "start-well-gap"),
        (EARLY, "name: sex", "name: sexx", "sex"),
        (EARLY, "clause: c1\n", "clause: c1x\n", "c1"),
        (SCHOOL, "disclosure_policy: south-tees-default", "disclosure_policy: south-tees-defalt", "south-tees-default"),
        (SCHOOL, "areas: ward24", "areas: ward2", "ward24"),
        (SCHOOL, "series: [england-gld-fsm]", "series: [england-gld-fms]", "england-gld-fsm"),
        (SCHOOL, "is: [\"yes\", \"no\"]", "is: [\"yess\", \"no\"]", "yes"),
    ] {
        let (text, help) = fault(&Folder::south_tees().with(path, from, to));
        assert!(text.contains("C106"), "{text}");
        assert_eq!(help, format!("did you mean '{near}'?"), "{text}");
        assert!(!text.contains(":0"), "a fault must have its line: {text}");
    }
}

#[test]
fn rules_that_nobody_has_or_that_a_night_does_not_keep_are_told() {
    let rules = "rules: {preset: southtees-default}";
    for (to, what) in [
        ("rules: {preset: southtees-defalt}", "nhs-hes"),
        ("rules: {preset: acro}", "is for sums of amounts"),
        ("rules: {preset: ons-census-ckey}", "adds noise by cell keys"),
        ("rules: {hide_max: 4, round_base: 5, round_mode: controlled}", "rounds so that parts add up"),
        ("rules: {guard_complement: true}", "neither a preset"),
        ("already_public: true\n    rules: {hide_max: 4}", "open data"),
    ] {
        let (text, _) = fault(&Folder::south_tees().with("partnership.yaml", rules, to));
        assert!(text.contains("C105") && text.contains(what), "{text}");
    }
    // Nobody and everybody of a group of 19 may not be shown: a least denominator of 19 would.
    let (text, _) = fault(&Folder::south_tees().with(SCHOOL, "minimum_denominator: 20", "minimum_denominator: 19"));
    assert!(text.contains("C110") && text.contains("19"), "{text}");
    // What a source asks for holds beside what the indicator stands under.
    let source = "sources/middlesbrough-early-years.yaml";
    let (text, _) = fault(&Folder::south_tees().with(source, "checks:", "disclosure_policy: hospitl\nchecks:"));
    assert!(text.contains("C106"), "{text}");
}

/// The first warning with a code, of a place that loads.
fn warning(folder: &Folder, code: u16) -> (String, String) {
    let loaded = load(folder);
    assert!(loaded.partnership.is_some(), "what one party withdraws must not stop the others");
    let first = loaded.faults.iter().find(|fault| fault.code.number == code).unwrap();
    assert_eq!(first.severity, Severity::Warning);
    (concise(first), first.help.as_ref().map(ToString::to_string).unwrap_or_default())
}

#[test]
fn a_measure_that_uses_an_unshared_column_is_told_at_the_measure() {
    let field = "      - {name: free_school_meals, roles: [filter, group], class: sensitive, why: \"the group of the mission\", clause: c2}\n";
    let loaded = load(&Folder::south_tees().with(EARLY, field, ""));
    assert!(loaded.partnership.is_some());
    let at = "indicators/good-level-of-development-fsm.yaml:";
    let told = loaded.faults.iter().find(|fault| concise(fault).starts_with(at)).unwrap();
    assert!(concise(told).contains("C206") && concise(told).contains("'free_school_meals'"), "{}", concise(told));
    assert_eq!(told.severity, Severity::Warning);
    let help = told.help.as_ref().unwrap().to_string();
    assert!(help.contains("'good_level_of_development'"), "{help}");
}

#[test]
fn a_column_shared_for_another_role_is_told() {
    let folder =
        Folder::south_tees().with(EARLY, "name: lsoa21_code, roles: [group]", "name: lsoa21_code, roles: [filter]");
    let (text, _) = warning(&folder, 207);
    assert!(text.starts_with("indicators/"), "{text}");
}

#[test]
fn the_column_that_divides_deliveries_must_be_shared() {
    let field = "      - {name: school_year, roles: [group], class: dimension, floor: academic_year, why: \"the year of the assessment\", clause: c2}\n";
    let loaded = load(&Folder::south_tees().with(EARLY, field, ""));
    assert!(loaded.partnership.is_none());
    let of_agreements: Vec<String> =
        loaded.faults.iter().map(concise).filter(|text| text.starts_with("agreements/")).collect();
    let [text] = of_agreements.as_slice() else { panic!("one fault, at the dataset: {of_agreements:?}") };
    assert!(text.starts_with(&format!("{EARLY}:62:9: C110 ")), "{text}");
    assert!(text.ends_with("the column that divides deliveries must be shared: 'school_year'"), "{text}");
}

#[test]
fn an_expiry_before_the_start_is_out_of_order() {
    let (text, _) = fault(&Folder::south_tees().with(EARLY, "expiry: 2027-08-31", "expiry: 2024-08-31"));
    assert!(text.contains("C109") && text.contains(":107:"), "{text}");
}

#[test]
fn a_file_stands_under_its_own_name() {
    let loaded = load(&Folder::south_tees().with("missions/start-well-gap.yaml", "id: start-well-gap", "id: gap"));
    let texts: Vec<String> = loaded.faults.iter().map(concise).collect();
    assert!(texts.iter().any(|text| text.starts_with("missions/start-well-gap.yaml:2:5: C108")), "{texts:?}");
}

#[test]
fn profile_live_refuses_samples_and_stand_ins() {
    let loaded = load(&Folder::south_tees().with("partnership.yaml", "profile: sample", "profile: live"));
    let refused = loaded.faults.iter().filter(|fault| fault.code.number == 323).count();
    assert_eq!(refused, 52, "47 agreements, their charter, three sample keys and one stand-in");
}

#[test]
fn a_contract_without_what_the_gate_needs_is_refused() {
    let path = "../../schemas/extracts/falls-admissions.odcs.yaml";
    let (text, _) = fault(&Folder::south_tees().with(path, "concordatCodeList", "concordatCodelist"));
    assert!(text.contains("C111") && text.contains("concordatCodeList"), "{text}");
}

#[test]
fn tables_with_a_fault_are_told_at_their_line() {
    let (text, _) =
        fault(&Folder::south_tees().with("areas/lsoa21_ward24_locality_ltla24.csv", "E05009861", "E0500 9861"));
    assert!(text.contains("C112") && text.contains(":2:"), "{text}");
    let (text, _) = fault(&Folder::south_tees().adding("../../schemas/codes/sex.csv", "code,label\nF,x\nF,y\n"));
    assert!(text.contains("C112") && text.contains(":3"), "{text}");
}

#[test]
fn faults_of_several_files_are_told_in_one_go() {
    let loaded = load(&Folder::south_tees().with(EARLY, "clause: c1\n", "clause: c99\n").with(
        SCHOOL,
        "purpose: mission",
        "purpose: misson",
    ));
    assert_eq!(loaded.faults.len(), 2);
}

#[test]
fn a_sixth_headline_of_a_mission_is_refused_and_the_five_are_named() {
    let supporting = ["good-level-any-disadvantage", "key-stage-2-disadvantaged", "families-on-several-lists-linked"];
    let of_indicator = |id: &str| format!("indicators/{id}.yaml");
    let lead = |folder: Folder, id: &str| folder.with(&of_indicator(id), "headline: false", "headline: true");
    let five = supporting.into_iter().fold(Folder::south_tees(), lead);
    assert!(load(&five).partnership.is_some(), "five may lead");
    let sixth = "not-in-learning-16-17";
    let moved =
        lead(five, sixth).with(&of_indicator(sixth), "mission: start-well-prospects", "mission: start-well-gap");
    let (text, _) = fault(&moved);
    assert!(text.contains("C113") && text.contains("6 headlines") && text.contains("'start-well-gap'"), "{text}");
    assert!(text.starts_with("indicators/not-in-learning-16-17.yaml:2:"), "{text}");
}

#[test]
fn a_breakdown_has_groups_of_its_column_and_a_slope_has_groups_to_go_over() {
    const OFFERS: &str = "indicators/community-offer-kept-by-deprivation.yaml";
    let groups = r#"groups: ["1", "2", "3", "4", "5"]"#;
    for (from, to, code, line, what) in [
        (groups, r#"groups: ["1", "2", "3", "4", "6"]"#, "C106", ":37:38:", "code"),
        (groups, r#"groups: ["1", "2", "2"]"#, "C110", ":37:28:", "twice"),
        (groups, r#"groups: ["1"]"#, "C110", ":35:17:", "two groups"),
        ("column: deprivation_quintile", "column: person_pseudonym", "C110", ":35:17:", "coded column"),
        ("column: deprivation_quintile", "column: deprivation_quintle", "C106", ":35:17:", "column of the contract"),
    ] {
        let (text, _) = fault(&Folder::south_tees().with(OFFERS, from, to));
        assert!(text.contains(code) && text.contains(line) && text.contains(what), "{text}");
    }
    let undivided = Folder::south_tees()
        .with(
            OFFERS,
            "areas: place, period: {each: financial_year}, by: [category]",
            "areas: place, period: {each: financial_year}",
        )
        .with(
            OFFERS,
            "areas: borough, period: {each: financial_year}, by: [category]",
            "areas: borough, period: {each: financial_year}",
        );
    let (text, _) = fault(&undivided);
    assert!(text.contains("C110") && text.contains("slope index"), "{text}");
    let (text, _) = fault(&Folder::south_tees().with(SCHOOL, "by: [sex]", "by: [category]"));
    assert!(text.contains("C110") && text.contains("declares none"), "{text}");
}

#[test]
fn published_figures_are_given_for_the_periods_that_their_series_have() {
    const YEARS: &str = "indicators/healthy-life-expectancy.yaml";
    for (from, to, code, line, what) in [
        (
            "series: [healthy-life-expectancy]\n",
            "series: [healthy-life-expectency]\n",
            "C106",
            ":25:14:",
            "published series",
        ),
        ("{pooled: 3}", "{pooled: 5}", "C110", ":28:13:", "no figures of such periods"),
        ("{pooled: 3}", "{each: calendar_year}", "C110", ":28:13:", "no figures of such periods"),
        ("by: [sex]", "by: [age]", "C110", ":28:13:", "divided by sex alone"),
    ] {
        let (text, _) = fault(&Folder::south_tees().with(YEARS, from, to));
        assert!(text.contains(code) && text.contains(line) && text.contains(what), "{text}");
    }
    let (text, _) = fault(&Folder::south_tees().with(SCHOOL, "unit: percent", "unit: years"));
    assert!(text.contains("C110") && text.contains("years"), "{text}");
}

#[test]
fn an_upper_age_needs_a_column_of_age_and_a_crude_rate() {
    const OFFENCES: &str = "indicators/anti-social-behaviour.yaml";
    const FALLS: &str = "indicators/emergency-admissions-falls-65.yaml";
    for (path, from, to, what) in [
        (OFFENCES, "period: \"2020\"", "period: \"2020\"\n      until_age: 14", "column of age"),
        (FALLS, "from_age: 65", "from_age: 65\n      until_age: 74", "standardised"),
    ] {
        let (text, _) = fault(&Folder::south_tees().with(path, from, to));
        assert!(text.contains("C110") && text.contains(what), "{text}");
    }
}
