//! The page as a document: complete in itself, in order, escaped, and honest about made-up data. What a browser must judge
//! (contrast, reflow, names) is checked with axe in a browser by
//! `tests/accessibility/run.sh`.
//!
//! Not allowed in here: answers; those are tested by themselves.

use std::collections::BTreeSet;

use crate::sample::{Sample, redcar};

/// Every page of the excerpt.
fn pages() -> Vec<String> {
    let pairs = [
        ("start-well-gap", "E06000003"),
        ("start-well-gap", "south-tees"),
        ("start-well-gap", "Brotton"),
        ("live-well-places", "E06000003"),
        ("age-well-independence", "E06000002"),
    ];
    pairs.map(|(mission, area)| Sample::new().brief(mission, area).unwrap().html()).into()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_runs() {
    for page in pages() {
        // What is only for Word stands in comments.
        let page =
            page.split("<!--[if mso]>").map(|part| part.split("<![endif]-->\n").last().unwrap()).collect::<String>();
        for word in ["<script", "<link", "<img", "<iframe", "@import", "javascript:", " onclick", "src="] {
            assert!(!page.contains(word), "{word}");
        }
        let addresses: BTreeSet<&str> = between(&page, "href=\"", "\"").into_iter().collect();
        assert!(
            addresses.iter().all(|address| address.starts_with('#') || address.starts_with("mailto:")),
            "{addresses:?}"
        );
        assert!(between(&page, "url(", ")").iter().all(|address| address.starts_with('#')));
    }
}

#[test]
fn headings_are_in_order() {
    for page in pages() {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
        let levels: Vec<u32> =
            page.match_indices("<h").filter_map(|(at, _)| page[at + 2..at + 3].parse().ok()).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        for landmark in ["<header>", "<main ", "<footer>"] {
            assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
        }
    }
}

#[test]
fn every_id_stands_once_and_every_reference_finds_it() {
    for page in pages() {
        let ids = between(&page, " id=\"", "\"");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for list in between(&page, "aria-labelledby=\"", "\"") {
            assert!(list.split(' ').all(|id| unique.contains(id)), "{list}");
        }
    }
}

#[test]
fn every_table_has_caption_and_scopes() {
    for page in pages() {
        let tables = between(&page, "<table", "</table>");
        assert!(!tables.is_empty());
        for table in tables {
            assert!(table.contains("<caption"));
            assert_eq!(table.matches("<th ").count(), table.matches("<th scope=\"").count());
            let header = between(table, "<thead>", "</thead>")[0].matches("<th").count();
            for row in between(table, "<tr>", "</tr>").into_iter().skip(1) {
                assert_eq!(row.matches("<th").count() + row.matches("<td").count(), header, "{row}");
            }
            assert!(!table.contains("></td>") && !table.contains("></th>"), "no cell is empty");
        }
    }
}

#[test]
fn every_chart_has_title_description_and_a_table_after_it() {
    for page in pages() {
        let figures = between(&page, "<figure>", "</figure>");
        for figure in &figures {
            assert!(figure.contains("role=\"img\"") && figure.contains("<title id=") && figure.contains("<desc id="));
        }
        for after in page.split("</figure>").skip(1) {
            let (table, heading) = (after.find("<table"), after.find("<h3"));
            assert!(table.unwrap() < heading.unwrap_or(usize::MAX), "the table stands right after the chart");
        }
    }
    assert_eq!(redcar().charts().len(), 3);
}

#[test]
fn made_up_data_is_said_on_the_page_and_on_every_chart() {
    let brief = redcar();
    let page = brief.html();
    assert!(page.find("Made-up sample data: extracts").unwrap() < page.find("<h1").unwrap());
    for chart in brief.charts() {
        assert!(chart.svg().contains("Made-up sample data: no fact about any place"), "{}", chart.name);
        assert!(chart.svg().contains(">Made-up sample data. "), "{}", chart.name);
    }
    let real = Sample::new().made_real().brief("start-well-gap", "E06000003").unwrap();
    assert!(real.charts().iter().all(|chart| !chart.svg().contains("Made-up")));
}

#[test]
fn hidden_and_provisional_are_hatched_and_marked() {
    let brief = redcar();
    let inside = brief.charts()[2].svg();
    let hidden = brief.html().matches("[c] not shown").count();
    assert!(hidden > 0 && inside.matches("-hatch)").count() == 3, "one box for each hidden ward");
    let places = Sample::new().brief("live-well-places", "E06000003").unwrap();
    assert!(places.charts()[0].svg().contains("Hatched: unsure or provisional"));
}

#[test]
fn words_and_colours_do_not_rate() {
    for page in pages() {
        let lower = page.to_lowercase();
        for word in ["#92d050", "#ffc000", "#c00000", "#ff0000", "#00ff00", "worst", "best ", " rag ", "underperform"] {
            assert!(!lower.contains(word), "{word}");
        }
    }
}

#[test]
fn text_is_escaped_wherever_it_comes_from() {
    let attack = "\"><script>alert(1)</script>&";
    let cell = "\"\"\"><script>alert(1)</script>&\"";
    let mut sample = Sample::new();
    sample.observations = sample.observations.replace(",Redcar and Cleveland,borough,", &format!(",{cell},borough,"));
    sample.indicators =
        sample.indicators.replace("Children eligible for free school meals who were assessed", &cell.replace('"', ""));
    sample.manifest = sample.manifest.replace("Live Well South Tees", "<script>");
    sample.setting.publisher = attack.to_owned();
    let brief = sample.brief("start-well-gap", "E06000003").unwrap();
    assert!(brief.area.name.contains("<script>"));
    let page = brief.html();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    assert!(brief.charts().iter().all(|chart| !chart.svg().contains("<script")));
    assert!(
        brief.stem().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
        "{}",
        brief.stem()
    );
}

#[test]
fn the_same_release_gives_the_same_files() {
    let (one, other) = (redcar().files().unwrap(), redcar().files().unwrap());
    assert_eq!(one.len(), 8);
    for (one, other) in one.iter().zip(&other) {
        assert!(one.name == other.name && one.bytes == other.bytes, "{}", one.name);
    }
}

#[test]
fn the_page_says_its_version_and_how_to_cite_it() {
    let brief = redcar();
    assert!(brief.citation.contains("release 2026-06-30.1, audience public, data as of 2026-06-30"));
    assert!(brief.html().contains("Contains public sector information from the Department for Education"));
}

#[test]
fn word_is_given_the_pictures_that_lie_beside_the_page() {
    let brief = redcar();
    let (page, files) = (brief.html(), brief.files().unwrap());
    let pictures = between(&page, "<!--[if mso]><img src=\"", "\"");
    assert_eq!(pictures.len(), brief.charts().len());
    assert!(pictures.iter().all(|picture| files.iter().any(|file| file.name == *picture)), "{pictures:?}");
    assert_eq!(page.matches("<!--[if !mso]><!-->\n<div").count(), pictures.len());
}
