//! No cell of a delivery that is refused as a file stands in what is said of it.

use crate::support::*;

#[test]
fn faults_of_the_file_carry_no_cell() {
    let row = |text: &str| good(9).replace("word", text);
    let files: [Vec<u8>; 7] = [
        (delivery(0..2) + &row(&format!("\"{CANARY}"))).into_bytes(),
        (delivery(0..2) + row(CANARY).trim_end()).into_bytes(),
        [delivery(0..2).into_bytes(), row(CANARY).into_bytes(), vec![0xff, b'\n']].concat(),
        (format!("{CANARY};b;c\n") + &row(CANARY)).into_bytes(),
        (format!("{CANARY},{CANARY}\n") + &row(CANARY)).into_bytes(),
        (format!("visit,{CANARY}\n") + &row(CANARY)).into_bytes(),
        (HEADER.to_owned() + &row(CANARY) + &row(CANARY)).into_bytes(),
    ];
    for (position, bytes) in files.into_iter().enumerate() {
        let mut bench = Bench::new();
        let refused = bench.put(bytes).err().unwrap();
        let receipt = serde_json::to_string(refused.receipt()).unwrap();
        let said = format!("{refused:?} {receipt}");
        assert!(!said.contains(CANARY), "file {position}: {said}");
        for (path, bytes) in bench.files_outside_quarantine() {
            assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "file {position}: {}", path.display());
        }
    }
}
