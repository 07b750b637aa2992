"""Files that are far more than a report: is each ended within its limits, told which one, and its memory given back?

Every file is made here and harms no program; each is read by a `cchc extract` of its own, so that its whole memory and
processor time are known.

    .venv/bin/python bench/hostile_files.py [name] [--write]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import numpy
import openpyxl
import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from run import markdown_table

from cchc.paths import ROOT
from cchc.sample.choosing import units_for
from cchc.sample.generate import generate
from cchc.sample.render_excel import render as render_excel
from cchc.sample.render_text import render as render_text
from cchc.sample.render_word import render as render_word
from cchc.sample.write import Order, write_samples

RESULTS = ROOT / "bench" / "hostile_files.md"
HEADER = ("file", "processor s", "peak MB", "told")
_ROW = "Tổng số hồ sơ tiếp nhận trong kỳ"


@dataclass(frozen=True)
class Outcome:
    """What a file came to: what was told, seconds of the processor, and the most memory."""

    name: str
    told: str
    processor: float
    megabytes: float

    @property
    def row(self) -> tuple[str, ...]:
        return self.name, f"{self.processor:.0f}", f"{self.megabytes:.0f}", self.told[:150]


def _report():
    return generate(units_for(2022, ("944",), None)[0], 2022, 5)


def _text() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.txt")
        render_text(_report(), path)
        return path.read_text(encoding="utf-8")


def _put(make: Callable[[], str | Iterable[str]]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        made = make()
        with path.open("w", encoding="utf-8") as file:
            file.writelines([made] if isinstance(made, str) else made)

    return write


def _nested_html(depth: int) -> str:
    return "<table><tr><td>" * depth + _ROW + "</td><td>7</td></tr></table>" * depth


def _spanning_html(rows: int) -> str:
    return "<table>" + f"<tr><td colspan=200 rowspan=200>{_ROW}</td></tr>" * rows + "</table>"


def _docx(fill: Callable) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        document = docx.Document()
        fill(document)
        document.save(str(path))

    return write


def _nested_word(depth: int, beside: int = 1) -> Callable[[Path], None]:
    """Tables in tables: each cell of the outer has `beside` of them."""
    words = f"<w:p><w:r><w:t>{_ROW}</w:t></w:r></w:p>"

    def table(left: int) -> str:
        inner = "".join(table(left - 1) for _ in range(beside)) if left else ""
        return f"<w:tbl><w:tr><w:tc>{words}{inner}<w:p/></w:tc><w:tc>{words}</w:tc></w:tr></w:tbl>"

    def write(path: Path) -> None:
        _docx(lambda document: document.add_paragraph(_ROW))(path)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        body = parts["word/document.xml"].decode()
        parts["word/document.xml"] = body.replace("<w:sectPr", f"{table(depth)}<w:p/><w:sectPr", 1).encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)

    return write


def _paragraphs(count: int, length: int) -> Callable[[Path], None]:
    def fill(document) -> None:
        for _ in range(count):
            document.add_paragraph("hồ sơ " * (length // 6))

    return _docx(fill)


def _word_copies(times: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        render_word(_report(), path)
        document = docx.Document(str(path))
        body = document.element.body
        own = list(body)[:-1]
        for _ in range(times - 1):
            for block in own:
                body.insert(len(body) - 1, block.__copy__())
        document.save(str(path))

    return write


def _xlsx(fill: Callable) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        fill(book)
        book.save(path)

    return write


def _cells(rows: int, columns: int, value: object = 7) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for _ in range(rows):
            sheet.append([_ROW, *[value] * (columns - 1)])
        book.save(path)

    return write


def _excel_copies(times: int, stray: bool = False) -> Callable[[Path], None]:
    """The report with its sheet so many times, or with a stray cell far away in each row of many."""

    def write(path: Path) -> None:
        render_excel(_report(), path)
        book = openpyxl.load_workbook(path)
        for at in range(times - 1):
            if stray:
                book.active.cell(2_000 + at * 900, 190).value = "x"
            else:
                book.copy_worksheet(book.active)
        book.save(path)

    return write


def _merged(areas: int) -> Callable[[Path], None]:
    def fill(book) -> None:
        for at in range(areas):
            book.active.cell(2 * at + 1, 1).value = _ROW
            book.active.merge_cells(start_row=2 * at + 1, start_column=1, end_row=2 * at + 2, end_column=190)

    return _xlsx(fill)


def _pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = (595, 842)) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        canvas = Canvas(str(path), pagesize=size)
        draw(canvas)
        canvas.save()

    return write


def _pages_of_words(pages: int, words: int, step: float = 8) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for _ in range(pages):
            width, height = canvas._pagesize
            canvas.setFont("Helvetica", step * 0.8)
            for at in range(words):
                across, down = at % 20, at // 20
                canvas.drawString(5 + across * width / 20, height - 10 - down * step, f"hồ sơ {at}")
            canvas.showPage()

    return draw


def _rules(lines: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for at in range(lines):
            canvas.line(5, 5 + at * 800 / lines, 590, 5 + at * 800 / lines)
            canvas.line(5 + at * 580 / lines, 5, 5 + at * 580 / lines, 800)
        _pages_of_words(1, 400)(canvas)

    return draw


def _pictures(pages: int, width: int, height: int, grain: int = 60) -> Callable[[Path], None]:
    """Pages of grain, of which no letter can be read."""

    def write(path: Path) -> None:
        random = numpy.random.default_rng(1)
        drawn = [
            Image.fromarray(numpy.clip(random.normal(200, grain, (height, width)), 0, 255).astype(numpy.uint8))
            for _ in range(min(pages, 4))
        ]
        drawn[0].save(path, save_all=True, append_images=[drawn[at % len(drawn)] for at in range(1, pages)])

    return write


def _long_scan(pages: int) -> Callable[[Path], None]:
    """A scanned report of so many pages, of its first page many copies: it is read."""

    def write(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (made,) = write_samples(
                Path(folder), Order(seed=21, years=(2023,), units=("944",), formats=("scan",))
            ).documents
            scan, longer = pypdfium2.PdfDocument(str(made)), pypdfium2.PdfDocument.new()
            longer.import_pages(scan, [0] * (pages - len(scan)) + list(range(len(scan))))
            longer.save(str(path))

    return write


def hostile_files() -> dict[str, Callable[[Path], None]]:
    """What writes each file, by its name."""
    text = _text()
    lines = text.splitlines(keepends=True)
    middle = len(lines) // 2
    made: dict[str, Callable[[Path], None]] = {}
    for million in (0.1, 1, 4, 10, 50):
        line = "hồ sơ 12 " * int(million * 1e6 / 9)
        made[f"line_of_{million}_million.txt"] = _put(lambda line=line: line)
        made[f"report_with_line_of_{million}_million.txt"] = _put(
            lambda line=line: ["".join(lines[:middle]), line + "\n", "".join(lines[middle:])]
        )
    for times in (3, 10, 20, 50, 200, 1000):
        made[f"report_{times}_times.txt"] = _put(lambda times=times: (text for _ in range(times)))
    for thousand in (10, 100, 1000, 5000):
        made[f"lines_{thousand}_thousand.txt"] = _put(lambda n=thousand: (f"{_ROW} {at}\n" for at in range(n * 1000)))
        made[f"short_lines_{thousand}_thousand.txt"] = _put(lambda n=thousand: ("12\n" for _ in range(n * 1000)))
    made["pages_100_thousand.txt"] = _put(lambda: (f"{_ROW} {at}\f" for at in range(100_000)))
    made["marks_2_million.txt"] = _put(lambda: text + "a" + "\u0323\u0302" * 1_000_000)
    made["markdown_table.txt"] = _put(lambda: (f"| {at} | {_ROW} | hồ sơ | {at} |\n" for at in range(200_000)))
    for depth in (10, 100, 250):
        made[f"nested_{depth}.html"] = _put(lambda depth=depth: _nested_html(depth))
    for rows in (10, 100, 1000):
        made[f"spans_{rows}.html"] = _put(lambda rows=rows: _spanning_html(rows))
    row = f"<tr><td>1</td><td>{_ROW}</td><td>hồ sơ</td><td>7</td></tr>"
    made["rows_200_thousand.html"] = _put(lambda: ["<table>", row * 200_000, "</table>"])
    made["columns_20_thousand.html"] = _put(lambda: ["<table><tr>", f"<td>{_ROW}</td>" * 20_000, "</tr></table>"])
    made["rows_300_thousand.csv"] = _put(lambda: (f"{at},{_ROW},hồ sơ,7\n" for at in range(300_000)))
    made["columns_1_million.csv"] = _put(lambda: ",".join(["7"] * 1_000_000))
    made["cell_of_10_million.csv"] = _put(lambda: f"1,{'hồ sơ ' * 1_600_000},7\n" * 1)
    for depth, beside in ((5, 1), (12, 1), (40, 1), (100, 1), (6, 4), (8, 4), (12, 2), (14, 2)):
        made[f"nested_{depth}_deep_{beside}_beside.docx"] = _nested_word(depth, beside)
    made["paragraph_of_1_million.docx"] = _paragraphs(1, 1_000_000)
    made["paragraph_of_5_million.docx"] = _paragraphs(1, 5_000_000)
    made["paragraphs_30_thousand.docx"] = _paragraphs(30_000, 60)
    for times in (3, 10, 40):
        made[f"report_{times}_times.docx"] = _word_copies(times)
        made[f"report_{times}_sheets.xlsx"] = _excel_copies(times)
        made[f"report_{times * 25}_stray_cells.xlsx"] = _excel_copies(times * 25, stray=True)
    for rows, columns in ((5_000, 10), (100_000, 5), (500_000, 2), (2_000, 190), (20_000, 50)):
        made[f"cells_{rows}_by_{columns}.xlsx"] = _cells(rows, columns)
    made["cells_of_30_thousand_letters.xlsx"] = _cells(300, 3, "hồ sơ " * 5000)
    made["merged_3000.xlsx"] = _merged(3000)
    for pages in (2, 20, 121, 1000):
        made[f"pages_{pages}_of_words.pdf"] = _pdf(_pages_of_words(pages, 1500))
        made[f"small_pages_{pages}.pdf"] = _pdf(_pages_of_words(pages, 3), (60, 40))
    made["page_of_30_thousand_words.pdf"] = _pdf(_pages_of_words(1, 7_000, 0.5))
    for size in ((3, 3), (14_400, 20), (20, 14_400), (14_400, 14_400)):
        made[f"page_{size[0]}_by_{size[1]}.pdf"] = _pdf(_pages_of_words(3, 800), size)
    for count in (100, 600, 3000):
        made[f"rules_{count}.pdf"] = _pdf(_rules(count))
    made["scan_of_60_pages.pdf"] = _long_scan(60)
    made["pictures_10_small.pdf"] = _pictures(10, 620, 620)
    made["pictures_119_small.pdf"] = _pictures(119, 620, 620)
    made["picture_of_79_million.png"] = _pictures(1, 8_880, 8_900)
    made["pictures_4_of_30_million.tif"] = _pictures(4, 5_000, 6_000)
    return made


def read(path: Path) -> Outcome:
    """What comes of a file in a program of its own."""
    program = [str(Path(sys.executable).parent / "cchc"), "extract", str(path)]
    environment = {**os.environ, "COLUMNS": "1000", "NO_COLOR": "1"}
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(program, stdout=told, stderr=subprocess.STDOUT, env=environment)
        _, _, used = os.wait4(process.pid, 0)
        told.seek(0)
        lines = told.read().decode().splitlines()
    errors = [line for line in lines if line.startswith("error:")]
    words = errors[0].partition(f"{path}: ")[2] or errors[0] if errors else "read" if lines else "nothing told"
    return Outcome(path.name, words, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", default="", help="only files whose name has this in it")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for name, write in hostile_files().items():
            if given.name not in name:
                continue
            path = Path(folder, name)
            write(path)
            outcomes.append(read(path))
            path.unlink()
            print("  ".join(outcomes[-1].row), flush=True)
    most = max(outcomes, key=lambda one: one.megabytes)
    longest = max(outcomes, key=lambda one: one.processor)
    text = (
        f"Measured {date.today()}: {len(outcomes)} files, {sum(one.told == 'read' for one in outcomes)} of them read. "
        f"The most memory {most.megabytes:.0f} MB ({most.name}), the longest {longest.processor:.0f} s "
        f"of the processor ({longest.name})."
    )
    print(text)
    if given.write:
        table = markdown_table(HEADER, [one.row for one in outcomes])
        RESULTS.write_text("\n".join([text, "", *table, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
