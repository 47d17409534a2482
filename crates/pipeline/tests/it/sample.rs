//! A first night, and a second one with nothing new.

use std::path::{Path, PathBuf};

use concordat_pipeline::{ExitClass, ReleaseOutcome, RunOptions, RunReport, run};
use concordat_store::SystemClock;

fn options(home: &Path) -> RunOptions {
    RunOptions {
        pipeline: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees"),
        home: home.to_owned(),
        as_of: Some("2026-06-30".parse().unwrap()),
        threads: 2,
        memory_bytes: 512 << 20,
        rehearse: false,
        degraded_ok: false,
        extra_roots_pem: None,
    }
}

fn said(report: &RunReport) -> String {
    report.said.iter().map(|said| format!("{} {}\n", said.severity, said.text)).collect()
}

#[test]
fn the_sample_night_publishes_and_the_second_has_nothing_to_do() {
    let home = tempfile::tempdir().unwrap();
    let first = run(&options(home.path()), &SystemClock, &());
    assert_eq!(first.exit, ExitClass::Fine, "{}", said(&first));
    assert!(matches!(first.release, ReleaseOutcome::Published { .. }), "{:?}", first.release);
    let second = run(&options(home.path()), &SystemClock, &());
    assert_eq!(second.exit, ExitClass::Fine, "{}", said(&second));
    assert!(matches!(second.release, ReleaseOutcome::Unchanged { .. }), "{:?}", second.release);
    assert_eq!(second.sources.iter().map(|source| source.deliveries_read).sum::<usize>(), 0);
}
