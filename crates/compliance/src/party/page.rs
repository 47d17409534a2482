//! A party's report as a page.
//!
//! Not allowed in here: anything that the report does not hold.

use super::PartyReport;
use crate::account::sections;
use crate::page::{Page, Section, Table};
use crate::uses;
use crate::words;

impl PartyReport {
    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let notice = self.sample.then(|| "These agreements and records were made up for a sample.".to_owned());
        let title = format!("{}: what was done with your data", self.party_name);
        let mut page = Page::new(title).with_notice(notice).with(self.summary()).with(self.found());
        for account in &self.agreements {
            let section = Section::new(format!("{}: {}", account.agreement, account.title));
            page = page.with(sections::done(sections::about(section, account), account));
        }
        for one in &self.uses {
            page = page.with(uses::section(one));
        }
        page.with(how())
    }

    /// What the data is used for, in the columns of the data use register.
    #[must_use]
    pub fn csv(&self) -> String {
        uses::table(&self.uses).csv()
    }

    fn summary(&self) -> Section {
        let since = self.since.map_or_else(|| "the beginning".to_owned(), |date| date.to_string());
        let in_force = self.agreements.iter().filter(|one| one.in_force).count() as u64;
        let total =
            |count: fn(&crate::account::Account) -> usize| self.agreements.iter().map(count).sum::<usize>() as u64;
        let readings: u64 = self.agreements.iter().flat_map(|one| &one.datasets).map(|one| one.readings).sum();
        Section::new("").facts([
            ("place", self.place.clone()),
            ("period", format!("from {since} to {}", self.until)),
            ("your datasets", self.datasets.join(", ")),
            ("agreements in force", in_force.to_string()),
            ("deliveries", total(|one| one.deliveries.len()).to_string()),
            ("readings", readings.to_string()),
            ("shown", words::count(total(|one| one.outputs.len()), "output", "outputs")),
            ("incidents", total(|one| one.incidents.len()).to_string()),
            ("ledger", format!("{} up to this day", words::count(self.ledger_entries, "entry", "entries"))),
        ])
    }

    fn found(&self) -> Section {
        let mut table = Table::new(["day", "what", "shown by"]);
        for breach in &self.breaches {
            let entry = breach.sequence.map(|sequence| format!("ledger entry {sequence}"));
            let release = breach.release.as_ref().map(|version| format!("release {version}"));
            let by = [entry, release].into_iter().flatten().collect::<Vec<_>>().join(", ");
            table.push([breach.on.to_string(), breach.says.clone(), by]);
        }
        let none = "Nothing was found that was received, read, linked, shown or kept other than you agreed to.";
        Section::new("Done otherwise than agreed").table(table, none)
    }
}

fn how() -> Section {
    Section::new("How to read this").list(
        [
            "Fields read come from the plans that ran: what the program opened, not what it was allowed to open.".to_owned(),
            "Entry numbers are places in the ledger. A party can check them with the ledger's checkpoints, without this \
             program."
                .to_owned(),
            "Rows are rows of a published table, those that are confidential and carry no number included.".to_owned(),
            "What people did with figures after they were shown is not in the ledger.".to_owned(),
        ],
        "",
    )
}
