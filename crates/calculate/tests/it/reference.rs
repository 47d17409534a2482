//! Every reference table is reproduced.
//!
//! Not allowed here: a tolerance; those stand with the tables.

use std::path::Path;

use crate::accuracy;

#[test]
fn every_reference_table_is_reproduced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../methods/tests/oracle");
    let measured = accuracy::measure(&folder);
    println!("{}", accuracy::table(&measured));
    let faults: Vec<String> = measured
        .iter()
        .filter(|one| !one.is_fine())
        .map(|one| {
            format!(
                "{}: {} faults, first {:?}",
                one.table,
                one.faults.len(),
                one.faults.iter().take(6).collect::<Vec<_>>()
            )
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let numbers: usize = measured.iter().map(|one| one.numbers).sum();
    assert!(numbers > 40_000, "{numbers} numbers were compared");
}
