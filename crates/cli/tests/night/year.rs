//! A year of three users, played as one story: the team's nights over an agreement that ends and a column that is withdrawn,
//! the partner's own checks with openssl and coreutils and the three frauds it finds, and the day on which data is destroyed.
//!
//! Not allowed in here: the ledger crate's own way of checking, where the partner has another.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compliance::{EARLY_YEARS, FALLS, attested_anew, gone, lost, rows};
use crate::found::{GAP, MIDDLESBROUGH, POLICE, text};
use crate::ledger::{ENTRIES, check, without};
use crate::place::{HOME, PIPELINE, Place};

const COUNCIL: &str = "middlesbrough-council";
const FALLS_AGREEMENT: &str = "pipelines/south-tees/agreements/dsa-south-tees-hospitals-falls.yaml";
const SECOND_VERSION: &str = "pipelines/south-tees/agreements/dsa-middlesbrough-early-years@2.yaml";
/// A year after the first night, when what the first night received has been kept for its whole time.
const A_YEAR_ON: &str = "2027-06-30";

#[test]
fn a_year_of_the_team_the_authors_and_a_partner() {
    let place = a_place_on_the_eve();
    place.run(&["--as-of", "2026-06-29"]).ended(0);
    let partner = Partner::new(&place);

    an_agreement_expires_at_midnight_and_only_its_figures_go(&place);
    partner.finds_nothing(&place, "after-the-expiry");
    a_partner_withdraws_a_column_and_only_what_needs_it_goes(&place);
    partner.finds_nothing(&place, "after-the-withdrawal");
    partner.finds_three_frauds(&place);
    the_day_of_retention_passes(&place);
    partner.finds_nothing(&place, "after-the-year");
}

/// Falls are shared until the end of June; pupils' records are kept for a year.
fn a_place_on_the_eve() -> Place {
    let place = Place::new(&[FALLS, GAP, POLICE[0]]);
    place.replace(FALLS_AGREEMENT, "expiry: 2027-08-31", "expiry: 2026-06-30");
    place.replace(FALLS_AGREEMENT, "next_review: 2026-09-01", "next_review: 2026-06-15");
    attested_anew(&place, FALLS_AGREEMENT);
    place.replace(EARLY_YEARS, "raw: P10Y", "raw: P1Y");
    place
}

fn an_agreement_expires_at_midnight_and_only_its_figures_go(place: &Place) {
    let last = place.run(&[]).ended(0);
    let notice = last.said("C282");
    assert!(notice.len() == 1 && text(&notice[0]["text"]).contains(FALLS), "{notice:?}");
    let before = rows(place);
    let supposed = lost(&place.ask_json(&["agreements", "what-if", PIPELINE, "--on", "2026-07-01"]));
    let night = place.run(&["--as-of", "2026-07-01"]).ended(5);
    assert_eq!((night.indicator(FALLS), night.indicator(GAP)), ("refused", "computed"));
    assert_eq!(supposed, gone(&before, &rows(place)));
    assert!(supposed.keys().all(|(_, indicator)| indicator == FALLS));
}

/// The parties sign a second version of their agreement, without the column; the first holds for what was done under it.
fn a_partner_withdraws_a_column_and_only_what_needs_it_goes(place: &Place) {
    let before = rows(place);
    let words = ["agreements", "what-if", PIPELINE, "--as-of", "2026-07-01", "--withdraw"];
    let supposed = lost(&place.ask_json(&[&words[..], &["middlesbrough-early-years.sex"]].concat()));
    let first = place.read(EARLY_YEARS);
    let second = first.replace("\nversion: 1\n", "\nversion: 2\nsupersedes: dsa-middlesbrough-early-years@1\n");
    let second =
        second.replace("start: 2025-09-01", "start: 2026-07-02").replace("date: 2025-08-15", "date: 2026-07-01");
    let second: Vec<&str> = second.lines().filter(|line| !line.contains("{name: sex,")).collect();
    assert_eq!(second.len(), first.lines().count());
    fs::write(place.path(SECOND_VERSION), second.join("\n") + "\n").unwrap();
    // The council sends the column no more; a file that still has it would be sent back.
    fs::remove_dir_all(place.path(MIDDLESBROUGH)).unwrap();
    fs::create_dir_all(place.path(MIDDLESBROUGH)).unwrap();
    let night = place.run(&["--as-of", "2026-07-02"]).ended(5);
    assert_eq!((night.indicator(GAP), night.indicator(POLICE[0])), ("refused", "computed"));
    assert_eq!(supposed, gone(&before, &rows(place)));
    // What was done under the first version was permitted, and is no breach now.
    let checked = place.ask_json(&["agreements", "check", PIPELINE, "--as-of", "2026-07-02"]);
    assert_eq!(checked["breaches"], Value::Array(Vec::new()), "{checked:#}");
}

