//! Plain words for parts, and the one sentence.
//!
//! Not allowed in here: a number that is not published, or the difference of two of which one is hidden.

use concordat_diagnostics::text::thousands;

use crate::cause::{Cause, PartKind};
use crate::difference::{Difference, Outcome, Part, Side, Stands};
use crate::evidence::{Evidence, Extract};
use crate::number::Number;

/// What printing leaves.
pub(crate) const ROUNDING: &str = "rounding";
/// Why a standardised rate is not split by age.
pub(crate) const SEALED: &str =
    "left after the total count and denominator: counts by age are sealed, and the rate itself is rounded";

/// What is said of a figure that follows from several others.
pub(crate) const WHOLE: &str = "the figures that it follows from, which is not split further,";

/// How many extracts are named before the rest is counted.
const MOST_EXTRACTS: usize = 3;

/// Something that went from one published number to another.
pub(crate) struct Moved {
    what: String,
    old: Option<Number>,
    new: Option<Number>,
}

impl Moved {
    pub(crate) fn of(what: &str, old: Option<Number>, new: Option<Number>) -> Self {
        Self { what: what.to_owned(), old, new }
    }

    /// `12 more in the count`.
    fn more(&self) -> String {
        let Some((old, new)) = self.old.zip(self.new) else {
            return self.what.clone();
        };
        let step = new.units() - old.units();
        format!("{} {} in {}", thousands(step.unsigned_abs()), if step < 0 { "fewer" } else { "more" }, self.what)
    }

    /// `the count, 531 to 543`.
    pub(crate) fn in_words(&self) -> String {
        match self.numbers() {
            numbers if numbers.is_empty() => self.what.clone(),
            numbers => format!("{}, {numbers}", self.what),
        }
    }

    /// `531 to 543`.
    fn numbers(&self) -> String {
        let both = self.old.zip(self.new);
        both.map_or_else(String::new, |(old, new)| format!("{} to {}", plain(old), plain(new)))
    }
}

/// A number with thousands separated.
fn plain(number: Number) -> String {
    match u64::try_from(number.units()) {
        Ok(units) if number.places() == 0 => thousands(units),
        _ => number.to_string(),
    }
}

fn named(extracts: &[Extract]) -> String {
    let names: Vec<String> =
        extracts.iter().take(MOST_EXTRACTS).map(|one| format!("{} {}", one.dataset, one.period)).collect();
    match extracts.len().checked_sub(MOST_EXTRACTS) {
        _ if names.is_empty() => String::new(),
        None | Some(0) => format!(" ({})", names.join(", ")),
        Some(more) => format!(" ({} and {more} more)", names.join(", ")),
    }
}

pub(crate) fn records(moved: &Moved, rounded: bool) -> String {
    let rounded = if rounded && moved.what == "the count" { ", which is rounded" } else { "" };
    format!("{}{rounded}", moved.more())
}

pub(crate) fn population(moved: &Moved, named_as: Option<&[String; 2]>, extracts: &[Extract]) -> String {
    match named_as {
        Some([old, new]) => format!("another denominator, {} ({old} before, {new} now)", moved.numbers()),
        None => format!("a revised denominator, {}{}", moved.numbers(), named(extracts)),
    }
}

pub(crate) fn comparator(moved: &Moved) -> String {
    format!("a revised comparator, {}", moved.in_words())
}

pub(crate) fn own_comparator(moved: &Moved) -> String {
    format!("the comparator, {}", moved.in_words())
}

/// What happened to records, with the extracts.
fn after_records(part: &Part) -> String {
    let among = match part.with.as_slice() {
        [] => String::new(),
        others => {
            let others: Vec<String> = others.iter().map(|other| other.words().replace("records", "ones")).collect();
            format!(", perhaps with {} among them", others.join(" and "))
        }
    };
    format!("{}{among}{}", part.cause.words(), named(&part.extracts))
}

