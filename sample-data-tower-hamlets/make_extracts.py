"""Makes the made-up extracts of the Tower Hamlets sample, byte for byte the same each time: `python3 make_extracts.py`.

No person in them exists. Counts equal published ones where the README of a folder says so; all else is plausible and no more.
Not allowed in here: a real record, the clock, the machine's random numbers, a library beside the standard one.
"""

import csv
import hashlib
import hmac
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
SEED = b"concordat sample, Tower Hamlets, made up"
BOROUGH = "E09000030"
AREAS = HERE.parent / "pipelines/tower-hamlets/areas/lsoa21_ward24_ltla24.csv"


def digest(*words):
    return hmac.new(SEED, "|".join(str(word) for word in words).encode(), hashlib.sha256).digest()


def token(*words):
    """A pseudonym. The key is published, so it hides nothing: there is nobody to hide."""
    return digest("token", *words).hex()[:32]


def share(*words):
    """A number from 0 up to 1 that these words always give."""
    return int.from_bytes(digest("share", *words)[:7], "big") / 2**56


def pick(choices, *words):
    """One of the choices, each as often as its weight says."""
    at = share(*words) * sum(weight for _, weight in choices)
    for choice, weight in choices:
        at -= weight
        if at < 0:
            return choice
    return choices[-1][0]


def dealt(quotas, *words):
    """A list that holds each value exactly as often as its quota, in an order that these words always give."""
    values = [value for value, times in quotas for _ in range(times)]
    return [values[at] for at in sorted(range(len(values)), key=lambda at: digest("deal", at, *words))]


with AREAS.open(newline="") as lines:
    LSOAS = [row["lsoa21_code"] for row in csv.DictReader(lines)]
# Small areas differ in size and in deprivation; both are made up here.
SIZE = {code: 0.6 + 0.8 * share("size", code) for code in LSOAS}
FIFTH = {code: pick([("1", 40), ("2", 30), ("3", 18), ("4", 9), ("5", 3)], "fifth", code) for code in LSOAS}
HARDSHIP = {"1": 1.5, "2": 1.1, "3": 0.8, "4": 0.6, "5": 0.4}
EVENLY = [(code, SIZE[code]) for code in LSOAS]
BY_HARDSHIP = [(code, SIZE[code] * HARDSHIP[FIFTH[code]]) for code in LSOAS]


def known_home(weights, *words):
    return pick(weights, "lsoa", *words)


def home(weights, *words):
    """A small area: not known for one in a hundred, of another place for one in three hundred."""
    fate = share("home", *words)
    if fate < 0.01:
        return ""
    if fate > 0.9967:
        return "E01012049"
    return known_home(weights, *words)


def lost(*words):
    """Not a small area of this borough: such a record is in no figure, and is no part of a published total."""
    return "" if share("lost", *words) < 0.75 else "E01012049"


def fifth(area):
    return FIFTH.get(area, "2")


def write(agency, dataset, name, period, coverage, sent, columns, rows):
    folder = HERE / agency / dataset
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(rows)
    text = "".join(",".join(row) + "\n" for row in [columns, *rows])
    file = f"{name}.synthetic.csv"
    (folder / file).write_text(text, newline="\n")
    note = {
        "file": file,
        "bytes": len(text.encode()),
        "rows": len(rows),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "period": period,
        "coverage": coverage,
        "supplier": agency,
        "synthetic": True,
        "sent": sent,
    }
    (folder / f"{file}.delivery.json").write_text(json.dumps(note, indent=2) + "\n", newline="\n")


COUNCIL = "tower-hamlets-council"
BARTS = "barts-health"
ELFT = "east-london-foundation-trust"
ICB = "north-east-london-icb"
LISTENING = "bow-listening"
ADVICE = "lea-advice"


