//! Fetching from an SFTP server.

use std::fs;

use concordat_declare::place::Profile;
use concordat_ingest_fetch::{Origin, incoming_folder};
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, PrivateKey};

use crate::ssh::{FOLDER, SshServer, State};
use crate::support::{Place, bytes_of, names, notices, told, unchanged};

/// A day before the present instant of the tests, in seconds since 1970.
const YESTERDAY: u32 = 1_795_219_200;

const PASSWORD: &str = "s3cret-pass";

fn serving(files: &[(&str, &[u8])]) -> SshServer {
    let server = SshServer::start(State { password: PASSWORD.to_owned(), ..State::default() });
    files.iter().for_each(|(name, bytes)| server.put(name, bytes, YESTERDAY));
    server
}

fn transport(server: &SshServer, fingerprint: &str, login: &str) -> String {
    format!(
        "sftp: {{host: 127.0.0.1, port: {}, user: pipeline, path: {FOLDER}, pattern: 'crime-*.csv', unchanged_minutes: 10, \
         host_key: '{fingerprint}', {login}, timeout_seconds: 5, tries: 3}}",
        server.port
    )
}

/// A place that fetches from the server, with the password in a file.
fn place_of(server: &SshServer, fingerprint: &str, note: &str) -> Place {
    let place = Place::new(&transport(server, fingerprint, "password_file: password"), note);
    fs::write(place.path().join("password"), format!("{PASSWORD}\n")).unwrap();
    place
}

fn place(server: &SshServer) -> Place {
    place_of(server, &server.fingerprint, "optional")
}

fn spooled(place: &Place) -> usize {
    let folder = incoming_folder(place.home(), &concordat_base::Name::new("crime").unwrap());
    fs::read_dir(folder).map_or(0, std::iter::Iterator::count)
}

#[test]
fn new_files_are_fetched_once_and_changed_ones_again() {
    let server = serving(&[("crime-b.csv", b"bb"), ("crime-a.csv", b"abc"), ("other.csv", b"x")]);
    let mut place = place(&server);
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-a.csv", "crime-b.csv"]);
    let first = &fetched.deliveries[0];
    assert_eq!((bytes_of(first), first.origin()), (b"abc".to_vec(), Origin::Sftp));
    assert!(first.is_spooled() && first.length_is_confirmed() && first.watched().is_none());
    assert_eq!(first.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    place.keep(&fetched);
    server.state.lock().unwrap().reads.clear();
    server.put("crime-b.csv", b"bb, longer", YESTERDAY + 60);
    let again = place.fetch().unwrap();
    assert_eq!((names(&again), unchanged(&again)), (vec!["crime-b.csv"], vec!["crime-a.csv"]));
    assert_eq!(server.read_names(), ["crime-b.csv"]);
}

#[test]
fn a_private_key_logs_in() {
    let key = PrivateKey::random(&mut russh::keys::key::safe_rng(), Algorithm::Ed25519).unwrap();
    let state = State { key: Some(key.public_key().clone()), ..State::default() };
    let server = SshServer::start(state);
    server.put("crime-a.csv", b"abc", YESTERDAY);
    let place = Place::new(&transport(&server, &server.fingerprint, "private_key_file: key"), "optional");
    assert_eq!(told(place.fetch()), ["C322 file 'key' hold(s) no private key"]);
    fs::write(place.path().join("key"), "not a key").unwrap();
    assert!(told(place.fetch())[0].starts_with("C322 file 'key' hold(s) something that is not a private key"));
    fs::write(place.path().join("key"), key.to_openssh(LineEnding::LF).unwrap().as_bytes()).unwrap();
    assert_eq!(names(&place.fetch().unwrap()), ["crime-a.csv"]);
    assert_eq!(server.state.lock().unwrap().logins, ["key"]);
}

#[test]
fn a_server_with_another_key_is_told_nothing() {
    let server = serving(&[("crime-a.csv", b"abc")]);
    let other = format!("SHA256:{}", "A".repeat(43));
    let error = place_of(&server, &other, "optional").fetch().unwrap_err();
    assert!(!error.transport);
    let said = concordat_diagnostics::render::concise(&error.diagnostics[0]);
    let start = "C351 server '127.0.0.1' shows a key that is not the declared one: its fingerprint is 'SHA256:";
    assert!(said.starts_with(start) && said.contains(&server.fingerprint), "{said}");
    assert!(server.state.lock().unwrap().logins.is_empty());
}

#[test]
fn a_wrong_password_is_tried_once_and_never_told() {
    let server = serving(&[("crime-a.csv", b"abc")]);
    let place = place(&server);
    fs::write(place.path().join("password"), "wr0ng-pass").unwrap();
    let error = place.fetch().unwrap_err();
    assert_eq!(
        concordat_diagnostics::render::concise(&error.diagnostics[0]),
        "C352 server '127.0.0.1' refused the login of account 'pipeline'"
    );
    assert!(!error.transport && !format!("{error:?} {error}").contains("wr0ng"));
    assert_eq!(server.state.lock().unwrap().logins, ["wr0ng-pass"]);
}

#[test]
fn a_missing_secret_is_told_before_anything_is_asked() {
    let server = serving(&[]);
    let place =
        Place::new(&transport(&server, &server.fingerprint, "password_environment: CONCORDAT_NOT_SET"), "optional");
    assert_eq!(told(place.fetch()), ["C322 environment variable 'CONCORDAT_NOT_SET' hold(s) no password"]);
    assert!(server.state.lock().unwrap().logins.is_empty());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let server = serving(&[("crime-a.csv", &[b'x'; (1 << 20) + 1]), ("crime-b.csv", b"abc")]);
    let place = place(&server);
    let fetched = place.fetch().unwrap();
    assert_eq!(names(&fetched), ["crime-b.csv"]);
    assert_eq!(notices(&fetched), ["C317 'crime-a.csv' is larger than 1 mebibytes"]);
    assert_eq!(server.read_names(), ["crime-b.csv"]);
}

#[test]
fn a_transfer_that_broke_off_is_taken_up_where_it_ended() {
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|place| u8::try_from(place % 251).unwrap()).collect();
    let server = serving(&[("crime-a.csv", &bytes)]);
    server.state.lock().unwrap().cut_after = Some(500_000);
    let place = place(&server);
    let fetched = place.fetch().unwrap();
    assert_eq!(bytes_of(&fetched.deliveries[0]), bytes);
    let state = server.state.lock().unwrap();
    assert_eq!(state.logins.len(), 2);
    let from_the_start = state.reads.iter().filter(|(_, offset)| *offset == 0).count();
    assert_eq!(from_the_start, 1, "{:?}", state.reads);
}

