"""Makes authorities.csv from public lookups. Run in the folder that holds them:

    python3 authorities.py la_all_codes.csv utla_all_codes.csv EES_FILE.csv... > authorities.csv

Sources (Open Government Licence v3.0): ONS Geography, local authority code history and upper-tier authorities; Department for
Education, Explore Education Statistics files, from which the three-digit numbers and other spellings of names are taken.
"""
import csv
import re
import sys

OTHER = [
    # Countries, and regions of England with other names that publishers use.
    ("E92000001", "", "same", "", "England", ""),
    ("W92000004", "", "same", "", "Wales", ""),
    ("S92000003", "", "same", "", "Scotland", ""),
    ("N92000002", "", "same", "", "Northern Ireland", ""),
    ("K02000001", "", "same", "", "United Kingdom", "UK"),
    ("K03000001", "", "same", "", "Great Britain", ""),
    ("K04000001", "", "same", "", "England and Wales", ""),
    ("E12000001", "", "same", "", "North East", ""),
    ("E12000002", "", "same", "", "North West", ""),
    ("E12000003", "", "same", "", "Yorkshire and The Humber", ""),
    ("E12000004", "", "same", "", "East Midlands", ""),
    ("E12000005", "", "same", "", "West Midlands", ""),
    ("E12000006", "", "same", "", "East of England", "East"),
    ("E12000007", "", "same", "", "London", ""),
    ("E12000008", "", "same", "", "South East", ""),
    ("E12000009", "", "same", "", "South West", ""),
    ("E13000001", "", "same", "", "Inner London", ""),
    ("E13000002", "", "same", "", "Outer London", ""),
    # Codes of the same council after a change of boundary; the number of the Department for Education stays.
    ("E08000016", "E08000038", "renamed", "", "Barnsley", ""),
    ("E08000019", "E08000039", "renamed", "", "Sheffield", ""),
    ("E08000038", "", "same", "370", "Barnsley", ""),
    ("E08000039", "", "same", "373", "Sheffield", ""),
]


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main(history, upper, *education):
    numbers, spellings = {}, {}
    for path in education:
        for row in table(path):
            number, code = (row.get(key) or "" for key in ("old_la_code", "new_la_code"))
            if re.fullmatch(r"\d{3}", number.strip()) and re.fullmatch(r"E\d{8}", code.strip()):
                numbers.setdefault(code.strip(), number.strip())
                spellings.setdefault(code.strip(), set()).add(row["la_name"].strip())
    lines = {line[0]: list(line) for line in OTHER}
    rows = [row for row in table(history) if re.fullmatch(r"[EWSN]\d{8}", row["LADCD"])]
    followed = {}
    for row in rows:
        followed.setdefault(row["LADCD_ACTIVE"], []).append(row["LADCD"])
    for row in rows:
        old, new = row["LADCD"], row["LADCD_ACTIVE"]
        alone = [code for code in followed[new] if code not in (old, new)] == []
        change = "same" if old == new else "renamed" if alone and row["LADNM"] == row["LADNM_ACTIVE"] else "merged"
        lines.setdefault(old, [old, "" if old == new else new, change, "", row["LADNM"], ""])
    for row in table(upper):
        lines.setdefault(row["UTLACD"], [row["UTLACD"], "", "same", "", row["UTLANM"], ""])
    for code, number in numbers.items():
        line = lines.setdefault(code, [code, "", "same", "", sorted(spellings[code])[0], ""])
        line[3] = number
        line[5] = "|".join(sorted(spellings[code] - {line[4]}))
    # The number belongs to the code that is in force.
    for line in lines.values():
        if line[2] == "renamed" and line[3] and not lines[line[1]][3]:
            lines[line[1]][3] = line[3]
    print("code,active_code,change,number,name,other_names")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(lines[code] for code in sorted(lines))


main(*sys.argv[1:])
