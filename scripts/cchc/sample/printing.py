"""How a made-up report is put on paper, whatever the format; each renderer takes of it what concerns it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ScanDamage:
    """How bad a scan is: dots an inch, degrees counter-clockwise, noise in grey levels, JPEG quality (1-95)."""

    dpi: int = 200
    rotation: float = 0.7
    noise: float = 8.0
    jpeg: int = 40


@dataclass(frozen=True)
class Printing:
    """The family of the letters (any with Vietnamese ones if empty), the scanner, and the seed of its noise."""

    font: str = ""
    scan: ScanDamage = field(default_factory=ScanDamage)
    seed: int = 1


AS_USUAL = Printing()
