from collections.abc import Mapping
from typing import Any

from forum.polls.counting.ballots import Parts
from forum.polls.counting.base import Params, Result
from forum.polls.counting.placing import Placing


def summed(
    method: str,
    params: Params,
    parts: Parts,
    tally: Mapping[str, int],
    placing: Placing,
    **details: Any,
) -> Result:
    """The result of a rule in which the highest sum wins."""
    return Result(
        method=method,
        params=params,
        winners=placing.winners,
        tally=tally,
        ballots=parts.ballots,
        blank=parts.blank,
        invalid=parts.invalid,
        ranking=placing.ranking,
        ties=placing.ties,
        margin=placing.margin,
        details={"valid": parts.valid, **details},
    )
