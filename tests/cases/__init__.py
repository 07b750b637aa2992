"""Cells as others make them, each with its right value: one line a case. A document a format holds them all."""
