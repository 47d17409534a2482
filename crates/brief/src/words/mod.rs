//! The sentences of a brief.
//!
//! Not allowed in here: ratings, and words that tell more than the figures do.

mod narrowing;
mod quote;

use concordat_formats::MARKS;

use crate::brief::{Answer, Brief};
use crate::row::Row;
use crate::section::{Scope, Section};

pub(crate) use narrowing::narrowing;

/// What every output of made-up data says first.
pub(crate) const SYNTHETIC: &str =
    "Made-up sample data: extracts behind these figures were invented. They are no facts about any place or person.";

/// The figure as a sentence: that of the release, or the same in its plainest form.
pub(crate) fn sentence(scope: &Scope<'_>) -> String {
    let row = scope.latest;
    if scope.is_in_parts {
        let (area, period, title) = (&row.area_name, &row.period_label, &scope.indicator.title);
        return format!(
            "{area}, {period}: {title}. It is given in parts, each with a figure of its own in the tables."
        );
    }
    // A sentence of the release begins with the area; one that holds only remarks needs the figure before it.
    if row.reading.starts_with(&row.area_name) {
        return row.reading.clone();
    }
    let figure = match row.value.as_ref().zip(row.lower_95.as_ref()).zip(row.upper_95.as_ref()) {
        Some(((value, lower), upper)) => {
            format!("{} {} (95% interval {} to {})", value.text, row.unit, lower.text, upper.text)
        }
        None => match &row.value {
            Some(value) => format!("{} {}", value.text, row.unit),
            None => format!("no figure is shown, {}", why_missing(row)),
        },
    };
    format!("{}, {}: {figure}. {}. {}", row.area_name, row.period_label, scope.indicator.title, row.reading)
        .trim_end()
        .to_owned()
}

/// Why a number is missing. Never why it is hidden.
fn why_missing(row: &Row) -> String {
    if row.is_hidden() {
        "to protect people [c]".to_owned()
    } else if row.status_reason.is_empty() {
        format!("marked {}", row.missing())
    } else {
        row.status_reason.clone()
    }
}

/// The marks of a figure in words.
pub(crate) fn marks(row: &Row) -> Vec<String> {
    let reason = |sign: &str| match (sign, row.status_reason.is_empty()) {
        ("[c]", _) | (_, true) => String::new(),
        _ => format!(" Here: {}.", row.status_reason),
    };
    let used = MARKS.iter().filter(|mark| row.status.contains(mark.sign));
    used.map(|mark| format!("{} {}{}", mark.sign, mark.meaning, reason(mark.sign))).collect()
}

/// The gap, in sentences.
pub(crate) fn gap(scope: &Scope<'_>) -> Vec<String> {
    let Some(name) = scope.first_comparator() else {
        return vec![no_gap(scope)];
    };
    let rows = ["gap_absolute", "gap_people"].map(|measure| scope.latest_gap(measure, name));
    let mut lines: Vec<String> =
        rows.into_iter().flatten().map(|row| row.reading.clone()).filter(|reading| !reading.is_empty()).collect();
    if lines.is_empty() {
        lines.extend(scope.latest_gap("gap_absolute", name).map(plain_gap));
    }
    lines.push(format!(
        "For this measure {}. A gap below zero is a figure below the comparator's.",
        scope.indicator.polarity
    ));
    lines
}

/// A gap without a sentence of the release: on which side of the comparator the figure lies, or that the data do not tell.
fn plain_gap(row: &Row) -> String {
    let side = row.bounded().map(|gap| (gap.lower > 0.0, gap.upper < 0.0));
    let number = |number: &Option<crate::row::Number>| {
        let text = row.print(number.as_ref());
        if side == Some((false, true)) { text.trim_start_matches('-').to_owned() } else { text }
    };
    let (value, lower, upper) = (number(&row.value), number(&row.lower_95), number(&row.upper_95));
    let (area, period, unit, category) = (&row.area_name, &row.period_label, &row.unit, &row.category);
    match side {
        Some((true, _)) => {
            format!("{area}, {period}: {value} {unit} (95% interval {lower} to {upper}) above {category}.")
        }
        Some((_, true)) => {
            format!("{area}, {period}: {value} {unit} (95% interval {upper} to {lower}) below {category}.")
        }
        Some(_) => format!(
            "{area}, {period}: no clear difference from {category}: {value} {unit} (95% interval {lower} to {upper})."
        ),
        None => format!("{area}, {period}: {value} {unit} from {category}."),
    }
}

