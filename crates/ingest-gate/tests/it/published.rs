//! Published figures.

use std::collections::BTreeMap;

use concordat_base::Name;
use concordat_declare::published::{Companion, CompanionForm, Described, PublishedDeclaration};
use concordat_declare::source::{Content, Source};
use concordat_ingest_gate::{
    DeliveredFile, FetchedDescription, FigureStatus, Published, PublishedInput, Refused, Sex, open_published,
    read_published,
};
use concordat_store::Home;
use concordat_store::vault;
use jiff::Timestamp;

use crate::support::*;

const HEADER: &str = "Measure,Region,Years,Sex,Values,Count,Children,Comment\n";

const CONTENT: &str = "content:
  published:
    no_figure: ['-', 'c']
    series:
      - id: england-share
        title: Share
        where: {Measure: SHARE, Region: England}
        area: E92000001
        period: {column: Years, kind: academic_year, form: end_year}
        sex: {column: Sex, persons: All, female: Girls, male: Boys}
        value: Values
        decimals: 1
        count: Count
        denominator: Children
";

struct Desk {
    bench: Bench,
    source: Source,
    dataset: Name,
    sequence: u64,
    /// The description that was fetched with the table.
    fetched: Option<Vec<u8>>,
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::with_source(|source| source.replace("content: {extract: {contract: visits}}\n", CONTENT));
        let source = bench.source.clone();
        Self { bench, source, dataset: name("visits"), sequence: 1, fetched: None }
    }

    fn declaration(&self) -> &PublishedDeclaration {
        match &self.source.content {
            Content::Published(declaration) => Some(declaration),
            Content::Extract(_) => None,
        }
        .unwrap()
    }

    fn home(&self) -> &Home {
        &self.bench.home
    }

    fn read(&mut self, text: &str) -> Result<Published, Box<Refused>> {
        self.read_as("table.csv", text)
    }

    fn read_as(&mut self, shown: &str, text: &str) -> Result<Published, Box<Refused>> {
        let path = self.bench.folder.path().join(shown);
        std::fs::write(&path, text).unwrap();
        let result = read_published(&PublishedInput {
            dataset: &self.dataset,
            declaration: self.declaration(),
            source: &self.source,
            file: DeliveredFile {
                content: vault::Content::Plain(&path),
                shown,
                note: None,
                sha256: None,
                length_confirmed: false,
                delivery: "delivery",
                received: Timestamp::from_second(1000).unwrap(),
                sequence: self.sequence,
                profile: self.bench.profile,
            },
            description: self.fetched.as_deref().map(|bytes| FetchedDescription { table: "monthly.csv", bytes }),
            home: self.home(),
        });
        self.sequence += 1;
        result
    }
}

fn rows(rows: &[&str]) -> String {
    HEADER.to_owned() + &rows.iter().map(|row| format!("{row}\n")).collect::<String>()
}

#[test]
fn declared_rows_become_figures_and_others_are_passed_over() {
    let mut desk = Desk::new();
    let text = rows(&[
        "SHARE,England,2019,All,71.800000000000006,466703.0,652400,x",
        "SHARE,England,2019,Boys,-, ,,x",
        "SHARE,England,2019,Girls,78.4,c,318293,x",
        "SHARE,England,2019,Unknown,oops,c,318293,x",
        "SHARE,North East,2019,All,oops,1,2,x",
        "OTHER,England,2019,All,oops,1,2,x",
    ]);
    let published = desk.read(&text).unwrap();
    let found: Vec<_> = published
        .values()
        .iter()
        .map(|one| {
            (one.sex(), one.value().map(|value| value.to_string()), one.count(), one.denominator(), one.status())
        })
        .collect();
    assert_eq!(
        found,
        [
            (Sex::Persons, Some("71.8".into()), Some(466_703), Some(652_400), FigureStatus::Available),
            (Sex::Female, Some("78.4".into()), None, Some(318_293), FigureStatus::Available),
            (Sex::Male, None, None, None, FigureStatus::NotAvailable),
        ]
    );
    let first = &published.values()[0];
    assert_eq!((first.period().to_string().as_str(), first.area().as_str()), ("2018/19", "E92000001"));
    assert_eq!((first.series().as_str(), first.dataset().as_str()), ("england-share", "visits"));
}

