//! The receipt as a page: for people at the sending agency, in words, on one sheet of paper.
//!
//! Self-contained: no script, no font, no picture from elsewhere. Not allowed in here: anything that the receipt itself does not
//! hold; ratings and traffic lights; a cell.

use std::fmt::Write;

use concordat_diagnostics::text::thousands;

use crate::people::PeopleTold;
use crate::receipt::{Receipt, ReceiptFault, Verdict};

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #bbb}th{font-weight:normal;width:14rem}\
dt{font-weight:bold;margin-top:1rem}dd{margin:0}footer{margin-top:2rem;font-size:.9rem}\
@media print{body{margin:0;max-width:none}dt,dd{break-inside:avoid}}";

impl Receipt {
    /// The receipt as a page of HTML.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        let verdict = match self.verdict() {
            Verdict::Accepted => "was accepted",
            Verdict::Refused => "was not accepted, and nothing of it was taken in",
        };
        let (file, dataset) = (escape(self.file()), escape(self.dataset().as_str()));
        push(&mut page, "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\">");
        push(&mut page, "<meta name=\"viewport\" content=\"width=device-width\">");
        push(&mut page, &format!("<title>Receipt: {file}</title><style>{STYLE}</style></head>\n<body>\n"));
        push(&mut page, &format!("<h1>Receipt for {file}</h1>\n<p>This delivery {verdict}.</p>\n"));
        push(&mut page, &table(&self.rows(&dataset)));
        push(&mut page, &self.findings());
        push(&mut page, &self.foot());
        push(&mut page, "</body>\n</html>\n");
        page
    }

    fn rows(&self, dataset: &str) -> Vec<(&'static str, String)> {
        let mut rows = vec![("Dataset", dataset.to_owned()), ("Delivery", escape(self.delivery()))];
        if self.is_synthetic() {
            rows.push(("Made up", "The delivery note says that the records are made up.".to_owned()));
        }
        match self.counts() {
            Some(counts) => {
                let [read, accepted, aside] = [counts.read(), counts.accepted(), counts.quarantined()].map(thousands);
                rows.push(("Records", format!("{read} read = {accepted} accepted + {aside} set aside")));
            }
            None => rows.push(("Records", "The file was not read to its end.".to_owned())),
        }
        if let Some(people) = self.people() {
            rows.extend(people_rows(people));
        }
        rows
    }

    fn findings(&self) -> String {
        if self.faults().is_empty() {
            return "<h2>What was found</h2>\n<p>Nothing that has to be done.</p>\n".to_owned();
        }
        let mut text = "<h2>What was found, and what to do</h2>\n<dl>\n".to_owned();
        for fault in self.faults() {
            push(&mut text, &finding(fault, self.is_in_rows()));
        }
        text + "</dl>\n"
    }

    fn foot(&self) -> String {
        let contact = self.contact().map_or_else(
            || "Questions go to the team that runs the pipeline.".to_owned(),
            |contact| format!("Questions go to {}.", escape(contact)),
        );
        let numbers = match self.is_in_rows() {
            true => "Rows are numbered as the spreadsheet program shows them.",
            false => "Record numbers count from 1, without the header.",
        };
        format!(
            "<footer><p>{contact} Give the delivery and the code. {numbers} \
             No value of the file stands on this page; <code>concordat explain CODE</code> tells more of a code.</p></footer>\n"
        )
    }
}

fn people_rows(people: &PeopleTold) -> Vec<(&'static str, String)> {
    let mut rows = vec![("Agreed as", people.identifiability.words().to_owned())];
    let agreed = |agreed: Option<u64>| {
        agreed.map_or_else(|| "no number was agreed".to_owned(), |agreed| format!("at least {agreed} were agreed"))
    };
    if let Some(k) = people.k {
        let alone =
            people.unique_records.map_or_else(String::new, |alone| format!("; {} stand alone", thousands(alone)));
        let text = format!(
            "k = {}: so many records at least share the same traits ({}){alone}",
            thousands(k),
            agreed(people.k_agreed)
        );
        rows.push(("Smallest group", text));
    }
    for (field, l) in &people.l {
        let field = escape(field.as_str());
        let text = format!(
            "l = {l} for {field}: so many different values at least in each group ({})",
            agreed(people.l_agreed)
        );
        rows.push(("Least diversity", text));
    }
    rows
}

fn finding(fault: &ReceiptFault, in_rows: bool) -> String {
    let column = fault.column().map_or_else(String::new, |name| format!(", in the column {}", escape(name.as_str())));
    let (message, mend) = (escape(fault.message()), escape(fault.mend()));
    let mut first: Vec<String> = fault.first_cells().map(str::to_owned).collect();
    let words = match (first.is_empty(), in_rows) {
        (false, _) => ["Cell", "cells"],
        (true, true) => ["Row", "rows"],
        (true, false) => ["Record", "records"],
    };
    if first.is_empty() {
        first = fault.first_records().iter().map(|record| thousands(*record)).collect();
    }
    let times = match (fault.count(), first.as_slice()) {
        (_, []) => String::new(),
        (1, [only, ..]) => format!(" {} {only}.", words[0]),
        (count, first) => {
            format!(" {} times; the first {} are {}.", thousands(count), words[1], first.join(", "))
        }
    };
    format!("<dt>{} {message}{column}</dt>\n<dd>{times} {mend}</dd>\n", escape(fault.code()))
}

fn table(rows: &[(&'static str, String)]) -> String {
    let mut text = "<table>\n".to_owned();
    for (head, cell) in rows {
        push(&mut text, &format!("<tr><th scope=\"row\">{head}</th><td>{cell}</td></tr>\n"));
    }
    text + "</table>\n"
}

fn push(page: &mut String, text: &str) {
    // Writing to a String does not fail.
    let _written = page.write_str(text);
}

/// Text for HTML: file names and declared names may hold anything.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
