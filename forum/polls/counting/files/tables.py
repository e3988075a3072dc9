"""Comma-separated values: ranks (raw marks, counted or not) and marks of score ballots."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate
from forum.polls.counting.files.election import Election, Reading, Wrong, short, whole

RANK = re.compile(r"rank\s*(\d{1,3})", re.IGNORECASE)
SKIPPED = {"", "undervote", "skipped"}
OVERVOTE = "overvote"
WRITE_INS = {"uwi", "undeclared write-in", "undeclared write-ins"}
SCALES = (5, 10)
WORDS = 6  # of the grades that are numbered from 1, 0 being no opinion

Row = tuple[int, list[str]]


def read(text: str, reading: Reading) -> Election:
    """Ranks where the first line names rank1, rank2, …; else a column of marks per option."""
    rows = _rows(text)
    number, head = next(rows)
    head = [cell.strip() for cell in head]
    counted = head[0].lower() == "count"
    ranks = head[1:] if counted else head
    if ranks and all(RANK.fullmatch(cell) for cell in ranks):
        expected = [str(place) for place in range(1, len(ranks) + 1)]
        found = RANK.findall(",".join(ranks))
        if found != expected:
            raise Wrong("the columns of ranks must be rank1, rank2 and so on", number)
        return _ranks(rows, len(head), counted, reading)
    return _marks(rows, head, counted)


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise Wrong(f"is not comma-separated text ({error})", reader.line_num) from error


def _often(row: list[str], counted: bool, line: int) -> int:
    return whole(row[0], "count", line) if counted else 1


def _inside(names: Sequence[str]) -> tuple[tuple[Candidate, ...], dict[str, str]]:
    """Names may hold what divides the texts of ballots: inside, options have numbers."""
    options = tuple(Candidate(f"#{place + 1}") for place in range(len(names)))
    return options, {one.id: name for one, name in zip(options, names, strict=True)}


# --- ranks


def _ranks(rows: Iterator[Row], width: int, counted: bool, reading: Reading) -> Election:
    places: dict[str, int] = {}
    papers: dict[tuple[tuple[int, ...], ...], int] = {}
    for line, row in rows:
        if len(row) > width:
            raise Wrong(f"{len(row)} values, but the first line names {width} columns", line)
        often = _often(row, counted, line)
        marks = [cell.strip() for cell in (row[1:] if counted else row)]
        ranks = tuple(_paper(marks, places, reading))
        papers[ranks] = papers.get(ranks, 0) + often
    if not places:
        raise Wrong("names no options")
    options, names = _inside(list(places))
    counts: dict[str, int] = {}
    for ranks, often in papers.items():
        text = ballots.write_ranks(ranks, options)
        counts[text] = counts.get(text, 0) + often
    write_ins = [one.id for one in options if names[one.id].lower() in WRITE_INS]
    params = {"first_out": write_ins} if 0 < len(write_ins) < len(options) else {}
    return Election("rank", options, names, counts, params, names)


def _paper(
    marks: Sequence[str], places: dict[str, int], reading: Reading
) -> Iterator[tuple[int, ...]]:
    seen = set()
    empty = 0
    ended = False
    for mark in marks:
        if mark.lower() in SKIPPED:
            empty += 1
            ended = ended or (reading.skipped == "exhaust" and empty > 1)
            continue
        empty = 0
        place = None
        if mark.lower() != OVERVOTE:
            place = places.setdefault(mark, len(places))
        if ended or place in seen:
            continue
        if place is None:
            yield ()
        else:
            seen.add(place)
            yield (place,)


# --- marks


def _marks(rows: Iterator[Row], head: list[str], counted: bool) -> Election:
    numbered = head[0] == ""  # a serial number without a name, as in experiments with grades
    first = 1 if counted or numbered else 0
    names = head[first:]
    if not names or "" in names or len(set(names)) < len(names):
        raise Wrong("the first line must name each option once, in a column of its own", 1)
    papers: dict[tuple[int, ...], int] = {}
    high = 0
    for line, row in rows:
        if len(row) != len(head):
            raise Wrong(
                f"{len(row)} values, but the first line names {len(head)} columns", line
            )
        often = _often(row, counted, line)
        marks = tuple(_mark(cell, numbered, line) for cell in row[first:])
        high = max(high, *marks)
        papers[marks] = papers.get(marks, 0) + often
    scale = next(most for most in SCALES if high <= most)
    if numbered:  # the worst word is 0 here, and so is no opinion
        papers_by_grade: dict[tuple[int, ...], int] = {}
        for marks, often in papers.items():
            grades = tuple(max(mark - 1, 0) for mark in marks)
            papers_by_grade[grades] = papers_by_grade.get(grades, 0) + often
        papers, scale = papers_by_grade, WORDS - 1
    options, called = _inside(names)
    counts: dict[str, int] = {}
    for marks, often in papers.items():
        text = ballots.write_marks(enumerate(marks), options)
        counts[text] = counts.get(text, 0) + often
    return Election("score", options, called, counts, {"high": scale}, called)


def _mark(cell: str, numbered: bool, line: int) -> int:
    text = cell.strip() or "0"
    most = WORDS if numbered else SCALES[-1]
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= most):
        raise Wrong(f"a mark takes a whole number from 0 to {most}, not {short(cell)}", line)
    return int(text)
