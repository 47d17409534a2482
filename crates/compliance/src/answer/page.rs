//! The material for an answer as a page.
//!
//! Not allowed in here: anything that the answer does not hold.

use super::Answer;
use crate::account::sections;
use crate::page::{Page, Section, Table};

impl Answer {
    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let notice = self.sample.then(|| "These agreements and records were made up for a sample.".to_owned());
        let title = format!("{}: material for an answer about {}", self.place, self.title);
        let mut page = Page::new(title).with_notice(notice).with(self.about());
        for account in &self.agreements {
            let section = Section::new(format!("{}: {}", account.agreement, account.title));
            page = page.with(sections::done(sections::about(section, account), account));
        }
        page.with(self.proven()).with(Section::new("What cannot be answered here").list(self.cannot.clone(), ""))
    }

    fn about(&self) -> Section {
        Section::new("")
            .facts([
                ("dataset", self.dataset.clone()),
                ("sent by", format!("{} ({})", self.supplier, self.supplier_contact)),
                ("people turn to", self.rights_contacts.join(", ")),
                ("days asked about", format!("{} to {}", self.from, self.until)),
                ("kept until", self.kept_until()),
            ])
            .subheading("Lawful basis")
            .list(self.lawful_basis.clone(), "")
            .subheading("Recipients")
            .list(self.recipients.clone(), "Nobody was shown anything that rests on it on these days.")
    }

    fn kept_until(&self) -> String {
        let kept = self.agreements.iter().flat_map(|one| &one.kept).filter(|one| one.destroyed.is_none());
        match kept.map(|one| one.due_on).max() {
            Some(last) => format!("{last} at the latest; each extract has its own day, listed below"),
            None => "nothing of it is kept".to_owned(),
        }
    }

    fn proven(&self) -> Section {
        let mut table = Table::new(["ledger entry", "night of", "says"]);
        for proof in &self.proofs {
            table.push([proof.sequence.to_string(), proof.as_of.to_string(), proof.says.clone()]);
        }
        Section::new("Proofs in the ledger").table(table, "The ledger holds no entry about it on these days.")
    }
}
