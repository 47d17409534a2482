//! Pages that are no pages of one whole answer, and what a server calls unchanged.

use concordat_ingest_fetch::incoming_folder;

use crate::interfaces::first;
use crate::publishers::{nomis, nomis_page, nomis_place, nomis_rows};
use crate::server::{Answer, Server};
use crate::support::{bytes_of, names, unchanged};

/// A server that sends one text for each of three pages of 40 rows, made of the right one.
fn spoiled(spoil: impl Fn(usize, String) -> String + Send + Sync + 'static) -> Server {
    Server::start(move |asked, _| {
        let (header, rows) = nomis_rows();
        let offset: usize = asked.parameter("recordoffset").unwrap().parse().unwrap();
        Answer::ok(spoil(offset / 40, nomis_page(&header, &rows, offset, 40)).as_bytes())
    })
}

/// What is told of an answer that is spoiled so.
fn told(spoil: impl Fn(usize, String) -> String + Send + Sync + 'static) -> String {
    let server = spoiled(spoil);
    let place = nomis_place(&server, 3, "");
    let text = first(place.fetch());
    let folder = incoming_folder(place.home(), place.grant().dataset());
    assert!(!folder.exists() || std::fs::read_dir(folder).unwrap().next().is_none(), "nothing is left behind");
    text
}

#[test]
fn pages_that_do_not_fit_together_are_refused_with_their_number() {
    let (_, rows) = nomis_rows();
    assert_eq!(rows.len(), 90);
    let second = |page: usize, text: String, from: &str, to: &str| {
        if page == 1 { text.replace(from, to) } else { text }
    };
    let about = "server '127.0.0.1'";
    assert_eq!(
        told(move |page, text| second(page, text, "\"OBS_STATUS\"", "\"OBS_STATE\"")),
        format!("C343 {about}: page 2 has other columns than the first page")
    );
    assert_eq!(
        told(move |page, text| second(page, text, ",90\n", ",91\n")),
        format!("C344 {about}: page 2 says that there are 91 rows, the first page said 90")
    );
    let repeats = |_: usize, _: String| {
        let (header, rows) = nomis_rows();
        nomis_page(&header, &rows, 0, 40)
    };
    assert_eq!(told(repeats), format!("C343 {about}: page 2 repeats an earlier page"));
    let skips = |page: usize, text: String| {
        let (header, rows) = nomis_rows();
        if page == 1 { nomis_page(&header, &rows, 50, 40) } else { text }
    };
    assert_eq!(told(skips), format!("C343 {about}: page 2 is another page than was asked for"));
    let ends = |page: usize, text: String| {
        let (header, rows) = nomis_rows();
        if page == 1 { nomis_page(&header, &rows, 90, 40) } else { text }
    };
    assert_eq!(told(ends), format!("C344 {about} sent 40 rows, and says that there are 90"));
    let cut = |page: usize, text: String| if page == 2 { text[..text.len() - 20].to_owned() } else { text };
    assert_eq!(told(cut), format!("C344 {about}: page 3 is cut off inside a row"));
    let gap = |page: usize, text: String| {
        let lines: Vec<&str> = text.lines().collect();
        let lines = lines.iter().enumerate().filter(|(at, _)| page != 1 || *at != 7);
        lines.map(|(_, line)| format!("{line}\n")).collect()
    };
    assert_eq!(told(gap), format!("C343 {about}: page 2 holds rows that are not of one answer, in order"));
}

#[test]
fn an_answer_with_more_pages_than_permitted_is_refused_after_the_first() {
    let server = nomis(40);
    let text = first(nomis_place(&server, 2, "").fetch());
    assert_eq!(text, "C345 server '127.0.0.1' has 3 pages or more, the source permits 2");
    assert_eq!(server.paths().len(), 1);
    // A publisher that sends ever smaller pages is not asked without end.
    let shrinking = Server::start(|asked, _| {
        let (header, rows) = nomis_rows();
        let offset: usize = asked.parameter("recordoffset").unwrap().parse().unwrap();
        Answer::ok(nomis_page(&header, &rows, offset, if offset == 0 { 40 } else { 1 }).as_bytes())
    });
    assert!(first(nomis_place(&shrinking, 5, "").fetch()).starts_with("C345"));
    assert_eq!(shrinking.paths().len(), 5);
}