pub(crate) fn method([old, new]: &[String; 2]) -> String {
    format!("a changed method ({old} before, {new} now)")
}

/// What is said where areas are others and no extract is.
pub(crate) const AREAS_DIFFER: &str = "areas around or within it that are others than before, while no extract changed";

/// A cause that changes what is counted, with others that cannot be told apart from it.
pub(crate) fn structural(cause: Cause, evidence: &Evidence, with: &[Cause]) -> String {
    let [old, new] = match cause {
        Cause::Definition => evidence.definition.clone(),
        Cause::Boundary => evidence.boundary.clone(),
        _ => None,
    }
    .unwrap_or_default();
    let detail = match evidence.disclosure {
        Some(detail) if cause == Cause::Disclosure => detail.to_owned(),
        _ => format!("{old} before, {new} now"),
    };
    let beside: Vec<&str> = with.iter().map(|other| other.words()).collect();
    let beside = match beside.as_slice() {
        [] => String::new(),
        others => format!(", together with {}, which cannot be told apart from it", and(others)),
    };
    format!("{} ({detail}){beside}", cause.words())
}

pub(crate) fn unseen(evidence: &Evidence) -> String {
    let program = evidence.program.as_ref().map_or_else(String::new, |[old, new]| {
        format!("; the releases were made by versions {old} and {new} of the program")
    });
    let edited =
        if evidence.words_edited { "; the words that define it were edited under the same version" } else { "" };
    format!("no cause that the releases show: this may be an error{program}{edited}")
}

pub(crate) fn does_not_follow([before, after]: [bool; 2]) -> String {
    let which = match (before, after) {
        (false, false) => "in both releases",
        (false, true) => "in the earlier release",
        _ => "in the later release",
    };
    format!("a value that does not follow from the count and denominator beside it {which}: this may be an error")
}

/// Words with commas and a last `and`.
fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// The one sentence.
pub(crate) fn sentence(told: &Difference) -> String {
    let synthetic = if told.synthetic { "Made-up sample data, not to be quoted. " } else { "" };
    let figure = &told.figure;
    let mut about = vec![figure.title.as_str(), &figure.area_name, &figure.period_label];
    about.extend([figure.sex.as_str()].into_iter().filter(|sex| !sex.is_empty() && *sex != "Persons"));
    let against = if figure.measure.starts_with("gap") { "against " } else { "" };
    let category = format!("{against}{}", figure.category);
    about.extend([category.as_str()].into_iter().filter(|_| !figure.category.is_empty()));
    format!("{synthetic}{}: {}.", about.join(", "), told_of(told))
}

fn told_of(told: &Difference) -> String {
    let [old, new] = [&told.before, &told.after];
    match told.outcome {
        Outcome::Unchanged => {
            let value = old.value.map_or_else(|| state(old), |value| of_unit(value, told));
            let others = match told.also_changed.as_slice() {
                [] => String::new(),
                periods => format!("; of its other periods these changed: {}", periods.join(", ")),
            };
            format!("nothing changed; releases {} and {} both say {value}{others}", old.release, new.release)
        }
        Outcome::NotCompared => format!(
            "release {} says {}, release {} says {}; {}",
            old.release,
            say(old),
            new.release,
            say(new),
            not_compared(old, new)
        ),
        Outcome::Changed => moved(told),
    }
}

fn say(side: &Side) -> String {
    side.value.map_or_else(|| state(side), |value| format!("{value} {}", side.unit))
}

fn state(side: &Side) -> String {
    let reason = if side.reason.is_empty() { String::new() } else { format!(" ({})", side.reason) };
    match side.stands {
        Stands::Hidden => "that the figure is confidential".to_owned(),
        Stands::Absent => "nothing of this figure".to_owned(),
        Stands::NotAvailable | Stands::Shown => format!("that there is no figure{reason}"),
    }
}

