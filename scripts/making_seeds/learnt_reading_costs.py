"""Write what tesseract makes of figures into seeds/reference/reading_costs.csv and character_costs.csv.

    python scripts/making_seeds/learnt_reading_costs.py [SEED] [SHEETS]

Sheets of made-up figures in ruled cells are set in several fonts, scanned at 150 to 300 dots an inch with noise,
and read whole by tesseract with `eng` and `vie`. What was printed is aligned with what was read, and every cost is
minus the logarithm of a smoothed share. Neither rules nor reports take part. A confusion that
seeds/reference/character_confusions.csv names counts as seen before and never costs more than `known_mark`: other
engines make it too.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Levenshtein
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cchc.paths import REFERENCE_SEEDS
from cchc.proposing.readings import squeezed
from cchc.reading.number_grammar import confusions, looks_like_a_figure
from cchc.reading.scanning.tesseract import ENGLISH, VIETNAMESE, read_words
from cchc.sample.fonts import register_font
from cchc.sample.printing import ScanDamage
from cchc.sample.render_scan import damaged

FONTS = ("Tinos", "Arimo", "DejaVu Serif", "DejaVu Sans")
RESOLUTIONS = (150, 200, 200, 300)  # dots an inch
UNITS = ("Hồ sơ", "Thủ tục", "Người", "Văn bản", "%", "Nhiệm vụ")
COLUMNS, ROWS, MARGIN = 4, 44, 40  # cells with figures on a sheet; its margin in points
WHOLE_PAGE = 3  # tesseract's page segmentation mode
PRINTED = "0123456789/"
ALIKE_DIGITS = {("3", "8"), ("8", "3")}  # read one for the other by any engine: never dearer than `unknown_mark`
NAMED = 20  # occurrences, in other engines and fonts, that a confusion which the table names is held to have had
SMOOTHING = 0.5  # of an occurrence, added to each possible outcome


@dataclass
class Counts:
    """What was seen: figures, those read as crisp ones, wrong ones; and in wrong ones what became of characters."""

    seen: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, printed: str, read: str) -> None:
        """Count one figure as printed and as read."""
        is_mark_lost = any(mark in printed for mark in ",.") and not any(mark in read for mark in ",.")
        printed_bare, read_bare = squeezed(printed), squeezed(read)
        self.seen["figures"] += 1
        if not read_bare:
            self.seen["unread"] += 1
            return
        is_crisp, is_wrong = looks_like_a_figure(read), printed_bare != read_bare
        self.seen["crisp"] += is_crisp
        self.seen["crisp_wrong"] += is_crisp and is_wrong
        self.seen["with_mark"] += "," in printed
        self.seen["mark_lost"] += "," in printed and is_mark_lost
        if is_wrong:
            self._add_wrong(printed_bare, read_bare)

    def _add_wrong(self, printed: str, read: str) -> None:
        self.seen["wrong"] += 1
        self.seen["edges"] += min(len(printed), 2)
        self.seen["insides"] += max(len(printed) - 2, 0)
        if len(printed) == len(read) and sorted(printed) == sorted(read):
            self.seen["swapped"] += 1
        for step in Levenshtein.opcodes(printed, read):
            match step.tag:
                case "equal" | "replace":
                    pairs = zip(
                        printed[step.src_start : step.src_end], read[step.dest_start : step.dest_end], strict=True
                    )
                    self.pairs.update(pairs)
                case "delete":
                    for at in range(step.src_start, step.src_end):
                        self.seen["lost_edge" if at in (0, len(printed) - 1) else "lost"] += 1
                case "insert":
                    for mark in read[step.dest_start : step.dest_end]:
                        self.seen["added_stroke" if mark in "1|il/" else "added"] += 1


def figure(chance: random.Random) -> str:
    """A figure as districts write them: counts of one to five digits, percentages, ratios."""
    match chance.choices(("count", "percent", "ratio"), (7, 2, 2))[0]:
        case "count":
            value = int(10 ** chance.uniform(0, 4.7)) - chance.choice((0, 1))
            return f"{value:,}".replace(",", ".") if value > 9 or chance.random() < 0.6 else f"{value:02d}"
        case "percent":
            return f"{chance.uniform(0, 100):.{chance.choice((1, 2))}f}".replace(".", ",")
    base = chance.randint(1, 60)
    return f"{chance.randint(0, base)}/{base}"


def sheet(chance: random.Random, font: str, size: float) -> tuple[bytes, dict[tuple[float, float, float, float], str]]:
    """A page as PDF, and the figure of each cell by its box: left, top, right, bottom in points from the top."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    canvas.setFont(font, size)
    width, height = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
    cells = {}
    for column in range(COLUMNS):
        for row in range(ROWS):
            left, bottom = MARGIN + column * width, A4[1] - MARGIN - (row + 1) * height
            canvas.rect(left, bottom, width / 2, height)
            canvas.rect(left + width / 2, bottom, width / 2, height)
            text = figure(chance)
            canvas.drawCentredString(left + width / 4, bottom + 4, chance.choice(UNITS))
            canvas.drawCentredString(left + 3 * width / 4, bottom + 4, text)
            top = A4[1] - bottom - height
            cells[left + width / 2, top, left + width, top + height] = text
    canvas.save()
    return content.getvalue(), cells


