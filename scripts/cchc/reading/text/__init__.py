"""Documents that are lines of text: which lines belong to which row, where its cells part, heading, narrative."""
