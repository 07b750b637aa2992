"""Documents whose format knows its cells: which table is the report's, which column is which, what each row answers."""
