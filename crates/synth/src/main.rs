//! The command line of the sample generator. It only reads arguments and prints what was written; the work is in the
//! library, and nothing here may draw, count or shape data.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use concordat_synth::{Inputs, LargeFormat, LargeRequest, write_large, write_sample};

/// Makes synthetic extracts for development: no person in them exists.
#[derive(Parser)]
#[command(name = "concordat-synth", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make all the synthetic extracts of the sample again, byte for byte.
    Sample {
        /// Folder to write into.
        #[arg(long, default_value = "sample-data")]
        out: PathBuf,
        /// Folder of the open data the sample is calibrated to.
        #[arg(long, default_value = "sample-data/open")]
        open: PathBuf,
        /// Folder of the area lookups.
        #[arg(long, default_value = "pipelines/south-tees/areas")]
        areas: PathBuf,
    },
    /// Make one large falls admissions delivery, for benchmarks.
    Large {
        /// Rows to write.
        #[arg(long)]
        rows: u64,
        /// File to write.
        #[arg(long)]
        out: PathBuf,
        /// Form of the file.
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// Seed: another seed gives other rows.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Lookup of small areas to wards and boroughs, whose areas are used.
        #[arg(long, default_value = "pipelines/south-tees/areas/lsoa21_ward24_ltla24.csv")]
        areas: PathBuf,
        /// Also write OUT.delivery.json (hashing makes this slower).
        #[arg(long)]
        delivery: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Parquet,
}

fn run(command: Command) -> Result<String, concordat_synth::Error> {
    match command {
        Command::Sample { out, open, areas } => {
            let files = write_sample(&Inputs { open, areas }, &out)?;
            let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
            Ok(format!("{} synthetic files, {bytes} bytes, in {}", files.len(), out.display()))
        }
        Command::Large { rows, out, format, seed, areas, delivery } => {
            let format = match format {
                Format::Csv => LargeFormat::Csv,
                Format::Parquet => LargeFormat::Parquet,
            };
            write_large(&LargeRequest { rows, out: out.clone(), format, seed, areas, delivery })?;
            Ok(format!("{rows} synthetic rows in {}", out.display()))
        }
    }
}

/// Tells a failure with each of its causes.
fn tell(error: &dyn std::error::Error) -> String {
    let mut text = format!("concordat-synth: {error}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}

fn main() -> ExitCode {
    let (told, code) = match run(Arguments::parse().command) {
        Ok(summary) => (writeln!(std::io::stdout(), "{summary}"), ExitCode::SUCCESS),
        Err(error) => (writeln!(std::io::stderr(), "{}", tell(&error)), ExitCode::FAILURE),
    };
    // A closed terminal is no reason to fail, but it is not a success to report either.
    if told.is_ok() { code } else { ExitCode::FAILURE }
}
