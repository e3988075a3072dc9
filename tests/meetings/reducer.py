"""A program that follows a session by its messages alone, as docs/live-protocol.md tells it.

Pure: it knows nothing of the forum's code, asks nothing, and changes nothing but its answer.
"""

from typing import Any

State = dict[str, Any]


def reduce(state: State, event: dict[str, Any]) -> State:
    """The state after this event; the state before it stays as it was."""
    data = event["data"]
    after = dict(state)
    if "session" in data:
        after["session"] = _newer(state["session"], data["session"])
    if "items" in data:
        known = {item["id"]: item for item in state["items"]}
        after["items"] = [_newer(known.get(item["id"]), item) for item in data["items"]]
    if "item" in data:
        after["items"] = _put(state["items"], data["item"], order=("position",))
    if "speaker" in data:
        after["speakers"] = _put(state["speakers"], data["speaker"], order=("raised_at", "id"))
    if "gone" in data:
        gone = data["gone"]["id"]
        after["speakers"] = [each for each in state["speakers"] if each["id"] != gone]
    if "poll" in data:
        after["polls"] = _put(state["polls"], data["poll"], order=("id",))
    return after


def _put(rows: list[State], row: State, *, order: tuple[str, ...]) -> list[State]:
    known = {each["id"]: each for each in rows}
    known[row["id"]] = _newer(known.get(row["id"]), row)
    return sorted(known.values(), key=lambda each: tuple(each[name] for name in order))


def _newer(known: State | None, told: State) -> State:
    """What has the higher version; of equal ones the one told last."""
    return told if known is None or told["version"] >= known["version"] else known
