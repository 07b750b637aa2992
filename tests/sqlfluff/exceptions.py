"""What dbt calls `exceptions`, for sqlfluff alone, whose `var` gives a word in place of a value."""


def raise_compiler_error(message: str) -> str:
    """Return nothing to put into the SQL."""
    return ""
