//! What publishers' files are known to do, each read right or refused with a code that says where.
//!
//! Not allowed in here: a trap without its place: a test says which cell or row is named.

use concordat_declare::dialect::Dialect;
use concordat_declare::published::{Mark, NoFigure, Standing};
use concordat_tables::Sex;

use crate::support::{Reader, bytes_of, text_of};

const PLAIN: &str = "
format: {csv: {delimiter: ','}}
published:
  symbols: {c: confidential, k: rounds_to_zero, '': not_available}
  series:
    - id: share
      title: Share
      areas: {column: Area, scheme: gss}
      period: {column: Year, kind: calendar_year, form: own, marks: {Rev: revised}}
      value: Value
      decimals: 1
";

/// The plain declaration with more said of the series.
fn plain(more: &str) -> Reader {
    Reader::new(&format!("{PLAIN}      {more}\n"))
}

fn of(rows: &str) -> Vec<u8> {
    format!("Area,Year,Value\n{rows}\n").into_bytes()
}

#[test]
fn every_symbol_of_every_publisher_has_its_meaning() {
    use Mark::{Confidential, LowReliability, NotApplicable, NotAvailable, NotReturned, RoundsToZero};
    let schools = Dialect::ExploreEducationStatistics;
    for (dialect, symbol, mark) in [
        (schools, "c", Confidential),
        (schools, "z", NotApplicable),
        (schools, "x", NotAvailable),
        (schools, "k", RoundsToZero),
        (schools, "u", LowReliability),
        (schools, ":", NotAvailable),
        (schools, "~", RoundsToZero),
        (schools, ".", NotAvailable),
        (schools, "..", NotAvailable),
        (schools, "N/A", NotAvailable),
        (schools, "", NotAvailable),
        (Dialect::Lait, "-", NotAvailable),
        (Dialect::Lait, "NA", NotAvailable),
        (Dialect::HClic, "-", Confidential),
        (Dialect::HClic, "..", NotReturned),
        (Dialect::NomisWeb, "-", LowReliability),
        (Dialect::OnsCsvw, "", NotAvailable),
        (Dialect::Fingertips, "", NotAvailable),
    ] {
        assert_eq!(dialect.preset().unwrap().symbols.get(symbol), Some(&mark), "{dialect:?} {symbol:?}");
    }
}

#[test]
fn a_symbol_is_never_zero_and_zero_is_never_a_symbol() {
    let reader = plain("");
    let rows = "E1 , ,\nE06000002,2020,c\nE06000002,2021,k\nE06000002,2022, \nE06000002,2023,0\nE06000002,2024,#NAME?";
    let found = reader.figures(&of(&rows.replace("E1 , ,\n", "")));
    let said: Vec<_> = found.iter().map(|one| (one.value.map(|value| value.to_string()), one.no_figure)).collect();
    assert_eq!(
        said,
        [
            (None, Some(NoFigure::Confidential)),
            (None, Some(NoFigure::RoundsToZero)),
            (None, Some(NoFigure::NotAvailable)),
            (Some("0.0".into()), None),
            (None, Some(NoFigure::PublishersError)),
        ]
    );
    for bad in ["z", "n/a", "1e3", "12%", "1,2", "*"] {
        let refused = reader.refused(&of(&format!("E06000002,2020,1.0\nE06000002,2021,\"{bad}\"")));
        assert_eq!(refused[0].0, 503, "{bad}");
        assert!(refused[0].1.starts_with("cell C3: series 'share': ") && !refused[0].1.contains("n/a"), "{refused:?}");
    }
}

#[test]
fn faults_name_cell_and_series_and_never_the_text() {
    let area = plain("");
    for (rows, code, place) in [
        ("Gotham,2020,1", 409, "cell A2: "),
        ("E06000002,CANARY,1", 404, "cell B2: "),
        ("E06000002,2020 (Prov),1", 404, "cell B2: "),
        ("E06000002,2020,CANARY", 503, "cell C2: "),
        ("E06000002,2020,1\nE06000002,2020,1", 408, "cell C3: "),
        ("E06000002,2020", 401, "row 2: "),
        ("E06000002,2020,1,CANARY", 402, "cell D2: "),
        ("E06000002,2020,\"CANARY", 313, "cell C2: "),
    ] {
        let refused = area.refused(&of(rows));
        assert_eq!(refused[0].0, code, "{rows}: {refused:?}");
        assert!(refused[0].1.starts_with(place) && !refused[0].1.contains("CANARY"), "{refused:?}");
    }
    let near = Reader::new(&PLAIN.replace("scheme: gss", "scheme: name"));
    let refused = near.refused(&of("Middlesborough,2020,1"));
    assert!(refused[0].1.ends_with("the nearest is 'Middlesbrough'"), "{refused:?}");
}

