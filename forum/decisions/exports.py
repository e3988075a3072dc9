"""The summary for a decision: an issue and all that became of it, on a few pages.

What residents said is quoted without the names of those who wrote it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.core import clock, markdown
from forum.core.actor import Actor
from forum.decisions import queries
from forum.decisions.ledger import Row
from forum.decisions.models import Closing, Commitment, OfficialAnswer, Standing
from forum.decisions.words import RATINGS, RESULTS, STANDINGS, VERDICTS, reason_label
from forum.discussions.models import Post, PostState
from forum.discussions.voices import badge
from forum.export import (
    Bar,
    Bars,
    Block,
    Callout,
    Column,
    DataTable,
    Document,
    Heading,
    Paragraph,
    Quote,
    RichText,
    Signatures,
    Step,
    Table,
    Timeline,
)
from forum.issues import queries as issues
from forum.issues.chain import Link, links_of
from forum.issues.models import Issue
from forum.issues.words import KINDS, STATES
from forum.meetings.models import AgendaItem, OutcomeKind
from forum.meetings.words import outcome_label
from forum.polls.models import Poll, PollState
from forum.polls.outcome import Outcome, outcome_of
from forum.web import language
from forum.web.filters import day, moment, number, short_day


def summary_for(viewer: Actor, issue_id: int) -> Document:
    """The brief of an issue, in the language in force; NotFound where it is not for them."""
    issue = issues.issue_for(viewer, issue_id)
    opening = queries.opening_of(issue.id)
    replies = queries.most_supported_replies(issue.id)
    links = links_of(viewer, issue.id)
    items = queries.items_about(viewer, issue.id)
    answers = queries.answers_to(issue.id)
    promised = queries.commitments_of(issue.id)
    closings = queries.closings_of(issue.id)
    people = queries.people_taking_part(issue.id)
    shown = opening is not None and opening.state is PostState.VISIBLE
    title = issue.thread.title if shown else _("Isu %(number)s", number=issue.number)
    blocks = [
        *_matter(opening if shown else None),
        *_voices(replies),
        *_way(issue, links),
        *_deliberation(items),
        *_results(items),
        *_answers(answers),
        *_to_do(items, promised),
        *_confirmation(closings),
        *_decision(),
    ]
    return Document(
        name=f"ringkasan-isu-{issue.number}",
        title=title,
        subtitle=_("Ringkasan untuk keputusan"),
        language=language(),
        reference=_("Isu %(number)s", number=issue.number),
        facts=_facts(issue, opening, people),
        blocks=blocks,
        footer=_("Nama penulis tidak dicantumkan. Peserta bukan sampel acak."),
        data=_data(issue, opening if shown else None, replies, links, items, answers, people)
        | _follow_up(promised, closings),
    )


def _raised(at: datetime, opening: Post | None) -> str:
    """When; and in which role, if not by a resident."""
    role = _role_of(opening)
    return _("%(day)s, oleh %(role)s", day=day(at), role=role) if role else day(at)


def _role_of(opening: Post | None) -> str | None:
    if opening is None:
        return None
    return badge(opening.voice, opening.unit.short_name if opening.unit else None)


def _supports(count: int, opening: Post | None) -> str:
    """How many, and how many of these through an officer of the desk."""
    if opening is None or not opening.assisted_count:
        return _("%(n)s warga", n=number(count))
    assisted = number(opening.assisted_count)
    return _("%(n)s warga, %(m)s di antaranya lewat petugas", n=number(count), m=assisted)


def _facts(issue: Issue, opening: Post | None, people: int) -> list[tuple[str, str]]:
    thread = issue.thread
    facts = [
        (_("Jenis"), str(KINDS[issue.kind].one)),
        (_("Tahap"), str(STATES[issue.state].label)),
        (_("Wilayah"), issue.area.label),
        (_("Tempat"), issue.shown_place or ""),
        (_("Topik"), issue.category.name if issue.category else ""),
        (_("Disampaikan"), _raised(thread.created_at, opening)),
        (_("Dukungan"), _supports(thread.support_count, opening)),
        (
            _("Pembahasan"),
            _("%(n)s tanggapan, %(m)s orang", n=number(thread.reply_count), m=number(people)),
        ),
    ]
    return [(name, value) for name, value in facts if value]


def _matter(opening: Post | None) -> Iterator[Block]:
    yield Heading(1, _("Pokok masalah"))
    if opening is None:
        yield Paragraph(_("Isi isu ini disembunyikan moderator."))
    else:
        yield RichText(opening.source)


def _voices(replies: Sequence[Post]) -> Iterator[Block]:
    if not replies:
        return
    yield Heading(1, _("Kata warga lain"))
    yield Paragraph(_("Tanggapan yang paling banyak didukung."), "small")
    for reply in replies:
        support = _("%(n)s dukungan", n=number(reply.support_count))
        if reply.assisted_count:
            support = _(
                "%(n)s dukungan, %(m)s di antaranya lewat petugas",
                n=number(reply.support_count),
                m=number(reply.assisted_count),
            )
        yield Quote(markdown.excerpt(reply.source, 420), support)


def _way(issue: Issue, links: Sequence[Link]) -> Iterator[Block]:
    yield Heading(1, _("Perjalanan isu"))
    raised = Step("done", _("Isu disampaikan"), moment(issue.thread.created_at))
    yield Timeline([raised, *(_step(link) for link in links)])


def _step(link: Link) -> Step:
    state = {"done": "done", "now": "current", "next": "upcoming"}[link.state]
    detail = ". ".join(part for part in (moment(link.at), link.detail) if part)
    return Step(state, f"{link.label}: {link.title}", detail)  # type: ignore[arg-type]


def _deliberation(items: Sequence[AgendaItem]) -> Iterator[Block]:
    if not items:
        return
    yield Heading(1, _("Pembahasan di forum warga"))
    for item in items:
        meeting = item.meeting
        yield Heading(2, meeting.title)
        where = f"{day(meeting.starts_at)}. {meeting.place}".rstrip(". ")
        yield Paragraph(f"{item.title}\n{where}")
        if item.outcome_kind is not None:
            yield Callout(
                "decision",
                outcome_label(item.outcome_kind),
                item.outcome_text or "",
                _owner_and_due(item),
            )


def _owner_and_due(item: AgendaItem) -> str:
    if item.outcome_kind is not OutcomeKind.ACTION or item.outcome_due is None:
        return ""
    return _(
        "%(owner)s, tenggat %(due)s",
        owner=item.outcome_owner or "",
        due=short_day(item.outcome_due),
    )


def _results(items: Sequence[AgendaItem]) -> Iterator[Block]:
    published = [
        (poll, outcome)
        for item in items
        for poll in item.polls
        if (outcome := _published(poll)) is not None
    ]
    if not published:
        return
    yield Heading(1, _("Hasil pemungutan suara"))
    for poll, outcome in published:
        yield from _result(poll, outcome)


def _published(poll: Poll) -> Outcome | None:
    return outcome_of(poll) if poll.state is PollState.PUBLISHED else None


def _result(poll: Poll, outcome: Outcome) -> Iterator[Block]:
    yield Heading(2, poll.question)
    whole = outcome.whole
    bars = [
        Bar(option.label, votes, outcome.share(votes), votes / whole if whole else 0.0)
        for option, votes in outcome.rows
    ]
    yield Bars(_("Suara menurut pilihan"), bars)
    yield Paragraph(outcome.sentence())
    yield Paragraph(outcome.turnout_sentence(), "small")


def _answers(answers: Sequence[OfficialAnswer]) -> Iterator[Block]:
    yield Heading(1, _("Jawaban resmi"))
    if not answers:
        yield Callout("warning", _("Belum ada jawaban resmi"), _("Isu ini menunggu jawaban."))
    for answer in answers:
        signed = [_result_of(answer), _("Penanggung jawab: %(owner)s.", owner=answer.owner)]
        if answer.due_on:
            signed.append(_("Tenggat: %(due)s.", due=day(answer.due_on)))
        title = f"{answer.unit.name}, {short_day(answer.created_at)}"
        yield Callout("answer", title, RichText(answer.source), " ".join(signed).strip())


def _result_of(answer: OfficialAnswer) -> str:
    """What it came to, and why."""
    if answer.result is None:
        return ""
    word = str(RESULTS[answer.result].label)
    if not answer.reason:
        return _("Hasil: %(result)s.", result=word)
    return _("Hasil: %(result)s (%(why)s).", result=word, why=reason_label(answer.reason))


def _to_do(items: Sequence[AgendaItem], promised: Sequence[Commitment]) -> Iterator[Block]:
    rows = [
        [item.outcome_text or "", item.outcome_owner or "", short_day(item.outcome_due), ""]
        for item in items
        if item.outcome_kind is OutcomeKind.ACTION and item.outcome_due is not None
    ]
    rows += [
        [
            one.what,
            one.owner,
            short_day(one.due_on) if one.due_on else "",
            _standing_of(one),
        ]
        for one in promised
        if one.standing not in (Standing.REFUSED, Standing.POSTPONED)
    ]
    if not rows:
        return
    yield Heading(1, _("Tindak lanjut"))
    header = [_("Pekerjaan"), _("Penanggung jawab"), _("Tenggat"), _("Status")]
    yield DataTable(_("Pekerjaan, penanggung jawab, tenggat, dan statusnya"), header, rows)


def _standing_of(one: Commitment) -> str:
    if one.is_late(clock.today()):
        return _("Terlambat")
    word = str(STANDINGS[one.standing].label)
    return f"{word}: {reason_label(one.reason)}" if one.reason else word


def _confirmation(closings: Sequence[Closing]) -> Iterator[Block]:
    """What the reporter said each time that it was declared done; silence is called so."""
    if not closings:
        return
    yield Heading(1, _("Hasil menurut pelapor"))
    for closing in closings:
        said = [str(VERDICTS[closing.verdict].label) + "."]
        if closing.rating:
            said.append(_("Nilai: %(rating)s.", rating=str(RATINGS[closing.rating])))
        title = _("Dinyatakan selesai %(day)s", day=day(closing.finished_on))
        yield Callout("answer", title, RichText(closing.done), " ".join(said))


def _decision() -> Iterator[Block]:
    """Room for what the reader decides, by hand."""
    yield Heading(1, _("Keputusan"))
    yield Paragraph(_("Diterima / diterima sebagian / ditunda / ditolak, dengan alasan:"))
    dated = _("Palangka Raya, %(date)s", date=short_day(clock.today()))
    yield Signatures([(_("Disusun oleh"), ""), (_("Diputuskan oleh"), "")], dated)


def _data(
    issue: Issue,
    opening: Post | None,
    replies: Sequence[Post],
    links: Sequence[Link],
    items: Sequence[AgendaItem],
    answers: Sequence[OfficialAnswer],
    people: int,
) -> dict[str, Any]:
    return {
        "issue": {
            "id": issue.id,
            "number": issue.number,
            "kind": issue.kind.value,
            "state": issue.state.word,
            "title": issue.thread.title if opening else None,
            "text": opening.source if opening else None,
            "area": {"code": issue.area.code, "name": issue.area.label},
            "place": issue.shown_place,
            "category": issue.category.name if issue.category else None,
            "raised_at": issue.thread.created_at.isoformat(),
            "role": opening.voice if opening else None,
            "unit": opening.unit.short_name if opening and opening.unit else None,
            "supports": issue.thread.support_count,
            "assisted_supports": opening.assisted_count if opening else 0,
            "replies": issue.thread.reply_count,
            "people": people,
        },
        "most_supported": [
            {
                "text": reply.source,
                "supports": reply.support_count,
                "assisted_supports": reply.assisted_count,
            }
            for reply in replies
        ],
        "chain": [
            {"kind": link.kind, "id": link.id, "at": link.at.isoformat(), "title": link.title}
            for link in links
        ],
        "agenda_items": [_item_data(item) for item in items],
        "answers": [
            {
                "unit": answer.unit.code,
                "text": answer.source,
                "result": answer.result and answer.result.value,
                "reason": answer.reason,
                "owner": answer.owner,
                "due_on": answer.due_on and answer.due_on.isoformat(),
                "published_at": answer.created_at.isoformat(),
            }
            for answer in answers
        ],
    }


def _follow_up(promised: Sequence[Commitment], closings: Sequence[Closing]) -> dict[str, Any]:
    return {
        "commitments": [
            {
                "id": one.id,
                "unit": one.unit.code,
                "what": one.what,
                "owner": one.owner,
                "due_on": one.due_on and one.due_on.isoformat(),
                "estimate": one.estimate,
                "standing": one.standing.value,
                "late": one.is_late(clock.today()),
                "reason": one.reason,
                "date_changes": one.moves,
                "closed_on": one.closed_on and one.closed_on.isoformat(),
            }
            for one in promised
        ],
        "confirmations": [
            {
                "finished_on": closing.finished_on.isoformat(),
                "done": closing.done,
                "ends_on": closing.ends_on.isoformat(),
                "verdict": closing.verdict.value,
                "rating": closing.rating,
            }
            for closing in closings
        ],
    }


def ledger_table(rows: Iterable[Row]) -> Table:
    """Entries of the ledger for open data: no name of a resident, dates as ISO has them."""

    def column(title: str, key: str, value: Any) -> Column:
        return Column(title, value, key)

    return Table(
        name=f"tindak-lanjut-{clock.today():%Y%m%d}",
        columns=[
            column(_("Nomor"), "nomor", lambda row: row.id),
            column(_("Nomor isu"), "nomor_isu", lambda row: row.number),
            column(_("Judul isu"), "judul_isu", lambda row: row.title),
            column(_("Wilayah"), "wilayah", lambda row: row.area),
            column(_("Dukungan"), "dukungan", lambda row: row.supports),
            column(_("Pekerjaan"), "pekerjaan", lambda row: row.what),
            column(_("Perangkat daerah"), "perangkat_daerah", lambda row: row.unit),
            column(_("Penanggung jawab"), "penanggung_jawab", lambda row: row.owner),
            column(_("Tenggat"), "tenggat", lambda row: _iso(row.due_on)),
            column(_("Tenggat diubah"), "tenggat_diubah", lambda row: row.moves),
            column(_("Biaya (rupiah)"), "biaya", lambda row: row.estimate),
            column(_("Status"), "status", lambda row: row.standing.value),
            column(_("Terlambat"), "terlambat", lambda row: int(row.is_late)),
            column(_("Alasan"), "alasan", lambda row: row.reason or ""),
            column(_("Berakhir"), "berakhir", lambda row: _iso(row.closed_on)),
            column(
                _("Kata pelapor"),
                "kata_pelapor",
                lambda row: row.verdict.value if row.verdict else "",
            ),
            column(_("Nilai pelapor"), "nilai_pelapor", lambda row: row.rating),
        ],
        rows=rows,
    )


def _iso(value: Any) -> str:
    return str(value.isoformat()) if value else ""


def _item_data(item: AgendaItem) -> dict[str, Any]:
    return {
        "session_id": item.meeting_id,
        "session": item.meeting.title,
        "starts_at": item.meeting.starts_at.isoformat(),
        "title": item.title,
        "state": item.state.value,
        "outcome": item.outcome_kind
        and {
            "kind": item.outcome_kind.value,
            "text": item.outcome_text,
            "owner": item.outcome_owner,
            "due_on": item.outcome_due and item.outcome_due.isoformat(),
        },
        "polls": [
            {
                "id": poll.id,
                "question": poll.question,
                "state": poll.state.value,
                "entitled": poll.entitled,
                "result": [
                    {"option": option.label, "votes": votes} for option, votes in outcome.rows
                ]
                if (outcome := _published(poll)) is not None
                else None,
            }
            for poll in item.polls
            if poll.state is not PollState.DRAFT
        ],
    }
