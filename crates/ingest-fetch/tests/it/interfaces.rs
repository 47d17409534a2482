//! Publishers' servers on a bad day: busy, empty, sending pages for people, reporting faults.

use std::fs;

use concordat_declare::place::Profile;
use concordat_ingest_fetch::{FetchError, Origin};

use crate::publishers::{PLAIN, nomis, nomis_place};
use crate::server::{Answer, Server};
use crate::support::{Place, names, unchanged};

/// The first fault.
pub(crate) fn first<T>(outcome: Result<T, FetchError>) -> String {
    let error = outcome.err().unwrap();
    concordat_diagnostics::render::concise(&error.diagnostics[0])
}

fn place(server: &Server, more: &str) -> Place {
    let mut place = Place::published(PLAIN, &format!("url: '{}'{more}", server.url("/table.csv?key=hidden")));
    place.roots = Some(server.certificate_pem.clone());
    place
}

const TABLE: &[u8] = b"Time,v4_0\n2023,1.5\n";

fn answers(status: &'static str, headers: &'static str, body: &'static [u8]) -> Server {
    Server::start(move |_, _| Answer::new(status, headers, body))
}

#[test]
fn what_is_no_table_is_refused_with_a_code_and_never_handed_over() {
    let html = b"<!DOCTYPE html><html><body>CANARY Sign in</body></html>";
    for (headers, body, expected) in [
        ("", &html[..], "C341 server '127.0.0.1' sent a page for people to read, in place of csv"),
        (
            "",
            b"\xef\xbb\xbf\r\n  <HTML>CANARY",
            "C341 server '127.0.0.1' sent a page for people to read, in place of csv",
        ),
        (
            "Content-Type: text/html\r\n",
            TABLE,
            "C341 server '127.0.0.1' sent a page for people to read, in place of csv",
        ),
        (
            "Content-Type: image/png\r\n",
            TABLE,
            "C341 server '127.0.0.1' sent an answer of another kind, in place of csv",
        ),
        (
            "Content-Encoding: gzip\r\n",
            TABLE,
            "C341 server '127.0.0.1' sent a compressed answer, which was not asked for",
        ),
        ("", b"", "C342 server '127.0.0.1' sent an answer without a row"),
        (
            "",
            b"{\"title\": \"CANARY\", \"status\": 400}",
            "C346 server '127.0.0.1' answered in JSON, as interfaces report a fault, in place of csv",
        ),
        (
            "Content-Type: application/problem+json\r\n",
            b"{\"title\": \"CANARY\"}",
            "C346 server '127.0.0.1' answered in JSON, as interfaces report a fault, in place of csv",
        ),
    ] {
        let server = answers("200 OK", headers, body);
        let told = place(&server, "").fetch().unwrap_err();
        assert_eq!(concordat_diagnostics::render::concise(&told.diagnostics[0]), expected);
        assert!(!told.transport && !format!("{told:?}").contains("CANARY"), "{told:?}");
        assert_eq!(server.paths().len(), 1);
    }
    assert!(first(place(&answers("204 No Content", "", b""), "").fetch()).starts_with("C342"));
    assert!(first(place(&answers("200 OK", "", b"Time,v4_0\r\n"), "").fetch()).starts_with("C342"), "a header alone");
    assert!(first(place(&answers("400 Bad Request", "", b"CANARY"), "").fetch()).ends_with("status 400"));
    for kind in ["text/csv; charset=utf-8", "text/plain", "application/octet-stream", "application/vnd.ms-excel"] {
        let server = Server::start(move |_, _| Answer::new("200 OK", &format!("Content-Type: {kind}\r\n"), TABLE));
        assert_eq!(names(&place(&server, "").fetch().unwrap()), ["table.csv"], "{kind}");
    }
}

#[test]
fn what_is_no_page_is_refused_too() {
    let of_nomis = |headers: &'static str, body: &'static [u8]| {
        first(nomis_place(&answers("200 OK", headers, body), 3, "").fetch())
    };
    let header_only = b"\"GEOGRAPHY_CODE\",\"OBS_VALUE\",\"RECORD_OFFSET\",\"RECORD_COUNT\"\n";
    assert_eq!(of_nomis("", header_only), "C342 server '127.0.0.1' sent an answer without a row");
    assert!(of_nomis("", b"").starts_with("C342"));
    assert!(of_nomis("", b"{\"error\": \"CANARY\"}").starts_with("C346"));
    assert!(of_nomis("Content-Type: text/html\r\n", b"CANARY").starts_with("C341"));
    let words =
        "C341 server '127.0.0.1' sent no table with RECORD_OFFSET and RECORD_COUNT, which tell whether it is whole";
    assert_eq!(of_nomis("", b"CANARY cannot create query"), words);
    assert_eq!(of_nomis("", b"GEOGRAPHY_CODE,OBS_VALUE\nE06000002,CANARY\n"), words);
}