#[test]
fn figures_are_kept_and_opened_without_the_file() {
    let mut desk = Desk::new();
    assert!(open_published(desk.home(), &desk.dataset, desk.declaration()).unwrap().is_none());
    let text = rows(&[
        "SHARE,England,2019,All,71.8,1,2,x",
        "SHARE,England,2019,Boys,c,1,2,x",
        "SHARE,England,2018,Girls,-0.05,1,2,x",
    ]);
    let read = desk.read(&text).unwrap();
    let opened = open_published(desk.home(), &desk.dataset, desk.declaration()).unwrap().unwrap();
    assert_eq!((opened.values(), opened.content_id()), (read.values(), read.content_id()));
    let again = desk.read(&text).unwrap();
    assert_eq!(again.content_id(), read.content_id());
    let mut other = desk.declaration().clone();
    other.no_figure.push("x".into());
    assert!(open_published(desk.home(), &desk.dataset, &other).unwrap().is_none(), "read by another declaration");
}

#[test]
fn what_is_no_figure_is_never_zero() {
    for bad in [CANARY, "", " ", "n/a", "71,8", "1e2"] {
        let row = format!("SHARE,England,2019,All,\"{bad}\",1,2,x");
        let refused = Desk::new().read(&rows(&[&row])).err().unwrap();
        assert!(codes(&refused).contains(&503), "{bad}");
        assert_eq!(
            refused.diagnostics()[0].place.as_ref().unwrap().line,
            if refused.totals()[&503] == 1 { 2 } else { 0 }
        );
        assert!(!format!("{refused:?}").contains(CANARY));
    }
    let refused = Desk::new().read(&rows(&["SHARE,England,2019,All,1.0,1.5,2,x"])).err().unwrap();
    assert!(codes(&refused).contains(&503));
}

#[test]
fn other_faults_of_a_table_are_told() {
    let good = "SHARE,England,2019,All,71.8,1,2,x";
    let cases: [(String, u16); 7] = [
        (rows(&[good, good]), 408),
        (rows(&[good, "SHARE,England,2018/19,Boys,71.8,1,2,x"]), 404),
        (rows(&[good, "SHARE,England"]), 401),
        (rows(&[good]).replace("Values", "Value"), 311),
        (rows(&[good]).replace("Comment", "Values"), 310),
        (rows(&["OTHER,England,2019,All,71.8,1,2,x"]), 503),
        (rows(&[]), 305),
    ];
    for (text, code) in cases {
        let refused = Desk::new().read(&text).err().unwrap();
        assert_eq!(codes(&refused), [code], "{:?}", refused.diagnostics());
    }
}

#[test]
fn a_sex_that_is_declared_and_not_there_is_said() {
    let published = Desk::new().read(&rows(&["SHARE,England,2019,All,71.8,1,2,x"])).unwrap();
    let said: Vec<String> = published.notices().iter().map(|one| one.message.to_string()).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("'Boys'") && said[1].contains("'Girls'"), "{said:?}");
}

/// A desk whose source has other content.
fn desk_of(content: &str, replace: &[(&str, &str)]) -> Desk {
    let bench = Bench::with_source(|source| {
        let source = source.replace("content: {extract: {contract: visits}}\n", content);
        replace.iter().fold(source, |source, (from, to)| source.replace(from, to))
    });
    let source = bench.source.clone();
    Desk { bench, source, dataset: name("visits"), sequence: 1, fetched: None }
}

const FINGERTIPS: &str = "content:
  published:
    dialect: fingertips
    keep_areas: [E06000002, E06000003]
    series:
      - {id: injuries, title: Injuries, where: {Indicator ID: '1'}, period_kind: financial_year, decimals: 1}
      - {id: england-life, title: Life, where: {Indicator ID: '2'}, area: E92000001, period_kind: calendar_year, together: 3, decimals: 1}
";