#[test]
fn pages_are_limited_in_bytes_together() {
    let endless = Server::start(|asked, _| {
        let (header, rows) = nomis_rows();
        let offset: usize = asked.parameter("recordoffset").unwrap().parse().unwrap();
        let row = rows[0].rsplitn(3, ',').last().unwrap().to_owned();
        let rows: Vec<String> = (offset..offset + 2000).map(|at| format!("{row},{at},90000")).collect();
        Answer::ok(format!("{header}\n{}\n", rows.join("\n")).as_bytes())
    });
    assert_eq!(first(nomis_place(&endless, 100, "").fetch()), "C317 'NM_2002_1.data.csv' is larger than 1 mebibytes");
    assert!(endless.paths().len() < 10);
}

/// A server whose pages have a tag for each version of them.
fn tagged(version: impl Fn(usize) -> usize + Send + Sync + 'static) -> Server {
    Server::start(move |asked, before| {
        let (header, rows) = nomis_rows();
        let offset: usize = asked.parameter("recordoffset").unwrap().parse().unwrap();
        let version = version(before);
        let tag = format!("\"{offset}-{version}\"");
        if asked.header("if-none-match") == Some(&tag) {
            return Answer::new("304 Not Modified", "", b"");
        }
        let rows: Vec<String> = rows.iter().map(|row| row.replace("29896", &format!("2989{version}"))).collect();
        let body = nomis_page(&header, &rows, offset, 40);
        Answer::new("200 OK", &format!("ETag: {tag}\r\n"), body.as_bytes())
    })
}

#[test]
fn pages_that_are_as_they_were_are_not_sent_again() {
    let server = tagged(|_| 6);
    let mut place = nomis_place(&server, 3, "");
    let fetched = place.fetch().unwrap();
    assert_eq!(fetched.deliveries[0].known().pages.len(), 3);
    place.keep(&fetched);
    let again = place.fetch().unwrap();
    assert_eq!((names(&again).len(), &again.unchanged), (0, &place.known));
    assert_eq!(server.asked().iter().filter(|asked| asked.header("if-none-match").is_some()).count(), 3);
}

#[test]
fn where_one_page_has_changed_all_are_asked_for_and_none_is_mixed() {
    // The first page, which holds the figure, is another from the second night on.
    let server = tagged(|before| if before == 0 { 6 } else { 7 });
    let mut place = nomis_place(&server, 3, "");
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    let again = place.fetch().unwrap();
    assert_eq!(names(&again), ["NM_2002_1.data.csv"]);
    let text = String::from_utf8(bytes_of(&again.deliveries[0])).unwrap();
    assert!(text.contains("29897") && !text.contains("29896"));
    assert_eq!(server.paths().len(), 6, "the page that had changed is not asked for twice");
}

#[test]
fn another_query_to_the_same_address_is_not_taken_for_the_one_before() {
    let server = tagged(|_| 6);
    let mut place = nomis_place(&server, 3, "");
    let fetched = place.fetch().unwrap();
    place.keep(&fetched);
    place.known[0].asked = Some("of another query".to_owned());
    let again = place.fetch().unwrap();
    // The bytes are equal, so that it is the delivery of before, known by the new query from now on.
    assert_eq!(
        (unchanged(&again), again.unchanged[0].asked == fetched.deliveries[0].known().asked),
        (vec!["NM_2002_1.data.csv"], true)
    );
    assert!(server.asked().iter().all(|asked| asked.header("if-none-match").is_none()));
}
