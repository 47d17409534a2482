//! Pages, one behind the other, and everything by which they are told to be one whole answer.
//!
//! Not allowed in here: asking for a page.

use std::collections::BTreeSet;

use concordat_diagnostics::{Code, Diagnostic, Text, codes};
use reqwest::Url;

use crate::hashing::sha256_of;
use crate::request::{FetchRequest, KnownPage, Marks, Recognised};
use crate::spool::Download;

use super::parts::{Convention, NoPart, Part};
use super::{Asking, no_page};
use crate::https::client::about;
use crate::https::looks;

/// An answer that is being put together.
pub(super) struct Whole<'a> {
    request: &'a FetchRequest<'a>,
    url: &'a Url,
    convention: Convention,
    pages_at_most: u32,
    download: Download,
    heading: Vec<Vec<u8>>,
    total: u64,
    rows: u64,
    seen: BTreeSet<String>,
    pages: Vec<KnownPage>,
    warnings: u64,
}

impl<'a> Whole<'a> {
    pub(super) fn begin(asking: &Asking<'a>) -> Result<Self, Diagnostic> {
        Ok(Self {
            request: asking.request,
            url: asking.url,
            convention: Convention { of: asking.pages.of, delimiter: asking.delimiter() },
            pages_at_most: asking.pages.at_most.value,
            download: Download::begin(asking.request, asking.name, None)?,
            heading: Vec::new(),
            total: 0,
            rows: 0,
            seen: BTreeSet::new(),
            pages: Vec::new(),
            warnings: 0,
        })
    }

    /// Pages so far.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn is_complete(&self) -> bool {
        self.rows == self.total
    }

    /// Adds the next page.
    pub(super) fn add(&mut self, bytes: &[u8], marks: Marks) -> Result<(), Diagnostic> {
        if !self.seen.insert(sha256_of(bytes)) {
            return Err(self.fault(&codes::PAGES_DIFFER, |about| about.say(" repeats an earlier page")));
        }
        let part = self.convention.read(bytes).map_err(|fault| self.no_part(fault))?;
        if self.pages.is_empty() {
            self.first(&part)?;
        }
        self.fits(&part)?;
        let (between, _) = self.convention.joints();
        let before = if self.pages.is_empty() { part.header.as_slice() } else { between };
        self.download.add(self.request, before)?;
        self.download.add(self.request, &part.body)?;
        self.rows += part.rows;
        self.warnings = self.warnings.max(part.warnings);
        self.pages.push(KnownPage { rows: part.rows, etag: marks.etag, last_modified: marks.last_modified });
        if !self.is_complete() && self.count() >= self.pages_at_most {
            return Err(self.too_many(u64::from(self.count()) + 1));
        }
        Ok(())
    }

    /// The first page says what all have, and how many there will be.
    fn first(&mut self, part: &Part) -> Result<(), Diagnostic> {
        if part.rows == 0 && part.total == 0 {
            return Err(looks::empty(self.url));
        }
        self.heading.clone_from(&part.heading);
        self.total = part.total;
        let pages = part.total.div_ceil(part.rows.max(1));
        if pages > u64::from(self.pages_at_most) && part.rows > 0 {
            return Err(self.too_many(pages));
        }
        Ok(())
    }

    /// Whether a page is the one that was asked for, of the same answer as those before.
    fn fits(&self, part: &Part) -> Result<(), Diagnostic> {
        if part.rows == 0 {
            return Err(self.not_whole(self.rows));
        }
        if part.place != Some(self.convention.place(self.count(), self.rows)) {
            return Err(self.fault(&codes::PAGES_DIFFER, |about| about.say(" is another page than was asked for")));
        }
        if part.heading != self.heading {
            let told = |about: Text| about.say(" has other columns than the first page");
            return Err(self.fault(&codes::PAGES_DIFFER, told));
        }
        if part.total != self.total {
            let told = |about: Text| {
                let about = about.say(" says that there are ").number(part.total).say(" rows, the first page said ");
                about.number(self.total)
            };
            return Err(self.fault(&codes::ANSWER_NOT_WHOLE, told));
        }
        if self.rows.saturating_add(part.rows) > self.total {
            return Err(self.not_whole(self.rows.saturating_add(part.rows)));
        }
        Ok(())
    }

    /// What the publisher warned of.
    pub(super) fn warnings(&self) -> Option<Diagnostic> {
        let message = about(self.url).say(" sent the data with ").number(self.warnings).say(" warning(s)");
        (self.warnings > 0).then(|| Diagnostic::warning(&codes::ANSWERED_WITH_WARNINGS, message))
    }

    /// Nothing more comes.
    pub(super) fn finish(mut self, asked: &str) -> Result<Download, Diagnostic> {
        let (_, end) = self.convention.joints();
        self.download.add(self.request, end)?;
        let asked = Some(asked.to_owned());
        self.download.recognised = Recognised { marks: Marks::default(), asked, pages: self.pages };
        Ok(self.download)
    }

    fn no_part(&self, fault: NoPart) -> Diagnostic {
        match fault {
            NoPart::NoPage => no_page(self.url, self.convention.of),
            NoPart::CutOff => self.fault(&codes::ANSWER_NOT_WHOLE, |about| about.say(" is cut off inside a row")),
            NoPart::OutOfOrder => {
                self.fault(&codes::PAGES_DIFFER, |about| about.say(" holds rows that are not of one answer, in order"))
            }
        }
    }

    fn not_whole(&self, rows: u64) -> Diagnostic {
        let message = about(self.url).say(" sent ").number(rows).say(" rows, and says that there are ");
        Diagnostic::error(&codes::ANSWER_NOT_WHOLE, message.number(self.total))
    }

    fn too_many(&self, pages: u64) -> Diagnostic {
        let message = about(self.url).say(" has ").number(pages).say(" pages or more, the source permits ");
        Diagnostic::error(&codes::TOO_MANY_PAGES, message.number(u64::from(self.pages_at_most)))
    }

    /// A fault of the page that was just read.
    fn fault(&self, code: &'static Code, told: impl FnOnce(Text) -> Text) -> Diagnostic {
        let message = about(self.url).say(": page ").number(u64::from(self.count()) + 1);
        Diagnostic::error(code, told(message))
    }
}
