"""A counted result beside the words of its options, and what it says in sentences."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.polls.methods import Result
from forum.polls.models import Option, Poll
from forum.web.filters import number, percent


@dataclass(frozen=True)
class Outcome:
    """Rows are options with their votes, most votes first, equal ones as on the paper."""

    rows: tuple[tuple[Option, int], ...]
    winners: tuple[Option, ...]
    tied: tuple[Option, ...]  # equal at the top: nothing has decided between them
    ballots: int
    entitled: int

    @property
    def most(self) -> int:
        return self.rows[0][1] if self.rows else 0

    @property
    def margin(self) -> int | None:
        """Votes between the first and the second; None where there are not two."""
        if len(self.rows) < 2 or not self.most:
            return None
        return self.most - self.rows[1][1]

    @property
    def swing(self) -> int | None:
        """How many voters of the first would have made the second win instead."""
        return None if not self.margin else self.margin // 2 + 1

    def sentence(self) -> str:
        """The outcome in words."""
        if not self.most:
            return _("Tidak ada suara yang masuk.")
        if self.tied:
            return _(
                "Seri: %(options)s masing-masing mendapat %(votes)s dari %(ballots)s suara. "
                "Belum ada yang terpilih.",
                options=_listed([option.label for option in self.tied]),
                votes=number(self.most),
                ballots=number(self.ballots),
            )
        return _(
            "%(option)s mendapat suara terbanyak: %(votes)s dari %(ballots)s suara (%(share)s).",
            option=self.rows[0][0].label,
            votes=number(self.most),
            ballots=number(self.ballots),
            share=percent(self.most, self.ballots),
        )

    def turnout_sentence(self) -> str:
        return _(
            "%(ballots)s dari %(entitled)s orang yang berhak memberikan suara (%(share)s).",
            ballots=number(self.ballots),
            entitled=number(self.entitled),
            share=percent(self.ballots, self.entitled),
        )

    def what_would_change(self) -> str | None:
        """How close it was; None where nobody voted or there is nothing to compare."""
        if self.margin is None:
            return None
        if self.tied:
            return _("Satu suara lagi untuk salah satunya sudah cukup untuk memutuskan.")
        assert self.swing is not None
        first, second = self.rows[0][0], self.rows[1][0]
        gap = ngettext(
            "Selisihnya %(n)s suara.",
            "Selisihnya %(n)s suara.",
            self.margin,
            n=number(self.margin),
        )
        change = ngettext(
            "Bila %(n)s pemilih %(first)s memilih %(second)s, %(second)s yang terbanyak.",
            "Bila %(n)s pemilih %(first)s memilih %(second)s, %(second)s yang terbanyak.",
            self.swing,
            n=number(self.swing),
            first=first.label,
            second=second.label,
        )
        return f"{gap} {change}"


def outcome_of(poll: Poll) -> Outcome | None:
    """The outcome of a counted poll; needs its options. Whether it may be shown is a policy."""
    if poll.result is None:
        return None
    result = Result.from_json(poll.result)
    options = {option.id: option for option in poll.options}
    rows = sorted(poll.options, key=lambda option: (-result.tally[option.id], option.position))
    return Outcome(
        rows=tuple((option, result.tally[option.id]) for option in rows),
        winners=tuple(options[option_id] for option_id in result.winners),
        tied=tuple(options[option_id] for tie in result.ties for option_id in tie),
        ballots=result.ballots,
        entitled=poll.entitled,
    )


def _listed(words: list[str]) -> str:
    """`A, B dan C`"""
    if len(words) < 2:
        return "".join(words)
    first, last = ", ".join(words[:-1]), words[-1]
    return _("%(first)s dan %(last)s", first=first, last=last)
