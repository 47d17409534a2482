//! What an agreement must not say: each mutant of a good agreement yields its code, at its line and column, and no other.
//!
//! Not allowed in here: what depends on the night; the agreement crate tries that.

use concordat_declare::{Files, load};
use concordat_diagnostics::Diagnostic;
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const EARLY: &str = "agreements/dsa-middlesbrough-early-years.yaml";
const FALLS: &str = "agreements/dsa-south-tees-hospitals-falls.yaml";
const TREATMENT: &str = "agreements/dsa-tees-recovery-treatment.yaml";
const HOMELESS: &str = "agreements/dsa-middlesbrough-homelessness.yaml";
const POLICE: &str = "agreements/dsa-cleveland-police-offending.yaml";
const SAFETY: &str = "agreements/dsa-cleveland-police-community-safety.yaml";
const MENTAL: &str = "agreements/dsa-tees-esk-wear-valleys-mental-health.yaml";
const CHARTER: &str = "agreements/south-tees-charter.yaml";

/// A mutant: what is replaced where, and the faults that it must have. A place is told by the text around it: the fault
/// stands where the bar is.
struct Mutant {
    name: &'static str,
    changes: &'static [(&'static str, &'static str, &'static str)],
    faults: &'static [(&'static str, &'static str, &'static str)],
}

const fn mutant(
    name: &'static str,
    changes: &'static [(&'static str, &'static str, &'static str)],
    faults: &'static [(&'static str, &'static str, &'static str)],
) -> Mutant {
    Mutant { name, changes, faults }
}

/// Form: what cannot be read as an agreement.
const FORM: &[Mutant] = &[
    mutant("unknown key", &[(EARLY, "purposes:\n", "purpoes:\n")], &[("C103", EARLY, "\n|purpoes:")]),
    mutant(
        "duplicate key",
        &[(EARLY, "sample: true", "sample: true\nsample: true")],
        &[("C107", EARLY, "sample: true\n|sample: true")],
    ),
    mutant("a tag", &[(EARLY, "title: ", "title: !secret ")], &[("C102", EARLY, "title: !secret |\"")]),
    mutant("a bare yes", &[(EARLY, "  basis: \"Ten", "  basis: yes # \"Ten")], &[("C105", EARLY, "  basis: |yes")]),
    mutant(
        "a bare number",
        &[(EARLY, "  ropa_ref: \"", "  ropa_ref: 1.10 # \"")],
        &[("C105", EARLY, "ropa_ref: |1.10")],
    ),
    mutant(
        "another version of the format",
        &[(EARLY, "agreement_version: 1", "agreement_version: 2")],
        &[("C105", EARLY, "agreement_version: |2")],
    ),
    mutant(
        "identifiable data",
        &[(FALLS, "identifiability: pseudonymised", "identifiability: identifiable")],
        &[("C105", FALLS, "identifiability: |identifiable")],
    ),
    mutant("kept for ever", &[(FALLS, "raw: P10Y", "raw: indefinite")], &[("C105", FALLS, "raw: |indefinite")]),
    mutant("no clause", &[(FALLS, "\n  clause: c6\n", "\n")], &[("C104", FALLS, "\n  |basis: \"Three")]),
    mutant(
        "a clause that is not there",
        &[(FALLS, "clause: c6\n", "clause: c66\n")],
        &[("C106", FALLS, "clause: |c66")],
    ),
    mutant(
        "a column that names a person",
        &[(
            FALLS,
            "[group, filter], class: quasi_identifier, why: \"women",
            "[group, filter], class: direct_identifier, why: \"women",
        )],
        &[("C105", FALLS, "class: |direct_identifier")],
    ),
];