#[test]
fn another_unit_or_scale_is_refused_by_the_plausible_band() {
    let banded = plain("plausible: {at_least: 5, at_most: 60}");
    assert_eq!(banded.figures(&of("E06000002,2024,38.7")).len(), 1);
    // Per cent became a proportion; England stands on the scale of counts.
    for rows in ["E06000002,2024,0.387", "E06000002,2024,38.7\nE92000001,2024,3269339"] {
        assert_eq!(banded.refused(&of(rows))[0].0, 520, "{rows}");
    }
    let proportion = plain("plausible: {at_least: 5, at_most: 60}\n      times: 100");
    assert_eq!(proportion.figures(&of("E06000002,2024,0.387"))[0].value.unwrap().to_string(), "38.7");
}

#[test]
fn a_file_of_the_wrong_year_is_refused() {
    let reader = plain("expected_periods: {from: '2020', until: '2024', holds: '2024'}");
    assert_eq!(reader.figures(&of("E06000002,2024,1")).len(), 1);
    assert_eq!(reader.refused(&of("E06000002,2023,1"))[0].0, 521);
    let early = reader.refused(&of("E06000002,2024,1\nE06000002,2019,1"));
    assert_eq!((early[0].0, early[0].1.starts_with("cell B3: ")), (521, true));
}

#[test]
fn a_changed_header_is_refused() {
    let reader = Reader::new(&PLAIN.replace("published:", "published:\n  layout: {columns: [Area, Year, Value]}"));
    assert_eq!(reader.figures(&of("E06000002,2024,1")).len(), 1);
    for (header, message) in [
        ("Area,Value,Year", "cell B1: expected the column 'Year'"),
        ("Area,Year,Value,New", "cell D1: there are more columns than the layout lists"),
    ] {
        let refused = reader.refused(format!("{header}\nE06000002,2024,1,1\n").as_bytes());
        assert_eq!(refused, [(367, message.to_owned())]);
    }
    // What is read is missing: told with the place of the nearest.
    let refused = plain("").refused(b"Area,Years,Value\nE06000002,2024,1\n");
    assert_eq!(refused, [(311, "the column 'Year' is missing; the header in B1 is similar".to_owned())]);
    let refused = plain("").refused(b"Area,Year,Value,Value\nE06000002,2024,1,1\n");
    assert_eq!((refused[0].0, refused[0].1.starts_with("cell D1: ")), (310, true));
}

#[test]
fn a_table_about_something_else_is_refused() {
    let reader = Reader::new(&text_of("nomis-web/declared.yaml"));
    let text = text_of("nomis-web/data.csv");
    for (from, to) in
        [("gender,Total", "gender,Male"), ("measure,Deaths", "measure,Rate"), ("cause of death,", "cause,")]
    {
        assert_eq!(reader.refused(text.replace(from, to).as_bytes())[0].0, 368, "{to}");
    }
    assert_eq!(
        reader.refused(text.replace("gender,Total", "gender,Male").as_bytes())[0].1,
        "cell B5: above the header, 'gender' does not say 'Total'"
    );
    let no_header = Reader::new(&text_of("dwp/declared.yaml"));
    let refused = no_header.refused(text_of("dwp/data.csv").replace("Area Code", "Area code").as_bytes());
    assert_eq!(refused, [(366, "no row holds 'Area Code'".to_owned())]);
}

#[test]
fn remarks_on_periods_and_breaks_are_fields() {
    let reader = plain("breaks: [{from: '2022', because: another survey}]\n      basis: before-housing-costs");
    let found = reader.figures(&of("E06000002,2021,1\nE06000002,2023 (Rev),2"));
    let fields: Vec<_> =
        found.iter().map(|one| (one.standing, one.comparable_since.map(|from| from.to_string()))).collect();
    assert_eq!(fields, [(None, None), (Some(Standing::Revised), Some("2022".into()))]);
    assert!(found.iter().all(|one| one.basis.as_ref().is_some_and(|basis| basis.as_str() == "before-housing-costs")));
}

