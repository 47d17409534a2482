//! What servers in the shape of four publishers send becomes one delivery, and the dialects read the figures in it.
//!
//! Not allowed in here: a figure that is not in the publishers' excerpts, but for those marked made up.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::server::{Answer, Asked, Server};
use crate::support::{Place, bytes_of, excerpt, figures_of, names, notices};

const NOMIS: &str = "content:
  published:
    dialect: nomis-api
    every_series: {where: {C_AGE_NAME: Aged 0 to 15}}
    series:
      - {id: children, title: Children, period_kind: calendar_year, decimals: 0}
";

/// Header and rows of the excerpt, its rows numbered anew as the interface does.
pub(crate) fn nomis_rows() -> (String, Vec<String>) {
    let text = String::from_utf8(excerpt("nomis-api/data.csv")).unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap().to_owned();
    let rows: Vec<&str> = lines.collect();
    let total = rows.len();
    let without = |row: &str| row.rsplitn(3, ',').last().unwrap().to_owned();
    (header, rows.iter().enumerate().map(|(at, row)| format!("{},{at},{total}", without(row))).collect())
}

/// The page behind so many rows, as Nomis sends it.
pub(crate) fn nomis_page(header: &str, rows: &[String], offset: usize, most: usize) -> String {
    let page = &rows[offset.min(rows.len())..(offset + most).min(rows.len())];
    format!("{header}\n{}\n", page.join("\n"))
}

/// A server that answers as Nomis does, so many rows at once.
pub(crate) fn nomis(most: usize) -> Server {
    Server::start(move |asked, _| {
        let (header, rows) = nomis_rows();
        let offset = asked.parameter("recordoffset").map_or(0, |offset| offset.parse().unwrap());
        Answer::new("200 OK", "Content-Type: text/csv\r\n", nomis_page(&header, &rows, offset, most).as_bytes())
    })
}

pub(crate) fn nomis_place(server: &Server, at_most: u32, more: &str) -> Place {
    let url = server.url("/api/v01/dataset/NM_2002_1.data.csv?geography=1,2&measures=20100");
    let pages = format!("url: '{url}', pages: {{of: nomis, at_most: {at_most}, pause_milliseconds: 1}}{more}");
    let mut place = Place::published(NOMIS, &pages);
    place.roots = Some(server.certificate_pem.clone());
    place
}

#[test]
fn pages_of_nomis_become_one_table_with_one_header() {
    let server = nomis(40);
    let place = nomis_place(&server, 3, "");
    let fetched = place.fetch().unwrap();
    let (header, rows) = nomis_rows();
    assert!(rows.len() > 80 && fetched.notices.is_empty());
    let asked = server.paths();
    let path = "/api/v01/dataset/NM_2002_1.data.csv?geography=1,2&measures=20100&recordoffset=";
    assert_eq!(asked, [0, 40, 80].map(|offset| format!("{path}{offset}")), "no note is asked for");
    assert_eq!(names(&fetched), ["NM_2002_1.data.csv"]);
    let bytes = bytes_of(&fetched.deliveries[0]);
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), nomis_page(&header, &rows, 0, rows.len()));
    let found = figures_of(&place, &bytes).unwrap();
    assert_eq!(found, figures_of(&place, &excerpt("nomis-api/data.csv")).unwrap());
    let middlesbrough = found.iter().find(|figure| figure.area.as_str() == "E06000002").unwrap();
    assert_eq!(middlesbrough.value.unwrap().to_string(), "29896");
}

#[test]
fn a_table_of_fingertips_is_asked_for_by_indicator_and_area_type() {
    let body = excerpt("fingertips-27/data.csv");
    let sent = body.clone();
    let server = Server::start(move |_, _| Answer::new("200 OK", "Content-Type: text/csv; charset=utf-8\r\n", &sent));
    let url = server.url("/api/all_data/csv/by_indicator_id?indicator_ids=90284&child_area_type_id=502");
    let published = "content:
  published:
    dialect: fingertips
    series:
      - {id: injuries, title: Injuries, where: {Indicator ID: '90284'}, period_kind: financial_year, decimals: 1}
";
    let mut place = Place::published(published, &format!("url: '{url}'"));
    place.roots = Some(server.certificate_pem.clone());
    let fetched = place.fetch().unwrap();
    assert_eq!((names(&fetched), server.paths().len()), (vec!["crime.csv"], 1));
    assert_eq!(bytes_of(&fetched.deliveries[0]), body);
    let expected: Vec<Value> = serde_json::from_slice(&excerpt("fingertips-27/expected.json")).unwrap();
    assert_eq!(figures_of(&place, &body).unwrap().len(), expected.len());
}

