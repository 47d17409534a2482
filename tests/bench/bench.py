"""Measures gate and night on large made-up deliveries, and the same work in DuckDB.

Prints, for each number of rows: peak memory of the night, rows a second of CPU, and two ratios of CPU time: the gate to an
unchecked CSV to Parquet, and the cells to the same cells from the raw extract. Ratios of one run on one machine; absolute
times mean little on shared machines. Not allowed in here: anything that a test depends on.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INDICATOR = "emergency-admissions-falls-65"
SOURCE = "south-tees-hospitals-falls"


def run(arguments):
    """Runs a program; CPU seconds and peak memory in MiB."""
    process = subprocess.Popen([str(argument) for argument in arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{arguments[0]} failed:\n{output[-3000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def place(work, extract_folder):
    """A copy of the place that measures one indicator from one large CSV."""
    target = work / "place"
    shutil.rmtree(target, ignore_errors=True)
    for folder in ("pipelines", "schemas"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copytree(ROOT / "sample-data" / "open", target / "sample-data" / "open")
    pipeline = target / "pipelines" / "south-tees"
    for indicator in (pipeline / "indicators").iterdir():
        if indicator.stem != INDICATOR:
            indicator.unlink()
    source = pipeline / "sources" / f"{SOURCE}.yaml"
    text = source.read_text()
    folder = f'transport:\n  folder: {{path: "{extract_folder}", pattern: "*.csv", unchanged_minutes: 0}}\n'
    text = re.sub(r"transport:\n(?:  .*\n)+", folder, text)
    text = re.sub(r"format: ?.*\n", 'format: {csv: {delimiter: ","}}\n', text)
    text = re.sub(r'from: "2019/20"', 'from: "2024/25"', text)
    text = re.sub(r"mebibytes_at_most: \d+", "mebibytes_at_most: 100000", text)
    source.write_text(text)
    return pipeline


def duckdb_cpu(work, script):
    """CPU seconds of a DuckDB script, in a process of its own with two threads."""
    code = f"import duckdb; c = duckdb.connect(); c.execute('set threads=2'); c.execute({script!r})"
    return run([sys.executable, "-c", code])


def cells_sql(table, areas):
    """The cells of the night from text: counts by area, age, and people by borough and place."""
    return f"""
        create temp table l as select * from read_csv('{areas}', all_varchar=true);
        create temp table a as select lsoa21_code, sex, age_band, count(*) n from {table} group by all;
        create temp table b as select l.ltla24_code, count(*) n, count(distinct person_pseudonym) people
            from {table} t left join l using (lsoa21_code) group by all;
        create temp table p as select count(*) n, count(distinct person_pseudonym) people from {table};
    """


def measure(programs, work, rows):
    extracts = work / "extracts"
    shutil.rmtree(extracts, ignore_errors=True)
    extracts.mkdir()
    extract = extracts / "falls-admissions-2024-25.synthetic.csv"
    areas = ROOT / "pipelines" / "south-tees" / "areas" / "lsoa21_ward24_ltla24.csv"
    run([programs / "concordat-synth", "large", "--rows", str(rows), "--out", str(extract), "--areas", str(areas)])
    pipeline, home = place(work, extracts), work / "home"
    shutil.rmtree(home, ignore_errors=True)
    night = [programs / "concordat", "--home", home, "-q", "run", pipeline, "--as-of", "2026-06-30", "--degraded-ok"]
    first_cpu, first_mib = run(night)
    shutil.rmtree(home / "south-tees" / "cells")
    cells_cpu, cells_mib = run(night)
    again_cpu, _ = run(night)
    gate_cpu, cells_cpu = first_cpu - cells_cpu, cells_cpu - again_cpu
    parquet = work / "raw.parquet"
    copy = f"copy (select * from read_csv('{extract}', all_varchar=true)) to '{parquet}' (format parquet, compression zstd)"
    copy_cpu, copy_mib = duckdb_cpu(work, copy)
    raw_cpu, _ = duckdb_cpu(work, cells_sql(f"read_csv('{extract}', all_varchar=true)", areas))
    text_cpu, _ = duckdb_cpu(work, cells_sql(f"'{parquet}'", areas))
    print(f"{rows:>12,} rows  {extract.stat().st_size / 2**20:,.0f} MiB of CSV")
    print(f"  peak memory         first night {first_mib:,.0f} MiB; cells alone {cells_mib:,.0f} MiB; DuckDB copy {copy_mib:,.0f} MiB")
    print(f"  gate                {gate_cpu:.1f} CPU s, {rows / gate_cpu:,.0f} rows a CPU second; DuckDB copy {copy_cpu:.1f}; ratio {gate_cpu / copy_cpu:.2f} (aim 1.3)")
    print(f"  cells               {cells_cpu:.1f} CPU s; DuckDB from the raw extract {raw_cpu:.1f}; ratio {cells_cpu / raw_cpu:.2f} (aim 0.8)")
    print(f"                      DuckDB from Parquet of text {text_cpu:.1f}; ratio {cells_cpu / text_cpu:.2f}")
    print(f"  nothing new         {again_cpu:.2f} CPU s, {100 * again_cpu / first_cpu:.2f} % of the first night", flush=True)
    shutil.rmtree(home)
    extract.unlink()
    parquet.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("rows", type=int, nargs="+")
    arguments = parser.parse_args()
    for rows in arguments.rows:
        measure(arguments.programs, arguments.work, rows)


if __name__ == "__main__":
    main()
