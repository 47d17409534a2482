//! A server that is asked too often: which answers mean it, and how long it wants us to wait.
//!
//! Not allowed in here: waiting.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Response, StatusCode};

/// The pause that an answer asks for: so long, or as long as we think right; `None` where it asks for none. A server that
/// is out of service and does not say until when has answered.
pub(super) fn pause_asked(response: &Response) -> Option<Option<Duration>> {
    let asked = retry_after(response.headers());
    match response.status() {
        StatusCode::TOO_MANY_REQUESTS => Some(asked),
        StatusCode::SERVICE_UNAVAILABLE => asked.map(Some),
        _ => None,
    }
}

/// Seconds, or an instant, which is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let pause = instant(text)?.duration_since(instant_of(headers, DATE)?);
    Some(Duration::try_from(pause).unwrap_or(Duration::ZERO))
}

/// The instant that a header gives, where it is there and is one.
pub(super) fn instant_of(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    instant(headers.get(name)?.to_str().ok()?)
}

fn instant(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_instants_are_read_and_anything_else_is_no_pause() {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, "Sun, 22 Nov 2026 18:00:00 GMT".parse().unwrap());
        for (text, seconds) in [
            ("7", Some(7)),
            ("Sun, 22 Nov 2026 18:01:30 GMT", Some(90)),
            ("Sun, 22 Nov 2026 17:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
