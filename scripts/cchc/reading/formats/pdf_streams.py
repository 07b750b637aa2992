"""Whether what is packed in a PDF unpacks to more than a report's pages hold: looked at before a library unpacks it."""

from __future__ import annotations

import re
import zlib

_UNPACKED_MOST = 4_000_000  # bytes of one page's drawing; a page of a report takes less than 100,000
_BEFORE = 1000  # bytes before a stream that hold what it is
_STREAM = re.compile(rb"\bstream\r?\n")
_OTHERS = (b"/Image", b"/ObjStm", b"/XRef", b"/Length1")  # pictures, lists of objects, fonts


def has_bomb(content: bytes) -> bool:
    """True if a stream that is no picture and no font, packed once or several times, unpacks to too much."""
    for found in _STREAM.finditer(content):
        head = content[max(found.start() - _BEFORE, 0) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        times = head.count(b"/FlateDecode")
        if times and not any(mark in head for mark in _OTHERS) and _unpacks_to_too_much(content, found.end(), times):
            return True
    return False


def _unpacks_to_too_much(content: bytes, start: int, times: int) -> bool:
    packed = content[start : content.find(b"endstream", start)]
    for _ in range(times):
        try:
            packed = zlib.decompressobj().decompress(packed, _UNPACKED_MOST + 1)
        except zlib.error:
            return False  # damaged or enciphered: the library's own errors tell
        if len(packed) > _UNPACKED_MOST:
            return True
    return False
