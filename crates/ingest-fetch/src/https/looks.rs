//! Whether an answer looks like what the source declares, before anybody takes it for data.
//!
//! Not allowed in here: a word of the answer in a message.

use concordat_declare::source::{Content, Format};
use concordat_diagnostics::{Diagnostic, codes};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use reqwest::{Response, Url};

use crate::request::FetchRequest;
use crate::spool::HEAD_AT_MOST;

use super::client::about;

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A page for people to read.
    Page,
    Json,
    Separated,
    Workbook,
    /// A kind that no source declares.
    Other,
    /// Servers that do not know better say this of anything.
    Unsaid,
}

/// Whether a source holds published tables, which come from publishers that send no notes.
pub(super) fn is_published(request: &FetchRequest<'_>) -> bool {
    matches!(request.source.content, Content::Published(_))
}

/// Compares what the server says that it sends with what the source declares.
pub(super) fn announced(request: &FetchRequest<'_>, url: &Url, response: &Response) -> Result<(), Diagnostic> {
    let headers = response.headers();
    if text(headers, CONTENT_ENCODING).is_some_and(|coding| !coding.is_empty() && coding != "identity") {
        let message = about(url).say(" sent a compressed answer, which was not asked for");
        return Err(Diagnostic::error(&codes::NOT_THE_DATA, message));
    }
    // Agencies' own servers may call an extract what they like; the gate looks into it.
    if !is_published(request) {
        return Ok(());
    }
    let kind = kind_of(&text(headers, CONTENT_TYPE).unwrap_or_default());
    if fits(kind, &request.source.settled_format()) { Ok(()) } else { Err(another(request, url, kind)) }
}

/// Looks at the first bytes, which tell when the server does not.
pub(super) fn begins(request: &FetchRequest<'_>, url: &Url, head: &[u8]) -> Result<(), Diagnostic> {
    if request.source.encryption.is_some() {
        return Ok(());
    }
    if head.is_empty() && is_published(request) {
        return Err(empty(url));
    }
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = bare[..bare.len().min(16)].to_ascii_lowercase();
    let page = [&b"<!doctype"[..], b"<html", b"<head", b"<?xml"].iter().any(|tag| start.starts_with(tag));
    let separated = matches!(request.source.settled_format(), Format::Csv(_));
    match () {
        () if page => Err(another(request, url, Kind::Page)),
        () if separated && is_published(request) && start.starts_with(b"{") => Err(another(request, url, Kind::Json)),
        () => Ok(()),
    }
}

/// Whether an answer that was asked for as one file can be all there is: a header alone is nothing, and the first of several
/// pages, taken for all, would be too little.
pub(super) fn is_all(request: &FetchRequest<'_>, url: &Url, head: &[u8]) -> Result<(), Diagnostic> {
    if !is_published(request) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(head);
    let of = match request.source.settled_format() {
        Format::Csv(_) if !text.trim_end().contains(['\n', '\r']) && head.len() < HEAD_AT_MOST => {
            return Err(empty(url));
        }
        Format::Csv(_) => text.lines().next().is_some_and(|line| line.contains("RECORD_COUNT")).then_some("nomis"),
        Format::Json => {
            let several = text.split_once(PAGES_IN_JSON).is_some_and(|(_, rest)| more_than_one(rest));
            several.then_some("explore-education-statistics")
        }
        _ => None,
    };
    let Some(of) = of else { return Ok(()) };
    let message =
        about(url).say(" sends its answer in pages, and the source takes the first for all: declare pages of ");
    Err(Diagnostic::error(&codes::ANSWER_NOT_WHOLE, message.declared(of)))
}

/// How the number of pages is announced in JSON.
const PAGES_IN_JSON: &str = "\"totalPages\"";

/// Whether the number behind a colon is above one.
fn more_than_one(rest: &str) -> bool {
    let digits = rest.trim_start().trim_start_matches(':').trim_start();
    let digits = digits.split(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    digits.parse::<u64>().is_ok_and(|pages| pages > 1)
}

/// The fault of an answer without anything in it.
pub(super) fn empty(url: &Url) -> Diagnostic {
    Diagnostic::error(&codes::EMPTY_ANSWER, about(url).say(" sent an answer without a row"))
}

fn another(request: &FetchRequest<'_>, url: &Url, kind: Kind) -> Diagnostic {
    let format = match request.source.settled_format() {
        Format::Csv(_) => "csv",
        Format::Parquet => "parquet",
        Format::Workbook => "a workbook",
        Format::Json | Format::OfDialect => "json",
    };
    let (code, words) = match kind {
        Kind::Page => (&codes::NOT_THE_DATA, " sent a page for people to read, in place of "),
        Kind::Json => (&codes::QUERY_FAULTY, " answered in JSON, as interfaces report a fault, in place of "),
        Kind::Separated => (&codes::NOT_THE_DATA, " sent separated values, in place of "),
        Kind::Workbook => (&codes::NOT_THE_DATA, " sent a workbook, in place of "),
        Kind::Other | Kind::Unsaid => (&codes::NOT_THE_DATA, " sent an answer of another kind, in place of "),
    };
    Diagnostic::error(code, about(url).say(words).say(format))
}

fn fits(kind: Kind, format: &Format) -> bool {
    match kind {
        Kind::Unsaid => true,
        Kind::Separated => matches!(format, Format::Csv(_)),
        // Some servers call separated values a workbook, since that is what opens them.
        Kind::Workbook => matches!(format, Format::Csv(_) | Format::Workbook),
        Kind::Json => matches!(format, Format::Json),
        Kind::Page | Kind::Other => false,
    }
}

fn kind_of(content_type: &str) -> Kind {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Kind::Page,
        "text/csv" | "application/csv" | "text/comma-separated-values" => Kind::Separated,
        "application/json" | "text/json" => Kind::Json,
        "application/vnd.ms-excel" | "application/zip" => Kind::Workbook,
        "text/xml" | "application/xml" | "application/pdf" => Kind::Other,
        other if other.ends_with("+json") => Kind::Json,
        other if other.starts_with("application/vnd.oasis.") => Kind::Workbook,
        other if other.starts_with("application/vnd.openxmlformats") => Kind::Workbook,
        other if other.ends_with("+xml") || other.starts_with("image/") => Kind::Other,
        _ => Kind::Unsaid,
    }
}

fn text(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_what_servers_call_them() {
        for (content_type, kind) in [
            ("text/html; charset=utf-8", Kind::Page),
            ("text/csv;charset=utf-8", Kind::Separated),
            ("application/problem+json", Kind::Json),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind::Workbook),
            ("image/png", Kind::Other),
            ("application/octet-stream", Kind::Unsaid),
            ("", Kind::Unsaid),
        ] {
            assert_eq!(kind_of(content_type), kind, "{content_type}");
        }
    }
}