const PROFILE: &str = "Indicator ID,Area Code,Sex,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note
1,E06000002,Persons,,,2022/23,171.04,160.1,182.2,450,26310,
1,E06000003,Persons,,,2022/23,,,,,20000,Value suppressed for disclosure control
1,E92000001,Persons,,,2022/23,95.1,94,96,1,1,
1,E06000002,Persons,Deciles,Most deprived,2022/23,99,,,1,1,
2,E92000001,Persons,,,2021 - 23,61.52,61.27,61.77,,,
";

#[test]
fn a_dialect_gives_format_areas_limits_and_status_and_all_are_kept() {
    let mut desk = desk_of(FINGERTIPS, &[("format: {csv: {delimiter: ','}}\n", "")]);
    let read = desk.read(PROFILE).unwrap();
    let shown = |published: &Published| {
        let one = |value: &concordat_ingest_gate::PublishedValue| {
            let limits = value.limits_95().map(|(lower, upper)| format!("{lower} to {upper}"));
            (
                value.area().to_string(),
                value.value().map(|value| value.to_string()),
                limits,
                value.count(),
                value.status(),
            )
        };
        published.values().iter().map(one).collect::<Vec<_>>()
    };
    let expected = [
        ("E06000002".into(), Some("171.0".into()), Some("160.1 to 182.2".into()), Some(450), FigureStatus::Available),
        ("E06000003".into(), None, None, None, FigureStatus::Confidential),
    ];
    assert_eq!(shown(&read), expected);
    // Three years together stand apart from single ones.
    let [life] = read.rolling() else { panic!("{:?}", read.rolling()) };
    assert_eq!((life.period().to_string().as_str(), life.together()), ("2023", 3));
    let opened = open_published(desk.home(), &desk.dataset, desk.declaration()).unwrap().unwrap();
    assert_eq!((opened.values(), opened.rolling()), (read.values(), read.rolling()));
}

const MONTHLY: &str = "content:
  published:
    no_figure: ['-']
    series:
      - id: cases
        title: Cases
        areas: {column: Area, scheme: name}
        period: {column: Month, kind: month, form: month_name}
        value: Cases
        decimals: 0
        plausible: {at_least: 0, at_most: 1000}
";

#[test]
fn files_of_one_period_add_up_and_two_of_the_same_must_agree() {
    let mut desk = desk_of(MONTHLY, &[("coverage: full", "coverage: one_period")]);
    let of = |month: &str, cases: u32| format!("Area,Month,Cases\nRedcar & Cleveland,{month} 2024,{cases}\n");
    desk.read(&of("April", 3)).unwrap();
    assert_eq!(desk.read(&of("May", 4)).unwrap().values().len(), 2);
    let held = |desk: &Desk| open_published(desk.home(), &desk.dataset, desk.declaration()).unwrap().unwrap();
    assert_eq!(held(&desk).values().len(), 2);
    // The same file, mended, takes the place of what it said before.
    assert_eq!(desk.read(&of("May", 5)).unwrap().values()[1].value().unwrap().to_string(), "5");
    let other = |desk: &mut Desk, text: &str| desk.read_as("other.csv", text);
    assert!(other(&mut desk, &of("May", 5)).is_ok(), "another file that says the same");
    let refused = desk.read_as("third.csv", &of("May", 6)).err().unwrap();
    assert_eq!(codes(&refused), [372]);
    assert_eq!(held(&desk).values()[1].value().unwrap().to_string(), "5");
}

#[test]
fn faults_of_a_table_say_the_cell_and_nothing_of_it() {
    let mut desk = desk_of(MONTHLY, &[]);
    for (text, code, place) in [
        ("Area,Month,Cases\nRedcar,April 2024,CANARY7\n", 409, (2, 1)),
        ("Area,Month,Cases\nMiddlesbrough,April 2024,CANARY7\n", 503, (2, 3)),
        ("Area,Month,Cases\nMiddlesbrough,CANARY7,1\n", 404, (2, 2)),
        ("Area,Month,Cases\nMiddlesbrough,April 2024,326933\n", 520, (2, 3)),
    ] {
        let refused = desk.read(text).err().unwrap();
        let first = refused.diagnostics().iter().find(|one| one.code.number == code).unwrap();
        let found = first.place.as_ref().unwrap();
        assert_eq!((found.line, found.column), place, "{text}");
        assert!(!format!("{refused:?}").contains(CANARY));
    }
}

