//! Indicators: names, columns, codes and periods that exist, and columns that some agreement shares.
//!
//! Not allowed in here: whether tonight permits it; the `agreement` crate decides that from dates and signatures.

use concordat_base::{Name, PeriodKind};
use concordat_diagnostics::{Diagnostic, Place, Text, codes};

use super::agreements::columns_of;
use super::{ages, as_published, breakdown, place, sources};
use crate::agreement::Role;
use crate::agreement::{OUTPUT_KINDS, PURPOSES};
use crate::areas::PLACE_LEVEL;
use crate::contract::{Column, ColumnKind};
use crate::faults::Faults;
use crate::indicator::{Against, Condition, Count, Indicator, Measure, TablePeriod};
use crate::located::Located;
use crate::partnership::{Declared, Draft};
use crate::source::Content;

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    place::once("indicator", &draft.file, draft.indicators.iter().map(|one| &one.item.id), faults);
    for indicator in &draft.indicators {
        names(draft, indicator, faults);
        comparators(draft, indicator, faults);
        columns(draft, indicator, faults);
        conditions(draft, indicator, faults);
        breakdown::check(draft, indicator, faults);
        as_published::check(draft, indicator, faults);
        ages::check(indicator, faults);
        analysis(draft, indicator, faults);
        written(indicator, faults);
        periods(draft, indicator, faults);
        extremes(draft, indicator, faults);
    }
}

/// Rules that hide a zero, or everybody, of a small group are kept by showing no figure of such a group at all.
fn extremes(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (Measure::Proportion(_) | Measure::Sql(_)) = &indicator.item.measure else { return };
    let datasets = indicator.item.measure.count().map(|count| count.datasets.as_slice()).unwrap_or_default();
    let behind = |id: &Name| datasets.iter().any(|dataset| dataset.value == *id);
    let sources = draft.sources.iter().filter(|source| behind(&source.item.id.value));
    let asked = sources.filter_map(|source| source.item.disclosure_policy.as_ref());
    let names: Vec<&Name> = asked.chain([&indicator.item.disclosure_policy]).map(|policy| &policy.value).collect();
    let declared = draft.place.disclosure_policies.iter().filter(|policy| names.contains(&&policy.id.value));
    let least = declared.filter_map(|policy| policy.rules().ok().flatten()).map(|rules| rules.zero_group_max).max();
    let Some(least) = least.filter(|least| indicator.item.minimum_denominator <= *least) else { return };
    let message = Text::new().say("the rules hide nobody and everybody of groups of up to ").number(least);
    let message = message.say(", and minimum_denominator shows figures of smaller groups");
    faults.at(&codes::CONTRADICTION, &indicator.file, &indicator.item.disclosure_policy, message);
}

fn names(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (file, item) = (&indicator.file, &indicator.item);
    faults.must_be_known("mission", file, &item.mission, place::missions(draft));
    faults.must_be_known("purpose", file, &item.purpose, PURPOSES.iter().copied());
    faults.must_be_known("kind of output", file, &item.output_kind, OUTPUT_KINDS.iter().copied());
    for audience in &item.audiences {
        faults.must_be_known("audience", file, audience, place::audiences(draft));
    }
    faults.must_be_known("disclosure policy", file, &item.disclosure_policy, place::policies(draft));
    let levels = draft.areas.levels.iter().map(|level| level.id.as_str()).chain([PLACE_LEVEL]);
    let levels: Vec<&str> = levels.collect();
    for table in &item.tables {
        faults.must_be_known("area level", file, &table.areas, levels.iter().copied());
    }
}

fn comparators(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (file, item) = (&indicator.file, &indicator.item);
    place::once("comparator", file, item.comparators.iter().map(|one| &one.id), faults);
    let series: Vec<&str> = draft
        .sources
        .iter()
        .filter_map(|source| match &source.item.content {
            Content::Published(published) => Some(&published.series),
            Content::Extract(_) => None,
        })
        .flatten()
        .map(|series| series.id.value.as_str())
        .collect();
    for comparator in &item.comparators {
        match &comparator.against {
            Against::Published(published) => {
                for id in &published.series {
                    faults.must_be_known("published series", file, id, series.iter().copied());
                }
            }
            Against::Rest if !has_rest(item) => {
                let message = Text::new().say("the measure defines no others to compare with");
                faults.at(&codes::CONTRADICTION, file, &comparator.id, message);
            }
            Against::Rest | Against::Missing(_) => {}
        }
    }
    if let Some(goal) = &item.goal {
        let known = item.comparators.iter().map(|one| one.id.value.as_str());
        faults.must_be_known("comparator of this indicator", file, &goal.comparator, known);
    }
}

