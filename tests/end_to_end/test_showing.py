"""`cchc show`: each answer outlined where it stands, its crop beside the value, by mouse and by keyboard."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from typer.testing import CliRunner

from cchc.cli import app
from cchc.reading.extraction import Extraction, extract
from cchc.showing.rendering import render

REPORT = "944-2023"
DOUBTFUL, UNREADABLE = "II.1", "II.2.1"  # rows that `damaged` makes so

# The mean darkness (0-255) of an image's darkest hundredth, and of all of it.
_DARKNESS = """image => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const dark = [];
    for (let at = 0; at < pixels.length; at += 4) dark.push(255 - pixels[at]);
    dark.sort((one, other) => other - one);
    const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean(dark.slice(0, dark.length / 100)), mean(dark)];
}"""


read = cache(extract)


def written(target: Path, *extractions: Extraction) -> Path:
    """The file that the page was written to."""
    target.write_text(render(extractions), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    order = [
        "sample",
        str(folder),
        "--seed",
        "31",
        "--units",
        "944",
        "--years",
        "2023",
        "--format",
        "txt,docx,pdf,xlsx",
    ]
    assert CliRunner().invoke(app, order).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def damaged(samples) -> Path:
    """A workbook with one answer that leaves a doubt and one that cannot be read."""
    path = samples / f"sample_{REPORT}.xlsx"
    extraction = read(path)
    book = openpyxl.load_workbook(path)
    for row, place in zip(extraction.rows, extraction.places, strict=True):
        if row["indicator_code"] in (DOUBTFUL, UNREADABLE):
            cell = book.worksheets[0].cell(place.number, place.column + 1)
            cell.value = "1B" if row["indicator_code"] == DOUBTFUL else "??"
    target = samples / "damaged.xlsx"
    book.save(target)
    return target


def open_page(browser, path: Path):
    """The page of a written file, and what it said or asked for that it should not."""
    page = browser.new_page(viewport={"width": 1500, "height": 900}, reduced_motion="reduce")
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or troubles.append(asked.url))
    page.goto(path.as_uri())
    return page, troubles


def statuses(page, selector: str) -> Counter[str]:
    classes = page.eval_on_selector_all(selector, "found => found.map(one => one.classList[1])")
    return Counter(classes)


def placed(page) -> dict[str, list[float]]:
    """Left, top, right, bottom of each outlined cell by its id, as shares of the page's picture."""
    return dict(page.eval_on_selector_all("a.cell", """found => found.map(one => {
        const own = one.getBoundingClientRect();
        const all = one.parentElement.querySelector("img").getBoundingClientRect();
        return [one.id, [(own.left - all.left) / all.width, (own.top - all.top) / all.height,
                         (own.right - all.left) / all.width, (own.bottom - all.top) / all.height]];
    })"""))  # fmt: skip


