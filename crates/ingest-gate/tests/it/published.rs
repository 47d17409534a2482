//! Published figures.

use concordat_base::Name;
use concordat_declare::published::PublishedDeclaration;
use concordat_declare::source::{Content, Source};
use concordat_ingest_gate::{
    DeliveredFile, FigureStatus, Published, PublishedInput, Refused, Sex, open_published, read_published,
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
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::with_source(|source| source.replace("content: {extract: {contract: visits}}\n", CONTENT));
        let source = bench.source.clone();
        Self { bench, source, dataset: name("visits"), sequence: 1 }
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
        let path = self.bench.folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        let result = read_published(&PublishedInput {
            dataset: &self.dataset,
            declaration: self.declaration(),
            source: &self.source,
            file: DeliveredFile {
                content: vault::Content::Plain(&path),
                shown: "table.csv",
                note: None,
                sha256: None,
                length_confirmed: false,
                delivery: "delivery",
                received: Timestamp::from_second(1000).unwrap(),
                sequence: self.sequence,
                profile: self.bench.profile,
            },
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
