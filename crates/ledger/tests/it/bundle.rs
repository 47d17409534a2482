//! The bundle, checked with openssl and coreutils alone: its own script is run on good bundles and on frauds.
//!
//! Not allowed in here: the crate's own way of checking for an expected outcome.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use concordat_ledger::{Bundle, CHECK_SCRIPT, Entry, Ledger, LogKey};
use concordat_signing::SigningKey;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::party::with;
use crate::{Place, append, samples};

fn key() -> LogKey {
    LogKey::new("concordat/south-tees", SigningKey::from_seed(&[7; 32])).unwrap()
}

/// A commitment that can be told from others by its number.
fn commitment(number: u64) -> String {
    format!("{number:064x}")
}

fn read(dataset: &str, party: &str, number: u64) -> Entry {
    let extracts = json!([{"period": "2024/25", "commitment": commitment(number), "kept": false}]);
    with("data.read", &[("dataset", json!(dataset)), ("party", json!(party)), ("extracts", extracts)])
}

fn release(version: &str, inputs: &[(&str, u64)]) -> Entry {
    let input = |(dataset, number): &(&str, u64)| -> Value {
        json!({"dataset": dataset, "period": "2024/25", "commitment": commitment(*number)})
    };
    let inputs: Vec<Value> = inputs.iter().map(input).collect();
    with("release.published", &[("version", json!(version)), ("inputs", json!(inputs))])
}

/// Two nights: each reads the council's and the trust's data and makes a release of both.
fn two_nights() -> Vec<Entry> {
    vec![
        samples::one("agreement.registered"),
        samples::one("extract.received"),
        samples::one("run.planned"),
        read("absence", "council", 1),
        read("falls", "trust", 2),
        release("2026-11-22.1", &[("absence", 1), ("falls", 2)]),
        samples::one("run.completed"),
        samples::one("run.planned"),
        read("absence", "council", 3),
        read("falls", "trust", 4),
        release("2026-11-23.1", &[("absence", 3), ("falls", 4)]),
    ]
}

/// A ledger of these entries.
fn ledger(entries: &[Entry]) -> (Place, Ledger) {
    let place = Place::new();
    let mut ledger = place.open().signed_with(key());
    for entry in entries {
        append(&mut ledger, entry.clone());
    }
    (place, ledger)
}

/// A bundle on the disk.
struct Taken {
    folder: TempDir,
}

