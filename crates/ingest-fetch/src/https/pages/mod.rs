//! An answer in pages, put together to one file: as a whole, or not at all.
//!
//! Pages are looked into as far as that needs: headers, and what the publisher says of place and number of rows. Not allowed
//! in here: a figure; a page that is not the one that was asked for; asking on without end.

mod parts;
mod put;
mod results;
mod separated;

use std::time::Duration;

use concordat_declare::interface::{Pages, PagesOf};
use concordat_declare::source::{Format, HttpsTransport};
use concordat_diagnostics::{Diagnostic, codes};
use reqwest::{StatusCode, Url};

use crate::request::{FetchRequest, KnownFile, KnownPage, Marks};
use crate::retry::{Failed, Fault};
use crate::spool::Download;

use super::client::{Ask, Client, about, refused};
use super::looks;
use super::transfer::marks_of;

use self::parts::Convention;
use self::put::Whole;

/// What became of an answer in pages.
pub(super) enum Paged {
    File(Box<Download>),
    Unchanged(Box<KnownFile>),
    Absent,
}

/// What one request for a page brought.
enum Page {
    Body(Vec<u8>, Marks),
    NotModified,
    Absent,
}

/// An answer that is asked for page by page.
pub(super) struct Asking<'a> {
    pub(super) request: &'a FetchRequest<'a>,
    pub(super) client: &'a Client,
    pub(super) transport: &'a HttpsTransport,
    pub(super) pages: &'a Pages,
    pub(super) url: &'a Url,
    pub(super) name: &'a str,
    /// Hash of what is asked.
    pub(super) asked: &'a str,
}

impl Asking<'_> {
    /// Asks for every page, unless the server says that each is as it was.
    pub(super) async fn all(&self, notices: &mut Vec<Diagnostic>) -> Result<Paged, Fault> {
        let known = self.request.known(self.name).filter(|known| known.asked.as_deref() == Some(self.asked));
        let mut first = None;
        if let Some(known) = known.filter(|known| self.can_be_unchanged(known)) {
            match self.as_it_was(known).await? {
                Earlier::Same => return Ok(Paged::Unchanged(Box::new(known.clone()))),
                Earlier::Changed(page) => first = page,
            }
        }
        let mut whole = Whole::begin(self)?;
        loop {
            let page = match first.take() {
                Some(page) => page,
                None => self.page(whole.count(), whole.rows(), None).await?,
            };
            match page {
                Page::Body(bytes, marks) => whole.add(&bytes, marks)?,
                Page::Absent if whole.count() == 0 => return Ok(Paged::Absent),
                Page::Absent => return Err(refused(self.url, StatusCode::NOT_FOUND).into()),
                Page::NotModified => return Err(refused(self.url, StatusCode::NOT_MODIFIED).into()),
            }
            if whole.is_complete() {
                notices.extend(whole.warnings());
                return Ok(Paged::File(Box::new(whole.finish(self.asked)?)));
            }
            self.pause().await;
        }
    }

    /// Whether a server can say that nothing has changed: of every page it has said something, and none was asked by POST.
    fn can_be_unchanged(&self, known: &KnownFile) -> bool {
        self.transport.post.is_none()
            && !known.pages.is_empty()
            && known.pages.iter().all(|page| marks(page).are_there())
    }

    /// Asks whether every page is as it was; the first that is not ends it.
    async fn as_it_was(&self, known: &KnownFile) -> Result<Earlier, Fault> {
        let mut rows = 0;
        for (count, page) in known.pages.iter().enumerate() {
            if count > 0 {
                self.pause().await;
            }
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            match self.page(count, rows, Some(&marks(page))).await? {
                Page::NotModified => rows += page.rows,
                changed => return Ok(Earlier::Changed(Some(changed).filter(|_| count == 0))),
            }
        }
        Ok(Earlier::Same)
    }

    /// One page, behind so many pages and rows.
    async fn page(&self, count: u32, rows: u64, marks: Option<&Marks>) -> Result<Page, Fault> {
        let convention = Convention { of: self.pages.of, delimiter: self.delimiter() };
        let query = self.transport.post.as_ref().map(|post| &post.value);
        let (url, post) = convention.ask(self.url, query, count, rows);
        let ask = Ask { url: &url, marks, post: post.as_deref(), from: None };
        self.client.tried(&url, async || self.one(ask).await).await
    }

    /// One try. A page that broke off is asked for again: it is small.
    async fn one(&self, ask: Ask<'_>) -> Result<Page, Failed> {
        let mut response = self.client.send(ask).await?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED => return Ok(Page::NotModified),
            StatusCode::NOT_FOUND => return Ok(Page::Absent),
            StatusCode::NO_CONTENT => return Err(looks::empty(ask.url).into()),
            status => return Err(refused(ask.url, status).into()),
        }
        looks::announced(self.request, ask.url, &response)?;
        let marks = marks_of(response.headers());
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() as u64 > self.request.bytes_at_most() {
                return Err(crate::note::too_large(self.request, self.name).into());
            }
        }
        looks::begins(self.request, ask.url, &bytes)?;
        Ok(Page::Body(bytes, marks))
    }

    /// The separator of a source of separated values.
    fn delimiter(&self) -> u8 {
        delimiter(self.request)
    }

    /// A pause out of courtesy.
    async fn pause(&self) {
        tokio::time::sleep(Duration::from_millis(u64::from(self.pages.pause_milliseconds))).await;
    }
}

/// What a server says of pages that are known.
enum Earlier {
    Same,
    /// Something has changed; the first page, where it is at hand.
    Changed(Option<Page>),
}

fn marks(page: &KnownPage) -> Marks {
    Marks { etag: page.etag.clone(), last_modified: page.last_modified.clone() }
}

/// The separator of a source of separated values.
pub(super) fn delimiter(request: &FetchRequest<'_>) -> u8 {
    match request.source.settled_format() {
        Format::Csv(csv) => u8::try_from(csv.delimiter).unwrap_or(b','),
        _ => b',',
    }
}

/// The fault of a page that is no page of the convention.
fn no_page(url: &Url, of: PagesOf) -> Diagnostic {
    let (code, words) = match of {
        PagesOf::Nomis => {
            (&codes::NOT_THE_DATA, " sent no table with RECORD_OFFSET and RECORD_COUNT, which tell whether it is whole")
        }
        PagesOf::ExploreEducationStatistics => (&codes::QUERY_FAULTY, " sent no page with paging and results"),
    };
    Diagnostic::error(code, about(url).say(words))
}
