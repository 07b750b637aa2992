"""Where things lie, relative to the project's root."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE_SEEDS = ROOT / "seeds" / "reference"
LANDED_SEEDS = ROOT / "seeds" / "landed"
DECISION_SEEDS = ROOT / "seeds" / "decisions"
ARCHIVE = ROOT / "archive"
SAMPLES = ROOT / "samples"  # made-up reports: seeds, archive, warehouse and releases of their own, none in git
