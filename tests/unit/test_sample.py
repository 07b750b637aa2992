"""Sample reports: they obey the rules, say that they are samples, repeat themselves, and read back."""

from __future__ import annotations

import csv
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from random import Random

import pdfplumber
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.paths import LANDED_SEEDS, REFERENCE_SEEDS
from cchc.reading.extraction import Extraction, extract
from cchc.reading.formats import read_document
from cchc.reference.form import load_forms
from cchc.reference.rules import OF_LAST_YEAR
from cchc.reference.samples import MARK
from cchc.sample import fonts
from cchc.sample.choosing import units_for
from cchc.sample.command import parse_years
from cchc.sample.content import SampleReport
from cchc.sample.damage import contradict, lose_digits
from cchc.sample.generate import generate, previous_report
from cchc.sample.printing import ScanDamage
from cchc.sample.renderers import FORMATS
from cchc.sample.write import Order, write_samples

SEEDS = (3, 1789)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = {rule["rule_id"]: rule for rule in read_csv(REFERENCE_SEEDS / "rules.csv")}
TERMS = defaultdict(list)
for _term in read_csv(REFERENCE_SEEDS / "rule_terms.csv"):
    TERMS[_term["rule_id"]].append(_term)


def figures_of(report: SampleReport, previous: SampleReport | None) -> dict[tuple[str, str, str], tuple[Decimal, int]]:
    """Every figure by source, concept and measure, with its printed decimals: what a person would look up."""
    figures = {}
    for source, one in (("appendix", report), *((source, previous) for source in OF_LAST_YEAR)):
        for concept, figure in (one.answers if one else {}).items():
            figures[source, concept, "value"] = figure.value, figure.decimals
            figures[source, concept, "base"] = figure.base, 0
    for (source, concept), figure in report.told.items():
        figures[source, concept, "value"] = figure.value, figure.decimals
    if report.unit.commune_count is not None:
        figures["unit", "commune_count", "value"] = Decimal(report.unit.commune_count), 0
    return {key: figure for key, figure in figures.items() if figure[0] is not None}


def broken_rules(report: SampleReport, previous: SampleReport | None) -> Iterator[str]:
    """The critical and warning rules that do not hold, by plain decimal arithmetic."""
    figures = figures_of(report, previous)
    for rule_id, terms in TERMS.items():
        keys = [(term["figure_source"], term["concept"], term["measure"]) for term in terms]
        if any(key not in figures for key in keys) or RULES[rule_id]["severity"] == "info":
            continue
        sides = defaultdict(Decimal)
        for term, key in zip(terms, keys, strict=True):
            sides[term["role"]] += Decimal(term["coefficient"]) * figures[key][0]
        if not holds(RULES[rule_id], sides, figures[keys[0]][1]):
            yield rule_id


def holds(rule: dict[str, str], sides: dict[str, Decimal], decimals: int) -> bool:
    if rule["kind"] in ("percent_of", "whole_plan"):
        half = Decimal(5) / 10 ** (decimals + 1)
        if rule["kind"] == "percent_of":
            return not sides["whole"] or abs(100 * sides["part"] / sides["whole"] - sides["percent"]) <= half
        if not sides["part"]:
            return sides["percent"] == 0
        return any(abs(100 * sides["part"] / plan - sides["percent"]) <= half for plan in range(1, 500))
    gap = sides["left"] - sides["right"] - Decimal(rule["constant"])
    tolerance = Decimal(rule["tolerance"])
    return {"=": abs(gap) <= tolerance, "<=": gap <= tolerance, ">=": gap >= -tolerance}[rule["comparison"]]


