"""What dbt calls `run_started_at`, for sqlfluff alone: some day."""

from datetime import UTC, datetime, tzinfo


def astimezone(zone: tzinfo) -> datetime:
    """Return the start of 2022 there."""
    return datetime(2022, 1, 1, tzinfo=UTC).astimezone(zone)
