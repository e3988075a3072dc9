"""By what posts are sorted: computed when somebody votes, kept beside the counts."""

import math

Z = 1.96  # for an interval of 95 %


def agreement(agree: int, disagree: int) -> float:
    """The lower bound of the Wilson score interval for the share of agreement: 0 to 1.

    Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22
    (1927): few votes say little, so an argument with 2 of 2 stands below one with 90 of 100.
    """
    n = agree + disagree
    if agree == 0:  # exactly 0, where rounding would leave a trace
        return 0.0
    share = agree / n
    spread = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return (share + Z * Z / (2 * n) - spread) / (1 + Z * Z / n)


def contested(agree: int, disagree: int) -> float:
    """How much people are divided: many votes near half and half stand first; 0 where they agree.

    The number of votes to the power of the balance of both sides (0 to 1).
    """
    less, more = sorted((agree, disagree))
    if less <= 0:
        return 0.0
    return float((less + more) ** (less / more))