fn not_compared(old: &Side, new: &Side) -> &'static str {
    let has = |stands: Stands| old.stands == stands || new.stands == stands;
    if has(Stands::Hidden) {
        "a number that is hidden is neither told nor subtracted, and why it is hidden is not told"
    } else if has(Stands::Absent) {
        "there is nothing to compare it with"
    } else if old.value.is_some() && new.value.is_some() {
        "the units differ, so that neither can be taken from the other"
    } else {
        "there is no change to split"
    }
}

fn of_unit(value: Number, told: &Difference) -> String {
    format!("{value} {}", told.figure.unit)
}

fn moved(told: &Difference) -> String {
    let (Some(old), Some(new), Some(change)) = (told.before.value, told.after.value, told.change) else {
        return String::new();
    };
    let noun = noun(&told.figure.measure);
    let verb = match change.units() {
        0 => "stayed at",
        _ if noun != "the figure" => "went from",
        1.. => "rose from",
        _ => "fell from",
    };
    let movement = match change.units() {
        0 => format!("{noun} {verb} {}", of_unit(new, told)),
        _ => format!("{noun} {verb} {old} to {} ({})", of_unit(new, told), change.signed()),
    };
    let clauses = clauses(&told.parts);
    let clauses: Vec<&str> = clauses.iter().map(String::as_str).collect();
    match (clauses.as_slice(), change.units()) {
        ([], _) => format!("{movement}; numbers beside it changed"),
        (clauses, 0) => format!("{movement}: {}", and(clauses)),
        (clauses, _) => format!("{movement}, of which {}", and(clauses)),
    }
}

/// A clause for each part; parts with the same records behind them share one.
fn clauses(parts: &[Part]) -> Vec<String> {
    let mut clauses = Vec::new();
    let of_records: Vec<&Part> = parts.iter().filter(|part| is_of_records(part)).collect();
    if let Some(first) = of_records.first() {
        let sum = of_records.iter().map(|part| part.change.units()).sum();
        let sum = Number::of_units(sum, first.change.places());
        let steps: Vec<String> = of_records.iter().map(|part| amount(part.change, &part.because)).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let after = after_records(first);
        clauses.push(match of_records.as_slice() {
            [one] => format!("{} after {after}", amount(one.change, &one.because)),
            _ => format!("{} after {after}: {}", sum.signed(), and(&steps)),
        });
    }
    clauses.extend(parts.iter().filter(|part| !is_of_records(part)).map(clause));
    if of_records.len() > 1 && clauses.len() > 1 {
        // The clause with a list of its own stands last.
        clauses.rotate_left(1);
    }
    clauses
}

/// A part in words of its own, as it stands in a table.
pub(crate) fn in_full(part: &Part) -> String {
    if is_of_records(part) { format!("{} after {}", part.because, after_records(part)) } else { part.because.clone() }
}

fn is_of_records(part: &Part) -> bool {
    let of_records = matches!(part.cause, Cause::LateRecords | Cause::CorrectedRecords | Cause::RecordsGone);
    let alone = matches!(part.part, PartKind::Definition | PartKind::Boundary | PartKind::Disclosure);
    of_records && !alone
}

fn clause(part: &Part) -> String {
    match part.part {
        PartKind::Rounding | PartKind::SealedStrata => format!("{} is {}", part.change.signed(), part.because),
        _ => amount(part.change, &part.because),
    }
}

/// How much from what; a step too small to print is said to be that.
fn amount(change: Number, from: &str) -> String {
    if change.units() != 0 {
        return format!("{} from {from}", change.signed());
    }
    let half = Number::of_units(5, change.places() + 1);
    format!("less than {half} from {from}")
}

fn noun(measure: &str) -> &'static str {
    match measure {
        "gap_absolute" => "the gap",
        "gap_relative" => "the relative gap",
        "gap_people" => "the gap in people",
        "change" => "the yearly change",
        "sii" => "the slope index",
        _ => "the figure",
    }
}
