//! Faults of a file as a whole.

use concordat_declare::place::Profile;
use concordat_declare::source::{Coverage, CsvFormat, Encoding, Format};
use concordat_ingest_gate::{Cause, Note};
use sha2::{Digest, Sha256};

use crate::support::*;

#[test]
fn nothing_and_a_header_alone_are_no_delivery() {
    assert_refused(Bench::new().put(""), &[304]);
    assert_refused(Bench::new().put("\n\n"), &[304]);
    assert_refused(Bench::new().put(HEADER), &[305]);
}

#[test]
fn other_encodings_are_told_apart() {
    let utf16: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_refused(Bench::new().put([vec![0xff, 0xfe], utf16.clone()].concat()), &[307]);
    assert_refused(Bench::new().put(utf16), &[307]);
    let mut latin = delivery(0..3).into_bytes();
    latin.extend(good(3).replace("word", "caf#").bytes().map(|byte| if byte == b'#' { 0xe9 } else { byte }));
    latin.extend(good(4).bytes());
    let refused = assert_refused(Bench::new().put(latin), &[306]);
    assert_eq!(refused.diagnostics()[0].place.as_ref().unwrap().line, 4);
    assert_refused(Bench::new().put([b"PK\x03\x04".as_slice(), &[0x9f; 100]].concat()), &[306]);
}

#[test]
fn a_byte_order_mark_is_taken_off_and_said() {
    let mut bench = Bench::new();
    let landed = bench.put(format!("\u{feff}{}", delivery(0..3))).unwrap();
    assert_eq!(landed.notices().iter().map(|notice| notice.code.number).collect::<Vec<_>>(), [308]);
    let plain = bench.put(delivery(0..3)).unwrap();
    assert_eq!(content(&landed), content(&plain));
    assert!(plain.notices().is_empty());
}

#[test]
fn the_wrong_separator_is_named() {
    for (separator, named) in [(";", "a semicolon"), ("\t", "a tab"), ("|", "a vertical bar")] {
        let refused = assert_refused(Bench::new().put(delivery(0..2).replace(',', separator)), &[309]);
        assert!(refused.diagnostics()[0].message.as_str().contains(named));
    }
    let mut bench = Bench::new();
    bench.source.format = Format::Csv(CsvFormat { delimiter: ';', encoding: Encoding::Utf8 });
    assert_refused(bench.put(delivery(0..2)), &[309]);
    assert!(bench.put(delivery(0..2).replace(',', ";")).is_ok());
}

