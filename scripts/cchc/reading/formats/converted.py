"""Kinds of Office files that LibreOffice alone knows: converted by it, shut in, and then read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Part, sha256_of
from cchc.reading.formats.declaring import Format

FORMAT = Format(
    suffixes=(".doc", ".dot", ".odt", ".fodt", ".rtf", ".xls", ".xlt", ".ods", ".fods", ".xlsb"),
    is_typed=True,
    sheets=(".xls", ".xlt", ".ods", ".fods", ".xlsb"),
)
_SECONDS = 120  # of the processor; a report of 20 pages takes 4
_BUSY = 20  # times as long by the clock, on a machine that does much else
_MEMORY = 4_000_000_000  # bytes of addresses; LibreOffice asks for 2 GB of them and uses 0.3
_FILE_MOST = 100_000_000  # bytes
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED_DOWN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def read_parts(path: Path) -> tuple[Part, ...]:
    """Read a file of an old or an open kind. Raises CchcError if LibreOffice is missing, or cannot read it."""
    kind = path.suffix.lower()
    content = path.read_bytes()
    if len(content) > _FILE_MOST:
        raise CchcError(f"{path}: larger than {_FILE_MOST // 1_000_000} MB. Expected one report; take pictures out.")
    if _PROTECTED in content:
        raise CchcError(f"{path}: protected by a password. Save it again without one.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        usual = _under_its_own_name(content, folder) or _converted(path, content, folder)
        module = import_module(f"cchc.reading.formats.{'excel' if usual.suffix == '.xlsx' else 'word'}"
                               if usual.suffix != ".html" else "cchc.reading.formats.marked_text")  # fmt: skip
        try:
            parts = module.read_parts(usual) if hasattr(module, "read_parts") else (Part(module.read(usual)),)
        except CchcError as error:
            raise CchcError(str(error).replace(str(usual), str(path))) from error
    return tuple(
        replace(part, document=replace(part.document, path=path, sha256=sha256_of(content), format=kind.lstrip(".")))
        for part in parts
    )


def _under_its_own_name(content: bytes, folder: Path) -> Path | None:
    """The file by the name of what it truly is, where that needs no LibreOffice: programs write HTML as `.xls`."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kind = ""
    if content.startswith(b"PK") and b"word/document.xml" in content:
        kind = ".docx"
    elif content.startswith(b"PK") and b"xl/workbook.xml" in content:
        kind = ".xlsx"
    elif start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) and b"mso-application" not in start:
        kind = ".html"
    if not kind:
        return None
    (folder / f"report{kind}").write_bytes(content)
    return folder / f"report{kind}"


def _converted(path: Path, content: bytes, folder: Path) -> Path:
    """The file that LibreOffice makes of it, in the folder."""
    kind = path.suffix.lower()
    into, program, part = (".xlsx", "Excel", "calc") if kind in FORMAT.sheets else (".docx", "Word", "writer")
    package = f"libreoffice-{part}-nogui"
    office = _office()
    if office is None:
        raise CchcError(
            f"{path}: files that end in {kind} are read where LibreOffice is installed, and it is not: on Debian "
            f"`apt-get install {package}`, elsewhere LibreOffice. Or open it in {program} and save it as {into}."
        )
    (folder / "in").mkdir()
    (folder / "profile/user").mkdir(parents=True)
    (folder / "profile/user/registrymodifications.xcu").write_text(_LOCKED_DOWN, encoding="utf-8")
    source = folder / f"in/report{kind}"
    source.write_bytes(content)
    command = [
        *_without_network(), office, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", into[1:], "--outdir", str(folder),
        str(source),
    ]  # fmt: skip
    _run(path, command, folder)
    result = folder / f"report{into}"
    if not result.is_file():
        raise CchcError(
            f"{path}: LibreOffice cannot read it; it is damaged, protected, or something else than its name says. "
            f"Open it in {program} and save it as {into}."
        )
    return result


def _run(path: Path, command: list[str], folder: Path) -> None:
    """Run a command shut in: its own session, a limit of time and memory, no more of the environment than it needs."""
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    is_posix = os.name == "posix"
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=is_posix, preexec_fn=_limit if is_posix else None,
    )  # fmt: skip
    try:
        process.wait(_BUSY * _SECONDS)
    except subprocess.TimeoutExpired as error:
        raise CchcError(
            f"{path}: LibreOffice did not come to an end over it. Save it in its own program as .docx or .xlsx."
        ) from error
    finally:  # also where reading was given up meanwhile
        if process.poll() is None:
            if is_posix:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()


def _limit() -> None:
    """In LibreOffice's process: limits of its own, which hold also where the one that started it was killed."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _office() -> str | None:
    """The command of LibreOffice; None where it is not installed."""
    usual = (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    )
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((one for one in usual if Path(one).is_file()), None)


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command so that it has no network; nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    for flags in (("--net",), ("--map-root-user", "--net")):
        tried = subprocess.run([unshare, *flags, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return unshare, *flags
    return ()
