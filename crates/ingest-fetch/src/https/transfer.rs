//! One file on its way: a transfer that broke off is taken up where it stopped, if the server vouches that the content is
//! still the same, and begun anew where it does not.
//!
//! Not allowed in here: joining parts of two contents.

use concordat_diagnostics::{Diagnostic, codes};
use jiff::SignedDuration;
use reqwest::header::{CONTENT_RANGE, DATE, ETAG, HeaderMap, LAST_MODIFIED, TRANSFER_ENCODING};
use reqwest::{Response, StatusCode, Url};

use crate::request::{FetchRequest, Marks};
use crate::retry::Failed;
use crate::spool::Download;

use super::busy::instant_of;
use super::client::{Ask, Client, about, refused};
use super::looks;

/// Longest mark of a server that is kept.
const MARK_CHARACTERS_AT_MOST: usize = 512;

/// What one try brought.
pub(super) enum Got {
    /// The whole file is here: [`Transfer::finish`] gives it.
    File,
    NotModified,
    Absent,
}

/// A file on its way, over several tries.
pub(super) struct Transfer<'a> {
    request: &'a FetchRequest<'a>,
    name: &'a str,
    ask: Ask<'a>,
    here: Option<Part>,
}

/// What is here so far.
struct Part {
    download: Download,
    /// By what the server tells that the content is the same to the byte.
    exact: Option<String>,
    /// Its whole length, where the server said.
    length: Option<u64>,
}

impl<'a> Transfer<'a> {
    pub(super) fn new(request: &'a FetchRequest<'a>, name: &'a str, ask: Ask<'a>) -> Self {
        Self { request, name, ask, here: None }
    }

    /// One try.
    pub(super) async fn one(&mut self, client: &Client) -> Result<Got, Failed> {
        // Bytes that cannot be added to are of no use.
        let here = self.here.take().filter(|part| part.exact.is_some() && part.download.bytes() > 0);
        let from = here.as_ref().and_then(|part| Some((part.download.bytes(), part.exact.as_deref()?)));
        let ask = Ask { from, marks: self.ask.marks.filter(|_| from.is_none()), ..self.ask };
        let response = client.send(ask).await?;
        match (response.status(), here) {
            (StatusCode::OK, _) => self.begin(response).await,
            (StatusCode::PARTIAL_CONTENT, Some(part)) => self.go_on(part, response).await,
            (StatusCode::RANGE_NOT_SATISFIABLE, Some(_)) => {
                Err(Failed::Transport("the transfer could not be taken up"))
            }
            (StatusCode::NOT_MODIFIED, _) => Ok(Got::NotModified),
            (StatusCode::NOT_FOUND, _) => Ok(Got::Absent),
            (StatusCode::NO_CONTENT, _) if looks::is_published(self.request) => Err(looks::empty(self.ask.url).into()),
            (status, _) => Err(refused(self.ask.url, status).into()),
        }
    }

    async fn begin(&mut self, response: Response) -> Result<Got, Failed> {
        looks::announced(self.request, self.ask.url, &response)?;
        let length = response.content_length();
        let mut download = Download::begin(self.request, self.name, length)?;
        download.recognised.marks = marks_of(response.headers());
        let exact = exact_of(response.headers());
        self.read(Part { download, exact, length }, response).await
    }

    /// Adds what is missing; anything that does not fit exactly behind what is here is asked for anew.
    async fn go_on(&mut self, part: Part, response: Response) -> Result<Got, Failed> {
        let range = response.headers().get(CONTENT_RANGE).and_then(|range| content_range(range.to_str().ok()?));
        let fits = range.is_some_and(|(first, length)| {
            first == part.download.bytes() && (part.length.is_none() || length.is_none() || part.length == length)
        });
        if !fits {
            return Err(Failed::Transport("the transfer could not be taken up"));
        }
        let length = part.length.or_else(|| range.and_then(|(_, length)| length));
        self.read(Part { length, ..part }, response).await
    }