def early_years():
    """Pupils and good levels such that the published percentages of Tower Hamlets come out: eligible, others, all."""
    columns = ["pupil_pseudonym", "school_year", "lsoa21_code", "sex", "free_school_meals", "good_level_of_development"]
    for year, eligible, of_eligible, others, of_others in [
        ("2022/23", 1210, 715, 1997, 1376),
        ("2023/24", 1088, 673, 2126, 1461),
        ("2024/25", 1268, 761, 1904, 1323),
    ]:
        name = f"early-years-profile-{year.replace('/', '-')}"
        # How boys and girls and the poorest areas differ is made up; the totals of each group are dealt exactly.
        rows = []
        for meals, pupils, reached in [("yes", eligible, of_eligible), ("no", others, of_others)]:
            weights = BY_HARDSHIP if meals == "yes" else EVENLY
            drawn = []
            for at in range(pupils):
                key = (year, meals, at)
                area, sex = known_home(weights, *key), pick([("F", 49), ("M", 51)], "sex", *key)
                lead = (0.16 if sex == "F" else 0) + {"1": 0, "2": 0.03}.get(fifth(area), 0.08)
                drawn.append((share("reach", *key) - lead, at, area, sex))
            for rank, (_, at, area, sex) in enumerate(sorted(drawn)):
                result = "yes" if rank < reached else "no"
                rows.append([token("pupil", year, meals, at), year, area, sex, meals, result])
        for at in range(21):
            key = (year, "absent", at)
            meals = pick([("yes", 4), ("no", 6)], "meals", *key)
            rows.append([token("pupil", *key), year, home(EVENLY, *key), pick([("F", 4), ("M", 6)], "sex", *key), meals, "not_assessed"])
        for at in range(34):
            key = (year, "lost", at)
            meals, result = pick([("yes", 5), ("no", 5)], "meals", *key), pick([("yes", 5), ("no", 5)], "result", *key)
            rows.append([token("pupil", *key), year, lost(*key), pick([("F", 5), ("M", 5)], "sex", *key), meals, result])
        write(COUNCIL, "tower-hamlets-early-years", name, year, "one_period", f"20{year[-2:]}-10-06", columns, rows)
        childhood(year, eligible, of_eligible)


