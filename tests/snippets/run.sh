#!/usr/bin/env bash
# Runs the snippets of a release as they stand in its folder, with pandas, DuckDB and R, opens its Parquet files with DuckDB,
# polars and pandas, and asks the validators of data packages and of CSV on the Web about its descriptions. It needs Python 3
# with venv and a package index, and R where the R snippet is to be run.
#   bash tests/snippets/run.sh var/south-tees/releases/2026-06-30.1/public
# The Power Query snippet is not run: that needs Excel or Power BI.
set -euo pipefail
[ "$#" -eq 1 ] && [ -f "$1/observations.csv" ] || { sed -n '2,6s/^# \?//p' "$0" >&2; exit 2; }
release="$(cd "$1" && pwd)"
tools="${TMPDIR:-/tmp}/concordat-snippets"
python="$tools/bin/python"
if ! "$python" -c 'import pandas, polars, duckdb, pyarrow, openpyxl, frictionless, csvw' 2>/dev/null; then
    python3 -m venv "$tools"
    "$python" -m pip install --quiet pandas==3.1.1 polars==2.1.0 duckdb==2.0.0 pyarrow==26.0.1 openpyxl==3.1.5 \
        frictionless==5.21.0 csvw==4.1.1
fi
snippet() { sed "s|PUT-THE-FOLDER-OF-THE-RELEASE-HERE|$release|" "$release/snippets/release.$1"; }

echo "Python:"; snippet py | "$python" -
echo "SQL (DuckDB):"; "$python" -c 'import duckdb, sys; print(duckdb.sql(sys.stdin.read()).limit(5))' <<<"$(snippet sql)"
if command -v Rscript >/dev/null; then echo "R:"; snippet R | Rscript -; else echo "R: Rscript is not here, not run"; fi

"$python" - "$release" <<'PYTHON'
import sys, duckdb, openpyxl, pandas, polars
release = sys.argv[1]
csv = pandas.read_csv(f"{release}/observations.csv")
rows = {
    "pandas": pandas.read_parquet(f"{release}/observations.parquet"),
    "polars": polars.read_parquet(f"{release}/observations.parquet").to_pandas(),
    "duckdb": duckdb.sql(f"SELECT * FROM '{release}/observations.parquet'").df(),
}
for reader, table in rows.items():
    assert list(table.columns) == list(csv.columns), f"{reader}: other columns"
    assert len(table) == len(csv), f"{reader}: {len(table)} rows, the CSV file has {len(csv)}"
    # The same decimals in both files, and nothing behind a hidden figure.
    assert (table["value"].fillna(-1e9) == csv["value"].fillna(-1e9)).all(), f"{reader}: other values"
    hidden = table[table["status"].fillna("").str.contains("[c]", regex=False)]
    assert hidden[["value", "lower_95", "upper_95", "count"]].isna().all().all(), f"{reader}: a hidden figure has a number"
import frictionless
package = frictionless.validate(f"{release}/datapackage.json")
assert package.valid and len(package.tasks) > 2, [(task.name, task.errors[:2]) for task in package.tasks if not task.valid]
book = openpyxl.load_workbook(f"{release}/workbook.xlsx", read_only=True)
assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"], book.sheetnames
print(f"RESULT: {len(csv)} rows are the same in CSV and in Parquet, read by pandas, polars and DuckDB")
PYTHON
for described in observations indicators; do
    (cd "$release" && "$tools/bin/csvwvalidate" "$described.csv-metadata.json")
done
