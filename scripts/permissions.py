"""The table of permissions, from the policies themselves: `permissions.py write|check`.

Each public rule `can_…(actor, …)` of a `policy` module is asked for each role, held for the
whole city, for the area or unit concerned, or for another; things it is asked about come from
`permission_samples.py`. A rule with a new kind of thing stops here until it has a sample. The
second table is the one that the tests walk from the outside: every address and who gets in.
"""

import importlib
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from forum import create_app  # noqa: E402
from forum.city import settings  # noqa: E402
from forum.core.actor import VISITOR, Actor, Grant, Role, Verification  # noqa: E402
from forum.core.errors import Refused  # noqa: E402
from forum.live import rooms  # noqa: E402
from scripts.permission_samples import (  # noqa: E402
    AREA,
    ME,
    OTHER_AREA,
    OTHER_UNIT,
    SAMPLES,
    UNIT,
    VALUES,
)
from tests.stories import doors  # noqa: E402

PAGE = ROOT / "docs" / "permissions.md"
STAFF = [role for role in Role if role not in (Role.RESIDENT, Role.SYSTEM)]
SCOPES = {
    "city": (None, None),
    "own area": (AREA, None),
    "own unit": (None, UNIT),
    "other area": (OTHER_AREA, None),
    "other unit": (None, OTHER_UNIT),
}

HEAD = """# Who may do what

Written by `scripts/permissions.py` from the policies; `make check` tells when it is out of date.

In the first table *yes* means: with this role, whatever its scope. Otherwise the scopes for which
the role suffices are named: held for the whole *city*, for one's *own area* or *own unit* (the one
that the thing belongs to), or even for another. Everyone who is signed in is a resident beside
their other roles; *none*, *kode* and *ktp* are levels of verification. All staff roles but scribe
and observer count only once the account has a second factor. Levels for posting, supporting,
speaking and voting are the defaults; an administrator may raise them.
"""


def rules() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """(folder, name, rule), in the order of the folders and of each file."""
    for path in sorted(ROOT.glob("forum/*/policy.py")):
        folder = path.parent.name
        if folder == "core":
            continue
        module = importlib.import_module(f"forum.{folder}.policy")
        for name, rule in vars(module).items():
            own = inspect.isfunction(rule) and rule.__module__ == module.__name__
            if own and name.startswith("can_"):
                yield folder, name, rule


