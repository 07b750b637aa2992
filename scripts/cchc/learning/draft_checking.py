"""Whether a checked draft says what can be a form: each cell that contradicts itself, another, or what stands here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cchc.learning.answer_types import Codes, codes_of
from cchc.learning.concept_names import concept_name
from cchc.learning.draft_columns import NEW_CONCEPT
from cchc.learning.draft_reading import CheckedDraft, CheckedRow
from cchc.learning.facts import fact_columns, fact_keys, long_facts
from cchc.learning.known_rows import KnownRow, known_rows
from cchc.learning.matching import LEVEL_WORDS, LIKELY
from cchc.reference.code_words import code_words
from cchc.seeds.reading import read_seed
from cchc.workbooks.filled_in import Refusal

_UNANSWERED = ("section", "header")
_FACT_CELLS = ("fact_table", "fact_column", "fact_base_column", "fact_row")
_CONCEPT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_VERSION = re.compile(r"20\d\d[A-Za-z0-9_-]*")
_YEAR = re.compile(r"20\d\d")
_ALIKE = ({"flag", "choice"},)  # types whose figures are the same concept's, printed otherwise


@dataclass(frozen=True)
class Decided:
    """A row that can be recorded: its concept ('' without a figure), and what follows from it."""

    row: CheckedRow
    concept: str = ""
    is_new: bool = False
    label_en: str = ""
    unit_en: str = ""
    codes: Codes = ()
    codes_en: Mapping[str, str] = field(default_factory=dict)
    fact: Mapping[str, str] = field(default_factory=dict)


def check_draft(draft: CheckedDraft, reference: Path) -> tuple[list[Decided], list[Refusal]]:
    """The rows as they can be recorded, and every refusal; the rows are whole only where there is none."""
    known = {row.concept: row for row in known_rows(reference)}
    refusals = [*_form(draft, reference), *_order(draft.rows)]
    decided: list[Decided] = []
    taken = set(known)
    for row in draft.rows:
        found = _row(row, draft.rows, known, taken)
        if isinstance(found, Decided):
            decided.append(found)
            taken |= {found.concept}
        else:
            refusals += found
    refusals += _twice(decided)
    return decided, refusals


def _form(draft: CheckedDraft, reference: Path) -> list[Refusal]:
    fields, cells = draft.fields, draft.field_cells
    versions = [row["form_version"] for row in read_seed(reference / "form_versions.csv")]
    levels = [level.strip() for level in fields["government_levels"].split(";")]
    version, first, last = fields["form_version"], fields["first_year"], fields["last_year"]
    found = []

    def refuse(name: str, what: str, expected: str, mend: str) -> None:
        found.append(Refusal.at(cells[name], what, expected, mend, name))

    if version in versions:
        refuse(
            "form_version",
            f"form {version} is recorded already",
            "a version that is not there yet",
            "Learn the form under another name, as '2025b'; a form is never written over.",
        )
    elif not _VERSION.fullmatch(version):
        refuse(
            "form_version",
            f"“{version}” is no version",
            "its first year, with letters after it if need be",
            "Learn the form again with --version.",
        )
    if not fields["name_vi"]:
        refuse("name_vi", "the form has no title", "its title as printed", "Write it there.")
    if not _YEAR.fullmatch(first):
        refuse("first_year", f"“{first}” is no year", "the first year reported on the form", "Write it there.")
    if last and not (_YEAR.fullmatch(last) and last >= first):
        refuse(
            "last_year", f"“{last}” is no year from {first} on", "the last year, or nothing", "Mend it, or empty it."
        )
    if not all(level in LEVEL_WORDS for level in levels):
        refuse(
            "government_levels",
            f"“{fields['government_levels']}” is no list of levels",
            f"some of {', '.join(LEVEL_WORDS)}, parted by ;",
            "Say whose form it is.",
        )
    if not draft.rows:
        refuse("form_version", "the draft has no rows", "a row for each row of the form", "Learn the form anew.")
    return found


def _order(rows: Sequence[CheckedRow]) -> list[Refusal]:
    """Positions and codes that stand twice, parents and sections that there are not."""
    found = []
    codes = Counter(row["indicator_code"] for row in rows)
    positions = Counter(row["position"] for row in rows)
    seen: set[str] = set()
    for row in rows:
        code, parent, section = row["indicator_code"], row["parent_code"], row["section_code"]
        if not row["position"].isdigit() or positions[row["position"]] > 1:
            found.append(
                row.refuse(
                    "position",
                    f"position “{row['position']}” is no number of its own",
                    "a whole number for each row",
                    "Number the row between its neighbours.",
                )
            )
        if not code or codes[code] > 1:
            found.append(
                row.refuse(
                    "indicator_code",
                    f"code “{code}” stands on {codes[code]} rows",
                    "a code of its own",
                    "Give the row the code that its number on the form gives it.",
                )
            )
        if row["answer_type"] == "section":
            if parent or section != code:
                found.append(
                    row.refuse(
                        "section_code",
                        f"a section with parent “{parent}” in section “{section}”",
                        f"no parent, and section {code}",
                        "Mend the cells.",
                    )
                )
        else:
            if parent not in seen:
                found.append(
                    row.refuse(
                        "parent_code", f"no row above has code “{parent}”", "the code of the row over it", "Mend it."
                    )
                )
            if section not in seen or section != code.split(".")[0]:
                found.append(
                    row.refuse(
                        "section_code",
                        f"section “{section}” is not that of code {code}",
                        "the section that the code begins with",
                        "Mend it.",
                    )
                )
        seen.add(code)
    return found


def _row(row: CheckedRow, rows, known: Mapping[str, KnownRow], taken: set[str]) -> Decided | list[Refusal]:
    kind, told = row["answer_type"], row["concept_decided"]
    if not row["label_vi"]:
        return [row.refuse("label_vi", "the label is blank", "the words printed on the form", "Write them there.")]
    types = code_words("answer_type")
    if kind not in types:
        return [row.refuse("answer_type", f"“{kind}” is no answer type", ", ".join(types), "Choose one.")]
    if kind in _UNANSWERED:
        if told and told != NEW_CONCEPT:
            return [
                row.refuse(
                    "concept_decided",
                    f"a {kind} with concept {told}",
                    "none: it has no figure",
                    "Empty it, or mend the answer type.",
                )
            ]
        return Decided(row, label_en=row["label_en"], fact=dict.fromkeys(_FACT_CELLS, ""))
    if row["match"] == LIKELY and not told:
        others = f" or {row['alternatives']}" if row["alternatives"] else ""
        return [
            row.refuse(
                "concept_decided",
                f"nobody decided whether it is {row['concept']}{others}",
                "the concept that it is, or new",
                "Choose one from the list.",
            )
        ]
    chosen = told or row["concept"] or NEW_CONCEPT
    if chosen != NEW_CONCEPT and not _CONCEPT.fullmatch(chosen):
        return [
            row.refuse(
                "concept_decided",
                f"“{chosen}” is no name of a concept",
                "small letters, digits and _",
                "Choose one from the list, or write new.",
            )
        ]
    if chosen in known:
        return _as_known(row, known[chosen])
    return _as_new(row, rows, chosen, taken)


def _as_known(row: CheckedRow, known: KnownRow) -> Decided | list[Refusal]:
    kinds = {row["answer_type"], known.answer_type}
    cell = "concept_decided" if row["concept_decided"] else "answer_type"
    if len(kinds) > 1 and kinds not in _ALIKE:
        return [
            row.refuse(
                cell,
                f"{known.concept} is a {known.answer_type} on form {known.cells['form_version']}, and "
                f"this row asks for a {row['answer_type']}",
                "one type",
                "Mend the answer type if it was read wrongly; else it is another concept: new.",
            )
        ]
    codes, codes_en, refusals = _codes(row, known)
    refusals += _percentage(row)
    inherited = {name: known.cells[name] for name in _FACT_CELLS}
    if row["answer_type"] != "ratio":
        inherited["fact_base_column"] = ""
    for name in _FACT_CELLS:
        if row[name] and row[name] != inherited[name]:
            refusals.append(
                row.refuse(
                    name,
                    f"“{row[name]}”, where the figures of {known.concept} go to “{inherited[name]}”",
                    "the fact of its concept",
                    "Empty the cell: it follows the concept.",
                )
            )
    if refusals:
        return refusals
    label_en = row["label_en"] or known.cells["label_en"]
    unit_en = row["unit_en"] or (known.cells["unit_en"] if row["unit_vi"] == known.unit else "")
    return Decided(row, known.concept, False, label_en, _unit_en(unit_en, codes, codes_en), codes, codes_en, inherited)


def _as_new(row: CheckedRow, rows, chosen: str, taken: set[str]) -> Decided | list[Refusal]:
    codes, codes_en, refusals = _codes(row, None)
    refusals += _percentage(row)
    refusals += _fact(row)
    if row["may_be_summed"] not in ("", "true", "false"):
        refusals.append(
            row.refuse("may_be_summed", f"“{row['may_be_summed']}”", "true, false or nothing", "Choose one.")
        )
    if refusals:
        return refusals
    parents = {one["indicator_code"]: one["label_en"] or one["label_vi"] for one in rows}
    name = (
        chosen
        if chosen != NEW_CONCEPT
        else concept_name(
            row["label_en"] or row["label_vi"], row["answer_type"], parents.get(row["parent_code"], ""), taken
        )
    )
    fact = {name: row[name] for name in _FACT_CELLS}
    return Decided(row, name, True, row["label_en"], _unit_en(row["unit_en"], codes, codes_en), codes, codes_en, fact)


def _unit_en(unit_en: str, codes: Codes, codes_en: Mapping[str, str]) -> str:
    return unit_en or ", ".join(f"{codes_en.get(code, meaning)} = {code}" for code, meaning in codes)


def _codes(row: CheckedRow, known: KnownRow | None) -> tuple[Codes, dict[str, str], list[Refusal]]:
    """The code list of a flag or choice, in both languages."""
    if row["answer_type"] not in ("flag", "choice"):
        return (), {}, []
    codes = codes_of(row["codes_vi"]) or codes_of(row["unit_vi"])
    if len(codes) < 2 or (row["answer_type"] == "flag" and {code for code, _ in codes} != {"0", "1"}):
        expected = "codes 0 and 1" if row["answer_type"] == "flag" else "two codes or more"
        return (
            (),
            {},
            [
                row.refuse(
                    "codes_vi",
                    f"a {row['answer_type']} with code list “{row['codes_vi']}”",
                    f"{expected}, as 0 = Không; 1 = Có",
                    "Write them there.",
                )
            ],
        )
    if known is not None and known.codes and {code for code, _ in codes} != {code for code, _ in known.codes}:
        listed = ", ".join(f"{code} = {meaning}" for code, meaning in known.codes)
        return (
            (),
            {},
            [
                row.refuse(
                    "codes_vi",
                    f"other codes than those of {known.concept} ({listed})",
                    "the same codes for the same concept",
                    "If it is coded otherwise now, its figures are another concept: new.",
                )
            ],
        )
    return tuple(sorted(codes)), dict(codes_of(row["codes_en"])), []


def _percentage(row: CheckedRow) -> list[Refusal]:
    told, is_percent = row["may_pass_100"], row["answer_type"] == "percent"
    if told in (("true", "false") if is_percent else ("",)):
        return []
    expected = "true or false" if is_percent else "nothing: it is no percentage"
    return [row.refuse("may_pass_100", f"“{told}” for a {row['answer_type']}", expected, "Mend it.")]


def _fact(row: CheckedRow) -> list[Refusal]:
    """What a new concept's fact cells say that no mart has."""
    table, column, base, key = (row[name] for name in _FACT_CELLS)
    if not table:
        return [
            row.refuse(name, f"“{row[name]}” without a fact_table", "a fact, or nothing", "Mend it.")
            for name in _FACT_CELLS[1:]
            if row[name]
        ]
    columns = fact_columns()
    if table in long_facts():
        return _long_fact(row, column, base, key)
    if table not in columns:
        return [
            row.refuse(
                "fact_table",
                f"no fact “{table}” takes figures of the form",
                ", ".join(sorted({*columns, *long_facts()})),
                "Choose one, or empty the cell: the figure then stands in fct_indicator_values.",
            )
        ]
    found = []
    for name, told in (("fact_column", column), ("fact_base_column", base)):
        if (told or name == "fact_column") and told not in columns[table]:
            found.append(
                row.refuse(
                    name,
                    f"{table} has no column “{told}” for figures",
                    f"one of {', '.join(sorted(columns[table]))}",
                    "Mend it, or empty the fact.",
                )
            )
    if base and row["answer_type"] != "ratio":
        found.append(row.refuse("fact_base_column", f"a base for a {row['answer_type']}", "nothing", "Empty it."))
    if key and key.split("=")[0] not in fact_keys()[table]:
        found.append(
            row.refuse(
                "fact_row",
                f"{table} has no key “{key}”",
                "a column and its value, as channel=postal",
                "Mend it, or empty it.",
            )
        )
    return found


