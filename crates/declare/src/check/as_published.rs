//! Measures that are a publisher's own figures: series that there are, and tables of the periods that these have.
//!
//! Not allowed in here: what the figures are.

use concordat_base::PeriodKind;
use concordat_diagnostics::{Text, codes};

use crate::as_published::AsPublished;
use crate::faults::Faults;
use crate::indicator::{Dimension, Indicator, Measure, TablePeriod, Unit};
use crate::partnership::{Declared, Draft};
use crate::published::ResolvedSeries;
use crate::source::Content;

pub(super) fn check(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (file, item) = (&indicator.file, &indicator.item);
    let Measure::Published(measure) = &item.measure else {
        if item.unit == Unit::Years {
            let message =
                Text::new().say("years are the unit of published figures alone: nothing that is counted has it");
            faults.at(&codes::CONTRADICTION, file, &item.id, message);
        }
        return;
    };
    let series = resolved(draft);
    let known = || series.iter().map(|one| one.id.as_str());
    for wanted in &measure.series {
        faults.must_be_known("published series", file, wanted, known());
    }
    if measure.series.is_empty() {
        faults.at(&codes::CONTRADICTION, file, &item.id, Text::new().say("the measure names no published series"));
    }
    tables(measure, indicator, &series, faults);
}

/// Every series of the place, with everything settled.
fn resolved(draft: &Draft) -> Vec<ResolvedSeries> {
    let published = draft.sources.iter().filter_map(|source| match &source.item.content {
        Content::Published(published) => published.resolve().ok(),
        Content::Extract(_) => None,
    });
    published.flat_map(|resolved| resolved.series).collect()
}

fn tables(measure: &AsPublished, indicator: &Declared<Indicator>, series: &[ResolvedSeries], faults: &mut Faults) {
    let named = |one: &&ResolvedSeries| measure.series.iter().any(|wanted| wanted.value == one.id);
    let own: Vec<(PeriodKind, u8)> = series.iter().filter(named).map(|one| (one.kind, one.together)).collect();
    for table in &indicator.item.tables {
        let fits = match table.period {
            TablePeriod::Each(kind) => own.contains(&(kind, 1)),
            TablePeriod::Pooled(count) => own.iter().any(|(_, together)| u32::from(*together) == count && count > 1),
            TablePeriod::WholeHeld | TablePeriod::Window => false,
        };
        if !fits && !own.is_empty() {
            let message = Text::new().say("the series have no figures of such periods, and none are made of others");
            faults.at(&codes::CONTRADICTION, &indicator.file, &table.areas, message);
        }
        if table.by.iter().any(|by| *by != Dimension::Sex) {
            let message = Text::new().say("published figures are divided by sex alone, where their series are");
            faults.at(&codes::CONTRADICTION, &indicator.file, &table.areas, message);
        }
    }
}
