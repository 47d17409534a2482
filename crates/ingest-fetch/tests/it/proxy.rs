//! A way out through a proxy, declared or of the environment.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use crate::publishers::PLAIN;
use crate::server::{Answer, Server};
use crate::support::{Place, names};

/// A proxy that lets everything through and remembers where to.
struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                // Either side may close at any time.
                std::thread::spawn(move || drop(pass(client, &log)));
            }
        });
        Self { port, asked }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn pass(mut client: TcpStream, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let line = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
    log.lock().unwrap().push(line.clone());
    let mut server = TcpStream::connect(line.split(' ').nth(1).unwrap_or_default())?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut from_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || {
        // What the server says, until it ends.
        drop(std::io::copy(&mut from_server, &mut to_client));
        drop(to_client.shutdown(std::net::Shutdown::Write));
    });
    std::io::copy(&mut client, &mut server)?;
    server.shutdown(std::net::Shutdown::Write)
}

fn place(url: &str, certificate: &str, more: &str) -> Place {
    let mut place = Place::published(PLAIN, &format!("url: '{url}'{more}"));
    place.roots = Some(certificate.to_owned());
    place
}

#[test]
fn a_declared_proxy_is_the_way_out() {
    let (server, proxy) = (Server::start(|_, _| Answer::ok(b"Time,v4_0\n2023,1\n")), Proxy::start());
    let url = server.url("/table.csv?key=hidden");
    let place = place(&url, &server.certificate_pem, &format!(", proxy: '{}'", proxy.address()));
    assert_eq!(names(&place.fetch().unwrap()), ["table.csv"]);
    assert_eq!(proxy.asked(), [format!("CONNECT {} HTTP/1.1", server.host())], "the proxy sees the host alone");
}

#[test]
fn a_proxy_that_is_not_there_is_a_fault_of_the_transport() {
    let server = Server::start(|_, _| Answer::ok(b"Time,v4_0\n2023,1\n"));
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place =
        place(&server.url("/table.csv"), &server.certificate_pem, &format!(", proxy: 'http://127.0.0.1:{port}'"));
    let told = place.fetch().unwrap_err();
    assert!(told.transport && told.diagnostics[0].code.to_string() == "C319");
    assert!(server.asked().is_empty(), "nothing goes around the proxy");
}

/// Where the test below finds its server, in a process of its own.
const URL: &str = "CONCORDAT_TEST_URL";
const CERTIFICATE: &str = "CONCORDAT_TEST_CERTIFICATE";

#[test]
fn the_proxy_of_the_environment_is_used_unless_it_is_excepted() {
    if let (Ok(url), Ok(certificate)) = (std::env::var(URL), std::env::var(CERTIFICATE)) {
        assert_eq!(names(&place(&url, &certificate, "").fetch().unwrap()), ["table.csv"]);
        return;
    }
    let server = Server::start(|_, _| Answer::ok(b"Time,v4_0\n2023,1\n"));
    for (excepted, through) in [("", 1), ("127.0.0.1", 0)] {
        let proxy = Proxy::start();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "proxy::the_proxy_of_the_environment_is_used_unless_it_is_excepted"]);
        command.env(URL, server.url("/table.csv")).env(CERTIFICATE, &server.certificate_pem);
        command.env("HTTPS_PROXY", proxy.address()).env("NO_PROXY", excepted).env_remove("no_proxy");
        let output = command.env_remove("https_proxy").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(proxy.asked().len(), through, "NO_PROXY={excepted}");
    }
}
