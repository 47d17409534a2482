//! `schedule`: the units as they are printed.
//!
//! Not allowed in here: installing them.

use crate::support::{call, repository};

fn printed(scheduler: &str) -> String {
    let called = call(&[
        "schedule",
        scheduler,
        "pipelines/south-tees",
        "--at",
        "03:15",
        "--home",
        "/srv/concordat",
        "--program",
        "/opt/concordat",
    ]);
    assert_eq!((called.exit, called.stderr.as_str()), (Some(0), ""), "{called:?}");
    called.stdout
}

fn holds(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|found| found.trim() == *line), "no line {line}:\n{text}");
    }
}

#[test]
fn systemd_retries_what_may_pass_and_nothing_else() {
    let units = printed("systemd");
    let lines = [
        "Type=oneshot",
        "SuccessExitStatus=5",
        "RestartPreventExitStatus=1 2 4",
        "OnCalendar=*-*-* 03:15:00",
        "RandomizedDelaySec=10min",
        "Persistent=true",
        "WantedBy=timers.target",
    ];
    holds(&units, &lines);
    assert!(units.contains("ExecStart=/opt/concordat --home /srv/concordat --no-progress run "), "{units}");
    assert!(units.contains(repository().join("pipelines/south-tees").to_str().unwrap()), "{units}");
}

#[test]
fn cron_has_one_line_and_nothing_unescaped() {
    let text = printed("cron");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(lines[0].starts_with("15 3 * * * /opt/concordat --quiet "), "{text}");
}

#[test]
fn windows_gets_a_task_that_makes_up_for_a_missed_night() {
    let lines = [
        "<StartBoundary>2026-01-01T03:15:00</StartBoundary>",
        "<StartWhenAvailable>true</StartWhenAvailable>",
        "<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
        "<Command>/opt/concordat</Command>",
    ];
    holds(&printed("windows"), &lines);
}

#[test]
fn kubernetes_forbids_two_at_once_and_reads_exit_codes() {
    let lines = [
        "schedule: \"15 3 * * *\"",
        "concurrencyPolicy: Forbid",
        "restartPolicy: Never",
        "values: [1, 2, 4]",
        "values: [3, 75]",
    ];
    holds(&printed("k8s"), &lines);
}
