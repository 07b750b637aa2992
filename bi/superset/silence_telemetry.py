"""Takes the counting pixel out of Superset's installed pages: each would ask a public server for it.

Superset has no setting for this, and forbidding the address in the page's policy makes every page report an error.
Raises SystemExit where the pages are no longer as they were in the version of requirements.in.
"""

from importlib.util import find_spec
from pathlib import Path

PIXEL = b"https://apachesuperset.gateway.scarf.sh/pixel/"
EMPTY_PICTURE = b"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=#"

installed = find_spec("superset")
if installed is None or installed.origin is None:
    raise SystemExit("Superset is not installed in the environment of this Python; `make bi` makes one that has it.")
package = Path(installed.origin).parent
scripts = {path: path.read_bytes() for path in (package / "static" / "assets").glob("*.js")}
for path, content in scripts.items():
    if PIXEL in content:
        fresh = path.with_suffix(".tmp")  # a file of its own: an installer may share the old one with its cache
        fresh.write_bytes(content.replace(PIXEL, EMPTY_PICTURE))
        fresh.replace(path)
if not any(PIXEL in content or EMPTY_PICTURE in content for content in scripts.values()):
    raise SystemExit("Superset's pages hold no counting pixel where it was expected: look how they ask for it now")
