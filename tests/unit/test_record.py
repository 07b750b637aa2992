"""The record cannot be changed unseen: what was edited by hand is named, put back, or signed; what only looks otherwise
is not taken for a change."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cchc.deciding.recording import withdraw
from cchc.errors import CchcError
from cchc.landing.holding import hold_report, lift_hold
from cchc.paths import ROOT
from cchc.record.checking import faults, refuse_changed
from cchc.record.entries import Entries
from cchc.record.keeping import accept, restore
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text

DAY = date(2026, 11, 30)
ROWS, FIGURES, REPORTS, PLACES, DECISIONS, HOLDS, LOG = (
    "landed/indicator_rows", "landed/narrative_figures", "landed/reports", "landed/answer_places",
    "decisions/adjudications", "decisions/held_reports", "decisions/record_entries",
)  # fmt: skip
Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> Path:
    """The seeds of the project, with a hold, in a repository of their own."""
    root = tmp_path_factory.mktemp("record") / "project"
    shutil.copytree(ROOT / "seeds", root / "seeds", ignore=shutil.ignore_patterns(".*"))
    hold_report("945-2021", "chờ văn bản gốc", "Lan", DAY, root)
    lift_hold("945-2021", "đã nhận văn bản gốc", "Minh", DAY, root)
    shutil.rmtree(root / "archive")  # git alone is to tell
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


@pytest.fixture
def root(committed, tmp_path) -> Path:
    return shutil.copytree(committed, tmp_path / "project")


def git(root: Path, *words: str) -> str:
    call = ["git", "-C", str(root), "-c", "user.name=Lan", "-c", "user.email=lan@example.org", *words]
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> None:
    git(root, "add", "seeds")
    git(root, "commit", "--quiet", "--message", "Recorded")


def edit(root: Path, seed: str, change: Edit) -> None:
    path = root / "seeds" / f"{seed}.csv"
    rows = read_seed(path)
    columns = tuple(rows[0])
    change(rows)
    path.write_text(csv_text(columns, rows, lambda _: 0), encoding="utf-8", newline="")


def setting(key: dict[str, str], **cells: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        (found,) = (row for row in rows if key.items() <= row.items())
        assert {**found, **cells} != found
        found.update(cells)

    return change


def deleting(**key: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if not key.items() <= row.items()]

    return change


def adding(key: dict[str, str], **cells: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**next(row for row in rows if key.items() <= row.items()), **cells})

    return change


def swapping(column: str, one: dict[str, str], other: dict[str, str]) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        first, second = (next(row for row in rows if key.items() <= row.items()) for key in (one, other))
        assert first[column] != second[column]
        first[column], second[column] = second[column], first[column]

    return change


CELL = {"report_id": "945-2021", "indicator_code": "III.6.1"}
OTHER_CELL = {"report_id": "945-2021", "indicator_code": "III.6.2"}
DOUBTFUL = {"report_id": "945-2021", "indicator_code": "III.6.2"}
DECISION = {"adjudication_id": "945-2021-III.6.2-1"}
REPORT = {"report_id": "945-2021"}
FIGURE = {"report_id": "945-2021", "figure_number": "1"}
HAND_EDITS = {
    "the value, its raw text left": (ROWS, setting(CELL, value="6666"), "indicator_rows.csv III.6.1, value: 6666, was"),
    "the raw text, its value left": (ROWS, setting(CELL, raw_value="6.666"), "III.6.1, raw_value: 6.666, was"),
    "the raw text and the value": (ROWS, setting(CELL, raw_value="6.666", value="6666"), "III.6.1, value: 6666"),
    "an unreadable cell made clear": (
        ROWS, setting(DOUBTFUL, read_status="clear", value="6602"), "III.6.2, read_status: clear, was",
    ),
    "how sure a cell is": (ROWS, setting(CELL, confidence="0.100"), "III.6.1, confidence: 0.100, was"),
    "a note": (ROWS, setting(CELL, raw_note="chung 3"), "III.6.1, raw_note: chung 3, was nothing"),
    "the page and line of a cell": (ROWS, setting(CELL, page="1", line_from="1"), "III.6.1, page: 1, was"),
    "two values that changed places": (ROWS, swapping("raw_value", CELL, OTHER_CELL), "III.6.2, raw_value"),
    "a landed row deleted": (ROWS, deleting(**CELL), "III.6.1: the row is gone"),
    "a landed row twice": (ROWS, adding(CELL), "III.6.1: a row more"),
    "a figure told in a sentence": (FIGURES, setting(FIGURE, value="7"), "narrative_figures.csv 1, value: 7, was"),
    "a figure told, deleted": (FIGURES, deleting(**FIGURE), "narrative_figures.csv 1: the row is gone"),
    "where an answer stands": (
        PLACES, setting({"report_id": "68-2025", "indicator_code": "I.1"}, table_column="5"), "table_column: 5, was 4",
    ),
    "another document's SHA-256": (REPORTS, setting(REPORT, source_sha256="ab" * 32), "source_sha256: abab"),
    "the day of signing": (REPORTS, setting(REPORT, signed_on="2022-01-01"), "signed_on: 2022-01-01, was 2021-12-16"),
    "a whole report deleted": (REPORTS, deleting(**REPORT), "reports.csv: the row is gone"),
    "a decision deleted": (DECISIONS, deleting(**DECISION), "adjudications.csv 945-2021-III.6.2-1: the row is gone"),
    "another corrected value in a signed decision": (
        DECISIONS, setting(DECISION, corrected_value="6620"), "corrected_value: 6620, was 6602",
    ),
    "another signer of a decision": (DECISIONS, setting(DECISION, decided_by="Hoa"), "decided_by: Hoa, was cchc"),
    "another verdict": (
        DECISIONS, setting(DECISION, verdict="confirmed", corrected_value=""), "verdict: confirmed, was ocr_error",
    ),
    "a decision withdrawn by hand": (
        DECISIONS, setting(DECISION, withdrawn_on="2026-11-30", withdrawn_by="Hoa"), "withdrawn_by: Hoa, was nothing",
    ),
    "a decision that no command recorded": (
        DECISIONS, adding(DECISION, adjudication_id="945-2021-I.1-1", indicator_code="I.1"),
        "report 945-2021, 945-2021-I.1-1: no command recorded it",
    ),
    "the reason of a hold": (HOLDS, setting(REPORT, reason="khác"), "2026-11-30, reason: khác, was chờ"),
    "a hold deleted": (HOLDS, deleting(**REPORT), "held_reports.csv 2026-11-30: the row is gone"),
    "a decision on another report": (
        DECISIONS, setting(DECISION, report_id="68-2025"), "report 68-2025, 945-2021-III.6.2-1: no command recorded it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "change", "told"), HAND_EDITS.values(), ids=HAND_EDITS)
def test_what_was_changed_by_hand_stops_the_build_by_row_and_column(root, seed, change, told):
    seeds = root / "seeds"
    before = {path: read_seed(path) for path in seeds.glob("*/*.csv")}
    edit(root, seed, change)
    with pytest.raises(CchcError) as refused:
        refuse_changed(seeds)
    assert told in str(refused.value)
    left = restore(seeds, faults(seeds))
    if left:  # what nobody recorded is a person's to delete
        assert "no command recorded it" in told
    else:
        refuse_changed(seeds)
        same = {path: sorted(map(str, rows)) for path, rows in before.items()}
        assert {path: sorted(map(str, read_seed(path))) for path in before} == same


@pytest.mark.parametrize(("seed", "change", "told"), HAND_EDITS.values(), ids=HAND_EDITS)
def test_a_change_that_somebody_signs_stands_and_stays_in_the_log(root, seed, change, told):
    seeds = root / "seeds"
    edit(root, seed, change)
    accept(seeds, faults(seeds), "Nguyễn Văn An", DAY, "đối chiếu bản giấy")
    refuse_changed(seeds)
    entry = next(one for one in Entries.load(seeds).rows if one["signed_by"] == "Nguyễn Văn An")
    assert (entry["act"] in ("changed", "sealed"), entry["signed_on"], entry["reason"]) == (
        True, "2026-11-30", "đối chiếu bản giấy",
    )  # fmt: skip
    if entry["act"] == "changed" and seed != DECISIONS:
        assert entry["changes"].split()[0] in ("+", "−") or " → " in entry["changes"]


def bytes_changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        content = path.read_bytes()
        assert change(content) != content or b"\n" not in content
        path.write_bytes(change(content))

    return apply


def reordered(path: Path) -> None:
    header, *rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([header, *reversed(rows)]))


def other_columns_first(path: Path) -> None:
    rows = read_seed(path)
    path.write_text(csv_text(tuple(reversed(rows[0])), rows, lambda _: 0), encoding="utf-8", newline="")


ONLY_BYTES = {
    "rows in another order": reordered,
    "columns in another order": other_columns_first,
    "Windows line ends": bytes_changed(lambda content: content.replace(b"\n", b"\r\n")),
    "a byte order mark": bytes_changed(lambda content: b"\xef\xbb\xbf" + content),
    "blank last lines": bytes_changed(lambda content: content + b"\n\n\n"),
    "letters and their marks apart": bytes_changed(
        lambda content: unicodedata.normalize("NFD", content.decode()).encode() + b"\n"
    ),
}


@pytest.mark.parametrize("change", ONLY_BYTES.values(), ids=ONLY_BYTES)
@pytest.mark.parametrize("seed", [ROWS, FIGURES, REPORTS, PLACES, DECISIONS, HOLDS, LOG])
def test_what_only_looks_otherwise_is_no_change(root, change, seed):
    change(root / "seeds" / f"{seed}.csv")
    refuse_changed(root / "seeds")


def log_edits() -> dict[str, tuple[Edit, str]]:
    number = {"report_id": "945-2021", "entry_number": "5"}
    return {
        "a reason written anew": (setting(number, reason="khác"), "entry 5 (sealed 945-2021-I.7-1) is not as it was"),
        "a signer written anew": (setting(number, signed_by="Hoa"), "is not as it was written"),
        "a digest written anew": (setting(number, content_sha256="0" * 64), "is not as it was written"),
        "an entry taken out of the middle": (deleting(**number), "an entry before it is gone"),
    }


@pytest.mark.parametrize(("change", "told"), log_edits().values(), ids=log_edits())
def test_a_log_that_was_written_anew_stops_the_build(root, change, told):
    edit(root, LOG, change)
    with pytest.raises(CchcError, match=r"record_entries\.csv") as refused:
        refuse_changed(root / "seeds")
    assert told in str(refused.value)


def test_a_decision_deleted_with_its_entry_shows_by_the_entries_after_it(root):
    edit(root, DECISIONS, deleting(**DECISION))
    edit(root, LOG, deleting(subject="945-2021-III.6.2-1"))
    with pytest.raises(CchcError, match="an entry before it is gone, or is another one"):
        refuse_changed(root / "seeds")


def test_without_archive_and_git_the_report_is_named_and_what_it_was_is_not_known(root):
    shutil.rmtree(root / ".git")
    edit(root, ROWS, setting(CELL, value="6666"))
    edit(root, DECISIONS, setting(DECISION, corrected_value="6620"))
    with pytest.raises(CchcError) as refused:
        refuse_changed(root / "seeds")
    assert "report 945-2021, reading" in str(refused.value)
    assert "adjudications.csv 945-2021-III.6.2-1 (line" in str(refused.value)
    assert "Neither archive/ nor git holds what was recorded" in str(refused.value)


def test_the_archive_tells_what_was_recorded_where_git_does_not(root):
    shutil.rmtree(root / ".git")
    withdraw("945-2021-III.6.2-1", "Lan", DAY, root)
    edit(root, DECISIONS, setting(DECISION, withdrawn_by="Hoa"))
    with pytest.raises(CchcError, match="withdrawn_by: Hoa, was Lan"):
        refuse_changed(root / "seeds")


def test_a_command_does_not_sign_what_was_changed_by_hand(root):
    edit(root, DECISIONS, setting(DECISION, corrected_value="6620"))
    before = {path: path.read_bytes() for path in (root / "seeds").glob("*/*.csv")}
    with pytest.raises(CchcError, match="corrected_value: 6620, was 6602"):
        withdraw("945-2021-III.6.2-1", "Lan", DAY, root)
    assert {path: path.read_bytes() for path in before} == before
    withdraw("945-2021-I.7-1", "Lan", DAY, root)  # another one is as it was recorded
    (fault,) = faults(root / "seeds")
    assert fault.subject == ("945-2021", "945-2021-III.6.2-1")


def test_a_record_from_before_the_log_is_told_with_the_one_command_that_mends_it(root):
    edit(root, LOG, lambda rows: rows.clear())
    seeds = root / "seeds"
    with pytest.raises(CchcError, match=r"report 68-2025, 945-2021\.\n.*`cchc record --accept --reason"):
        refuse_changed(seeds)
    accept(seeds, faults(seeds), "Lan", DAY, "trước khi có nhật ký")
    refuse_changed(seeds)


def test_made_up_reports_need_not_be_on_record(root):
    seeds = root / "seeds"
    edit(root, REPORTS, adding(REPORT, report_id="947-2021", unit_code="947", source_file="sample_947-2021"))
    edit(root, ROWS, adding(CELL, report_id="947-2021"))
    refuse_changed(seeds)


def test_an_entry_of_each_act_says_who_and_why(root):
    told = [(one["act"], one["signed_by"], one["reason"]) for one in Entries.load(root / "seeds").rows[-2:]]
    assert told == [("held", "Lan", "chờ văn bản gốc"), ("lifted", "Minh", "đã nhận văn bản gốc")]


@pytest.mark.parametrize("name", ["…", "\u3164\u3164\u3164", "\u200b\u200b", "ㅤﾠ", "12", " . "])
def test_a_name_that_nobody_can_read_signs_nothing(root, name):
    with pytest.raises(CchcError, match="needs a name"):
        withdraw("945-2021-III.6.2-1", name, DAY, root)
    with pytest.raises(CchcError, match="needs a reason and a name"):
        hold_report("945-2021", "chờ", name, DAY, root)
    with pytest.raises(CchcError, match="needs a reason and a name"):
        hold_report("945-2021", name, "Lan", DAY, root)
