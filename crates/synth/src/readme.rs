//! The notes that stand in every folder of made-up data and say so. Text only.

use crate::notes;
use crate::sample::SampleFile;

const MADE_UP: &str = "**Made up.** No person in these files exists. They were made by `concordat-synth sample` from a \
published seed; pseudonyms\nare keyed with that seed and hide nothing. Do not quote a number from them as a fact.\n";

/// Folder, title, and what to know about it.
const NOTES: [(&str, &str, &str); 8] = [
    (
        "middlesbrough-council/middlesbrough-early-years",
        "Early years profile, Middlesbrough",
        "Contract `early-years-profile`. One CSV file for each school year, each with a delivery note. There was no assessment in\n\
         2019/20 and 2020/21. Percentages at a good level of development, for all children and by free school meals, equal the\n\
         published ones (`../../open/dfe-lait-foundation-stage`); counts by sex of 2017/18 equal `../../open/dfe-eyfsp`. The number\n\
         of children by free school meals, and where they live, are made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-early-years",
        "Early years profile, Redcar and Cleveland",
        "Contract `early-years-profile`. One CSV file with all school years, a full refresh, lines ending in CRLF, without a\n\
         delivery note. Calibrated as the Middlesbrough files are.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-falls",
        "Falls admissions, South Tees Hospitals",
        "Contract `falls-admissions`. One Parquet file for each financial year, every column plain text, a missing area null, each\n\
         with a delivery note. About 2,000 to 2,300 admissions a year for 100,000 residents aged 65 and over, rising with age;\n\
         some people are admitted more than once, and about two in a hundred admissions are of people living in Stockton-on-Tees.",
    ),
    (
        "middlesbrough-council/middlesbrough-homelessness",
        "Homelessness duties, Middlesbrough Council",
        "Contract `homelessness-duties`. One CSV file, a full refresh, April 2024 to May 2026, with a delivery note. In this sample\n\
         Middlesbrough Council keeps the housing register of both boroughs.",
    ),
    (
        "tees-recovery-partnership/tees-recovery-treatment",
        "Drug and alcohol treatment, Tees Recovery Partnership",
        "Contract `substance-treatment`. One CSV file, a full refresh, April 2024 to May 2026, without a delivery note. The Tees\n\
         Recovery Partnership is a made-up charity.",
    ),
    (
        "tees-esk-and-wear-valleys/tees-esk-wear-valleys-mental-health",
        "Mental health contacts, Tees, Esk and Wear Valleys",
        "Contract `mental-health-contacts`. One CSV file, a full refresh, April 2024 to May 2026, with a delivery note.",
    ),
    (
        "cleveland-police/cleveland-police-offending",
        "Contacts with police as a suspect, Cleveland Police",
        "Contract `offending-contacts`. One CSV file, a full refresh, April 2024 to May 2026, with a delivery note.",
    ),
    (
        "linkage-truth",
        "True overlaps of the four linked extracts",
        "Not an extract: no agency could send it. People by exactly which of the four extracts they are seen in, within twelve\n\
         months: in truth, and as each person key shows it (records without the key left out). Slips of the pen, moves and\n\
         missing keys make the keyed numbers fall short; twins make the loose key join two people.",
    ),
];

const OVERVIEW: &str = "# Sample data

- `open/` is real published data, with source, licence and attribution in each folder.
- Every other folder is **made up**: no person in it exists. File names end in `.synthetic.csv` or `.synthetic.parquet`,
  each folder's README says so, and so does `\"synthetic\": true` in each `NAME.delivery.json`.

The made-up extracts come from `concordat-synth sample --out sample-data`, byte for byte, from a published seed. They are
shaped to published totals where there are some (each folder says which) and to plausible sizes otherwise, and must not be
quoted as facts.

| Folder | What |
|---|---|
";

/// All notes, the overview first.
pub(crate) fn notes() -> Vec<SampleFile> {
    let mut overview = OVERVIEW.to_owned();
    let mut files = Vec::new();
    for (folder, title, text) in NOTES.into_iter().chain(notes::NOTES) {
        overview.push_str(&format!("| {folder} | {title} |\n"));
        let bytes = format!("# {title}\n\n{MADE_UP}\n{text}\n").into_bytes();
        files.push(SampleFile { path: format!("{folder}/README.md"), bytes });
    }
    files.insert(0, SampleFile { path: "README.md".to_owned(), bytes: overview.into_bytes() });
    files
}
