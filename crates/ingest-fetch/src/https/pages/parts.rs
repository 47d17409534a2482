//! What is alike in publishers' conventions of paging, and which page is asked for how.
//!
//! Not allowed in here: what is done with a page.

use concordat_declare::interface::PagesOf;
use reqwest::Url;
use serde_json::Value;

use super::{results, separated};

/// A convention, with what reading a page by it needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Convention {
    pub(super) of: PagesOf,
    pub(super) delimiter: u8,
}

/// One page, read as far as putting it to the others needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// What pages of one answer have in common: the columns.
    pub(super) heading: Vec<Vec<u8>>,
    /// The place the publisher says it has: rows before it, or pages.
    pub(super) place: Option<u64>,
    /// Rows of the whole answer, as the publisher says.
    pub(super) total: u64,
    /// Its rows.
    pub(super) rows: u64,
    /// The bytes of its rows, the header apart.
    pub(super) body: Vec<u8>,
    /// The bytes before its rows.
    pub(super) header: Vec<u8>,
    /// Warnings that came with it.
    pub(super) warnings: u64,
}

/// Why a page cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPart {
    /// It does not say what the convention promises.
    NoPage,
    /// A row in it has fewer cells than the header.
    CutOff,
    /// Its rows do not say the same of the whole, or do not follow each other.
    OutOfOrder,
}

impl Convention {
    /// Address and body for the page behind so many pages and rows.
    pub(super) fn ask(self, url: &Url, query: Option<&Value>, count: u32, rows: u64) -> (Url, Option<Vec<u8>>) {
        let mut url = url.clone();
        let value = match self.of {
            PagesOf::Nomis => rows,
            PagesOf::ExploreEducationStatistics => u64::from(count) + 1,
        };
        let key = self.of.key();
        let Some(query) = query else {
            url.query_pairs_mut().append_pair(key, &value.to_string());
            return (url, None);
        };
        let mut query = query.clone();
        if let Value::Object(fields) = &mut query {
            fields.insert(key.to_owned(), Value::from(value));
        }
        (url, Some(query.to_string().into_bytes()))
    }

    /// The place that the page behind so many pages and rows must say it has.
    pub(super) fn place(self, count: u32, rows: u64) -> u64 {
        match self.of {
            PagesOf::Nomis => rows,
            PagesOf::ExploreEducationStatistics => u64::from(count) + 1,
        }
    }

    pub(super) fn read(self, bytes: &[u8]) -> Result<Part, NoPart> {
        match self.of {
            PagesOf::Nomis => separated::read(bytes, self.delimiter),
            PagesOf::ExploreEducationStatistics => results::read(bytes),
        }
    }

    /// What stands between the rows of two pages, and behind the last.
    pub(super) fn joints(self) -> (&'static [u8], &'static [u8]) {
        match self.of {
            PagesOf::Nomis => (b"", b""),
            PagesOf::ExploreEducationStatistics => (b",\n", b"\n]}\n"),
        }
    }
}
