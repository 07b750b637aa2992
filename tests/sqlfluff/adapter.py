"""What dbt calls `adapter`, for sqlfluff alone: it renders the project's SQL without dbt and without a database."""

from collections.abc import Callable

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """Return DuckDB's version of a dispatched macro, else the default one."""
    own = f"duckdb__{macro_name}"
    return context[own] if own in context else context[f"default__{macro_name}"]


def get_columns_in_relation(relation: object) -> list[object]:
    """Return no columns: there is no database to ask."""
    return []
