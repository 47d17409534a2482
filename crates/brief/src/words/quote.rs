//! Whether and how the figures of a page may be quoted.
//!
//! Not allowed in here: a permission that neither the audience nor the licence gives.

use crate::brief::Brief;
use crate::row::Row;
use crate::setting::Standing;

pub(super) fn quote(brief: &Brief, rows: &[&Row]) -> Vec<String> {
    let mut lines: Vec<String> = standing(brief).into_iter().collect();
    lines.push(permission(brief));
    let own = |mark: char| {
        rows.iter().any(|row| row.area_code == brief.area.code && row.has_mark(mark) && row.value.is_some())
    };
    if own('p') {
        lines.push("Some figures are provisional [p]: say so where you quote them.".to_owned());
    }
    if own('b') {
        lines.push("Do not compare figures across a break [b].".to_owned());
    }
    if own('u') {
        lines.push("Some figures are of low reliability [u]: quote the interval rather than the figure.".to_owned());
    }
    if own('h') {
        lines.push("Some figures are built on data held over [h]: give the date of the data.".to_owned());
    }
    lines.push(match lines.first() {
        Some(no) if no.starts_with("No") => format!("To refer to this page itself: {}", brief.citation),
        _ => format!("Quote the figure with its interval, and cite: {}", brief.citation),
    });
    lines
}

fn permission(brief: &Brief) -> String {
    let (about, setting) = (&brief.about, &brief.setting);
    if brief.synthetic {
        return "No. This is made-up sample data; it shows how a page looks and says nothing about the place."
            .to_owned();
    }
    if !setting.is_public {
        return format!(
            "Only among those whom the audience `{}` is for. A wider audience has a release of its own: quote that in public.",
            about.audience
        );
    }
    match &setting.licence {
        Some(licence) => format!("Yes, under the {}, with the release's version.", licence.title),
        None => {
            "The release is public; under what licence it may be used again was not declared, so ask first.".to_owned()
        }
    }
}

fn standing(brief: &Brief) -> Option<String> {
    match &brief.setting.standing {
        Standing::Current => None,
        Standing::Superseded { by } => Some(format!("A later release has taken its place: {by}. Quote that one.")),
        Standing::Withdrawn => Some("No. This release was withdrawn.".to_owned()),
        Standing::Waiting => Some("No, not yet. This release waits to be given out.".to_owned()),
    }
}
