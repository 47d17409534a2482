//! The register, the ledger and the folders as they were left, and as nobody should leave them.

use std::fs;
use std::path::PathBuf;

use super::samples::{Desk, Rows, shown, two_audiences, version};
use crate::releases::verify;
use crate::verify::Fault;

const FIRST: &str = "2026-06-30.1";

fn published() -> Desk {
    let desk = Desk::new(two_audiences());
    desk.night(&Rows::usual(), "2026-06-30").unwrap();
    desk
}

fn other() -> Rows {
    Rows::of(vec![shown("a0000000000000a1", 61.0, 30)])
}

fn register(desk: &Desk) -> PathBuf {
    desk.home.register().join("entries.sealed")
}

/// The lines of the register, opened.
fn lines(desk: &Desk) -> String {
    String::from_utf8(desk.home.vault().unwrap().read_sealed(&register(desk)).unwrap()).unwrap()
}

/// A register with other lines, sealed as it should be: as only somebody with the key could.
fn write_lines(desk: &Desk, text: &str) {
    desk.home.vault().unwrap().write_sealed(&register(desk), text.as_bytes()).unwrap();
}

fn faults(desk: &Desk) -> Vec<Fault> {
    verify(&desk.home, version(FIRST)).unwrap().faults().to_vec()
}

#[test]
fn the_register_has_a_header_and_every_figure_hidden_ones_too() {
    let desk = published();
    let text = lines(&desk);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], r#"{"release":"2026-06-30.1","figures":3,"bases":0}"#);
    assert_eq!(
        lines[2],
        concat!(
            r#"{"figure_id":"b0000000000000b2","audiences":["public","board"],"version":"2026-06-30.1","#,
            r#""status":"","value":"-14.8","count":12}"#
        )
    );
    assert!(lines[3].ends_with(r#""status":"[c]","value":null,"count":null}"#), "{}", lines[3]);
    let entry = desk.ledger().last_published().unwrap().clone();
    assert_eq!((entry.register_entries, entry.register_sha256), (4, crate::files::sha256(text.as_bytes())));
}

#[test]
fn without_the_whole_register_nothing_is_staged() {
    let spoil: [fn(&Desk); 5] = [
        |desk| fs::remove_file(register(desk)).unwrap(),
        |desk| {
            let text = lines(desk);
            write_lines(desk, &(text.lines().next().unwrap().to_owned() + "\n"));
        },
        |desk| write_lines(desk, &lines(desk).replace("-14.8", "-14.9")),
        |desk| fs::write(register(desk), "").unwrap(),
        |desk| {
            let mut bytes = fs::read(register(desk)).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(register(desk), bytes).unwrap();
        },
    ];
    for spoil in spoil {
        let desk = published();
        spoil(&desk);
        let error = desk.night(&other(), "2026-07-01").unwrap_err();
        assert_eq!(error.diagnostic().code.number, 602, "{error}");
        assert_eq!(desk.current("public").as_deref(), Some(FIRST));
        assert_eq!(desk.ledger().entries().len(), 1);
        assert!(faults(&desk).contains(&Fault::RegisterDiffers));
    }
}

#[test]
fn lines_that_no_entry_acknowledges_are_cut_off() {
    let desk = published();
    let before = lines(&desk);
    write_lines(&desk, &(before.clone() + "{\"release\":\"2026-07-01.1\",\"figures\":9}\n{\"figu"));
    desk.night(&Rows::usual(), "2026-07-01").unwrap();
    assert_eq!(lines(&desk), before);
}

#[test]
fn releases_that_the_ledger_does_not_know_stop_everything() {
    let desk = published();
    fs::remove_dir_all(desk.home.ledger()).unwrap();
    let error = desk.night(&other(), "2026-07-01").unwrap_err();
    assert_eq!(error.diagnostic().code.number, 904, "{error}");
}

#[test]
fn what_was_staged_and_never_made_is_cleared_away() {
    let desk = published();
    let staged = desk.stage(&other(), "2026-07-01").unwrap();
    assert!(staged.changed());
    drop(staged);
    assert!(desk.home.staged().join("2026-07-01.1").is_dir());
    desk.night(&Rows::usual(), "2026-07-02").unwrap();
    assert!(!desk.home.staged().join("2026-07-01.1").exists());
    assert!(desk.home.staged().join(FIRST).join("board").is_dir());
}

#[test]
fn verifying_finds_files_that_were_changed_added_or_lost() {
    let desk = published();
    let folder = desk.home.release(FIRST).join("public");
    assert_eq!(faults(&desk), []);
    let (audience, file) = (|| "public".to_owned(), |file: &str| file.to_owned());

    fs::write(folder.join("extra.csv"), "").unwrap();
    let found = faults(&desk);
    assert!(found.contains(&Fault::FileAdded { audience: audience(), file: file("extra.csv") }), "{found:?}");
    fs::remove_file(folder.join("extra.csv")).unwrap();

    let csv = folder.join("observations.csv");
    let text = fs::read_to_string(&csv).unwrap();
    fs::write(&csv, text.replace("60.0", "61.0")).unwrap();
    let found = faults(&desk);
    assert!(found.contains(&Fault::FileChanged { audience: audience(), file: file("observations.csv") }), "{found:?}");
    assert!(found.contains(&Fault::ContentDiffers { audience: audience(), named_by: "ledger" }), "{found:?}");

    // Whoever changes the sums and the manifest along with the file is told by the ledger.
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let hash = |bytes: &[u8]| crate::files::sha256(bytes);
    let changed = text.replace("60.0", "61.0");
    let forged = manifest.replace(&hash(text.as_bytes()), &hash(changed.as_bytes()));
    fs::write(folder.join("manifest.json"), &forged).unwrap();
    let sums = sums
        .replace(&hash(text.as_bytes()), &hash(changed.as_bytes()))
        .replace(&hash(manifest.as_bytes()), &hash(forged.as_bytes()));
    fs::write(folder.join("SHA256SUMS"), sums).unwrap();
    let found = faults(&desk);
    assert!(found.contains(&Fault::ContentDiffers { audience: audience(), named_by: "ledger" }), "{found:?}");
    assert!(!found.contains(&Fault::FileChanged { audience: audience(), file: file("observations.csv") }));

    fs::remove_file(&csv).unwrap();
    let found = faults(&desk);
    assert!(found.contains(&Fault::FileMissing { audience: audience(), file: file("observations.csv") }), "{found:?}");
    assert!(verify(&desk.home, version("2026-06-29.1")).is_err());
    let diagnostics = verify(&desk.home, version(FIRST)).unwrap().diagnostics();
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.number == 702));
}

#[test]
fn a_parquet_file_that_says_something_else_is_found() {
    let desk = published();
    let desk_other = Desk::new(two_audiences());
    desk_other.night(&other(), "2026-06-30").unwrap();
    let file = "public/observations.parquet";
    fs::copy(desk_other.home.release(FIRST).join(file), desk.home.release(FIRST).join(file)).unwrap();
    let found = faults(&desk);
    let differs = Fault::ContentDiffers { audience: "public".to_owned(), named_by: "ledger" };
    assert!(found.contains(&differs), "{found:?}");
}
