//! Published figures as measures of their own, and as comparators of rates and of several years together.

use concordat_base::{AreaCode, Decimal, Period, PeriodKind};
use concordat_declare::{Files, Partnership};
use concordat_disclosure::protect;
use concordat_measure::{Inventory, Mark, Night, Observation, PublishedFigure, RowMeasure, evaluate, model};
use concordat_methods::{Bounded, Counts, difference_of_rates, difference_of_rates_at, proportion, rate};

use crate::landed::{Chance, Records, inventory};
use crate::place::{AS_OF, Declared, count, engine, grant, name};

const MIDDLESBROUGH: &str = "E06000002";
const REDCAR: &str = "E06000003";
const ENGLAND: &str = "E92000001";

fn decimal(value: f64, decimals: u8) -> Decimal {
    Decimal::round(value, decimals).unwrap()
}

fn figure(series: &str, area: &str, period: Period, value: f64) -> PublishedFigure {
    PublishedFigure {
        series: name(series),
        area: AreaCode::new(area).unwrap(),
        period,
        sex: "Persons",
        value: Some(decimal(value, 1)),
        count: None,
        denominator: None,
        limits_95: None,
        together: 1,
        provisional: false,
        comparable_since: None,
    }
}

fn rows(partnership: &Partnership, inventory: &Inventory, id: &str, published: &[PublishedFigure]) -> Vec<Observation> {
    let grant = grant(partnership, id);
    let (tabulated, _) = count(&engine(), partnership, inventory, &grant).unwrap();
    let outline = tabulated.outline();
    let (table, evidence) = model(partnership, [(&grant, &tabulated)], &Default::default()).unwrap().into_parts();
    let night = Night { partnership, inventory, published, as_of: AS_OF };
    let candidates = evaluate(&night, &[(&grant, outline)], &protect(table), evidence).unwrap();
    candidates.observations().to_vec()
}

fn financial(year: &str) -> Period {
    Period::parse(year, PeriodKind::FinancialYear).unwrap()
}

fn of<'rows>(rows: &'rows [Observation], area: &str, measure: RowMeasure) -> Vec<&'rows Observation> {
    rows.iter().filter(|row| row.area_code.as_str() == area && row.measure == measure).collect()
}

const POVERTY: &str = "children-in-low-income";

fn poverty() -> [PublishedFigure; 3] {
    let year = financial("2024/25");
    [
        figure("middlesbrough-child-poverty", MIDDLESBROUGH, year, 34.4),
        figure("redcar-cleveland-child-poverty", REDCAR, year, 26.2),
        figure("england-child-poverty", ENGLAND, year, 19.8),
    ]
}

#[test]
fn a_value_without_counts_is_given_as_it_is_and_never_rolled_up() {
    let partnership = Declared::south_tees().load();
    let rows = rows(&partnership, &Inventory::default(), POVERTY, &poverty());
    let own = of(&rows, MIDDLESBROUGH, RowMeasure::Value)[0];
    assert_eq!((own.value, own.limits, own.count), (Some(decimal(34.4, 1)), None, None));
    assert_eq!((own.significance, own.age.as_str(), own.synthetic), ("", "Under 16", false));
    assert!(own.method.starts_with("As published"), "{}", own.method);
    let gap = of(&rows, MIDDLESBROUGH, RowMeasure::GapAbsolute)[0];
    assert_eq!((gap.value, gap.limits, gap.significance), (Some(decimal(14.6, 1)), None, ""));
    assert!(gap.reading.ends_with("14.6 percentage points above England (19.8), published without an interval."));
    // Of both boroughs together there is none, and no gap.
    let whole = of(&rows, "south-tees", RowMeasure::Value)[0];
    assert!(whole.value.is_none() && whole.marks.contains(&Mark::NotAvailable));
    assert!(whole.status_reason.contains("cannot be added up or averaged"), "{}", whole.status_reason);
    assert!(of(&rows, "south-tees", RowMeasure::GapAbsolute).is_empty());
    assert_eq!(rows.len(), 5);
}

#[test]
fn published_counts_of_all_parts_give_a_figure_of_the_place() {
    let partnership = Declared::south_tees().load();
    let [mut one, mut other, england] = poverty();
    (one.count, one.denominator) = (Some(100), Some(400));
    (other.count, other.denominator) = (Some(50), Some(100));
    let figures = [one.clone(), other, england.clone()];
    let both = rows(&partnership, &Inventory::default(), POVERTY, &figures);
    let whole = of(&both, "south-tees", RowMeasure::Value)[0];
    let expected = proportion(Counts::new(150.0, 500.0), 100.0).unwrap();
    assert_eq!(whole.value, Some(decimal(30.0, 1)));
    assert_eq!(whole.limits.unwrap().lower_95, decimal(expected.lower_95, 1));
    assert_eq!((whole.count, whole.denominator), (Some(150), Some(500)));
    assert!(whole.method.contains("added up"), "{}", whole.method);
    // What a publisher prints of a borough stays, whatever its counts would give.
    assert_eq!(of(&both, MIDDLESBROUGH, RowMeasure::Value)[0].value, Some(decimal(34.4, 1)));
    // With one part missing there is none.
    let alone = rows(&partnership, &Inventory::default(), POVERTY, &[one, england]);
    let whole = of(&alone, "south-tees", RowMeasure::Value)[0];
    assert!(whole.value.is_none() && whole.status_reason.starts_with("no figure is published"));
}

