"""The record as it was written: a digest of each reading and each decision, checked, and changed by name only."""
