//! HTTPS addresses.

use std::fs;

use concordat_ingest_fetch::{Origin, incoming_folder};

use crate::server::{Answer, Asked, Server};
use crate::support::{Place, bytes_of, month, names, notices, told, unchanged};

/// SHA-256 of `abc`, from FIPS 180-2.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A place whose source is a server that has no notes.
fn place(server: &Server, path: &str, more: &str) -> Place {
    noted_place(server, path, more, "optional")
}

fn noted_place(server: &Server, path: &str, more: &str, note: &str) -> Place {
    let url = server.url(path);
    let transport = format!("https: {{url: '{url}', timeout_seconds: 1, tries: 3{more}}}");
    let mut place = Place::new(&transport, note);
    place.roots = Some(server.certificate_pem.clone());
    place
}

/// A server that has no notes, and else answers by the script.
fn serving(script: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Server {
    Server::start(
        move |asked, before| {
            if asked.path.contains(".delivery.json") { Answer::absent() } else { script(asked, before) }
        },
    )
}

/// Whether nothing is left below the folder of downloads.
fn nothing_spooled(place: &Place) -> bool {
    let folder = incoming_folder(place.home(), place.grant().dataset());
    !folder.exists() || fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn a_file_is_spooled_below_the_home_and_hashed() {
    let server = serving(|_, _| Answer::new("200 OK", "ETag: \"one\"\r\n", b"abc"));
    let place = place(&server, "/crime.csv?key=hidden", "");
    let fetched = place.fetch().unwrap();
    let delivery = &fetched.deliveries[0];
    assert_eq!((delivery.name(), delivery.sha256(), delivery.bytes()), ("crime.csv", ABC, 3));
    assert_eq!((delivery.origin(), delivery.known().etag.as_deref()), (Origin::Https, Some("\"one\"")));
    assert_eq!(bytes_of(delivery), b"abc");
    // What lies in the spool is sealed, and gone with the delivery.
    let spooled = delivery.content().path().to_owned();
    assert!(spooled.starts_with(incoming_folder(place.home(), delivery.dataset())));
    assert!(!fs::read(&spooled).unwrap().windows(3).any(|window| window == b"abc"));
    assert_eq!(server.paths(), ["/crime.csv?key=hidden"]);
    assert!(!fetched.stand_in && fetched.notices.is_empty());
}

#[test]
fn a_server_that_is_not_trusted_gets_no_request() {
    let server = serving(|_, _| Answer::ok(b"abc"));
    let mut place = place(&server, "/crime.csv", "");
    place.roots = None;
    let error = place.fetch().unwrap_err();
    assert!(error.transport);
    assert_eq!(error.diagnostics[0].code.to_string(), "C319");
    assert!(server.asked().is_empty());
}

#[test]
fn a_body_that_breaks_off_is_tried_again() {
    let server = serving(|_, before| match before {
        0 => Answer::of_length("200 OK", "", b"ab", 3),
        _ => Answer::ok(b"abc"),
    });
    let fetched = place(&server, "/crime.csv", "").fetch().unwrap();
    assert_eq!(fetched.deliveries[0].sha256(), ABC);
    assert_eq!(server.paths().len(), 2);
}

#[test]
fn tries_end_and_leave_nothing_behind() {
    let server = serving(|_, _| Answer::of_length("200 OK", "", b"ab", 3));
    let place = place(&server, "/crime.csv?key=hidden", "");
    let error = place.fetch().unwrap_err();
    assert!(error.transport);
    let text = error.diagnostics[0].message.to_string();
    assert_eq!(text, "server '127.0.0.1': the transfer broke off (3 tries)");
    assert_eq!(server.paths().len(), 3);
    assert!(nothing_spooled(&place));
}

#[test]
fn a_status_is_an_answer_and_not_asked_for_again() {
    for status in
        ["500 Internal Server Error", "503 Service Unavailable", "401 Unauthorized", "404 Not Found", "206 Partial"]
    {
        let server = serving(move |_, _| Answer::new(status, "", b"secret words"));
        let error = place(&server, "/crime.csv?key=hidden", "").fetch().unwrap_err();
        assert!(!error.transport);
        let text = concordat_diagnostics::render::concise(&error.diagnostics[0]);
        let number = &status[..3];
        assert_eq!(text, format!("C320 server '127.0.0.1' answered with status {number}"));
        assert_eq!(server.paths().len(), 1, "{status}");
    }
}

#[test]
fn a_redirect_is_followed_on_the_same_host_alone() {
    let same = serving(|asked, _| match asked.path.as_str() {
        "/crime.csv" => Answer::new("302 Found", "Location: /moved.csv\r\n", b""),
        _ => Answer::ok(b"abc"),
    });
    assert_eq!(place(&same, "/crime.csv", "").fetch().unwrap().deliveries[0].sha256(), ABC);
    let other = serving(|_, _| Answer::ok(b"abc"));
    let elsewhere = other.url("/crime.csv");
    for location in [elsewhere, "https://elsewhere.example/".to_owned(), "http://127.0.0.1/".to_owned()] {
        let server = serving(move |_, _| Answer::new("302 Found", &format!("Location: {location}\r\n"), b""));
        let mut place = place(&server, "/crime.csv", "");
        place.roots = Some(format!("{}{}", server.certificate_pem, other.certificate_pem));
        assert!(told(place.fetch())[0].starts_with("C321"));
        assert_eq!(server.paths().len(), 1);
    }
    assert!(other.asked().is_empty(), "another port is another host");
    let circle = serving(|_, _| Answer::new("302 Found", "Location: /crime.csv\r\n", b""));
    assert!(told(place(&circle, "/crime.csv", "").fetch())[0].starts_with("C321"));
}

#[test]
fn a_body_above_the_limit_is_refused_whether_its_length_is_told_or_not() {
    let told_length = serving(|_, _| Answer::of_length("200 OK", "", b"a", 1024 * 1024 + 1));
    let untold = serving(|_, _| Answer::chunked(&[b'a'; 64 * 1024], 17));
    for server in [told_length, untold] {
        let place = place(&server, "/crime.csv", "");
        assert_eq!(told(place.fetch()), ["C317 'crime.csv' is larger than 1 mebibytes"]);
        assert_eq!(server.paths().len(), 1);
        assert!(nothing_spooled(&place));
    }
    let just_fits = serving(|_, _| Answer::chunked(&[b'a'; 64 * 1024], 16));
    assert_eq!(place(&just_fits, "/crime.csv", "").fetch().unwrap().deliveries[0].bytes(), 1024 * 1024);
}

#[test]
fn what_the_server_calls_unchanged_is_unchanged() {
    let server = serving(|asked, _| match asked.header("if-none-match") {
        Some("\"one\"") => Answer::new("304 Not Modified", "", b""),
        _ => Answer::new("200 OK", "ETag: \"one\"\r\n", b"abc"),
    });
    let mut place = place(&server, "/crime.csv", "");
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    let again = place.fetch().unwrap();
    assert_eq!((names(&again).len(), &again.unchanged), (0, &place.known));
}

#[test]
fn equal_bytes_under_another_tag_are_unchanged() {
    let server = serving(|_, before| Answer::new("200 OK", &format!("ETag: \"{before}\"\r\n"), b"abc"));
    let mut place = place(&server, "/crime.csv", "");
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    let again = place.fetch().unwrap();
    assert_eq!((names(&again).len(), unchanged(&again)), (0, vec!["crime.csv"]));
    assert_eq!(again.unchanged[0].etag.as_deref(), Some("\"1\""));
}

#[test]
fn each_expected_period_is_asked_for_and_one_not_there_yet_is_no_fault() {
    let server = serving(|asked, _| match asked.path.as_str() {
        "/2026-09/crime.csv" => Answer::ok(b"abc"),
        "/2026-10/crime.csv" => Answer::new("500 Internal Server Error", "", b""),
        _ => Answer::absent(),
    });
    let mut place = place(&server, "/{period}/crime.csv", "");
    place.expected = ["2026-11", "2026-09", "2026-10"].map(month).to_vec();
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["2026-09-crime.csv"]);
    assert_eq!(notices(&fetched), ["C320 server '127.0.0.1' answered with status 500"]);
    assert_eq!(server.paths(), ["/2026-09/crime.csv", "/2026-10/crime.csv", "/2026-11/crime.csv"]);
    place.expected = vec![month("2026-11")];
    assert!(told(place.fetch())[0].starts_with("C301"));
    place.expected.clear();
    assert!(place.fetch().unwrap().deliveries.is_empty(), "nothing is expected, so nothing is missing");
}

#[test]
fn a_name_that_holds_its_period_is_kept() {
    let server = serving(|_, _| Answer::ok(b"abc"));
    let mut place = place(&server, "/crime-{period}.csv", "");
    place.expected = vec![month("2026-09")];
    assert_eq!(names(&place.fetch().unwrap()), ["crime-2026-09.csv"]);
}

#[test]
fn a_token_is_sent_and_never_told() {
    let server = serving(|asked, _| match asked.header("authorization") {
        Some("Bearer s3cret-from-file") => Answer::ok(b"abc"),
        Some("Bearer concordat-ingest-fetch") => Answer::ok(b"from the environment"),
        _ => Answer::new("401 Unauthorized", "", b""),
    });
    let from_file = place(&server, "/crime.csv", ", token_file: token");
    fs::write(from_file.path().join("token"), "s3cret-from-file\n").unwrap();
    assert_eq!(from_file.fetch().unwrap().deliveries[0].sha256(), ABC);
    // Cargo sets this variable for tests.
    let from_environment = place(&server, "/crime.csv", ", token_environment: CARGO_PKG_NAME, token_file: token");
    assert_eq!(from_environment.fetch().unwrap().deliveries[0].bytes(), 20);
    fs::write(from_file.path().join("token"), "another-s3cret").unwrap();
    let error = from_file.fetch().unwrap_err();
    assert_eq!(error.diagnostics[0].code.to_string(), "C320");
    assert!(!format!("{error:?} {error}").contains("s3cret"), "{error:?}");
}

#[test]
fn a_missing_token_is_told_before_anything_is_asked() {
    let server = serving(|_, _| Answer::ok(b"abc"));
    let neither = place(&server, "/crime.csv", ", token_environment: CONCORDAT_NOT_SET, token_file: keys/token");
    let expected = "C322 environment variable 'CONCORDAT_NOT_SET' and file 'token' hold(s) no token";
    assert_eq!(told(neither.fetch()), [expected]);
    let unusable = place(&server, "/crime.csv", ", token_file: token");
    for bad in ["", " \n", "two\nlines"] {
        fs::write(unusable.path().join("token"), bad).unwrap();
        assert!(told(unusable.fetch())[0].starts_with("C322 file 'token' hold(s)"), "{bad:?}");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn a_silent_server_is_given_up() {
    let server = serving(|_, _| Answer::of_length("200 OK", "", b"ab", 100).held());
    let mut place = place(&server, "/crime.csv", "");
    place.expected.clear();
    let error = place.fetch().unwrap_err();
    assert!(error.transport);
    let text = error.diagnostics[0].message.to_string();
    assert_eq!(text, "server '127.0.0.1': the server was silent for too long (3 tries)");
    assert!(nothing_spooled(&place));
}

#[test]
fn a_note_at_the_address_is_compared() {
    let note = |bytes: u64, sha256: &str| {
        format!(
            r#"{{"file": "crime.csv", "bytes": {bytes}, "rows": 1, "sha256": "{sha256}", "period": "all",
            "coverage": "full", "supplier": "council", "synthetic": false, "sent": "2026-11-20"}}"#
        )
    };
    let serve = |text: String| {
        Server::start(move |asked, _| match asked.path.as_str() {
            "/crime.csv.delivery.json?key=1" => Answer::ok(text.as_bytes()),
            _ => Answer::ok(b"abc"),
        })
    };
    let fetch = |text: String| noted_place(&serve(text), "/crime.csv?key=1", "", "required").fetch();
    assert_eq!(fetch(note(3, ABC)).unwrap().deliveries[0].note().unwrap().period, "all");
    assert!(told(fetch(note(3, &ABC.replace('b', "c"))))[0].starts_with("C316 the SHA-256 of 'crime.csv'"));
    assert!(told(fetch(note(2, ABC)))[0].starts_with("C316 'crime.csv' has 3 bytes"));
    assert!(notices(&fetch(note(4, ABC)).unwrap())[0].starts_with("C303"));
    assert!(told(fetch("secret".to_owned()))[0].contains("C316 the delivery note of 'crime.csv' is not JSON"));
}

#[test]
fn a_required_note_that_is_not_there_is_waited_for() {
    let server = serving(|_, _| Answer::ok(b"abc"));
    let fetched = noted_place(&server, "/crime.csv", "", "required").fetch().unwrap();
    assert!(fetched.deliveries.is_empty() && notices(&fetched)[0].starts_with("C303"));
    assert!(server.paths().is_empty(), "the file is not asked for");
}