def test_on_a_phone_the_panes_stand_one_over_the_other_and_no_value_is_lost(samples, browser):
    extraction = read(samples / f"sample_{REPORT}.xlsx")
    page, _ = open_page(browser, written(samples / "phone.html", extraction))
    page.set_viewport_size({"width": 390, "height": 844})
    rows, pages = (page.locator(f".pane.{name}").bounding_box() for name in ("rows", "pages"))
    assert rows["x"] == pages["x"] == 0 and rows["y"] + rows["height"] <= pages["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = page.eval_on_selector_all("a.row .value b", "all => all.map(one => one.getBoundingClientRect().width)")
    assert len(widths) == len(extraction.rows) and min(widths) > 0


@pytest.mark.parametrize("ending", ["txt", "xlsx", "docx", "pdf"])
def test_every_answer_is_outlined_by_its_status(samples, browser, ending):
    extraction = read(samples / f"sample_{REPORT}.{ending}")
    page, troubles = open_page(browser, written(samples / f"{ending}.html", extraction))
    assert statuses(page, "a.row") == extraction.statuses
    assert statuses(page, "a.cell") == extraction.statuses
    assert page.locator(".count.clear b").inner_text() == str(extraction.statuses["clear"])
    shown = page.eval_on_selector_all("a.row .value b", "found => found.map(one => one.textContent)")
    expected = [f"{row['value']}/{row['base_value']}".rstrip("/") or "–" for row in extraction.rows]
    assert shown == expected
    if ending != "pdf":  # a page without a picture has the answer's own characters in its outline
        marks = page.eval_on_selector_all("a.cell", "found => found.map(one => [one.id, one.textContent.trim()])")
        assert dict(marks) == {f"cell-1-{at}": row["raw_value"] for at, row in enumerate(extraction.rows)}
    assert not troubles
    page.close()


def test_boxes_of_a_pdf_stand_on_their_rows_answers(samples, browser):
    """The words of the PDF inside each outlined box are the answer that was read."""
    document = samples / f"sample_{REPORT}.pdf"
    extraction = read(document)
    page, _ = open_page(browser, written(samples / "boxes.html", extraction))
    areas = placed(page)
    with pypdfium2.PdfDocument(document) as pdf:
        for at, (row, place) in enumerate(zip(extraction.rows, extraction.places, strict=True)):
            width, height = pdf[place.page - 1].get_size()
            left, top, right, bottom = areas[f"cell-1-{at}"]
            text = pdf[place.page - 1].get_textpage()
            inside = text.get_text_bounded(left * width, (1 - bottom) * height, right * width, (1 - top) * height)
            assert " ".join(inside.split()) == row["raw_value"], row["indicator_code"]
    page.emulate_media(media="print")
    printed = placed(page)
    assert all(printed[name] == pytest.approx(area, abs=0.002) for name, area in areas.items())
    page.close()


def test_filter_and_keys_lead_to_the_unsure_answers(damaged, browser):
    extraction = read(damaged)
    unsure = [row["indicator_code"] for row in extraction.rows if row["read_status"] not in ("clear", "blank")]
    assert unsure == [DOUBTFUL, UNREADABLE]
    page, troubles = open_page(browser, written(damaged.with_suffix(".html"), extraction))

    def selected() -> str:
        assert page.locator(".selected").count() == 2, "the row and its cell"
        assert page.locator("a.row.selected").get_attribute("href") == "#" + page.locator(
            "a.cell.selected"
        ).get_attribute("id")
        return page.locator("a.row.selected .code").inner_text()

    for key, code in (("j", DOUBTFUL), ("j", UNREADABLE), ("j", UNREADABLE), ("k", DOUBTFUL), ("Tab", UNREADABLE)):
        page.keyboard.press(key)
        assert selected() == code, key
        for one in page.locator(".selected").all():
            box = one.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 900
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("cell")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("row")

    page.get_by_role("button", name="Cần xem lại").click()
    assert page.locator("a.row:visible .code").all_inner_texts() == unsure
    page.locator("a.cell.clear").first.click()
    assert page.locator("a.row:visible").count() == len(extraction.rows), "a row that is asked for is never hidden"
    page.get_by_role("button", name="Không đọc được").click()
    assert page.locator("a.row:visible .code").all_inner_texts() == [UNREADABLE]
    assert not troubles
    page.close()


def test_several_reports_follow_each_other(samples, damaged, browser):
    extractions = [read(samples / f"sample_{REPORT}.docx"), read(damaged)]
    page, troubles = open_page(browser, written(samples / "both.html", *extractions))
    assert statuses(page, "a.row") == extractions[0].statuses + extractions[1].statuses
    assert len(set(page.eval_on_selector_all("[id]", "found => found.map(one => one.id)"))) == 2 * sum(
        len(one.rows) for one in extractions
    )
    page.locator("a.jump").nth(1).click()
    assert page.locator("a.row.selected").get_attribute("id") == "row-2-0"
    assert not troubles
    page.close()


def test_words_of_a_document_are_never_taken_for_the_pages_own(samples, browser):
    path = samples / "odd.txt"
    text = (samples / f"sample_{REPORT}.txt").read_text(encoding="utf-8")
    path.write_text(
        text.replace("\n", "\n<script>alert(1)</script><img src=x onerror=alert(2)>\n", 1), encoding="utf-8"
    )
    page, troubles = open_page(browser, written(samples / "odd.html", extract(path)))
    assert "<script>alert(1)</script>" in page.locator(".text").first.inner_text()
    assert page.locator(".pages script, .pages img").count() == 0
    assert not troubles
    page.close()


def test_answers_of_a_tilted_scan_are_outlined_and_cut_out(scanned_sample, browser, tmp_path):
    _, extraction = scanned_sample
    target = written(tmp_path / "scan.html", extraction)
    page, troubles = open_page(browser, target)
    assert statuses(page, "a.row") == extraction.statuses
    assert statuses(page, "a.cell") == statuses(page, "a.row")
    assert page.locator(".picture").count() == len(pypdfium2.PdfDocument(extraction.document.path))
    centres = [(left + right) / 2 for left, _, right, _ in placed(page).values()]
    assert max(centres) - min(centres) < 0.1, "all stand in the answers' column, which leans by the scan's tilt"
    assert 0.6 < sum(centres) / len(centres) < 0.75
    for at, row in enumerate(extraction.rows):
        if row["read_status"] == "clear" and row["indicator_code"].startswith("III.2"):
            ink, mean = page.locator(f"#row-1-{at} .crop img").evaluate(_DARKNESS)
            assert ink > 120, f"{row['indicator_code']}: the crop of an answer shows ink"
            assert mean < 70, f"{row['indicator_code']}: and is paper for the most part"
    assert not troubles
    assert target.stat().st_size < 6_000_000
    page.close()


def test_the_command_writes_the_page_and_says_where(samples):
    target = samples / "command.html"
    made = CliRunner().invoke(app, ["show", str(samples / f"sample_{REPORT}.txt"), "-o", str(target)])
    assert made.exit_code == 0, made.output
    assert target.name in made.output
    assert target.read_text(encoding="utf-8") == render([read(samples / f"sample_{REPORT}.txt")])


def test_a_page_goes_only_where_a_page_can_be(samples):
    document = samples / f"sample_{REPORT}.txt"
    before = document.read_bytes()
    made = CliRunner().invoke(app, ["show", str(document), "-o", str(document)])
    assert made.exit_code == 1
    assert document.read_bytes() == before
