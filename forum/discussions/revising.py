"""What was changed between two versions of a text, word by word."""

import re
from difflib import SequenceMatcher

from markupsafe import escape

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST = 6_000  # pieces of both texts together; beyond that lines are compared


def diff(before: str, after: str) -> str:
    """HTML of the new text: what went stands in <del>, what came in <ins>. In no language."""
    old, new = _pieces(before, after)
    out: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            out.append(str(escape(come)))
            continue
        if gone:
            out.append(f"<del>{escape(gone)}</del>")
        if come:
            out.append(f"<ins>{escape(come)}</ins>")
    return "".join(out)


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new
