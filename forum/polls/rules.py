"""What a poll asks of the counting rules: its options, settings and lot; refusals in words."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.polls.counting import METHODS, Candidate, Lot, Refused, Result
from forum.polls.models import Option, Poll
from forum.web.filters import number, rupiah

ALONE = ("yes-no", "plurality", "multiple", "approval", "stv", "dot", "majority-judgment")


def candidates(options: Sequence[Option]) -> list[Candidate]:
    """The options as the rules see them: the id of a row is the id on the ballots."""
    return [Candidate(str(option.id), option.cost) for option in options]


def checked_params(
    method: str, params: Mapping[str, Any], options: Sequence[Option]
) -> dict[str, Any]:
    """The settings with defaults filled in; Invalid where they make no sense."""
    try:
        return dict(METHODS[method].check(params, candidates(options)))
    except Refused as refused:
        raise Invalid(words(refused, options)) from refused


def validated(poll: Poll, paper: str) -> str:
    """The ballot's canonical text; Invalid, in words, where it makes no sense or is blank."""
    try:
        text = METHODS[poll.method].validate(paper, candidates(poll.options), poll.params)
    except Refused as refused:
        raise Invalid(words(refused, poll.options)) from refused
    if not text and METHODS[poll.method].ballot == "choice":
        raise Invalid(_("Pilih satu dulu, lalu kirim."))
    if not text:
        raise Invalid(_("Surat suara ini masih kosong. Isi dulu, lalu kirim."))
    return text


def counting(poll: Poll) -> Callable[[Mapping[str, int]], Result]:
    """The count by the poll's rule, as a function of ballots alone: it may run anywhere."""
    rule, options, lot = METHODS[poll.method], candidates(poll.options), lot_of(poll)
    params = dict(poll.params)
    if rule.name == "yes-no":
        params["entitled"] = poll.entitled
    return lambda counts: rule.tally(counts, options, params, lot)


def counting_otherwise(poll: Poll) -> Callable[[Mapping[str, int]], list[dict[str, Any]]]:
    """The same ballots by the other rules that take such papers: `{method, winners}` each.

    For information only, where the organiser asked for it. None for rules of several seats, and
    for papers that one rule alone reads.
    """
    own, options, lot = METHODS[poll.method], candidates(poll.options), lot_of(poll)
    if not poll.shows_other_methods or own.name in ALONE:
        return lambda counts: []
    kept = {name: poll.params[name] for name in ("budget",) if name in poll.params}
    rules = [
        (rule, rule.check(kept, options))
        for rule in METHODS.values()
        if rule.ballot == own.ballot and rule.name != own.name and rule.name not in ALONE
    ]
    return lambda counts: [
        {"method": rule.name, "winners": list(rule.tally(counts, options, params, lot).winners)}
        for rule, params in rules
    ]


def lot_of(poll: Poll) -> Lot:
    """The order that decides what the rule leaves equal; it was published before the opening."""
    return Lot.drawn(poll.seed or "", [str(option.id) for option in poll.options])


def in_lot_order(poll: Poll) -> list[str]:
    """The words of the options, the luckiest first; none before the lot is drawn."""
    labels = {str(option.id): option.label for option in poll.options}
    return [labels[one] for one in lot_of(poll).order] if poll.seed else []


def computed_seed(poll: Poll, checkpoint: str) -> str:
    """SHA-256 of the poll's number, its frozen text and the latest checkpoint of the record."""
    text = "\n".join(
        [
            str(poll.id),
            poll.question,
            poll.description,
            *(f"{option.id}:{option.label}:{option.cost or 0}" for option in poll.options),
            checkpoint,
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def words(refused: Refused, options: Sequence[Option]) -> str:
    """What is wrong, so that whoever votes or asks can put it right."""
    facts = {name: _shown(value, options) for name, value in refused.facts.items()}
    sentences = {
        "not_an_option": _("Pilihan itu tidak ada pada surat suara ini."),
        "one_only": _("Pilih satu saja."),
        "too_many": _("Pilih paling banyak %(most)s.", most=facts.get("most")),
        "too_few": _("Pilih sedikitnya %(least)s.", least=facts.get("least")),
        "equal_ranks": _(
            "Dua pilihan mendapat urutan yang sama. Beri tiap pilihan urutan sendiri."
        ),
        "marked_twice": _("%(option)s dinilai dua kali.", option=facts.get("option")),
        "mark_range": _(
            "Nilai untuk %(option)s antara %(low)s dan %(high)s.",
            option=facts.get("option"),
            low=facts.get("low"),
            high=facts.get("high"),
        ),
        "too_many_dots": _(
            "Anda membagi %(given)s titik. Yang tersedia %(most)s.",
            given=facts.get("given"),
            most=facts.get("most"),
        ),
        "too_many_on_one": _(
            "Satu pilihan paling banyak %(most)s titik.", most=facts.get("most")
        ),
        "over_budget": _(
            "Biaya pilihan Anda %(cost)s, melebihi %(most)s. Lepas salah satunya.",
            cost=_money(refused.facts.get("cost")),
            most=_money(refused.facts.get("most")),
        ),
        "no_cost": _("Tulis biaya %(option)s dalam rupiah.", option=facts.get("option")),
        "missing_setting": _("Lengkapi aturan pemungutannya."),
        "bad_setting": _("Periksa aturan pemungutannya: ada angka yang tidak cocok."),
    }
    return sentences.get(
        refused.key, _("Surat suara ini tidak dapat dipahami. Muat ulang halaman.")
    )


def _shown(value: Any, options: Sequence[Option]) -> Any:
    if isinstance(value, int):
        return number(value)
    return next((one.label for one in options if str(one.id) == str(value)), value)


def _money(value: Any) -> str:
    return rupiah(value) if isinstance(value, int) else ""
