//! Made-up releases in the form of real ones: a few rows, two datasets, every figure of them invented and marked so.
//!
//! Not allowed in here: a figure of a real place.

use std::collections::BTreeMap;

use concordat_difference::{Difference, DifferenceError, Files, PartKind, Question, Release, difference};

/// Columns of `observations.csv`, in order.
const COLUMNS: &str = "indicator,indicator_version,mission,measure,group_definition,area_code,area_name,area_level,\
                       area_vintage,parent_code,period_start,period_end,period_label,sex,age,category_type,category,value,\
                       lower_95,upper_95,lower_998,upper_998,count,count_basis,denominator,denominator_source,\
                       denominator_period,unit,method,comparator_code,comparator_value,comparator_lower_95,\
                       comparator_upper_95,comparator_basis,significance,recent_trend,reading,status,status_reason,\
                       input_as_of,held_since,synthetic,figure_id,release";

/// Cells of a row by column; what is not set is empty.
pub(crate) type Cells = BTreeMap<&'static str, String>;

/// A made-up release.
#[derive(Clone)]
pub(crate) struct MadeUp {
    pub(crate) version: &'static str,
    pub(crate) audience: &'static str,
    pub(crate) place: &'static str,
    pub(crate) code_version: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) rows: Vec<Cells>,
    /// Dataset, period, commitment.
    pub(crate) inputs: Vec<[&'static str; 3]>,
}

