"""A font with Vietnamese letters: which one is installed, and where."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from cchc.errors import CchcError

_LETTERS = "ăâđêôơưĐƯẰẫậấẽệếỉịõộốổờợỡủụửữựỳỹỵ–“”"
_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
_FAMILIES = {
    "Tinos": ("Tinos-Regular.ttf", "Tinos-Bold.ttf"),
    "Noto Serif": ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
    "Times New Roman": ("times.ttf", "timesbd.ttf"),
    "Arimo": ("Arimo-Regular.ttf", "Arimo-Bold.ttf"),
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "DejaVu Serif": ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
}


@cache
def register_font(family: str = "") -> tuple[str, str]:
    """Names of the regular and the bold face, ready for PDF: the family asked for, or the first one installed.

    Raises CchcError where no installed font has the letters.
    """
    wanted = {family: _FAMILIES[family]} if family in _FAMILIES else _FAMILIES
    if family and family not in _FAMILIES:
        raise CchcError(f"--font: '{family}' is not known. Expected one of: {', '.join(_FAMILIES)}.")
    for name, files in wanted.items():
        paths = [path for path in map(_find, files) if path is not None]
        if len(paths) == len(files) and all(
            _register(face, path) for face, path in zip((name, f"{name} Bold"), paths, strict=True)
        ):
            return name, f"{name} Bold"
    raise CchcError(
        f"no font with Vietnamese letters is installed (looked for {', '.join(wanted)}). "
        "Install the package fonts-croscore (apt-get install fonts-croscore)."
    )


def _find(file: str) -> Path | None:
    return next((path for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.rglob(file))), _by_list(file))


def _by_list(file: str) -> Path | None:
    """Where fontconfig has the file, for fonts in other folders."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(["fc-list", ":lang=vi", "file"], capture_output=True, text=True, check=False).stdout
    paths = (Path(line.rstrip(": ")) for line in listed.splitlines())
    return next((path for path in paths if path.name == file), None)


def _register(face: str, path: Path) -> bool:
    """Register a face; False where it cannot be read or lacks a letter."""
    try:
        font = TTFont(face, str(path))
    except (TTFError, OSError):
        return False
    if any(ord(letter) not in (font.face.charToGlyph or {}) for letter in _LETTERS):
        return False
    pdfmetrics.registerFont(font)
    return True