#[test]
fn figures_of_several_years_go_by_as_many_and_keep_their_limits() {
    let year = |text: &str| Period::parse(text, PeriodKind::CalendarYear).unwrap();
    let years = |area: &str, value: f64, limits: (f64, f64)| PublishedFigure {
        value: Some(decimal(value, 2)),
        limits_95: Some((decimal(limits.0, 2), decimal(limits.1, 2))),
        together: 3,
        sex: "Male",
        ..figure("healthy-life-expectancy", area, year("2023"), value)
    };
    let alone = PublishedFigure { together: 1, limits_95: None, ..years(MIDDLESBROUGH, 99.0, (0.0, 0.0)) };
    let provisional = PublishedFigure { provisional: true, ..years(REDCAR, 55.52, (51.98, 59.05)) };
    let figures =
        [alone, years(MIDDLESBROUGH, 54.24, (50.61, 57.87)), provisional, years(ENGLAND, 61.52, (61.27, 61.77))];
    let partnership = Declared::south_tees().load();
    let rows = rows(&partnership, &Inventory::default(), "healthy-life-expectancy", &figures);
    assert_eq!(rows.len(), 4, "a figure of one year is none of three: {rows:?}");
    let own = of(&rows, MIDDLESBROUGH, RowMeasure::Value)[0];
    assert_eq!((own.period_label.as_str(), own.sex, own.unit.as_str()), ("2021 to 2023", "Male", "years"));
    let limits = own.limits.unwrap();
    assert_eq!((own.value, limits.lower_95, limits.wide), (Some(decimal(54.24, 2)), decimal(50.61, 2), None));
    assert_eq!(own.significance, "lower");
    let gap = of(&rows, MIDDLESBROUGH, RowMeasure::GapAbsolute)[0];
    let side = |value, lower, upper| Bounded { value, lower, upper };
    let expected = difference_of_rates_at(side(54.24, 50.61, 57.87), side(61.52, 61.27, 61.77)).unwrap();
    assert_eq!(gap.value, Some(decimal(-7.28, 2)));
    assert_eq!(gap.limits.unwrap().upper_95, decimal(expected.upper, 2));
    assert!(of(&rows, REDCAR, RowMeasure::Value)[0].marks.contains(&Mark::Provisional));
}

#[test]
fn a_crude_rate_has_a_gap_to_a_published_one_with_its_interval() {
    let police = "cleveland-police-street-crime";
    let text = Declared::south_tees().read("indicators/anti-social-behaviour.yaml").unwrap();
    let (head, _) = text.split_once("tables:\n").unwrap();
    let text = format!(
        "{}tables:\n  - {{areas: place, period: {{each: month}}}}\ncomparators:\n  - id: england\n    title: England\n    \
         against:\n      published: {{series: [england-child-poverty], area: E92000001}}\n",
        head.replace("id: anti-social-behaviour", "id: made-rate").replace("per_1000\n", "per_10000\n")
    );
    let partnership = Declared::south_tees().indicator("made-rate", text).load();
    let month = |text: &str| Period::parse(text, PeriodKind::Month).unwrap();
    let mut chance = Chance(5);
    let folder = tempfile::tempdir().unwrap();
    let mut made = |dataset: &str, period| {
        let records = Records::made(&partnership, dataset, period, 400, &mut chance);
        (records.dataset.clone(), records.land(&partnership, folder.path()))
    };
    let population = Period::parse("2020", PeriodKind::CalendarYear).unwrap();
    let inventory = inventory(vec![
        made(police, month("2024-01")),
        made(police, month("2024-02")),
        made("lsoa-population-2020", population),
    ]);
    let counted = PublishedFigure {
        count: Some(30_000),
        denominator: Some(60_000_000),
        ..figure("england-child-poverty", ENGLAND, month("2024-01"), 5.0)
    };
    let bounded = PublishedFigure {
        limits_95: Some((decimal(4.0, 1), decimal(6.0, 1))),
        ..figure("england-child-poverty", ENGLAND, month("2024-02"), 5.0)
    };
    let rows = rows(&partnership, &inventory, "made-rate", &[counted, bounded]);
    let values = of(&rows, "south-tees", RowMeasure::Value);
    let gaps = of(&rows, "south-tees", RowMeasure::GapAbsolute);
    assert_eq!((values.len(), gaps.len()), (2, 2));
    let number = |count: Option<u64>| f64::from(u32::try_from(count.unwrap()).unwrap());
    let own = |row: &Observation| rate(Counts::new(number(row.count), number(row.denominator)), 10_000.0).unwrap();
    let england = rate(Counts::new(30_000.0, 60_000_000.0), 10_000.0).unwrap();
    let expected = difference_of_rates(&own(values[0]), &england).unwrap();
    assert_eq!(gaps[0].value, Some(decimal(expected.value, 1)));
    assert_eq!(gaps[0].limits.unwrap().upper_95, decimal(expected.upper_95, 1));
    assert_eq!((gaps[0].unit.as_str(), gaps[0].category.as_str()), ("per 10,000", "England"));
    assert!(gaps[0].count == values[0].count && !gaps[0].significance.is_empty());
    let side = Bounded { value: 5.0, lower: 4.0, upper: 6.0 };
    let expected = difference_of_rates_at(own(values[1]).at_95(), side).unwrap();
    assert_eq!(gaps[1].limits.unwrap().lower_95, decimal(expected.lower, 1));
    assert_eq!(gaps[1].limits.unwrap().wide, None);
}
