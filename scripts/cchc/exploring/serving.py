"""The site on this machine alone: files of one folder, told with the policy that the page itself has."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cchc.errors import CchcError

ADDRESS = "127.0.0.1"


class _Files(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json",
    }  # fmt: skip

    def __init__(self, *given: object, policy: str, **options: object) -> None:
        self._policy = policy
        super().__init__(*given, **options)  # ty: ignore[invalid-argument-type]

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self._policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: who looks at what is nobody's business."""


def site_server(folder: Path, policy: str, port: int = 0) -> ThreadingHTTPServer:
    """A server of `folder` on 127.0.0.1, not yet begun; port 0 takes a free one. Raises CchcError where it is taken."""
    try:
        return ThreadingHTTPServer((ADDRESS, port), partial(_Files, directory=str(folder), policy=policy))
    except OSError as error:
        raise CchcError(f"{ADDRESS}:{port}: {error.strerror}. Name another port (--port 8080).") from error