#[test]
fn two_right_answers_are_told_apart_by_their_basis() {
    let found = Reader::new(&text_of("dwp/declared.yaml")).figures(&bytes_of("dwp/data.csv"));
    let ours =
        found.iter().find(|one| one.area.as_str() == "E06000002" && one.period.to_string() == "2024/25").unwrap();
    assert_eq!(ours.value.unwrap().to_string(), "38.7");
    assert_eq!((ours.count, ours.basis.as_ref().unwrap().as_str()), (Some(12_304), "after-housing-costs"));
}

#[test]
fn what_the_publisher_gives_is_not_mended() {
    // Counts are rounded and limits come from the count before rounding; men and women do not add up.
    let found = Reader::new(&text_of("fingertips-27/declared.yaml")).figures(&bytes_of("fingertips-27/data.csv"));
    let of = |sex| {
        let ours = found.iter().filter(|one| one.area.as_str() == "E06000002" && one.period.to_string() == "2023/24");
        ours.into_iter().find(|one| one.sex == sex).unwrap()
    };
    let [all, female, male] = [Sex::Persons, Sex::Female, Sex::Male].map(of);
    assert_eq!(all.count.unwrap() % 5, 0);
    assert!(female.count.unwrap() + male.count.unwrap() != all.count.unwrap());
    assert!(all.lower.is_some() && all.lower < all.value && all.value < all.upper);
}

#[test]
fn a_note_or_status_that_says_why_wins_over_a_blank() {
    let reader = Reader::new(&text_of("fingertips-26/declared.yaml"));
    let text = text_of("fingertips-26/data.csv");
    let row = text.split_inclusive("\r\n").find(|row| row.contains("E06000002") && row.contains(",2015,")).unwrap();
    let cells: Vec<&str> = row.rsplitn(15, ',').collect();
    assert_eq!(cells.len(), 15, "{row}");
    let hide = |note: &str| {
        // From the end: the value is the thirteenth, the note the sixth.
        let mut cells: Vec<String> = row.rsplit(',').map(str::to_owned).collect();
        let value = cells.len() - row.split(',').position(|cell| cell == "2015").unwrap() - 2;
        cells[value] = String::new();
        cells[5] = note.to_owned();
        cells.reverse();
        text.replace(row, &cells.join(","))
    };
    let why = |note: &str| {
        let read = reader.all(hide(note).as_bytes()).unwrap();
        let ours = read.figures.iter().find(|one| one.area.as_str() == "E06000002" && one.period.to_string() == "2015");
        (ours.unwrap().value, ours.unwrap().no_figure, read.warnings.len())
    };
    assert_eq!(why("Value suppressed for disclosure control"), (None, Some(NoFigure::Confidential), 0));
    assert_eq!(why(""), (None, Some(NoFigure::NotAvailable), 0));
    // A sentence that nobody declared is said, and the blank stays a blank.
    assert_eq!(why("Something else altogether"), (None, Some(NoFigure::NotAvailable), 1));
}

#[test]
fn an_undeclared_status_code_refuses_the_file() {
    let reader = Reader::new(&text_of("nomis-api/declared.yaml"));
    let text = text_of("nomis-api/data.csv");
    let refused = reader.refused(text.replace("\"A\",\"Normal Value\"", "\"W\",\"Other\"").as_bytes());
    assert_eq!(refused[0].0, 523);
    let hidden = text.replace("\"A\",\"Normal Value\"", "\"Q\",\"Suppressed\"");
    assert!(
        reader
            .figures(hidden.as_bytes())
            .iter()
            .all(|one| one.value.is_none() && one.no_figure == Some(NoFigure::Confidential))
    );
}

#[test]
fn encodings_and_marks_at_the_start_are_read_as_declared() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("Area;Year;Value\r\nE06000002;2024;38.7\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let declared = |encoding: &str, delimiter: char| {
        Reader::new(&PLAIN.replace("{delimiter: ','}", &format!("{{delimiter: '{delimiter}', encoding: {encoding}}}")))
    };
    assert_eq!(declared("utf-16", ';').figures(&utf16)[0].value.unwrap().to_string(), "38.7");
    let marked = [b"\xef\xbb\xbf".as_slice(), &of("E06000002,2024,1")].concat();
    assert_eq!(plain("").figures(&marked).len(), 1);
    let western = b"Area,Year,Value,Caf\xe9\nE06000002,2024,1,x\n";
    assert_eq!(declared("windows-1252", ',').figures(western).len(), 1);
    assert_eq!(plain("").refused(western), [(370, "row 1: the text is not in the declared encoding".to_owned())]);
}

