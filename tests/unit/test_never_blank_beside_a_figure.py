"""Where a figure stands a row is never told as blank, in whatever place it stands: it is read, or marked as unsure."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from cchc.reading.extraction import extract

from .form_documents import APPENDIX, TOP, Answer, answers, expected, font_with_vietnamese, form_2021, found

LINE, TOP_LINE, FOOT = 11, 800, 60  # points


def write_list(path: Path, given: dict[str, Answer], pattern: str) -> Path:
    """A report without a table: a paragraph for each row."""
    document = docx.Document()
    for line in (*TOP, *APPENDIX):
        document.add_paragraph(line)
    for row in form_2021().rows:
        printed = given[row.indicator_code].printed if row.is_answered else ""
        text = pattern.format(label=row.label_vi, answer=printed, unit=row.unit_vi)
        document.add_paragraph(text if printed else row.label_vi)
    document.save(path)
    return path


def write_unruled(path: Path, given: dict[str, Answer]) -> Path:
    """A table without rules, an empty paragraph before and after each answer: it stands between lines of its row."""
    canvas, at = Canvas(str(path)), TOP_LINE

    def draw(*lines: dict[str, str], lower: float = 0) -> None:
        for height, cells in enumerate(lines):
            for left, name in ((60, "stt"), (90, "label"), (200, "unit"), (350, "answer")):
                canvas.drawString(left, at - height * LINE - lower, cells.get(name, ""))

    canvas.setFont(font_with_vietnamese(), 9)
    for line in (*TOP, *APPENDIX):
        draw({"stt": line})
        at -= LINE
    draw({"stt": "STT", "label": "Chỉ tiêu thống kê", "unit": "Đơn vị tính", "answer": "Số lượng/Tỷ lệ"})
    at -= LINE
    for row in form_2021().rows:
        lines = [{"label": text} for text in wrap(row.label_vi, 20)]
        lines[0] |= {"stt": row.indicator_code.rpartition(".")[2], "unit": row.unit_vi}
        height = max(len(lines), 3 if row.is_answered else 1) * LINE
        if at - height < FOOT:
            canvas.showPage()
            canvas.setFont(font_with_vietnamese(), 9)
            at = TOP_LINE
        draw(*lines)
        if row.is_answered:
            draw({}, {"answer": given[row.indicator_code].printed}, lower=LINE / 2)
        at -= height
    canvas.save()
    return path


def check(path: Path, given: dict[str, Answer]) -> dict[str, int]:
    """How often each status was given; fails for a figure told as blank, and for a clear one that is another."""
    read, true = found(extract(path).rows), expected(given)
    assert [code for code, answer in given.items() if answer.printed and read[code][3] == "blank"] == []
    assert {code: one for code, one in read.items() if one[3] == "clear" and one != true[code]} == {}
    return {status: sum(one[3] == status for one in read.values()) for status in ("clear", "doubtful", "unreadable")}


@pytest.mark.parametrize("pattern", ["{label}: {answer} {unit}", "{label} ({unit}): {answer}", "{label}: {answer}"])
def test_a_list_of_paragraphs(tmp_path, pattern):
    given = answers(3, blanks=0.1)
    check(write_list(tmp_path / "report.docx", given, pattern), given)


@pytest.mark.parametrize("seed", [4, 5])
def test_answers_on_lines_of_their_own_in_a_table_without_rules(tmp_path, seed):
    given = answers(seed, blanks=0)
    assert check(write_unruled(tmp_path / "report.pdf", given), given)["clear"] > 100