/// Parties, dates, versions and signatures.
const BOUND: &[Mutant] = &[
    mutant(
        "review after the last day",
        &[(EARLY, "next_review: 2026-09-01", "next_review: 2027-09-01")],
        &[("C109", EARLY, "next_review: |2027")],
    ),
    mutant(
        "review too far away",
        &[(EARLY, "next_review: 2026-09-01", "next_review: 2026-09-02")],
        &[("C213", EARLY, "next_review: |2026")],
    ),
    mutant("a grace period", &[(EARLY, "grace: none", "grace: P14D")], &[("C236", EARLY, "grace: |P14D")]),
    mutant(
        "sent by somebody who is no party",
        &[("sources/south-tees-hospitals-falls.yaml", "supplier: south-tees-hospitals", "supplier: cleveland-police")],
        &[
            ("C210", FALLS, "datasets:\n  - id: |south"),
            ("C110", "catalogue.yaml", "    dataset: |south-tees-hospitals-falls\n"),
        ],
    ),
    mutant(
        "a mailbox that is none",
        &[(EARLY, "dpo: dpo@middlesbrough.example", "dpo: nobody")],
        &[("C105", EARLY, "dpo: |nobody")],
    ),
    mutant(
        "an organisation under another name",
        &[(EARLY, "name: \"Middlesbrough Council\"", "name: \"Middlesborough Council\"")],
        &[("C106", EARLY, "name: |\"Middlesborough Council\"")],
    ),
    mutant(
        "a text changed after it was signed with a key",
        &[(MENTAL, "min_count: 10", "min_count: 11")],
        &[
            ("C215", MENTAL, "LYP0dlm8HtTZlVM5ymV/ncLx6xEYbKmRhoAu8qACuAE=\", signature: |\""),
            ("C215", MENTAL, "jhLiL1ft46mL8/heZBJa3KP3NtTGwZ4s+XSDwCuo5f4=\", signature: |\""),
        ],
    ),
    mutant(
        "a key that is not the party's",
        &[(
            "partnership.yaml",
            "signing_key: \"LYP0dlm8HtTZlVM5ymV/ncLx6xEYbKmRhoAu8qACuAE=\"",
            "signing_key: \"6BV3M5xKMCLFsGKOB2oTQSewsHFaVonyFqLoq1FzeRI=\"",
        )],
        &[
            ("C215", MENTAL, "LYP0dlm8HtTZlVM5ymV/ncLx6xEYbKmRhoAu8qACuAE=\", signature: |\""),
            ("C215", CHARTER, "LYP0dlm8HtTZlVM5ymV/ncLx6xEYbKmRhoAu8qACuAE=\", signature: |\""),
        ],
    ),
    mutant(
        "signed by an analyst",
        &[(FALLS, "role: caldicott_guardian\n", "role: analyst\n")],
        &[("C216", FALLS, "role: |analyst\n")],
    ),
    mutant(
        "supersedes itself",
        &[(EARLY, "tier: schedule", "supersedes: dsa-middlesbrough-early-years@1\ntier: schedule")],
        &[("C110", EARLY, "supersedes: |dsa")],
    ),
    mutant(
        "a charter that is none",
        &[(EARLY, "charter: south-tees-charter@1", "charter: dsa-redcar-cleveland-early-years@1")],
        &[("C110", EARLY, "charter: |dsa")],
    ),
    mutant(
        "a charter that is not there",
        &[(EARLY, "charter: south-tees-charter@1", "charter: south-tees-charter@2")],
        &[("C106", EARLY, "charter: |south")],
    ),
    mutant(
        "looser than its charter",
        &[(EARLY, "min_count: 5", "min_count: 4")],
        &[("C237", EARLY, "charter: |south")],
    ),
    mutant(
        "a charter that shares",
        &[(
            CHARTER,
            "purposes: []",
            "purposes: [{id: jsna, missions: [], necessity: \"n\", benefit: \"b\", clause: c1}]",
        )],
        &[("C110", CHARTER, "\nid: |south")],
    ),
];