#[test]
fn the_first_page_of_several_is_never_taken_for_all() {
    let table = b"GEOGRAPHY_CODE,OBS_VALUE,RECORD_OFFSET,RECORD_COUNT\nE06000002,1,0,90000\n";
    let nomis = first(place(&answers("200 OK", "", table), "").fetch());
    assert!(nomis.starts_with("C344") && nomis.ends_with("declare pages of 'nomis'"), "{nomis}");
    let of_pages = |body: &'static [u8]| {
        let server = answers("200 OK", "Content-Type: application/json\r\n", body);
        let published = PLAIN.replace("csv: {delimiter: ','}", "json: ").replace("{json: }", "json");
        let mut place = Place::published(&published, &format!("url: '{}', post: {{a: b}}", server.url("/query")));
        place.roots = Some(server.certificate_pem.clone());
        place.fetch().map(|fetched| fetched.deliveries.len())
    };
    let told = first(of_pages(b"{\"paging\": {\"page\": 1, \"totalPages\": 3}, \"results\": []}"));
    assert!(told.ends_with("declare pages of 'explore-education-statistics'"), "{told}");
    assert_eq!(of_pages(b"{\"paging\": {\"page\": 1, \"totalPages\": 1}, \"results\": []}").unwrap(), 1);
}

#[test]
fn an_answer_that_ends_with_its_connection_must_end_a_line() {
    let of = |body: &'static [u8]| {
        let server = Server::start(move |_, _| Answer::until_closed(body));
        first(place(&server, "").fetch().map(|fetched| assert!(fetched.deliveries.is_empty())))
    };
    let words = "C344 server '127.0.0.1' sent an answer of no known length, which ends inside a line";
    assert_eq!(of(&TABLE[..TABLE.len() - 2]), words);
    let whole = Server::start(|_, _| Answer::until_closed(TABLE));
    assert_eq!(names(&place(&whole, "").fetch().unwrap()), ["table.csv"]);
    let cut_off = Server::start(|_, _| Answer::of_length("200 OK", "", &TABLE[..9], TABLE.len()));
    assert!(first(place(&cut_off, "").fetch()).starts_with("C319"), "the length that was told is compared");
}

#[test]
fn a_pause_that_a_server_asks_for_is_kept_up_to_the_declared_bound() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = Server::start(move |_, before| match before {
            0 | 1 => Answer::new(status, "Retry-After: 0\r\n", b"CANARY"),
            _ => Answer::ok(TABLE),
        });
        assert_eq!(names(&place(&server, "").fetch().unwrap()), ["table.csv"], "{status}");
        assert_eq!(server.paths().len(), 3);
        let patient = Server::start(move |_, _| Answer::new(status, "Retry-After: 0\r\n", b""));
        let told = place(&patient, "").fetch().unwrap_err();
        assert!(told.transport && told.diagnostics[0].code.to_string() == "C340", "{told:?}");
        assert_eq!(patient.paths().len(), 11, "ten pauses and no more");
    }
    let long = answers("429 Too Many Requests", "Retry-After: 3600\r\n", b"");
    let bound =
        "asks us to wait: 1 pause(s) of together 3,600 second(s), the source permits 10 pauses of together 7 seconds";
    assert_eq!(first(place(&long, ", wait_at_most_seconds: 7").fetch()), format!("C340 server '127.0.0.1' {bound}"));
    assert!(first(place(&long, "").fetch()).ends_with("together 60 seconds"));
    let unsaid = answers("429 Too Many Requests", "", b"");
    assert!(first(place(&unsaid, ", wait_at_most_seconds: 0").fetch()).starts_with("C340"));
    // Out of service, and nobody knows until when: an answer.
    assert!(first(place(&answers("503 Service Unavailable", "", b""), "").fetch()).ends_with("status 503"));
}

#[test]
fn a_busy_server_may_interrupt_an_answer_in_pages() {
    let rows = Server::start(|asked, before| {
        let (header, rows) = crate::publishers::nomis_rows();
        let offset: usize = asked.parameter("recordoffset").unwrap().parse().unwrap();
        match (offset, before) {
            (40, 0) => Answer::new("429 Too Many Requests", "Retry-After: 0\r\n", b""),
            _ => Answer::ok(crate::publishers::nomis_page(&header, &rows, offset, 40).as_bytes()),
        }
    });
    assert_eq!(nomis_place(&rows, 3, "").fetch().unwrap().deliveries.len(), 1);
    assert_eq!(rows.paths().len(), 4);
}

