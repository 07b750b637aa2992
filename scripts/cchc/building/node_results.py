"""How each node of the running dbt command came out so far, as dbt tells by its events.

dbt writes run_results.json only when all is over; a node that publishes must know before how the tests went.
"""

from __future__ import annotations

from dataclasses import dataclass

GREEN = ("success", "pass", "warn")  # a warning is told, and published


@dataclass(frozen=True)
class NodeResult:
    """The end of one node: its status and message, in dbt's words."""

    status: str
    message: str

    @property
    def is_green(self) -> bool:
        return self.status in GREEN


class BuildResults:
    """What came of the nodes of one dbt command, by unique id; call it with every event that dbt fires."""

    def __init__(self) -> None:
        self.by_node: dict[str, NodeResult] = {}

    def __call__(self, event) -> None:
        if event.info.name == "NodeFinished":
            result = event.data.run_result
            self.by_node[event.data.node_info.unique_id] = NodeResult(result.status, result.message)
        elif event.info.name == "LogHookEndLine":
            self.by_node[event.data.node_info.unique_id] = NodeResult(event.data.status, "")
        elif event.info.name == "GenericExceptionOnRun":
            self.by_node[event.data.unique_id] = NodeResult("error", event.data.exc)

    def not_green(self) -> dict[str, NodeResult]:
        """What failed, erred or was skipped. Exposures are no part of a build, nor what dbt has nothing to do for."""
        return {
            node: result for node, result in self.by_node.items() if not (result.is_green or _is_idle(node, result))
        }


def _is_idle(node: str, result: NodeResult) -> bool:
    return node.startswith(("exposure.", "saved_query.")) or result.status == "no-op"