#[test]
fn a_data_set_of_the_department_for_education_comes_whole() {
    let body = Arc::new(excerpt("ees-symbols/data.csv"));
    let sent = Arc::clone(&body);
    let server = Server::start(move |asked, _| match asked.path.ends_with("/csv?dataSetVersion=1.*") {
        true => Answer::new("200 OK", "Content-Type: text/csv\r\n", &sent),
        false => Answer::absent(),
    });
    let published = "content:
  published:
    dialect: explore-education-statistics
    series:
      - id: severe-absence
        title: Severe absence of children in need
        where: {social_care_group: CINO at 31 March, phase_type_grouping: State-funded primary}
        period_kind: academic_year
        value: pt_pupils_pa_50_exact
        decimals: 1
";
    let url = server.url("/statistics/v1/data-sets/87419401-36d5-e076-ae6a-1ecb7d07d56e/csv?dataSetVersion=1.*");
    let mut place = Place::published(published, &format!("url: '{url}'"));
    place.roots = Some(server.certificate_pem.clone());
    let fetched = place.fetch().unwrap();
    assert_eq!(bytes_of(&fetched.deliveries[0]), *body);
    assert!(!figures_of(&place, &body).unwrap().is_empty());
}

const QUERY: &str = "format: json
content:
  published:
    layout: {records: /results, first_of: {place: [locations.LA, locations.NAT]}}
    symbols: {c: confidential, '': not_available}
    series:
      - id: absence
        title: Absence
        where: {filters.mLGT9: h87my}
        areas: {column: place, scheme: gss, also: {dP0Zw: E92000001, axqLP: E06000002}}
        period: {column: timePeriod.period, kind: academic_year, form: written}
        value: values.oUxdm
        decimals: 1
";

/// A result of a query, its value made up.
fn result(location: &str, id: &str, year: u32, value: &str) -> Value {
    json!({
        "timePeriod": {"code": "AY", "period": format!("{year}/{}", year + 1)}, "geographicLevel": location,
        "locations": {location: id}, "filters": {"mLGT9": "h87my"}, "values": {"oUxdm": value},
    })
}

/// A server that answers a query with these results, so many at once, as the interface does.
fn queried(results: Vec<Value>, size: usize, warnings: Value) -> Server {
    Server::start(move |asked: &Asked, _| {
        let query: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let page = query["page"].as_u64().or_else(|| asked.parameter("page")?.parse().ok()).unwrap_or(1);
        let from = (usize::try_from(page).unwrap() - 1) * size;
        let part = &results[from.min(results.len())..(from + size).min(results.len())];
        let paging = json!({"page": page, "pageSize": size, "totalResults": results.len(),
            "totalPages": results.len().div_ceil(size)});
        let answer = json!({"paging": paging, "results": part, "warnings": warnings});
        Answer::new("200 OK", "Content-Type: application/json; charset=utf-8\r\n", answer.to_string().as_bytes())
    })
}

fn query_place(server: &Server, post: &str) -> Place {
    let url = server.url("/statistics/v1/data-sets/87419401-36d5-e076-ae6a-1ecb7d07d56e/query");
    let pages = "pages: {of: explore-education-statistics, at_most: 4, pause_milliseconds: 0}";
    let mut place = Place::published(QUERY, &format!("url: '{url}', {pages}{post}"));
    place.roots = Some(server.certificate_pem.clone());
    place
}

fn three_results() -> Vec<Value> {
    vec![result("NAT", "dP0Zw", 2023, "6.7"), result("LA", "axqLP", 2023, "c"), result("LA", "axqLP", 2022, "8.10")]
}

