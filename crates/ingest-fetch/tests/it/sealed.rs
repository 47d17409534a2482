//! Deliveries that come encrypted by age.

use std::fs;
use std::io::Write;

use age::Encryptor;
use age::armor::{ArmoredWriter, Format};
use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use concordat_ingest_fetch::incoming_folder;

use crate::server::{Answer, Server};
use crate::ssh::{self, SshServer, State};
use crate::support::{Place, bytes_of, names, told, unchanged};

const FOLDER: &str = "folder: {path: incoming, pattern: 'crime-*.csv.age', unchanged_minutes: 10}\n\
                      encryption: {age: {identity_file: identity}}";

fn sealed(recipient: &Recipient, content: &[u8], form: Format) -> Vec<u8> {
    let recipients = std::iter::once(recipient as &dyn age::Recipient);
    let armored = ArmoredWriter::wrap_output(Vec::new(), form).unwrap();
    let mut writer = Encryptor::with_recipients(recipients).unwrap().wrap_output(armored).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().finish().unwrap()
}

/// A place with an identity in a file, and the recipient of that identity.
fn place(transport: &str) -> (Place, Recipient) {
    let place = Place::new(transport, "optional");
    let identity = Identity::generate();
    let text = format!("# an identity\n{}\n", identity.to_string().expose_secret());
    fs::write(place.path().join("identity"), text).unwrap();
    (place, identity.to_public())
}

fn spooled(place: &Place) -> Vec<String> {
    let folder = incoming_folder(place.home(), &concordat_base::Name::new("crime").unwrap());
    let entries =
        fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()));
    entries.map_or_else(|_| Vec::new(), Iterator::collect)
}

#[test]
fn an_encrypted_file_is_opened_into_the_spool() {
    let (mut place, recipient) = place(FOLDER);
    for form in [Format::Binary, Format::AsciiArmor] {
        place.known.clear();
        let sent = place.put("crime-a.csv.age", &sealed(&recipient, b"abc", form), 60);
        let fetched = place.fetch().unwrap();
        let delivery = &fetched.deliveries[0];
        assert_eq!((delivery.name(), bytes_of(delivery)), ("crime-a.csv.age", b"abc".to_vec()));
        assert_eq!(delivery.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(delivery.is_spooled() && delivery.watched() == Some(sent.as_path()));
        assert_eq!(spooled(&place).len(), 1);
        place.keep(&fetched);
        drop(fetched);
        assert!(spooled(&place).is_empty());
    }
    // Encrypted anew, another file; the same content, no new delivery, and nothing of it stays.
    place.put("crime-a.csv.age", &sealed(&recipient, b"abc", Format::Binary), 50);
    assert_eq!(unchanged(&place.fetch().unwrap()), ["crime-a.csv.age"]);
    assert!(spooled(&place).is_empty());
}

#[test]
fn what_cannot_be_opened_is_refused_and_leaves_nothing() {
    let (place, recipient) = place(FOLDER);
    let content = vec![b'x'; 200_000];
    let good = sealed(&recipient, &content, Format::Binary);
    let mut damaged = good.clone();
    damaged[150_000] ^= 1;
    let other = Identity::generate().to_public();
    let secret = "NHS9434765919";
    for (bytes, words) in [
        (sealed(&other, &content, Format::Binary), "is encrypted to another recipient than that of this source"),
        (damaged, "was damaged or changed"),
        (good[..good.len() - 1].to_vec(), "was damaged or changed"),
        (good[..100].to_vec(), "is not a file that age encrypted, or is cut off at its beginning"),
        (
            format!("name,number\nx,{secret}\n").into_bytes(),
            "is not a file that age encrypted, or is cut off at its beginning",
        ),
        (Vec::new(), "is not a file that age encrypted, or is cut off at its beginning"),
    ] {
        place.put("crime-a.csv.age", &bytes, 60);
        let error = place.fetch().unwrap_err();
        assert_eq!(
            concordat_diagnostics::render::concise(&error.diagnostics[0]),
            format!("C350 'crime-a.csv.age' {words}")
        );
        assert!(!format!("{error:?}").contains(secret));
        assert!(spooled(&place).is_empty());
    }
}

#[test]
fn the_limit_is_that_of_the_content() {
    let (place, recipient) = place(FOLDER);
    let most = 1 << 20;
    // As text it is larger than the limit; what is in it is not.
    place.put("crime-a.csv.age", &sealed(&recipient, &vec![b'x'; most], Format::AsciiArmor), 60);
    assert_eq!(names(&place.fetch().unwrap()), ["crime-a.csv.age"]);
    place.put("crime-a.csv.age", &sealed(&recipient, &vec![b'x'; most + 1], Format::Binary), 60);
    assert_eq!(told(place.fetch()), ["C317 'crime-a.csv.age' is larger than 1 mebibytes"]);
}

#[test]
fn a_note_tells_of_the_content() {
    let (place, recipient) = place(FOLDER);
    place.put("crime-a.csv.age", &sealed(&recipient, b"abc", Format::Binary), 0);
    let note = r#"{"file": "crime-a.csv", "bytes": 3, "rows": 1,
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "period": "2026-10",
        "coverage": "one_period", "supplier": "council", "synthetic": true, "sent": "2026-11-20"}"#;
    place.put("crime-a.csv.delivery.json", note.as_bytes(), 0);
    assert_eq!(place.fetch().unwrap().deliveries[0].note().unwrap().rows, 1);
    place.put("crime-a.csv.delivery.json", note.replace("\"bytes\": 3", "\"bytes\": 2").as_bytes(), 0);
    assert_eq!(told(place.fetch()), ["C316 'crime-a.csv' has 3 bytes, its delivery note says 2"]);
}

