//! One address and what the server has there: nothing yet, what is known, or a new file.
//!
//! Not allowed in here: giving a file its final name before it was compared with its note or description.

use std::collections::BTreeSet;

use concordat_agreement::ReceiveGrant;
use concordat_base::Period;
use concordat_declare::source::{DeliveryNote, Format, HttpsTransport};
use concordat_diagnostics::{Diagnostic, Place, codes};
use reqwest::{StatusCode, Url};

use crate::delivery::{Delivery, Origin};
use crate::hashing::sha256_of;
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, KnownFile};
use crate::retry::Fault;
use crate::sealed::Opener;
use crate::spool::{self, Accepted, Download};

use super::client::{Ask, Client, about, refused};
use super::pages::{self, Asking, Paged};
use super::transfer::{Got, Small, Transfer, small};
use super::{described, links, looks};

/// What stands for a period in an address.
pub(super) const PERIOD: &str = "{period}";

/// One file to ask for.
#[derive(Debug)]
pub(super) struct Target {
    name: String,
    url: Url,
    /// Whether the address is one of several, which may not be there yet.
    of_period: bool,
}

/// The addresses to ask: one, or one for each expected period that the agreements share.
pub(super) fn targets(
    grant: &ReceiveGrant,
    request: &FetchRequest<'_>,
    transport: &HttpsTransport,
) -> Result<Vec<Target>, Diagnostic> {
    let template = transport.url.value.as_str();
    if !template.contains(PERIOD) {
        return Ok(vec![target(request, template, None, transport)?]);
    }
    let shared = |period: &&Period| grant.history_from().is_none_or(|from| period.end() >= from);
    let periods: BTreeSet<Period> = request.expected.iter().filter(shared).copied().collect();
    periods.into_iter().map(|period| target(request, template, Some(period), transport)).collect()
}

fn target(
    request: &FetchRequest<'_>,
    template: &str,
    period: Option<Period>,
    transport: &HttpsTransport,
) -> Result<Target, Diagnostic> {
    let written = period.map(|period| period.to_string().replace('/', "-"));
    let address = written.as_ref().map_or_else(|| template.to_owned(), |text| template.replace(PERIOD, text));
    let url = Url::parse(&address).ok().filter(|url| url.scheme() == "https" && url.has_host());
    let url = url.ok_or_else(|| {
        let place = Place { file: String::new(), line: transport.url.line, column: transport.url.column };
        let fault = Diagnostic::error(&codes::WRONG_VALUE, "the address of the source is not an https address");
        fault.at(place)
    })?;
    let last = last_part(request, transport, &url);
    let name = match &written {
        Some(text) if !last.contains(text.as_str()) => format!("{text}-{last}"),
        _ => last,
    };
    Ok(Target { name, url, of_period: period.is_some() })
}

/// The name of the file: the last part of the address, but for an interface, whose addresses end in words of its own.
fn last_part(request: &FetchRequest<'_>, transport: &HttpsTransport, url: &Url) -> String {
    let last = url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    if looks::is_published(request) && (!last.contains('.') || !transport.follow.is_empty()) {
        let ending = match request.source.settled_format() {
            Format::Csv(_) => "csv",
            Format::Workbook => "workbook",
            Format::Parquet => "parquet",
            Format::Json | Format::OfDialect => "json",
        };
        return format!("{}.{ending}", request.source.id.value);
    }
    if last.is_empty() { "download".to_owned() } else { last.to_owned() }
}

/// What became of it.
pub(super) enum Answered {
    New(Box<Delivery>),
    Unchanged(Box<KnownFile>),
    NotYet,
}

/// What every file of one source is asked for with.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a> {
    pub(super) request: &'a FetchRequest<'a>,
    pub(super) transport: &'a HttpsTransport,
    pub(super) client: &'a Client,
    pub(super) opener: Option<&'a Opener>,
}