/// What is said in words needs a comparator, levels and a chart that there are.
fn analysis(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (file, item) = (&indicator.file, &indicator.item);
    if let Some(wanted) = &item.analysis.significance {
        let known = item.comparators.iter().map(|one| one.id.value.as_str());
        faults.must_be_known("comparator of this indicator", file, wanted, known);
    }
    let levels: Vec<&str> = draft.areas.levels.iter().map(|level| level.id.as_str()).collect();
    for level in &item.analysis.funnel {
        faults.must_be_known("area level", file, level, levels.iter().copied());
    }
    let chart = item.analysis.control_chart.iter();
    for chart in
        chart.filter(|one| ![1, 3, 12].contains(&one.months) || one.fix_after.is_some_and(|points| points < 12))
    {
        let message =
            Text::new().say("a control chart is of periods of 1, 3 or 12 months, and fixed after 12 points or more; ");
        let message = message.say("it has months of ").number(u64::from(chart.months.unsigned_abs()));
        faults.at(&codes::WRONG_VALUE, file, &item.id, message);
    }
}

fn has_rest(indicator: &Indicator) -> bool {
    matches!(&indicator.measure, Measure::Proportion(proportion) if proportion.rest.is_some())
}

fn columns(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    for (dataset, used) in indicator.item.uses() {
        if !faults.must_be_known("source", &indicator.file, dataset, place::datasets(draft)) {
            continue;
        }
        let known = columns_of(draft, &dataset.value);
        for (column, role) in used {
            let exists = faults.must_be_known("column of the contract", &indicator.file, column, known.iter().copied());
            if exists {
                shared(draft, indicator, &dataset.value, column, role, faults);
            }
        }
    }
}

/// Warns where agreements cover the dataset and none of them shares the column in that role: a party may have withdrawn it.
/// On a night such an indicator is refused with the same code, and the others go on.
fn shared(
    draft: &Draft,
    indicator: &Declared<Indicator>,
    dataset: &Name,
    column: &Located<Name>,
    role: Role,
    faults: &mut Faults,
) {
    let permissions = draft
        .agreements
        .iter()
        .flat_map(|agreement| &agreement.item.datasets)
        .filter(|permission| permission.id.value == *dataset);
    let mut covered = false;
    let mut fields: Vec<&str> = Vec::new();
    for field in permissions.inspect(|_| covered = true).flat_map(|permission| &permission.fields) {
        fields.push(field.name.value.as_str());
        if field.name.value == column.value && field.roles.contains(&role) {
            return;
        }
    }
    if !covered {
        return;
    }
    let place = Place { file: indicator.file.clone(), line: column.line, column: column.column };
    let named = fields.contains(&column.value.as_str());
    let code = if named { &codes::ROLE_NOT_PERMITTED } else { &codes::COLUMN_NOT_SHARED };
    let message = Text::new().say("column ").name(&column.value).say(" of ").name(dataset).say(" is not shared as ");
    let help = Text::new().say("fields that are shared: ").list(fields);
    faults.add(Diagnostic::warning(code, message.say(role.as_str())).at(place).help(help));
}

fn conditions(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (datasets, conditions): (Vec<&Located<Name>>, Vec<&Condition>) = match &indicator.item.measure {
        Measure::Proportion(proportion) => {
            let groups = std::iter::once(&proportion.group).chain(&proportion.rest);
            let conditions = groups.flat_map(|group| &group.members);
            let conditions = conditions.chain(&proportion.numerator).chain(&proportion.denominator).collect();
            (proportion.count.datasets.iter().collect(), conditions)
        }
        Measure::CrudeRate(rate) => (rate.count.datasets.iter().collect(), rate.numerator.iter().collect()),
        Measure::DirectlyStandardisedRate(rate) => {
            (rate.count.datasets.iter().collect(), rate.numerator.iter().collect())
        }
        Measure::Sql(sql) => {
            let conditions = sql.conditions.iter().flat_map(|condition| &condition.members);
            (sql.count.datasets.iter().collect(), conditions.collect())
        }
        Measure::LinkedCount(_) | Measure::Published(_) => return,
    };
    for dataset in datasets {
        for condition in &conditions {
            codes_exist(draft, indicator, &dataset.value, condition, faults);
        }
    }
}

/// Names in braces in a text are those of its conditions. What the text asks is read when it is decided on.
fn written(indicator: &Declared<Indicator>, faults: &mut Faults) {
    let Measure::Sql(sql) = &indicator.item.measure else { return };
    place::once("condition", &indicator.file, sql.conditions.iter().map(|condition| &condition.name), faults);
    let known: Vec<&str> = sql.conditions.iter().map(|condition| condition.name.value.as_str()).collect();
    for name in sql.named() {
        let asked = Located { value: name.to_owned(), line: sql.text.line, column: sql.text.column };
        faults.must_be_known("condition", &indicator.file, &asked, known.iter().copied());
    }
}

