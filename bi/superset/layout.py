"""Where things stand on a dashboard: Superset's `position`, rows of a grid of twelve columns."""

from __future__ import annotations

from definitions import Dashboard

TALL = {"number": 20, "table": 50, "pivot": 80}  # in units of 8 pixels, by kind; others 44


def arrange(dashboard: Dashboard, uuids: dict[str, str]) -> dict:
    """The `position` of a dashboard; `uuids`: chart's key → its identity."""
    rows = [_note(dashboard), *(_row(number, row, dashboard, uuids) for number, row in enumerate(dashboard.rows, 1))]
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": dashboard.title}},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "parents": ["ROOT_ID"],
            "children": [row[0]["id"] for row in rows],
        },
        **{part["id"]: part for row in rows for part in row},
    }


def _row(number: int, row: dict[str, int], dashboard: Dashboard, uuids: dict[str, str]) -> list[dict]:
    """The row itself, then its charts, all of the height of the tallest."""
    row_id = f"ROW-{number}"
    height = max(_height(dashboard.charts[key]) for key in row)
    charts = [
        {
            "type": "CHART",
            "id": f"CHART-{key}",
            "children": [],
            "parents": ["ROOT_ID", "GRID_ID", row_id],
            "meta": {
                "chartId": list(dashboard.charts).index(key) + 1,  # Superset puts its own in the place of these
                "uuid": uuids[key],
                "sliceName": dashboard.charts[key]["title"],
                "width": width,
                "height": height,
            },
        }
        for key, width in row.items()
    ]
    return [_holder(row_id, [f"CHART-{key}" for key in row]), *charts]


def _note(dashboard: Dashboard) -> list[dict]:
    """The first row: what the page shows and how it is to be read."""
    text = {
        "type": "MARKDOWN",
        "id": "MARKDOWN-note",
        "children": [],
        "parents": ["ROOT_ID", "GRID_ID", "ROW-note"],
        "meta": {"code": dashboard.note, "width": 12, "height": 10},
    }
    return [_holder("ROW-note", [text["id"]]), text]


def _holder(row_id: str, children: list[str]) -> dict:
    return {
        "type": "ROW",
        "id": row_id,
        "children": children,
        "parents": ["ROOT_ID", "GRID_ID"],
        "meta": {"background": "BACKGROUND_TRANSPARENT"},
    }


def _height(chart: dict) -> int:
    return chart.get("height", TALL.get(chart["kind"], 44))
