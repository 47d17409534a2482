"""Makes the made-up extracts again and compares: with the committed bytes, and with the published tables in `open/`.

Says what differs and ends with 1, or ends with 0. Not allowed in here: writing into this folder.
"""

import csv
import json
import pathlib
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

import make_extracts

HERE = pathlib.Path(__file__).resolve().parent
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made_files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.synthetic.csv*")}


def rows(pattern):
    for path in sorted(HERE.glob(pattern)):
        with path.open(newline="", encoding="utf-8-sig") as lines:
            yield from csv.DictReader(lines)


def bytes_differ():
    committed = made_files(HERE)
    with tempfile.TemporaryDirectory() as folder:
        make_extracts.HERE = pathlib.Path(folder)
        make_extracts.main()
        fresh = made_files(pathlib.Path(folder))
    for name in sorted(set(committed) | set(fresh)):
        if committed.get(name) != fresh.get(name):
            yield f"{name}: the committed file is not the one that the script makes"
    for name in sorted(committed):
        if not (name.endswith(".synthetic.csv") or json.loads(committed[name])["synthetic"]):
            yield f"{name}: does not say that it is made up"


def good_levels():
    """The percentages of the Local Authority Interactive Tool, from pupils with a small area of the borough."""
    published = {}
    for row in rows("open/dfe-lait-foundation-stage/*.csv"):
        if row["LA and Regions"] == "Tower Hamlets" and row["Values"] != "-":
            published[row["Short Desc"], row["Years"]] = round(float(row["Values"]), 1)
    counts = {}
    for row in rows("tower-hamlets-council/tower-hamlets-early-years/*.csv"):
        if row["lsoa21_code"] in make_extracts.LSOAS and row["good_level_of_development"] != "not_assessed":
            group = "FSP_Gooddev_FSM" if row["free_school_meals"] == "yes" else "FSP_Gooddev_FSM_Other"
            for name in [group, "FSP_NEW_GOODDEV"]:
                reached, all_of_them = counts.get((name, row["school_year"]), (0, 0))
                counts[name, row["school_year"]] = reached + (row["good_level_of_development"] == "yes"), all_of_them + 1
    for (name, year), (reached, all_of_them) in counts.items():
        yield f"{name} {year}", round(100 * reached / all_of_them, 1), published[name, f"20{year[-2:]}"]


def injuries():
    """The counts of Fingertips indicator 90284, from admissions with a small area of the borough."""
    counts = {}
    for row in rows("barts-health/barts-health-injuries/*.csv"):
        if row["lsoa21_code"] in make_extracts.LSOAS:
            key = row["financial_year"], {"M": "Male", "F": "Female"}[row["sex"]]
            counts[key] = counts.get(key, 0) + 1
    for row in rows("open/ohid-fingertips-injuries/*.csv"):
        key = row["Time period"], row["Sex"]
        if row["Area Code"] == make_extracts.BOROUGH and key in counts:
            yield f"injuries {key[0]} {key[1]}", counts[key], int(row["Count"])


def sheet_row(sheet, code):
    """One row of a sheet of the homelessness workbook: column letters and texts."""
    with zipfile.ZipFile(HERE / "open/mhclg-h-clic/Detailed_LA_202503.xlsx") as book:
        texts = ["".join(text.itertext()) for text in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        for row in ElementTree.fromstring(book.read(f"xl/worksheets/{sheet}.xml")).iter(f"{MAIN}row"):
            cells = {}
            for cell in row:
                value = cell.find(f"{MAIN}v")
                if value is not None:
                    cells[cell.get("r").rstrip("0123456789")] = texts[int(value.text)] if cell.get("t") == "s" else value.text
            if cells.get("A") == code:
                return cells
    raise SystemExit(f"{sheet} has no row of {code}")


def homelessness():
    """Tables A1 and A3 of January to March 2025."""
    duties, needs = sheet_row("sheet3", make_extracts.BOROUGH), sheet_row("sheet6", make_extracts.BOROUGH)
    cases = list(rows("tower-hamlets-council/tower-hamlets-homelessness/*2025-Q1.synthetic.csv"))
    for column, code, published in [
        ("duty", "prevention", duties["H"]),
        ("duty", "relief", duties["J"]),
        ("support_needs", "none", needs["E"]),
        ("support_needs", "one", needs["I"]),
        ("support_needs", "two", needs["J"]),
        ("support_needs", "three_or_more", needs["K"]),
        ("history_of_mental_health_problems", "yes", needs["V"]),
    ]:
        yield f"{column} {code}", sum(case[column] == code for case in cases), int(published)


def main():
    wrong = list(bytes_differ())
    compared = [*good_levels(), *injuries(), *homelessness()]
    wrong += [f"{what}: {made}, published {published}" for what, made, published in compared if made != published]
    print("\n".join(wrong) if wrong else f"the files are those that the script makes; {len(compared)} totals equal the published ones")
    return 1 if wrong or len(compared) != 22 else 0


if __name__ == "__main__":
    sys.exit(main())