#[test]
fn a_server_that_is_not_there_is_a_fault_of_the_transport() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = serving(&[]);
    let gone = SshServer { port, fingerprint: server.fingerprint.clone(), state: server.state };
    let error = place(&gone).fetch().unwrap_err();
    assert!(error.transport);
    let said = concordat_diagnostics::render::concise(&error.diagnostics[0]);
    assert_eq!(said, "C319 server '127.0.0.1': no connection could be made, or it broke off (3 tries)");
}

#[test]
fn the_rules_of_folders_hold() {
    let server = serving(&[]);
    let place = place(&server);
    assert!(told(place.fetch())[0].starts_with("C301 server '127.0.0.1': the folder '/out' holds no file like"));
    server.put("crime-a.csv", b"abc", YESTERDAY + 86_400 - 60);
    assert!(notices(&place.fetch().unwrap())[0].starts_with("C303 'crime-a.csv' has no delivery note"));
    let note = |sha256: &str| {
        format!(
            r#"{{"file": "crime-a.csv", "bytes": 3, "rows": 1, "sha256": "{sha256}", "period": "2026-10",
            "coverage": "one_period", "supplier": "council", "synthetic": true, "sent": "2026-11-20",
            "key": {{"id": "kid-2026-a", "proof": "00"}}, "opt_outs": "applied"}}"#
        )
    };
    server.put("crime-a.csv.delivery.json", note(&"0".repeat(64)).as_bytes(), YESTERDAY);
    assert_eq!(told(place.fetch()), ["C316 the SHA-256 of 'crime-a.csv' is not that of its delivery note"]);
    assert_eq!(spooled(&place), 0);
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    server.put("crime-a.csv.delivery.json", note(abc).as_bytes(), YESTERDAY);
    let fetched = place.fetch().unwrap();
    assert_eq!(fetched.deliveries[0].note().unwrap().key.as_ref().unwrap().id, "kid-2026-a");
}

#[test]
fn live_refuses_a_stand_in_for_a_server() {
    let server = serving(&[]);
    let login = "password_file: password, stand_in: {path: incoming, pattern: 'crime-*.csv', unchanged_minutes: 10}";
    let mut place = Place::new(&transport(&server, &server.fingerprint, login), "optional");
    place.put("crime-a.csv", b"abc", 60);
    let fetched = place.fetch().unwrap();
    assert!(fetched.stand_in && names(&fetched) == ["crime-a.csv"]);
    place.profile = Profile::Live;
    assert!(told(place.fetch())[0].starts_with("C323"));
}
