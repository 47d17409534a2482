//! Keys on the disk: wrapped, bound to their words, missing, shredded, and under the wrong storage key.

use std::fs;

use concordat_store::{Home, KeyAbout, SealFault, StorageKey, StoreError};
use tempfile::{TempDir, tempdir};

fn about(period: &str) -> KeyAbout {
    KeyAbout {
        dataset: "visits".to_owned(),
        delivery: "000001-abc".to_owned(),
        period: Some(period.to_owned()),
        received: "2026-06-30T02:00:00Z".parse().unwrap(),
    }
}

fn begun() -> (TempDir, Home) {
    let folder = tempdir().unwrap();
    let home = Home::open(folder.path(), "place").unwrap();
    let (home, begun) = home.unlock_or_begin(StorageKey::sample()).unwrap();
    assert!(begun);
    (folder, home)
}

fn other_key() -> StorageKey {
    StorageKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap()
}

#[test]
fn a_key_is_found_again_and_says_what_it_is_for() {
    let (_folder, home) = begun();
    let made = home.vault().unwrap().create_key(&about("2024")).unwrap();
    let locked = Home::open(home.root().parent().unwrap(), "place").unwrap();
    assert!(matches!(locked.vault(), Err(StoreError::NoStorageKey { .. })));
    let (again, begun) = locked.unlock_or_begin(StorageKey::sample()).unwrap();
    assert!(!begun);
    let vault = again.vault().unwrap();
    let found = vault.key(made.id()).unwrap();
    assert_eq!(found.derived("parquet"), made.derived("parquet"));
    assert_eq!(vault.about(made.id()).unwrap(), Some(about("2024")));
    assert_eq!(vault.key_ids().unwrap(), [made.id()]);
}

#[test]
fn the_wrong_storage_key_is_told_with_both_ids_and_nothing_is_lost() {
    let (_folder, home) = begun();
    let error = home.unlock(other_key()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains(&StorageKey::sample().id()) && text.contains(&other_key().id()), "{text}");
    assert!(matches!(home.unlock_or_begin(other_key()), Err(StoreError::WrongStorageKey { .. })));
    home.unlock(StorageKey::sample()).unwrap();
}

#[test]
fn a_lost_house_key_is_not_taken_for_a_new_home() {
    let (_folder, home) = begun();
    home.vault().unwrap().create_key(&about("2024")).unwrap();
    fs::remove_file(home.house_key()).unwrap();
    assert!(matches!(home.unlock_or_begin(StorageKey::sample()), Err(StoreError::HouseKeyMissing { .. })));
    assert!(!home.house_key().exists());
}

#[test]
fn a_shredded_key_opens_nothing_any_more_even_half_way() {
    let (_folder, home) = begun();
    let vault = home.vault().unwrap();
    let (one, two) = (vault.create_key(&about("2023")).unwrap(), vault.create_key(&about("2024")).unwrap());
    assert!(vault.shred_key(one.id()).unwrap());
    assert!(!vault.shred_key(one.id()).unwrap());
    assert!(vault.key(one.id()).unwrap_err().is_key_missing());
    // A run that was killed after the overwriting.
    let path = home.keys().join(format!("{}.json", two.id()));
    fs::write(&path, vec![0; fs::read(&path).unwrap().len()]).unwrap();
    assert!(vault.key(two.id()).unwrap_err().is_key_missing());
    assert_eq!(vault.about(two.id()).unwrap(), None);
    assert!(vault.shred_key(two.id()).unwrap());
    assert!(vault.key_ids().unwrap().is_empty());
}

#[test]
fn the_words_beside_a_key_are_bound_to_it() {
    let (_folder, home) = begun();
    let vault = home.vault().unwrap();
    let key = vault.create_key(&about("2024")).unwrap();
    let path = home.keys().join(format!("{}.json", key.id()));
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("2026-06-30", "2036-06-30")).unwrap();
    let changed = vault.key(key.id()).unwrap_err();
    assert!(matches!(changed, StoreError::Sealed { fault: SealFault::Changed, .. }), "{changed}");
}

#[test]
fn a_sealed_file_stands_only_in_its_own_place() {
    let (_folder, home) = begun();
    let vault = home.vault().unwrap();
    let (one, two) = (home.root().join("one"), home.root().join("two"));
    vault.write_sealed(&one, b"canary").unwrap();
    assert_eq!(vault.read_sealed(&one).unwrap(), b"canary");
    assert!(!fs::read(&one).unwrap().windows(6).any(|window| window == b"canary"));
    fs::copy(&one, &two).unwrap();
    assert!(matches!(vault.read_sealed(&two), Err(StoreError::Sealed { fault: SealFault::Changed, .. })));
    fs::write(&two, "{}").unwrap();
    assert!(matches!(vault.read_sealed(&two), Err(StoreError::Sealed { fault: SealFault::NotSealed, .. })));
}
