"""dbt's `graph` for sqlfluff, which lints without a project: nothing is known of other nodes."""

nodes: dict[str, dict] = {}