/// A row from pairs of column and text.
pub(crate) fn row(cells: &[(&'static str, &str)]) -> Cells {
    let usual = [
        ("indicator_version", "1"),
        ("mission", "made-up-mission"),
        ("measure", "value"),
        ("area_code", "X01"),
        ("area_name", "Made-up Borough"),
        ("area_level", "borough"),
        ("area_vintage", "2024"),
        ("sex", "Persons"),
        ("age", "All ages"),
        ("count_basis", "exact"),
        ("synthetic", "true"),
    ];
    usual.iter().chain(cells).map(|(column, text)| (*column, (*text).to_owned())).collect()
}

/// A share of children of a school year, with its denominator counted from the same records.
pub(crate) fn share(value: &str, count: u32, denominator: u32) -> Cells {
    row(&[
        ("indicator", "readiness"),
        ("group_definition", "eligible"),
        ("period_start", "2022-09-01"),
        ("period_end", "2023-08-31"),
        ("period_label", "2022/23"),
        ("value", value),
        ("lower_95", "40.0"),
        ("upper_95", "60.0"),
        ("count", &count.to_string()),
        ("denominator", &denominator.to_string()),
        ("denominator_source", "Made-up school records"),
        ("denominator_period", "2022/23"),
        ("unit", "percent"),
        ("method", "Wilson score"),
        ("figure_id", "f-share"),
    ])
}

/// A crude rate of a financial year over a population of its own source.
pub(crate) fn rate(value: &str, count: u32, denominator: u32) -> Cells {
    row(&[
        ("indicator", "incidents"),
        ("period_start", "2022-04-01"),
        ("period_end", "2023-03-31"),
        ("period_label", "2022/23"),
        ("value", value),
        ("count", &count.to_string()),
        ("denominator", &denominator.to_string()),
        ("denominator_source", "Made-up population"),
        ("denominator_period", "mid-2020"),
        ("unit", "per 1,000"),
        ("method", "crude rate, exact or Byar limits"),
        ("figure_id", "f-rate"),
    ])
}

/// The same row with some cells other.
pub(crate) fn with(mut cells: Cells, others: &[(&'static str, &str)]) -> Cells {
    cells.extend(others.iter().map(|(column, text)| (*column, (*text).to_owned())));
    cells
}

/// The earlier release with one row.
pub(crate) fn earlier(rows: &[Cells]) -> MadeUp {
    MadeUp {
        version: "2026-06-30.1",
        audience: "public",
        place: "made-up-place",
        code_version: "0.1.0",
        rule: "Counts of 1 to 4 are hidden",
        rows: rows.to_vec(),
        inputs: vec![
            ["made-up-school", "2021/22", "aa"],
            ["made-up-school", "2022/23", "bb"],
            ["made-up-incidents", "2022/23", "cc"],
            ["made-up-population", "2020", "dd"],
        ],
    }
}

/// The later release with one row and the same extracts.
pub(crate) fn later(rows: &[Cells]) -> MadeUp {
    MadeUp { version: "2026-10-02.1", ..earlier(rows) }
}

impl MadeUp {
    /// The same with another content of an extract; one that was not there is added.
    pub(crate) fn extract(mut self, dataset: &'static str, period: &'static str, commitment: &'static str) -> Self {
        self.inputs.retain(|input| input[..2] != [dataset, period]);
        self.inputs.push([dataset, period, commitment]);
        self
    }

    pub(crate) fn observations(&self) -> String {
        let columns: Vec<&str> = COLUMNS.split(',').map(str::trim).collect();
        let mut text = columns.join(",") + "\n";
        for cells in &self.rows {
            let cell = |column: &&str| match *column {
                "release" => self.version.to_owned(),
                column => format!("\"{}\"", cells.get(column).map_or("", String::as_str)),
            };
            text += &(columns.iter().map(cell).collect::<Vec<_>>().join(",") + "\n");
        }
        text
    }

    fn indicators(&self) -> String {
        let line = |id: &str, title: &str| format!("{id},{title},Made up,Made up,Made up,\"{}\",true\n", self.rule);
        format!(
            "indicator,title,definition,numerator,denominator,disclosure_rule,synthetic\n{}{}",
            line("readiness", "Made-up readiness"),
            line("incidents", "Made-up incidents")
        )
    }

    fn lineage(&self) -> String {
        let input = |name: &str, way: &str| {
            format!(
                r#"{{"name":"{name}","facets":{{"schema":{{"fields":[{{"name":"a","description":"read as: {way}"}}]}}}}}}"#
            )
        };
        let event = |job: &str, inputs: &str| format!(r#"{{"job":{{"name":"{job}"}},"inputs":[{inputs}]}}"#);
        let rates = [input("made-up-incidents", "group, filter"), input("made-up-population", "aggregate")].join(",");
        [event("readiness", &input("made-up-school", "filter")), event("incidents", &rates)].join("\n") + "\n"
    }

    fn manifest(&self) -> String {
        let inputs = self.inputs.iter().map(|[dataset, period, commitment]| {
            format!(r#"{{"dataset":"{dataset}","period":"{period}","commitment":"{commitment}"}}"#)
        });
        let Self { version, audience, place, code_version, .. } = self;
        format!(
            r#"{{"place":"{place}","version":"{version}","audience":"{audience}","code_version":"{code_version}","inputs":[{}]}}"#,
            inputs.collect::<Vec<_>>().join(",")
        )
    }

    pub(crate) fn read(&self) -> Result<Release, DifferenceError> {
        let (observations, indicators) = (self.observations(), self.indicators());
        let (lineage, manifest) = (self.lineage(), self.manifest());
        Release::read(Files {
            observations_csv: observations.as_bytes(),
            indicators_csv: indicators.as_bytes(),
            lineage_ndjson: lineage.as_bytes(),
            manifest_json: manifest.as_bytes(),
        })
    }

    /// The difference from an earlier one, for the indicator of its first row.
    pub(crate) fn since(&self, earlier: &Self) -> Difference {
        let question = Question {
            indicator: self.rows.first().or(earlier.rows.first()).unwrap()["indicator"].clone(),
            area: "X01".to_owned(),
            ..Question::default()
        };
        self.answers(earlier, &question).unwrap()
    }

    pub(crate) fn answers(&self, earlier: &Self, question: &Question) -> Result<Difference, DifferenceError> {
        let told = difference(&earlier.read().unwrap(), &self.read().unwrap(), question);
        if let Ok(told) = &told {
            assert_adds_up(told);
        }
        told
    }
}

/// Parts add up to the printed change, unit by unit; nothing is split where nothing may be subtracted.
pub(crate) fn assert_adds_up(told: &Difference) {
    let Some(change) = told.change else {
        assert!(told.parts.is_empty());
        return;
    };
    assert!(told.parts.iter().all(|part| part.change.places() == change.places()));
    if !told.parts.is_empty() {
        assert_eq!(told.parts.iter().map(|part| part.change.units()).sum::<i64>(), change.units(), "{told:?}");
    }
    let lines = told.lines();
    assert_eq!((lines[0].part, lines[lines.len() - 1].part), ("before", "after"));
}

/// The parts as kind, cause and change.
pub(crate) fn brief(told: &Difference) -> Vec<(PartKind, String, String)> {
    told.parts.iter().map(|part| (part.part, part.cause.as_str().to_owned(), part.change.signed())).collect()
}

/// The same from words.
pub(crate) fn expected(parts: &[(PartKind, &str, &str)]) -> Vec<(PartKind, String, String)> {
    parts.iter().map(|(part, cause, change)| (*part, (*cause).to_owned(), (*change).to_owned())).collect()
}