#[test]
fn a_file_of_another_kind_is_refused_by_its_first_bytes() {
    let mut workbook = desk_of(MONTHLY, &[("format: {csv: {delimiter: ','}}", "format: workbook")]);
    assert_eq!(codes(&workbook.read("Area,Month,Cases\n").err().unwrap()), [360]);
    let mut csv = desk_of(MONTHLY, &[]);
    assert_eq!(codes(&csv.read("PK\u{3}\u{4}").err().unwrap()), [306]);
    assert_eq!(codes(&csv.read("Area,Month,Cases\nMiddlesbrough,April 2024,1").err().unwrap()), [314]);
    let mut json = desk_of(MONTHLY, &[("format: {csv: {delimiter: ','}}", "format: json")]);
    let text = r#"[{"Area": "Middlesbrough", "Month": "April 2024", "Cases": 7}]"#;
    assert_eq!(json.read(text).unwrap().values()[0].value().unwrap().to_string(), "7");
    assert_eq!(codes(&json.read("{}").err().unwrap()), [371]);
}

#[test]
fn a_description_is_looked_for_beside_the_table_and_compared() {
    let mut desk = desk_of(MONTHLY, &[]);
    let per_month = Described { label: None, unit: Some("cases".to_owned()) };
    let says = BTreeMap::from([("Cases".to_owned(), per_month)]);
    if let Content::Published(declaration) = &mut desk.source.content {
        declaration.companion = Some(Companion { form: CompanionForm::EesMeta, says });
    }
    let text = "Area,Month,Cases\nMiddlesbrough,April 2024,1\n";
    assert_eq!(codes(&desk.read(text).err().unwrap()), [390]);
    let beside = desk.bench.folder.path().join("table.meta.csv");
    let meta = |unit: &str| format!("col_name,col_type,label,indicator_unit\nCases,Indicator,Cases,{unit}\n");
    std::fs::write(&beside, meta("cases")).unwrap();
    assert_eq!(desk.read(text).unwrap().values().len(), 1);
    std::fs::write(&beside, meta("CANARY7")).unwrap();
    let refused = desk.read(text).err().unwrap();
    assert_eq!(codes(&refused), [391]);
    assert!(!format!("{refused:?}").contains(CANARY));
}

#[test]
fn a_description_that_was_fetched_with_the_table_is_compared_as_one_beside_it() {
    let mut desk = desk_of(MONTHLY, &[]);
    let titled = |label: &str| Described { label: Some(label.to_owned()), unit: None };
    if let Content::Published(declaration) = &mut desk.source.content {
        let says = BTreeMap::from([("Cases".to_owned(), titled("Cases by month of report"))]);
        declaration.companion = Some(Companion { form: CompanionForm::Csvw, says });
    }
    let text = "Area,Month,Cases\nMiddlesbrough,April 2024,1\n";
    assert_eq!(codes(&desk.read(text).err().unwrap()), [390], "nothing was fetched, and nothing stands beside it");
    let description = |cases: &str| {
        format!(
            r#"{{"tables": [{{"url": "monthly.csv", "tableSchema": {{"columns": [{{"titles": "Area"}}, {{"titles": "Month"}},
            {{"titles": ["Cases", "{cases}"], "datatype": "integer"}}, {{"name": "link", "virtual": true}}]}}}}]}}"#
        )
    };
    desk.fetched = Some(description("Cases by month of report").into_bytes());
    assert_eq!(desk.read(text).unwrap().values().len(), 1);
    desk.fetched = Some(description("CANARY7").into_bytes());
    let refused = desk.read(text).err().unwrap();
    assert_eq!(codes(&refused), [391]);
    let place = refused.diagnostics()[0].place.as_ref().unwrap();
    assert_eq!(place.file, "monthly.csv-metadata.json");
    assert!(!format!("{refused:?}").contains(CANARY));
}
