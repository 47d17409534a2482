//! Publishers' interfaces as sources declare them, and the page that shows how.

use concordat_declare::load;
use concordat_declare::source::{Content, Transport};
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const PAGE: &str = include_str!("../../../../docs/sources.md");
const PARTY: &str = "  - {id: department-for-education,";
const PUBLISHER: &str = "  - {id: office-for-health-improvement, name: OHID, kind: central_body, contact: open data}\n";

/// The examples of the page, in order.
fn examples() -> Vec<String> {
    let parts = PAGE.split("```yaml\n").skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

/// The example of this id.
fn example(id: &str) -> String {
    examples().into_iter().find(|text| text.contains(&format!("id: {id}\n"))).unwrap()
}

/// The real place with these sources beside its own, each under an id of its own: one place is enough for many.
fn folder(texts: &[String]) -> Folder {
    let folder = Folder::south_tees().with("partnership.yaml", PARTY, &format!("{PUBLISHER}{PARTY}"));
    texts.iter().enumerate().fold(folder, |folder, (at, text)| {
        let rest = text.split_once("\ntitle: ").unwrap().1;
        let text = format!("version: 1\nid: example-{at}\ntitle: {rest}");
        folder.adding(&format!("sources/example-{at}.yaml"), &text)
    })
}

/// The faults of each source.
fn faults(folder: &Folder, sources: usize) -> Vec<Vec<String>> {
    let told: Vec<String> = load(folder).faults.iter().map(concise).collect();
    let of = |at: usize| {
        let file = format!("example-{at}.yaml:");
        told.iter().filter(|fault| fault.contains(&file)).cloned().collect()
    };
    (0..sources).map(of).collect()
}

#[test]
fn every_example_of_the_page_is_read_and_settled() {
    let examples = examples();
    assert_eq!(examples.len(), 7);
    let loaded = load(&folder(&examples));
    let told: Vec<String> = loaded.faults.iter().map(concise).filter(|fault| fault.contains("example-")).collect();
    assert_eq!(told, Vec::<String>::new());
    let partnership = loaded.partnership.unwrap();
    let source = partnership.sources().find(|source| source.id.value.as_str() == "example-2").unwrap();
    let (Transport::Https(https), Content::Published(published)) = (&source.transport, &source.content) else {
        panic!("a published table by https")
    };
    let post = &https.post.as_ref().unwrap().value;
    assert_eq!(post.pointer("/criteria/locations/in/1/id").and_then(serde_json::Value::as_str), Some("axqLP"));
    assert_eq!(https.pages.as_ref().unwrap().pause_milliseconds, 500);
    assert_eq!(published.resolve().unwrap().series.len(), 1);
}

#[test]
fn every_key_is_on_the_page() {
    for key in ["url", "pages", "post", "follow", "also_hosts", "described_by", "wait_at_most_seconds", "stand_in"] {
        assert!(PAGE.contains(&format!("| `{key}")), "{key} is not on the page");
    }
}

#[test]
fn what_cannot_be_asked_is_told_at_its_place() {
    let slips = [
        ("nomis-population", "    pages: {of: nomis, at_most: 20, pause_milliseconds: 1000}\n", "", 14, "25,000 rows"),
        ("nomis-population", "at_most: 20", "at_mots: 20", 15, "unknown key 'at_mots'"),
        ("nomis-population", "of: nomis", "of: nomiss", 15, "not one of the allowed values: 'nomiss'"),
        ("nomis-population", "at_most: 20", "at_most: 0", 15, "from 1 to 1000 pages"),
        ("nomis-population", "&date=latest", "&RecordOffset=5", 14, "the address says which page"),
        ("nomis-population", "&date=latest", "&select=obs_value", 14, "leaves out record_offset or record_count"),
        ("nomis-population", "of: nomis", "of: explore-education-statistics", 15, "read as format json"),
        ("nomis-population", "delivery_note: optional", "delivery_note: required", 14, "sends no delivery notes"),
        ("nomis-population", "https://www", "https://name:word@www", 14, "does not belong in an address"),
        ("nomis-population", "_seconds: 120", "_seconds: 4000", 18, "at most 3600 seconds"),
        ("nomis-population", "    tries: 3\n", "    tries: 3\n    post: {a: 1}\n", 18, "asked by its address alone"),
        (
            "nomis-population",
            "    tries: 3\n",
            "    tries: 3\n    proxy: proxy.example\n",
            18,
            "the address of a proxy",
        ),
        (
            "nomis-population",
            "    tries: 3\n",
            "    tries: 3\n    proxy: http://me:word@proxy.example:3128\n",
            18,
            "stands in the environment",
        ),
        ("ees-absence-query", "      pageSize: 1000", "      page: 2", 21, "the query says which page"),
        ("ees-absence-query", "format: json", "format: {csv: {delimiter: ','}}", 27, "read as format json"),
        ("ons-wellbeing", "[/links", "[links", 22, "expected a JSON Pointer"),
        ("ons-wellbeing", "[download", "['https://download", 23, "the name of a host alone"),
        ("ons-healthy-life-expectancy", "    tries: 3\n", "    tries: 3\nformat: json\n", 20, "one file of format csv"),
    ];
    let texts = slips.map(|(id, from, to, ..)| {
        let text = example(id);
        assert!(text.contains(from), "{id} has no {from}");
        text.replacen(from, to, 1).replace("'https://download.ons.gov.uk,", "'https://download.ons.gov.uk',")
    });
    for ((.., line, wanted), told) in slips.iter().zip(faults(&folder(&texts), texts.len())) {
        let at = |fault: &String| fault.contains(wanted) && fault.contains(&format!(".yaml:{line}:"));
        assert!(told.iter().any(at), "{line} {wanted}: {told:?}");
    }
}

#[test]
fn records_are_not_pulled_from_interfaces() {
    let path = "sources/south-tees-hospitals-falls.yaml";
    let folder = Folder::south_tees().with(path, "    timeout_seconds", "    follow: [/href]\n    timeout_seconds");
    let told: Vec<String> = load(&folder).faults.iter().map(concise).collect();
    assert!(told[0].contains("C105") && told[0].contains("for published tables, not for records"), "{told:?}");
}

#[test]
fn a_stand_in_is_refused_live_whatever_stands_beside_it() {
    let stand_in = "    stand_in: {path: ../../sample-data/x, pattern: '*.csv', unchanged_minutes: 0}\n    tries: 3\n";
    let text = example("nomis-population").replace("    tries: 3\n", stand_in);
    let live = folder(&[text]).with("partnership.yaml", "profile: sample", "profile: live");
    let told = faults(&live, 1);
    assert!(told[0].iter().any(|fault| fault.contains("C323")), "{told:?}");
}
