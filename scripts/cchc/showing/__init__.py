"""A page that shows what was read from a document beside the document itself, for a person to check."""