fn the_day_of_retention_passes(place: &Place) {
    let night = place.run(&["--as-of", A_YEAR_ON]);
    assert_eq!(night.indicator(POLICE[0]), "computed");
    let destroyed = place.ledger_of("retention.destroyed");
    let datasets: Vec<String> = destroyed.iter().map(|one| text(&one["dataset"])).collect();
    assert_eq!(datasets.iter().filter(|dataset| *dataset == "middlesbrough-early-years").count(), 6, "{datasets:?}");
    let verified = place.call(&["retention", "verify", PIPELINE]).ended(0);
    assert_eq!(verified.stdout.lines().count(), destroyed.len(), "{}", verified.stdout);
    let report = place.ask(&["agreements", "report", PIPELINE, "--party", COUNCIL, "--as-of", A_YEAR_ON]);
    assert!(report.code == Some(0) && report.stdout.contains("2027-06-30"), "{}", report.stderr);
}

/// The council's own folder: bundles that it asked for, and the first checkpoint that it was given.
struct Partner {
    folder: PathBuf,
    kept: String,
}

impl Partner {
    fn new(place: &Place) -> Self {
        let folder = place.path("partner");
        fs::create_dir_all(&folder).unwrap();
        let kept = folder.join("kept");
        let partner = Self { kept: kept.to_str().unwrap().to_owned(), folder };
        fs::copy(partner.bundle(place, "first").join("checkpoint"), kept).unwrap();
        partner
    }

    fn bundle(&self, place: &Place, name: &str) -> PathBuf {
        let out = self.folder.join(name);
        let words = ["ledger", "export", PIPELINE, "--party", COUNCIL, "--out", out.to_str().unwrap()];
        place.call(&words).ended(0);
        out
    }

    /// What it holds a bundle against: what it kept, and the release of its data that it was given.
    fn checks(&self, place: &Place, bundle: &Path) -> (Option<i32>, String) {
        let release = place.path(HOME).join("releases/2026-06-29.1/partners");
        check(bundle, &["--kept", &self.kept, "--release", release.to_str().unwrap()])
    }

    fn finds_nothing(&self, place: &Place, name: &str) {
        let bundle = self.bundle(place, name);
        let (code, said) = self.checks(place, &bundle);
        assert!(code == Some(0) && said.contains("RESULT: nothing was found"), "{name}: {said}");
    }

    /// Each fraud is done by the host to a copy of its home, signed anew with its own key.
    fn finds_three_frauds(&self, place: &Place) {
        let honest = place.path("honest-home");
        copy(&place.path("home"), &honest);
        let again = |place: &Place| {
            fs::remove_dir_all(place.path("home")).unwrap();
            copy(&honest, &place.path("home"));
        };

        // An entry is taken out after a checkpoint was seen.
        forge(place, cut_one(&place.read(ENTRIES), "extract.received"));
        let (code, said) = self.checks(place, &self.bundle(place, "entry-removed"));
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("does not begin with the checkpoint that you kept"), "{said}");
        again(place);

        // A release names a dataset that no entry says was read; the partner that joins tonight kept nothing before.
        forge(place, without(place, "data.read"));
        let release = place.path(HOME).join("releases/2026-06-29.1/partners");
        let bundle = self.bundle(place, "not-read");
        let (code, said) = check(&bundle, &["--release", release.to_str().unwrap_or_default()]);
        assert!(code == Some(1) && said.contains("names middlesbrough-early-years of"), "{said}");
        again(place);

        // Two partners are shown different logs, each of which goes on from what both saw before.
        place.run(&["--as-of", "2026-07-03"]);
        let ours = self.bundle(place, "ours");
        assert_eq!(self.checks(place, &ours).0, Some(0));
        again(place);
        place.run(&["--as-of", "2026-07-04"]);
        let theirs = self.bundle(place, "theirs");
        assert_eq!(self.checks(place, &theirs).0, Some(0), "alone, nothing is found");
        let (code, said) = check(&ours, &["--compare", theirs.join("checkpoint").to_str().unwrap()]);
        assert!(code == Some(1) && said.contains("FOUND"), "{said}");
        again(place);
        fs::remove_dir_all(&honest).unwrap();
        // What no partner can find alone, the pages say.
        let told = fs::read_to_string(ours.join("CHECK.md")).unwrap();
        assert!(told.contains("cannot"), "{told}");
    }
}

/// Puts fewer entries in the place of the ledger, and has the next night sign them.
fn forge(place: &Place, entries: String) {
    assert!(entries.lines().count() < place.ledger().len(), "nothing was taken out");
    place.write(ENTRIES, entries);
    fs::remove_dir_all(place.path(HOME).join("ledger/checkpoints")).unwrap();
    place.run(&["--as-of", "2026-07-03"]);
}

/// The entries without the first of a kind, numbered anew.
fn cut_one(entries: &str, kind: &str) -> String {
    let end = format!("\"type\":\"{kind}\"}}");
    let first = entries.lines().position(|line| line.ends_with(&end)).unwrap();
    let kept = entries.lines().enumerate().filter(|(at, _)| *at != first).enumerate();
    let renumbered = kept.map(|(new, (old, line))| {
        line.replace(&format!("\"sequence\":{old},\"type\""), &format!("\"sequence\":{new},\"type\"")) + "\n"
    });
    renumbered.collect()
}

fn copy(from: &Path, to: &Path) {
    for path in crate::place::files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, target).unwrap();
    }
}
