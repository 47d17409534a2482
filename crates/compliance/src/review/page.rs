//! A review as a page.
//!
//! Not allowed in here: anything that the review does not hold.

use super::Review;
use crate::account::sections;
use crate::page::{Page, Section, Table};
use crate::words;

impl Review {
    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let account = &self.account;
        let notice = account.sample.then(|| "This agreement was made up for a sample and binds nobody.".to_owned());
        let title = format!("{}: review of {}: {}", self.place, account.agreement, account.title);
        let about = sections::about(Section::new(""), account);
        let looked = format!("Looked at: {} to {}.", self.days.from, self.days.until);
        Page::new(title)
            .with_notice(notice)
            .with(about.say(looked))
            .with(self.dates())
            .with(self.never_read())
            .with(sections::done(Section::new("What was done"), account))
    }

    fn dates(&self) -> Section {
        let mut table = Table::new(["day", "what"]);
        for one in &self.dates {
            let past = if one.date < self.days.until { " (past)" } else { "" };
            table.push([one.date.to_string(), format!("{}{past}", one.says)]);
        }
        let due = self.due.iter().map(|(date, number)| {
            let extracts = words::count(*number, "extract", "extracts");
            format!("{date}: {extracts} to be destroyed by this day")
        });
        let section = Section::new("Dates").table(table, "").list(due, "Nothing falls due within twelve months.");
        let section = section.subheading("Reviews done").list(self.reviews.clone(), "None is in the ledger.");
        section.subheading("Suspensions").list(self.suspensions.clone(), "None.")
    }

    fn never_read(&self) -> Section {
        let mut table = Table::new(["dataset", "field", "received", "why it was to be needed"]);
        for one in &self.never_read {
            let received = if one.received { "yes" } else { "never" }.to_owned();
            table.push([one.dataset.clone(), one.field.clone(), received, one.why.clone()]);
        }
        Section::new("Fields that were not read in twelve months").table(table, "Every field was read.")
    }
}