#[test]
fn headers_are_checked_by_position_and_nearness() {
    let header = |header: &str| {
        let refused = Bench::new().put(format!("{header}\n")).err().unwrap();
        let messages: Vec<String> = refused.diagnostics().iter().map(|one| one.message.to_string()).collect();
        (codes(&refused), messages.join("; "), refused.cause())
    };
    let (found, text, _) = header("visit,month,area,sex,age,remark,sex");
    assert_eq!(found, [310]);
    assert!(text.contains("columns 4 and 7"), "{text}");
    for (renamed, says) in [
        ("visit,month,area,Sex,age,remark,note", "column 4 has this name in other capitals"),
        ("visit,month,area, sex,age,remark,note", "column 4 has this name with blanks around it"),
        ("visit,month,area,sex,age,remarks,note", "column 6 has a similar name"),
        ("visit,month,area,age,remark,note", "'sex' is missing"),
    ] {
        let (found, text, cause) = header(renamed);
        assert_eq!((found, cause), (vec![311], Cause::Delivery), "{renamed}");
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn a_column_that_is_not_agreed_is_over_shared() {
    let surname = delivery(0..2).replace("note\n", &format!("note,{CANARY}\n"));
    let refused = assert_refused(Bench::new().put(surname), &[312]);
    assert!(refused.over_shared());
    assert!(!format!("{refused:?}").contains(CANARY), "a header that is not declared may be a cell");
    let both =
        delivery(0..2).replace("note\n", "remark,surname\n").replace("note 0\n", "a,b\n").replace("note 1\n", "a,b\n");
    assert!(assert_refused(Bench::new().put(both), &[310, 312]).over_shared());
    let mut bench = Bench::new();
    bench.allow_list.remove("age");
    let refused = assert_refused(bench.put(delivery(0..2)), &[312]);
    assert!(refused.over_shared() && refused.diagnostics()[0].message.as_str().contains("'age'"));
    assert!(bench.files_outside_quarantine().is_empty());
}

#[test]
fn a_column_that_is_ignored_may_come_or_stay_away() {
    let with = Bench::new().put(delivery(0..3)).unwrap();
    let without: String =
        delivery(0..3).lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned() + "\n").collect();
    assert_eq!(content(&with), content(&Bench::new().put(without).unwrap()));
}

#[test]
fn records_without_a_header_are_not_taken_for_shared_columns() {
    let refused = assert_refused(Bench::new().put(good(1).replace("word", CANARY) + &good(2)), &[311]);
    assert!(!refused.over_shared());
    assert!(!format!("{refused:?}").contains(CANARY));
}

#[test]
fn a_cut_file_is_refused_unless_its_length_is_known() {
    let open = delivery(0..2) + &good(2).replace("word", &format!("\"{CANARY}"));
    let refused = assert_refused(Bench::new().put(&open), &[313]);
    assert_eq!(refused.diagnostics()[0].place.as_ref().unwrap().line, 3);
    let whole = delivery(0..3);
    let cut = whole.trim_end();
    assert_refused(Bench::new().put(cut), &[314]);
    let mut bench = Bench::new();
    bench.note = Some(Note { bytes: Some(cut.len() as u64), ..Note::default() });
    assert_eq!(bench.put(cut).unwrap().counts().accepted(), 3);
    let mut bench = Bench::new();
    bench.length_confirmed = true;
    assert_eq!(bench.put(cut).unwrap().counts().accepted(), 3);
}

#[test]
fn csv_and_parquet_are_not_taken_for_each_other() {
    assert_refused(Bench::new().put(b"PAR1....PAR1"), &[315]);
    let mut bench = Bench::new();
    bench.source.format = Format::Parquet;
    assert_refused(bench.put(delivery(0..2)), &[315]);
    assert_refused(bench.put(b"PAR1 and nothing that follows"), &[315]);
}

#[test]
fn the_note_must_agree_with_the_file() {
    let text = delivery(0..3);
    let sha256: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let right = Note {
        bytes: Some(text.len() as u64),
        rows: Some(3),
        sha256: Some(sha256.clone()),
        period: Some("all".into()),
        coverage: Some(Coverage::Full),
        synthetic: true,
        ..Note::default()
    };
    let changes: [fn(&mut Note); 6] = [
        |_| {},
        |note| note.bytes = Some(5),
        |note| note.rows = Some(2),
        |note| note.sha256 = Some("ab".repeat(32)),
        |note| note.period = Some("2024-01".into()),
        |note| note.coverage = Some(Coverage::OnePeriod),
    ];
    for (position, change) in changes.into_iter().enumerate() {
        let mut bench = Bench::new();
        let mut note = right.clone();
        change(&mut note);
        bench.note = Some(note);
        let result = bench.put(&text);
        if position == 0 {
            assert!(result.unwrap().partitions()[0].manifest().synthetic);
        } else {
            assert_refused(result, &[316]);
            assert!(bench.files_outside_quarantine().is_empty(), "change {position}");
        }
    }
    let mut bench = Bench::new();
    bench.sha256 = Some("ab".repeat(32));
    assert_refused(bench.put(&text), &[303]);
    bench.sha256 = Some(sha256);
    assert!(bench.put(&text).is_ok());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    assert_refused(Bench::new().put(vec![b'x'; (1 << 20) + 1]), &[317]);
}

#[test]
fn one_period_is_one_period() {
    let two = HEADER.to_owned() + &good_in("2024-01", 1) + &good_in("2024-02", 2);
    let refused = assert_refused(Bench::new().one_period().put(&two), &[318]);
    assert_eq!(refused.diagnostics()[0].place.as_ref().unwrap().line, 2);
    assert!(Bench::new().put(&two).is_ok());
    let mut bench = Bench::new().one_period();
    bench.note = Some(Note { period: Some("2024-02".into()), ..Note::default() });
    assert_refused(bench.put(delivery(0..2)), &[316]);
    bench.note = Some(Note { period: Some("2024-01".into()), ..Note::default() });
    assert_refused(bench.put(&two), &[318]);
    let expected = "{every: month, from: '2024-02', within: P1M, grace: P1D}";
    let mut bench = Bench::with_source(|source| format!("{source}expected: {expected}\n")).one_period();
    assert_refused(bench.put(delivery(0..2)), &[318]);
    let mut bench = Bench::with_source(|source| format!("{source}expected: {expected}\n"));
    assert!(bench.put(delivery(0..2)).is_ok(), "a full refresh may reach further back");
    let mut bench = Bench::new();
    bench.limits.periods = 1;
    assert_refused(bench.put(&two), &[318]);
}

#[test]
fn made_up_records_are_refused_in_profile_live() {
    let mut bench = Bench::new();
    bench.note = Some(Note { synthetic: true, ..Note::default() });
    bench.profile = Profile::Live;
    assert_refused(bench.put(delivery(0..2)), &[323]);
}

#[test]
fn volume_stays_in_its_band_unless_a_decision_accepts_it() {
    for (previous, outside) in [(3, false), (5, false), (6, true), (2, false), (1, true)] {
        let mut bench = Bench::new().band(60, 150);
        bench.previous_rows = Some(previous);
        let result = bench.put(delivery(0..3));
        if outside {
            assert_refused(result, &[324]);
            bench.accept_volume = true;
            let landed = bench.put(delivery(0..3)).unwrap();
            assert_eq!(landed.notices()[0].code.number, 324);
        } else {
            assert!(result.is_ok(), "{previous}");
        }
    }
}

#[test]
fn a_full_refresh_loses_no_period() {
    let mut bench = Bench::new();
    bench.periods_held = [month("2023-12"), month("2024-01")].into();
    let refused = assert_refused(bench.put(delivery(0..3)), &[325]);
    assert!(refused.diagnostics()[0].message.as_str().contains("'2023-12'"));
    bench.accept_lost_period = true;
    assert_eq!(bench.put(delivery(0..3)).unwrap().notices()[0].code.number, 325);
}

#[test]
fn an_operation_that_fails_says_nothing_of_the_delivery() {
    let mut bench = Bench::new();
    let missing = bench.folder.path().join("missing.csv");
    let refused = assert_refused(bench.put_file(&missing), &[906]);
    assert_eq!(refused.cause(), Cause::Operation);
    let mut bench = Bench::new();
    std::fs::create_dir_all(bench.home.root()).unwrap();
    std::fs::write(bench.home.landed_root(), "a file where a folder is needed").unwrap();
    assert_eq!(bench.put(delivery(0..2)).err().unwrap().cause(), Cause::Operation);
}
