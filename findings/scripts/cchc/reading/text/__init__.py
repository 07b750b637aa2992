"""Documents that are lines of text: which lines belong to which row, where a row's cells part, heading and narrative."""
