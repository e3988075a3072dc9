"""A counted result beside the words of its options, and what it says in sentences."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.polls.counting import Result
from forum.polls.counting.numbers import Number
from forum.polls.models import Option, Poll
from forum.polls.shapes import Paper, paper_of, shape_of
from forum.web.filters import number, percent, rupiah

ONE_MARK = (Paper.CHOICE, Paper.APPROVAL)
Shown = int | float  # of exact numbers, what people read
OF_ALL = (*ONE_MARK, Paper.PROJECTS)  # their numbers are of all who voted


@dataclass(frozen=True)
class Outcome:
    """Rows are options with their headline number, winners first, then the highest first.

    `entitled` and `present` are people; `quorum` so many ballots as had to come in.
    """

    poll: Poll
    result: Result
    rows: tuple[tuple[Option, Shown], ...]
    winners: tuple[Option, ...]
    entitled: int
    quorum: int | None = None

    @property
    def ballots(self) -> int:
        return self.result.ballots

    @property
    def valid(self) -> int:
        return self.result.ballots - self.result.blank - self.result.invalid

    @property
    def most(self) -> Shown:
        return max((value for _option, value in self.rows), default=0)

    @property
    def whole(self) -> Shown:
        """What a full bar stands for: all ballots, or the highest number."""
        return self.ballots if paper_of(self.poll.method) in OF_ALL else self.most

    @property
    def margin(self) -> Number | None:
        """Between the last that won and the first that did not; None where there is no such."""
        return self.result.margin if self.valid else None

    @property
    def swing(self) -> int | None:
        """How many voters of the winner would have made the second win instead; one vote each."""
        if paper_of(self.poll.method) is not Paper.CHOICE or not self.margin:
            return None
        return int(self.margin) // 2 + 1

    @property
    def is_of_all(self) -> bool:
        """Whether the numbers are so many of all who voted, so that a percentage says something."""
        return paper_of(self.poll.method) in OF_ALL

    def share(self, value: Shown) -> str:
        """A percentage of all who voted; nothing where the number is of another kind."""
        return percent(value, self.ballots) if self.is_of_all else ""

    @property
    def is_budget(self) -> bool:
        return paper_of(self.poll.method) is Paper.PROJECTS

    @property
    def is_quorate(self) -> bool:
        return self.quorum is None or self.ballots >= self.quorum

    @property
    def drawn(self) -> tuple[Option, ...]:
        """Options that were equal until the lot decided between them, and one of them won."""
        winners = set(self.result.winners)
        for tie in self.result.ties:
            if tie.broken_by == "lot" and winners & set(tie.options):
                return tuple(
                    option for option, _value in self.rows if str(option.id) in tie.options
                )
        return ()

    def sentence(self) -> str:
        """The outcome in words."""
        if not self.valid:
            return _("Tidak ada suara yang masuk.")
        said = self._said()
        if not self.is_quorate:
            assert self.quorum is not None
            return _(
                "Kuorum tidak tercapai: %(ballots)s suara, yang diperlukan %(quorum)s. %(said)s",
                ballots=number(self.ballots),
                quorum=number(self.quorum),
                said=said,
            )
        return said

    def turnout_sentence(self) -> str:
        return _(
            "%(ballots)s dari %(entitled)s orang yang berhak memberikan suara (%(share)s).",
            ballots=number(self.ballots),
            entitled=number(self.entitled),
            share=percent(self.ballots, self.entitled),
        )

    def lot_sentence(self) -> str | None:
        """What the lot decided; None where it decided nothing that matters."""
        if not self.drawn or not self.winners:
            return None
        return _(
            "%(options)s sama kuat. Urutan undian yang diumumkan sebelum dibuka memilih %(winners)s.",
            options=listed([option.label for option in self.drawn]),
            winners=listed([option.label for option in self.drawn if option in self.winners]),
        )

    def what_would_change(self) -> str | None:
        """How close it was; None where the rule has no such number, or nobody voted."""
        if self.margin is None:
            return None
        if not self.margin:
            return _("Satu suara lagi untuk salah satunya sudah cukup untuk memutuskan.")
        gap = number(_shown(self.margin))
        if paper_of(self.poll.method) in ONE_MARK and len(self.rows) > 1 and self.winners:
            return self._swing(gap)
        return _("Selisih antara yang terpilih dan yang berikutnya: %(gap)s.", gap=gap)

    def _swing(self, gap: str) -> str:
        assert self.margin is not None
        first = self.winners[-1]
        second = next((one for one, _value in self.rows if one not in self.winners), None)
        said = ngettext(
            "Selisihnya %(gap)s suara.",
            "Selisihnya %(gap)s suara.",
            int(self.margin),
            gap=gap,
        )
        swing = self.swing
        if second is None or swing is None:
            return said
        change = ngettext(
            "Bila %(n)s pemilih %(first)s memilih %(second)s, %(second)s yang terbanyak.",
            "Bila %(n)s pemilih %(first)s memilih %(second)s, %(second)s yang terbanyak.",
            swing,
            n=number(swing),
            first=first.label,
            second=second.label,
        )
        return f"{said} {change}"

    def _said(self) -> str:
        if self.is_budget:
            return self._funded()
        if self.poll.method == "yes-no":
            return self._passed()
        if not self.winners:
            return _("Belum ada yang terpilih.")
        names = listed([option.label for option in self.winners])
        if len(self.winners) > 1:
            return _("Terpilih: %(names)s.", names=names)
        value = dict(self.rows)[self.winners[0]]
        if paper_of(self.poll.method) in ONE_MARK:
            return _(
                "%(option)s mendapat suara terbanyak: %(votes)s dari %(ballots)s suara (%(share)s).",
                option=names,
                votes=number(value),
                ballots=number(self.ballots),
                share=percent(value, self.ballots),
            )
        return _(
            "%(option)s terpilih menurut cara “%(rule)s”, dari %(ballots)s suara.",
            option=names,
            rule=str(shape_of(self.poll.method).label),
            ballots=number(self.ballots),
        )

    def _funded(self) -> str:
        spent = sum(option.cost or 0 for option in self.winners)
        return _(
            "%(n)s dari %(all)s usulan didanai: %(spent)s dari pagu %(budget)s.",
            n=number(len(self.winners)),
            all=number(len(self.rows)),
            spent=rupiah(spent),
            budget=rupiah(int(self.poll.params.get("budget", 0))),
        )

    def _passed(self) -> str:
        yes = next(
            (
                v
                for option, v in self.rows
                if str(option.id) == str(self.poll.params.get("yes"))
            ),
            0,
        )
        base = int(self.result.details.get("base_votes", self.valid))
        share = Fraction(self.poll.params.get("share", "1/2"))
        limit = f"{share.numerator}/{share.denominator}"
        asked = (
            _("lebih dari %(limit)s", limit=limit)
            if self.poll.params.get("strict", True)
            else _("sedikitnya %(limit)s", limit=limit)
        )
        facts = {
            "yes": number(yes),
            "base": number(base),
            "share": percent(yes, base),
            "asked": asked,
        }
        if self.result.details.get("passed"):
            return _(
                "Usul diterima: %(yes)s dari %(base)s (%(share)s), perlu %(asked)s.", **facts
            )
        return _(
            "Usul tidak diterima: %(yes)s dari %(base)s (%(share)s), perlu %(asked)s.", **facts
        )


def outcome_of(poll: Poll) -> Outcome | None:
    """The outcome of a counted poll; needs its options. Whether it may be shown is a policy."""
    if poll.result is None:
        return None
    return outcome_from(poll, Result.from_json(poll.result))


def outcome_from(poll: Poll, result: Result) -> Outcome:
    options = {str(option.id): option for option in poll.options}
    won = {one: place for place, one in enumerate(result.winners)}

    def place(option: Option) -> tuple[int, Number, int]:
        one = str(option.id)
        return won.get(one, len(won)), -result.tally.get(one, 0), option.position

    rows = sorted(poll.options, key=place)
    return Outcome(
        poll=poll,
        result=result,
        rows=tuple((option, _shown(result.tally.get(str(option.id), 0))) for option in rows),
        winners=tuple(options[one] for one in result.winners if one in options),
        entitled=poll.entitled,
        quorum=quorum_of(poll),
    )


def quorum_of(poll: Poll) -> int | None:
    """So many ballots must come in; None where there is no quorum."""
    if poll.quorum is None:
        return None
    if poll.quorum_is_share:
        return -(-poll.entitled * poll.quorum // 100)
    return poll.quorum


def listed(words: list[str]) -> str:
    """`A, B dan C`"""
    if len(words) < 2:
        return "".join(words)
    first, last = ", ".join(words[:-1]), words[-1]
    return _("%(first)s dan %(last)s", first=first, last=last)


def _shown(value: Number) -> Shown:
    """Halves and the like as decimals, for people to read."""
    return int(value) if value == int(value) else round(float(value), 2)