impl Taken {
    /// What the council is given of a ledger.
    fn of(ledger: &Ledger) -> Self {
        let checkpoint = ledger.checkpoint().unwrap();
        let bundle = Bundle::new(ledger, ("council", BTreeSet::new()), &checkpoint, key().verifier()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        bundle.write(folder.path()).unwrap();
        Self { folder }
    }

    fn of_entries(entries: &[Entry]) -> Self {
        Self::of(&ledger(entries).1)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Runs the script; gives its exit code and what it said.
    fn check(&self, options: &[&str]) -> (i32, String) {
        run("sh", self.folder.path(), &[&["check.sh"], options].concat())
    }

    fn passes(&self, options: &[&str]) {
        let (code, said) = self.check(options);
        assert_eq!(code, 0, "{said}");
        assert!(said.ends_with("RESULT: nothing was found\n") && !said.contains("FOUND"), "{said}");
    }

    /// The script ends with 1 and says this.
    fn is_found(&self, options: &[&str], words: &str) {
        let (code, said) = self.check(options);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(&format!("FOUND: {words}")), "{words}: {said}");
    }

    /// Keeps the checkpoint of this bundle elsewhere.
    fn kept(&self) -> (TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept");
        fs::copy(self.path("checkpoint"), &path).unwrap();
        (folder, path.to_str().unwrap().to_owned())
    }
}

fn run(shell: &str, folder: &Path, words: &[&str]) -> (i32, String) {
    let output = Command::new(shell).args(words).current_dir(folder).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_good_bundle_passes_with_every_option() {
    let (_place, mut ledger) = ledger(&two_nights()[..7]);
    let (_keeping, kept) = Taken::of(&ledger).kept();
    for entry in &two_nights()[7..] {
        append(&mut ledger, entry.clone());
    }
    let now = Taken::of(&ledger);
    now.passes(&[]);
    let key = now.path("key.pem").to_str().unwrap().to_owned();
    now.passes(&["--kept", &kept, "--compare", &kept, "--key", &key]);
    let (_, said) = now.check(&["--kept", &kept]);
    for words in
        ["11 leaf hashes give the root", "begins with the 7 entries", "2 releases name extracts of yours 2 times"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    if Command::new("bash").arg("--version").output().is_ok() {
        let (code, said) = run("bash", now.folder.path(), &["--posix", "check.sh", "--kept", &kept]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn nothing_of_another_party_is_in_a_bundle() {
    let taken = Taken::of_entries(&two_nights());
    let index = fs::read_to_string(taken.path("index")).unwrap();
    let expected = "0 agreement.registered\n1 extract.received\n3 data.read\n5 release.published\n8 data.read\n10 release.published\n";
    assert_eq!(index, expected);
    for file in fs::read_dir(taken.path("entries")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(!text.contains("\"party\":\"trust\"") && !text.ends_with('\n'), "{text}");
    }
    assert_eq!(fs::read_to_string(taken.path("leaves")).unwrap().lines().count(), 11);
    assert_eq!(fs::read_to_string(taken.path("datasets")).unwrap(), "absence\n");
}

#[test]
fn the_root_is_right_at_every_size() {
    let entries: Vec<Entry> = (0..20).map(|number| read("absence", "council", number)).collect();
    let (_place, mut ledger) = ledger(&[]);
    let mut kept = Vec::new();
    for entry in entries {
        append(&mut ledger, entry);
        kept.push(ledger.checkpoint().unwrap().note().to_string());
    }
    let taken = Taken::of(&ledger);
    for (position, note) in kept.iter().enumerate() {
        fs::write(taken.path("kept"), note).unwrap();
        let (code, said) = taken.check(&["--kept", "kept"]);
        let words = format!("begins with the {} entries", position + 1);
        assert!(code == 0 && said.contains(&words), "{said}");
    }
}

#[test]
fn an_entry_taken_out_after_a_checkpoint_was_seen_is_found() {
    let (_keeping, kept) = Taken::of_entries(&two_nights()[..7]).kept();
    // The read of the council's data is gone, and the night goes on as if it had never been.
    let mut entries = two_nights();
    entries.remove(3);
    Taken::of_entries(&entries)
        .is_found(&["--kept", &kept], "the ledger of this bundle does not begin with the checkpoint that you kept");
    // Cut short.
    let short = Taken::of_entries(&two_nights()[..4]);
    short.is_found(&["--kept", &kept], "the checkpoint that you kept is of 7 entries");
    // The host cannot hide it by handing out the true list under a false checkpoint, or the other way round.
    let (good, bad) = (Taken::of_entries(&two_nights()), Taken::of_entries(&entries));
    fs::copy(good.path("leaves"), bad.path("leaves")).unwrap();
    bad.is_found(&[], "the list has 11 leaf hashes");
}

#[test]
fn a_release_whose_lineage_names_a_dataset_without_a_read_entry_is_found() {
    let mut entries = two_nights();
    entries.remove(8);
    Taken::of_entries(&entries).is_found(&[], "release 2026-11-23.1 names absence of 2024/25, and no entry before it");
    // An entry that comes after the release does not make it good.
    let late =
        [two_nights()[..8].to_vec(), vec![release("2026-11-23.1", &[("absence", 3)]), read("absence", "council", 3)]];
    Taken::of_entries(&late.concat()).is_found(&[], "release 2026-11-23.1 names absence of 2024/25");
    // Nor does a read of another extract, or of a dataset of the same content under another name.
    for other in [read("absence", "council", 9), read("attendance", "council", 3)] {
        let entries = [two_nights()[..8].to_vec(), vec![other, release("2026-11-23.1", &[("absence", 3)])]].concat();
        Taken::of_entries(&entries).is_found(&[], "release 2026-11-23.1 names absence of 2024/25");
    }
}

#[test]
fn a_release_that_names_more_than_its_entry_is_found() {
    let taken = Taken::of_entries(&two_nights());
    let release = taken.path("release");
    let entry = serde_json::to_value(&two_nights()[5]).unwrap();
    let manifest = |inputs: &Value, content: &Value| {
        let manifest = json!({"code_version": "0.1.0", "version": "2026-11-22.1", "audience": "public",
                              "content_sha256": content, "inputs": inputs});
        fs::create_dir_all(&release).unwrap();
        fs::write(release.join("manifest.json"), serde_json::to_string_pretty(&manifest).unwrap()).unwrap();
        fs::write(release.join("SHA256SUMS"), "").unwrap();
        let sums = Command::new("sha256sum").arg("manifest.json").current_dir(&release).output().unwrap();
        fs::write(release.join("SHA256SUMS"), sums.stdout).unwrap();
    };
    let (inputs, content) = (&entry["body"]["inputs"], &entry["body"]["audiences"][0]["content_sha256"]);
    manifest(inputs, content);
    taken.passes(&["--release", "release"]);
    let mut more = inputs.clone();
    more.as_array_mut().unwrap().push(json!({"dataset": "absence", "period": "2023/24", "commitment": commitment(9)}));
    manifest(&more, content);
    taken.is_found(&["--release", "release"], "release 2026-11-22.1 names absence of 2023/24, and its entry");
    manifest(inputs, &json!("0b".repeat(32)));
    taken.is_found(&["--release", "release"], "release 2026-11-22.1 has not the content hash");
    manifest(inputs, content);
    fs::write(release.join("SHA256SUMS"), format!("{}  manifest.json\n", "0".repeat(64))).unwrap();
    taken.is_found(&["--release", "release"], "a file of release 2026-11-22.1 is not the one");
}

#[test]
fn two_partners_who_were_shown_different_ledgers_find_it_when_they_compare() {
    let ours = Taken::of_entries(&two_nights());
    let mut entries = two_nights();
    entries[3] = read("absence", "council", 9);
    entries[5] = release("2026-11-22.1", &[("absence", 9), ("falls", 2)]);
    let theirs = Taken::of_entries(&entries);
    // Each for itself is sound, and both are signed.
    ours.passes(&[]);
    theirs.passes(&[]);
    let (_keeping, checkpoint) = theirs.kept();
    ours.is_found(
        &["--compare", &checkpoint],
        "the ledger of this bundle does not begin with the other partner's checkpoint",
    );
    // An earlier checkpoint of the other ledger is found out too, and a later one cannot be told from here.
    let (_keeping, earlier) = Taken::of_entries(&entries[..6]).kept();
    ours.is_found(&["--compare", &earlier], "the ledger of this bundle does not begin with the other");
    let (code, said) = Taken::of_entries(&two_nights()[..6]).check(&["--compare", &checkpoint]);
    assert!(code == 2 && said.contains("NOT CHECKED: the other partner's checkpoint is of 11 entries"), "{said}");
    let (_keeping, early) = Taken::of_entries(&two_nights()[..3]).kept();
    ours.passes(&["--compare", &early]);
}

/// Every byte of the small files and bytes all over the large ones, each changed in one of its bits.
#[test]
fn any_byte_that_is_changed_is_found() {
    let taken = Taken::of_entries(&two_nights()[..6]);
    taken.passes(&[]);
    let checkpoint_step = 7;
    let files = [
        ("checkpoint", checkpoint_step),
        ("leaves", 41),
        ("entries/00000003", 47),
        ("entries/00000005", 97),
        ("index", 11),
        ("datasets", 5),
        ("key.pem", 17),
        ("key.vkey", 19),
    ];
    let mut tried = 0;
    for (file, step) in files {
        let good = fs::read(taken.path(file)).unwrap();
        let last = good.len() - 1;
        for position in (0..good.len()).step_by(step).chain([last]) {
            let mut bytes = good.clone();
            bytes[position] ^= 1 << (position % 7);
            fs::write(taken.path(file), &bytes).unwrap();
            let (code, said) = taken.check(&[]);
            // A key that is no key any more stops the check: nobody is told that all is well.
            assert!(code == 1 || (file == "key.pem" && code == 2), "{file}, byte {position}: {said}");
            tried += 1;
        }
        fs::write(taken.path(file), good).unwrap();
    }
    taken.passes(&[]);
    assert!(tried > 50, "{tried}");
}

/// Something that is done to a bundle.
type Change = fn(&Taken);

#[test]
fn what_is_taken_out_of_a_bundle_or_put_in_is_found() {
    let changes: [(&str, Change); 4] = [
        ("entry 3 is in the index", |taken| fs::remove_file(taken.path("entries/00000003")).unwrap()),
        ("the index names", |taken| fs::write(taken.path("entries/00000004"), "{}").unwrap()),
        ("entry 3 is not the one", |taken| {
            let other = fs::read(taken.path("entries/00000001")).unwrap();
            fs::write(taken.path("entries/00000003"), other).unwrap();
        }),
        ("the checkpoint of the bundle has another signature line", |taken| {
            let text = fs::read_to_string(taken.path("checkpoint")).unwrap();
            fs::write(taken.path("checkpoint"), text + "\u{2014} somebody AAAAAAA=\n").unwrap();
        }),
    ];
    for (words, change) in changes {
        let taken = Taken::of_entries(&two_nights()[..6]);
        change(&taken);
        taken.is_found(&[], words);
    }
}

#[test]
fn another_key_than_the_one_that_was_kept_is_found() {
    let taken = Taken::of_entries(&two_nights());
    let other = SigningKey::from_seed(&[8; 32]).public().to_pem();
    fs::write(taken.path("own.pem"), other).unwrap();
    taken.is_found(&["--key", "own.pem"], "the checkpoint of the bundle is not signed by the key of this ledger");
}

#[test]
fn the_page_can_be_followed_by_hand() {
    let taken = Taken::of_entries(&two_nights());
    let page = fs::read_to_string(taken.path("CHECK.md")).unwrap();
    assert!(!page.contains("{{") && page.contains("council") && page.contains(&key().verifier().to_string()), "{page}");
    let blocks: Vec<&str> = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 3);
    let mut said = Vec::new();
    for block in blocks {
        let (code, words) = run("sh", taken.folder.path(), &["-e", "-c", block]);
        assert_eq!(code, 0, "{block}: {words}");
        said.push(words);
    }
    assert_eq!(said[0], "Signature Verified Successfully\n");
    let hashes: Vec<&str> = said[1].lines().map(|line| &line[..64]).collect();
    assert_eq!(hashes[0], hashes[1]);
    let script_lines = CHECK_SCRIPT.lines().count();
    assert!((330..400).contains(&script_lines), "the page says how long the script is: {script_lines}");
}

#[test]
fn a_machine_without_basenc_gets_the_same_answer() {
    let taken = Taken::of_entries(&two_nights());
    let script = CHECK_SCRIPT.replace("command -v basenc", "command -v no-such-tool");
    assert_ne!(script, CHECK_SCRIPT);
    fs::write(taken.path("check.sh"), script).unwrap();
    taken.passes(&[]);
}

#[test]
fn a_sample_says_that_it_is_one() {
    let (_place, ledger) = ledger(&two_nights());
    let sample = LogKey::sample("concordat/south-tees").unwrap();
    let checkpoint = sample.sign(ledger.head());
    let bundle = Bundle::new(&ledger, ("council", BTreeSet::new()), &checkpoint, sample.verifier()).unwrap();
    assert_eq!(bundle.entries(), 6);
    let taken = Taken { folder: tempfile::tempdir().unwrap() };
    bundle.write(taken.folder.path()).unwrap();
    let (code, said) = taken.check(&[]);
    assert!(code == 0 && said.contains("This bundle is of a sample"), "{said}");
    assert!(fs::read_to_string(taken.path("CHECK.md")).unwrap().contains("This bundle is of a sample"));
}