    async fn read(&mut self, part: Part, mut response: Response) -> Result<Got, Failed> {
        let part = self.here.insert(part);
        let end_is_told = part.length.is_some() || response.headers().contains_key(TRANSFER_ENCODING);
        while let Some(piece) = response.chunk().await? {
            part.download.add(self.request, &piece)?;
        }
        if part.length.is_some_and(|length| part.download.bytes() != length) {
            return Err(Failed::Transport("the transfer broke off"));
        }
        let (request, url) = (self.request, self.ask.url);
        looks::begins(request, url, part.download.head())?;
        looks::is_all(request, url, part.download.head())?;
        // An answer that ends when the connection does may have been cut off on its way.
        if !end_is_told && looks::is_published(request) && !part.download.ends_a_line() {
            let message = about(url).say(" sent an answer of no known length, which ends inside a line");
            return Err(Diagnostic::error(&codes::ANSWER_NOT_WHOLE, message).into());
        }
        Ok(Got::File)
    }

    /// The file, after a try brought it.
    pub(super) fn finish(self) -> Option<Download> {
        self.here.map(|part| part.download)
    }
}

/// What a server says of its content.
pub(super) fn marks_of(headers: &HeaderMap) -> Marks {
    let text = |name| {
        let text = headers.get(name).and_then(|value: &reqwest::header::HeaderValue| value.to_str().ok());
        text.filter(|text| text.len() <= MARK_CHARACTERS_AT_MOST).map(str::to_owned)
    };
    Marks { etag: text(ETAG), last_modified: text(LAST_MODIFIED) }
}

/// A mark that two contents cannot share: a strong tag, or an instant that was over when the answer was sent (RFC 9110,
/// 8.8.2.2 and 13.1.5).
fn exact_of(headers: &HeaderMap) -> Option<String> {
    let marks = marks_of(headers);
    if marks.etag.is_some() {
        return marks.etag.filter(|etag| !etag.starts_with("W/"));
    }
    let (changed, sent) = (instant_of(headers, LAST_MODIFIED)?, instant_of(headers, DATE)?);
    marks.last_modified.filter(|_| sent.duration_since(changed) >= SignedDuration::from_secs(60))
}

/// First byte, and whole length where it is known: `bytes 2-4/5`, `bytes 2-4/*`.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, length) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((range.split_once('-')?.0.parse().ok()?, length.parse().ok()))
}

/// A small answer that is looked into: a note, a link, a description.
pub(super) async fn small(client: &Client, url: &Url, bytes_at_most: u64) -> Result<Small, Failed> {
    let mut response = client.send(Ask::whole(url)).await?;
    if response.status() != StatusCode::OK {
        return Ok(Small::Status(response.status()));
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > bytes_at_most {
            return Ok(Small::TooLarge);
        }
    }
    Ok(Small::Bytes(bytes))
}

/// A small answer.
pub(super) enum Small {
    Bytes(Vec<u8>),
    TooLarge,
    Status(StatusCode),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_a_mark_of_one_content_lets_a_transfer_be_taken_up() {
        let (changed, sent) = (("last-modified", "Sun, 22 Nov 2026 17:00:00 GMT"), "Sun, 22 Nov 2026 18:00:00 GMT");
        assert_eq!(exact_of(&headers(&[("etag", "\"one\""), changed])).as_deref(), Some("\"one\""));
        assert_eq!(exact_of(&headers(&[("etag", "W/\"one\""), changed, ("date", sent)])), None);
        assert_eq!(exact_of(&headers(&[changed, ("date", sent)])).as_deref(), Some(changed.1));
        assert_eq!(exact_of(&headers(&[changed, ("date", changed.1)])), None, "it may change within the second");
        assert_eq!(exact_of(&headers(&[changed])), None);
    }

    #[test]
    fn ranges_are_read_as_servers_write_them() {
        assert_eq!(content_range("bytes 2-4/5"), Some((2, Some(5))));
        assert_eq!(content_range("bytes 2-4/*"), Some((2, None)));
        for other in ["bytes */5", "2-4/5", "bytes 2-4", ""] {
            assert_eq!(content_range(other), None, "{other}");
        }
    }
}