pub(super) fn codes_exist(
    draft: &Draft,
    indicator: &Declared<Indicator>,
    dataset: &Name,
    condition: &Condition,
    faults: &mut Faults,
) {
    let Some(kind) = column_kind(draft, dataset, &condition.column.value) else { return };
    let ColumnKind::Code { list } = kind else {
        let message = Text::new().say("a condition needs a coded column");
        faults.at(&codes::CONTRADICTION, &indicator.file, &condition.column, message);
        return;
    };
    if let Some(list) = draft.code_lists.get(list) {
        for code in &condition.is {
            faults.must_be_known("code", &indicator.file, code, list.codes());
        }
    }
}

fn column_kind<'draft>(draft: &'draft Draft, dataset: &Name, name: &Name) -> Option<&'draft ColumnKind> {
    column(draft, dataset, name).map(|column| &column.kind)
}

fn column<'draft>(draft: &'draft Draft, dataset: &Name, name: &Name) -> Option<&'draft Column> {
    let source = draft.sources.iter().find(|source| source.item.id.value == *dataset)?;
    let Content::Extract(extract) = &source.item.content else { return None };
    draft.contracts.get(&extract.contract.value)?.column(name.as_str())
}

/// Datasets that are counted together are of one contract, so that positions of areas and codes mean the same, and are
/// divided by the period that is counted by.
fn one_contract(draft: &Draft, indicator: &Declared<Indicator>, count: &Count, faults: &mut Faults) {
    let contract_of = |dataset: &Name| {
        let source = draft.sources.iter().find(|source| source.item.id.value == *dataset)?;
        let Content::Extract(extract) = &source.item.content else { return None };
        draft.contracts.get(&extract.contract.value)
    };
    let first = count.datasets.first().and_then(|dataset| contract_of(&dataset.value));
    for dataset in &count.datasets {
        let contract = contract_of(&dataset.value);
        if contract.map(|contract| &contract.id) != first.map(|contract| &contract.id) {
            let message = Text::new().say("datasets that are counted together must be of one contract");
            faults.at(&codes::CONTRADICTION, &indicator.file, dataset, message);
        }
    }
    let dividing = first.and_then(|contract| contract.columns.get(contract.partition));
    if dividing.is_some_and(|column| column.name != count.period.value) {
        let message = Text::new().say("the period must be the column that divides deliveries");
        faults.at(&codes::CONTRADICTION, &indicator.file, &count.period, message);
    }
}

/// A column of ready-made counts has a whole number of people in every record; a text of one's own counts records.
fn ready_made_counts(draft: &Draft, indicator: &Declared<Indicator>, count: &Count, faults: &mut Faults) {
    let Some(people) = count.contributors.people_in() else { return };
    let mut fault = |message| faults.at(&codes::CONTRADICTION, &indicator.file, people, message);
    if matches!(indicator.item.measure, Measure::Sql(_)) {
        fault(
            Text::new().say("a text counts records; counts that come ready-made need a measure of the program's own"),
        );
    }
    let columns = count.datasets.iter().filter_map(|dataset| column(draft, &dataset.value, &people.value));
    let fits = |column: &Column| column.required && matches!(column.kind, ColumnKind::Integer { minimum: 0.., .. });
    if columns.into_iter().any(|column| !fits(column)) {
        fault(Text::new().say("ready-made counts need a required whole-number column that is never below 0"));
    }
}

/// A table's periods are made of whole periods of the data.
fn tables_fit(indicator: &Declared<Indicator>, held: PeriodKind, faults: &mut Faults) {
    for table in &indicator.item.tables {
        let TablePeriod::Each(wanted) = table.period else { continue };
        let starts_together = (wanted.first_month() - held.first_month()) % 12 == 0 || held.months() < 12;
        let fits = wanted == held || (wanted.months() > held.months() && starts_together);
        if !fits {
            let message = Text::new().say("the periods of this table cannot be made of the periods of the data");
            faults.at(&codes::CONTRADICTION, &indicator.file, &table.areas, message);
        }
    }
}

/// Periods named in the declaration are written in the form of the measure's own period column.
fn periods(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let item = &indicator.item;
    let Some(count) = item.measure.count() else { return };
    let Some(dataset) = count.datasets.first() else {
        let message = Text::new().say("the measure counts no dataset");
        faults.at(&codes::CONTRADICTION, &indicator.file, &item.id, message);
        return;
    };
    let kind = column_kind(draft, &dataset.value, &count.period.value);
    let Some(ColumnKind::Period { kind }) = kind else {
        let message = Text::new().say("the period must be a column of a period");
        faults.at(&codes::CONTRADICTION, &indicator.file, &count.period, message);
        return;
    };
    one_contract(draft, indicator, count, faults);
    ready_made_counts(draft, indicator, count, faults);
    tables_fit(indicator, *kind, faults);
    let check = |text: &Located<String>, kind: PeriodKind, faults: &mut Faults| {
        sources::period_of(&indicator.file, text, kind, faults);
    };
    for broken in &item.series_breaks {
        check(&broken.from, *kind, faults);
    }
    for period in item.goal.iter().flat_map(|goal| [&goal.baseline, &goal.by]) {
        check(period, *kind, faults);
    }
}
