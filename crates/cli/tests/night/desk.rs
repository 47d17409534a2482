//! A night over what agencies prepared at their own desks: one delivers encrypted files by SFTP, another a file whose
//! numbers were replaced by pseudonyms.
//!
//! Not allowed in here: a key in the place.

use std::collections::BTreeMap;
use std::fs;

use crate::found::Row;
use crate::place::{HOME, PIPELINE, Place, files_below};
use crate::ssh::{FOLDER, SshServer, State};

const GAP: &str = "good-level-of-development-fsm";
const SEALED: &str = "sample-data/middlesbrough-council/middlesbrough-early-years";
const PSEUDONYMISED: &str = "sample-data/redcar-and-cleveland-council/redcar-cleveland-early-years";
const FILE: &str = "early-years-profile.synthetic.csv";
/// When the files were put there, in seconds since 1970: a day in 2023, so that they have stood unchanged.
const LONG_AGO: u32 = 1_700_000_000;
const PASSWORD: &str = "a-password-of-the-test";

/// A made-up pupil number: Department for Education, "Unique pupil numbers", with check letter.
fn pupil_number(serial: usize) -> String {
    let digits = format!("{:012}", 800_000_000_000_u64 + serial as u64);
    let sum: usize = digits.bytes().enumerate().map(|(place, digit)| usize::from(digit - b'0') * (place + 2)).sum();
    let letters = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    format!("{}{digits}", char::from(letters[sum % 23]))
}

/// The extract as the council's own system would give it: a number, and none of our pseudonyms, for each child.
fn with_pupil_numbers(extract: &str) -> String {
    let mut numbers: BTreeMap<String, String> = BTreeMap::new();
    let mut raw = extract.lines().next().unwrap().replacen("pupil_pseudonym", "upn", 1) + "\n";
    for line in extract.lines().skip(1) {
        let (pseudonym, rest) = line.split_once(',').unwrap();
        let next = numbers.len();
        let number = numbers.entry(pseudonym.to_owned()).or_insert_with(|| pupil_number(next));
        raw += &format!("{number},{rest}\n");
    }
    raw
}

/// Figures but for what says where they came from.
fn figures(place: &Place) -> Vec<Row> {
    let mut rows = place.figures("public");
    rows.iter_mut().for_each(|row| drop(row.remove("synthetic")));
    rows
}

/// Redcar and Cleveland replaces numbers by pseudonyms at its own desk, which is a folder outside the place.
fn pseudonymised(place: &Place) {
    let desk = tempfile::tempdir().unwrap();
    let at = |name: &str| desk.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("raw.csv"), with_pupil_numbers(&place.read(&format!("{PSEUDONYMISED}/{FILE}")))).unwrap();
    let (id, custodian) = ("kid-redcar-cleveland-early-years", "redcar-and-cleveland-council");
    let new =
        ["keys", "new", "--id", id, "--purpose", "early-years", "--custodian", custodian, "--out", &at("kid.json")];
    place.call(&new).ended(0);
    let prepare = [
        "pseudonymise",
        &at("raw.csv"),
        "--key",
        &at("kid.json"),
        "--out",
        &at(FILE),
        "--column",
        "upn",
        "--type",
        "upn",
    ];
    let words = [
        "--as",
        "pupil_pseudonym",
        "--note",
        "--supplier",
        custodian,
        "--period",
        "all",
        "--opt-outs",
        "not_applicable",
    ];
    place.call(&[&prepare[..], &words, &["--synthetic", "--as-of", "2026-06-20"]].concat()).ended(0);
    for name in [FILE.to_owned(), format!("{FILE}.delivery.json")] {
        place.write(&format!("{PSEUDONYMISED}/{name}"), fs::read(at(&name)).unwrap());
    }
}

/// Middlesbrough seals its files and puts them on its server, notes last; the folder is gone from the place.
fn sealed(place: &Place) -> (SshServer, String) {
    let identity = tempfile::tempdir().unwrap();
    let file = identity.path().join("identity.txt");
    let recipient = place.call(&["keys", "recipient", "--out", file.to_str().unwrap()]).ended(0);
    let server = SshServer::start(State { password: PASSWORD.to_owned(), ..State::default() });
    for path in files_below(&place.path(SEALED)) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".csv") {
            place.call(&["seal", path.to_str().unwrap(), "--to", recipient.stdout.trim()]).ended(0);
            let bytes = fs::read(path.with_file_name(format!("{name}.age"))).unwrap();
            server.put(&format!("{name}.age"), &bytes, LONG_AGO);
        } else if name.ends_with(".delivery.json") {
            server.put(&name, &fs::read(&path).unwrap(), LONG_AGO);
        }
    }
    fs::remove_dir_all(place.path(SEALED)).unwrap();
    let source = format!("{PIPELINE}/sources/middlesbrough-early-years.yaml");
    let text = place.read(&source);
    let folder = &text[text.find("  folder:").unwrap()..text.find("format:").unwrap()];
    let transport = format!(
        "  sftp: {{host: 127.0.0.1, port: {}, user: pipeline, path: {FOLDER}, pattern: '*.csv.age', unchanged_minutes: 10,\n    \
         host_key: '{}', password_environment: SFTP_PASSWORD, timeout_seconds: 20, tries: 2}}\n\
         encryption: {{age: {{identity_environment: AGE_IDENTITY}}}}\n",
        server.port, server.fingerprint
    );
    place.replace(&source, folder, &transport);
    (server, fs::read_to_string(file).unwrap())
}

#[test]
fn sealed_files_by_sftp_and_pseudonyms_from_the_desk_give_the_figures_of_the_sample() {
    let plain = Place::new(&[GAP]);
    plain.run(&[]).ended(0);
    let place = Place::new(&[GAP]);
    pseudonymised(&place);
    let (server, identity) = sealed(&place);
    let environment = [("SFTP_PASSWORD", PASSWORD), ("AGE_IDENTITY", identity.as_str())];
    let night = place.run_with(&[], &environment).ended(0);
    assert_eq!(night.source("middlesbrough-early-years")["deliveries_read"], 6);
    assert_eq!(night.source("redcar-cleveland-early-years")["deliveries_read"], 1);
    assert_eq!(figures(&place), figures(&plain));

    // Nothing opened, and no secret, stays anywhere in the place.
    assert!(files_below(&place.path(HOME).join("incoming")).is_empty());
    let secret = identity.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap().to_owned();
    for (file, bytes) in place.bytes_below("") {
        for hidden in [PASSWORD, &secret, "concordat_key", &pupil_number(0)] {
            assert!(!bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes()), "{file}: {hidden}");
        }
    }

    // On the next night the server lists the same files, and none is fetched.
    let read = server.read_names().len();
    let again = place.run_with(&[], &environment).ended(0);
    assert_eq!((again.deliveries_read(), server.read_names().len()), (0, read));

    // Another identity opens nothing: the file is refused with a code, and what was held stays.
    server.state.lock().unwrap().files.values_mut().for_each(|(_, modified)| *modified += 60);
    let other = place.call(&["keys", "recipient", "--out", "other.txt"]).ended(0);
    assert!(other.stdout.starts_with("age1"));
    let wrong = place.read("other.txt");
    let night = place.run_with(&[], &[environment[0], ("AGE_IDENTITY", wrong.as_str())]);
    assert_eq!(night.said("C350").len(), 6, "{}", night.stderr);
    assert_eq!(figures(&place), figures(&plain));
}
