"""How a result came about: rounds, comparisons one against one, grades, what the money bought.

Everything is read from the stored result; nothing is counted here. Texts are in the language in
force, numbers as people read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from forum.polls.counting import Result, Round
from forum.polls.models import Option
from forum.polls.outcome import Outcome, Shown, listed
from forum.polls.shapes import GRADES, shape_of
from forum.web.filters import number, rupiah

Labels = Mapping[str, str]
Cell = tuple[Shown, Shown] | None  # votes, of so many in this round; None once it is out


@dataclass(frozen=True)
class Rounds:
    """A table of rounds: for each option its votes; `state` is win, out or empty."""

    rows: tuple[tuple[str, tuple[Cell, ...], str], ...]
    exhausted: tuple[Shown, ...]
    quota: Shown | None
    sentences: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.exhausted)


@dataclass(frozen=True)
class Duel:
    """One option against another: votes for it, votes for the other."""

    own: int
    other: int

    @property
    def state(self) -> str:
        if self.own == self.other:
            return "even"
        return "won" if self.own > self.other else "lost"


@dataclass(frozen=True)
class Matrix:
    """Every option against every other, in the order of the result; None on the diagonal."""

    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Duel | None, ...]], ...]
    sentence: str


@dataclass(frozen=True)
class Gauge:
    """The grades that one option got, from best to worst, and its middle grade."""

    label: str
    counts: tuple[int, ...]
    shares: tuple[float, ...]  # percentages, for the bar
    middle: str
    is_won: bool


@dataclass(frozen=True)
class Project:
    label: str
    votes: Shown
    cost: int
    is_funded: bool
    sentence: str


@dataclass(frozen=True)
class Explained:
    rounds: Rounds | None = None
    matrix: Matrix | None = None
    grades: tuple[Gauge, ...] = ()
    grade_names: tuple[str, ...] = ()  # from best to worst
    runoff: str = ""
    projects: tuple[Project, ...] = ()
    left: str = ""
    others: tuple[tuple[str, str], ...] = ()  # another rule, and what it would have chosen


def explain(outcome: Outcome) -> Explained:
    """All there is to say beyond the headline; empty parts where the rule has no such thing."""
    result = outcome.result
    if not outcome.valid:
        return Explained()
    labels = {str(option.id): option.label for option, _value in outcome.rows}
    order = [str(option.id) for option, _value in outcome.rows]
    gauges = result.details.get("gauges")
    return Explained(
        rounds=_rounds(result, labels, order) if result.method in ("irv", "stv") else None,
        matrix=_matrix(result, labels, order) if result.matrix else None,
        grades=_grades(result, labels, order) if gauges else (),
        grade_names=tuple(str(grade) for grade in reversed(GRADES)),
        runoff=_runoff(result, labels) if result.method == "star" else "",
        projects=_projects(outcome) if outcome.is_budget else (),
        left=_left(result) if outcome.is_budget else "",
        others=_others(outcome, labels),
    )


# --- rounds


def _rounds(result: Result, labels: Labels, order: list[str]) -> Rounds:
    lost = {one: at for at, step in enumerate(result.rounds) for one in step.eliminated}
    ranked = [
        *result.winners,
        *sorted(
            (one for one in order if one not in result.winners),
            key=lambda one: (-lost.get(one, len(result.rounds)), order.index(one)),
        ),
    ]
    totals = [_shown(sum(step.tally.values())) for step in result.rounds]
    rows = tuple(
        (
            labels[one],
            tuple(
                (_shown(step.tally[one]), total) if one in step.tally else None
                for step, total in zip(result.rounds, totals, strict=True)
            ),
            "win" if one in result.winners else "out" if one in lost else "",
        )
        for one in ranked
    )
    quota = result.details.get("quota")
    return Rounds(
        rows=rows,
        exhausted=tuple(_shown(step.exhausted) for step in result.rounds),
        quota=None if quota is None else _shown(quota),
        sentences=tuple(
            sentence
            for at, step in enumerate(result.rounds, 1)
            if (sentence := _told(at, step, labels))
        ),
    )


def _told(at: int, step: Round, labels: Labels) -> str:
    """One round in a sentence; empty where nothing was decided in it."""
    said = []
    if step.elected:
        said.append(
            _(
                "%(names)s terpilih dengan %(votes)s suara.",
                names=listed([labels[one] for one in step.elected]),
                votes=listed([number(_shown(step.tally.get(one, 0))) for one in step.elected]),
            )
        )
    surplus = step.details.get("surplus_of")
    if surplus:
        said.append(
            _(
                "Kelebihan suara %(name)s di atas kuota pindah ke pilihan berikutnya.",
                name=labels[surplus],
            )
        )
    if step.eliminated:
        said.append(
            _(
                "%(names)s gugur dengan %(votes)s suara; suaranya pindah ke pilihan berikutnya.",
                names=listed([labels[one] for one in step.eliminated]),
                votes=listed(
                    [number(_shown(step.tally.get(one, 0))) for one in step.eliminated]
                ),
            )
        )
    return _("Putaran %(n)s: %(what)s", n=at, what=" ".join(said)) if said else ""


# --- one against one


def _matrix(result: Result, labels: Labels, order: list[str]) -> Matrix:
    assert result.matrix is not None
    known = [one for one in order if one in result.matrix]
    rows = tuple(
        (
            labels[one],
            tuple(
                None
                if one == other
                else Duel(result.matrix[one].get(other, 0), result.matrix[other].get(one, 0))
                for other in known
            ),
        )
        for one in known
    )
    return Matrix(tuple(labels[one] for one in known), rows, _duels_told(result, labels))


def _duels_told(result: Result, labels: Labels) -> str:
    best = result.details.get("condorcet_winner")
    if best is None:
        smith = [labels[one] for one in result.details.get("smith", ()) if one in labels]
        if len(smith) < 2:
            return _("Tidak ada pilihan yang menang atas semua yang lain.")
        return _(
            "Tidak ada pilihan yang menang atas semua yang lain. %(names)s menang atas semua "
            "selain mereka.",
            names=listed(smith),
        )
    if best in result.winners:
        return _(
            "%(name)s menang atas setiap pilihan lain satu lawan satu, dan terpilih.",
            name=labels[best],
        )
    return _(
        "%(name)s menang atas setiap pilihan lain satu lawan satu, tetapi tidak terpilih menurut "
        "cara ini.",
        name=labels[best],
    )


# --- grades, runoff


def _grades(result: Result, labels: Labels, order: list[str]) -> tuple[Gauge, ...]:
    gauges = result.details["gauges"]
    placed = [one for group in result.ranking for one in group] or order
    return tuple(
        Gauge(
            label=labels[one],
            counts=tuple(reversed(gauges[one]["counts"])),
            shares=tuple(
                count * 100 / max(1, sum(gauges[one]["counts"]))
                for count in reversed(gauges[one]["counts"])
            ),
            middle=str(GRADES[gauges[one]["grade"]]),
            is_won=one in result.winners,
        )
        for one in placed
        if one in gauges
    )


def _runoff(result: Result, labels: Labels) -> str:
    preferred = result.details.get("preferred") or {}
    if len(preferred) < 2:
        return ""
    (first, own), (second, other) = sorted(
        preferred.items(), key=lambda pair: (pair[0] not in result.winners, -pair[1])
    )[:2]
    return _(
        "Putaran akhir: %(first)s dinilai lebih tinggi pada %(own)s surat suara, %(second)s pada "
        "%(other)s, sama pada %(equal)s.",
        first=labels[first],
        own=number(own),
        second=labels[second],
        other=number(other),
        equal=number(result.details.get("equal", 0)),
    )


# --- budgets


def _projects(outcome: Outcome) -> tuple[Project, ...]:
    facts: Mapping[str, Any] = outcome.result.details.get("projects", {})
    funded = set(outcome.result.winners)
    return tuple(
        Project(
            label=option.label,
            votes=votes,
            cost=option.cost or 0,
            is_funded=str(option.id) in funded,
            sentence=_project_told(option, facts.get(str(option.id), {}), funded),
        )
        for option, votes in outcome.rows
    )


def _project_told(option: Option, facts: Mapping[str, Any], funded: set[str]) -> str:
    if str(option.id) in funded:
        if facts.get("payers") and facts.get("price"):
            return _(
                "Didanai oleh %(n)s pemilih, masing-masing paling banyak %(price)s.",
                n=number(facts["payers"]),
                price=rupiah(round(facts["price"])),
            )
        return _("Didanai.")
    if facts.get("missing"):
        return _("Tidak didanai: kurang %(missing)s.", missing=rupiah(round(facts["missing"])))
    return _("Tidak didanai.")


def _others(outcome: Outcome, labels: Labels) -> tuple[tuple[str, str], ...]:
    stored = (outcome.poll.result or {}).get("others", ())
    return tuple(
        (
            str(shape_of(other["method"]).label),
            listed([labels[one] for one in other["winners"] if one in labels])
            or _("tidak ada"),
        )
        for other in stored
    )


def _left(result: Result) -> str:
    left = result.details.get("left")
    if left is None:
        return ""
    return _("Sisa pagu: %(left)s.", left=rupiah(round(left)))


def _shown(value: Any) -> Shown:
    return int(value) if value == int(value) else round(float(value), 2)
