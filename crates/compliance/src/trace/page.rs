//! A trace as a page.
//!
//! Not allowed in here: anything that the trace does not hold.

use super::{Trace, TracedAgreement, TracedDataset, TracedFigure};
use crate::page::{Page, Section, Table};
use crate::words;

impl Trace {
    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let notice = self.synthetic.then(|| "This figure rests on made-up records and must not be quoted.".to_owned());
        let mut page = Page::new(format!("Where figure {} comes from", self.figure_id)).with_notice(notice);
        page = page.with(self.figure());
        for dataset in &self.datasets {
            page = page.with(of_dataset(dataset));
        }
        page.with(self.decision()).with(self.proofs())
    }

    fn figure(&self) -> Section {
        let figure = &self.figure;
        Section::new("What it says").facts([
            ("figure", value(figure, self.disclosure.shown)),
            ("indicator", format!("{} ({})", figure.title, figure.indicator)),
            ("definition", figure.definition.clone()),
            ("measure", words::measure(&figure.measure).to_owned()),
            ("compared with", figure.comparator.clone()),
            ("group", figure.group.clone()),
            ("area", format!("{} ({})", figure.area_name, figure.area_code)),
            ("period", figure.period.clone()),
            ("people", [&figure.sex, &figure.age, &figure.category].map(String::as_str).join(" ").trim().to_owned()),
            ("published", format!("in release {} for {}, as of {}", self.release, self.audience, self.as_of)),
        ])
    }

    fn decision(&self) -> Section {
        let disclosure = &self.disclosure;
        let shown = if disclosure.shown { "shown" } else { "no number is shown: it is confidential" };
        Section::new("How it was computed and cleared").facts([
            ("method", self.method.clone()),
            ("disclosure decision", shown.to_owned()),
            ("disclosure rule", disclosure.rule.clone()),
            ("marks", disclosure.marks.clone()),
            ("why marked", disclosure.reason.clone()),
            ("program", format!("concordat {}", self.code_version)),
            ("run", self.run.clone().unwrap_or_else(|| "not in the ledger".to_owned())),
        ])
    }

    fn proofs(&self) -> Section {
        let mut table = Table::new(["ledger entry", "night of", "says"]);
        for entry in &self.ledger {
            table.push([entry.sequence.to_string(), entry.as_of.to_string(), entry.says.clone()]);
        }
        Section::new("In the ledger").table(table, "The ledger holds no entry about it.")
    }
}

fn value(figure: &TracedFigure, shown: bool) -> String {
    if !shown {
        return "confidential, no number".to_owned();
    }
    if figure.value.is_empty() {
        return "no number".to_owned();
    }
    let mut text = format!("{} {}", figure.value, figure.unit);
    if !figure.lower_95.is_empty() {
        text += &format!(" (95% interval {} to {})", figure.lower_95, figure.upper_95);
    }
    match (figure.count.as_str(), figure.denominator.as_str()) {
        ("", "") => text,
        (count, "") => format!("{text}; {count} counted"),
        ("", denominator) => format!("{text}; denominator {denominator}"),
        (count, denominator) => format!("{text}; {count} out of {denominator}"),
    }
}

fn of_dataset(dataset: &TracedDataset) -> Section {
    let mut section = Section::new(format!("Data: {}", dataset.title)).facts([
        ("dataset", dataset.dataset.clone()),
        ("sent by", dataset.supplier_name.clone()),
        ("records are", dataset.identifiability.clone()),
        ("read for", words::purpose(&dataset.purpose)),
        ("open licence", dataset.licence.clone()),
        ("decision token", dataset.decision.clone()),
    ]);
    section = section.table(columns(dataset), "No column of records was read: these are published figures.");
    section = section.table(extracts(dataset), "");
    for agreement in &dataset.agreements {
        section = of_agreement(section, agreement);
    }
    section
}

fn columns(dataset: &TracedDataset) -> Table {
    let mut table = Table::new(["column read", "used so that", "ledger entry"]);
    for column in &dataset.columns {
        let roles: Vec<&str> = column.roles.iter().map(|role| words::role(role)).collect();
        let entry = column.ledger_sequence.map_or_else(|| "not in the ledger".to_owned(), |it| it.to_string());
        table.push([column.column.clone(), roles.join("; "), entry]);
    }
    table
}

fn extracts(dataset: &TracedDataset) -> Table {
    let mut table = Table::new(["extract", "received", "ledger entry", "commitment (keyed hash of its content)"]);
    for extract in &dataset.extracts {
        let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "not in the ledger".to_owned());
        table.push([
            extract.period.clone(),
            or_unknown(extract.received.map(|date| date.to_string())),
            or_unknown(extract.ledger_sequence.map(|sequence| sequence.to_string())),
            extract.commitment.clone(),
        ]);
    }
    table
}

fn of_agreement(section: Section, agreement: &TracedAgreement) -> Section {
    let expiry = agreement.expiry.map(|date| format!(", until {date}")).unwrap_or_default();
    let mut table = Table::new(["clause", "says"]);
    for clause in &agreement.clauses {
        let text = clause.text.clone().unwrap_or_else(|| "this version is no longer declared here".to_owned());
        table.push([clause.clause.clone(), text]);
    }
    let title = if agreement.title.is_empty() { String::new() } else { format!(": {}", agreement.title) };
    section.subheading(format!("Permitted by agreement {}{title}{expiry}", agreement.agreement)).table(table, "")
}
