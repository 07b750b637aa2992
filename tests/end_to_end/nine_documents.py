"""Nine documents of as many districts, each with a trouble of its own, and what they truly say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from cchc.reference.form import FormRow
from cchc.sample import layout, render_excel, render_pdf, render_scan, render_text, render_word
from cchc.sample.choosing import units_for
from cchc.sample.content import Figure, SampleReport
from cchc.sample.generate import generate
from cchc.sample.printing import Printing, ScanDamage

YEAR, SEED, PROVINCE = 2022, 18, "94"
TYPED, SLIP, PRINTED, SCANNED, HALF_YEAR = "941-2022", "942-2022", "943-2022", "944-2022", "946-2022-H1"
TORN, CONTRADICTING, DAMAGED, HELD = "947-2022", "948-2022", "949-2022", "950-2022"
TOTAL, TOTAL_CODE = "procedures_in_force", "III.2.3"  # where somebody mistyped
OWN, OWN_CODE, OWN_RULE = "autonomous_public_service_units", "VI.3", "autonomous_public_service_units_sum"
OWN_PART = "units_funded_by_state"
LOOKS = str.maketrans("0125689", "olzsbBg")  # letters that a poor engine reads digits as
DAMAGED_CELLS = 9

Truth = dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class Post:
    """What came by post: the documents, what each report says by report and code, and the form's rows by code."""

    documents: tuple[Path, ...]
    truth: Truth
    rows: dict[str, FormRow]


def made(unit_code: str) -> SampleReport:
    (unit,) = units_for(YEAR, (unit_code,))
    report = generate(unit, YEAR, SEED)
    return replace(report, style=replace(report.style, with_diacritics=True))


def swapped(report: SampleReport) -> SampleReport:
    """The slip of somebody who types: the last two digits of a total change places, or one of two alike is doubled."""
    text = f"{report.answers[TOTAL].value:f}"
    slip = text[:-2] + text[-1] + text[-2]
    return replace(report, printed={TOTAL: slip if slip != text else text + text[-1]})


def contradicting(report: SampleReport) -> SampleReport:
    """A total three more than its parts, on the paper itself."""
    return replace(report, answers={**report.answers, OWN: Figure(report.answers[OWN].number + 3)})


def damaged(report: SampleReport) -> SampleReport:
    """Some counts whose digits were read as letters."""
    counts = [row for row in report.form.answered if row.answer_type == "count" and not row.codes]
    texts = {row.concept: report.answer_text(row) for row in counts}
    long = [concept for concept, text in texts.items() if len(text) > 1 and text.translate(LOOKS) != text]
    harmed = Random(SEED).sample(long, DAMAGED_CELLS)
    return replace(report, printed={concept: texts[concept].translate(LOOKS) for concept in harmed})


def write_torn(report: SampleReport, path: Path) -> None:
    """A text that lost every third answer, and every twelfth line of its table."""
    lost = {row.concept: "" for at, row in enumerate(report.form.answered) if at % 3 == 1}
    render_text.render(replace(report, printed=lost), path)
    letter, *table = path.read_text("utf-8").split("\f")
    torn = ["\n".join(line for at, line in enumerate(page.split("\n")) if at % 12 != 7) for page in table]
    path.write_text("\f".join([letter, *torn]), "utf-8")


def write_half_year(report: SampleReport, path: Path) -> None:
    render_text.render(replace(report, signed_on=date(YEAR, 7, 4)), path)
    text = path.read_text("utf-8").replace(f"hành chính năm {YEAR}", f"hành chính 6 tháng đầu năm {YEAR}")
    path.write_text(text.replace(f"NĂM {YEAR} TRÊN", f"6 THÁNG ĐẦU NĂM {YEAR} TRÊN"), "utf-8")


def write_scan(report: SampleReport, path: Path) -> None:
    scan = ScanDamage(dpi=150, rotation=0.3, noise=5, jpeg=50)
    render_scan.render(report, path, Printing(scan=scan, seed=SEED))


# Of each document: its report, its format, what is wrong with what it says, and how it is written.
DOCUMENTS = (
    (TYPED, "xlsx", None, render_excel.render),
    (SLIP, "docx", swapped, render_word.render),
    (PRINTED, "pdf", None, render_pdf.render),
    (SCANNED, "pdf", None, write_scan),
    (HALF_YEAR, "txt", None, write_half_year),
    (TORN, "txt", None, write_torn),
    (CONTRADICTING, "docx", contradicting, render_word.render),
    (DAMAGED, "txt", damaged, render_text.render),
    (HELD, "xlsx", swapped, render_excel.render),
)


def write_post(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Post:
    """The documents as a district writes them, without the mark of a sample, and one file that is cut off."""
    for module in (layout, render_excel, render_pdf, render_scan, render_text, render_word):
        for name in ("MARK", "FOOTER"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, "Phòng Nội vụ")
    truth, rows = Truth(), {}
    folder.mkdir()
    for report_id, ending, change, write in DOCUMENTS:
        report = made(report_id[:3])
        report = change(report) if change else report
        write(report, folder / f"{report_id}.{ending}")
        rows |= {row.indicator_code: row for row in report.form.answered}
        for row in report.form.answered:
            figure = report.answers[row.concept]
            truth[report_id, row.indicator_code] = figure.value, figure.base
    (folder / "951-2022.pdf").write_bytes((folder / f"{PRINTED}.pdf").read_bytes()[:20_000])
    return Post(tuple(sorted(folder.iterdir())), truth, rows)
