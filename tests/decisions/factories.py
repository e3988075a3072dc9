"""Answered issues and their promises, made by the rules themselves."""

from datetime import timedelta

from forum.attachments import actions as attaching
from forum.core import clock
from forum.decisions import actions
from forum.decisions.actions import Promise, Told
from forum.decisions.models import Commitment, NoteKind, Result
from forum.decisions.queries import commitments_of
from forum.discussions import actions as discussions
from forum.issues.models import IssueState
from tests.accounts.factories import UserFactory
from tests.attachments import samples
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory, opening_of

SHOWN = Told("Parit dibuka, air surut.", intangible="Hasil dicek bersama warga RT.")


class Office:
    """A unit with an official, and a resident whose issue it answers."""

    def __init__(self, **issue):
        self.unit = UnitFactory()
        self.user = UserFactory(official=True, unit=self.unit)
        self.official = self.user.as_actor()
        self.author = UserFactory()
        self.reporter = self.author.as_actor()
        given = {"owner_unit_id": self.unit.id, "author": self.author} | issue
        self.issue = IssueFactory(**{"state": IssueState.IN_PROGRESS, **given})

    def answer(self, *jobs, **changes):
        due_on = clock.today() + timedelta(days=7)
        given = {
            "result": Result.ACCEPTED,
            "text": "Kami kerjakan pekan ini.",
            "owner": "Kepala Bidang Sumber Daya Air",
            "promises": [Promise(job, due_on) for job in jobs or ("Membuka parit",)],
        } | changes
        return actions.publish_answer(self.official, self.issue, unit_id=self.unit.id, **given)

    def promise(self, **changes) -> Commitment:
        """Answered, with one promise."""
        answer = self.answer(**changes)
        return next(one for one in commitments_of(self.issue.id) if one.answer_id == answer.id)

    def keep(self, promise, told=SHOWN):
        return actions.tell(self.official, promise, NoteKind.DONE, told)

    def photo(self):
        return attaching.upload(self.official, samples.jpeg(), "parit.jpg").id

    def finish(self, **changes):
        """Answered, kept, and declared done."""
        self.keep(self.promise())
        given = {"done": "Parit dibuka sepanjang 180 meter.", "files": [self.photo()]} | changes
        return actions.finish(self.official, self.issue, **given)


def supported(issue):
    """A neighbour who supports it, and follows it by that."""
    neighbour = UserFactory()
    discussions.support(neighbour.as_actor(), opening_of(issue))
    return neighbour
