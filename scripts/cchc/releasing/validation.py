"""Runs the suites with great-expectations, saves its Data Docs, and says in plain words what failed."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from cchc.reference.phrases import say
from cchc.releasing.data_docs_pages import make_plain
from cchc.releasing.expectations import Expected, Suite
from cchc.releasing.gate import GateClosed, closed
from cchc.releasing.late_imports import imported_late

SHOWN = 10  # rows told of one failed expectation; the count is always whole
MARTS = "marts"
BRIEF, WITH_ROWS = "BOOLEAN_ONLY", "COMPLETE"  # what great-expectations tells of each expectation
RESULTS = pa.schema(
    [
        ("suite", pa.string()),
        ("expectation", pa.string()),
        ("rule_id", pa.string()),
        ("column_name", pa.string()),
        ("severity", pa.string()),
        ("success", pa.bool_()),
        ("unexpected_count", pa.int64()),
        ("details", pa.string()),
        ("words", pa.string()),
    ]
)


@dataclass(frozen=True)
class Outcome:
    """How one expectation came out; `details` names the rows that failed it, None where none did."""

    suite: str
    expected: Expected
    success: bool
    unexpected_count: int
    details: str | None


def validate(suites: Iterable[Suite], data_docs: Path, names: Mapping[str, str] | None = None) -> list[Outcome]:
    """Run every suite and write Data Docs to the folder `data_docs`, anew; outcomes in the suites' order.

    One suite at a time is asked for and held. `names` says what suites are called in the list of them.
    """
    gx = _great_expectations()
    shutil.rmtree(data_docs, ignore_errors=True)
    context = _context(gx, data_docs)
    marts = context.data_sources.add_pandas(MARTS).add_dataframe_asset(MARTS)
    batch = marts.add_batch_definition_whole_dataframe(MARTS)  # one for all: the engine keeps the last of each
    outcomes = [outcome for suite in suites for outcome in _run(gx, context, batch, suite)]
    context.build_data_docs()
    make_plain(data_docs, _met(outcomes), names or {})
    return outcomes


def results_table(outcomes: list[Outcome]) -> pa.Table:
    """One row per expectation, as the model expectation_results holds them."""
    rows = [
        {
            "suite": outcome.suite,
            "expectation": outcome.expected.kind,
            "rule_id": outcome.expected.rule_id,
            "column_name": outcome.expected.columns,
            "severity": outcome.expected.severity,
            "success": outcome.success,
            "unexpected_count": outcome.unexpected_count,
            "details": outcome.details,
            "words": outcome.expected.words,
        }
        for outcome in outcomes
    ]
    return pa.Table.from_pylist(rows, schema=RESULTS)


def refuse_failed(outcomes: list[Outcome], data_docs: Path) -> None:
    """Raise GateClosed, naming each, when an expectation of severity critical failed."""
    failed = [outcome for outcome in outcomes if not outcome.success and outcome.expected.severity == "critical"]
    if failed:
        reasons = [describe(outcome) for outcome in failed]
        raise GateClosed(closed(say("gate_expectations"), reasons) + f"\nAll of them: {data_docs / 'index.html'}")


def warnings(outcomes: list[Outcome]) -> list[str]:
    """One line for each expectation of severity warning that failed."""
    return [
        f"warning: {describe(outcome)}"
        for outcome in outcomes
        if not outcome.success and outcome.expected.severity == "warning"
    ]


def describe(outcome: Outcome) -> str:
    """A failed expectation in words: where, which rule, what was expected, and the rows."""
    expected, details = outcome.expected, outcome.details or ""
    heading = [outcome.suite]
    if expected.rule_id:
        heading.append(f"rule {expected.rule_id}")
    if expected.columns != expected.rule_id:
        heading.append(expected.columns)
    told = [] if expected.words.rstrip(".") in details else [expected.words]  # a finding begins with its rule
    return "\n   ".join([": ".join(heading), *told, details])


def _great_expectations():
    """The library, loaded here since only the gate needs it: its import is a good part of a small build."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with imported_late("altair", "scipy.stats"):  # each for one kind of expectation that is none of ours
        import great_expectations
    return great_expectations