#[test]
fn a_file_that_was_not_modified_is_the_delivery_of_before() {
    let changed = "Sun, 01 Nov 2026 08:00:00 GMT";
    let server = Server::start(move |asked, _| match asked.header("if-modified-since") {
        Some(since) if since == changed => Answer::new("304 Not Modified", "", b""),
        _ => Answer::new("200 OK", &format!("Last-Modified: {changed}\r\n"), TABLE),
    });
    let mut one = place(&server, "");
    let fetched = one.fetch().unwrap();
    one.keep(&fetched);
    let again = one.fetch().unwrap();
    assert_eq!((names(&again).len(), &again.unchanged), (0, &one.known));
    // What is kept outlives the process, and a record of an earlier version is still read.
    let text = serde_json::to_string(&one.known).unwrap();
    assert_eq!(serde_json::from_str::<Vec<concordat_ingest_fetch::KnownFile>>(&text).unwrap(), one.known);
    let old = r#"{"name": "a", "stamp": {"bytes": 1, "modified": null, "created": null}, "sha256": "x", "etag": null}"#;
    assert!(serde_json::from_str::<concordat_ingest_fetch::KnownFile>(old).unwrap().asked.is_none());
    // Another query to an address that knows no tags must not be answered from the one before.
    let mut other = Place::published(PLAIN, &format!("url: '{}'", server.url("/table.csv?key=other")));
    other.roots = Some(server.certificate_pem.clone());
    other.known.clone_from(&one.known);
    let fresh = other.fetch().unwrap();
    assert_eq!(
        (unchanged(&fresh), server.asked().last().unwrap().header("if-modified-since")),
        (vec!["table.csv"], None)
    );
}

#[test]
fn a_query_that_is_posted_is_not_sent_on_as_another() {
    for status in ["302 Found", "301 Moved Permanently", "303 See Other"] {
        let server = Server::start(move |asked, _| match asked.path.as_str() {
            "/query" => Answer::new(status, "Location: /moved\r\n", b""),
            _ => Answer::ok(TABLE),
        });
        let mut place = Place::published(PLAIN, &format!("url: '{}', post: {{a: b}}", server.url("/query")));
        place.roots = Some(server.certificate_pem.clone());
        assert!(first(place.fetch()).starts_with("C321"), "{status}");
        assert_eq!(server.paths(), ["/query"]);
    }
    let server = Server::start(|asked, _| match asked.path.as_str() {
        "/query" => Answer::new("307 Temporary Redirect", "Location: /moved\r\n", b""),
        _ => Answer::ok(TABLE),
    });
    let mut place = Place::published(PLAIN, &format!("url: '{}', post: {{a: b}}", server.url("/query")));
    place.roots = Some(server.certificate_pem.clone());
    assert_eq!(place.fetch().unwrap().deliveries.len(), 1);
    assert_eq!(server.asked()[1].body, r#"{"a":"b"}"#);
}

#[test]
fn an_authority_of_ones_own_is_declared_by_its_file() {
    let server = answers("200 OK", "", TABLE);
    let own = |text: &str| {
        let mut place = place(&server, ", certificates_file: authority.pem");
        place.roots = None;
        if !text.is_empty() {
            fs::write(place.path().join("authority.pem"), text).unwrap();
        }
        place.fetch()
    };
    assert_eq!(names(&own(&server.certificate_pem).unwrap()), ["table.csv"]);
    assert_eq!(first(own("")), "C349 certificates 'authority.pem': no such file");
    let words = "C349 certificates 'authority.pem': expected PEM, -----BEGIN CERTIFICATE-----";
    assert_eq!(first(own("no certificate")), words);
    let other = answers("200 OK", "", TABLE);
    assert!(first(own(&other.certificate_pem)).starts_with("C319"), "another authority is not trusted for it");
}

#[test]
fn a_folder_stands_in_for_an_interface_in_the_sample_and_never_live() {
    let server = nomis(40);
    let folder = ", stand_in: {path: incoming, pattern: '*.csv', unchanged_minutes: 0}";
    let mut place = nomis_place(&server, 3, folder);
    place.put("downloaded.csv", TABLE, 60);
    let fetched = place.fetch().unwrap();
    assert!(fetched.stand_in && fetched.deliveries[0].origin() == Origin::StandIn);
    place.profile = Profile::Live;
    assert!(first(place.fetch()).starts_with("C323"));
    assert!(server.asked().is_empty());
}
