//! One address and what the server has there: nothing yet, what is known, or a new file.
//!
//! Not allowed in here: giving a file its final name before it was compared with its note.

use std::collections::BTreeSet;

use concordat_agreement::ReceiveGrant;
use concordat_base::Period;
use concordat_declare::source::{DeliveryNote, HttpsTransport};
use concordat_diagnostics::{Diagnostic, Place, codes};
use reqwest::header::ETAG;
use reqwest::{Response, StatusCode, Url};

use crate::delivery::{Delivery, Origin};
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, KnownFile};
use crate::retry::{Failed, Fault};
use crate::sealed::Opener;
use crate::spool::{self, Accepted, Download};

use super::client::{Client, about, refused};

/// What stands for a period in an address.
const PERIOD: &str = "{period}";

/// Longest entity tag that is kept.
const ETAG_CHARACTERS_AT_MOST: usize = 512;

/// One file to ask for.
#[derive(Debug)]
pub(super) struct Target {
    name: String,
    url: Url,
    /// Whether the address is one of several, which may not be there yet.
    of_period: bool,
}

/// What became of it.
pub(super) enum Answered {
    New(Box<Delivery>),
    Unchanged(KnownFile),
    NotYet,
}

/// What one request for the file brought.
enum Got {
    File(Box<Download>),
    NotModified,
    Absent,
}

/// The addresses to ask: one, or one for each expected period that the agreements share.
pub(super) fn targets(
    grant: &ReceiveGrant,
    request: &FetchRequest<'_>,
    transport: &HttpsTransport,
) -> Result<Vec<Target>, Diagnostic> {
    let template = transport.url.value.as_str();
    if !template.contains(PERIOD) {
        return Ok(vec![target(template, None, transport)?]);
    }
    let shared = |period: &&Period| grant.history_from().is_none_or(|from| period.end() >= from);
    let periods: BTreeSet<Period> = request.expected.iter().filter(shared).copied().collect();
    periods.into_iter().map(|period| target(template, Some(period), transport)).collect()
}

fn target(template: &str, period: Option<Period>, transport: &HttpsTransport) -> Result<Target, Diagnostic> {
    let written = period.map(|period| period.to_string().replace('/', "-"));
    let address = written.as_ref().map_or_else(|| template.to_owned(), |text| template.replace(PERIOD, text));
    let url = Url::parse(&address).ok().filter(|url| url.scheme() == "https" && url.has_host());
    let url = url.ok_or_else(|| {
        let place = Place { file: String::new(), line: transport.url.line, column: transport.url.column };
        let fault = Diagnostic::error(&codes::WRONG_VALUE, "the address of the source is not an https address");
        fault.at(place)
    })?;
    let last = url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    let last = if last.is_empty() { "download" } else { last };
    let name = match &written {
        Some(text) if !last.contains(text.as_str()) => format!("{text}-{last}"),
        _ => last.to_owned(),
    };
    Ok(Target { name, url, of_period: period.is_some() })
}

/// Asks for the note, then for the file, and compares the two.
pub(super) async fn fetch(
    request: &FetchRequest<'_>,
    client: &Client,
    opener: Option<&Opener>,
    target: &Target,
) -> Result<Answered, Fault> {
    let note = fetch_note(request, client, target).await?;
    if note.is_none() && request.source.delivery_note == DeliveryNote::Required {
        return if target.of_period { Ok(Answered::NotYet) } else { Err(note::awaited(&target.name).into()) };
    }
    let note_sha256 = note.as_ref().map(|read| read.sha256.as_str());
    let known = request.known(&target.name).filter(|known| known.has_note(note_sha256));
    let etag = known.and_then(|known| known.etag.as_deref());
    let got = client.tried(&target.url, async || fetch_file(request, client, target, etag).await).await?;
    match (got, known) {
        (Got::Absent, _) if target.of_period => Ok(Answered::NotYet),
        (Got::Absent, _) => Err(refused(&target.url, StatusCode::NOT_FOUND).into()),
        (Got::NotModified, Some(known)) => Ok(Answered::Unchanged(known.clone())),
        (Got::NotModified, None) => Err(refused(&target.url, StatusCode::NOT_MODIFIED).into()),
        (Got::File(download), known) => {
            let accepted = download.accept(request, opener, note, known, Origin::Https)?;
            Ok(match accepted {
                Accepted::New(delivery) => Answered::New(delivery),
                Accepted::Unchanged(known) => Answered::Unchanged(known),
            })
        }
    }
}

/// The note at the address with its ending, where the server has one.
async fn fetch_note(request: &FetchRequest<'_>, client: &Client, target: &Target) -> Result<Option<ReadNote>, Fault> {
    let mut url = target.url.clone();
    url.set_path(&format!("{}{}", spool::plain_name(request, target.url.path()), note::ENDING));
    let bytes = client.tried(&url, async || small(client, &url).await).await?;
    let required = request.source.delivery_note == DeliveryNote::Required;
    match bytes {
        Ok(bytes) => Ok(Some(note::read(request, spool::plain_name(request, &file_name(target)), &bytes)?)),
        Err(StatusCode::NOT_FOUND | StatusCode::GONE) => Ok(None),
        Err(status) if required => Err(refused(&url, status).into()),
        Err(_) => Ok(None),
    }
}

/// The name that a note gives the file: the last part of the address.
fn file_name(target: &Target) -> String {
    let last = target.url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    if last.is_empty() { target.name.clone() } else { last.to_owned() }
}

/// A small file, or the status of another answer.
async fn small(client: &Client, url: &Url) -> Result<Result<Vec<u8>, StatusCode>, Failed> {
    let mut response = client.get(url, None).await?;
    if response.status() != StatusCode::OK {
        return Ok(Err(response.status()));
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > note::BYTES_AT_MOST {
            let message = about(url).say(" sent a delivery note that is too large");
            return Err(Diagnostic::error(&codes::NOTE_DIFFERS, message).into());
        }
    }
    Ok(Ok(bytes))
}

/// One try at the file.
async fn fetch_file(
    request: &FetchRequest<'_>,
    client: &Client,
    target: &Target,
    etag: Option<&str>,
) -> Result<Got, Failed> {
    let response = client.get(&target.url, etag).await?;
    match response.status() {
        StatusCode::OK => Ok(Got::File(Box::new(spool(request, target, response).await?))),
        StatusCode::NOT_MODIFIED => Ok(Got::NotModified),
        StatusCode::NOT_FOUND => Ok(Got::Absent),
        status => Err(refused(&target.url, status).into()),
    }
}

/// Writes the body to a file without a name, up to the limit.
async fn spool(request: &FetchRequest<'_>, target: &Target, mut response: Response) -> Result<Download, Failed> {
    let length = response.content_length();
    let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let etag = etag.filter(|etag| etag.len() <= ETAG_CHARACTERS_AT_MOST);
    let mut download = Download::begin(request, &target.name, length)?;
    while let Some(piece) = response.chunk().await? {
        download.add(request, &piece)?;
    }
    download.etag = etag;
    Ok(download)
}
