//! What a figure is, in the words of the releases.
//!
//! Not allowed in here: its numbers.

use serde::Serialize;

use crate::release::Release;
use crate::row::Row;

/// What a figure is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The indicator.
    pub indicator: String,
    /// What it is called.
    pub title: String,
    /// What it measures: `value`, `gap_absolute` and so on.
    pub measure: String,
    /// The group, where the indicator is about one.
    pub group_definition: String,
    /// The area's code.
    pub area_code: String,
    /// The area's name.
    pub area_name: String,
    /// The area's level.
    pub area_level: String,
    /// The period, as the later release labels it.
    pub period_label: String,
    /// The sex.
    pub sex: String,
    /// The age.
    pub age: String,
    /// What it is measured against, or another category.
    pub category: String,
    /// The unit.
    pub unit: String,
    /// Its id, the same in every release.
    pub figure_id: String,
}

impl Figure {
    pub(crate) fn of(row: &Row, release: &Release) -> Self {
        let title = release.words(&row.indicator).map_or_else(|| row.indicator.clone(), |words| words.title.clone());
        Self {
            indicator: row.indicator.clone(),
            title,
            measure: row.measure.clone(),
            group_definition: row.group_definition.clone(),
            area_code: row.area_code.clone(),
            area_name: row.area_name.clone(),
            area_level: row.area_level.clone(),
            period_label: row.period_label.clone(),
            sex: row.sex.clone(),
            age: row.age.clone(),
            category: row.category.clone(),
            unit: row.unit.clone(),
            figure_id: row.figure_id.clone(),
        }
    }
}
