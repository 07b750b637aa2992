"""What the hidden columns of a review or a letter are called: they say what a row was written for."""

GUARDS = ("report_id", "indicator_code", "raw_value", "rule_ids")
MARK = "mark"  # what else is to be filled in on a row, as a signature
