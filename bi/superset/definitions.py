"""The dashboards as people write them: datasets/<name>.sql with its <name>.yml, and dashboards/<slug>.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Dataset:
    """A query on the published warehouse. `columns`: name → label; `metrics`: name → (SQL, label)."""

    name: str
    description: str
    sql: str
    columns: dict[str, str]
    metrics: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """A filter over a column. `choose`: `many` values or none, or one, at the start the `first`, the `latest`, or that
    of the `most` reports."""

    column: str
    dataset: str = "reported"
    choose: str = "many"
    not_for: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Dashboard:
    """`charts`: key → what charts.py draws; `rows`: for each row of the page its charts, key → columns of 12."""

    slug: str
    title: str
    note: str
    filters: list[Filter]
    charts: dict[str, dict]
    rows: list[dict[str, int]]


def read_datasets(folder: Path = HERE / "datasets") -> dict[str, Dataset]:
    """Every dataset by name, its shared parts laid in."""
    templates = _templates(folder)
    return {path.stem: _dataset(path, templates) for path in sorted(folder.glob("*.yml"))}


def words_sql(code_list: str, code: str) -> str:
    """SQL for a code in both languages, as the datasets have it; `code` is SQL too, a column or a text."""
    call = f"{{% from 'words.jinja' import words %}}{{{{ words({code_list!r}, {code!r}) }}}}"
    return _templates(HERE / "datasets").from_string(call).render()


def _templates(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False)


def _dataset(path: Path, templates: Environment) -> Dataset:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Dataset(
        name=path.stem,
        description=told["description"],
        sql=templates.get_template(f"{path.stem}.sql").render(),
        columns=told["columns"],
        metrics={name: (sql, label) for name, (sql, label) in told["metrics"].items()},
    )


def read_dashboards(folder: Path = HERE / "dashboards") -> list[Dashboard]:
    """Every dashboard, in the order of their slugs; `release`, the chart they share, is among the charts of each."""
    shared = yaml.safe_load((folder / "_shared.yml").read_text(encoding="utf-8"))
    return [_dashboard(path, shared) for path in sorted(folder.glob("[a-z]*.yml"))]


def _dashboard(path: Path, shared: dict[str, dict]) -> Dashboard:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Dashboard(
        slug=path.stem,
        title=told["title"],
        note=told["note"],
        filters=[Filter(**one) for one in told["filters"]],
        charts=shared | told["charts"],
        rows=told["rows"],
    )