fn no_gap(scope: &Scope<'_>) -> String {
    let said = scope.indicator.caveats.split("; ").find(|caveat| caveat.starts_with("Not compared"));
    match said {
        Some(reason) => format!("No gap is published for this measure. {reason}."),
        None if scope.comparators().is_empty() => "No gap is published for this measure in this area.".to_owned(),
        None => "No gap of this period is shown for this area; the table of gaps says why.".to_owned(),
    }
}

/// How sure a figure is, in sentences.
pub(crate) fn sure(scope: &Scope<'_>) -> Vec<String> {
    let row = scope.latest;
    if scope.is_in_parts {
        let line =
            "Each part has a 95% interval in its table where one can be worked out; a plain count of records has none.";
        return vec![line.to_owned(), format!("Method: {}.", scope.indicator.method.trim_end_matches('.'))];
    }
    let mut lines = Vec::new();
    match (&row.value, &row.lower_95, &row.upper_95) {
        (Some(value), Some(lower), Some(upper)) => lines.push(format!(
            "The figure is {}; what was counted fits anything from {} to {} {} (95% interval).",
            value.text, lower.text, upper.text, row.unit
        )),
        (Some(value), ..) => {
            lines.push(format!("The figure is {} {}; no interval is published for it.", value.text, row.unit))
        }
        _ => lines.push(format!("No figure is shown: {}.", why_missing(row))),
    }
    if let (Some(count), Some(denominator)) = (&row.count, &row.denominator) {
        let basis = if row.count_basis == "rounded" { "rounded " } else { "" };
        lines.push(format!(
            "It rests on a {basis}count of {} and a denominator of {} ({}).",
            count.text, denominator.text, scope.indicator.denominator
        ));
    }
    if let Some(gap) = scope.first_comparator().and_then(|name| scope.latest_gap("gap_absolute", name)) {
        lines.extend(sure_of_gap(gap));
    }
    lines.extend(marks(row));
    lines
}

fn sure_of_gap(gap: &Row) -> Option<String> {
    let bounded = gap.bounded()?;
    let exact = match gap.comparator_basis.as_str() {
        "percent_only" => " The comparator was published without counts and is taken as exact.",
        _ => "",
    };
    let zero = if bounded.lower > 0.0 || bounded.upper < 0.0 {
        "does not reach zero, so that chance alone is an unlikely explanation"
    } else {
        "reaches over zero, so that chance alone may explain it"
    };
    Some(format!("The interval of the gap to {} {zero}.{exact}", gap.category))
}

/// What is hidden or missing on a page, in sentences.
pub(crate) fn hidden(rows: &[&Row]) -> Vec<String> {
    let hidden = rows.iter().filter(|row| row.is_hidden()).count();
    let mut lines = vec![match hidden {
        0 => "No figure of this mission in this area or inside it is hidden.".to_owned(),
        1 => "1 figure of this mission in this area or inside it is hidden [c].".to_owned(),
        more => format!("{more} figures of this mission in this area and inside it are hidden [c]."),
    }];
    if hidden > 0 {
        lines.push(
            "A number is hidden where it could tell something about a person, and where a hidden number could be worked out from \
             it. Both carry the same mark, and nobody is told which is which."
                .to_owned(),
        );
    }
    let mut reasons: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.has_mark('x') && !row.is_hidden()) {
        if !row.status_reason.is_empty() && !reasons.contains(&row.status_reason.as_str()) {
            reasons.push(&row.status_reason);
        }
    }
    if !reasons.is_empty() {
        lines.push(format!("Other figures are not available [x]: {}.", reasons.join("; ")));
    }
    lines
}

/// How to cite a page.
pub(crate) fn citation(brief: &Brief) -> String {
    let (about, area) = (&brief.about, &brief.area);
    let title = brief.title();
    let warning = if brief.synthetic { " Made-up sample data." } else { "" };
    let Brief { setting, mission, .. } = brief;
    format!(
        "{} ({}). {title} (mission {}, area {}). {}, release {}, audience {}, data as of {}.{warning}",
        setting.publisher,
        about.as_of.year(),
        mission.mission,
        area.code,
        about.place_name,
        about.version,
        about.audience,
        about.as_of
    )
}

/// The five questions. The first three are answered from the first section, which is that of a headline where there is one.
pub(crate) fn answers(brief: &Brief, rows: &[&Row]) -> Vec<Answer> {
    let first = |part: fn(&Section) -> &Vec<String>| brief.sections.first().map(part).cloned().unwrap_or_default();
    let answer = |question, lines| Answer { question, lines };
    vec![
        answer("What is the gap?", first(|section| &section.gap)),
        answer("How sure are we?", first(|section| &section.sure)),
        answer("Is it narrowing?", first(|section| &section.narrowing)),
        answer("What changed since the last release?", brief.told.lines.clone()),
        answer("May I quote it?", quote::quote(brief, rows)),
    ]
}
