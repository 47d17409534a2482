//! A TLS server on the loopback interface that answers by a script and remembers what it was asked.
//!
//! Not allowed in here: more of HTTP/1.1 than one request for each connection.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) body: String,
    head: String,
}

impl Asked {
    /// The value of a parameter of the path, by its name.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.path.split_once('?')?.1.split('&');
        pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// How it was asked: GET or POST.
    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    /// The value of a header, by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What is sent back.
pub(crate) struct Answer {
    bytes: Vec<u8>,
    /// Whether the connection is then held open until the client gives up.
    hold: bool,
}

impl Answer {
    /// A status with headers (each with its line end) and a body whose length is told.
    pub(crate) fn new(status: &str, headers: &str, body: &[u8]) -> Self {
        Self::of_length(status, headers, body, body.len())
    }

    /// A body that is told to have another length than it has.
    pub(crate) fn of_length(status: &str, headers: &str, body: &[u8], length: usize) -> Self {
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        Self { bytes: [head.as_bytes(), body].concat(), hold: false }
    }

    /// A body whose length is not told.
    pub(crate) fn chunked(chunk: &[u8], times: usize) -> Self {
        let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".to_vec();
        for _ in 0..times {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        Self { bytes, hold: false }
    }

    /// A body that ends with the connection.
    pub(crate) fn until_closed(body: &[u8]) -> Self {
        Self { bytes: [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body].concat(), hold: false }
    }

    pub(crate) fn ok(body: &[u8]) -> Self {
        Self::new("200 OK", "", body)
    }

    pub(crate) fn absent() -> Self {
        Self::new("404 Not Found", "", b"")
    }

    pub(crate) fn held(mut self) -> Self {
        self.hold = true;
        self
    }
}

type Script = dyn Fn(&Asked, usize) -> Answer + Send + Sync;

/// The server; its threads end with the test's process.
pub(crate) struct Server {
    port: u16,
    pub(crate) certificate_pem: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts a server. The script gets the request and how often the same path was asked for before.
    pub(crate) fn start(script: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Self {
        let signed = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(signed.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (config, script, log) = (Arc::new(config), Arc::new(script) as Arc<Script>, Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, script, log) = (Arc::clone(&config), Arc::clone(&script), Arc::clone(&log));
                // A client that gives up ends its connection with an error; that is a part of these tests.
                std::thread::spawn(move || drop(serve(stream, config, &*script, &log)));
            }
        });
        Self { port, certificate_pem: signed.cert.pem(), asked }
    }

    /// Host and port, as a source names another host.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    /// Paths that were asked for, delivery notes apart.
    pub(crate) fn paths(&self) -> Vec<String> {
        let all = self.asked.lock().unwrap();
        all.iter().map(|asked| asked.path.clone()).filter(|path| !path.contains(".delivery.json")).collect()
    }

    /// Every request.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    script: &Script,
    log: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut asked = Asked { path, head, body: String::new() };
    let length = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    asked.body = String::from_utf8_lossy(&body).into_owned();
    let before = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|earlier| earlier.path == asked.path).count();
        log.push(asked.clone());
        before
    };
    let answer = script(&asked, before);
    stream.write_all(&answer.bytes)?;
    stream.flush()?;
    if answer.hold {
        // Nothing more comes; this ends when the client closes.
        stream.read_exact(&mut byte)?;
    }
    stream.conn.send_close_notify();
    stream.flush()
}
