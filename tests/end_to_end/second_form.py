"""A second version of the form, made of the rows of 2021: what a province may do to its form from one year to the next.

As a module it writes the new seed rows; as a program it makes documents on both forms, reads them, and prints what
was read as JSON. It is run in a project of its own, so that no other test meets the second form.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

VERSION = "2023t"
FIRST_YEAR = 2023  # and 2021 serves until 2024, so that two years have both
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
SECTIONS = ("I", "II", "III", "IV", "VI", "V", "VII")  # V and VI change places
REMOVED = {"outreach_media_items", "procedures_commune", "autonomous_unit_staff_present"}
RELABELLED = {"reform_directives_issued": "Số văn bản chỉ đạo, đôn đốc đã phát hành trong kỳ"}
METHODS = (("1", "Trực tuyến"), ("2", "Phát phiếu"), ("3", "Điện thoại"), ("4", "Kết hợp"))
NEW_CODES = {"satisfaction_survey_method": METHODS, "citizen_app_in_use": (("0", "Không"), ("1", "Có"))}
ADDED = {  # after which concept: answer type, concept, label, unit
    "reform_directives_issued": (
        "count",
        "online_reform_meetings",
        "Số cuộc họp trực tuyến về chuyển đổi số",
        "Cuộc họp",
    ),
    "satisfaction_pct": ("percent", "petitions_answered_pct", "Tỷ lệ kiến nghị của cử tri được trả lời", "%"),
    "iso_management_review_by_communes": ("flag", "citizen_app_in_use", "Vận hành ứng dụng công dân số", ""),
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_second_form(reference: Path) -> None:
    """Write the second version into a copy of the reference seeds: rows alone, no code."""
    old, *others = read(reference / "form_versions.csv")
    new = old | {"form_version": VERSION, "first_year": str(FIRST_YEAR), "source": "made for a test"}
    write(reference / "form_versions.csv", [old | {"last_year": "2024"}, new, *others])
    every = {name: read(reference / f"form_{name}.csv") for name in ("rows", "codes", "headings")}
    rows, codes, headings = (
        [row for row in every[name] if row["form_version"] == old["form_version"]] for name in every
    )
    new_rows, renumbered = _renumbered(_varied(rows))
    write(reference / "form_rows.csv", every["rows"] + new_rows)
    kept = [
        one | {"form_version": VERSION, "indicator_code": renumbered[one["indicator_code"]]}
        for one in codes
        if one["indicator_code"] in renumbered and _concept(rows, one["indicator_code"]) not in NEW_CODES
    ]
    by_concept = {row["concept"]: row["indicator_code"] for row in new_rows}
    listed = [
        {"form_version": VERSION, "indicator_code": by_concept[concept], "code": code, "meaning_vi": meaning,
         "meaning_en": meaning}
        for concept, meanings in NEW_CODES.items()
        for code, meaning in meanings
    ]  # fmt: skip
    write(reference / "form_codes.csv", every["codes"] + kept + listed)
    write(reference / "form_headings.csv", every["headings"] + [one | {"form_version": VERSION} for one in headings])


def _concept(rows: list[dict[str, str]], code: str) -> str:
    return next(row["concept"] for row in rows if row["indicator_code"] == code)


def _varied(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of 2021 in their new order, without those removed and with those added, under their old codes."""
    varied = []
    for section in SECTIONS:
        for row in (row for row in rows if row["section_code"] == section and row["concept"] not in REMOVED):
            concept = row["concept"]
            if concept in RELABELLED:
                row = row | {"label_vi": RELABELLED[concept]}
            if concept in NEW_CODES:
                row = row | {"unit_vi": ", ".join(f"{meaning} = {code}" for code, meaning in NEW_CODES[concept])}
            varied.append(row)
            if concept in ADDED:
                kind, name, label, unit = ADDED[concept]
                codes = ", ".join(f"{meaning} = {code}" for code, meaning in NEW_CODES.get(name, ()))
                asked = {
                    "parent_code": row["parent_code"],
                    "section_code": section,
                    "indicator_code": f"new {name}",
                    "answer_type": kind,
                    "concept": name,
                    "label_vi": label,
                    "label_en": name,
                    "unit_vi": unit or codes,
                    "may_pass_100": "false" if kind == "percent" else "",
                }
                varied.append(dict.fromkeys(row, "") | asked)
    return varied


def _renumbered(rows: list[dict[str, str]]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The rows with the codes that their new places give them, and the new code of each old one."""
    codes: dict[str, str] = {}
    children: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["answer_type"] == "section":
            codes[row["indicator_code"]] = ROMAN[SECTIONS.index(row["section_code"])]
        else:
            children[row["parent_code"]] += 1
            codes[row["indicator_code"]] = f"{codes[row['parent_code']]}.{children[row['parent_code']]}"
    placed = [
        row
        | {
            "form_version": VERSION,
            "position": str(position),
            "indicator_code": codes[row["indicator_code"]],
            "number": _number(codes[row["indicator_code"]]),
            "parent_code": codes.get(row["parent_code"], ""),
            "section_code": codes[row["section_code"]],
        }
        for position, row in enumerate(rows, start=1)
    ]
    return placed, codes


def _number(code: str) -> str:
    *above, own = code.split(".")
    return own if len(above) < 2 else ""


def main(folder: Path) -> dict[str, dict]:
    """Documents by name: how each was read. `new on 2022` is a year that only the old form serves."""
    from cchc.errors import CchcError
    from cchc.reading.extraction import extract
    from cchc.reference.form import load_forms
    from cchc.reference.units import load_units
    from cchc.sample import render_excel, render_text, render_word
    from cchc.sample.generate import generate

    forms = {form.version: form for form in load_forms()}
    old, new = forms["2021"], forms[VERSION]
    units = {unit.unit_code: unit for unit in load_units() if unit.unit_level != "province"}
    renderers = {"txt": render_text.render, "xlsx": render_excel.render, "docx": render_word.render}
    documents = [(form, 2023, ending) for form in (old, new) for ending in renderers]
    documents += [(new, 2022, "xlsx"), (old, 2025, "xlsx")]
    read = {}
    for form, year, ending in documents:
        report = generate(units["31633" if year == 2025 else "946"], year, 31, form)
        name = f"{form.version} in {year}.{ending}"
        renderers[ending](report, folder / name)
        try:
            extraction = extract(folder / name)
        except CchcError as error:
            read[name] = {"error": str(error)}
            continue
        wrong, clear = [], []
        rows = {row["indicator_code"]: row for row in extraction.rows}
        for row in form.answered:
            cells, figure = rows.get(row.indicator_code, {}), report.answers[row.concept]
            value = "" if figure.value is None else f"{figure.value:.{figure.decimals}f}"
            base = "" if figure.base is None else str(figure.base)
            if cells.get("read_status") in ("clear", "blank"):
                clear.append(row.concept)
                if (cells["value"], cells["base_value"]) != (value, base):
                    wrong.append(row.concept)
        read[name] = {"form": extraction.form.version, "wrong": wrong, "clear": clear, "asked": len(form.answered)}
    return read


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
