//! Every declared indicator of the sample is allowed, as its plans stand.

use std::collections::BTreeSet;

use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::indicator::Measure;

use crate::landed::{Chance, Records, inventory};
use crate::place::{Declared, count, engine, grant};

/// Periods of a dataset that the indicator needs: the last fourteen, and the one that a population is taken of.
fn periods(partnership: &Partnership, indicator: &Name, dataset: &Name) -> BTreeSet<Period> {
    let kind = partnership.contract_of(dataset).unwrap().partition_kind();
    let last = Period::containing_month(2026 * 12 + 3, kind);
    let mut periods: BTreeSet<Period> = (0..14).map(|back| last.later(-back)).collect();
    let population = match &partnership.indicator(indicator).unwrap().measure {
        Measure::CrudeRate(measure) => Some(&measure.population),
        Measure::DirectlyStandardisedRate(measure) => Some(&measure.population),
        _ => None,
    };
    if let Some(population) = population.filter(|population| population.dataset.value == *dataset) {
        periods.insert(Period::parse(&population.period.value, kind).unwrap());
    }
    periods
}

#[test]
fn every_declared_indicator_is_allowed() {
    let partnership = Declared::south_tees().load();
    let folder = tempfile::tempdir().unwrap();
    let (mut chance, engine) = (Chance(3), engine());
    let mut counted = 0;
    for indicator in partnership.indicators() {
        let id = &indicator.id.value;
        let grant = grant(&partnership, id.as_str());
        let mut partitions = Vec::new();
        for dataset in grant.datasets().keys() {
            for period in periods(&partnership, id, dataset) {
                let records = Records::made(&partnership, dataset.as_str(), period, 3, &mut chance);
                partitions.push((dataset.clone(), records.land(&partnership, folder.path())));
            }
        }
        let (_, steps) = count(&engine, &partnership, &inventory(partitions), &grant)
            .unwrap_or_else(|error| panic!("{}", concordat_diagnostics::render::concise(&error.diagnostic())));
        // What a publisher has worked out is not counted.
        assert_eq!(steps.is_empty(), matches!(indicator.measure, Measure::Published(_)), "{id}");
        for (dataset, columns) in steps.iter().flat_map(|step| &step.rests_on) {
            let granted = grant.dataset(dataset).unwrap().columns();
            assert!(
                columns.iter().all(|column| granted.keys().any(|name| name.as_str() == column)),
                "{id}: {columns:?}"
            );
        }
        println!("{id}: {} plans allowed", steps.len());
        counted += 1;
    }
    assert!(counted >= 5);
}
