//! A line for crontab.
//!
//! Not allowed in here: what only one kind of cron understands.

use super::Night;

/// The line, with what it means before it.
pub(super) fn line(night: &Night) -> String {
    let Night { name, at, .. } = night;
    let mut words = night.words();
    // Cron mails what a command says: on a good night that is to be nothing.
    words.insert(1, "--quiet".to_owned());
    let command = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let retry = format!("{command} || case $? in 3|75) sleep 1800; {command};; 5) ;; *) exit 1;; esac");
    format!(
        "\
# A line for crontab, in the time zone of the machine. To install: crontab -l, add the line, crontab -e.
# Network or disk trouble (exit 3) and a held lock (75) are tried once more after half an hour.
# A degraded night (5) is a good end. Whatever is said is mailed to MAILTO.
# Keys and tokens that a place needs are to be set above the line, NAME=value, in a crontab that only its owner reads.
# A machine that is off at that time misses the night: where that can be, use systemd.
# MAILTO=owner@example
# concordat: the night of {name}
{} {} * * * {}
",
        at.minute,
        at.hour,
        // A per cent sign ends the command in a crontab.
        retry.replace('%', "\\%")
    )
}

/// A word as the shell reads it.
fn quoted(word: &str) -> String {
    let plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-:".contains(letter));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_survives_blanks_quotes_and_per_cent_signs() {
        let text = line(&super::super::example());
        let command = "'/opt/con cordat/concordat' --quiet --home /var/lib/concordat --no-progress run \
                       '/srv/it'\\''s 100\\%/south-tees'";
        assert!(text.contains(&format!("\n5 2 * * * {command} || case $? in 3|75)")), "{text}");
        assert_eq!(text.lines().filter(|line| !line.starts_with('#')).count(), 1);
    }
}