def childhood(year, eligible, of_eligible):
    """Children whom any list knows; those on the list of school meals are as many as in the early years profile."""
    columns = ["child_pseudonym", "school_year", "lsoa21_code", "sex", "known_to", "good_level_of_development"]
    if year == "2022/23":
        return
    meals = dealt([("school_meals_only", eligible * 55 // 100), ("school_meals_and_others", eligible - eligible * 55 // 100)], "meals", year)
    results = dealt([("yes", of_eligible), ("no", eligible - of_eligible)], "results", year)
    missed = int(eligible * (0.19 if year == "2023/24" else 0.17))
    others = [("council_tax_support_only", 60), ("social_care_only", 9), ("health_visiting_only", 17), ("others_not_school_meals", 14)]
    rows = []
    for at, (known, result) in enumerate(zip(meals, results)):
        key = (year, "list", at)
        rows.append([token("child", *key), year, home(BY_HARDSHIP, *key), pick([("F", 49), ("M", 51)], "sex", *key), known, result])
    for at in range(missed):
        key = (year, "missed", at)
        known = pick(others, "known", *key)
        result = pick([("yes", 57), ("no", 43)], "result", *key)
        rows.append([token("child", *key), year, home(BY_HARDSHIP, *key), pick([("F", 48), ("M", 52)], "sex", *key), known, result])
    name = f"early-years-disadvantage-{year.replace('/', '-')}"
    write(COUNCIL, "tower-hamlets-childhood-disadvantage", name, year, "one_period", f"20{year[-2:]}-10-06", columns, rows)


def injuries():
    """As many admissions of boys and girls as Fingertips indicator 90284 prints for Tower Hamlets, rounded to five."""
    columns = ["admission_pseudonym", "person_pseudonym", "financial_year", "lsoa21_code", "sex"]
    for year, boys, girls in [("2021/22", 285, 210), ("2022/23", 260, 165), ("2023/24", 280, 170)]:
        rows = []
        for sex, times in [("M", boys), ("F", girls)]:
            for at in range(times):
                key = (year, sex, at)
                # One in twenty comes a second time within the year.
                person = at - 1 if at and share("again", *key) < 0.05 else at
                area = known_home(BY_HARDSHIP, year, sex, person)
                rows.append([token("injury", *key), token("injured", year, sex, person), year, area, sex])
        for at in range(6):
            key = (year, "lost", at)
            rows.append([token("injury", *key), token("injured", *key), year, lost(*key), pick([("F", 4), ("M", 6)], "sex", *key)])
        name = f"childrens-injury-admissions-{year.replace('/', '-')}"
        write(BARTS, "barts-health-injuries", name, year, "one_period", f"20{year[-2:]}-09-02", columns, rows)


def self_harm():
    columns = ["attendance_pseudonym", "person_pseudonym", "financial_year", "lsoa21_code", "sex", "age_band", "deprivation_quintile", "first_contact", "first_seen_by"]
    for year, times, soon in [("2023/24", 322, 41), ("2024/25", 338, 47)]:
        rows = []
        for at in range(times):
            key = (year, "self-harm", at)
            person = at - 1 if at and share("again", *key) < 0.14 else at
            who = (year, "self-harm", person)
            area, sex = home(BY_HARDSHIP, *who), pick([("F", 72), ("M", 28)], "sex", *who)
            band = pick([("10 to 14", 24), ("15 to 17", 35), ("18 to 24", 41)], "age", *who)
            when = pick([("within_7_days", soon), ("within_28_days", 22), ("later", 14), ("none_recorded", 100 - soon - 36)], "when", *key)
            by = [("nhs_mental_health", 62), ("voluntary_sector", 16), ("school_nursing", 13), ("social_care", 9)]
            seen = "nobody" if when == "none_recorded" else pick(by, "by", *key)
            rows.append([token("attendance", *key), token("attender", *who), year, area, sex, band, fifth(area), when, seen])
        name = f"self-harm-attendances-{year.replace('/', '-')}"
        write(BARTS, "barts-health-self-harm", name, year, "one_period", f"20{year[-2:]}-09-02", columns, rows)


def young_referrals():
    columns = ["referral_pseudonym", "person_pseudonym", "financial_year", "lsoa21_code", "sex", "deprivation_quintile", "weeks_waited", "crisis_within_a_year"]
    for agency, dataset, times, long in [(ELFT, "elft-young-referrals", 560, 24), (LISTENING, "bow-listening-referrals", 200, 9)]:
        for year, change in [("2023/24", 3), ("2024/25", 0)]:
            rows = []
            for at in range(times):
                key = (agency, year, at)
                area, sex = home(BY_HARDSHIP, *key), pick([("F", 56), ("M", 43), ("not_known", 1)], "sex", *key)
                over = long + change + (4 if fifth(area) == "1" else 0)
                waited = pick([("over_18", over), ("4_to_18", 46), ("under_4", 54 - over)], "waited", *key)
                crisis = pick([("yes", 9 if waited == "over_18" else 4), ("no", 91), ("not_known", 2)], "crisis", *key)
                rows.append([token("referral", *key), token("young", *key), year, area, sex, fifth(area), waited, crisis])
            name = f"young-peoples-referrals-{year.replace('/', '-')}"
            write(agency, dataset, name, year, "one_period", f"20{year[-2:]}-09-02", columns, rows)


def homelessness():
    """Households owed a duty; those of January to March 2025 equal tables A1 and A3 of that quarter, each column by itself."""
    columns = ["duty_pseudonym", "person_pseudonym", "quarter", "local_authority", "sex", "duty", "support_needs", "history_of_mental_health_problems"]
    published = {"prevention": 169, "relief": 343, "none": 170, "one": 118, "two": 77, "three_or_more": 147, "mental_health": 162}
    for quarter, size, sent in [("2024-Q1", 0.99, "2025-06-16"), ("2024-Q2", 0.94, "2025-09-15"), ("2024-Q3", 1.03, "2025-12-15"), ("2024-Q4", 0.97, "2026-03-16"), ("2025-Q1", 1.0, "2026-06-15")]:
        count = {what: round(number * size) for what, number in published.items()}
        # Earlier quarters are made up: more and more come too late, needs and minds go up and down.
        earlier = {"2025-Q1": (0, 0, 0), "2024-Q4": (2, 9, -6), "2024-Q3": (-7, -4, 5), "2024-Q2": (-14, -11, -9), "2024-Q1": (-22, -17, 3)}
        later, heavier, minds = earlier[quarter]
        count["three_or_more"] += heavier
        count["one"] -= heavier
        count["mental_health"] += minds
        people = count["none"] + count["one"] + count["two"] + count["three_or_more"]
        relief = count["relief"] + later
        needs = dealt([(what, count[what]) for what in ["none", "one", "two", "three_or_more"]], "needs", quarter)
        duties = dealt([("relief", relief), ("prevention", people - relief)], "duties", quarter)
        # A history of mental health problems is a support need, the likelier the more there are.
        weight = {"one": 0.25, "two": 0.45, "three_or_more": 0.8}
        ranked = sorted((at for at in range(people) if needs[at] != "none"), key=lambda at: share("mind", quarter, at) / weight[needs[at]])
        troubled = set(ranked[: count["mental_health"]])
        rows = []
        for at in range(people):
            key = (quarter, at)
            sex = pick([("F", 52), ("M", 47), ("not_known", 1)], "sex", *key)
            mind = "yes" if at in troubled else "no"
            rows.append([token("duty", *key), token("applicant", *key), quarter, BOROUGH, sex, duties[at], needs[at], mind])
        write(COUNCIL, "tower-hamlets-homelessness", f"homelessness-assessments-{quarter}", quarter, "one_period", sent, columns, rows)


def linked():
    """Fourteen months of three services whose people overlap; some records have no key by one rule or another."""
    columns = ["record_pseudonym", "person_key_strict", "person_key_standard", "person_key_loose", "event_month", "local_authority"]
    months = [f"2025-{month:02}" for month in range(4, 13)] + [f"2026-{month:02}" for month in range(1, 6)]
    for agency, dataset, name, records, first, people in [
        (COUNCIL, "tower-hamlets-homelessness-links", "homelessness-duties", 620, 0, 560),
        (ELFT, "elft-mental-health-links", "mental-health-contacts", 800, 400, 600),
        (ADVICE, "lea-advice-links", "service-contacts", 460, 280, 380),
    ]:
        rows = []
        for at in range(records):
            key = (dataset, at)
            person = first + int(share("person", *key) * people)
            # Who moved is not found by the strict rule; whose birth date is wrong, by none but the loose one.
            moved, unsure, nameless = (share(what, *key) < 0.06 for what in ["moved", "unsure", "nameless"])
            strict = "" if nameless else token("strict", person, dataset if moved or unsure else "same")
            standard = "" if nameless else token("standard", person, dataset if unsure else "same")
            # Two in a hundred cannot be told from somebody else by the loose rule.
            loose = "" if nameless and share("loose", *key) < 0.5 else token("loose", person - person % 2 if person % 97 == 1 else person)
            rows.append([token("record", *key), strict, standard, loose, months[int(share("month", *key) * len(months))], BOROUGH])
        write(agency, dataset, name, "all", "full", "2026-06-15", columns, rows)


def community():
    columns = ["referral_pseudonym", "person_pseudonym", "financial_year", "lsoa21_code", "sex", "deprivation_quintile", "offer", "referred_by", "kept"]
    for agency, dataset, times, offers, kept in [
        (COUNCIL, "tower-hamlets-community-offers", 360, [("stop_smoking", 30), ("weight", 20), ("activity", 50)], 36),
        (ICB, "north-east-london-social-prescribing", 480, [("activity", 30), ("social", 70)], 43),
    ]:
        for year, change in [("2023/24", -4), ("2024/25", 0)]:
            rows = []
            for at in range(times):
                key = (dataset, year, at)
                area, sex = home(EVENLY, *key), pick([("F", 58), ("M", 42)], "sex", *key)
                by = [("general_practice", 60), ("council", 15), ("voluntary_sector", 15), ("self", 10)]
                still = kept + change - (5 if fifth(area) == "1" else 0)
                result = pick([("kept_12_weeks", still), ("began", 30), ("not_taken_up", 70 - still)], "kept", *key)
                rows.append([token("offer", *key), token("taker", *key), year, area, sex, fifth(area), pick(offers, "offer", *key), pick(by, "by", *key), result])
            name = f"community-offers-{year.replace('/', '-')}"
            write(agency, dataset, name, year, "one_period", f"20{year[-2:]}-09-02", columns, rows)


def carers():
    columns = ["respondent_pseudonym", "survey_year", "local_authority", "sex", "answer"]
    rows = []
    for year, well in [("2024", 27), ("2025", 30)]:
        for at in range(410):
            key = ("carer", year, at)
            answer = pick([("good", well), ("middling", 51), ("poor", 45 - well), ("no_answer", 4)], "answer", *key)
            rows.append([token(*key), year, BOROUGH, pick([("F", 68), ("M", 32)], "sex", *key), answer])
    write(COUNCIL, "tower-hamlets-carers-survey", "experience-survey", "all", "full", "2026-04-20", columns, rows)


def main():
    for make in [early_years, injuries, self_harm, young_referrals, homelessness, linked, community, carers]:
        make()


if __name__ == "__main__":
    main()
