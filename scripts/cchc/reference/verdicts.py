"""What a person may decide on a figure: the verdicts of seeds/decisions/adjudications.csv."""

from __future__ import annotations

CONFIRMED, OCR_ERROR, DISTRICT_CORRECTED = "confirmed", "ocr_error", "district_corrected"
SOURCE_INCONSISTENT, RULE_NOT_APPLICABLE, UNDECIDED = "source_inconsistent", "rule_not_applicable", "undecided"
CORRECTIONS = (OCR_ERROR, DISTRICT_CORRECTED)  # those with a true value, as the macro is_correction has them
SETTLED = (CONFIRMED, *CORRECTIONS, SOURCE_INCONSISTENT, RULE_NOT_APPLICABLE)
