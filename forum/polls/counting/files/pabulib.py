"""Pabulib's files (.pb): a participatory budget with its projects and votes.

Three sections, META, PROJECTS and VOTES, each a line with that word, a line that names the
columns, and lines of values divided by semicolons.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forum.polls.counting.base import RESERVED, Candidate
from forum.polls.counting.files.election import Election, Reading, Wrong, short

META, PROJECTS, VOTES = "META", "PROJECTS", "VOTES"
APPROVAL = "approval"
SECTIONS = (META, PROJECTS, VOTES)
NEEDED = {META: "key value", PROJECTS: "project_id cost", VOTES: "voter_id vote"}

Row = Mapping[str, str]  # column to value


@dataclass(frozen=True)
class Pabulib:
    """A file of this kind. Columns that are not known here are kept as they are."""

    meta: Mapping[str, str]
    projects: Sequence[Row]
    votes: Sequence[Row]

    @property
    def budget(self) -> int:
        return _whole(self.meta["budget"])

    @property
    def vote_type(self) -> str:
        """`approval`, or one in which projects on a ballot differ in points or rank."""
        return self.meta.get("vote_type", APPROVAL)

    @cached_property
    def options(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(one["project_id"], _whole(one["cost"])) for one in self.projects)

    @cached_property
    def names(self) -> dict[str, str]:
        return {one["project_id"]: one.get("name", "") for one in self.projects}

    @cached_property
    def selected(self) -> tuple[str, ...] | None:
        """What was announced as funded; None where the file does not say."""
        if not all("selected" in one for one in self.projects):
            return None
        return tuple(one["project_id"] for one in self.projects if one["selected"] == "1")

    @cached_property
    def counts(self) -> dict[str, int]:
        """Ballots in canonical text, the projects on them as a set, to how often they occur."""
        place = {one.id: number for number, one in enumerate(self.options)}
        texts: Counter[str] = Counter()
        for raw, often in Counter(row["vote"] for row in self.votes).items():
            chosen = sorted(set(_ids(raw)), key=place.__getitem__)
            texts[",".join(chosen)] += often
        return dict(texts)


def read(text: str, reading: Reading) -> Election:
    """The ballots as sets of projects, and the budget as the setting of every rule."""
    file = parse(text)
    if file.vote_type != APPROVAL:
        raise Wrong(f"the votes are of the type {short(file.vote_type)}, not {APPROVAL}")
    params = {"budget": file.budget}
    return Election("projects", file.options, file.names, file.counts, params)


def parse(text: str) -> Pabulib:
    """A file's content. Wrong, with the line, where it makes no sense.

    A file that says how many projects or votes it holds must hold as many.
    """
    sections = _sections(text)
    for name in SECTIONS:
        if name not in sections:
            raise Wrong(f"there is no section {name}")
    meta = _meta(sections[META])
    projects = [row for _, row in sections[PROJECTS].rows]
    known = _check_projects(sections[PROJECTS])
    for line, row in sections[VOTES].rows:
        for one in _ids(row["vote"]):
            if one not in known:
                raise Wrong(f"there is no project {short(one)}", line)
    votes = [row for _, row in sections[VOTES].rows]
    for key, rows in (("num_projects", projects), ("num_votes", votes)):
        if meta.get(key, str(len(rows))).strip() != str(len(rows)):
            raise Wrong(f"{key} is {meta[key]}, but there are {len(rows)}")
    return Pabulib(meta, projects, votes)


def write(file: Pabulib) -> str:
    """The content of a file, lines ended by a line feed."""
    out = io.StringIO()
    line = csv.writer(out, delimiter=";", lineterminator="\n")
    for name, rows in (
        (META, [{"key": key, "value": value} for key, value in file.meta.items()]),
        (PROJECTS, file.projects),
        (VOTES, file.votes),
    ):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        line.writerow([name])
        line.writerow(columns or NEEDED[name].split())
        line.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def of_poll(
    options: Sequence[Candidate],
    counts: Mapping[str, int],
    *,
    budget: int,
    names: Mapping[str, str],
    votes: Mapping[str, int],
    funded: Iterable[str],
    meta: Mapping[str, str],
) -> Pabulib:
    """A poll of ours as such a file.

    `counts`: canonical text to how often; `votes`: approvals by project; `meta` what else is to
    be said of it (`description`, `country`, `unit`, `rule`, …). Voters have numbers in the order
    of the texts of their ballots, which says nothing of who they are or when they voted.
    """
    bought = set(funded)
    papers = [text for text in sorted(counts) for _ in range(counts[text])]
    return Pabulib(
        meta={
            **meta,
            "num_projects": str(len(options)),
            "num_votes": str(len(papers)),
            "budget": str(budget),
            "vote_type": APPROVAL,
        },
        projects=[
            {
                "project_id": one.id,
                "cost": str(one.cost),
                "votes": str(votes[one.id]),
                "name": " ".join(names[one.id].split()),
                "selected": str(int(one.id in bought)),
            }
            for one in options
        ],
        votes=[
            {"voter_id": str(number), "vote": text} for number, text in enumerate(papers, 1)
        ],
    )


# --- reading


@dataclass
class _Section:
    line: int  # of its name
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def _sections(text: str) -> dict[str, _Section]:
    sections: dict[str, _Section] = {}
    current: tuple[str, _Section] | None = None
    for line, cells in _lines(text):
        word = cells[0].upper()
        if len(cells) == 1 and word in SECTIONS:
            if word in sections:
                raise Wrong(f"a second section {word}", line)
            current = word, sections.setdefault(word, _Section(line))
        elif current is None:
            raise Wrong("the file must begin with META", line)
        else:
            _add(*current, line, cells)
    for name, section in sections.items():
        if not section.columns:
            raise Wrong(f"{name} names no columns", section.line)
    return sections


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that is not empty."""
    if "\0" in text:
        raise Wrong("no text", text[: text.index("\0")].count("\n") + 1)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            raise Wrong(str(error), lines.line_num) from error
        if cells is None:
            return
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield lines.line_num, stripped


