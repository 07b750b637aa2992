"""Office files of the same content are the same bytes: no clock in the archive, none in its properties."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from cchc.output_path import written_whole

_TIME = (2020, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_PROPERTIES = "docProps/core.xml"


def save_stably(save, path: Path) -> None:
    """Write what `save` (a function of a binary file) gives to `path`, with every time stamp set to one time.

    Raises CchcError where it cannot be written; `path` then stays as it was.
    """
    raw = io.BytesIO()
    save(raw)
    with (
        written_whole(path) as draft,
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == _PROPERTIES:
                content = _STAMP.sub(rb"\g<1>2020-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