/// On what the law allows it.
const LAW: &[Mutant] = &[
    mutant(
        "no condition for health data",
        &[(FALLS, "art9: h_health_social_care", "art9: none_needed")],
        &[("C217", FALLS, "name: |spell_pseudonym")],
    ),
    mutant(
        "substantial public interest and no more",
        &[(FALLS, "art9: h_health_social_care", "art9: g_substantial_public_interest")],
        &[("C218", FALLS, "art9: |g_")],
    ),
    mutant(
        "offence data without authority",
        &[(POLICE, "art10: part3_law_enforcement", "art10: none")],
        &[("C219", POLICE, "name: |record_pseudonym")],
    ),
    mutant(
        "collected for law enforcement and used onward",
        &[(
            POLICE,
            "  onward_authority: \"Crime and Disorder Act 1998, section 115; Data Protection Act 2018, section 36(4)\"\n",
            "",
        )],
        &[("C219", POLICE, "art10: |part3")],
    ),
    mutant(
        "a basis before it was law",
        &[(
            EARLY,
            "art6: e_public_task",
            "art6: ea_recognised_legitimate_interest\n  recognised_interest: safeguarding\n  reviewer_note: \"Advised\"",
        )],
        &[("C220", EARLY, "art6: |ea")],
    ),
    mutant(
        "a recognised interest of a council without a note",
        &[
            (
                EARLY,
                "art6: e_public_task",
                "art6: ea_recognised_legitimate_interest\n  recognised_interest: safeguarding",
            ),
            (EARLY, "\n  start: 2025-09-01", "\n  start: 2026-03-01"),
        ],
        &[("C221", EARLY, "art6: |ea")],
    ),
    mutant(
        "legitimate interest of a council",
        &[(EARLY, "art6: e_public_task", "art6: f_legitimate_interest")],
        &[("C222", EARLY, "art6: |f_")],
    ),
    mutant(
        "implied consent to plan",
        &[(FALLS, "confidence: {basis: anonymised}", "confidence: {basis: implied_consent_direct_care_only}")],
        &[("C223", FALLS, "basis: |implied")],
    ),
    mutant(
        "section 251 without a reference",
        &[
            (FALLS, "confidence: {basis: anonymised}", "confidence: {basis: s251}"),
            (FALLS, "handling: not_applicable", "handling: exempt"),
        ],
        &[("C223", FALLS, "basis: |s251")],
    ),
    mutant(
        "section 251 that ends too early",
        &[
            (
                FALLS,
                "confidence: {basis: anonymised}",
                "confidence: {basis: s251, reference: \"Sample\", expires: 2026-12-31}",
            ),
            (FALLS, "handling: not_applicable", "handling: exempt"),
        ],
        &[("C223", FALLS, "expires: |2026-12-31")],
    ),
    mutant(
        "opt-outs said not to apply beside section 251",
        &[(
            FALLS,
            "confidence: {basis: anonymised}",
            "confidence: {basis: s251, reference: \"Sample\", expires: 2027-12-31}",
        )],
        &[("C224", FALLS, "handling: |not_applicable")],
    ),
    mutant(
        "opt-outs taken out, not said how",
        &[(FALLS, "handling: not_applicable", "handling: applied_at_source")],
        &[("C224", FALLS, "handling: |applied")],
    ),
    mutant(
        "safeguarding one child as a power to count",
        &[(EARLY, "code: ChA2004.s10,", "code: ChA2004.s16LA,")],
        &[("C225", EARLY, "code: |ChA2004.s16LA")],
    ),
    mutant(
        "a power before it was law",
        &[(FALLS, "code: NHSA2006.s82, from: 2025-09-01", "code: NHSA2006.s82, from: 1999-09-01")],
        &[("C220", FALLS, "from: |1999")],
    ),
    mutant(
        "another power without words",
        &[(EARLY, "code: ChA2004.s10,", "code: other,")],
        &[("C221", EARLY, "code: |other")],
    ),
    mutant(
        "children, linkage and health without an assessment",
        &[
            (TREATMENT, "children: false", "children: true"),
            (TREATMENT, "  dpia: {ref: \"Sample DPIA, treatment\", date: 2025-07-10, outcome: approved}\n", ""),
        ],
        &[(
            "C234",
            TREATMENT,
            "not_applicable, reason: \"The data is anonymous in the hands of those who receive it\"}\n  clause: |c7",
        )],
    ),
];

