"""What the page runs that is not ours: from npm, by the hashes of package-lock.json, kept in one folder of the project.

The charts' libraries come with vl-convert, which the report pages draw with.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from cchc.errors import CchcError

FOLDER = ".explore"
_HERE = Path(__file__).parent
_LISTS = ("package.json", "package-lock.json")
_FILES = {
    "duckdb-browser.mjs": "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs",
    "duckdb-browser-eh.worker.js": "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
    "duckdb-eh.wasm": "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
    "duckdb-wasm.package.json": "@duckdb/duckdb-wasm/package.json",
    "arrow.js": "apache-arrow/Arrow.es2015.min.js",
    "arrow.LICENSE.txt": "apache-arrow/LICENSE.txt",
    "arrow.NOTICE.txt": "apache-arrow/NOTICE.txt",
    "fflate.js": "fflate/esm/browser.js",
    "fflate.LICENSE.txt": "fflate/LICENSE",
}
_CHARTS = "window.vegaEmbed = vegaEmbed;"
_HOW = "On Debian: sudo apt-get install nodejs npm; elsewhere: Node.js 18 or later. Then run this again."


def installed_libraries(project: Path) -> Path:
    """The folder of the libraries, installed first where they are not there or of another version.

    Raises CchcError where npm is missing or fails; the folder is then as it was.
    """
    folder = project / FOLDER
    wanted = _wanted()
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        stamp, libraries = folder / "installed", folder / "library"
        if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
            stamp.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix="tmp-") as made:
                _fetch(Path(made))
                _write_charts(Path(made) / "library")
                shutil.rmtree(libraries, ignore_errors=True)
                (Path(made) / "library").rename(libraries)
            stamp.write_text(wanted, encoding="utf-8")
    return libraries


def _wanted() -> str:
    """What tells one set of libraries from another."""
    lock = sha256(b"".join((_HERE / name).read_bytes() for name in _LISTS)).hexdigest()
    return f"{lock} vl-convert {version('vl-convert-python')} {' '.join(_FILES)}\n"


def _fetch(folder: Path) -> None:
    """The files of `_FILES` into `folder`/library, out of packages that npm has checked by their hashes."""
    npm = shutil.which("npm")
    if npm is None:
        raise CchcError(f"npm is not installed, which brings DuckDB for the browser. {_HOW}")
    for name in _LISTS:
        shutil.copyfile(_HERE / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if told.returncode:
        raise CchcError(f"npm could not bring DuckDB for the browser: {told.stderr.strip()[-1000:]}")
    (folder / "library").mkdir()
    for name, place in _FILES.items():
        shutil.copyfile(folder / "node_modules" / place, folder / "library" / name)


def _write_charts(folder: Path) -> None:
    import vl_convert

    (folder / "vega.js").write_text(vl_convert.javascript_bundle(_CHARTS), encoding="utf-8")