def _add(name: str, section: _Section, line: int, cells: list[str]) -> None:
    if not section.columns:
        for column in NEEDED[name].split():
            if column not in cells:
                raise Wrong(f"{name} has no column {column}", line)
        section.columns = cells
        return
    if len(cells) != len(section.columns):
        what = f"{len(cells)} values for {len(section.columns)} columns"
        raise Wrong(what, line)
    section.rows.append((line, dict(zip(section.columns, cells, strict=True))))


def _meta(section: _Section) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line, row in section.rows:
        meta[row["key"]] = row["value"]
        if row["key"] == "budget":
            _check_money(line, "the budget", row["value"])
    if "budget" not in meta:
        raise Wrong("META has no budget", section.line)
    return meta


def _check_projects(section: _Section) -> set[str]:
    """The ids of the projects."""
    known: set[str] = set()
    for line, row in section.rows:
        name = row["project_id"]
        if not name or set(name) & set(RESERVED):
            what = f"a project's id is not empty and has none of {' '.join(RESERVED)}"
            raise Wrong(what, line)
        if name in known:
            raise Wrong(f"a second project {short(name)}", line)
        _check_money(line, "the cost", row["cost"])
        known.add(name)
    if not known:
        raise Wrong("PROJECTS names none", section.line)
    return known


def _check_money(line: int, what: str, text: str) -> None:
    """Whole units of money, 1 or more; a fraction of 0 may be written out."""
    whole, _, part = text.partition(".")
    digits = text.isascii() and whole.isdecimal() and len(whole) <= 18
    if not digits or part.strip("0") or int(whole) < 1:
        raise Wrong(f"{what} is a whole number, not {short(text)}", line)


def _whole(text: str) -> int:
    return int(text.partition(".")[0])


def _ids(vote: str) -> list[str]:
    return [one.strip() for one in vote.split(",")] if vote else []