/// Purposes, limits, keys, keeping.
const USE: &[Mutant] = &[
    mutant(
        "a purpose that is not in the list",
        &[
            (FALLS, "  - id: mission_outcome_measure\n", "  - id: curiosity\n"),
            (FALLS, "purposes: [mission_outcome_measure]", "purposes: []"),
        ],
        &[("C106", FALLS, "- id: |curiosity")],
    ),
    mutant(
        "a purpose that never is permitted",
        &[
            (FALLS, "  - id: mission_outcome_measure\n", "  - id: enforcement\n"),
            (FALLS, "purposes: [mission_outcome_measure]", "purposes: []"),
        ],
        &[("C226", FALLS, "- id: |enforcement")],
    ),
    mutant(
        "permitted and prohibited",
        &[(FALLS, "prohibited: [", "prohibited: [mission_outcome_measure, ")],
        &[("C226", FALLS, "- id: |mission_outcome")],
    ),
    mutant("every count shown", &[(CHARTER, "min_count: 5", "min_count: 1")], &[("C105", CHARTER, "min_count: |1")]),
    mutant(
        "places too fine for section 17A",
        &[(FALLS, "code: NHSA2006.s82,", "code: CDA1998.s17A,")],
        &[("C227", FALLS, "geography_floor: |ward24")],
    ),
    mutant(
        "an area level that is not there",
        &[(FALLS, "geography_floor: ward24", "geography_floor: ward")],
        &[("C106", FALLS, "geography_floor: |ward,")],
    ),
    mutant(
        "linkage that one side alone names",
        &[(
            TREATMENT,
            "  - {dataset: tees-recovery-treatment, with: cleveland-police-offending, columns: [person_key_strict, person_key_standard, person_key_loose], key: kid-south-tees-multiple-disadvantage, missions: [live-well-multiple-disadvantage], clause: c3}\n",
            "",
        )],
        &[("C208", POLICE, "with: |tees-recovery-treatment")],
    ),
    mutant(
        "a key of another purpose",
        &[
            (HOMELESS, "key: kid-middlesbrough-homelessness, why", "key: kid-south-tees-hospitals-falls, why"),
            (HOMELESS, "key: kid-middlesbrough-homelessness, method", "key: kid-south-tees-hospitals-falls, method"),
        ],
        &[("C228", FALLS, "- {key: |kid-south-tees-hospitals-falls")],
    ),
    mutant(
        "the key kept by those who process",
        &[(FALLS, "custodian: south-tees-hospitals", "custodian: south-tees-intelligence")],
        &[("C229", FALLS, "custodian: |south-tees-intelligence")],
    ),
    mutant(
        "a token without a key",
        &[(
            FALLS,
            "class: linkage_key, key: kid-south-tees-hospitals-falls, why: \"small",
            "class: linkage_key, why: \"small",
        )],
        &[("C104", FALLS, "name: |person_pseudonym")],
    ),
    mutant(
        "received data outlasts what is made from it",
        &[(FALLS, "derived: P10Y", "derived: P9Y")],
        &[("C230", FALLS, "raw: |P10Y")],
    ),
    mutant(
        "partners told too late",
        &[(FALLS, "notify_partners_within: PT24H", "notify_partners_within: PT96H")],
        &[("C105", FALLS, "notify_partners_within: |PT96H")],
    ),
    mutant("data abroad", &[(FALLS, "locations: [GB]", "locations: [US]")], &[("C231", FALLS, "locations: [|US]")]),
    mutant(
        "a processor without a contract",
        &[(FALLS, "    contract_ref: \"Sample processing contract, South Tees intelligence team\"\n", "")],
        &[("C232", FALLS, "- id: |south-tees-intelligence\n")],
    ),
    mutant(
        "another contract than was signed",
        &[("../../schemas/extracts/falls-admissions.odcs.yaml", "version: 1.0.0", "version: 1.0.1")],
        &[("C233", FALLS, "sha256: |")],
    ),
    mutant(
        "two agreements that destroy and return",
        &[(SAFETY, "disposal: crypto_shred", "disposal: return")],
        &[("C235", POLICE, "datasets:\n  - id: |cleveland")],
    ),
    mutant(
        "permitted here and prohibited there",
        &[(SAFETY, "prohibited: [", "prohibited: [mission_outcome_measure, ")],
        &[("C235", POLICE, "datasets:\n  - id: |cleveland")],
    ),
    mutant(
        "a column that the contract has and the agreement has not",
        &[(
            "../../schemas/extracts/falls-admissions.odcs.yaml",
            "      - name: sex\n",
            "      - name: gender\n        logicalType: string\n        required: false\n        customProperties:\n          - property: concordatType\n            value: code\n          - property: concordatCodeList\n            value: sex\n      - name: sex\n",
        )],
        &[("C206", FALLS, "datasets:\n  - id: |south"), ("C233", FALLS, "sha256: |")],
    ),
];

