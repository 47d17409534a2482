//! A check as a page.
//!
//! Not allowed in here: a colour or a rating.

use super::{Check, CheckedAgreement};
use crate::account::sections;
use crate::page::{Page, Section, Table};
use crate::words;

impl Check {
    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let notice = self.sample.then(|| "These agreements were made up for a sample and bind nobody.".to_owned());
        let title = format!("{}: agreements as of {}", self.place, self.as_of);
        let page = Page::new(title).with_notice(notice).with(self.summary()).with(self.found());
        self.agreements.iter().fold(page, |page, one| page.with(agreement(one)))
    }

    fn summary(&self) -> Section {
        let checked = self.checked;
        let looked = format!(
            "{} of {} with anything done under them; {}, {}, {}.",
            checked.agreements_used,
            words::count(self.agreements.len() as u64, "agreement", "agreements"),
            words::count(checked.deliveries, "delivery", "deliveries"),
            words::count(checked.readings, "reading", "readings"),
            words::count(checked.outputs, "output", "outputs")
        );
        Section::new("").facts([
            ("looked at", looked),
            (
                "breaches",
                if self.breaches.is_empty() { "none found".to_owned() } else { self.breaches.len().to_string() },
            ),
        ])
    }

    /// Breaches as a table.
    #[must_use]
    pub fn breaches_table(&self) -> Table {
        let mut table = Table::new(["day", "what", "agreement", "shown by"]);
        for breach in &self.breaches {
            let entry = breach.sequence.map(|sequence| format!("ledger entry {sequence}"));
            let release = breach.release.as_ref().map(|version| format!("release {version}"));
            let by = [entry, release].into_iter().flatten().collect::<Vec<_>>().join(", ");
            table.push([breach.on.to_string(), breach.says.clone(), breach.agreements.join(", "), by]);
        }
        table
    }

    fn found(&self) -> Section {
        let none = "Nothing was found that was received, read, linked, shown or kept other than the agreements permit.";
        Section::new("Breaches").table(self.breaches_table(), none)
    }
}

fn agreement(one: &CheckedAgreement) -> Section {
    let account = &one.account;
    let section = Section::new(format!("{}: {}", account.agreement, account.title));
    let section = sections::about(section, account).list(one.attention.clone(), "");
    sections::done(section, account)
}
