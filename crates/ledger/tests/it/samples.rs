//! One entry of every type.

use concordat_ledger::Entry;
use serde_json::{Value, json};

/// The bodies are written as JSON so that the names of the fields are pinned here as well.
pub(crate) fn all() -> Vec<Entry> {
    let hash = "0a".repeat(32);
    let text = r#"[
        ["agreement.registered", {"agreement":"DSA-1","parties":["council","trust"],"valid_from":"2026-04-01","valid_until":"2027-03-31","commitment":"HASH"}],
        ["agreement.signed", {"agreement":"DSA-1","party":"council","role":"caldicott guardian","signed_on":"2026-03-30","commitment":"HASH"}],
        ["agreement.amended", {"agreement":"DSA-1","commitment":"HASH","previous_commitment":"HASH","changes":["fields"]}],
        ["agreement.suspended", {"agreement":"DSA-1","code":"party-renamed","party":"trust"}],
        ["agreement.expired", {"agreement":"DSA-1","expired_on":"2027-03-31"}],
        ["extract.received", {"dataset":"absence","party":"council","agreement":"DSA-1","delivery":"d1","periods":["2024/25"],"commitment":"HASH","files":1,"landed":[{"period":"2024/25","commitment":"HASH"}],"columns":["pupil","week"]}],
        ["extract.refused", {"dataset":"absence","party":"council","delivery":"d2","codes":["G101"],"files":2}],
        ["extract.quarantined", {"dataset":"absence","party":"council","delivery":"d1","commitment":"HASH","codes":["G201"],"expires_on":"2026-12-22"}],
        ["incident.opened", {"incident":"i1","code":"over-shared","party":"council","dataset":"absence","commitment":"HASH","told_role":"information governance lead","due_on":"2026-11-25"}],
        ["run.planned", {"run":"r1","code_version":"0.1.0","declarations_sha256":"HASH","decisions":[{"indicator":"absence-rate","permitted":false,"agreements":["DSA-1"],"codes":["A101"]}]}],
        ["run.refused", {"run":"r1","codes":["A900"]}],
        ["data.read", {"run":"r1","dataset":"absence","party":"council","columns":["pupil","sessions"],"indicators":["absence-rate"],"extracts":[{"period":"2024/25","commitment":"HASH","kept":false}]}],
        ["run.completed", {"run":"r1","outcome":"published","release":"2026-11-22.1","codes":[]}],
        ["decision.applied", {"decision":"k1","kind":"accept-volume","subject":"absence","role":"head of intelligence","reason":"A school closed in July.","decided_on":"2026-11-20","expires_on":"2027-11-20"}],
        ["release.published", {"version":"2026-11-22.1","run":"r1","audiences":[{"audience":"public","content_sha256":"HASH"}],"register_entries":12,"register_sha256":"HASH","inputs":[{"dataset":"absence","period":"2024/25","commitment":"HASH"}]}],
        ["release.approved", {"version":"2026-11-22.1","audience":"public","role":"director"}],
        ["release.withdrawn", {"version":"2026-11-22.1","audiences":["public"],"code":"wrong-boundary","role":"director","decision":"k2"}],
        ["release.rolled_back", {"from_version":"2026-11-22.1","to_version":"2026-11-21.1","code":"wrong-boundary","role":"director"}],
        ["retention.due", {"dataset":"absence","period":"2024/25","party":"council","agreement":"DSA-1","commitment":"HASH","due_on":"2026-11-22"}],
        ["retention.destroyed", {"dataset":"absence","period":"2024/25","party":"council","agreement":"DSA-1","commitment":"HASH","key":"data-key-7","method":"key-and-files","files":2}],
        ["key.rotated", {"key":"salt-2","previous":"salt-1","purpose":"commitments"}],
        ["access.read", {"version":"2026-11-22.1","audience":"public","from_day":"2026-11-01","until_day":"2026-11-21","requests":104}],
        ["review.done", {"agreement":"DSA-1","role":"head of intelligence","reviewed_on":"2026-11-20","next_on":"2027-11-20","codes":[]}]
    ]"#;
    let pairs: Vec<(String, Value)> = serde_json::from_str(&text.replace("HASH", &hash)).unwrap();
    let entry = |(kind, body)| serde_json::from_value(json!({"type": kind, "body": body})).unwrap();
    pairs.into_iter().map(entry).collect()
}

/// The sample of one type.
pub(crate) fn one(kind: &str) -> Entry {
    all().into_iter().find(|entry| entry.kind() == kind).unwrap()
}

/// An entry that can be told from others by its number.
pub(crate) fn numbered(number: u64) -> Entry {
    let body = json!({"run": format!("r{number}"), "codes": []});
    serde_json::from_value(json!({"type": "run.refused", "body": body})).unwrap()
}
