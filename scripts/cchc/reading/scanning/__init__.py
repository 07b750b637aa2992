"""From the picture of a page to its cells and lines of text; each module does one step."""
