"""Excel workbooks that people fill in: what they have in common, and the blank form."""
