"""A release comes of a whole build: everything the project builds or tests is upstream of it, and ended well.

dbt lets a model wait for what it reads, and for a test only where all that the test reads is upstream of the model. So
what nobody reads, and every test of it, could fail beside a release that is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from cchc.building.node_results import NodeResult
from cchc.errors import CchcError
from cchc.reference.phrases import say
from cchc.releasing.gate import GateClosed, closed

COUNTED = ("model", "seed", "snapshot", "function", "test", "unit_test")  # not exposures, analyses, metrics
READ_BY_NAME = ("model", "seed", "snapshot")
NAMES_SHOWN = 20


def read_manifest(path: Path, invocation: str) -> dict:
    """dbt's manifest of the command `invocation`. Raises CchcError where that command wrote none."""
    manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if manifest.get("metadata", {}).get("invocation_id") != invocation:
        raise CchcError(
            f"no release: {path} is not of this build, and only that tells whether the build is whole. Build without "
            "`--no-write-json`."
        )
    return manifest


def refuse_partial_build(
    manifest: dict, results: Mapping[str, NodeResult], node: str, but_for: Iterable[str] = ()
) -> None:
    """Raise GateClosed, naming each, where anything is not upstream of `node` (a unique id) or did not end well.

    `results` holds how each node of this build ended so far; `but_for` names what is not asked for.
    """
    wanted = counted_nodes(manifest).keys() - {node, *but_for}
    upstream = _upstream(manifest, node)
    apart = {one for one in wanted if not _is_upstream(manifest, one, upstream)}
    ill = {one for one, result in results.items() if one not in but_for and not result.is_green} & (
        wanted | _hooks(manifest)
    )
    unseen = wanted - apart - results.keys()
    reasons = [
        *_reason(manifest, "did not end well in this build", ill),
        *_reason(
            manifest,
            "not upstream of the release, which then waits neither for it nor for its tests",
            apart - ill,
            _mend(manifest, node, apart),
        ),
        *_reason(
            manifest,
            "not run by this command, so that nothing tells whether it holds now",
            unseen,
            "To do: `dbt build`, without --select, --exclude and the like",
        ),
    ]
    if reasons:
        raise GateClosed(closed(say("gate_not_whole"), reasons))


def counted_nodes(manifest: dict) -> dict[str, dict]:
    """What a build must see, by unique id: enabled models, seeds, snapshots, functions, tests and unit tests."""
    kinds = (manifest["nodes"], manifest.get("unit_tests", {}), manifest.get("functions", {}))
    return {name: node for kind in kinds for name, node in kind.items() if node["resource_type"] in COUNTED}


def downstream(manifest: dict, node: str) -> set[str]:
    """What reads `node`, or reads what does: unique ids."""
    return _reach(manifest["child_map"], node)


def told(manifest: dict, node: str) -> str:
    """`model fct_new (models/marts/fct_new.sql)`."""
    known = counted_nodes(manifest).get(node) or manifest["nodes"].get(node)
    if known is None:
        return node
    kind = known["resource_type"].replace("_", " ")
    return f"{kind} {known['name']} ({known['original_file_path']})"


def _upstream(manifest: dict, node: str) -> set[str]:
    return _reach(manifest["parent_map"], node)


def _is_upstream(manifest: dict, node: str, upstream: set[str]) -> bool:
    """A model or seed stands upstream itself; a test does where all that it reads does."""
    if node.split(".", 1)[0] in ("test", "unit_test"):
        return set(manifest["parent_map"].get(node, ())) <= upstream
    return node in upstream


def _reach(edges: Mapping[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        further = [node for node in edges.get(ahead.pop(), ()) if node not in found]
        found.update(further)
        ahead += further
    return found


def _hooks(manifest: dict) -> set[str]:
    """What runs before the build: dbt goes on where it fails."""
    return {name for name, node in manifest["nodes"].items() if node["resource_type"] == "operation"}


def _reason(manifest: dict, cause: str, nodes: set[str], mend: str = "") -> list[str]:
    """One numbered reason for all `nodes`, or none: cause, names, mend."""
    if not nodes:
        return []
    names = [told(manifest, node) for node in sorted(nodes)]
    more = [f"and {len(names) - NAMES_SHOWN} more"] if len(names) > NAMES_SHOWN else []
    return ["\n   ".join([f"{cause}:", *names[:NAMES_SHOWN], *more, *filter(None, [mend])])]


def _mend(manifest: dict, node: str, apart: set[str]) -> str:
    """What sets `apart` upstream of `node`: lines of Python, for tests follow what they read."""
    nodes, late = counted_nodes(manifest), downstream(manifest, node)
    names = [nodes[one]["name"] for one in sorted(apart - late) if nodes[one]["resource_type"] in READ_BY_NAME]
    lines = ", ".join(f'dbt.ref("{name}")' for name in names[:NAMES_SHOWN]) or "what the test reads"
    if apart <= late:
        return f"To do: take it out: what reads {nodes[node]['name']} comes too late for it"
    return f"To do: read it in {nodes[node]['original_file_path']}: {lines}"