def scanned(pdf: bytes, damage: ScanDamage, chance: numpy.random.Generator) -> numpy.ndarray:
    """The page as grey pixels, as a scanner and a JPEG leave it."""
    document = pypdfium2.PdfDocument(pdf)
    picture = damaged(document[0].render(scale=damage.dpi / 72, grayscale=True).to_pil(), damage, chance)
    squeezed_picture = io.BytesIO()
    picture.save(squeezed_picture, "JPEG", quality=damage.jpeg)
    return numpy.asarray(Image.open(squeezed_picture))


def read_sheet(picture: numpy.ndarray, dpi: int, cells, language: str) -> Iterator[tuple[str, str]]:
    """Each figure as printed and as read: the words whose middle lies in its cell."""
    (words,) = read_words([picture], language, WHOLE_PAGE)
    middles = [
        ((word.box[0] + word.box[2]) / 2 * 72 / dpi, (word.box[1] + word.box[3]) / 2 * 72 / dpi, word.text)
        for word in words
    ]
    for (left, top, right, bottom), printed in cells.items():
        inside = [text for x, y, text in middles if left < x < right and top < y < bottom]
        yield printed, "".join(inside).strip("|[]_ ")


def learn(seed: int, sheets: int) -> Counts:
    """Set, scan and read so many sheets, each by both languages."""
    chance, noise = random.Random(seed), numpy.random.default_rng(seed)
    counts = Counts()
    for at in range(sheets):
        font, _ = register_font(FONTS[at % len(FONTS)])
        damage = ScanDamage(chance.choice(RESOLUTIONS), 0.0, chance.uniform(4, 24), chance.randint(20, 60))
        pdf, cells = sheet(chance, font, chance.uniform(9, 11.5))
        picture = scanned(pdf, damage, noise)
        for language in (ENGLISH, VIETNAMESE):
            for printed, read in read_sheet(picture, damage.dpi, cells, language):
                counts.add(printed, read)
    return counts


def nats(part: float, whole: float, outcomes: int = 2) -> float:
    """Minus the logarithm of a smoothed share, of so many possible outcomes."""
    return -log((part + SMOOTHING) / (whole + SMOOTHING * outcomes))


def event_rows(counts: Counts, before: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of reading_costs: those that can be learnt anew, the others as they are."""
    seen = counts.seen
    characters = seen["edges"] + seen["insides"]
    digits = sum(count for (_, read), count in counts.pairs.items() if read in PRINTED)
    learnt = {
        "crisp_is_wrong": (seen["crisp_wrong"], seen["crisp"], 2),
        "lost_edge": (seen["lost_edge"], seen["edges"], 2),
        "lost": (seen["lost"], seen["insides"], 2),
        "added": (seen["added"], characters, 2),
        "added_stroke": (seen["added_stroke"], characters, 2),
        "swapped": (seen["swapped"], seen["wrong"], 2),
        "lost_mark": (seen["mark_lost"], seen["with_mark"], 2),
        "confused_digits": (0, digits / len(PRINTED), len(PRINTED)),
    }
    rows = []
    for row in before:
        event = row["event"]
        if event in learnt:
            part, whole, outcomes = learnt[event]
            own = {"cost": f"{nats(part, whole, outcomes):.3f}", "seen": f"{part:.0f}", "of": f"{whole:.0f}"}
        else:
            own = {"cost": row["cost"], "seen": "", "of": ""}
        rows.append({"event": event, **own})
    return rows


def character_rows(counts: Counts, known_mark: float, unknown_mark: float) -> list[dict[str, str]]:
    """The rows of character_costs: every confusion seen twice or named, by what was printed."""
    named = {(digit, mark) for mark, digits in confusions().items() for digit in digits} | {("/", "1"), ("/", "|")}
    weights = counts.pairs + Counter(dict.fromkeys(named, NAMED))
    of_read, held = Counter(), Counter()
    for (_, read), count in counts.pairs.items():
        of_read[read] += count
    for (_, read), weight in weights.items():
        held[read] += weight
    rows = []
    for printed, read in sorted(named | ALIKE_DIGITS | {pair for pair, count in counts.pairs.items() if count > 1}):
        if printed not in PRINTED or printed == read:
            continue
        seen = counts.pairs[printed, read]
        learnt = nats(weights[printed, read], held[read], len(PRINTED))
        most = known_mark if (printed, read) in named else unknown_mark
        cost = min(learnt, most) if (printed, read) in named | ALIKE_DIGITS else learnt
        rows.append({
            "printed": printed, "read": read, "cost": f"{cost:.3f}", "seen": str(seen), "of": str(of_read[read]),
        })  # fmt: skip
    return rows


def write_seeds(counts: Counts, folder: Path = REFERENCE_SEEDS) -> None:
    """Write both seeds into a folder that has the one of events."""
    events = folder / "reading_costs.csv"
    with events.open(encoding="utf-8", newline="") as file:
        rows = event_rows(counts, list(csv.DictReader(file)))
    _write(events, rows)
    costs = {row["event"]: float(row["cost"]) for row in rows}
    _write(folder / "character_costs.csv", character_rows(counts, costs["known_mark"], costs["unknown_mark"]))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: list[str]) -> None:
    seed, sheets = (int(arguments[at]) if len(arguments) > at else usual for at, usual in ((0, 1), (1, 48)))
    counts = learn(seed, sheets)
    write_seeds(counts)
    seen = counts.seen
    print(f"{seen['figures']} figures, {seen['wrong']} of them read wrong, {seen['unread']} not at all")


if __name__ == "__main__":
    main(sys.argv[1:])
