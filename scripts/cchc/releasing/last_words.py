"""The last words of a dbt command: what was published where, what is open, what to do next; or why nothing was."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from cchc.building.node_results import NodeResult
from cchc.building.running_build import BuildPlace, running_build
from cchc.building.running_command import command_name, invocation_id, is_quiet, open_build_again
from cchc.errors import CchcError
from cchc.language import spoken
from cchc.reference.code_words import code_words
from cchc.reference.periods import WHOLE_YEAR, parts_of_report_id
from cchc.reference.phrases import say
from cchc.releasing.failed_tests import told_rows
from cchc.releasing.publishing import Release, read_record, samples_link, warehouse_link
from cchc.releasing.whole_build import counted_nodes, told

if TYPE_CHECKING:
    from cchc.releasing.build_watch import BuildWatch

SPOKEN_AFTER = ("build", "run", "seed", "snapshot", "test", "retry")
PUBLISHING = ("build", "run", "retry")
FAILURES_SHOWN = 10
NAMES_SHOWN = 5
LINES_SHOWN = 40  # of dbt's own message, which stands above in full
WARNINGS_SHOWN = 5
WIDTH = 200


def say_last_words(watch: BuildWatch, is_done: bool) -> None:
    """Print them, unless dbt was told to be quiet or speaks JSON."""
    if command_name() in SPOKEN_AFTER and not is_quiet():
        print("\n".join(last_words(watch, running_build(), command_name(), is_done)), flush=True)


def last_words(watch: BuildWatch, place: BuildPlace, command: str, is_done: bool = True) -> list[str]:
    """The lines; none where a command that publishes nothing went well. `is_done`: whether dbt calls it a success."""
    link = samples_link(place.project) if watch.is_sample else warehouse_link(place.project)
    ill = watch.results.not_green()
    if ill:
        return ["", *_failed_words(watch, place, link, ill)]
    if watch.published is not None:
        return ["", *published_words(*watch.published, _by_project(link, place.project))]
    if not is_done:
        return ["", f"{say('build_stopped')} {_shown(link, place.project)}"]
    if command in PUBLISHING:
        return ["", f"{say('build_in_part')} {_shown(link, place.project)}"]
    return []


def published_words(release: Release, record: dict, link: str) -> list[str]:
    """What a build published under `link`, from its record (cchc.releasing.release_record)."""
    before = "" if release.is_new else say("build_as_before")
    problems = record["problems_with_proposals"]
    proposed = "build_open_and_one_problem" if problems == 1 else "build_open"
    return [
        say("build_published", release=release.release_id, place=link, before=before),
        f"  {say('build_reports', reports=_counted(record['reports']))}",
        f"  {say(proposed, findings=_findings(record['open_findings']), count=problems)}",
        *_warning_words(record),
        *_next_words(record, link),
    ]


def _counted(reports: dict[str, list[str]]) -> str:
    """`1 released, 0 held, 10 due and not received`"""
    words = {status: getattr(word, spoken()) for status, word in code_words("reporting_status").items()}
    words["not_received"] = say("build_due_and_not_received")
    return ", ".join(f"{len(ids)} {words[status]}" for status, ids in reports.items())


def _findings(findings: dict[str, int]) -> str:
    words = code_words("severity")
    severities = [f"{count} {getattr(words[one], spoken())}" for one, count in findings.items() if count]
    return say("build_findings", findings=", ".join(severities)) if severities else say("build_no_finding")


def _warning_words(record: dict) -> list[str]:
    """The warnings that were published, shortly; one line a warning."""
    warnings = record["warnings"]
    lines = [
        f"    {' '.join(filter(None, (one['suite'], one['rule_id'])))}: "
        f"{textwrap.shorten(one['details'] or '', WIDTH, placeholder=' …')}"
        for one in warnings[:WARNINGS_SHOWN]
    ]
    left = len(warnings) - WARNINGS_SHOWN
    more = [f"    {say('build_more', count=left)}"] if left > 0 else []
    return [f"  {say('build_warnings', count=len(warnings))}", *lines, *more] if warnings else []


def _next_words(record: dict, link: str) -> list[str]:
    git = record["git"]
    samples = " --samples" if record["is_sample"] else ""
    steps = []
    if git and git["uncommitted_changes"] and not record["is_sample"]:
        steps.append(say("build_next_commit"))
    if any(record["open_findings"].values()) or record["problems_with_proposals"]:
        steps.append(say("build_next_review", command=f"cchc review{samples} -o review.xlsx"))
    if record["reports"]["released"]:
        unit, year, period = parts_of_report_id(record["reports"]["released"][0])
        part = "" if period == WHOLE_YEAR else f" --period {period}"
        page = f"cchc report{samples} --unit {unit} --year {year}{part} -o page.html"
        steps.append(say("build_next_look", command=page, place=link))
    return [f"  {say('build_next', step=step)}" for step in steps or [say("build_next_land")]]


def _failed_words(watch: BuildWatch, place: BuildPlace, link: Path, ill: dict[str, NodeResult]) -> list[str]:
    manifest = _read(place.manifest) or {"nodes": {}}
    compiled = {one["unique_id"]: one.get("compiled_code") for one in _run_results(place).get("results", [])}
    skipped = [node for node, result in ill.items() if result.status == "skipped"]
    failed = {node: result for node, result in ill.items() if node not in skipped}
    lines = [f"{say('build_failed')} {_shown(link, place.project)}"]
    if watch.published is not None:  # its own row, say, could not be written after that
        lines = [say("build_published_then_failed", release=watch.published[0].release_id)]
    for number, (node, result) in enumerate(list(failed.items())[:FAILURES_SHOWN], start=1):
        lines.append(say("build_node_failed", number=number, node=told(manifest, node)))
        lines += [f"   {line}" for line in _problem(watch, place, manifest, node, result, compiled.get(node))]
    if len(failed) > FAILURES_SHOWN:
        lines.append(say("build_more_failed", count=len(failed) - FAILURES_SHOWN))
    if skipped:
        known = counted_nodes(manifest)
        names = [known.get(node, {}).get("name", node) for node in skipped]
        left = len(names) - NAMES_SHOWN
        more = f" {say('build_more', count=left)}" if left > 0 else ""
        lines.append(say("build_not_done", names=", ".join(names[:NAMES_SHOWN]) + more))
    return [*lines, say("build_next_mend")]


def _problem(
    watch: BuildWatch, place: BuildPlace, manifest: dict, node: str, result: NodeResult, compiled: str | None
) -> list[str]:
    """What is wrong: the rows that a data test found, else the beginning of dbt's message."""
    if compiled and result.status == "fail" and counted_nodes(manifest).get(node, {}).get("resource_type") == "test":
        try:
            with open_build_again(watch.database) as con:
                return told_rows(con, place.project, manifest, node, compiled)
        except (duckdb.Error, CchcError, OSError) as error:
            return [result.message, f"its rows could not be asked for: {error}"]
    message = (result.message or "").rpartition("cchc.releasing.gate.GateClosed: ")[2]
    lines = [line.rstrip() for line in textwrap.dedent(message).splitlines() if line.strip()]
    return [*lines[:LINES_SHOWN], *([say("build_rest_above")] if len(lines) > LINES_SHOWN else [])]


def _shown(link: Path, project: Path) -> str:
    record = read_record(link)
    if record is None:
        return say("build_no_release")
    return say("build_still_shown", release=record["release_id"], place=_by_project(link, project))


def _by_project(path: Path, project: Path) -> str:
    return str(path.relative_to(project) if path.is_relative_to(project) else path)


def _run_results(place: BuildPlace) -> dict:
    """run_results.json of this command; empty where it wrote none."""
    results = _read(place.target / "run_results.json")
    return results if results.get("metadata", {}).get("invocation_id") == invocation_id() else {}


def _read(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