/// Line and column of the bar in a text, both from 1.
fn place(text: &str, around: &str) -> (u64, u64) {
    let (before, after) = around.split_once('|').unwrap();
    let found = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {around:?}"));
    let until = &text[..found + before.len()];
    let line = until.matches('\n').count() + 1;
    let column = until.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
    (line.try_into().unwrap(), column.try_into().unwrap())
}

/// Place and code of a fault.
fn told(fault: &Diagnostic) -> String {
    let place = fault.place.as_ref().unwrap();
    format!("{}:{}:{}: {}", place.file, place.line, place.column, fault.code)
}

fn try_all(mutants: &[Mutant]) {
    let mut wrong = Vec::new();
    for mutant in mutants {
        let changed = |folder: Folder, change: &(&str, &str, &str)| folder.with(change.0, change.1, change.2);
        let folder = mutant.changes.iter().fold(Folder::south_tees(), changed);
        // A change of what a key signed is told by its own code; only those mutants are about it.
        let about_signatures = mutant.faults.iter().any(|fault| fault.0 == "C215");
        let faults = load(&folder).faults;
        let faults: Vec<&Diagnostic> =
            faults.iter().filter(|fault| about_signatures || fault.code.number != 215).collect();
        let mut found: Vec<String> = faults.iter().map(|fault| told(fault)).collect();
        found.sort();
        let mut expected: Vec<String> = mutant
            .faults
            .iter()
            .map(|(code, file, around)| {
                let (line, column) = place(&folder.read(file).unwrap(), around);
                format!("{file}:{line}:{column}: {code}")
            })
            .collect();
        expected.sort();
        if found != expected {
            let full: Vec<String> = faults.iter().map(|fault| concise(fault)).collect();
            wrong.push(format!("{}\n  expected {expected:?}\n  found {full:#?}", mutant.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn form() {
    try_all(FORM);
}

#[test]
fn parties_dates_versions_and_signatures() {
    try_all(BOUND);
}

#[test]
fn law() {
    try_all(LAW);
}

#[test]
fn purposes_limits_keys_and_keeping() {
    try_all(USE);
}

#[test]
fn an_alias_is_refused() {
    let folder = Folder::south_tees()
        .with(EARLY, "role: independent_controller", "role: &role independent_controller")
        .with(EARLY, "role: processor", "role: *role");
    assert!(load(&folder).faults.iter().any(|fault| fault.code.number == 102));
}

#[test]
fn one_version_has_one_text() {
    let text = Folder::south_tees().read(EARLY).unwrap();
    let copy = "agreements/dsa-middlesbrough-early-years@1.yaml";
    let codes = |text: &str| -> Vec<String> {
        let loaded = load(&Folder::south_tees().adding(copy, text));
        loaded.faults.iter().map(told).collect()
    };
    assert_eq!(codes(&text), [format!("{copy}:4:5: C107")]);
    assert_eq!(codes(&text.replace("min_count: 5", "min_count: 6")), [format!("{copy}:4:5: C212")]);
    let second = text.replace("\nversion: 1\n", "\nversion: 2\nsupersedes: dsa-middlesbrough-early-years@1\n");
    assert_eq!(codes(&second.replace("min_count: 5", "min_count: 6")), Vec::<String>::new());
}

#[test]
fn one_party_alone_makes_no_agreement() {
    let text = Folder::south_tees().read(EARLY).unwrap();
    let (from, to) = (text.find("  - id: redcar").unwrap(), text.find("\npurposes:").unwrap());
    let alone = text[..from].to_owned() + &text[to..];
    let codes: Vec<u16> =
        load(&Folder::south_tees().adding(EARLY, &alone)).faults.iter().map(|fault| fault.code.number).collect();
    assert!(codes.contains(&214), "{codes:?}");
    let twice = text.replacen("  - id: redcar-and-cleveland-council", "  - id: middlesbrough-council", 1);
    let codes: Vec<u16> =
        load(&Folder::south_tees().adding(EARLY, &twice)).faults.iter().map(|fault| fault.code.number).collect();
    assert!(codes.contains(&107), "{codes:?}");
}
