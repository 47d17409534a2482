//! The sample's own declarations by dialect, against the same ones with every column written out.
//!
//! Not allowed in here: a declaration in full that leans on a dialect.

use std::path::{Path, PathBuf};

use concordat_declare::source::{Content, Source};
use concordat_tables::{Figure, Limits, figures, read};

use crate::support::{Reader, text_of};

const SOURCES: [(&str, &str); 5] = [
    ("dfe-lait.yaml", "dfe-lait-foundation-stage/lait_foundation_stage_gld.csv"),
    ("dfe-lait-key-stage-2.yaml", "dfe-lait-key-stage-2/lait_key_stage_2_rwm.csv"),
    ("dfe-lait-economic-factors.yaml", "dfe-lait-economic-factors/lait_economic_factors.csv"),
    ("dfe-lait-health.yaml", "dfe-lait-health/lait_health.csv"),
    ("dfe-eyfsp.yaml", "dfe-eyfsp/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a source of South Tees reads, as it is declared.
fn declared(file: &str, bytes: &[u8]) -> Vec<Figure> {
    let text = std::fs::read_to_string(root().join("pipelines/south-tees/sources").join(file)).unwrap();
    let source: Source = serde_saphyr::from_str(&text).unwrap();
    let published = match &source.content {
        Content::Published(published) => Some(published),
        Content::Extract(_) => None,
    };
    let published = published.unwrap();
    assert!(published.dialect.is_some(), "{file}");
    let resolved = published.resolve().unwrap();
    let table = read(bytes, &source.settled_format(), &resolved.layout, &Limits::default()).unwrap();
    figures(&table, &resolved, file).unwrap().figures
}

#[test]
fn a_dialect_reads_what_a_declaration_in_full_reads() {
    let mut total = 0;
    for (file, data) in SOURCES {
        let bytes = std::fs::read(root().join("sample-data/open").join(data)).unwrap();
        let in_full = Reader::new(&text_of(&format!("in-full/{file}"))).figures(&bytes);
        let by_dialect = declared(file, &bytes);
        assert!(in_full.len() > 3, "{file}");
        assert_eq!(by_dialect, in_full, "{file}");
        total += in_full.len();
    }
    assert!(total > 60, "{total}");
}
