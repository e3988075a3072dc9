from forum.accounts.events import PublicNameChanged
from forum.core.db import atomic, db
from forum.core.outbox import deliver_due, record
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory


def test_a_changed_name_outdates_the_pages_that_show_it():
    user, thread = UserFactory(), ThreadFactory()
    PostFactory(thread=thread, author=user)

    with atomic():
        record(PublicNameChanged(user_id=user.id, actor_id=user.id))
    deliver_due()

    db.session.refresh(thread)
    assert thread.version == 2