def some_reports(seed: int) -> Iterator[tuple[SampleReport, SampleReport | None]]:
    for year in (2021, 2022, 2024, 2025, 2026):
        province, step = ("94", 1) if year < 2025 else ("92", 6)
        for unit in units_for(year, province=province)[::step]:
            report = generate(unit, year, seed, load_forms()[0])
            yield report, previous_report(report, seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_holds(seed):
    for report, previous in some_reports(seed):
        assert list(broken_rules(report, previous)) == [], report.report_id


def test_rules_are_put_to_the_test():
    """Every rule over what these reports say finds its figures in some of them: none holds for want of figures."""
    tested, said = set(), set()
    for report, previous in some_reports(SEEDS[0]):
        figures = figures_of(report, previous)
        said |= {(source, concept) for source, concept, _ in figures}
        tested |= {
            rule_id
            for rule_id, terms in TERMS.items()
            if all((term["figure_source"], term["concept"], term["measure"]) in figures for term in terms)
        }
    over_these = {
        rule_id
        for rule_id, terms in TERMS.items()
        if all((term["figure_source"], term["concept"]) in said for term in terms)
    }
    assert len(over_these) > len(TERMS) / 2
    assert over_these - tested == set()


def test_a_report_is_the_same_whatever_else_is_asked_for():
    unit = units_for(2024, ("945",))[0]
    alone = generate(unit, 2024, 7)
    assert previous_report(alone, 7) == generate(unit, 2023, 7)
    assert generate(unit, 2024, 7) == alone != generate(unit, 2024, 8)


def test_the_command_names_every_format():
    (told,) = [
        parameter.help for parameter in get_command(app).commands["sample"].params if parameter.name == "formats"
    ]
    assert [name for name in FORMATS if name not in told] == []


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Order]:
    order = Order(
        seed=7, years=(2022,), units=("945", "948"), formats=tuple(FORMATS), scan=ScanDamage(dpi=72, jpeg=20),
        lost_digits=2, contradictions=2,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder, order)
    return folder, order


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    folder, order = written
    write_samples(tmp_path, order)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir()) and len(names) == 2 * len(FORMATS) + 3
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_every_document_says_that_it_is_a_sample(written):
    folder, _ = written
    documents = [path for path in folder.iterdir() if path.suffix != ".csv"]
    assert all(path.name.startswith("sample_") for path in documents)
    for path in documents:
        if path.suffix == ".txt":
            pages = path.read_text(encoding="utf-8").split("\f")
            assert all("SAMPLE" in page for page in pages)
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as archive:
                texts = {name: unescape(archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()}
            said = {name for name, text in texts.items() if MARK in text}
            pages = {name for name in texts if "worksheets/sheet" in name or name in ("word/footer1.xml",)}
            assert pages and said >= pages | {"docProps/core.xml"}
        elif path.suffix != ".pdf":
            assert any(MARK in line.text for line in read_document(path).lines), "a line of the document says so"
        elif not path.name.endswith("_scan.pdf"):
            with pdfplumber.open(path) as pdf:
                assert all(MARK in page.extract_text() for page in pdf.pages)


def test_a_scan_is_pictures_of_every_page(written):
    folder, _ = written
    with (
        pdfplumber.open(folder / "sample_945-2022.pdf") as text,
        pdfplumber.open(folder / "sample_945-2022_scan.pdf") as scan,
    ):
        assert len(text.pages) == len(scan.pages)
        assert all(len(page.images) == 1 and not page.chars for page in scan.pages)


def right_and_wrong(report: SampleReport, read: Extraction) -> tuple[int, list[dict[str, str]]]:
    """How many answers are right and clear, and the rows that are wrong and not marked."""
    right, wrong = 0, []
    for row, cells in zip(report.form.answered, read.rows, strict=True):
        figure = report.answers[row.concept]
        value, base = (Decimal(cells[name]) if cells[name] else None for name in ("value", "base_value"))
        is_right = (value, base) == (figure.value, figure.base)
        right += is_right and cells["read_status"] in ("clear", "blank")
        if not is_right and cells["read_status"] in ("clear", "blank"):
            wrong.append(cells)
    return right, wrong


@pytest.mark.parametrize(("file_format", "least"), [("txt", 0.94), ("xlsx", 1), ("docx", 1)])
def test_samples_read_back(file_format, least, tmp_path):
    units = {2021: ("944", "947"), 2023: ("941", "950"), 2025: ("31633",)}
    for seed, (year, codes) in zip((11, 12, 13), units.items(), strict=True):
        order = Order(seed=seed, years=(year,), units=codes, forms=("2021",), formats=(file_format,))
        paths = write_samples(tmp_path, order).documents
        for unit, path in zip(units_for(year, codes), paths, strict=True):
            report, read = generate(unit, year, seed, load_forms()[0]), extract(path)
            right, wrong = right_and_wrong(report, read)
            assert wrong == []
            assert right >= least * len(read.rows)
            heading = read.heading
            assert heading.report_id == report.report_id
            assert (heading.document_number, heading.signed_on) == (str(report.document_number), report.signed_on)
            told = {(one["figure_source"], one["concept"], Decimal(one["value"])) for one in read.figures}
            assert told == {(*key, figure.value) for key, figure in report.told.items()}


def forms_levels_and_periods() -> Iterator[tuple[str, str, str]]:
    for form in load_forms():
        for level in form.government_levels:
            yield from ((form.version, level, period) for period in ("year", "H1", "Q3"))


@pytest.mark.parametrize(("version", "level", "period"), [*forms_levels_and_periods()])
def test_any_form_is_drawn_for_its_levels_and_any_period_and_read_back(version, level, period, tmp_path):
    form = next(form for form in load_forms() if form.version == version)
    unit = units_for(form.first_year, level=level, period=period)[0]
    order = Order(
        seed=5, years=(form.first_year,), units=(unit.unit_code,), periods=(period,), forms=(version,),
        formats=("docx", "xlsx", "txt"),
    )  # fmt: skip
    report = generate(unit, form.first_year, order.seed, form, period)
    assert list(broken_rules(report, previous_report(report, order.seed))) == []
    for path, least in zip(write_samples(tmp_path, order).documents, (1, 1, 0.9), strict=True):
        read = extract(path)
        right, wrong = right_and_wrong(report, read)
        assert wrong == [] and right >= least * len(read.rows)
        assert read.heading.report_id == report.report_id


def test_a_part_of_a_year_has_less_of_what_is_counted_over_time_and_as_much_of_what_is_there():
    unit = units_for(2023, ("945",))[0]
    year, quarter = (generate(unit, 2023, 3, period=period) for period in ("year", "Q2"))
    received = [report.answers["district_dossiers_received"].number for report in (year, quarter)]
    assert 0.24 < received[1] / received[0] < 0.26
    for concept in ("procedures_in_force", "specialised_departments", "civil_servant_positions_assigned"):
        assert year.answers[concept] == quarter.answers[concept]


def test_the_truth_is_what_the_paper_says(written):
    folder, order = written
    rows = read_csv(folder / "truth.csv")
    assert list(rows[0]) == ["report_id", "indicator_code", "value", "base_value"]
    assert len(rows) == 2 * 146
    truth = {(row["report_id"], row["indicator_code"]): row["value"] for row in rows}
    planted = read_csv(folder / "planted.csv")
    assert [one["damage"] for one in planted].count("lost_digit") == 2 * order.lost_digits
    for one in planted:
        if one["damage"] == "contradiction" and one["indicator_code"]:
            assert Decimal(truth[one["report_id"], one["indicator_code"]]) == Decimal(one["shown"])


@pytest.mark.parametrize("seed", SEEDS)
def test_contradictions_break_just_the_rules_they_name(seed):
    report = generate(units_for(2023, ("945",))[0], 2023, seed)
    previous = previous_report(report, seed)
    damaged, planted = contradict(report, previous, 5, Random(seed))
    assert len(planted) == 5 and all(one.rule_ids and one.meant != one.shown for one in planted)
    named = {rule_id for one in planted for rule_id in one.rule_ids}
    assert set(broken_rules(damaged, previous)) == named


def test_lost_digits_are_lost_from_print_alone():
    report = generate(units_for(2023, ("945",))[0], 2023, 5)
    damaged, planted = lose_digits(report, 6, Random(1))
    assert damaged.answers == report.answers and len(planted) == 6
    by_concept = {row.concept: row for row in report.form.answered}
    for one in planted:
        assert damaged.answer_text(by_concept[one.concept]) == one.shown != one.meant
        assert sum(mark.isdigit() for mark in one.shown) == max(sum(mark.isdigit() for mark in one.meant) - 1, 0)


@pytest.mark.parametrize("folder", [LANDED_SEEDS, LANDED_SEEDS / "more", REFERENCE_SEEDS])
def test_samples_never_go_where_real_reports_are_kept(folder):
    with pytest.raises(CchcError, match="folder of their own"):
        write_samples(folder, Order(seed=1, years=(2021,), units=("945",)))


def test_without_a_vietnamese_font_the_package_is_named(monkeypatch):
    fonts.register_font.cache_clear()
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    with pytest.raises(CchcError, match="fonts-croscore"):
        fonts.register_font()
    fonts.register_font.cache_clear()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021", (2021,)),
        ("2021-2023", (2021, 2022, 2023)),
        ("2023,2021", (2021, 2023)),
        ("2021,2023-2024", (2021, 2023, 2024)),
    ],
)
def test_years_are_given_singly_or_as_a_span(text, years):
    assert parse_years(text) == years


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--units 945,947"),
        (["--units", "945", "--years", "next"], "names no years"),
        (["--units", "945", "--years", "2019"], "serves 2019"),
        (["--units", "1"], "no reporting unit 1"),
        (["--province", "99"], "no unit of province 99"),
        (["--units", "945", "--format", "odt"], "odt is not known"),
        (["--units", "945", "--periods", "Q5"], "Q5 is not known"),
        (["--level", "ward"], "ward is not known"),
        (["--units", "945", "--form", "1999"], "no form 1999"),
        (["--units", "31633", "--years", "2025"], "no form for a commune (31633) serves 2025"),
        (["--format", "pdf", "--units", "945", "--font", "Comic"], "Comic"),
    ],
)
def test_the_command_says_what_it_cannot_do(arguments, said, tmp_path):
    result = CliRunner().invoke(app, ["sample", str(tmp_path / "out"), *arguments])
    assert result.exit_code == 1 and said in result.output


def test_the_command_writes_a_province(tmp_path):
    arguments = ["--seed", "7", "--province", "94", "--years", "2021-2022"]
    result = CliRunner().invoke(app, ["sample", str(tmp_path), *arguments])
    assert result.exit_code == 0, result.output
    assert len(list(tmp_path.glob("sample_*.txt"))) == 22
