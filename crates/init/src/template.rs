//! The texts that a place is made from, and how answers come into them.
//!
//! Not allowed in here: a text of more than a few words; those stand in `templates`, for people to read and mend.

use crate::answers::FirstData;

pub(crate) const PARTNERSHIP: &str = include_str!("../templates/partnership.yaml");
pub(crate) const MISSION: &str = include_str!("../templates/mission.yaml");
pub(crate) const INDICATOR: &str = include_str!("../templates/indicator.yaml");
pub(crate) const SOURCE: &str = include_str!("../templates/source.yaml");
pub(crate) const AGREEMENT: &str = include_str!("../templates/agreement.yaml");
pub(crate) const CONTRACT: &str = include_str!("../templates/contract.odcs.yaml");
pub(crate) const SEX: &str = include_str!("../templates/sex.csv");
pub(crate) const OUTCOME: &str = include_str!("../templates/outcome.csv");
pub(crate) const README: &str = include_str!("../templates/readme.md");
pub(crate) const AREAS: &str = include_str!("../templates/areas.md");
pub(crate) const DELIVERIES: &str = include_str!("../templates/deliveries.txt");
pub(crate) const IGNORED: &str = include_str!("../templates/ignored.txt");

/// A text as a YAML scalar that is read as it was typed, whatever is in it.
pub(crate) fn quoted(text: &str) -> String {
    // A JSON string is one in double quotes to YAML.
    serde_json::Value::from(text).to_string()
}

/// A template with the lines of one kind of first data: a line that begins with `{{records}}` or `{{counts}}` is of that one alone.
pub(crate) fn lines_of(template: &str, first: FirstData) -> String {
    let text = template.replace("\r\n", "\n");
    let kept = text.split_inclusive('\n').filter_map(|line| match line.strip_prefix("{{records}}") {
        Some(of_records) => (first == FirstData::Records).then_some(of_records),
        None => match line.strip_prefix("{{counts}}") {
            Some(of_counts) => (first == FirstData::Counts).then_some(of_counts),
            None => Some(line),
        },
    });
    kept.collect()
}

/// A text with `{{name}}` exchanged for each answer. Answers are not looked into again.
pub(crate) fn filled(template: &str, answers: &[(&str, String)]) -> String {
    let mut parts = template.replace("\r\n", "\n");
    let mut out = String::with_capacity(parts.len());
    while let Some(at) = parts.find("{{") {
        let rest = parts.split_off(at);
        out.push_str(&parts);
        let (name, after) = rest.get(2..).and_then(|inner| inner.split_once("}}")).unwrap_or(("", ""));
        out.push_str(answers.iter().find(|(known, _)| *known == name).map_or("", |(_, answer)| answer.as_str()));
        parts = after.to_owned();
    }
    out + &parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_kind_are_left_out_of_the_other() {
        let template = "a\r\n{{records}}  b: {{x}}\n{{counts}}  c\nd\n";
        assert_eq!(lines_of(template, FirstData::Records), "a\n  b: {{x}}\nd\n");
        assert_eq!(lines_of(template, FirstData::Counts), "a\n  c\nd\n");
    }

    #[test]
    fn answers_are_taken_as_they_are() {
        let filled =
            filled("a: {{name}}, {{other}}\r\n", &[("name", "{{other}}".to_owned()), ("other", "x".to_owned())]);
        assert_eq!(filled, "a: {{other}}, x\n");
        assert_eq!(quoted("St Mary's \"& Friends\" \\"), r#""St Mary's \"& Friends\" \\""#);
    }
}
