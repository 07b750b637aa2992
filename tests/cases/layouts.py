"""Whole documents as others lay them out: one line a case, each read as its report says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.mutations import pdf_mutations, text_mutations, word_mutations


@dataclass(frozen=True)
class Laid:
    """A report of a level, as a kind of file, changed by `changes` with the chance of `seed`."""

    name: str
    kind: str
    level: str
    changes: tuple[Callable, ...]
    seed: int = 1


_FLUSH = (pdf_mutations.lines, pdf_mutations.at_the_top, pdf_mutations.small)
LAYOUTS = (
    Laid("each table of the form in a frame of its own", "docx", "province", (word_mutations.within_a_table,)),
    Laid("a table cut after a few rows, its heading not again", "docx", "district", (word_mutations.split_table,), 58),
    Laid("tables within tables that lay out a page", "html", "province", (text_mutations.nested,)),
    Laid("a strange column under the words over all answers", "csv", "province", (text_mutations.more_column,), 3),
    Laid("white digits on rows of a pale ground", "pdf", "district",
         (pdf_mutations.grounds, pdf_mutations.unseen_digits), 13),
    Laid("large letters aslant behind the table", "pdf", "province",
         (pdf_mutations.watermark, pdf_mutations.other_order), 4),
    Laid("large letters aslant behind the few words of a page", "pdf", "province",
         (pdf_mutations.watermark, pdf_mutations.tables_around, pdf_mutations.large)),
    Laid("level lines alone, numbers right before the labels", "pdf", "province", _FLUSH, 6),
    Laid("level lines alone, figures right before the notes", "pdf", "district", _FLUSH, 6),
    Laid("lines between cells alone, section rows merged", "pdf", "district",
         (pdf_mutations.lines, pdf_mutations.merged_sections), 19),
    Laid("lines between cells alone, every second row on a ground", "pdf", "province",
         (pdf_mutations.lines, pdf_mutations.grounds, pdf_mutations.other_order), 24),
    Laid("lines between cells alone, other tables around", "pdf", "district",
         (pdf_mutations.lines, pdf_mutations.other_order, pdf_mutations.tables_around, pdf_mutations.at_the_top,
          pdf_mutations.rows_over_pages), 20),
    Laid("level lines alone, a heading of six lines", "pdf", "province",
         (pdf_mutations.lines, pdf_mutations.more_column), 62),
    Laid("two pages on a sheet, the heading once", "pdf", "district",
         (pdf_mutations.heading_once, pdf_mutations.two_up)),
    Laid("two pages on a sheet, level lines alone, a reader's marks over them", "pdf", "province",
         (pdf_mutations.lines, pdf_mutations.two_up, pdf_mutations.notes_of_a_reader), 5),
)  # fmt: skip
