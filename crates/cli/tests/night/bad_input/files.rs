//! Files that cannot be taken in: refused whole, and the last good ones stand.
//!
//! Not allowed in here: faults of single records within what is tolerated.

use serde_json::Value;

use super::canary::{CANARY, stays_in_quarantine};
use super::deliveries::{MIDDLESBROUGH, POLICE, Table, deliver, middlesbrough_file, note, take_back};
use super::told::is_told;
use crate::found::sha256;
use crate::place::{Outcome, Place};

const EARLY_YEARS: &str = "good-level-of-development-fsm";
const DATASET: &str = "middlesbrough-early-years";
const AGENCY: &str = "the agency that sent it";

/// A bad file, and what must be said of it.
#[derive(Clone)]
struct Bad {
    name: &'static str,
    bytes: Vec<u8>,
    code: &'static str,
    /// File, and record and column where they are known.
    at: &'static str,
    says: &'static str,
}

fn bad(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str, at: &'static str, says: &'static str) -> Bad {
    Bad { name, bytes: bytes.into(), code, at, says }
}

/// A place that has had a good night.
fn good_place(indicators: &[&str]) -> Place {
    let place = Place::new(indicators);
    let first = place.run(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    place
}

fn bad_files(good: &Table) -> Vec<Bad> {
    let latin1 = |text: &str| text.chars().map(|character| u8::try_from(character).unwrap()).collect::<Vec<u8>>();
    let utf16 = |text: &str| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let canary = good.canary(3, 3).csv();
    let cut = good.with(30, 1, &format!("\"{CANARY}")).csv();
    let headless = Table { rows: good.canary(1, 1).rows[1..].to_vec() };
    vec![
        bad("cut.csv", cut.trim_end(), "C313", "cut.csv:30", "never closed"),
        bad("empty.csv", "", "C304", "empty.csv", "no bytes"),
        bad("header.csv", good.csv().lines().next().unwrap().to_owned() + "\n", "C305", "header.csv", "no record"),
        bad("headless.csv", headless.csv(), "C311", "headless.csv", "is missing"),
        bad("latin1.csv", latin1(&good.with(3, 3, &format!("{CANARY}é")).csv()), "C306", "latin1.csv:3", "UTF-8"),
        bad("semicolon.csv", good.canary(3, 3).separated_by(";"), "C309", "semicolon.csv", "a semicolon, expected ','"),
        bad(
            "renamed.csv",
            good.canary(3, 3).with(0, 6, "good_level_of_developement").csv(),
            "C311",
            "renamed.csv",
            "'good_level_of_development' is missing; column 6 has a similar name",
        ),
        bad(
            "twice.csv",
            good.canary(3, 3).with(0, 5, "sex").csv(),
            "C310",
            "twice.csv",
            "4 and 5 are both called 'sex'",
        ),
        bad("utf16.csv", utf16(&canary), "C307", "utf16.csv", "UTF-16"),
    ]
}

#[test]
fn files_that_cannot_be_read_are_refused_and_the_last_good_ones_stand() {
    let place = good_place(&[EARLY_YEARS]);
    let before = place.release_bytes();
    let good = Table::read(&place, &format!("{MIDDLESBROUGH}/{}", middlesbrough_file("2024/25")), 30);
    let all = bad_files(&good);
    let (some, others) = all.split_at(all.len() / 2);
    for (bad_files, refused) in [(some, some.len()), (others, all.len())] {
        bad_files.iter().for_each(|bad| deliver(&place, bad.name, "2024/25", &bad.bytes));
        let night = place.run(&[]);
        assert_eq!(night.code, Some(5), "{}", night.stderr);
        stays_in_quarantine(&place, &night);
        bad_files.iter().for_each(|bad| is_told(&night, "error", bad.code, bad.at, bad.says, AGENCY));
        let source = night.source(DATASET);
        assert_eq!((&source["deliveries_read"], &source["records_accepted"]), (&bad_files.len().into(), &0.into()));
        assert_eq!(night.indicator(EARLY_YEARS), "computed");
        assert!(night.report["release"]["unchanged"].is_object(), "{:#}", night.report["release"]);
        assert_eq!(place.release_bytes(), before);
        assert_eq!(place.ledger_of("extract.refused").len(), refused);

        // They lie there unchanged: not read again, and not forgotten, even where another delivery is read.
        let again = place.run(&[]);
        assert_eq!((again.code, &again.source(DATASET)["deliveries_read"]), (Some(5), &0.into()));
        still_told(&again, bad_files);
        bad_files.iter().skip(1).for_each(|bad| take_back(&place, bad.name));
    }
    deliver(&place, "another.csv", "2024/25", b"");
    still_told(&place.run(&[]), &[&some[..1], &others[..1]].concat());

    for name in [some[0].name, others[0].name, "another.csv"] {
        take_back(&place, name);
    }
    let mended = place.run(&[]);
    assert_eq!(mended.code, Some(0), "{}", mended.stderr);
    assert_eq!(place.release_bytes(), before);
}

/// Fails where a file that was refused in an earlier night is not told of again.
#[track_caller]
fn still_told(outcome: &Outcome, bad_files: &[Bad]) {
    for bad in bad_files {
        let is_meant = |said: &&Value| {
            let text = said["text"].as_str().unwrap();
            text.starts_with(&format!("{}: ", bad.name))
                && text.contains("still there unchanged, and still refused for")
        };
        let told = outcome.report["said"].as_array().unwrap().iter().find(is_meant);
        let told = told.unwrap_or_else(|| panic!("{} is not told of again:\n{}", bad.name, outcome.stderr));
        assert!(told["text"].as_str().unwrap().contains(bad.code), "{told:#?}");
        assert_eq!((&told["severity"], &told["who"]), (&"warning".into(), &AGENCY.into()));
    }
}

#[test]
fn a_file_with_a_column_that_was_not_agreed_is_taken_out_and_an_incident_opened() {
    let place = good_place(&[EARLY_YEARS]);
    let before = place.release_bytes();
    let name = "over-shared.csv";
    let good = Table::read(&place, &format!("{MIDDLESBROUGH}/{}", middlesbrough_file("2024/25")), 30);
    deliver(&place, name, "2024/25", good.wider("date_of_birth").csv().as_bytes());

    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    is_told(&night, "error", "C312", name, "column 7 is not in the contract", AGENCY);
    is_told(&night, "warning", "C312", name, "an incident opened, to be acted upon by 2026-07-03", AGENCY);
    assert!(night.stderr.contains("data.sharing@middlesbrough.example"), "{}", night.stderr);
    assert!(!place.path(&format!("{MIDDLESBROUGH}/{name}")).exists(), "the file is still in the watched folder");
    assert_eq!(place.release_bytes(), before);

    let (incidents, refused) = (place.ledger_of("incident.opened"), place.ledger_of("extract.refused"));
    let ([incident], [refused]) = (incidents.as_slice(), refused.as_slice()) else {
        panic!("{incidents:#?} {refused:#?}")
    };
    assert_eq!(refused["codes"], serde_json::json!(["C312"]));
    assert_eq!(incident["party"], "middlesbrough-council");
    assert_eq!(incident["agreement"], "dsa-middlesbrough-early-years@1");
    assert_eq!(incident["due_on"], "2026-07-03");
    assert_eq!((&incident["commitment"], &incident["code"]), (&refused["commitment"], &refused["codes"][0]));
    assert_eq!(incident["commitment"].as_str().unwrap().len(), 64);

    let next = place.run(&[]);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    a_column_that_is_no_longer_agreed_is_over_shared_too(&place);
}

/// Where the agreement is narrowed, the sender's next file must be narrower as well.
fn a_column_that_is_no_longer_agreed_is_over_shared_too(place: &Place) {
    let agreement = "pipelines/south-tees/agreements/dsa-middlesbrough-early-years.yaml";
    let contract = "schemas/extracts/early-years-profile.odcs.yaml";
    let column = place.read(contract);
    let column =
        column[column.find("      - name: sex").unwrap()..column.find("      - name: free").unwrap()].to_owned();
    let further =
        column.replace("sex\n", "gender\n").replace("\"sex\"", "\"gender\"").replace("value: gender", "value: sex");
    let signed = sha256(place.read(contract).as_bytes());
    place.replace(contract, &column, &(column.clone() + &further));
    // Both agreements about this contract are signed again, for the contract as it is now.
    for agreement in [agreement, "pipelines/south-tees/agreements/dsa-redcar-cleveland-early-years.yaml"] {
        place.replace(agreement, &signed, &sha256(place.read(contract).as_bytes()));
    }
    assert!(!place.read(agreement).contains("gender"));
    let good = Table::read(place, &format!("{MIDDLESBROUGH}/{}", middlesbrough_file("2024/25")), 30);
    deliver(place, "narrowed.csv", "2024/25", good.wider("gender").csv().as_bytes());
    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(place, &night);
    is_told(
        &night,
        "error",
        "C312",
        "narrowed.csv",
        "column 7, 'gender', is in the contract and is not agreed",
        AGENCY,
    );
    assert!(!place.path(&format!("{MIDDLESBROUGH}/narrowed.csv")).exists(), "the file is still in the watched folder");
}

#[test]
fn a_half_written_file_waits_and_a_byte_order_mark_is_taken_off() {
    let place = good_place(&[EARLY_YEARS]);
    let before = place.release_bytes();
    let name = middlesbrough_file("2024/25");
    let file = format!("{MIDDLESBROUGH}/{name}");
    let whole = Table::read(&place, &file, usize::MAX - 1);
    let outcome = if whole.rows[1][5] == "yes" { "no" } else { "yes" };
    let whole = whole.with(1, 6, outcome).csv();
    let half = whole[..whole.len() / 2].rsplit_once(',').unwrap().0.to_owned() + "," + CANARY;
    place.write(&file, &half);
    note(&place, &name, "2024/25", whole.as_bytes());
    let marked = middlesbrough_file("2023/24");
    let text = format!("\u{feff}{}", place.read(&format!("{MIDDLESBROUGH}/{marked}")));
    deliver(&place, &marked, "2023/24", text.as_bytes());

    let night = place.run(&["-v"]);
    assert_eq!(night.code, Some(0), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    let waits = format!("C303 '{name}' has ");
    let told = night.said("C303");
    let [told] = told.as_slice() else { panic!("{told:#?}") };
    assert!(told["text"].as_str().unwrap().starts_with(&waits), "{told:#?}");
    assert_eq!((&told["severity"], &told["who"]), (&"notice".into(), &"the intelligence team".into()));
    assert!(night.stderr.contains(&waits), "{}", night.stderr);
    is_told(&night, "warning", "C308", &marked, "was taken off", AGENCY);
    assert_eq!(night.source(DATASET)["deliveries_read"], 1);
    assert_eq!(place.release_bytes(), before);

    place.write(&file, &whole);
    let next = place.run(&[]);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_eq!(next.source(DATASET)["deliveries_read"], 1);
    assert!(next.said("C303").is_empty());
    // It is read and counted; one child is too few to be seen.
    assert_eq!(next.report["deferred"][0]["period"], "2024/25");
    assert_eq!(place.release_bytes(), before);
}

#[test]
fn a_file_that_was_cut_off_and_one_that_is_not_parquet_are_refused() {
    let (crime, falls) = ("anti-social-behaviour", "emergency-admissions-falls-65");
    let place = good_place(&[crime, falls]);
    let before = place.release_bytes();
    let good = Table::read(&place, &format!("{POLICE}/2024-01-cleveland-street.csv"), 20);
    let cut = good.with(20, 12, CANARY).csv();
    place.write(&format!("{POLICE}/2024-03-cleveland-street.csv"), cut.trim_end());
    // Not one refused record is tolerated of a source that is published as it is.
    place.write(&format!("{POLICE}/2024-04-cleveland-street.csv"), good.canary(7, 10).csv());
    let hospital = "sample-data/south-tees-hospitals/south-tees-hospitals-falls";
    place.write(&format!("{hospital}/falls-admissions-2025-26.synthetic.parquet"), good.canary(3, 3).csv());

    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    is_told(&night, "error", "C314", "2024-03-cleveland-street.csv:20", "no line end", AGENCY);
    is_told(&night, "error", "C403", "2024-04-cleveland-street.csv:7:10", "'crime_type'", AGENCY);
    is_told(&night, "error", "C412", "2024-04-cleveland-street.csv", "1 of 20 records were refused", AGENCY);
    let file = "falls-admissions-2025-26.synthetic.parquet";
    is_told(&night, "error", "C315", file, "the file is not Parquet", AGENCY);
    assert_eq!((night.indicator(crime), night.indicator(falls)), ("computed", "computed"));
    assert_eq!(place.release_bytes(), before);
}

#[test]
fn a_missing_extract_takes_out_its_own_mission_alone_and_a_good_one_is_held() {
    let crime = "anti-social-behaviour";
    let place = Place::new(&[EARLY_YEARS, crime]);
    let (folder, aside) = (place.path(MIDDLESBROUGH), place.path("aside"));
    let empty = || {
        std::fs::rename(&folder, &aside).unwrap();
        std::fs::create_dir(&folder).unwrap();
    };
    let who = "the intelligence team";
    let says = "holds no file like '*.csv'";
    let told = |night: &Outcome| {
        let said = night.said("C301").into_iter().find(|said| said["text"].as_str().unwrap().contains(says));
        let said = said.unwrap_or_else(|| panic!("{}", night.stderr));
        assert!(said["text"].as_str().unwrap().contains("sample-data/middlesbrough-council/middlesbrough-early-years"));
        assert_eq!(said["who"], who);
        assert!(night.stderr.contains(says), "{}", night.stderr);
    };

    empty();
    let first = place.run(&[]);
    assert_eq!(first.code, Some(5), "{}", first.stderr);
    told(&first);
    assert_eq!(first.source(DATASET)["state"], "missing");
    assert_eq!((first.indicator(EARLY_YEARS), first.indicator(crime)), ("left_out", "computed"));
    assert!(first.report["release"]["published"].is_object(), "{:#}", first.report["release"]);

    std::fs::remove_dir(&folder).unwrap();
    std::fs::rename(&aside, &folder).unwrap();
    let second = place.run(&[]);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert_eq!((second.indicator(EARLY_YEARS), second.indicator(crime)), ("computed", "computed"));
    let before = place.release_bytes();

    empty();
    let third = place.run(&[]);
    assert_eq!(third.code, Some(5), "{}", third.stderr);
    told(&third);
    assert_eq!((third.indicator(EARLY_YEARS), third.indicator(crime)), ("computed", "computed"));
    assert_eq!(place.release_bytes(), before);
}
