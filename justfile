# Names for the commands of README.md and CONTRIBUTING.md.
night:
    cargo run -- run pipelines/south-tees --as-of 2026-06-30

test:
    cargo test --workspace

lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

sample:
    cargo run -p concordat-synth -- sample --out sample-data

bench:
    bash tests/bench/run.sh
