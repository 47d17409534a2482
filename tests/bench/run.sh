#!/usr/bin/env bash
# The benchmark: memory and speed of gate and night on large deliveries, and CPU ratios to DuckDB on the same work.
# Needs python3 with pip, and time: a release build first. Usage: tests/bench/run.sh [ROWS...]   (default 20000000 60000000)
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/concordat/target}"
cargo build --release --locked -p concordat-cli -p concordat-synth
rows=("$@")
[ ${#rows[@]} -gt 0 ] || rows=(20000000 60000000)
work="$(mktemp -d "${TMPDIR:-/tmp}/concordat-bench.XXXXXX")"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet duckdb==2.0.0
"$work/venv/bin/python" tests/bench/bench.py --programs "$CARGO_TARGET_DIR/release" --work "$work" "${rows[@]}"