#[test]
fn a_missing_or_wrong_identity_is_told_and_not_shown() {
    let (place, recipient) = place(FOLDER);
    place.put("crime-a.csv.age", &sealed(&recipient, b"abc", Format::Binary), 60);
    fs::write(place.path().join("identity"), "AGE-SECRET-KEY-1WRONG").unwrap();
    let said = told(place.fetch());
    assert!(
        said[0].starts_with("C322 file 'identity' hold(s) something that is not an identity")
            && !said[0].contains("WRONG")
    );
    fs::remove_file(place.path().join("identity")).unwrap();
    assert_eq!(told(place.fetch()), ["C322 file 'identity' hold(s) no identity of age"]);
}

#[test]
fn downloads_are_opened_too() {
    let (_, recipient) = place(FOLDER);
    let answer = sealed(&recipient, b"abc", Format::Binary);
    let server = Server::start(move |asked, _| match asked.path.as_str() {
        "/crime-a.csv.age" => Answer::ok(&answer),
        _ => Answer::absent(),
    });
    let url = server.url("/crime-a.csv.age");
    let transport = format!(
        "https: {{url: '{url}', timeout_seconds: 5, tries: 1}}\nencryption: {{age: {{identity_file: identity}}}}"
    );
    let (mut other, _) = place(&transport);
    other.roots = Some(server.certificate_pem.clone());
    assert!(told(other.fetch())[0].starts_with("C350 'crime-a.csv.age' is encrypted to another recipient"));
    assert!(spooled(&other).is_empty());

    let ssh = SshServer::start(State { password: "p".to_owned(), ..State::default() });
    let transport = format!(
        "sftp: {{host: 127.0.0.1, port: {}, user: pipeline, path: {}, pattern: 'crime-*.age', unchanged_minutes: 10, \
         host_key: '{}', password_file: password, timeout_seconds: 5, tries: 1}}\nencryption: {{age: {{identity_file: identity}}}}",
        ssh.port,
        ssh::FOLDER,
        ssh.fingerprint
    );
    let (over_ssh, recipient) = place(&transport);
    fs::write(over_ssh.path().join("password"), "p").unwrap();
    ssh.put("crime-a.csv.age", &sealed(&recipient, b"abc", Format::Binary), 1_795_219_200);
    let fetched = over_ssh.fetch().unwrap();
    assert_eq!(bytes_of(&fetched.deliveries[0]), b"abc");
    assert_eq!(spooled(&over_ssh).len(), 1);
}
