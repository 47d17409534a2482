//! What single looks cost: a table for people, made by hand with `--ignored --nocapture`.
//!
//! Not allowed in here: a bound on time; machines differ.

use std::time::Instant;

use concordat_anonymity::{ColumnWatch, Expected, GroupLimits, Groups, TokenSample, attack};

const CELLS: u64 = 1_000_000;

fn timed(name: &str, work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    let nanoseconds = begun.elapsed().as_nanos() / u128::from(CELLS);
    println!("{name}: {nanoseconds} ns each of {CELLS}");
}

#[test]
#[ignore = "measures, and judges nothing"]
fn looks_are_measured() {
    let tokens: Vec<String> = (0..CELLS)
        .map(|number| format!("{:032x}", u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)))
        .collect();
    let mut sample = TokenSample::default();
    timed("pseudonyms kept", || tokens.iter().for_each(|token| sample.observe(token.as_bytes())));
    let watch = |name: &str, cells: &[&str]| {
        let mut watch = ColumnWatch::new("remark", Expected::default());
        timed(name, || (0..CELLS).for_each(|record| watch.observe(record, cells[(record % 4) as usize].as_bytes())));
        assert_eq!(watch.findings(), []);
    };
    watch("counts", &["7", "41", "1200", "98765"]);
    watch("short texts", &["none", "seen at home", "k12", "Grove Hill"]);
    watch(
        "long labels",
        &["Unable to prosecute suspect", "Under investigation", "Court result unavailable", "Local resolution"],
    );
    let mut groups = Groups::new(1, GroupLimits::default());
    timed("groups", || {
        for record in 0..u128::from(CELLS) {
            groups
                .add((record % 20_000).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835), &[record % 7])
                .unwrap();
        }
    });
    // Few pseudonyms, so that all stems are tried.
    let mut few = TokenSample::default();
    tokens.iter().take(100).for_each(|token| few.observe(token.as_bytes()));
    timed("stems tried", || assert_eq!(attack(&mut [few], CELLS), None));
    timed("a million pseudonyms attacked", || assert_eq!(attack(&mut [sample], CELLS), None));
}
