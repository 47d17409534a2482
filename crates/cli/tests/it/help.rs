//! Help, and faults of usage.
//!
//! Not allowed in here: wording that does not matter to a reader.

use crate::support::{call, program};

#[test]
fn help_goes_to_stdout_and_names_every_command() {
    let help = call(&["--help"]);
    assert_eq!(help.exit, Some(0));
    for command in [
        "check",
        "plan",
        "why",
        "run",
        "status",
        "gate",
        "template",
        "query",
        "release",
        "schedule",
        "explain",
        "pseudonymise",
        "seal",
        "keys",
    ] {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command}: {}", help.stdout);
    }
    assert!(help.stdout.contains("--home <DIR>") && help.stdout.contains("CONCORDAT_HOME"), "{}", help.stdout);
    assert_eq!(help.stderr, "");
}

#[test]
fn help_of_run_lists_every_exit_code() {
    let help = call(&["run", "--help"]).stdout;
    let (_, codes) = help.split_once("Exit codes:").unwrap();
    let listed: Vec<&str> = codes.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for code in ["0", "1", "2", "3", "4", "5", "75"] {
        assert!(listed.contains(&code), "{code}: {codes}");
    }
}

#[test]
fn faults_of_usage_end_with_2_and_leave_stdout_alone() {
    let wrong: [&[&str]; 7] = [
        &["chekc"],
        &["check"],
        &["run", "pipelines/south-tees", "--threads", "0"],
        &["status", "pipelines/south-tees", "--max-age", "26"],
        &["check", "pipelines/south-tees", "--as-of", "2026-02-30"],
        &["query", "SELECT 1", "--sex", "Persons"],
        &["release", "withdraw", "2026-06-30.1"],
    ];
    for words in wrong {
        let called = call(words);
        assert_eq!(called.exit, Some(2), "{words:?}: {called:?}");
        assert_eq!(called.stdout, "", "{words:?}");
        assert!(!called.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn a_folder_that_is_none_is_answered_with_the_nearest() {
    let called = call(&["check", "pipelines/south-teas"]);
    assert_eq!(called.exit, Some(2));
    assert!(called.stderr.contains("C905"), "{called:?}");
    assert!(called.stderr.contains("did you mean 'pipelines/south-tees'?"), "{called:?}");
}

#[test]
fn a_reader_that_had_enough_is_no_fault() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = program(&["explain"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
}
