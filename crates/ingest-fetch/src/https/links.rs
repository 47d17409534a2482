//! The address of a file that stands in the answer of another address, as a publisher's list of versions has it.
//!
//! Not allowed in here: going to a host that the source does not name, and plain HTTP.

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, codes};
use reqwest::{StatusCode, Url};
use serde_json::Value;

use crate::retry::Fault;

use super::client::{Client, about, is_one_of, other_hosts, refused};
use super::transfer::{Small, small};

/// Largest answer that is looked into for a link.
const BYTES_AT_MOST: u64 = 4 * 1024 * 1024;

/// Follows the source's links from its address; `None` where there is nothing at one of them.
pub(super) async fn follow(client: &Client, transport: &HttpsTransport, from: &Url) -> Result<Option<Url>, Fault> {
    let hosts = other_hosts(transport);
    let mut url = from.clone();
    for pointer in &transport.follow {
        let bytes = match client.tried(&url, async || small(client, &url, BYTES_AT_MOST).await).await? {
            Small::Bytes(bytes) => bytes,
            Small::Status(StatusCode::NOT_FOUND) => return Ok(None),
            Small::Status(status) => return Err(refused(&url, status).into()),
            Small::TooLarge => return Err(not_json(&url).into()),
        };
        let document: Value = serde_json::from_slice(&bytes).map_err(|_| not_json(&url))?;
        let next = document.pointer(&pointer.value).and_then(Value::as_str).and_then(|link| resolve(&url, link));
        let next = next.ok_or_else(|| {
            let message = about(&url).say(" gives no address at ").declared(&pointer.value);
            Diagnostic::error(&codes::LINK_NOT_FOUND, message)
        })?;
        if next.origin() != from.origin() && !is_one_of(&hosts, &next) {
            let message = about(&url).say(" gives at ").declared(&pointer.value);
            let message = message.say(" an address on a host that the source does not name in also_hosts");
            return Err(Diagnostic::error(&codes::LINK_NOT_FOUND, message).into());
        }
        url = next;
    }
    Ok(Some(url))
}

/// The address that a link in the answer of another means.
fn resolve(url: &Url, link: &str) -> Option<Url> {
    let mut next = url.join(link).ok()?;
    // Lists of links may be older than the publisher's certificate; nothing is asked without one.
    if next.scheme() == "http" && next.port().is_none() {
        next.set_scheme("https").ok()?;
    }
    Some(next)
}

fn not_json(url: &Url) -> Diagnostic {
    let message = about(url).say(" sent something that is not JSON, where the address of the file should stand");
    Diagnostic::error(&codes::NOT_THE_DATA, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_of_their_answer_and_never_plain() {
        let from = Url::parse("https://api.example/v1/datasets/one?key=1").unwrap();
        for (link, means) in [
            ("/v1/four.csv", "https://api.example/v1/four.csv"),
            ("four.csv", "https://api.example/v1/datasets/four.csv"),
            ("http://api.example/v1/four.csv", "https://api.example/v1/four.csv"),
            ("https://download.example/four.csv", "https://download.example/four.csv"),
        ] {
            assert_eq!(resolve(&from, link).map(String::from).as_deref(), Some(means), "{link}");
        }
        // Another port is another origin, which is refused.
        assert_eq!(
            resolve(&from, "http://api.example:8080/").map(|next| next.scheme().to_owned()).as_deref(),
            Some("http")
        );
        assert_eq!(resolve(&from, "https://"), None);
    }
}
