"""What a person sees on a terminal while a command is at work."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def at_work(words: str) -> Generator[None]:
    """Show `words` and the time that has passed, on a terminal alone, and take them away at the end."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        progress.add_task(words, total=None)
        yield
