//! `--audit-only` on a whole release: the folder of an audience, alone or with the release that followed it.
//!
//! What stands in its figures becomes evidence: counts, denominators and the people who are not counted, tied by areas,
//! time and sex. Not allowed here: the true counts; a whole table that agrees with everything printed stands for them.

mod changes;
mod read;
mod shown;
mod ties;

use std::collections::BTreeSet;
use std::path::Path;

use concordat_disclosure::{Answer, CellKey, Evidence, Printed, Question, attack_published};

use crate::error::ProtectError;
use crate::roundings::Roundings;
use crate::threshold::{Small, Thresholds};
use read::{Place, Release};
use ties::{Of, Variable};

/// What is to be attacked.
#[derive(Clone, Debug)]
pub struct ReleaseRequest<'a> {
    /// The folder of a release that an audience reads.
    pub folder: &'a Path,
    /// The folder of a later release for the same audience.
    pub next: Option<&'a Path>,
    /// What is small.
    pub thresholds: &'a Thresholds,
    /// How rounded counts are rounded.
    pub roundings: &'a Roundings,
    /// Whether small counts are known to be hidden, so that no shown number stands for one.
    pub small_are_hidden: bool,
}

/// A count, or a change, that is not safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// `t`, `t+1` or `delta`, the change between the two.
    pub release: &'static str,
    /// What it is about: indicator, group, category, area, dates, sex, age, and which number.
    pub cell: String,
    /// What the attack got.
    pub answer: Answer,
}

/// What the attack on a release found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseVerdict {
    /// Figures that were read, in both releases together.
    pub figures: usize,
    /// Counts and changes that were attacked.
    pub attacked: usize,
    /// Those that are not safe.
    pub leaks: Vec<Leak>,
    /// Sums that do not hold in what is shown, in words.
    pub remarks: Vec<String>,
}

impl ReleaseVerdict {
    /// Whether everything attacked is proven safe.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.leaks.is_empty()
    }

    /// How many leaks are of a kind.
    #[must_use]
    pub fn number(&self, answer: Answer) -> usize {
        self.leaks.iter().filter(|leak| leak.answer == answer).count()
    }
}

/// Everything that is known and asked about both releases.
#[derive(Default)]
struct Attack {
    evidence: Evidence,
    asked: Vec<(&'static str, CellKey, Question)>,
    /// Numbers that rest on a hidden count in a way that is not worked out.
    unread: BTreeSet<(&'static str, CellKey)>,
}

/// Attacks a release, or two together.
///
/// # Errors
/// [`ProtectError`] for files and layout, rounded counts without their base, and figures that contradict each other.
pub fn audit_release(request: &ReleaseRequest<'_>) -> Result<ReleaseVerdict, ProtectError> {
    let guarded = |indicator: &str| request.thresholds.of(indicator).is_some();
    let read = |folder: &Path| Release::read(folder, request.roundings, &guarded);
    let mut releases = vec![("t", read(request.folder)?)];
    if let Some(next) = request.next {
        releases.push(("t+1", read(next)?));
    }
    let all: Vec<&Release> = releases.iter().map(|(_, release)| release).collect();
    let ties = ties::tie(&all)?;
    let mut attack = Attack::default();
    for (name, release) in &releases {
        attack.add(name, release, &ties, request);
    }
    if let [(_, before), (_, after)] = releases.as_slice() {
        changes::add(&mut attack, before, after, &ties, request.thresholds);
    }
    let figures = all.iter().map(|release| release.rows).sum();
    attack.carry_out(figures, ties.remarks)
}

impl Attack {
    fn add(&mut self, name: &'static str, release: &Release, ties: &ties::Ties, request: &ReleaseRequest<'_>) {
        let shown = shown::derived(release);
        for variable in &ties.variables {
            let key = named(name, variable);
            let (printed, rounded) = release.printed(variable);
            self.evidence.printed.extend(printed.iter().map(|count| Printed::exact(key.clone(), *count)));
            let threshold = request.thresholds.of(&variable.place.indicator);
            let known = threshold.filter(|_| request.small_are_hidden);
            let rounded = rounded.into_iter().map(|band| known.map_or(band, |small| not_small(small, band)));
            self.evidence.derived.extend(rounded.map(|(low, high)| bound(&key, low, high)));
            self.evidence.printed.push(Printed::hidden(key.clone(), false));
            if let Some((low, high)) = shown.bounds.get(variable) {
                self.evidence.derived.push(bound(&key, *low, *high));
            }
            if shown.unread.contains(variable) {
                self.unread.insert((name, key.clone()));
            }
            if let Some(small) = threshold.filter(|_| !ties.unasked.contains(variable)) {
                self.asked.push((name, key, Question::Count { threshold: small.below, nought: small.nought }));
            }
        }
        self.evidence.sums.extend(ties.sums.iter().map(|sum| sum.named(name)));
    }

    fn carry_out(self, figures: usize, remarks: Vec<String>) -> Result<ReleaseVerdict, ProtectError> {
        let asked: Vec<(CellKey, Question)> =
            self.asked.iter().map(|(_, key, question)| (key.clone(), *question)).collect();
        let contradiction = |key: CellKey| ProtectError::Contradiction { key: key.to_string() };
        let answers = attack_published(&self.evidence, &asked).map_err(contradiction)?;
        let mut verdict = ReleaseVerdict { figures, attacked: asked.len(), remarks, ..ReleaseVerdict::default() };
        for ((release, key, _), answer) in self.asked.into_iter().zip(answers) {
            let unread = answer == Answer::Safe && self.unread.contains(&(release, key.clone()));
            let answer = if unread { Answer::Unknown } else { answer };
            if answer != Answer::Safe {
                let cell = key.as_str().split_once('|').map_or("", |(_, cell)| cell).to_owned();
                verdict.leaks.push(Leak { release, cell, answer });
            }
        }
        Ok(verdict)
    }
}

/// What a shown number stands for where small counts are hidden: nobody, where else it would be a small count. One that stands
/// for small counts alone is none the less shown.
fn not_small(small: Small, (low, high): (u64, u64)) -> (u64, u64) {
    match (low, high >= small.below) {
        (0, false) => (0, 0),
        (1.., true) if low < small.below => (small.below, high),
        _ => (low, high),
    }
}

fn bound(key: &CellKey, low: u64, high: u64) -> Printed {
    Printed { key: key.clone(), low, high }
}

fn named(release: &str, variable: &Variable) -> CellKey {
    CellKey::new(format!("{release}|{variable}"))
}

impl Release {
    /// What is printed for a number: exact counts, and bands of rounded ones.
    fn printed(&self, variable: &Variable) -> (Vec<u64>, Vec<(u64, u64)>) {
        let Some(figure) = self.figures.get(&variable.place) else { return Default::default() };
        let counts = match variable.of {
            Of::Numerator => &figure.counts,
            Of::Denominator => &figure.denominators,
            Of::Others | Of::Rest => return Default::default(),
        };
        let exact = counts.iter().filter(|band| band.is_exact()).map(|band| band.value).collect();
        (exact, counts.iter().filter(|band| !band.is_exact()).map(|band| (band.least, band.most)).collect())
    }

    /// Least and largest that is printed for a number.
    fn band(&self, variable: &Variable) -> Option<(u64, u64)> {
        let (exact, bands) = self.printed(variable);
        exact.first().map(|count| (*count, *count)).or_else(|| bands.first().copied())
    }

    fn hides(&self, place: &Place) -> bool {
        self.figures.get(place).is_some_and(|figure| figure.counts.is_empty())
    }
}
