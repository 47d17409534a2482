#!/usr/bin/env bash
# Checks what the README's run command left in a home: figures that are known beforehand, and a second run without work.
set -euo pipefail
home="$1"
release="$home/south-tees/releases/2026-06-30.1"

fail() { echo "the sample night is not as it should be: $*" >&2; exit 1; }

for audience in public board partners team; do
    (cd "$release/$audience" && sha256sum --quiet --check SHA256SUMS) || fail "SHA256SUMS of $audience"
done

# Real figures, counted by hand from the police files: 1,038 incidents of anti-social behaviour in January and February 2024.
grep -q '^anti-social-behaviour,1,live-well-places,value,,south-tees,South Tees,place,.*,1038,exact,278513,' \
    "$release/public/observations.csv" || fail "recorded anti-social behaviour in South Tees"
# A negative gap is a number, not text.
grep -q '^good-level-of-development-fsm,1,start-well-gap,gap_absolute,.*,-17\.6,' "$release/public/observations.csv" \
    || fail "the gap to England"
# Linked records are for the board and narrower audiences.
if grep -q multiple-disadvantage-linked "$release/public/observations.csv"; then fail "linked records are public"; fi
grep -q multiple-disadvantage-linked "$release/board/observations.csv" || fail "linked records are missing for the board"

second="$(cargo run --quiet --locked -- --home "$home" --format json run pipelines/south-tees --as-of 2026-06-30)"
# Not through a pipe: grep ends at the first find, and the writer would be said to have failed.
grep -q '"unchanged"' <<<"$second" || fail "a second run makes a release"
if grep -Eq '"deliveries_read": *[1-9]' <<<"$second"; then fail "a second run reads a delivery again"; fi

# The second place, by declarations alone, in the same home: its own figures, and not a byte of the first place is touched.
sums() { (cd "$home/south-tees" && find releases register ledger -type f -exec sha256sum {} + | sort); }
before="$(sums)"
cargo run --quiet --locked -- --home "$home" run pipelines/tower-hamlets --as-of 2026-06-30
[ "$before" = "$(sums)" ] || fail "a night of Tower Hamlets touches South Tees"
# Real: households owed a duty, January to March 2025, that were already homeless when they came.
grep -q '^already-homeless,.*,2025-Q1,.*,67\.0,' "$home/tower-hamlets/releases/2026-06-30.1/public/observations.csv" \
    || fail "households already homeless in Tower Hamlets"

# Releases stand the attack of the program's own tool: that of everybody, and that of the team, who see most.
thresholds=()
while read -r threshold; do thresholds+=(--threshold "$threshold"); done < tests/sample-thresholds.txt
for audience in public team; do
    cargo run --quiet --locked -- protect --audit-only "$release/$audience" --rounded-to 5 --small-are-hidden "${thresholds[@]}" \
        || fail "the audit of the release for $audience finds something"
done
cargo run --quiet --locked -- protect --audit-only "$home/tower-hamlets/releases/2026-06-30.1/analysts" --rounded-to 5 --small-are-hidden --threshold 5 \
    || fail "the audit of the second place's release finds something"
echo "the sample night is as it should be"