def _long_fact(row: CheckedRow, column: str, base: str, key: str) -> list[Refusal]:
    """What a row says of the fact that has a row a figure: it takes any name, under a subject that has words."""
    found = []
    if not _CONCEPT.fullmatch(column):
        found.append(row.refuse("fact_column", f"“{column}” is no name", "small letters, digits and _", "Mend it."))
    if base:
        found.append(row.refuse("fact_base_column", "a base has no column of its own there", "nothing", "Empty it."))
    subjects = code_words("subject")
    name, _, subject = key.split(";")[0].partition("=")
    if name != "subject" or subject not in subjects:
        expected = f"subject= and one of {', '.join(subjects)}"
        found.append(row.refuse("fact_row", f"“{key}” begins with no subject", expected, "Mend it."))
    return found


def _twice(decided: Sequence[Decided]) -> list[Refusal]:
    """Concepts, and places in a fact, that two rows of the form have."""
    found = []
    concepts: dict[str, CheckedRow] = {}
    places: dict[tuple[str, ...], CheckedRow] = {}
    for one in decided:
        if not one.concept:
            continue
        place = tuple(one.fact[name] for name in ("fact_table", "fact_column", "fact_row"))
        before = concepts.setdefault(one.concept, one.row)
        if before is not one.row:
            cell = "concept_decided" if one.row["concept_decided"] else "concept"
            found.append(
                one.row.refuse(
                    cell,
                    f"{one.concept} is also the concept of row {before['indicator_code']} "
                    f"(cell {before.cells['concept_decided'].coordinate})",
                    "each concept once on a form",
                    "Choose another for one of them, or new.",
                )
            )
            continue
        other = places.setdefault(place, one.row) if place[0] else one.row
        if other is not one.row:
            found.append(
                one.row.refuse(
                    "fact_column",
                    f"the figure of row {other['indicator_code']} goes to {'.'.join(place[:2])} {place[2]} too",
                    "a place of its own",
                    "Mend one.",
                )
            )
    return found
