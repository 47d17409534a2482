//! Addresses and publishers' interfaces: what can be seen to be wrong before anything is asked.
//!
//! Not allowed in here: asking. A query that only the publisher can judge is judged by its answer.

use concordat_diagnostics::{Text, codes};

use crate::dialect::Dialect;
use crate::faults::Faults;
use crate::interface::{Description, Pages, PagesOf};
use crate::located::Located;
use crate::partnership::Declared;
use crate::source::{Content, DeliveryNote, Format, HttpsTransport, Source};

/// Longest wait that a source may permit, in seconds.
const LONGEST_WAIT: u32 = 3_600;

/// Most pages that a source may permit.
const MOST_PAGES: u32 = 1_000;

/// Columns without which nobody can tell whether an answer of Nomis is whole.
const NOMIS_COLUMNS: [&str; 2] = ["record_offset", "record_count"];

/// Adds faults at places of one file.
struct Teller<'a> {
    file: &'a str,
    faults: &'a mut Faults,
}

impl Teller<'_> {
    fn wrong<T>(&mut self, located: &Located<T>, words: &'static str) {
        self.faults.at(&codes::WRONG_VALUE, self.file, located, Text::new().say(words));
    }
}

pub(super) fn check(source: &Declared<Source>, https: &HttpsTransport, faults: &mut Faults) {
    let mut teller = Teller { file: &source.file, faults };
    address(&https.url, &mut teller);
    hosts(https, &mut teller);
    if let Some(wait) = https.wait_at_most_seconds.as_ref().filter(|wait| wait.value > LONGEST_WAIT) {
        teller.wrong(wait, "expected at most 3600 seconds: nobody waits for a longer pause in a night");
    }
    for pointer in https.follow.iter().filter(|pointer| !pointer.value.starts_with('/')) {
        teller.wrong(pointer, "expected a JSON Pointer, which begins with /, such as /downloads/csv/href");
    }
    if let Some(post) = https.post.as_ref().filter(|post| !post.value.is_object()) {
        teller.wrong(post, "expected the keys of a query, such as criteria and indicators");
    }
    lanes(&source.item, https, &mut teller);
    if let Some(pages) = &https.pages {
        paged(&source.item, https, pages, &mut teller);
    } else if dialect(&source.item) == Some(Dialect::NomisApi) {
        let words = "answers of Nomis end after 25,000 rows without a word: expected pages: {of: nomis, at_most: ...}";
        teller.wrong(&https.url, words);
    }
}

fn address(url: &Located<String>, teller: &mut Teller<'_>) {
    let Some(rest) = url.value.strip_prefix("https://") else {
        return teller.wrong(url, "the address must begin with https://");
    };
    if authority(rest).contains('@') {
        teller.wrong(url, "a user name or password does not belong in an address: use token_environment or token_file");
    }
}

/// What stands in an address before its path.
fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn hosts(https: &HttpsTransport, teller: &mut Teller<'_>) {
    for host in &https.also_hosts {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
        if host.value.is_empty() || !host.value.bytes().all(plain) {
            teller.wrong(host, "expected the name of a host alone, such as download.ons.gov.uk");
        }
    }
    let Some(proxy) = &https.proxy else { return };
    let rest = ["http://", "https://"].iter().find_map(|scheme| proxy.value.strip_prefix(scheme));
    match rest {
        None | Some("") => teller.wrong(proxy, "expected the address of a proxy, such as http://proxy.example:3128"),
        Some(rest) if authority(rest).contains('@') => {
            let words = "a proxy that needs a password stands in the environment (HTTPS_PROXY), not in a declaration";
            teller.wrong(proxy, words);
        }
        Some(_) => {}
    }
}

/// What looks into an answer is for published tables, and for files that come without a note.
fn lanes(source: &Source, https: &HttpsTransport, teller: &mut Teller<'_>) {
    let looks =
        https.post.is_some() || https.pages.is_some() || !https.follow.is_empty() || https.described_by.is_some();
    if looks && matches!(source.content, Content::Extract(_)) {
        teller.wrong(&https.url, "post, pages, follow and described_by are for published tables, not for records");
    }
    if looks && source.delivery_note == DeliveryNote::Required {
        teller.wrong(&https.url, "a publisher's interface sends no delivery notes: expected delivery_note: optional");
    }
    if looks && source.encryption.is_some() {
        teller.wrong(&https.url, "what is encrypted cannot be put together, followed or compared with a description");
    }
    let csv = matches!(source.settled_format(), Format::Csv(_));
    if https.described_by == Some(Description::Csvw) && (!csv || https.pages.is_some()) {
        teller.wrong(&https.url, "described_by: csvw is for one file of format csv");
    }
}

fn paged(source: &Source, https: &HttpsTransport, pages: &Located<Pages>, teller: &mut Teller<'_>) {
    if !(1..=MOST_PAGES).contains(&pages.at_most.value) {
        teller.wrong(&pages.at_most, "expected from 1 to 1000 pages");
    }
    if !https.follow.is_empty() {
        teller.wrong(pages, "expected pages or follow, and not both");
    }
    match (pages.of, source.settled_format()) {
        (PagesOf::Nomis, Format::Csv(_)) | (PagesOf::ExploreEducationStatistics, Format::Json) => {}
        (PagesOf::Nomis, _) => teller.wrong(pages, "pages of nomis are read as format csv"),
        (PagesOf::ExploreEducationStatistics, _) => {
            teller.wrong(pages, "pages of explore-education-statistics are read as format json; its /csv comes whole");
        }
    }
    if parameter(&https.url.value, pages.of.key()).is_some() {
        teller.wrong(&https.url, "the address says which page, which is for pages to say");
    }
    if pages.of == PagesOf::Nomis {
        nomis(https, teller);
    } else if let Some(post) = https.post.as_ref().filter(|post| post.value.get(pages.of.key()).is_some()) {
        teller.wrong(post, "the query says which page, which is for pages to say");
    }
}

fn nomis(https: &HttpsTransport, teller: &mut Teller<'_>) {
    if let Some(post) = &https.post {
        teller.wrong(post, "Nomis is asked by its address alone");
    }
    let Some(selected) = parameter(&https.url.value, "select") else { return };
    let selected = selected.to_lowercase().replace("%2c", ",");
    if !NOMIS_COLUMNS.iter().all(|column| selected.split(',').any(|one| one == *column)) {
        teller.wrong(
            &https.url,
            "select= leaves out record_offset or record_count, which tell whether an answer is whole",
        );
    }
}

/// A parameter of an address, its name in any letters.
fn parameter<'url>(url: &'url str, name: &str) -> Option<&'url str> {
    let query = url.split_once('?')?.1.split('#').next()?;
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn dialect(source: &Source) -> Option<Dialect> {
    match &source.content {
        Content::Published(published) => published.dialect.as_ref().map(|dialect| dialect.value),
        Content::Extract(_) => None,
    }
}
