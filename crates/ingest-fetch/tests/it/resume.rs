//! Transfers that break off, and what is asked for after that.

use crate::publishers::PLAIN;
use crate::server::{Answer, Server};
use crate::support::{Place, bytes_of};

const BODY: &[u8] = b"Time,v4_0\n2022,1.5\n2023,2.5\n";

/// A place, and a server that breaks off after 12 bytes the first time, with these headers, and then does as it is told.
fn broken(
    headers: &'static str,
    then: impl Fn(Option<&str>, Option<&str>, usize) -> Answer + Send + Sync + 'static,
) -> (Place, Server) {
    let server = Server::start(move |asked, before| match before {
        0 => Answer::of_length("200 OK", headers, &BODY[..12], BODY.len()),
        _ => then(asked.header("range"), asked.header("if-range"), before),
    });
    let mut place = Place::published(PLAIN, &format!("url: '{}'", server.url("/table.csv")));
    place.roots = Some(server.certificate_pem.clone());
    (place, server)
}

fn part(range: &str, from: usize) -> Answer {
    Answer::new("206 Partial Content", &format!("ETag: \"one\"\r\nContent-Range: {range}\r\n"), &BODY[from..])
}

#[test]
fn a_transfer_is_taken_up_where_it_stopped() {
    let (place, server) = broken("ETag: \"one\"\r\n", |range, content, _| {
        assert_eq!((range, content), (Some("bytes=12-"), Some("\"one\"")));
        part("bytes 12-27/28", 12)
    });
    let fetched = place.fetch().unwrap();
    assert_eq!(bytes_of(&fetched.deliveries[0]), BODY);
    assert_eq!((server.paths().len(), fetched.deliveries[0].known().etag.as_deref()), (2, Some("\"one\"")));
}

#[test]
fn an_instant_vouches_for_a_content_that_is_old_enough() {
    let headers = "Last-Modified: Sun, 01 Nov 2026 08:00:00 GMT\r\nDate: Sun, 22 Nov 2026 08:00:00 GMT\r\n";
    let (place, _server) = broken(headers, |range, content, _| {
        assert_eq!((range, content), (Some("bytes=12-"), Some("Sun, 01 Nov 2026 08:00:00 GMT")));
        part("bytes 12-27/*", 12)
    });
    assert_eq!(bytes_of(&place.fetch().unwrap().deliveries[0]), BODY);
}

#[test]
fn a_content_that_changed_meanwhile_is_begun_anew() {
    let (place, server) =
        broken("ETag: \"one\"\r\n", |_, _, _| Answer::new("200 OK", "ETag: \"two\"\r\n", b"Time,v4_0\n2024,9\n"));
    let fetched = place.fetch().unwrap();
    assert_eq!(bytes_of(&fetched.deliveries[0]), b"Time,v4_0\n2024,9\n");
    assert_eq!((server.paths().len(), fetched.deliveries[0].known().etag.as_deref()), (2, Some("\"two\"")));
}

#[test]
fn parts_that_do_not_fit_are_never_joined() {
    for range in ["bytes 10-27/28", "bytes 12-27/29", "bytes */28"] {
        let (place, server) = broken("ETag: \"one\"\r\n", move |asked, _, before| match before {
            1 => part(range, 12),
            _ => {
                assert_eq!(asked, None, "begun anew");
                Answer::new("200 OK", "", BODY)
            }
        });
        assert_eq!(bytes_of(&place.fetch().unwrap().deliveries[0]), BODY, "{range}");
        assert_eq!(server.paths().len(), 3);
    }
    let (place, server) = broken("ETag: \"one\"\r\n", |_, _, before| match before {
        1 => Answer::new("416 Range Not Satisfiable", "", b""),
        _ => Answer::new("200 OK", "", BODY),
    });
    assert_eq!(bytes_of(&place.fetch().unwrap().deliveries[0]), BODY);
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn where_nothing_vouches_for_the_content_the_whole_is_asked_for() {
    for headers in ["", "ETag: W/\"one\"\r\n", "Last-Modified: Sun, 01 Nov 2026 08:00:00 GMT\r\n"] {
        let (place, _server) = broken(headers, |range, content, _| {
            assert_eq!((range, content), (None, None));
            Answer::new("200 OK", "", BODY)
        });
        assert_eq!(bytes_of(&place.fetch().unwrap().deliveries[0]), BODY);
    }
}
