"""Forms made of the form of 2021 and learnt again: rows moved, renumbered, reworded, dropped, and new ones among them.

`python bench/learnt_forms.py --seeds 40 --formats docx,xlsx,pdf,scan` prints, by format, how many of the kept rows got
their own concept as `same` or `likely`, how many a wrong one as `same`, and how many of the new rows were told `new`.
Its figures stand in learnt_forms.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
NUMBERINGS = ("sections", "tables", "whole", "bare")
HEADINGS = {  # headings of the form of 2021, otherwise said
    "Kiểm tra CCHC": "Công tác kiểm tra cải cách hành chính",
    "Tuyên truyền CCHC": "Thông tin, tuyên truyền cải cách hành chính",
    "Thực hiện nhiệm vụ UBND tỉnh giao": "Nhiệm vụ do UBND tỉnh giao",
    "Thống kê TTHC": "Số liệu thủ tục hành chính",
    "Kết quả giải quyết TTHC": "Tiếp nhận và giải quyết thủ tục hành chính",
    "Thực hiện cơ chế một cửa, một cửa liên thông": "Cơ chế một cửa, một cửa liên thông",
    "Cơ cấu tổ chức bộ máy": "Tổ chức bộ máy",
    "Số liệu về biên chế công chức": "Biên chế công chức",
    "Số liệu về lãnh đạo": "Đội ngũ lãnh đạo",
    "Tuyển dụng công chức, viên chức": "Công tác tuyển dụng",
    "Dịch vụ công trực tuyến": "Cung cấp dịch vụ công trực tuyến",
    "Dịch vụ bưu chính công ích (BCCI)": "Tiếp nhận, trả kết quả qua bưu chính công ích",
    "Áp dụng ISO trong hoạt động": "Áp dụng hệ thống quản lý chất lượng ISO",
    "Vận hành Cổng dịch vụ công": "Cổng dịch vụ công",
}


@dataclass
class Asked:
    """A row of a made form: `concept` is the one it is, '' for a heading or a new row; `kind` tells these apart."""

    label: str
    unit: str
    answer_type: str
    concept: str
    kind: str  # section, header, kept, reworded, new
    children: list[Asked] = field(default_factory=list)
    number: str = ""
    code: str = ""

    def all(self) -> Iterator[Asked]:
        yield self
        for child in self.children:
            yield from child.all()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made_form(seed: int, new_share: float = 1 / 3, reworded_share: float = 1 / 3) -> list[Asked]:
    """The sections of a form made of that of 2021. A third of the rows asked before is dropped, half of the rest
    reworded, and as many new ones come in; rows and items move within their sections and some to another."""
    from cchc.paths import REFERENCE_SEEDS

    dice = random.Random(seed)
    rows = [row for row in read(REFERENCE_SEEDS / "form_rows.csv") if row["form_version"] == "2021"]
    said = {row["concept"]: row["label_vi"] for row in read(HERE / "learnt_forms_reworded.csv")}
    answered = [row["concept"] for row in rows if row["concept"]]
    parents = {row["parent_code"] for row in rows}
    leaves = [row["concept"] for row in rows if row["concept"] and row["indicator_code"] not in parents]
    dropped = set(dice.sample(leaves, round(new_share * len(answered))))
    reworded = set(dice.sample([one for one in answered if one not in dropped], round(reworded_share * len(answered))))
    by_code: dict[str, Asked] = {}
    sections: list[Asked] = []
    for row in rows:
        if row["concept"] in dropped:
            continue
        kind = "reworded" if row["concept"] in reworded else "kept" if row["concept"] else row["answer_type"]
        label = said[row["concept"]] if kind == "reworded" else row["label_vi"]
        if kind == "header" and dice.random() < 0.4:
            label = HEADINGS.get(label, label)
        one = Asked(label, row["unit_vi"], row["answer_type"], row["concept"], kind)
        by_code[row["indicator_code"]] = one
        (by_code[row["parent_code"]].children if row["parent_code"] else sections).append(one)
    _prune(sections)
    by_section = dict(zip(ROMAN, sections, strict=True))
    new = read(HERE / "learnt_forms_new.csv")
    for row in dice.sample(new, min(round(new_share * len(answered)), len(new))):
        section = by_section[row["section_code"]]
        items = [item for item in section.children if item.children and item.kind == "header"]
        into = dice.choice(items).children if items and dice.random() < 0.7 else section.children
        into.insert(dice.randint(0, len(into)), Asked(row["label_vi"], row["unit_vi"], row["answer_type"], "", "new"))
    for section in sections:
        _shuffled(section.children, dice, 0.3)
        for item in section.children:
            if item.kind == "header":
                _shuffled(item.children, dice, 0.15)
    if dice.random() < 0.5:
        at = dice.randrange(len(sections) - 1)
        sections[at], sections[at + 1] = sections[at + 1], sections[at]
    return sections


def _prune(rows: list[Asked]) -> None:
    for row in list(rows):
        _prune(row.children)
        if row.kind == "header" and not row.children:
            rows.remove(row)


def _shuffled(rows: list[Asked], dice: random.Random, share: float) -> None:
    for at in range(len(rows)):
        if dice.random() < share:
            other = dice.randrange(len(rows))
            rows[at], rows[other] = rows[other], rows[at]


def numbered(sections: list[Asked], numbering: str) -> list[Asked]:
    """All rows in order with the numbers that they print: Roman sections with items alone numbered below them as in
    2021, seven tables that each number anew, or the whole number on each row."""
    found = []
    for section, roman in zip(sections, ROMAN, strict=True):
        section.number, section.code = roman, roman
        _number(section, (), numbering, roman)
        found += list(section.all())
    return found


def _number(row: Asked, path: tuple[int, ...], numbering: str, roman: str) -> None:
    for at, child in enumerate(row.children, start=1):
        own = (*path, at)
        printed = ".".join(map(str, own))
        child.code = f"{roman}.{printed}"
        child.number = {
            "sections": str(at) if len(own) == 1 else "-" if len(own) > 2 else "",
            "tables": f"{printed}.",
            "whole": f"{roman}.{printed}",
            "bare": printed,
        }[numbering]
        _number(child, own, numbering, roman)


def _tables(rows: list[Asked], numbering: str) -> list[tuple[list[str], list[Asked]]]:
    """Lines above, and rows, of each table of the document."""
    title = ["BIỂU MẪU THỐNG KÊ SỐ LIỆU CẢI CÁCH HÀNH CHÍNH", "(Kèm theo Công văn số /SNV-CCHC)"]
    if numbering != "tables":
        return [(title, rows)]
    tables: list[tuple[list[str], list[Asked]]] = []
    for row in rows:
        if row.kind == "section":
            tables.append(([*(title if not tables else []), f"Biểu mẫu {len(tables) + 1}", row.label], []))
        else:
            tables[-1][1].append(row)
    return tables


HEADING = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")


def _cells(row: Asked) -> tuple[str, str, str, str, str]:
    return row.number, row.label, row.unit, "", ""


def write_docx(path: Path, tables: list[tuple[list[str], list[Asked]]]) -> None:
    from docx import Document

    document = Document()
    for lines, rows in tables:
        for line in lines:
            document.add_paragraph(line)
        table = document.add_table(rows=len(rows) + 1, cols=5, style="Table Grid")
        for own, cells in zip(table.rows, [HEADING, *map(_cells, rows)], strict=True):
            for cell, text in zip(own.cells, cells, strict=True):
                if text:
                    cell.text = text
    document.save(str(path))


def write_xlsx(path: Path, tables: list[tuple[list[str], list[Asked]]]) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    for lines, rows in tables:
        for line in lines:
            sheet.append([line])
        sheet.append(HEADING)
        for row in rows:
            sheet.append([text or None for text in _cells(row)])
    workbook.save(path)


def write_pdf(path: Path, tables: list[tuple[list[str], list[Asked]]]) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    from cchc.sample.fonts import register_font

    font, _ = register_font()
    style = ParagraphStyle("cell", fontName=font, fontSize=10.5, leading=13)
    story = []
    for lines, rows in tables:
        story += [Paragraph(line, style) for line in lines]
        texts = [HEADING, *map(_cells, rows)]
        cells = [[Paragraph(text, style) for text in own] for own in texts]
        table = Table(cells, colWidths=(50, 240, 80, 60, 80), repeatRows=1)
        table.setStyle(
            TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
        )
        story.append(table)
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=40, rightMargin=40).build(story)


def write_scan(path: Path, tables: list[tuple[list[str], list[Asked]]]) -> None:
    import numpy
    import pypdfium2
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.pdf")
        write_pdf(source, tables)
        document = pypdfium2.PdfDocument(str(source))
        dice = numpy.random.default_rng(7)
        pages = []
        for page in document:
            grey = numpy.asarray(page.render(scale=200 / 72).to_pil().convert("L"), dtype=numpy.int16)
            noisy = numpy.clip(grey + dice.normal(0, 9, grey.shape), 0, 255).astype(numpy.uint8)
            pages.append(Image.fromarray(noisy))
        pages[0].save(path, save_all=True, append_images=pages[1:], resolution=200)


WRITERS = {"docx": write_docx, "xlsx": write_xlsx, "pdf": write_pdf, "scan": write_scan}


@dataclass
class Counts:
    """What came of the rows of made forms."""

    kept: int = 0
    right: int = 0
    right_same: int = 0
    wrong_same: int = 0
    wrong_likely: int = 0
    missed: int = 0
    new: int = 0
    told_new: int = 0
    rows: int = 0
    codes_right: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        return (
            f"| {name} | {self.kept} | {self.right} ({100 * self.right / max(self.kept, 1):.1f} %) | "
            f"{self.right_same} | "
            f"{self.wrong_same} | {self.wrong_likely} | {self.missed} | {self.new} | "
            f"{self.told_new} ({100 * self.told_new / max(self.new, 1):.1f} %) | "
            f"{self.codes_right} of {self.rows} |"
        )


def measure(counts: Counts, truth: list[Asked], path: Path, versions: Sequence[str] = ("2021",)) -> None:
    """Learn the document as if the forms of these versions were known (all, if none is named), and add what came of it
    to the counts. Rows are told by their label and their order. A new row that another form than that of 2021 asks for
    already is not counted."""
    from cchc.learning.known_rows import known_rows
    from cchc.learning.learning_forms import learn_form
    from cchc.learning.matching import NEW, SAME
    from cchc.text import fold

    start = perf_counter()
    known = [row for row in known_rows() if not versions or row.cells["form_version"] in versions]
    draft = learn_form(path, known=known)
    counts.seconds += perf_counter() - start
    drafted = defaultdict(list)
    for row in draft.rows:
        drafted["".join(fold(row.label).split())].append(row)
    if path.suffix == ".pdf" and path.stem.startswith("scan"):
        drafted = _by_likeness(draft.rows, truth)
    for row in truth:
        key = "".join(fold(row.label).split())
        found = drafted[key].pop(0) if drafted.get(key) else None
        counts.rows += 1
        counts.codes_right += found is not None and found.indicator_code == row.code
        match = found.match if found else None
        if row.kind in ("kept", "reworded"):
            counts.kept += 1
            if match is not None and match.match != NEW and match.concept == row.concept:
                counts.right += 1
                counts.right_same += match.match == SAME
                continue
            is_same = match is not None and match.match == SAME
            counts.wrong_same += is_same
            counts.wrong_likely += match is not None and match.match not in (SAME, NEW)
            counts.missed += match is None or match.match == NEW
            counts.notes.append(f"{'WRONG SAME' if is_same else 'lost'}: {row.label} = {row.concept}: {_told(match)}")
        elif row.kind == "new":
            if match is not None and match.known is not None and match.known.cells["form_version"] != "2021":
                continue
            counts.new += 1
            if match is not None and match.match == NEW:
                counts.told_new += 1
                continue
            is_same = match is not None and match.match == SAME
            counts.wrong_same += is_same
            counts.notes.append(f"{'WRONG SAME' if is_same else 'not new'}: {row.label}: {_told(match)}")
        elif match is not None and match.match != NEW:
            counts.wrong_same += match.match == SAME
            counts.notes.append(f"heading: {row.label}: {_told(match)}")


def _by_likeness(rows, truth: list[Asked]) -> dict[str, list]:
    """The rows read from a picture by the label that they are most like."""
    from rapidfuzz import fuzz, process

    from cchc.text import fold

    labels = list(dict.fromkeys("".join(fold(row.label).split()) for row in truth))
    found = defaultdict(list)
    for row in rows:
        best = process.extractOne("".join(fold(row.label).split()), labels, scorer=fuzz.ratio, score_cutoff=80)
        if best:
            found[best[0]].append(row)
    return found


def _told(match) -> str:
    return "not read" if match is None else f"{match.match} {match.concept} {match.similarity} {match.alternatives[:2]}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=20)
    arguments.add_argument("--first-seed", type=int, default=1)
    arguments.add_argument("--formats", default="docx")
    arguments.add_argument("--all-forms", action="store_true", help="with every form on record, not that of 2021 alone")
    arguments.add_argument("--notes", action="store_true", help="print what went wrong")
    given = arguments.parse_args()
    print(
        "| format | kept rows | right as same or likely | of them same | wrong as same | wrong as likely | told new "
        "or not read | new rows | told new | codes right |"
    )
    print("| --- |" + " ---: |" * 9)
    notes: Counter[str] = Counter()
    for name in given.formats.split(","):
        counts = Counts()
        for seed in range(given.first_seed, given.first_seed + given.seeds):
            numbering = NUMBERINGS[seed % len(NUMBERINGS)]
            truth = numbered(made_form(seed), "tables" if numbering == "bare" and name == "scan" else numbering)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, f"{name}-{seed}.{'pdf' if name == 'scan' else name}")
                WRITERS[name](path, _tables(truth, "sections" if numbering in ("whole", "bare") else numbering))
                measure(counts, truth, path, () if given.all_forms else ("2021",))
        print(counts.line(name), flush=True)
        print(f"{name}: {counts.seconds / given.seeds:.2f} s a form", file=sys.stderr)
        notes.update(counts.notes)
    if given.notes:
        for note, count in notes.most_common():
            print(count, note)


if __name__ == "__main__":
    main()
