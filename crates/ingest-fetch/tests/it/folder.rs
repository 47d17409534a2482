//! Watched folders.

use std::fs::{self, File};

use concordat_base::Date;
use concordat_ingest_fetch::Origin;

use crate::support::{FOLDER, Place, bytes_of, names, notices, told, unchanged};

/// SHA-256 of `abc`, from FIPS 180-2.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn files_that_fit_and_have_stood_are_handed_over_in_order_of_name() {
    let place = Place::watching();
    place.put("crime-b.csv", b"b", 10);
    place.put("crime-a.csv", b"abc", 60);
    place.put("other.csv", b"x", 60);
    place.put("crime-a.csv.part", b"x", 60);
    fs::create_dir(place.incoming().join("crime-folder.csv")).unwrap();
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-a.csv", "crime-b.csv"]);
    let first = &fetched.deliveries[0];
    assert_eq!((first.sha256(), first.bytes(), first.origin()), (ABC, 3, Origin::Folder));
    assert_eq!(first.dataset(), fetched.grant.dataset());
    assert_eq!(bytes_of(first), b"abc");
    assert!(fetched.notices.is_empty() && !fetched.stand_in);
}

#[test]
fn a_file_still_being_written_waits() {
    let mut place = Place::watching();
    place.put("crime-a.csv", b"a", 60);
    place.put("crime-fresh.csv", b"b", 9);
    place.put("crime-future.csv", b"c", -5);
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-a.csv"]);
    let told = notices(&fetched);
    assert!(
        told[0].starts_with("C303 'crime-fresh.csv'") && told[1].starts_with("C303 'crime-future.csv'"),
        "{told:?}"
    );
    place.later = 60;
    assert_eq!(names(&place.fetch().unwrap()), ["crime-a.csv", "crime-fresh.csv"]);
}

#[test]
fn a_file_as_it_was_is_not_opened() {
    let mut place = Place::watching();
    let path = place.put("crime-a.csv", b"abc", 60);
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    // Other bytes under equal measures: whoever opened the file would see them.
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    std::io::Write::write_all(&mut &file, b"xyz").unwrap();
    file.set_modified(modified).unwrap();
    let again = place.fetch().unwrap();
    assert_eq!((names(&again).len(), unchanged(&again)), (0, vec!["crime-a.csv"]));
    assert_eq!(again.unchanged, place.known);
}

#[test]
fn equal_content_is_unchanged_and_other_content_is_new() {
    let mut place = Place::watching();
    place.put("crime-a.csv", b"abc", 60);
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    place.put("crime-a.csv", b"abc", 30);
    let touched = place.fetch().unwrap();
    assert_eq!((names(&touched).len(), unchanged(&touched)), (0, vec!["crime-a.csv"]));
    assert_ne!(touched.unchanged[0].stamp, place.known[0].stamp, "with the measures it has now");
    place.keep(&touched);
    place.put("crime-a.csv", b"abd", 20);
    let changed = place.fetch().unwrap();
    assert_eq!((names(&changed), unchanged(&changed).len()), (vec!["crime-a.csv"], 0));
}

#[test]
fn nothing_there_is_told() {
    let place = Place::watching();
    place.put("other.csv", b"x", 60);
    assert_eq!(told(place.fetch()), ["C301 the folder 'incoming' holds no file like 'crime-*.csv'"]);
    fs::remove_dir_all(place.incoming()).unwrap();
    let told = told(place.fetch());
    assert!(told[0].starts_with("C301 the folder 'incoming'"), "{told:?}");
    assert!(!told[0].contains(&*place.path().to_string_lossy()), "{told:?}");
}

#[test]
fn a_file_above_the_limit_is_refused_and_the_others_go_on() {
    let place = Place::watching();
    place.put("crime-a.csv", b"a", 60);
    let large = place.put("crime-large.csv", b"", 60);
    let file = File::options().write(true).open(&large).unwrap();
    file.set_len(1024 * 1024 + 1).unwrap();
    file.set_modified(fs::metadata(place.incoming().join("crime-a.csv")).unwrap().modified().unwrap()).unwrap();
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-a.csv"]);
    assert_eq!(notices(&fetched), ["C317 'crime-large.csv' is larger than 1 mebibytes"]);
    fs::remove_file(place.incoming().join("crime-a.csv")).unwrap();
    assert!(told(place.fetch())[0].starts_with("C317"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let place = Place::watching();
    let real = place.put("crime-a.csv", b"a", 60);
    let outside = place.path().join("secret.csv");
    fs::rename(place.put("crime-secret.csv", b"secret", 60), &outside).unwrap();
    symlink(&outside, place.incoming().join("crime-out.csv")).unwrap();
    symlink(&real, place.incoming().join("crime-same.csv")).unwrap();
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-a.csv", "crime-same.csv"]);
    assert_eq!(notices(&fetched), ["C301 'crime-out.csv' is a link out of the folder, and is not followed"]);
    let note = place.incoming().join("crime-a.csv.delivery.json");
    symlink(&outside, note).unwrap();
    assert_eq!(names(&place.fetch().unwrap()), ["crime-same.csv"], "nor is a note that is one");
}

#[test]
fn a_stand_in_is_used_in_sample_and_refused_in_live() {
    let transport = format!(
        "https: {{url: 'https://127.0.0.1:1/x.csv', timeout_seconds: 1, tries: 1, stand_in: {}}}",
        FOLDER.trim_start_matches("folder: ")
    );
    let mut place = Place::new(&transport, "optional");
    place.put("crime-a.csv", b"a", 60);
    let fetched = place.fetch().unwrap();
    assert!(fetched.stand_in);
    assert_eq!(fetched.deliveries[0].origin(), Origin::StandIn);
    place.profile = concordat_declare::place::Profile::Live;
    let told = told(place.fetch());
    assert!(told[0].starts_with("C323 source 'crime'"), "{told:?}");
}

#[test]
fn a_grant_of_another_date_opens_nothing() {
    let place = Place::watching();
    place.put("crime-a.csv", b"a", 60);
    let told = told(place.fetch_on(Date::constant(2026, 11, 23)));
    assert!(told[0].starts_with("C201 the grant is for dataset 'crime' from 'council' on 2026-11-22"), "{told:?}");
}