impl Asker<'_> {
    /// Asks for the note, then for the file, and compares the two.
    pub(super) async fn fetch(self, target: &Target, notices: &mut Vec<Diagnostic>) -> Result<Answered, Fault> {
        let note = self.fetch_note(target).await?;
        if note.is_none() && self.request.source.delivery_note == DeliveryNote::Required {
            return if target.of_period { Ok(Answered::NotYet) } else { Err(note::awaited(&target.name).into()) };
        }
        let Some(url) = links::follow(self.client, self.transport, &target.url).await? else {
            return absent(target);
        };
        let known = self.request.known(&target.name);
        let known = known.filter(|known| known.has_note(note.as_ref().map(|read| read.sha256.as_str())));
        match self.fetch_file(target, &url, known, notices).await? {
            Paged::Absent => absent(target),
            Paged::Unchanged(known) => Ok(Answered::Unchanged(known)),
            Paged::File(download) => {
                Ok(match download.accept(self.request, self.opener, note, known, Origin::Https)? {
                    Accepted::New(delivery) => Answered::New(delivery),
                    Accepted::Unchanged(known) => Answered::Unchanged(known),
                })
            }
        }
    }

    async fn fetch_file(
        self,
        target: &Target,
        url: &Url,
        known: Option<&KnownFile>,
        notices: &mut Vec<Diagnostic>,
    ) -> Result<Paged, Fault> {
        let query = self.transport.post.as_ref().map(|post| post.value.to_string());
        let asked = sha256_of(format!("{url}\n{}", query.as_deref().unwrap_or_default()).as_bytes());
        let Some(pages) = &self.transport.pages else {
            return self.in_one_answer(target, url, query.as_deref(), known, asked).await;
        };
        let (request, client, transport) = (self.request, self.client, self.transport);
        let (name, asked) = (target.name.as_str(), asked.as_str());
        Asking { request, client, transport, pages, url, name, asked }.all(notices).await
    }

    /// A file that comes in one answer.
    async fn in_one_answer(
        self,
        target: &Target,
        url: &Url,
        query: Option<&str>,
        known: Option<&KnownFile>,
        asked: String,
    ) -> Result<Paged, Fault> {
        let marks = known.filter(|_| query.is_none()).and_then(|known| known.marks(&asked));
        let ask = Ask { marks: marks.as_ref(), post: query.map(str::as_bytes), ..Ask::whole(url) };
        let mut transfer = Transfer::new(self.request, &target.name, ask);
        let got = self.client.tried(url, async || transfer.one(self.client).await).await?;
        let mut download: Download = match (got, transfer.finish(), known) {
            (Got::File, Some(download), _) => download,
            (Got::NotModified, _, Some(known)) => return Ok(Paged::Unchanged(Box::new(known.clone()))),
            (Got::NotModified | Got::File, ..) => return Err(refused(url, StatusCode::NOT_MODIFIED).into()),
            (Got::Absent, ..) => return Ok(Paged::Absent),
        };
        if self.transport.described_by.is_some() {
            let delimiter = pages::delimiter(self.request);
            download.description = Some(described::fetch(self.client, url, delimiter, download.head()).await?);
        }
        download.recognised.asked = Some(asked);
        Ok(Paged::File(Box::new(download)))
    }

    /// The note at the address with its ending, where the server has one. Publishers have none.
    async fn fetch_note(self, target: &Target) -> Result<Option<ReadNote>, Fault> {
        let required = self.request.source.delivery_note == DeliveryNote::Required;
        if looks::is_published(self.request) && !required {
            return Ok(None);
        }
        let mut url = target.url.clone();
        url.set_path(&format!("{}{}", spool::plain_name(self.request, target.url.path()), note::ENDING));
        match self.client.tried(&url, async || small(self.client, &url, note::BYTES_AT_MOST).await).await? {
            Small::Bytes(bytes) => {
                let name = file_name(target);
                Ok(Some(note::read(self.request, spool::plain_name(self.request, &name), &bytes)?))
            }
            Small::TooLarge => {
                let message = about(&url).say(" sent a delivery note that is too large");
                Err(Diagnostic::error(&codes::NOTE_DIFFERS, message).into())
            }
            Small::Status(StatusCode::NOT_FOUND | StatusCode::GONE) => Ok(None),
            Small::Status(status) if required => Err(refused(&url, status).into()),
            Small::Status(_) => Ok(None),
        }
    }
}

/// Nothing is there: no fault of a period that is still to come.
fn absent(target: &Target) -> Result<Answered, Fault> {
    if target.of_period { Ok(Answered::NotYet) } else { Err(refused(&target.url, StatusCode::NOT_FOUND).into()) }
}

/// The name that a note gives the file: the last part of the address.
fn file_name(target: &Target) -> String {
    let last = target.url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    if last.is_empty() { target.name.clone() } else { last.to_owned() }
}
