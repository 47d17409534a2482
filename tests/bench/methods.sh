#!/usr/bin/env bash
# The benchmark of the methods: processor seconds on one core for 100,000 directly standardised rates of 19 bands, a million
# proportions, a million rates and 10,000 life tables, each with limits at 95 % and 99.8 %. Best of five.
# The reference R package (PHEindicatormethods 2.1.0, R 4.5.0) was measured once on this kind of machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/concordat/target}"
cargo build --release --locked --quiet -p concordat-methods --example speed
speed="$CARGO_TARGET_DIR/release/examples/speed"

# Least user and system seconds of five runs.
seconds() {
  for _ in 1 2 3 4 5; do
    { TIMEFORMAT='%3U %3S'; time "$speed" "$@" >/dev/null; } 2>&1 | awk '{ print $1 + $2 }'
  done | sort -n | head -1
}

echo "| work | cells of input | CPU seconds | million cells a second | R, CPU seconds | times less |"
echo "| --- | --- | --- | --- | --- | --- |"
# work, results, input cells of each, repetitions that are measured, CPU seconds of R for the results (- where not measured)
while read -r work results cells times reference; do
  measured=$(seconds "$work" $((results * times)))
  awk -v work="$work" -v results="$results" -v cells="$cells" -v times="$times" -v measured="$measured" -v reference="$reference" 'BEGIN {
    one = measured / times; total = results * cells
    ratio = reference == "-" ? "" : sprintf("%.0f", reference / one)
    printf "| %s, %d | %d | %.4f | %.0f | %s | %s |\n", work, results, total, one, total / one / 1e6, reference == "-" ? "" : reference, ratio
  }'
done <<'WORK'
dsr 100000 57 5 35.8
proportion 1000000 2 5 0.34
rate 1000000 2 5 3.0
life 10000 60 10 32
WORK
