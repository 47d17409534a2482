//! Headers: rows joined column by column, merged cells filled, labels cleaned.
//!
//! Not allowed in here: a header that nobody wrote. A column without one has none, and is known by its letter.

use concordat_declare::layout::{Header, Layout};

use super::Head;
use crate::error::Spot;
use crate::grid::{Grid, GridRow, Merge};
use crate::table::one_line;

/// Between the parts of a header that stand above each other.
const JOIN: &str = " | ";

/// Headers with their places, as many as there are columns.
pub(super) fn names(grid: &Grid, head: &Head, layout: &Layout) -> Vec<(String, Spot)> {
    if let Some(names) = &grid.names {
        return names.iter().map(|name| (renamed(one_line(name), layout), Spot::default())).collect();
    }
    let spot = |row: u64, column: usize| Spot { row, column: column as u64 + 1 };
    if let Some(Header::Names(names)) = &layout.header {
        return names.iter().enumerate().map(|(at, name)| (one_line(name), spot(0, at))).collect();
    }
    let filled = filled(&grid.rows[head.from..head.to], &grid.merges);
    let last = filled.last().map_or(0, |row| row.number);
    let of_data = grid.rows[head.data..].iter().filter(|_| grid.ragged).map(|row| row.cells.len());
    let width = filled.iter().map(|row| row.cells.len()).chain(of_data).max().unwrap_or_default();
    (0..width).map(|column| (renamed(joined(&filled, column, layout), layout), spot(last, column))).collect()
}

/// Rows of the header with each merged cell's text in all the cells it covers there.
fn filled(rows: &[GridRow], merges: &[Merge]) -> Vec<GridRow> {
    let mut filled = rows.to_vec();
    for merge in merges {
        let inside = |row: &&mut GridRow| (merge.rows.0..=merge.rows.1).contains(&row.number);
        let text = rows.iter().find(|row| row.number == merge.rows.0).map(|row| row.cell(merge.columns.0).to_owned());
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        for row in filled.iter_mut().filter(inside) {
            let (first, last) = (merge.columns.0, merge.columns.1.min(16_383));
            if row.cells.len() <= last {
                row.cells.resize(last + 1, String::new());
            }
            row.cells[first..=last].fill(text.clone());
        }
    }
    filled
}

fn joined(rows: &[GridRow], column: usize, layout: &Layout) -> String {
    let mut parts: Vec<String> = Vec::new();
    for row in rows {
        let part = clean(row.cell(column), layout);
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts.join(JOIN)
}

fn renamed(name: String, layout: &Layout) -> String {
    layout.rename.iter().find(|(theirs, _)| one_line(theirs) == name).map_or(name, |(_, ours)| ours.clone())
}

/// A label without line feeds, and without what the layout takes off.
pub(super) fn clean(label: &str, layout: &Layout) -> String {
    let labels = layout.labels.unwrap_or_default();
    let mut label = one_line(label);
    if labels.bracketed_notes {
        label = without_notes(&label);
    }
    if labels.glued_digits {
        label.truncate(without_digits(&label).len());
    }
    label
}

fn without_notes(label: &str) -> String {
    let mut kept = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('[') {
        kept.push_str(before);
        match after.split_once(']') {
            Some((note, behind)) if note.to_lowercase().starts_with("note") => rest = behind,
            _ => {
                kept.push('[');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    one_line(&kept)
}

/// The label without one or two digits stuck to its last letter, and others after commas.
fn without_digits(label: &str) -> &str {
    let bare = label.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ',');
    let digits = &label[bare.len()..];
    let short = digits.split(',').all(|number| (1..=2).contains(&number.len()));
    let stuck = bare.ends_with(|letter: char| letter.is_alphabetic() || letter == ')');
    if short && stuck { bare } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concordat_declare::layout::Labels;

    #[test]
    fn notes_and_stuck_digits_are_taken_off_and_years_stay() {
        let layout = Layout { labels: Some(Labels { bracketed_notes: true, glued_digits: true }), ..Layout::default() };
        for (label, cleaned) in [
            ("Total assessed1,2", "Total assessed"),
            ("Percentage \nFYE 2025\n(%)\n[note 3]", "Percentage FYE 2025 (%)"),
            ("Area [c] name", "Area [c] name"),
            ("IMD2019", "IMD2019"),
            ("Care leaver 21-24 3", "Care leaver 21-24 3"),
            ("FYE 2025", "FYE 2025"),
            ("3+", "3+"),
        ] {
            assert_eq!(clean(label, &layout), cleaned);
        }
        assert_eq!(clean("assessed1", &Layout::default()), "assessed1");
    }
}
