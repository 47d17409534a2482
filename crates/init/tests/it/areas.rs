//! Wards and small areas of a new place.
//!
//! Not allowed in here: boundaries.

use std::collections::BTreeSet;

use concordat_base::AreaCode;

use crate::support::{InMemory, answers, made, made_with};

/// Made up, in the form of the Office for National Statistics.
const LOOKUP: &str = "\u{feff}LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM,ObjectId\r\n\
E01000001,\"Fen 1, A\",E05000001,St Mary's & North,E07000146,King's Lynn and West Norfolk,1\r\n\
E01000002,Fen 1B,E05000001,St Mary's & North,E07000146,King's Lynn and West Norfolk,2\r\n\
E01000003,Fen 2A,E05000002,South,E07000146,King's Lynn and West Norfolk,3\r\n\
E01000004,Elsewhere,E05000003,West,E07000147,Norwich,4\r\n";

#[test]
fn the_lookup_that_comes_with_the_program_is_that_of_the_sample() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = |path: &str| -> BTreeSet<String> {
        std::fs::read_to_string(root.join(path)).unwrap().lines().map(str::to_owned).collect()
    };
    let file = "areas/lsoa21_ward24_ltla24.csv";
    let mut sample = rows(&format!("../../pipelines/south-tees/{file}"));
    sample.extend(rows(&format!("../../pipelines/tower-hamlets/{file}")));
    assert_eq!(rows("data/lsoa21_ward24_ltla24.csv"), sample);
}

#[test]
fn known_places_have_small_areas_and_wards() {
    let partnership =
        InMemory::of(&made(&answers("South Tees", &["E06000002", "E06000003"])).unwrap()).load().partnership.unwrap();
    let counts: Vec<usize> = partnership.areas().levels.iter().map(|level| level.areas.len()).collect();
    assert_eq!(counts, [178, 44, 2, 1]);
    // One that is known beside one that is not: authorities alone, and it is said.
    let made = made(&answers("Tees Valley", &["E06000002", "E06000001"])).unwrap();
    assert!(made.notes[0].contains("Wards are not known"));
    let partnership = InMemory::of(&made).load().partnership.unwrap();
    assert_eq!(partnership.areas().levels.len(), 2);
}

#[test]
fn a_lookup_of_the_publisher_is_taken_as_it_comes() {
    let fens = answers("King's Lynn & the Fens", &["E07000146"]);
    let made = made_with(&fens, LOOKUP).unwrap();
    let files = InMemory::of(&made);
    assert!(files.text("areas/README.md").contains("lookup.csv"));
    let partnership = files.load().partnership.unwrap();
    let levels = &partnership.areas().levels;
    let shown: Vec<(&str, usize)> = levels.iter().map(|level| (level.id.as_str(), level.areas.len())).collect();
    assert_eq!(shown, [("lsoa21", 3), ("ward24", 2), ("borough", 1), ("place", 1)]);
    assert_eq!(levels[1].areas[0].name, "St Mary's & North");
    assert_eq!(levels[2].areas[0].code, AreaCode::new("E07000146").unwrap());
    // Wards without small areas, of another year and in another order.
    let wards =
        "LAD22NM,LAD22CD,WD22NM,WD22CD\nKing's Lynn,E07000146,South,E05000002\nKing's Lynn,E07000146,North,E05000001\n";
    let partnership = InMemory::of(&made_with(&fens, wards).unwrap()).load().partnership.unwrap();
    let shown: Vec<(&str, &str)> =
        partnership.areas().levels.iter().map(|level| (level.id.as_str(), level.vintage.as_str())).collect();
    assert_eq!(shown, [("ward22", "2022"), ("borough", "2022"), ("place", "2022")]);
}

#[test]
fn a_lookup_that_cannot_be_used_is_refused_with_what_is_wrong() {
    let fens = answers("The Fens", &["E07000146"]);
    for (text, answer) in [
        ("ward,borough\nE05000001,E07000146\n", "WD24CD"),
        ("WD24CD,WD24NM\nE05000001,North\n", "LAD24CD"),
        ("WD24CD,WD24NM,LAD24CD,LAD24NM\nE05000003,West,E07000147,Norwich\n", "has no row of 'E07000146'"),
        ("WD24CD,WD24NM,LAD24CD,LAD24NM\nE05000003,West,E07000146\n", "line 2 of"),
        ("WD24CD,WD24NM,LAD24CD,LAD24NM\n,West,E07000146,Lynn\n", "line 2 of"),
        ("", "WD24CD"),
    ] {
        let diagnostic = made_with(&fens, text).unwrap_err().diagnostic();
        assert!(
            diagnostic.code.number == 112 && diagnostic.message.as_str().contains(answer),
            "{}",
            diagnostic.message
        );
    }
}
