"""The command line: `cchc extract`, `land`, `hold`, `propose`, `review`, `decide`, `diff`, `form`, `show` and more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from cchc.deciding.command import decide, review
from cchc.documenting.command import docs
from cchc.errors import CchcError
from cchc.exchanging.command import sdmx
from cchc.exploring.command import explore
from cchc.language import CHOSEN, LANGUAGES, speak, spoken
from cchc.learning.command import adopt_form, learn_form
from cchc.paths import ROOT, SAMPLES
from cchc.proposing.command import propose
from cchc.record.command import record
from cchc.reference.phrases import in_language, say
from cchc.reporting.command import report
from cchc.sample.command import sample
from cchc.sample.many_command import sample_many
from cchc.seeds.reading import refuse_conflicts
from cchc.showing.command import show
from cchc.suggesting.command import accept_rules, suggest_rules
from cchc.waiting import at_work

if TYPE_CHECKING:
    from rich.console import Console

    from cchc.reading.extraction import Extraction
    from cchc.reading.many_files import Read


# What typer says by itself; the catalogue has it as it has our own errors.
TOLD_BY_TYPER = (
    "No such option: {option}",
    "No such option: {option} (Possible options: {near})",
    "No such command '{command}'.",
    "Missing command.",
    "Missing option {name}.",
    "Missing argument {name}.",
    "Got unexpected extra argument(s) ({words})",
    "Option '{option}' requires an argument.",
    "Invalid value for {name}: {why}",
    "Value error, '{value}' is not one of {choices}.",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be less than or equal to {most}",
    "Input should be greater than or equal to {least}",
    "Show this message and exit.",
)
_SECTIONS = {"Arguments": "cli_arguments", "Commands": "cli_commands", "Options": "cli_options"}  # phrases


class _UsageInLanguage:
    """How a command is meant, in the language that is spoken."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{say('cli_usage')}: ")


