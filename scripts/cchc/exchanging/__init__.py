"""A release in the words of those who exchange statistics: SDMX."""
