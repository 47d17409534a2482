//! `agreements`: the list, the page, and signatures that anybody can check.
//!
//! Not allowed in here: a test of every refusal; the declarations crate has those.

use std::fs;

use sha2::{Digest, Sha256};

use crate::support::{broken_copy, call};

const PLACE: &str = "pipelines/south-tees";
const FALLS: &str = "dsa-south-tees-hospitals-falls";
const MENTAL: &str = "dsa-tees-esk-wear-valleys-mental-health";

#[test]
fn the_list_says_how_each_agreement_stands_on_a_date() {
    let called = call(&["--format", "csv", "agreements", "list", PLACE, "--as-of", "2026-06-30"]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    let rows: Vec<&str> = called.stdout.lines().skip(1).collect();
    let files = fs::read_dir(crate::support::repository().join(PLACE).join("agreements")).unwrap();
    let declared = files.filter(|entry| entry.as_ref().unwrap().path().is_file()).count();
    assert_eq!(rows.len(), declared, "{called:?}");
    assert!(rows.iter().all(|row| row.contains(",in force,")), "{called:?}");
    let falls = rows.iter().find(|row| row.starts_with(FALLS)).unwrap();
    assert!(falls.contains("2025-09-01,2027-08-31,2026-09-01"), "{falls}");
    assert!(rows.iter().any(|row| row.contains("\"attested, ed25519\"")), "{called:?}");
    let after = call(&["--format", "csv", "agreements", "list", PLACE, "--as-of", "2027-09-01"]);
    // The charter holds for longer than its schedules.
    assert_eq!(after.stdout.matches(",expired,").count(), declared - 1, "{after:?}");
}

#[test]
fn the_page_says_what_the_file_says_and_how_each_signature_was_checked() {
    let called = call(&["agreements", "show", MENTAL, PLACE, "--as-of", "2026-06-30"]);
    assert_eq!(called.exit, Some(0), "{called:?}");
    for words in [
        "A sample: made up",
        "in force (as of 2026-06-30)",
        "A keyed token stands for a person",
        "ed25519   fits this text",
        "attested  not by this program: see sample register entry",
        "confirm with your information-governance lead",
        "c3",
    ] {
        assert!(called.stdout.contains(words), "{words}\n{}", called.stdout);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let called = call(&["agreements", "show", MENTAL, PLACE, "--html", file.to_str().unwrap()]);
    assert_eq!((called.exit, called.stdout.as_str()), (Some(0), ""), "{called:?}");
    let page = fs::read_to_string(file).unwrap();
    assert!(page.to_lowercase().starts_with("<!doctype html>") && page.contains("A keyed token stands for a person"));
    assert!(
        !page.contains("http-equiv=\"refresh\"") && !page.contains("src=") && !page.contains("<script"),
        "it fetches something"
    );
}

#[test]
fn a_name_that_no_agreement_has_is_answered_with_the_nearest() {
    let called = call(&["agreements", "show", "dsa-south-tees-hospital-falls@1", PLACE]);
    assert_eq!(called.exit, Some(2), "{called:?}");
    assert!(called.stderr.contains("did you mean 'dsa-south-tees-hospitals-falls@1'?"), "{called:?}");
}

#[test]
fn the_canonical_form_has_the_hash_that_the_page_names() {
    let canonical = call(&["agreements", "show", FALLS, PLACE, "--canonical"]).stdout;
    assert!(canonical.starts_with("{\"access\":{\"clause\":\"c10\"") && !canonical.contains("signatures"));
    let hash: String = Sha256::digest(canonical.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let page = call(&["agreements", "show", FALLS, PLACE]).stdout;
    assert!(page.contains(&hash), "{page}");
}

#[test]
fn a_printed_signature_brings_an_agreement_in_force_and_a_changed_word_takes_it_out() {
    let file = "agreements/dsa-tees-recovery-treatment.yaml";
    let signatures = fs::read_to_string(crate::support::repository().join(PLACE).join(file)).unwrap();
    let signatures = signatures[signatures.find("signatures:\n").unwrap()..].to_owned();
    let kept: String = signatures.split_inclusive("  - party: ").take(1).collect::<String>().replace("  - party: ", "");
    let copy = broken_copy(file, &signatures, &(kept.trim_end().to_owned() + " []\n"));
    let folder = copy.path().join(PLACE);
    let place = folder.to_str().unwrap();
    let state = || call(&["--format", "csv", "agreements", "list", place, "--as-of", "2026-06-30"]).stdout;
    assert!(
        state().contains("draft: not signed by tees-recovery-partnership, middlesbrough-council, redcar"),
        "{}",
        state()
    );

    let mut entries = "signatures:\n".to_owned();
    let mut partnership = fs::read_to_string(folder.join("partnership.yaml")).unwrap();
    for party in ["tees-recovery-partnership", "middlesbrough-council", "redcar-and-cleveland-council"] {
        let words = ["agreements", "sign", "dsa-tees-recovery-treatment", place, "--party", party, "--role", "siro"];
        let called = call(&[&words[..], &["--sample", "--as-of", "2026-06-01"]].concat());
        assert_eq!(called.exit, Some(0), "{called:?}");
        let key = called.stdout.split("key: \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        if !partnership.contains(&key) {
            assert!(called.stderr.contains("does not count"), "{called:?}");
            let line = partnership.lines().find(|line| line.contains(&format!("id: {party},"))).unwrap().to_owned();
            let with_key = line.trim_end_matches('}').to_owned() + &format!(", signing_key: \"{key}\"}}");
            partnership = partnership.replace(&line, &with_key);
        }
        entries += &called.stdout;
    }
    let path = folder.join(file);
    let unsigned = fs::read_to_string(&path).unwrap();
    let signed = unsigned.replace("signatures: []\n", &entries);
    fs::write(folder.join("partnership.yaml"), partnership).unwrap();
    fs::write(&path, &signed).unwrap();
    let treatment = |text: &str| text.lines().find(|line| line.starts_with("dsa-tees-rec")).unwrap().to_owned();
    assert!(treatment(&state()).contains(",in force,ed25519,"), "{}", state());

    fs::write(&path, signed.replace("min_count: 10", "min_count: 9")).unwrap();
    assert!(treatment(&state()).contains("partly signed: not by"), "{}", state());
    let page = call(&["agreements", "show", "dsa-tees-recovery-treatment", place]);
    assert_eq!(page.exit, Some(1), "{page:?}");
    assert!(page.stdout.contains("DOES NOT COUNT") && page.stderr.contains("C215"), "{page:?}");
}

#[test]
fn only_those_who_may_sign_do() {
    let words = ["agreements", "sign", FALLS, PLACE, "--sample", "--party"];
    let analyst = call(&[&words[..], &["middlesbrough-council", "--role", "analyst"]].concat());
    assert_eq!(analyst.exit, Some(2), "{analyst:?}");
    assert!(analyst.stderr.contains("role that may sign") && analyst.stderr.contains("'siro'"), "{analyst:?}");
    let stranger = call(&[&words[..], &["cleveland-police", "--role", "siro"]].concat());
    assert!(stranger.stderr.contains("party of this agreement"), "{stranger:?}");
}

/// What a partner does who has openssl and no program of ours.
#[test]
fn openssl_checks_a_signature_from_the_printed_parts() {
    let canonical = call(&["agreements", "show", MENTAL, PLACE, "--canonical"]).stdout;
    let hash: String = Sha256::digest(canonical.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let file = fs::read_to_string(crate::support::repository().join(PLACE).join(format!("agreements/{MENTAL}.yaml")));
    let file = file.unwrap();
    let entry = &file[file.find("  - party: tees-esk-and-wear-valleys\n    role: ").unwrap()..];
    let between = |from: &str, to: &str| entry.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let (role, date) = (between("role: ", "\n"), between("date: ", "\n"));
    let text = format!(
        "concordat agreement signature 1\n{MENTAL}@1\nsha256:{hash}\ntees-esk-and-wear-valleys\n{role}\n{date}\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let key = base64(&between("key: \"", "\""));
    // What comes before the 32 bytes of an Ed25519 public key in DER (RFC 8410, section 4).
    let der = [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00][..], &key].concat();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("text", text.as_bytes());
    write("key.der", &der);
    write("signature", &base64(&between("signature: \"", "\"")));
    let check = || {
        let words = "pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature";
        std::process::Command::new("openssl").args(words.split(' ')).current_dir(folder.path()).output()
    };
    // A machine without openssl has nothing to check with.
    let Ok(output) = check() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    write("text", text.replace("@1", "@2").as_bytes());
    assert!(!check().unwrap().status.success());
}

/// The bytes of base64 text (RFC 4648).
fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let mut held = 0;
    let mut bytes = Vec::new();
    for letter in text.chars().filter(|letter| *letter != '=') {
        bits = (bits << 6) | u32::try_from(LETTERS.find(letter).unwrap()).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    bytes
}
