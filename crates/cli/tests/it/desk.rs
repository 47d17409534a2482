//! The agency's own desk: keys, pseudonyms, match keys, sealed files.
//!
//! Not allowed in here: a real person's number; NHS numbers of the range that begins with 999 are given to nobody.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Called, broken_copy, call, program};

/// An empty folder, which is the agency's.
struct Desk(tempfile::TempDir);

impl Desk {
    /// With a key for falls.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let made = desk.call(&[
            "keys",
            "new",
            "--id",
            "kid-a",
            "--purpose",
            "falls",
            "--custodian",
            "the-trust",
            "--out",
            "kid.json",
        ]);
        assert_eq!(made.exit, Some(0), "{made:?}");
        desk
    }

    fn call(&self, words: &[&str]) -> Called {
        let output = program(words).current_dir(self.0.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\r', "");
        Called { exit: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// `pseudonymise in.csv --key kid.json --out out.csv` with more words.
    fn pseudonymise(&self, words: &[&str]) -> Called {
        let all =
            [&["pseudonymise", "in.csv", "--key", "kid.json", "--out", "out.csv", "--format", "csv"], words].concat();
        self.call(&all)
    }
}

const NUMBERS: &str = "id,NHS Number,age band,notes\n\
    1,999 060 2670,65-74,stable\n\
    2,9999836909,75-84,\"said \"\"hello\"\", left\"\n\
    3,999-060-2670,65-74,\n\
    4,,85+,no number\n";

fn secret_of(desk: &Desk) -> String {
    let key: Value = serde_json::from_str(&desk.read("kid.json")).unwrap();
    key["secret_base64"].as_str().unwrap().to_owned()
}

#[test]
fn a_key_is_made_once_and_never_shown() {
    let desk = Desk::new();
    let again = ["keys", "new", "--id", "kid-a", "--purpose", "falls", "--custodian", "the-trust", "--out", "kid.json"];
    let (before, refused) = (desk.read("kid.json"), desk.call(&again));
    assert_eq!((refused.exit, desk.read("kid.json")), (Some(2), before));
    assert!(refused.stderr.contains("'kid.json' is already there"), "{refused:?}");
    let proof = desk.call(&["keys", "proof", "kid.json"]);
    assert_eq!(proof.stdout.trim().len(), 64);
    assert!(proof.stderr.contains("key kid-a for falls, kept by the-trust"), "{proof:?}");
    let rotated = desk.call(&["keys", "rotate", "kid.json", "--out", "next/kid-b.json"]);
    assert_eq!(rotated.exit, Some(0), "{rotated:?}");
    assert!(
        rotated.stderr.contains("key kid-b follows kid-a") && rotated.stderr.contains("the overlap"),
        "{rotated:?}"
    );
    let next: Value = serde_json::from_str(&desk.read("next/kid-b.json")).unwrap();
    assert_eq!(
        (&next["id"], &next["rotated_from"], &next["custodian"]),
        (&"kid-b".into(), &"kid-a".into(), &"the-trust".into())
    );
    assert_ne!(desk.call(&["keys", "proof", "next/kid-b.json"]).stdout, proof.stdout);
    let secrets = [secret_of(&desk), next["secret_base64"].as_str().unwrap().to_owned()];
    for said in [refused, proof, rotated] {
        assert!(secrets.iter().all(|secret| !said.stdout.contains(secret) && !said.stderr.contains(secret)));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(desk.path("kid.json")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn identifiers_go_in_and_keyed_hashes_come_out() {
    let desk = Desk::new();
    desk.put("in.csv", format!("\u{feff}{NUMBERS}"));
    let called = desk.pseudonymise(&["--column", "NHS Number", "--as", "person", "--drop", "notes"]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    let out = desk.read("out.csv");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["id", "person", "age band"]);
    assert_eq!((rows.len(), rows[1][1].len(), rows[4][1]), (5, 32, ""));
    assert_eq!(rows[1][1], rows[3][1], "one number in two forms");
    assert_ne!(rows[1][1], rows[2][1]);
    assert!(!out.contains("2670") && !out.contains("6909"), "{out}");
    for count in ["read,4", "written,4", "without pseudonym: no identifier,1"] {
        assert!(called.stdout.contains(count), "{called:?}");
    }
    assert!(!desk.path("out.csv.delivery.json").exists());
    let whole = desk.pseudonymise(&["--column", "NHS Number", "--bits", "256", "--drop", "notes"]);
    assert_eq!(whole.exit, Some(0), "{whole:?}");
    assert!(desk.read("out.csv").contains(rows[1][1]), "128 bits are the first half of 256");
}

#[test]
fn a_delivery_note_measures_the_file_and_proves_the_key() {
    let desk = Desk::new();
    desk.put("in.csv", NUMBERS);
    let words =
        ["--column", "NHS Number", "--note", "--supplier", "the-trust", "--period", "2026-05", "--opt-outs", "applied"];
    let called = desk.pseudonymise(&[&words[..], &["--as-of", "2026-06-20", "--synthetic"]].concat());
    assert_eq!(called.exit, Some(0), "{called:?}");
    let note: Value = serde_json::from_str(&desk.read("out.csv.delivery.json")).unwrap();
    let out = fs::read(desk.path("out.csv")).unwrap();
    let sha256: String = Sha256::digest(&out).iter().map(|byte| format!("{byte:02x}")).collect();
    let proof = desk.call(&["keys", "proof", "kid.json"]).stdout.trim().to_owned();
    let expected = serde_json::json!({
        "file": "out.csv", "bytes": out.len(), "rows": 4, "sha256": sha256, "period": "2026-05",
        "coverage": "one_period", "supplier": "the-trust", "synthetic": true, "sent": "2026-06-20", "reason": null,
        "key": {"id": "kid-a", "proof": proof}, "opt_outs": "applied"
    });
    assert_eq!(note, expected);
}

#[test]
fn what_cannot_be_right_is_counted_and_never_shown() {
    let desk = Desk::new();
    desk.put("in.csv", "id,nhs\n1,9990602670\n2,9990602671\n3,99906026\n");
    let refused = desk.pseudonymise(&["--column", "nhs"]);
    assert_eq!(refused.exit, Some(1));
    assert!(refused.stderr.contains("C355") && refused.stderr.contains("2 of 3 identifiers"), "{refused:?}");
    assert!(!refused.stderr.contains("99906026") && !desk.path("out.csv").exists(), "{refused:?}");
    let tolerated = desk.pseudonymise(&["--column", "nhs", "--rejects-at-most", "2"]);
    assert_eq!((tolerated.exit, desk.read("out.csv").lines().count()), (Some(0), 2));
    for count in ["written,1", "left out: the identifier has another form,1", "left out: the check digit is another,1"]
    {
        assert!(tolerated.stdout.contains(count), "{tolerated:?}");
    }
}

#[test]
fn an_identifier_in_another_column_stops_it() {
    let desk = Desk::new();
    desk.put("in.csv", "nhs,notes,ref\n9990602670,seen 999 060 2670 again,a\n9999836909,,b\n");
    let refused = desk.pseudonymise(&["--column", "nhs"]);
    assert_eq!(refused.exit, Some(1));
    assert!(
        refused.stderr.contains("C356") && refused.stderr.contains("column 'notes' holds the identifier in 1"),
        "{refused:?}"
    );
    assert!(!desk.path("out.csv").exists());
    assert_eq!(desk.pseudonymise(&["--column", "nhs", "--drop", "notes"]).exit, Some(0));
}

#[test]
fn match_keys_take_the_place_of_names() {
    let desk = Desk::new();
    let people = "ref,Forename,Surname,DOB,Postcode,Sex,month\n\
        r1,Siobhán,O'Brien,1990-03-04,TS1 2AA,F,2026-05\n\
        r2,SIOBHAN,O Brien,04/03/1990,ts12aa,2,2026-05\n\
        r3,Siobahn,OBrian,04/03/1990,TS10 4AA,F,2026-05\n\
        r4,Ann,Lee,1900-01-01,TS1 2AA,F,2026-05\n\
        r5,Ann,Lee,1985-01-02,ZZ99 3VZ,,2026-05\n";
    desk.put("in.csv", people);
    let parts = "given_name=Forename,family_name=Surname,birth_date=DOB,postcode=Postcode,sex=Sex";
    let called = desk.pseudonymise(&["--match-key", parts]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    let out = desk.read("out.csv");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["ref", "person_key_strict", "person_key_standard", "person_key_loose", "Sex", "month"]);
    assert_eq!(rows[1][1..4], rows[2][1..4]);
    assert_eq!((rows[3][3], rows[3][1] == rows[1][1]), (rows[1][3], false), "a slip leaves the loose key");
    assert_eq!(rows[4][1..4], ["", "", ""], "a dummy date makes no key");
    assert_eq!((rows[5][1], rows[5][2].len(), rows[5][3]), ("", 32, ""), "nor does a dummy postcode, or a missing sex");
    for gone in ["O'Brien", "Lee", "1990", "TS1", "ZZ99"] {
        assert!(!out.contains(gone), "{gone}: {out}");
    }
    assert!(called.stdout.contains("without strict key,2"), "{called:?}");
    let incomplete = desk.pseudonymise(&["--match-key", "given_name=Forename,family_name=Surname"]);
    assert_eq!(incomplete.exit, Some(2), "{incomplete:?}");
}

#[test]
fn a_key_of_another_purpose_and_a_file_that_is_none_are_refused() {
    let desk = Desk::new();
    desk.put("in.csv", NUMBERS);
    let other = desk.pseudonymise(&["--column", "NHS Number", "--purpose", "housing"]);
    assert_eq!(other.exit, Some(1));
    assert!(other.stderr.contains("C354") && other.stderr.contains("key 'kid-a' is for purpose 'falls'"), "{other:?}");
    desk.put("kid.json", "{\"secret\": \"canary\"}");
    let none = desk.pseudonymise(&["--column", "NHS Number"]);
    assert!(none.stderr.contains("C354") && !none.stderr.contains("canary"), "{none:?}");
    assert!(!desk.path("out.csv").exists());
}

#[test]
fn extracts_that_cannot_be_read_are_told_without_a_cell() {
    let desk = Desk::new();
    for (bytes, code) in [
        (b"nhs,a\n9990602670,canary,more\n".to_vec(), "C402"),
        (b"nhs,a\n9990602670\n".to_vec(), "C401"),
        (b"nhs,a\n9990602670,caf\xe9 canary\n".to_vec(), "C306"),
        (b"nhs,a,a\n9990602670,1,canary\n".to_vec(), "C310"),
        (b"number,a\n9990602670,canary\n".to_vec(), "C905"),
        (b"nhs,a\n".to_vec(), "C305"),
    ] {
        desk.put("in.csv", bytes);
        let called = desk.pseudonymise(&["--column", "nhs"]);
        assert_ne!(called.exit, Some(0), "{called:?}");
        assert!(called.stderr.contains(code) && !called.stderr.contains("canary"), "{code}: {called:?}");
        assert!(!desk.path("out.csv").exists(), "{code}");
    }
}

#[test]
fn a_signing_key_and_an_identity_print_their_public_halves() {
    let desk = Desk::new();
    let signing = desk.call(&["keys", "signing", "new", "--party", "cleveland-police", "--out", "signing.key"]);
    assert_eq!((signing.exit, signing.stdout.trim().len()), (Some(0), 44), "{signing:?}");
    let identity = desk.call(&["keys", "recipient", "--out", "identity.txt"]);
    assert!(
        identity.stdout.starts_with("age1") && desk.read("identity.txt").contains("AGE-SECRET-KEY-1"),
        "{identity:?}"
    );
    for (said, secret) in [(&signing, desk.read("signing.key")), (&identity, "AGE-SECRET-KEY".to_owned())] {
        assert!(!said.stdout.contains(secret.trim()) && !said.stderr.contains(secret.trim()), "{said:?}");
    }
    desk.put("out.csv", "canary\n");
    let sealed = desk.call(&["seal", "out.csv", "--to", identity.stdout.trim()]);
    assert_eq!(sealed.exit, Some(0), "{sealed:?}");
    let bytes = fs::read(desk.path("out.csv.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n") && !bytes.windows(6).any(|window| window == b"canary"));
    assert_eq!(desk.call(&["seal", "out.csv", "--to", "age1nobody"]).exit, Some(2));
}

#[test]
fn custody_lists_every_key_with_its_custodian_and_its_users() {
    let called = call(&["keys", "custody", "pipelines/south-tees", "--format", "csv", "--home", "no-such-home"]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    let key = called.stdout.lines().find(|line| line.starts_with("kid-south-tees-multiple-disadvantage,")).unwrap();
    for word in
        ["live-well-multiple-disadvantage", "tees-esk-and-wear-valleys", "cleveland-police", "P2Y", "not recorded"]
    {
        assert!(key.contains(word), "{word}: {key}");
    }
    let falls = called.stdout.lines().find(|line| line.starts_with("kid-south-tees-hospitals-falls,")).unwrap();
    assert!(falls.contains(",age-well-independence,south-tees-hospitals,south-tees-hospitals,"), "{falls}");
    let file = "agreements/dsa-cleveland-police-offending.yaml";
    let copy = broken_copy(file, "custodian: cleveland-police", "custodian: south-tees-intelligence");
    let pipeline = copy.path().join("pipelines/south-tees");
    let kept_by_host = call(&["keys", "custody", pipeline.to_str().unwrap()]);
    assert_ne!(kept_by_host.exit, Some(0));
    assert!(kept_by_host.stderr.contains("south-tees-intelligence"), "{kept_by_host:?}");
}

#[test]
fn a_key_among_the_declarations_or_in_the_home_stops_the_night() {
    let desk = Desk::new();
    let copy = broken_copy("partnership.yaml", "version: 1", "version: 1");
    let home = copy.path().join("home");
    fs::create_dir_all(home.join("south-tees")).unwrap();
    let pipeline = copy.path().join("pipelines/south-tees");
    for place in [pipeline.join("sources/notes.txt"), home.join("kid.json"), home.join("south-tees/kid")] {
        fs::copy(desk.path("kid.json"), &place).unwrap();
        let words = ["run", pipeline.to_str().unwrap(), "--home", home.to_str().unwrap(), "--as-of", "2026-06-30"];
        let called = call(&words);
        assert_eq!(called.exit, Some(2), "{called:?}");
        let name = Path::new(&place).file_name().unwrap().to_str().unwrap();
        assert!(called.stderr.contains("C353") && called.stderr.contains(&format!("'{name}'")), "{called:?}");
        assert!(!called.stderr.contains(&secret_of(&desk)) && !home.join("south-tees/ledger").exists());
        fs::remove_file(place).unwrap();
    }
}