def _context(gx, data_docs: Path):
    """A context in memory, silent, whose one lasting trace is the site at `data_docs`."""
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    config = gx.data_context.types.base
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(data_docs)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "site_section_builders": {"expectations": "None"},  # the results show the expectations too
    }
    return gx.get_context(
        project_config=config.DataContextConfig(
            store_backend_defaults=config.InMemoryStoreBackendDefaults(),
            data_docs_sites={"data_docs": site},
            progress_bars=config.ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        )
    )


def _met(outcomes: list[Outcome]) -> dict[str, tuple[int, int]]:
    """Of each suite how many expectations are met, of how many."""
    suites = {outcome.suite: [one.success for one in outcomes if one.suite == outcome.suite] for outcome in outcomes}
    return {suite: (sum(met), len(met)) for suite, met in suites.items()}


def _run(gx, context, batch, suite: Suite) -> list[Outcome]:
    """Whether each expectation holds; and the rows, of those that do not. To look for rows takes as long again, and
    most hold."""
    results = _validated(gx, context, batch, suite, suite.name, suite.expected, BRIEF)
    failed = tuple(expected for expected, result in zip(suite.expected, results, strict=True) if not result.success)
    name = f"{suite.name}_failures"
    rows = iter(_validated(gx, context, batch, suite, name, failed, WITH_ROWS) if failed else ())
    return [
        _outcome(suite, expected, result if result.success else next(rows))
        for expected, result in zip(suite.expected, results, strict=True)
    ]


def _validated(gx, context, batch, suite: Suite, name: str, expected: tuple[Expected, ...], result_format: str) -> list:
    """The library's results, in the order of `expected`; they stand in the Data Docs under `name`."""
    expectations = [
        getattr(gx.expectations, one.kind)(
            **one.arguments,
            severity=one.severity,
            description=f"{one.words} {one.counted}".rstrip(),
            meta={"number": number, "rule_id": one.rule_id},
        )
        for number, one in enumerate(expected)
    ]
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=name, data=batch, suite=context.suites.add(gx.ExpectationSuite(name, expectations=expectations))
        )
    )
    with _described_once(gx.expectations.Expectation):
        validation = definition.run(
            batch_parameters={"dataframe": suite.frame},
            result_format={
                "result_format": result_format,
                "unexpected_index_column_names": list(suite.row_names),
                "return_unexpected_index_query": False,  # pandas code over row numbers tells a reader nothing
            },
        )
    found = {result.expectation_config.meta["number"]: result for result in validation.results}
    return [found[number] for number in range(len(expected))]


@contextmanager
def _described_once(expectation: Any) -> Generator[None]:
    """Inside, the library puts together once what it expects: it does so some seventy times, for each of the parts it
    reads of it."""
    put_together, known = expectation.configuration, {}

    def configuration(self):
        if id(self) not in known:
            known[id(self)] = (self, put_together.fget(self))  # with it, so that no other comes to have its id
        return known[id(self)][1]

    expectation.configuration = property(configuration)
    try:
        yield
    finally:
        expectation.configuration = put_together


def _outcome(suite: Suite, expected: Expected, result) -> Outcome:
    count = int(result.result.get("unexpected_count") or 0)
    details = None if result.success else _details(suite, expected, result, count)
    return Outcome(suite.name, expected, bool(result.success), count, details)


def _details(suite: Suite, expected: Expected, result, count: int) -> str:
    """The rows that failed; where the expectation could not be judged at all, why."""
    column = str(expected.arguments["column"])
    rows = result.result.get("unexpected_index_list")
    if not rows:
        return f"could not be judged: {result.exception_info}"
    told = [_row(suite, column, row) for row in rows[:SHOWN]]
    return "; ".join(told) + (f"; and {count - SHOWN} more" if count > SHOWN else "")


def _row(suite: Suite, column: str, row: dict) -> str:
    name = " ".join(str(row[part]) for part in suite.row_names)
    return f"{name}: {suite.messages.get((row['report_id'], column), row.get(column))}"
