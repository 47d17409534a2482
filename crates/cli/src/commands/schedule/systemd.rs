//! A service and a timer of systemd.
//!
//! Not allowed in here: a setting that systemd takes only in its newest versions.

use super::Night;

/// Both units, one after the other, with how to install them.
pub(super) fn units(night: &Night) -> String {
    let Night { name, at, .. } = night;
    let command = night.words().iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let home = quoted(&night.home.to_string_lossy());
    format!(
        "\
# Two units for systemd. To install:
#   1. save the part below [A] as /etc/systemd/system/concordat-{name}.service
#      and the part below [B] as /etc/systemd/system/concordat-{name}.timer
#   2. useradd --system concordat; mkdir -p {home}; chown concordat {home}
#   3. systemctl daemon-reload && systemctl enable --now concordat-{name}.timer
# To look: systemctl list-timers 'concordat-*'; journalctl -u concordat-{name}

# [A] concordat-{name}.service
[Unit]
Description=concordat: the night of {name}
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=6h
StartLimitBurst=5
# OnFailure=some-unit-that-tells-the-owner.service

[Service]
Type=oneshot
User=concordat
# Keys and tokens stand in a file of their own, NAME=value a line, that only root may read.
EnvironmentFile=-/etc/concordat/{name}.env
ExecStart={command}
# 5: published, degraded. The night is done; 'concordat status' tells what was late.
SuccessExitStatus=5
# 3 (network, disk) and 75 (another run holds the lock) are tried again.
# 1 (a check failed), 2 (declarations) and 4 (agreements) need a person: trying again would not help.
Restart=on-failure
RestartPreventExitStatus=1 2 4
RestartSec=15min
TimeoutStartSec=4h
UMask=0077
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={home}

# [B] concordat-{name}.timer
[Unit]
Description=concordat: every night at {at} for {name}

[Timer]
OnCalendar=*-*-* {at}:00
RandomizedDelaySec=10min
# A night that was missed, because the machine was off, is made up for.
Persistent=true

[Install]
WantedBy=timers.target
"
    )
}

/// A word as systemd reads it: quotes, and no specifier or variable in it.
fn quoted(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    let plain = escaped.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-:".contains(letter));
    if plain { escaped } else { format!("\"{escaped}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_blanks_and_specifiers_are_quoted() {
        let units = units(&super::super::example());
        let command = "ExecStart=\"/opt/con cordat/concordat\" --home /var/lib/concordat --no-progress run \
                       \"/srv/it's 100%%/south-tees\"\n";
        assert!(units.contains(command), "{units}");
        assert!(units.contains("OnCalendar=*-*-* 02:05:00\n"), "{units}");
    }
}
