"""By the ending of a file: the changes that can be made to it, and what writes a report with some of them."""

from __future__ import annotations

from collections.abc import Callable

from tests.mutations import excel_mutations, pdf_mutations, text_mutations, word_mutations

_MODULES = {
    "docx": word_mutations,
    "xlsx": excel_mutations,
    "pdf": pdf_mutations,
    "csv": text_mutations,
    "html": text_mutations,
}
MUTATIONS: dict[str, tuple[Callable, ...]] = {kind: module.MUTATIONS for kind, module in _MODULES.items()}
WRITERS: dict[str, Callable] = {kind: module.write for kind, module in _MODULES.items()}
