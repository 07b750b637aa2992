"""What published tables and columns are called in Vietnamese.

Figures are named by the form (dim_indicator), ratios by dim_ratio, and all else by `name_vi` in the meta of a mart's
`.yml`. A column that many marts have is named once, where it is at home, and means the same in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import duckdb

from cchc.releasing.catalogue import Table

RATIO_ENDINGS = {
    "": "",
    "_status": ": trạng thái",
    "_change": ": thay đổi so với năm trước",
    "_rank": ": xếp hạng trong tỉnh",
    "_median": ": trung vị của tỉnh",
    "_compared": ": số đơn vị được so sánh",
}
# The labels of the rows of the newest form that stand in a column, with their codes.
_FIGURES = """
    with placed as (
        select form_version, position, indicator_code, fact_table, fact_column, label_vi, qualifier_vi, '' as part
        from marts.dim_indicator
        union all
        select
            form_version, position, indicator_code, fact_table, fact_base_column, label_vi, qualifier_vi,
            'mẫu số của '
        from marts.dim_indicator
    )
    select fact_table, fact_column,
        concat(part, indicator_code, ' ', label_vi, coalesce(' (' || qualifier_vi || ')', '')) as name_vi
    from placed
    where fact_table is not null and fact_column is not null
        and form_version = (select max(form_version) from placed as newest
            where newest.fact_table = placed.fact_table and newest.fact_column = placed.fact_column)
    order by position
"""


class VietnameseNames:
    """The names of one database's marts, by table and column; empty where there is none."""

    def __init__(self, con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
        self._tables = {table.name: table for table in tables}
        self._shared = {name: words for table in self._tables.values() for name, words in table.columns_vi.items()}
        self._figures = defaultdict(tuple)
        for table, column, name in con.execute(_FIGURES).fetchall():
            self._figures[table, column] += (name,)
        ratios = con.execute("select ratio_id, label_vi from marts.dim_ratio").fetchall()
        self._ratios = {
            f"{ratio}{ending}": (f"{label}{words}",)
            for ratio, label in ratios
            for ending, words in RATIO_ENDINGS.items()
        }

    def of_table(self, table: str) -> str:
        return self._tables[table].name_vi

    def of_column(self, table: str, column: str) -> tuple[str, ...]:
        """One name, or several where rows of the form share the column."""
        other = self._tables[table].columns_vi.get(column) or self._shared.get(column)
        return self._figures.get((table, column)) or self._ratios.get(column) or ((other,) if other else ())
