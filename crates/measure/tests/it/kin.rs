//! Indicators that count the same records: what the one hides cannot be had from the other, and no difference of two of their
//! counts tells of few people.

use std::collections::BTreeMap;

use concordat_base::{Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_disclosure::{CellKey, CellTable, ProtectedCells, Shown, protect};
use concordat_measure::{Tabulated, are_kin, model, rules};

use crate::landed::{Chance, Records, inventory};
use crate::place::{Declared, count, engine, grant};

const NARROW: &str = "not-in-learning-16-17";
const WIDE: &str = "not-in-learning-or-not-known-16-17";
const DATASETS: [&str; 2] = ["middlesbrough-participation", "redcar-cleveland-participation"];
/// Positions in the code list of what they do.
const LEARNING: i64 = 0;
const NOT_IN_LEARNING: i64 = 2;
const NOT_KNOWN: i64 = 3;

/// So many young people of each borough, of whom some are not in learning, and one of each not known.
fn counted(partnership: &Partnership, indicators: [&str; 2]) -> Vec<Tabulated> {
    let folder = tempfile::tempdir().unwrap();
    let year = Period::parse("2024/25", PeriodKind::AcademicYear).unwrap();
    let mut chance = Chance(11);
    let records = DATASETS.map(|dataset| {
        let mut records = Records::made(partnership, dataset, year, 900, &mut chance);
        let does = records.columns.get_mut("activity").unwrap();
        for (at, cell) in does.iter_mut().enumerate() {
            *cell = Some(match at {
                0 => NOT_KNOWN,
                1..=120 => NOT_IN_LEARNING,
                _ => LEARNING,
            });
        }
        // Everybody lives somewhere.
        records.columns.get_mut("lsoa21_code").unwrap().iter_mut().for_each(|cell| *cell = cell.or(Some(0)));
        (records.dataset.clone(), records.land(partnership, folder.path()))
    });
    let inventory = inventory(records.into());
    let count = |indicator| count(&engine(), partnership, &inventory, &grant(partnership, indicator)).unwrap().0;
    indicators.map(count).into()
}

fn table(partnership: &Partnership, indicators: [&str; 2]) -> CellTable {
    let counted = counted(partnership, indicators);
    let grants = indicators.map(|indicator| grant(partnership, indicator));
    let before = BTreeMap::new();
    model(partnership, grants.iter().zip(&counted), &before).unwrap().into_parts().0
}

/// What is printed of a cell of the place in the year.
fn of_place(protected: &ProtectedCells, table: &CellTable, indicator: &str, variable: &str) -> (u64, Shown) {
    let prefix = format!("{indicator}|{variable}|south-tees|");
    let own = |key: &CellKey| key.as_str().starts_with(&prefix) && key.as_str().ends_with("|all|all");
    let cell = table.cells().iter().find(|cell| own(&cell.key) && protected.shown(&cell.key).is_some()).unwrap();
    (cell.count, protected.shown(&cell.key).unwrap())
}

#[test]
fn by_itself_each_is_shown_and_together_they_do_not_tell_of_two_people() {
    let partnership = Declared::south_tees().load();
    let counted = counted(&partnership, [NARROW, WIDE]);
    for (at, indicator) in [NARROW, WIDE].into_iter().enumerate() {
        let grant = grant(&partnership, indicator);
        let alone = model(&partnership, [(&grant, &counted[at])], &BTreeMap::new()).unwrap().into_parts().0;
        let (count, shown) = of_place(&protect(alone.clone()), &alone, indicator, "group_numerator");
        assert!(count >= 240 && shown == Shown::Exact(count), "{indicator}");
    }
    let table = table(&partnership, [NARROW, WIDE]);
    let protected = protect(table.clone());
    assert!(protected.exposed().is_empty());
    let [narrow, wide] = [NARROW, WIDE].map(|one| of_place(&protected, &table, one, "group_numerator"));
    assert_eq!(wide.0 - narrow.0, 2, "one in each borough");
    assert!(narrow.1 == Shown::Hidden || wide.1 == Shown::Hidden, "{narrow:?} {wide:?}");
}

#[test]
fn what_one_hides_is_hidden_of_the_other() {
    let partnership = Declared::south_tees().load();
    let table = table(&partnership, [NARROW, WIDE]);
    let protected = protect(table.clone());
    let mut both = 0;
    for cell in table.cells() {
        let Some(rest) = cell.key.as_str().strip_prefix(&format!("{NARROW}|group_denominator|")) else { continue };
        let other = CellKey::new(format!("{WIDE}|group_denominator|{rest}"));
        let (Some(one), Some(other)) = (protected.shown(&cell.key), protected.shown(&other)) else { continue };
        assert_eq!(one == Shown::Hidden, other == Shown::Hidden, "{}", cell.key);
        both += 1;
    }
    assert!(both >= 9, "everybody and two sexes of two boroughs and the place: {both}");
}

#[test]
fn kin_count_the_same_records() {
    let partnership = Declared::south_tees().load();
    let one = |id: &str| partnership.indicators().find(|indicator| indicator.id.value.as_str() == id).unwrap();
    assert!(are_kin(one(NARROW), one(WIDE)));
    assert!(!are_kin(one(NARROW), one("deaths-in-hospital")));
    assert!(!are_kin(one("healthy-life-expectancy"), one("healthy-life-expectancy")), "it counts no records");
}

#[test]
fn a_count_over_one_of_the_datasets_is_a_part() {
    const PART: &str = "not-in-learning-one-borough";
    let path = format!("{}/../../pipelines/south-tees/indicators/{NARROW}.yaml", env!("CARGO_MANIFEST_DIR"));
    let text =
        std::fs::read_to_string(path).unwrap().replace(NARROW, PART).replace("headline: true", "headline: false");
    let text = text.replace(&format!("datasets: [{}]", DATASETS.join(", ")), &format!("datasets: [{}]", DATASETS[0]));
    let partnership = Declared::south_tees().indicator(PART, text).load();
    let table = table(&partnership, [PART, WIDE]);
    let (start, end) = (format!("{WIDE}|group_numerator|south-tees|"), format!("|all|all|less|{PART}|group_numerator"));
    let difference = |key: &CellKey| key.as_str().starts_with(&start) && key.as_str().ends_with(&end);
    let cell = table.cells().iter().find(|cell| difference(&cell.key)).unwrap();
    assert_eq!(cell.count, 122, "those of the other borough, and the one not known of this");
}

#[test]
fn where_nobody_is_hidden_of_one_nobody_is_shown_of_the_other() {
    let policies = "disclosure_policies:\n";
    let nobody = "  - {id: nobody, statement: 0 to 9 are hidden, \
                  rules: {preset: uk-llc, guard_complement: true, zero_group_max: 19}}\n";
    let partnership = Declared::south_tees()
        .with("partnership.yaml", policies, &format!("{policies}{nobody}"))
        .with(&format!("indicators/{WIDE}.yaml"), "disclosure_policy: south-tees-default", "disclosure_policy: nobody")
        .load();
    let hides_nobody = |id: &str| {
        let indicator = partnership.indicators().find(|indicator| indicator.id.value.as_str() == id).unwrap();
        rules(&partnership, indicator, &grant(&partnership, id)).unwrap().hide_zero
    };
    assert_eq!([NARROW, WIDE, "deaths-in-hospital"].map(hides_nobody), [true, true, false]);
    let table = table(&partnership, [NARROW, WIDE]);
    let protected = protect(table.clone());
    assert!(protected.exposed().is_empty());
    let published = table.cells().iter().filter(|cell| protected.shown(&cell.key).is_some());
    let nobody: Vec<_> = published.filter(|cell| cell.count == 0).collect();
    assert!(!nobody.is_empty());
    assert!(nobody.iter().all(|cell| protected.shown(&cell.key) == Some(Shown::Hidden)));
}
