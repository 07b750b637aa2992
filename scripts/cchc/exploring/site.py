"""Writes the site into one folder: the page with its modules, the libraries, the release's database, and site.json."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cchc.documenting.dictionary import read_dictionary
from cchc.errors import CchcError
from cchc.exploring.database import Written, write_database
from cchc.exploring.documents import write_documents
from cchc.exploring.libraries import installed_libraries
from cchc.exploring.questions import read_parameters, read_questions
from cchc.html_pages import script, templates
from cchc.reading.documents import sha256_of_file
from cchc.reference.periods import load_periods
from cchc.releasing.catalogue import read_catalogue
from cchc.releasing.dataset_description import describe_dataset
from cchc.releasing.release_files import DATABASE
from cchc.reporting.warehouse import Warehouse, open_warehouse
from cchc.seeds.reading import read_seed

PAGE, DATA = "index.html", "site.json"
_HERE = Path(__file__).parent
_IMPORTS = script('{"imports": {"apache-arrow": "./arrow_names.js"}}')
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' 'wasm-unsafe-eval' {_IMPORTS.source}",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site that was written: its release, its reports, what became of the database, and how many documents it has."""

    release_id: str
    reports: int
    held: int
    database: Written
    documents: int


def write_site(project: Path, link: Path, manifest: Path, folder: Path, archive: Path | None = None) -> Site:
    """Write the site of the release at `link` into `folder`, whole, in the place of a site that stood there.

    `archive` is the folder whose archive has the documents, where their pages are to be shown too.
    Raises CchcError where nothing is released, or `folder` holds something else.
    """
    _refuse_other(folder)
    with open_warehouse(link) as warehouse:
        (counts,) = warehouse.rows(
            "select count(*) filter (report_status = 'released') as reports from marts.dim_report"
        )
        (waiting,) = warehouse.rows(
            "select count(*) as held from marts.fct_reporting_status where reporting_status = 'held'"
        )
        if not counts["reports"]:
            raise CchcError(
                f"{link}: the release holds no report, {waiting['held']} are held back. Decide what is open "
                "(cchc review) or take one back (cchc hold REPORT --lift), then `dbt build`."
            )
        data = _data(project, warehouse, manifest)
        release, record = warehouse.release, warehouse.record
    libraries = installed_libraries(project)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=folder.parent) as made:
        draft = Path(made) / "site"
        shutil.copytree(_HERE / "page", draft, ignore=shutil.ignore_patterns(PAGE))
        shutil.copytree(libraries, draft / "library")
        asked = [question["sql"] for question in data["questions"]]
        written = write_database(link.resolve(), asked, draft / DATABASE)
        data["left_out"] = written.left_out
        data["documents"] = _documents(link, archive, draft)
        _write_json(draft / DATA, data)
        dataset = describe_dataset(draft, record, {DATABASE: sha256_of_file(draft / DATABASE)})
        page = (
            templates(_HERE / "page")
            .get_template(PAGE)
            .render(
                release=release,
                policy=POLICY,
                imports=_IMPORTS.text,
                words=data["words"],
                modules=_modules(),
                dataset=dataset,
            )
        )
        (draft / PAGE).write_text(page, encoding="utf-8")
        _take_place(draft, folder)
    return Site(release.release_id, counts["reports"], waiting["held"], written, len(data["documents"]))


def _documents(link: Path, archive: Path | None, site: Path) -> list[str]:
    if archive is None:
        return []
    with open_warehouse(link) as warehouse:
        return write_documents(warehouse, archive, site)


def _modules() -> list[str]:
    """The modules that the page wants at once: named in it, they come side by side and not one after another."""
    own = (path.name for path in sorted((_HERE / "page").glob("*.js")))
    return [name for name in own if name not in ("database_worker.js", "workbook.js")] + ["library/duckdb-browser.mjs"]


def _refuse_other(folder: Path) -> None:
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / DATA).is_file()):
        raise CchcError(f"{folder} holds something else than a site of `cchc explore`. Name a new or an empty folder.")


def _take_place(draft: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _data(project: Path, warehouse: Warehouse, manifest: Path) -> dict:
    """All that the page knows beside the database: questions, dictionary, words of codes, words of its own."""
    return {
        "release_id": warehouse.release.release_id,
        "questions": [asdict(question) for question in read_questions(project)],
        "parameters": [
            asdict(parameter) | {"choices": warehouse.connection.execute(parameter.choices).fetchall()}
            for parameter in read_parameters()
        ],
        "tables": [asdict(entry) for entry in read_dictionary(warehouse, read_catalogue(manifest))],
        "codes": _by_list(warehouse.rows("select * from marts.dim_code_word order by code_list, position"))
        | {"report_period": {code: {"vi": one.name_vi, "en": one.name_en} for code, one in load_periods().items()}},
        "words": {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in read_seed(_HERE / "words.csv")},
    }


def _by_list(rows: Iterable[dict]) -> dict[str, dict[str, dict[str, str]]]:
    lists: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        lists.setdefault(row["code_list"], {})[row["code"]] = {"vi": row["word_vi"], "en": row["word_en"]}
    return lists


def _write_json(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
