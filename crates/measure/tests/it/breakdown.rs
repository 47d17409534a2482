//! Groups by a coded column, and the slope over them: from records to rows.

use concordat_base::{Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_disclosure::protect;
use concordat_measure::{Inventory, Mark, Night, Observation, RowMeasure, evaluate, model};
use concordat_methods::{DeprivationQuantile, Simulation, SlopeOptions, ValueKind, slope_index};

use crate::landed::{Chance, Records, inventory};
use crate::place::{AS_OF, Declared, count, engine, grant};

const INDICATOR: &str = "community-offer-kept-by-deprivation";
const DATASETS: [&str; 3] =
    ["middlesbrough-community-offers", "redcar-cleveland-community-offers", "icb-social-prescribing"];

fn landed(
    partnership: &Partnership,
    rows: usize,
    folder: &std::path::Path,
    change: impl Fn(&mut Records),
) -> Inventory {
    let mut chance = Chance(3);
    let year = Period::parse("2024/25", PeriodKind::FinancialYear).unwrap();
    let records = DATASETS.map(|dataset| {
        let mut records = Records::made(partnership, dataset, year, rows, &mut chance);
        change(&mut records);
        (records.dataset.clone(), records.land(partnership, folder))
    });
    inventory(records.into())
}

fn rows(rows: usize, change: impl Fn(&mut Records)) -> Vec<Observation> {
    rows_of(INDICATOR, rows, change)
}

/// Rows of the place as a whole, of an indicator over the three datasets.
fn rows_of(indicator: &str, rows: usize, change: impl Fn(&mut Records)) -> Vec<Observation> {
    let partnership = Declared::south_tees().load();
    let folder = tempfile::tempdir().unwrap();
    let inventory = landed(&partnership, rows, folder.path(), change);
    let grant = grant(&partnership, indicator);
    let (tabulated, _) = count(&engine(), &partnership, &inventory, &grant).unwrap();
    let outline = tabulated.outline();
    let (table, evidence) = model(&partnership, [(&grant, &tabulated)], &Default::default()).unwrap().into_parts();
    let night = Night { partnership: &partnership, inventory: &inventory, published: &[], as_of: AS_OF };
    let candidates = evaluate(&night, &[(&grant, outline)], &protect(table), evidence).unwrap();
    candidates.observations().iter().filter(|row| row.area_level.as_str() == "place").cloned().collect()
}

#[test]
fn groups_are_published_in_their_order_and_the_slope_is_that_of_their_printed_counts() {
    let rows = rows(1_500, |_| {});
    let shown: Vec<&str> = rows.iter().map(|row| row.category.as_str()).collect();
    assert_eq!(
        shown,
        [
            "",
            "Most deprived fifth of small areas in England",
            "Second fifth",
            "Third fifth",
            "Fourth fifth",
            "Least deprived fifth",
            "fifth of small areas in England by deprivation, from the most deprived to the least deprived",
        ]
    );
    let [all, groups @ .., slope] = rows.as_slice() else { panic!("{rows:?}") };
    let number = |count: Option<u64>| f64::from(u32::try_from(count.unwrap()).unwrap());
    // Records whose fifth is not known are in the total alone.
    let in_groups: f64 = groups.iter().map(|row| number(row.denominator)).sum();
    assert!(in_groups < number(all.denominator));
    let quantiles: Vec<DeprivationQuantile> = groups
        .iter()
        .map(|row| DeprivationQuantile::from_count(number(row.count), number(row.denominator)).unwrap())
        .collect();
    let options = SlopeOptions {
        kind: ValueKind::Proportion,
        transform: true,
        multiplier: 100.0,
        simulation: Simulation::default(),
        prefer_simulation: false,
    };
    let expected = slope_index(&quantiles, options).unwrap().slope_index;
    assert!((slope.value.unwrap().to_f64() - expected).abs() <= 0.05 + 1e-9, "{expected} {:?}", slope.value);
    assert_eq!((slope.measure, slope.unit.as_str()), (RowMeasure::SlopeIndex, "percentage points"));
    assert!(slope.limits.is_some() && slope.reading.starts_with("South Tees, 2024/25: "), "{}", slope.reading);
    assert!(slope.count.is_none() && slope.category_type == "slope index over");
}

#[test]
fn without_a_shown_count_of_every_group_there_is_no_slope() {
    let rows = rows(40, |_| {});
    let (slopes, values): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.measure == RowMeasure::SlopeIndex);
    assert!(values.iter().any(|row| row.marks.contains(&Mark::Confidential)), "{values:?}");
    for slope in slopes {
        assert!(slope.value.is_none() && slope.limits.is_none() && slope.reading.is_empty());
        assert!(slope.marks.contains(&Mark::Confidential));
    }
}

#[test]
fn a_group_of_many_records_of_one_person_is_hidden() {
    let one_person = |records: &mut Records| {
        let fifths = records.columns["deprivation_quintile"].clone();
        let people = records.columns.get_mut("person_pseudonym").unwrap();
        for (person, fifth) in people.iter_mut().zip(fifths) {
            if fifth == Some(0) {
                *person = Some(1);
            }
        }
    };
    let hidden = |rows: &[Observation]| {
        let most = rows.iter().find(|row| row.category.starts_with("Most deprived")).unwrap();
        most.marks.contains(&Mark::Confidential)
    };
    assert!(!hidden(&rows(1_500, |_| {})));
    assert!(hidden(&rows(1_500, one_person)));
}

#[test]
fn a_sex_of_many_records_of_one_person_is_hidden() {
    let one_woman = |records: &mut Records| {
        let sexes = records.columns["sex"].clone();
        let people = records.columns.get_mut("person_pseudonym").unwrap();
        for (person, sex) in people.iter_mut().zip(sexes) {
            if sex == Some(0) {
                *person = Some(1);
            }
        }
    };
    let hidden = |rows: &[Observation]| {
        let women = |row: &&Observation| row.measure == RowMeasure::Value && row.sex == "Female";
        rows.iter().find(women).unwrap().marks.contains(&Mark::Confidential)
    };
    assert!(!hidden(&rows_of("community-offer-kept-12-weeks", 1_500, |_| {})));
    assert!(hidden(&rows_of("community-offer-kept-12-weeks", 1_500, one_woman)));
}

/// What an earlier release rests on comes back as it was counted: the people behind a sex are not those behind everybody.
#[test]
fn people_of_a_sex_stay_apart_in_what_an_earlier_release_rests_on() {
    let partnership = Declared::south_tees().load();
    let folder = tempfile::tempdir().unwrap();
    let inventory = landed(&partnership, 1_500, folder.path(), |_| {});
    let grant = grant(&partnership, "community-offer-kept-12-weeks");
    let (tabulated, _) = count(&engine(), &partnership, &inventory, &grant).unwrap();
    let parts: Vec<Vec<u8>> = tabulated.parts(&partnership, &inventory).into_iter().map(|part| part.plain).collect();
    let basis = tabulated.basis(&partnership);
    let earlier = basis.counts(&partnership, tabulated.periods().clone(), &parts).unwrap();
    let cells = |counted| {
        let (table, _) = model(&partnership, [(&grant, counted)], &Default::default()).unwrap().into_parts();
        table.cells().to_vec()
    };
    let now = cells(&tabulated);
    assert!(now.iter().any(|cell| cell.contributors < cell.count && cell.key.as_str().contains("|sex")));
    assert!(now == cells(&earlier), "cells hold counts, which no message shows");
}
