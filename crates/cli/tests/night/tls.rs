//! Falls pulled over HTTPS from a server with a private certificate, with a token from the environment.
//!
//! Not allowed in here: more of HTTP/1.1 than one request for each connection, and an address outside this machine.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::found::Row;
use crate::place::{PIPELINE, Place, files_below};

const FALLS: &str = "emergency-admissions-falls-65";
const EXTRACTS: &str = "sample-data/south-tees-hospitals/south-tees-hospitals-falls";
const TOKEN: &str = "CONCORDAT_TOKEN_SOUTH_TEES_HOSPITALS";

/// Requests as they came: path, and the head.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// A server of files by path, for whoever shows the token; its threads end with the test's process.
struct Server {
    port: u16,
    certificate_pem: String,
    asked: Asked,
}

impl Server {
    fn start(files: BTreeMap<String, Vec<u8>>, token: &str) -> Self {
        let signed = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(signed.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Asked::default();
        let (log, expected) = (Arc::clone(&asked), format!("Bearer {token}"));
        let config = Arc::new(config);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that gives up ends its connection with an error; that is a part of these tests.
                drop(serve(stream, &config, &files, &expected, &log));
            }
        });
        Self { port, certificate_pem: signed.cert.pem(), asked }
    }

    /// Paths that were asked for, and whether the answer to each began with the token.
    fn asked(&self) -> Vec<(String, String)> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    stream: TcpStream,
    config: &Arc<ServerConfig>,
    files: &BTreeMap<String, Vec<u8>>,
    expected: &str,
    log: &Asked,
) -> std::io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let shown = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| key.eq_ignore_ascii_case("authorization"));
    let (status, body) = match (shown.is_some_and(|(_, token)| token == expected), files.get(&path)) {
        (false, _) => ("401 Unauthorized", &[][..]),
        (true, None) => ("404 Not Found", &[][..]),
        (true, Some(body)) => ("200 OK", body.as_slice()),
    };
    log.lock().unwrap().push((path, head.clone()));
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(body)?;
    stream.flush()?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// The extracts as the hospital's address would give them: by school year, without the mark of the sample in their names.
fn extracts(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let files = files_below(&place.path(EXTRACTS)).into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.replace(".synthetic", "");
        Some((format!("/falls/{name}"), fs::read(&path).ok()?))
    });
    files.filter(|(name, _)| name.ends_with(".parquet")).collect()
}

/// A place whose source has the server's address and no folder that stands in for it.
fn pulling_from(server: &Server) -> Place {
    let place = Place::new(&[FALLS]);
    let source = format!("{PIPELINE}/sources/south-tees-hospitals-falls.yaml");
    let text = place.read(&source);
    let stand_in = &text[text.find("    stand_in:").unwrap()..text.find("format: parquet").unwrap()];
    place.replace(&source, stand_in, "");
    place.replace(&source, "extracts.south-tees-hospitals.example", &format!("localhost:{}", server.port));
    place.replace(&source, "tries: 4", "tries: 1");
    fs::remove_dir_all(place.path(EXTRACTS)).unwrap();
    place.write("roots.pem", &server.certificate_pem);
    place
}

/// Figures but for what says where they came from.
fn figures(place: &Place) -> Vec<Row> {
    let mut rows = place.figures("public");
    rows.iter_mut().for_each(|row| drop(row.remove("synthetic")));
    rows
}

#[test]
fn falls_pulled_over_https_with_a_token_give_the_figures_of_the_folder_that_stands_in() {
    let stood_in = Place::new(&[FALLS]);
    let night = stood_in.run(&[]).ended(0);
    assert_eq!(night.source("south-tees-hospitals-falls")["stand_in"], true);
    let server = Server::start(extracts(&stood_in), "a-token-of-the-test");
    let place = pulling_from(&server);
    let environment = [(TOKEN, "a-token-of-the-test"), ("NO_PROXY", "localhost"), ("no_proxy", "localhost")];
    let words = ["--extra-roots", "roots.pem"];
    let night = place.run_with(&words, &environment).ended(0);
    let source = night.source("south-tees-hospitals-falls");
    assert_eq!(source["stand_in"], false);
    assert_eq!(source["deliveries_read"], 6);
    assert_eq!(figures(&place), figures(&stood_in));
    assert!(server.asked().iter().all(|(_, head)| head.contains("Bearer a-token-of-the-test")));
    // The token stays where it came from.
    for (file, bytes) in place.bytes_below("") {
        assert!(!bytes.windows(19).any(|window| window == b"a-token-of-the-test"), "{file}");
    }

    // A certificate that nobody vouched for, and a token that is wrong, are refused; the release stands.
    let (release, asked) = (place.seen_by("public"), server.asked().len());
    place.run_with(&[], &environment).ended(3);
    assert_eq!(server.asked().len(), asked, "nothing was asked of a server that nobody vouches for");
    let wrong = [(TOKEN, "another-token"), environment[1], environment[2]];
    let night = place.run_with(&words, &wrong);
    assert_ne!(night.code, Some(0), "{}", night.stderr);
    assert!(!night.stderr.contains("another-token"));
    assert_eq!(place.seen_by("public"), release);
}