#[test]
fn a_query_is_posted_page_by_page_and_its_results_are_read() {
    let server = queried(three_results(), 2, json!([]));
    let post = ", post: {criteria: {timePeriods: {gte: {code: AY, period: 2022/2023}}}, indicators: [oUxdm]}";
    let place = query_place(&server, post);
    let fetched = place.fetch().unwrap();
    let asked = server.asked();
    assert!(asked.iter().all(|one| one.method() == "POST" && one.header("content-type") == Some("application/json")));
    let bodies: Vec<Value> = asked.iter().map(|one| serde_json::from_str(&one.body).unwrap()).collect();
    assert_eq!(bodies.iter().map(|body| body["page"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(bodies[1]["criteria"]["timePeriods"]["gte"]["period"], "2022/2023");
    assert_eq!((names(&fetched), fetched.notices.len()), (vec!["crime.json"], 0));
    let found = figures_of(&place, &bytes_of(&fetched.deliveries[0])).unwrap();
    let mut said: Vec<_> = found
        .iter()
        .map(|one| format!("{} {} {:?}", one.area.as_str(), one.period, one.value.map(|value| value.to_string())))
        .collect();
    said.sort();
    let expected = ["E06000002 2022/23 Some(\"8.1\")", "E06000002 2023/24 None", "E92000001 2023/24 Some(\"6.7\")"];
    assert_eq!(said, expected);
}

#[test]
fn a_query_may_be_asked_by_its_address_and_its_warnings_are_told() {
    let server = queried(three_results(), 2, json!([{"code": "LocationsNotFound", "message": "CANARY"}]));
    let fetched = query_place(&server, "").fetch().unwrap();
    assert!(server.paths()[1].ends_with("/query?page=2"));
    assert_eq!(notices(&fetched), ["C380 server '127.0.0.1' sent the data with 1 warning(s)"]);
    assert_eq!(fetched.deliveries.len(), 1);
}

#[test]
fn the_newest_version_of_the_office_for_national_statistics_is_found_by_its_links() {
    let file = Server::start(|asked, _| match asked.path.as_str() {
        "/downloads/datasets/wellbeing/editions/time-series/versions/4.csv" => {
            Answer::new("301 Moved Permanently", "Location: /static/wellbeing-v4.csv\r\n", b"")
        }
        "/static/wellbeing-v4.csv" => Answer::new("200 OK", "ETag: \"4\"\r\n", b"v4_0,Time\n1,2021\n"),
        _ => Answer::absent(),
    });
    let download = file.url("/downloads/datasets/wellbeing/editions/time-series/versions/4.csv");
    let lists = Server::start(move |asked, _| match asked.path.as_str() {
        "/v1/datasets/wellbeing" => {
            let links = json!({"links": {"latest_version": {"href": "/v1/datasets/wellbeing/editions/time-series/versions/4"}}});
            Answer::ok(links.to_string().as_bytes())
        }
        "/v1/datasets/wellbeing/editions/time-series/versions/4" => {
            Answer::ok(json!({"downloads": {"csv": {"href": download, "size": "17"}}}).to_string().as_bytes())
        }
        _ => Answer::absent(),
    });
    let follow = "follow: [/links/latest_version/href, /downloads/csv/href]";
    let transport = format!("url: '{}', {follow}, token_file: token", lists.url("/v1/datasets/wellbeing"));
    let with_host = format!("{transport}, also_hosts: ['{}']", file.host());
    let roots = format!("{}{}", lists.certificate_pem, file.certificate_pem);
    let place = |transport: &str| {
        let mut place = Place::published(PLAIN, transport);
        place.roots = Some(roots.clone());
        std::fs::write(place.path().join("token"), "s3cret").unwrap();
        place
    };
    let followed = place(&with_host);
    let fetched = followed.fetch().unwrap();
    assert_eq!(
        (names(&fetched), bytes_of(&fetched.deliveries[0]).as_slice()),
        (vec!["crime.csv"], &b"v4_0,Time\n1,2021\n"[..])
    );
    // The token stays with the host that was declared.
    assert!(lists.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer s3cret")));
    assert_eq!(file.asked().len(), 2);
    assert!(
        file.asked().iter().all(|asked| asked.header("authorization").is_none() && asked.header("referer").is_none())
    );
    let undeclared = place(&transport).fetch().unwrap_err();
    let text = concordat_diagnostics::render::concise(&undeclared.diagnostics[0]);
    assert!(
        text.starts_with("C347") && text.contains("'/downloads/csv/href'") && text.contains("also_hosts"),
        "{text}"
    );
    let missing = place(&with_host.replace("/csv/", "/csvw/")).fetch().unwrap_err();
    assert_eq!(missing.diagnostics[0].code.to_string(), "C347");
}

/// A table that is read without a dialect.
pub(crate) const PLAIN: &str = "format: {csv: {delimiter: ','}}
content:
  published:
    series:
      - id: share
        title: Share
        area: E06000002
        period: {column: Time, kind: calendar_year, form: own}
        value: v4_0
        decimals: 1
";

#[test]
fn a_pair_of_table_and_description_must_agree() {
    let table = excerpt("ons-csvw/data.csv");
    let header = String::from_utf8_lossy(&table).lines().next().unwrap().to_owned();
    let columns: Vec<Value> = header.split(',').map(|name| json!({"titles": [name, "Another title"]})).collect();
    let of = |columns: &[Value]| {
        json!({"tables": [{"url": "healthy-life-expectancy.csv", "tableSchema": {"columns": columns}}]}).to_string()
    };
    let serve = |description: Option<String>| {
        let sent = table.clone();
        Server::start(move |asked, _| match (asked.path.as_str(), &description) {
            ("/healthy-life-expectancy.csv", _) => Answer::new("200 OK", "Content-Type: text/csv\r\n", &sent),
            ("/healthy-life-expectancy.csv-metadata.json", Some(text)) => Answer::ok(text.as_bytes()),
            _ => Answer::absent(),
        })
    };
    let published = "content:
  published:
    dialect: ons-csvw
    series:
      - id: healthy-life-male
        title: Male healthy life expectancy
        where: {indicator: Male healthy life expectancy}
        period_kind: calendar_year
        together: 3
        decimals: 2
";
    let fetch = |description: Option<String>| {
        let server = serve(description.clone());
        let https = format!("url: '{}', described_by: csvw", server.url("/healthy-life-expectancy.csv"));
        let mut place = Place::published(published, &https);
        place.roots = Some(server.certificate_pem.clone());
        let outcome = place.fetch();
        outcome.map(|fetched| {
            let (name, bytes) = fetched.deliveries[0].description().unwrap();
            assert_eq!((name, bytes), ("healthy-life-expectancy.csv", description.as_deref().unwrap().as_bytes()));
            figures_of(&place, &bytes_of(&fetched.deliveries[0])).unwrap().len()
        })
    };
    assert!(fetch(Some(of(&columns))).unwrap() > 10);
    let told = |description| crate::interfaces::first(fetch(description));
    let mut swapped = columns.clone();
    swapped.swap(1, 2);
    let expected = "C391 server '127.0.0.1' describes column 2 otherwise than the table's first row has it";
    assert_eq!(told(Some(of(&swapped))), expected);
    assert!(told(Some(of(&columns[1..]))).contains("C391 server '127.0.0.1' describes 10 columns"));
    assert!(told(Some("{}".to_owned())).starts_with("C341"));
    assert!(told(None).starts_with("C320"));
}

#[test]
fn a_table_in_parquet_comes_as_it_is() {
    // Neither its bytes nor what servers call it are those of text.
    let body = [b"PAR1".as_slice(), &[0, 0xff, 0x0a, 0x3c], b"PAR1"].concat();
    let sent = body.clone();
    let server =
        Server::start(move |_, _| Answer::new("200 OK", "Content-Type: application/vnd.apache.parquet\r\n", &sent));
    let published = PLAIN.replace("format: {csv: {delimiter: ','}}", "format: parquet");
    let place = |path: &str| {
        let mut place = Place::published(&published, &format!("url: '{}'", server.url(path)));
        place.roots = Some(server.certificate_pem.clone());
        place
    };
    for path in ["/absence.parquet", "/data-sets/absence/parquet"] {
        let place = place(path);
        let fetched = place.fetch().unwrap();
        assert_eq!(bytes_of(&fetched.deliveries[0]), body, "{path}");
        assert!(fetched.notices.is_empty() && fetched.deliveries[0].description().is_none());
    }
    let page = Server::start(|_, _| Answer::new("200 OK", "Content-Type: text/html\r\n", b"<html>moved</html>"));
    let mut moved = Place::published(&published, &format!("url: '{}'", page.url("/absence.parquet")));
    moved.roots = Some(page.certificate_pem.clone());
    let told = crate::interfaces::first(moved.fetch());
    assert_eq!(told, "C341 server '127.0.0.1' sent a page for people to read, in place of parquet");
}

#[test]
fn columns_that_a_publisher_changed_are_told_by_the_reader() {
    let place = nomis_place(&nomis(1000), 1, "");
    let fetched = bytes_of(&place.fetch().unwrap().deliveries[0]);
    let renamed = String::from_utf8(fetched).unwrap().replacen("OBS_VALUE", "OBS_VALUES", 1);
    let told = figures_of(&place, renamed.as_bytes()).unwrap_err();
    assert!(told[0].contains("C311 the column 'OBS_VALUE' is missing; the header in AA1 is similar"), "{told:?}");
}
