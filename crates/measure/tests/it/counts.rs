//! Counts that come ready-made: each record says how many people it stands for.

use concordat_base::{Period, PeriodKind};
use concordat_declare::Files;
use concordat_disclosure::protect;
use concordat_measure::{Night, evaluate, model};

use crate::landed::{Chance, Records, inventory};
use crate::place::{AS_OF, Declared, count, engine, grant};

const ID: &str = "residents-counted";

/// Residents of all ages for each 1,000 residents, by the open table of them.
fn declared() -> Declared {
    let sample = Declared::south_tees();
    let text = sample.read("indicators/violence-and-sexual-offences.yaml").unwrap();
    let (head, _) = text.split_once("measure:\n").unwrap();
    let text = head.replace("id: violence-and-sexual-offences\n", &format!("id: {ID}\n"))
        + "measure:
  crude_rate:
    count:
      datasets: [lsoa-population-2020]
      area: lsoa11_code
      period: mid_year
      contributors: {people_in: {column: population}}
      additive_over: [area]
    numerator: []
    population: {dataset: lsoa-population-2020, area: lsoa11_code, people: population, period: \"2020\"}
tables:
  - {areas: place, period: {each: calendar_year}}
";
    sample.indicator(ID, text)
}

#[test]
fn records_count_for_as_many_as_they_say() {
    let partnership = declared().load();
    let folder = tempfile::tempdir().unwrap();
    let year = Period::parse("2020", PeriodKind::CalendarYear).unwrap();
    let mut records = Records::made(&partnership, "lsoa-population-2020", year, 300, &mut Chance(5));
    for people in records.columns.get_mut("population").unwrap() {
        *people = people.or(Some(0));
    }
    // A record whose area is not known is in no figure.
    let areas = &records.columns["lsoa11_code"];
    let counted = records.columns["population"].iter().zip(areas).filter(|(_, area)| area.is_some());
    let expected: i64 = counted.map(|(people, _)| people.unwrap()).sum();
    let inventory = inventory(vec![(records.dataset.clone(), records.land(&partnership, folder.path()))]);
    let grant = grant(&partnership, ID);
    let (tabulated, _) = count(&engine(), &partnership, &inventory, &grant).unwrap();
    let outline = tabulated.outline();
    let (table, evidence) = model(&partnership, [(&grant, &tabulated)], &Default::default()).unwrap().into_parts();
    let night = Night { partnership: &partnership, inventory: &inventory, published: &[], as_of: AS_OF };
    let candidates = evaluate(&night, &[(&grant, outline)], &protect(table), evidence).unwrap();
    let [row] = candidates.observations() else { panic!("{:?}", candidates.observations()) };
    assert_eq!(row.count, u64::try_from(expected).ok());
    assert!(expected > 100_000, "{expected}");
}
