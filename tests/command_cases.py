"""What is run of each command on real input, and what comes of it: every form that a page prints."""

from __future__ import annotations

from typing import NamedTuple

SAMPLE = "samples/documents/sample_944-2022.xlsx"
NEW_FORM = "tests/new_form.md"


class Case(NamedTuple):
    """Words of a command, words of its answer, the file that it writes (None: it writes none), what is run before, and
    whether it goes on until it is interrupted."""

    words: tuple[str, ...]
    answer: str
    written: str | None = None
    before: tuple[tuple[str, ...], ...] = ()
    goes_on: bool = False

    @property
    def name(self) -> str:
        return " ".join((self.words[0], *(word for word in self.words if word.startswith("-"))))


# In order: what changes the seeds, which `review` compares with the build, comes late.
CCHC = [
    Case(("sample", "made", "--units", "944", "--years", "2022"), "1 sample documents in made", "made/truth.csv"),
    Case(
        ("sample", "formats", "--units", "945", "--years", "2022", "--format", "xlsx,docx,txt"),
        "3 sample documents in formats",
        "formats/truth.csv",
    ),
    Case(
        ("sample", "broken", "--units", "945", "--years", "2022", "--format", "docx", "--contradictions", "1"),
        "1 sample documents in broken",
        "broken/planted.csv",
    ),
    Case(("extract", "formats"), "3 reports read; 0 files failed"),
    Case(("extract", SAMPLE, "-o", "rows.csv"), "944-2022", "rows.csv"),
    Case(("extract", SAMPLE, "--unit", "huyện Mỹ Tú", "--period", "H1"), "944-2022-H1"),
    Case(("land", SAMPLE, "--samples"), "944-2022: landed", "samples/seeds/landed/reports.csv"),
    Case(("land", SAMPLE, "--samples", "--replace"), "944-2022: unchanged"),
    Case(("sample-many", "many", "--years", "2021", "--unit-count", "3"), "3 reports, 438 values", "many/reports"),
    Case(
        (
            "sample-many",
            "quarters",
            "--years",
            "2021",
            "--level",
            "commune",
            "--unit-count",
            "3",
            "--form",
            "2021",
            "--periods",
            "Q1,Q2",
        ),
        "6 reports, 876 values",
        "quarters/reports",
    ),
    Case(
        ("sample", "parts", "--units", "944", "--years", "2022", "--periods", "H1,Q3", "--format", "xlsx"),
        "2 sample documents in parts",
        "parts/sample_944-2022-Q3.xlsx",
    ),
    Case(("diff", "warehouse", "warehouse"), "report ┃ figures ┃ why, and of how many figures"),
    Case(("diff", "warehouse", "warehouse", "--detail"), "report ┃ indicator ┃ old ┃ new ┃ why"),
    Case(("diff", "warehouse", "warehouse", "--report", "945-2021"), "report ┃ indicator ┃ old ┃ new ┃ why"),
    Case(("form", "--year", "2022", "-o", "form.xlsx"), "blank form for 2022", "form.xlsx"),
    Case(
        ("form", "--year", "2022", "--period", "H1", "--unit", "cu lao dung", "-o", "own.xlsx"),
        "blank form for first half of 2022",
        "own.xlsx",
    ),
    Case(("propose", "945-2021", "--language", "en"), "945-2021 · Cù Lao Dung: 12 problems (2 likely, 10 possible)"),
    Case(("propose",), "… 9 more: cchc propose 945-2021"),
    Case(("propose", "945-2021", "--detail"), "rank 1, grade B"),
    Case(("propose", "-o", "proposals.csv"), "proposals: proposals.csv", "proposals.csv"),
    Case(("review", "945-2021", "-o", "review.xlsx"), "cells of 1 reports", "review.xlsx"),
    Case(("review", "--letter", "-o", "letter.xlsx"), "cells of 2 reports", "letter.xlsx"),
    Case(("show", SAMPLE, "-o", "show.html"), "open it in a browser", "show.html"),
    Case(("report", "--unit", "945", "--year", "2021", "-o", "page.html"), "open it in a browser", "page.html"),
    Case(("report", "--province", "94", "--year", "2021", "-o", "all.html"), "open it in a browser", "all.html"),
    Case(
        ("report", "--unit", "Cù Lao Dung", "--year", "2021", "--period", "year", "-o", "named.html"),
        "open it in a browser",
        "named.html",
    ),
    Case(("suggest-rules", "-o", "all_rules.xlsx"), "rules to decide on", "all_rules.xlsx"),
    Case(("suggest-rules", "--form", "2021", "-o", "suggestions.xlsx"), "rules to decide on", "suggestions.xlsx"),
    Case(("accept-rules", "suggestions.xlsx"), "0 new rules, 0 on record already"),
    Case(("docs",), "open it in a browser", "target/docs_site/index.html", (("dbt", "docs", "generate", "--static"),)),
    Case(("explore", "--documents"), "any web server shows it", "target/explore/index.html"),
    Case(("explore", "--serve", "--port", "0", "-o", "site"), "http://127.0.0.1:", "site/cchc.duckdb", goes_on=True),
    Case(("sdmx", "-o", "sdmx"), "254 observations of release", "sdmx/structure.xml"),
    Case(("decide", "review.xlsx"), "0 new decisions"),
    Case(("hold", "945-2021", "--reason", "tried", "--by", "Lan"), "held"),
    Case(("hold", "945-2021", "--lift", "--reason", "decided", "--by", "Lan"), "945-2021"),
    Case(("decide", "--withdraw", "945-2021-III.6.2-1", "--by", "Lan"), "945-2021-III.6.2-1"),
    Case(("record",), "the record is as it was written"),
    Case(("record", "945-2021", "--restore"), "the record is as it was written"),
    Case(("record", "--accept", "945-2021", "--by", "Lan", "--reason", "tried"), "the record is as it was written"),
    Case(
        ("learn-form", NEW_FORM, "--version", "2026t", "--levels", "commune", "-o", "draft.xlsx"),
        "0 likely (to be decided)",
        "draft.xlsx",
    ),
    Case(
        ("learn-form", NEW_FORM, "--version", "2026t", "--first-year", "2026", "-o", "new.xlsx"),
        "0 likely (to be decided)",
        "new.xlsx",
    ),
    Case(("adopt-form", "new.xlsx"), "form 2026t: 12 rows recorded, 8 with a figure; 3 concepts are new."),
]
# With other variables dbt reads the whole project again: those come last.
DBT = [
    Case(("show", "--select", "provenance_of_one_figure", "--output", "json"), '"raw_value": "w02"'),
    Case(("compile", "--select", "path:analyses"), "Concurrency"),
    Case(("seed", "--select", "held_reports"), "Completed successfully"),
    Case(("run", "--select", "dim_indicator"), "Nothing was published: the release was no part of this command"),
    Case(("test", "--select", "fct_staffing_cuts"), "Completed successfully"),
    Case(("retry",), "Nothing to do", before=(("dbt", "seed", "--select", "held_reports"),)),
    Case(
        ("build", "--select", "+fct_staffing_cuts", "--indirect-selection", "buildable"),
        "Nothing was published: the release was no part of this command",
    ),
    Case(
        (
            "show",
            "--select",
            "ranking_with_ties",
            "--vars",
            '{report_year: 2021, province_code: "94"}',
            "--limit",
            "20",
        ),
        "ranking_with_ties",
    ),
    Case(
        (
            "build",
            "--target",
            "samples",
            "--vars",
            "{landing_folder: samples/landed, as_of: 2026-01-15, least_known_share: 0.9, keep_releases: 30}",
        ),
        "Published: release",
        "samples/warehouse",
        (("cchc", "sample-many", "samples/landed", "--years", "2021", "--unit-count", "3"),),
    ),
]