class Command(_UsageInLanguage, TyperCommand):
    """A command whose help is in the language that is spoken."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _help_in_language(self, ctx)
        _headings_in_language(formatter)
        super().format_help(ctx, formatter)


class Commands(_UsageInLanguage, TyperGroup):
    """The commands. What one of them raises is told in one place, and ends the program with 1."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for command in self.commands.values():
            command.params += self.params  # --language, before the command and after it

    def main(self, args: Any = None, *more: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Speak the language that is named anywhere among the arguments, from the first word to the last."""
        named = _named_language(sys.argv[1:] if args is None else args)
        before = speak(named or os.environ.get(CHOSEN))
        try:
            if not standalone_mode:
                return super().main(args, *more, standalone_mode=False, **extra)
            try:
                code = super().main(args, *more, standalone_mode=False, **extra)
            except typer.TyperException as error:
                _tell_usage(error)
                code = getattr(error, "exit_code", 1)
            sys.exit(code)
        finally:
            speak(before)

    def invoke(self, ctx: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):  # names of files that are no UTF-8 are shown too
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            refuse_conflicts(ROOT / "seeds")
            return super().invoke(ctx)
        except (typer.Exit, typer.TyperException, BrokenPipeError):
            raise
        except CchcError as error:
            message = str(error)
        except Exception as error:
            from cchc.faults import told_as_fault

            message = told_as_fault(error)
        _tell_error(message)
        raise typer.Exit(1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _headings_in_language(formatter)
        for one in (self, *self.commands.values()):
            _help_in_language(one, ctx)
        super().format_help(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with all of what each says of itself in its first sentences."""
        told = {name: (command.help or "").partition("\n\n")[0] for name, command in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl([(name, " ".join(words.split())) for name, words in told.items()])


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help without boxes: they take as long to load as all the rest
    help=__doc__,
)


def _named_language(words: Sequence[str]) -> str | None:
    """The language that `--language` names among the words of a command line, wherever it stands."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, _, joined = word.partition("=")
        if name == "--language":
            return next((one for one in LANGUAGES if one == (joined or following)), None)
    return None


@app.callback()
def _spoken(
    language: Annotated[
        Literal["vi", "en"] | None,
        typer.Option(
            "--language",
            expose_value=False,
            help="Vietnamese or English; else the language of the system (LANG).",
        ),
    ] = None,
) -> None:
    """What stands before a command."""


Files = Annotated[
    list[Path],
    typer.Argument(help="Documents or folders of them: text, Excel, Word, PDF, HTML, CSV, scans (.png .jpg .tif)."),
]
Unit = Annotated[str | None, typer.Option("--unit", help="Code or name of the unit, if not the heading's.")]
Year = Annotated[int | None, typer.Option("--year", help="Year of the report, if the heading is not to be believed.")]
Period = Annotated[
    str | None, typer.Option("--period", help="Part of the year (H1, 9M, Q1 to Q4) or year, if not the heading's.")
]
Given = tuple[str | None, int | None, bool, str | None]  # unit, year, whether a part will do, period
Partial = Annotated[
    bool, typer.Option("--partial", help="Read a report of which pages are missing or illegible as far as it goes.")
]
Pages = Annotated[bool, typer.Option("--pages", help="The pictures are pages of one report, in order of their names.")]
AmongSamples = Annotated[bool, typer.Option("--samples", help="Among the made-up reports, in samples/, and not here.")]


@app.command(cls=Command)
def extract(
    files: Files,
    unit: Unit = None,
    year: Year = None,
    period: Period = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the rows here as CSV.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail if any row is doubtful, unreadable or not found.")
    ] = False,
    partial: Partial = False,
    pages: Pages = False,
) -> None:
    """Read documents into rows, one for every answered row of the form. Nothing is recorded."""
    from cchc.output_path import refuse_output

    if output is not None:
        refuse_output(output)
    read, failed = [], []
    for one in _read(files, (unit, year, partial, period), pages):
        read += one.extractions
        failed += [(one.path, one.error)] if one.error else []
    rows = [row for extraction in read for row in extraction.rows]
    _print_summary(read, failed)
    if output is not None:
        _write_rows(rows, output)
    unsure = sum(row["read_status"] in ("doubtful", "unreadable", "not_found") for row in rows)
    if strict and unsure:
        _err().print(say("extract_unsure", count=unsure))
    raise typer.Exit(1 if failed or (strict and unsure) else 0)


@app.command(cls=Command)
def land(
    files: Files,
    unit: Unit = None,
    year: Year = None,
    period: Period = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let this document stand for one that landed.")] = False,
    samples: AmongSamples = False,
    partial: Partial = False,
    pages: Pages = False,
) -> None:
    """Read documents and record them in the seeds; keep each document in the archive."""
    from cchc.landing.recording import land_all, land_samples
    from cchc.reference.code_words import code_words

    record = land_samples if samples else land_all
    read, landed, failed = [], [], []
    for one in _read(files, (unit, year, partial, period), pages):
        try:
            if one.error:
                raise CchcError(one.error)
            landed += record(one.extractions, replace)
            read += one.extractions
        except CchcError as error:
            failed.append((one.path, str(error)))
    _print_summary(read, failed)
    outcomes = code_words("landing_outcome")
    for landing in landed:
        _out().print(f"{landing.report_id}: {getattr(outcomes[landing.outcome], spoken())}")
        if landing.lost_decisions:
            lost = ", ".join(landing.lost_decisions)
            _err().print(say("land_lost_decisions", report=landing.report_id, decisions=lost), **_AS_IT_IS)
    raise typer.Exit(1 if failed else 0)


@app.command(cls=Command)
def hold(
    report: Annotated[str, typer.Argument(help="Report id, as 945-2021.")],
    by: Annotated[str | None, typer.Option("--by", help="Who decides.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is left out, or taken back.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="Take the report back into the release.")] = False,
    samples: AmongSamples = False,
) -> None:
    """Leave one report out of the release, on record, or take it back."""
    from cchc.landing.holding import hold_report, lift_hold

    root = SAMPLES if samples else ROOT
    if lift:
        message = lift_hold(report, reason, by, date.today(), root)
    else:
        message = hold_report(report, reason, by, date.today(), root)
    _out().print(message)


@app.command(cls=Command)
def diff(
    old: Annotated[str, typer.Argument(help="A release: its id or its folder.")],
    new: Annotated[str, typer.Argument(help="A later release: its id or its folder.")],
    report: Annotated[
        str | None, typer.Option("--report", help="Report id, as 945-2021: every figure of it that changed.")
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Every figure of every report.")] = False,
) -> None:
    """Tell which figures differ between two releases, and why: a line a report, or every figure."""
    from cchc.releasing.diffing import diff_releases, find_release, hand_changes, render, render_by_report
    from cchc.releasing.publishing import warehouse_link

    link = warehouse_link(ROOT)
    sides = find_release(old, link), find_release(new, link)
    changes = diff_releases(*sides, report)
    _out().print(render(changes) if detail or report else render_by_report(changes))
    for told in hand_changes(*sides, report):
        _out().print(told, **_AS_IT_IS)


@app.command(cls=Command)
def form(
    form_year: Annotated[int, typer.Option("--year", help="Year of the report.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).")],
    unit: Annotated[
        str | None, typer.Option("--unit", help="Code or name of the unit, filled in; else it is chosen.")
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Part of the year: H1, 9M, Q1 to Q4.")] = "year",
) -> None:
    """Write the blank form of a year as an Excel workbook for a unit to fill in, with the rules built in."""
    from cchc.reference.periods import given_period, named_in
    from cchc.workbooks.blank_form import write_blank_form

    part = given_period(period)
    write_blank_form(form_year, output, unit, part)
    _out().print(say("form_written", period=named_in(spoken(), form_year, part), file=output), **_AS_IT_IS)


for _command in (
    learn_form, adopt_form, sample, sample_many, propose, review, decide, show, record, report, suggest_rules,
    accept_rules, docs, explore, sdmx,
):  # fmt: skip
    app.command(cls=Command)(_command)


_AS_IT_IS: dict[str, Any] = {"soft_wrap": True, "highlight": False}


@cache
def _out() -> Console:
    from rich.console import Console

    return Console(markup=False)


@cache
def _err() -> Console:
    from rich.console import Console

    return Console(stderr=True, markup=False)


def _tell_error(message: str) -> None:
    from rich.text import Text

    _err().print(Text.assemble((say("error"), "red"), " ", in_language(message, spoken())), **_AS_IT_IS)


def _tell_usage(error: Exception) -> None:
    """What is wrong with the words of the command line, after how they are meant."""
    ctx = getattr(error, "ctx", None)
    message = getattr(error, "format_message", error.__str__)()
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(message, err=True)
        return
    if ctx is not None:
        typer.echo(ctx.get_usage(), err=True)
        typer.echo(say("cli_try_help", command=ctx.command_path) + "\n", err=True)
    _tell_error(message)


def _headings_in_language(formatter: Any) -> None:
    """Let a help's headings, and what stands in brackets after an option, be in the language that is spoken."""
    section, write_list = formatter.section, formatter.write_dl
    formatter.section = lambda name: section(say(_SECTIONS[name]) if name in _SECTIONS else name)
    formatter.write_dl = lambda rows, *more, **how: write_list(
        [(name, _brackets(told)) for name, told in rows], *more, **how
    )


def _brackets(told: str) -> str:
    words, opened, in_brackets = told.rpartition("[")
    if not opened or not in_brackets.endswith("]"):
        return told
    for said, phrase in (("default: ", "cli_default"), ("required", "cli_required")):
        in_brackets = in_brackets.replace(said, say(phrase))
    return f"{words}[{in_brackets}"


def _help_in_language(command: Any, ctx: Any) -> None:
    """Put a command's help, and that of its parameters, into the language that is spoken, paragraph by paragraph."""
    for one in (command, *command.get_params(ctx)):
        paragraphs = (" ".join(words.split()) for words in (getattr(one, "help", None) or "").split("\n\n"))
        one.help = "\n\n".join(in_language(words, spoken()) for words in paragraphs)


def _write_rows(rows: list[dict], output: Path) -> None:
    """The rows as CSV; without any, for no document could be read, nothing is written."""
    from cchc.output_path import write_csv
    from cchc.reading.extraction import ROW_COLUMNS

    if not rows:
        _err().print(say("extract_nothing_to_write", file=output), **_AS_IT_IS)
        return
    write_csv(output, rows, ROW_COLUMNS)


def _read(paths: list[Path], given: Given, pages: bool) -> Iterator[Read]:
    """What comes of each file, in order; of pictures that are pages of one report, what comes of them together."""
    if not pages:
        yield from _read_files(paths, given)
        return
    from tempfile import TemporaryDirectory

    from cchc.reading.bound_pages import bind
    from cchc.reading.within_limits import within_limits

    with TemporaryDirectory() as folder:
        bound = within_limits(paths[0], bind, paths, Path(folder))
        yield from _read_files([bound], given)


def _read_files(paths: list[Path], given: Given) -> Iterator[Read]:
    """What comes of each file, in order, with a bar on a terminal where there are several."""
    from cchc.reading.many_files import files_of, read_many

    files, skipped = files_of(paths)
    for path in skipped:
        _err().print(say("reading_skipped", file=path), **_AS_IT_IS)
    unit, year, partial, period = given
    with _told(len(files)) as told:
        yield from read_many(files, unit, year, told, partial, period)


@contextmanager
def _told(files: int) -> Generator[Callable[[Path], None]]:
    """Tells of each file that is done, by a bar on a terminal; of one alone, that it is being read."""
    if files < 2:
        with at_work(say("progress_reading")):
            yield lambda path: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(say("progress_files")),
    )
    with Progress(*columns, TimeRemainingColumn(), console=_err(), transient=True) as progress:
        task = progress.add_task(say("progress_reading"), total=files)
        yield lambda path: progress.update(task, advance=1, description=path.name)