def cases(rule: Callable[..., Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What to ask this rule about: a label, and its arguments beside the actor."""
    hints = typing.get_type_hints(rule)
    wanted = [p for p in inspect.signature(rule).parameters.values() if p.name != "actor"]
    labels: list[tuple[str, dict[str, Any]]] = [("", {})]
    for parameter in wanted:
        kind = hints[parameter.name]
        options = VALUES.get(parameter.name) or SAMPLES.get(kind)
        if options is None:
            if parameter.default is not inspect.Parameter.empty:
                continue
            raise SystemExit(
                f"permissions: {rule.__module__}.{rule.__name__} asks about {parameter.name}: "
                f"{kind}; give a sample of it in scripts/permission_samples.py"
            )
        labels = [
            ("; ".join(filter(None, (label, name))), {**given, parameter.name: make})
            for label, given in labels
            for name, make in options.items()
        ]
    for label, given in labels:
        yield label, {key: make() if callable(make) else make for key, make in given.items()}


def answer(rule: Callable[..., Any], actor: Actor, given: dict[str, Any]) -> bool:
    try:
        return bool(rule(actor, **given))
    except Refused:
        return False


def someone(
    *grants: Grant, level: Verification = Verification.IDENTITY_CARD, me: int = ME
) -> Actor:
    return Actor(
        id=me,
        grants=frozenset({Grant(Role.RESIDENT), *grants}),
        verification=level,
        area_ids=frozenset({AREA}),
    )


def row(rule: Callable[..., Any], given: dict[str, Any]) -> list[str]:
    cells = ["yes" if answer(rule, VISITOR, given) else "—"]
    levels = [one for one in Verification if answer(rule, someone(level=one), given)]
    cells.append(
        "yes"
        if len(levels) == len(Verification)
        else ", ".join(str(one) for one in levels) or "—"
    )
    as_resident = bool(levels)
    for role in STAFF:
        scopes = [
            name
            for name, (area, unit) in SCOPES.items()
            if answer(rule, someone(Grant(role, area, unit), level=Verification.NONE), given)
        ]
        if len(scopes) == len(SCOPES):
            cells.append("yes")
        elif not scopes:
            cells.append("ktp" if as_resident and Verification.NONE not in levels else "—")
        else:
            cells.append(", ".join(scopes))
    return cells


def first_sentence(rule: Callable[..., Any]) -> str:
    text = " ".join((inspect.getdoc(rule) or "").split())
    return text.split(". ")[0].rstrip(".")


def page() -> str:
    lines = [HEAD]
    columns = ["visitor", "resident", *map(str, STAFF)]
    folder_before = ""
    for folder, name, rule in rules():
        if folder != folder_before:
            lines += ["", f"## {folder}", "", f"| rule | {' | '.join(columns)} |"]
            lines.append("|---" * (len(columns) + 1) + "|")
            folder_before = folder
        for label, given in cases(rule):
            about = f": {label}" if label else ""
            lines.append(f"| `{name}`{about} | {' | '.join(row(rule, given))} |")
    lines += ["", "## What each rule says", ""]
    lines += [
        f"- `{folder}.{name}`: {first_sentence(rule)}."
        for folder, name, rule in rules()
        if first_sentence(rule)
    ]
    lines += ["", "## Socket commands", ""]
    lines += [f"- `{name}` in `{room}`" for room, name in sorted(rooms.COMMANDS)]
    lines += [
        "",
        "## Every address from the outside",
        "",
        "Walked by `tests/stories/test_doors.py` in the demo city; `{…}` is a thing made there.",
        "*warga* is verified by KTP, *warga9* is not; *fasilitator2* leads the forum,",
        "*fasilitator* does not.",
        "",
        "| method | address | opens for | others get |",
        "|---|---|---|---|",
    ]
    for group in doors.DOORS.values():
        for door in group:
            address = door.address.replace("|", "\\|")
            lines.append(f"| {door.method} | `{address}` | {who(door)} | {rest(door)} |")
    return "\n".join(lines) + "\n"


def who(door: Any) -> str:
    if set(door.may) == set(doors.EVERYONE):
        return "everyone"
    if set(door.may) == set(doors.SIGNED_IN):
        return "everyone signed in"
    missing = [name for name in doors.SIGNED_IN if name not in door.may]
    if door.may and len(missing) <= 3 and doors.VISITOR not in door.may:
        return f"everyone signed in but {', '.join(missing)}"
    return ", ".join(door.may) or "nobody"


def rest(door: Any) -> str:
    outside = [name for name in doors.EVERYONE if name not in door.may]
    answers: dict[str, list[str]] = {}
    for name in outside:
        answers.setdefault(door.answer_for(name), []).append(name)
    if not answers:
        return ""
    common = max(answers, key=lambda key: len(answers[key]))
    special = [f"{', '.join(names)}: {got}" for got, names in answers.items() if got != common]
    return "; ".join([common, *special])


def main() -> None:
    app = create_app({"SECRET_KEY": "only to read the rules", "TESTING": True})
    with app.app_context():
        settings.forget()  # the defaults, whatever this machine has
        text = page()
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(text)
    elif sys.argv[1:] == ["check"]:
        if not PAGE.exists() or PAGE.read_text() != text:
            raise SystemExit(
                "docs/permissions.md is out of date: .venv/bin/python scripts/permissions.py write"
            )
    else:
        raise SystemExit("usage: permissions.py write|check")


if __name__ == "__main__":
    main()
