"""Rules that add up what stands on each ballot."""

from forum.polls.counting.base import Method
from forum.polls.counting.simple.choosing import Approval, Multiple, Plurality
from forum.polls.counting.simple.judgment import MajorityJudgment
from forum.polls.counting.simple.marking import Dot, Score
from forum.polls.counting.simple.star import Star
from forum.polls.counting.simple.yes_no import YesNo

SIMPLE: tuple[Method, ...] = (
    YesNo(),
    Plurality(),
    Multiple(),
    Approval(),
    Score(),
    Star(),
    MajorityJudgment(),
    Dot(),
)