def _print_summary(extractions: list[Extraction], failed: list[tuple[Path, str]]) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from cchc.reading.number_grammar import STATUSES
    from cchc.reference.code_words import code_words

    if extractions:
        words = code_words("read_status")
        report = Column(say("column_report"), no_wrap=True)
        document = Column(say("column_document"), overflow="fold")
        columns = (report, document, say("column_form"), say("column_figures_read"))
        table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for extraction in extractions:
            counts = [
                f"{count} {getattr(words[status], spoken())}"
                for status in STATUSES
                if (count := extraction.statuses[status])
            ]
            told = say("extract_told_elsewhere", count=len(extraction.figures))
            name = Text(extraction.document.path.name)
            table.add_row(extraction.heading.report_id, name, extraction.form.version, f"{', '.join(counts)}; {told}")
        for path, _ in failed:
            table.add_row(Text(say("reading_failed"), "red"), Text(path.name))
        _out().print(table, highlight=False)
    for path, left_out in {one.document.path: one.left_out for one in extractions if one.left_out}.items():
        _err().print(say("reading_left_out", file=path, what="; ".join(left_out)), **_AS_IT_IS)
    for one in extractions:
        if one.missing:
            _err().print(say("reading_in_part", file=one.document.path, what=one.missing), **_AS_IT_IS)
    for _, error in failed:
        _tell_error(error)
    if len(failed) + len({extraction.document.path for extraction in extractions}) > 1:
        names = "".join(f"{', ' if number else ': '}{path.name}" for number, (path, _) in enumerate(failed))
        _out().print(say("reading_counted", reports=len(extractions), failed=len(failed), names=names), **_AS_IT_IS)


if __name__ == "__main__":
    app()
