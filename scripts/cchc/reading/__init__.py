"""A document becomes rows: readers, alignment to the form, cells, figures, heading, narrative."""