#[test]
fn merged_authorities_are_refused_where_codes_are_recoded() {
    let reader = Reader::new(&PLAIN.replace("scheme: gss", "scheme: gss, recode: true"));
    let refused = reader.refused(&of("E07000026,2024,1"));
    assert_eq!(refused[0], (522, "cell A2: series 'share': the authority is now part of 'Cumberland'".to_owned()));
    assert_eq!(reader.figures(&of("E08000020,2024,1"))[0].area.as_str(), "E08000037");
}

#[test]
fn areas_that_are_not_kept_cannot_refuse_a_file() {
    let kept = |scheme: &str| {
        let areas = format!("scheme: {scheme}, recode: true, only: [E06000002]");
        Reader::new(&PLAIN.replace("scheme: gss", &areas))
    };
    // A merged authority, a code of two, a name that nobody knows.
    let rows = "E06000002,2024,1\nE07000026,2024,1\nE09000021 / E09000027,2024,1";
    assert_eq!(kept("gss").figures(&of(rows)).len(), 1);
    assert_eq!(kept("name").figures(&of("Middlesbrough,2024,1\nGotham,2024,1")).len(), 1);
    // A name that may be one that is kept, and misspelt, still does.
    assert_eq!(kept("name").refused(&of("Middlesbrough,2023,1\nMiddlesborough,2024,1"))[0].0, 409);
}

#[test]
fn boundaries_and_lower_areas_are_said() {
    let reader = Reader::new(&PLAIN.replace("scheme: gss", "scheme: gss, boundaries: LSOA 2011"));
    let found = reader.figures(&of("E01012068,2019,1"));
    assert_eq!((found[0].area.as_str(), found[0].boundaries.as_deref()), ("E01012068", Some("LSOA 2011")));
}

#[test]
fn records_of_the_police_keep_their_blanks_and_their_header() {
    let preset = Dialect::PoliceUk.preset().unwrap();
    let read = |bytes: &[u8]| concordat_tables::read(bytes, &preset.format, &preset.layout, &Default::default());
    let table = read(&bytes_of("police-uk/data.csv")).unwrap();
    let [id, kind, context] = ["Crime ID", "Crime type", "Context"].map(|name| table.position(name).unwrap());
    assert!(table.rows.iter().any(|row| row.text(id).is_empty() && row.text(kind) == "Anti-social behaviour"));
    assert!(table.rows.iter().all(|row| row.text(context).is_empty()));
    let changed = text_of("police-uk/data.csv").replace("LSOA code", "LSOA21 code");
    assert_eq!(read(changed.as_bytes()).unwrap_err().diagnostic("f", None).code.number, 367);
}

#[test]
fn organisations_have_no_header_and_dates_of_eight_digits() {
    let preset = Dialect::NhsOds.preset().unwrap();
    let table =
        concordat_tables::read(&bytes_of("nhs-ods/data.csv"), &preset.format, &preset.layout, &Default::default());
    let table = table.unwrap();
    let [code, opened] = ["organisation_code", "open_date"].map(|name| table.position(name).unwrap());
    let trust = table.rows.iter().find(|row| row.text(code) == "RTR").unwrap();
    assert!(trust.text(opened).len() == 8 && table.headers.len() == 27);
    assert_eq!(table.rows[0].number, 1);
}

#[test]
fn day_numbers_become_dates_and_words_among_them_stay() {
    let layout = serde_saphyr::from_str("{day_numbers: [Last Update, Next Update]}").unwrap();
    let format = Dialect::Lait.preset().unwrap().format;
    let bytes = bytes_of("lait-dictionary/data.csv");
    assert!(bytes.windows(3).any(|three| three == b"\r\r\n"), "the trap is in the file");
    let table = concordat_tables::read(&bytes, &format, &layout, &Default::default()).unwrap();
    let [last, next] = ["Last Update", "Next Update"].map(|name| table.position(name).unwrap());
    assert_eq!(table.rows[0].text(last), "2025-06-01");
    assert!(table.rows.iter().any(|row| row.text(next) == "Discontinued" || row.text(last) == "Discontinued"));
    assert_eq!(table.rows.len(), 5);
}
