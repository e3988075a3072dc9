"""The picture that goes along when an issue is shared."""

import io
import re

import pytest
from PIL import Image

from forum.core.actor import SYSTEM
from forum.discussions import actions as discussions
from forum.issues import picture
from forum.issues.models import IssueState
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import IssueFactory, opening_of

MOST = 300_000  # bytes that WhatsApp takes


def test_the_picture_is_of_the_size_that_previews_show_and_small(client):
    issue = IssueFactory(title="Parit Jl. G. Obos tersumbat " * 7)

    answer = client.get(f"/isu/{issue.id}/gambar.png")

    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert len(answer.data) < MOST
    assert answer.headers["Cache-Control"] == "public, max-age=600"


def test_it_says_what_the_issue_is_always_in_indonesian(app):
    area = AreaFactory(name="Langkai", parent_name="Pahandut")
    issue = IssueFactory(title="Lampu mati", area=area, support_count=1204)

    with app.test_request_context(headers={"Cookie": "lang=en"}):
        card = picture.card_of(issue)

    assert (card.title, card.state, card.look) == ("Lampu mati", "Diterima", "info")
    assert card.kind == f"Aduan {issue.number}"
    assert (card.place, card.facts) == ("Langkai, Pahandut", "1.204 dukungan")


def test_a_new_version_is_a_new_picture_and_the_old_is_not_sent_twice(client):
    issue = IssueFactory()
    first = client.get(f"/isu/{issue.id}/gambar.png")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/isu/{issue.id}/gambar.png", headers=known).status_code == 304

    discussions.support(UserFactory().as_actor(), opening_of(issue))

    second = client.get(f"/isu/{issue.id}/gambar.png", headers=known)
    assert second.status_code == 200
    assert second.data != first.data


def test_of_what_not_everyone_may_read_there_is_none(client, signed_in):
    author = signed_in(UserFactory())
    draft, hidden = IssueFactory(author=author, state=IssueState.DRAFT), IssueFactory()
    discussions.hide_post(SYSTEM, opening_of(hidden), ground="data_pribadi")

    for issue in (draft, hidden):
        assert client.get(f"/isu/{issue.id}/gambar.png").status_code == 404


@pytest.mark.parametrize("hidden", [False, True])
def test_the_page_names_its_picture(client, app, hidden):
    issue = IssueFactory(title="Lampu mati")
    if hidden:
        discussions.hide_post(SYSTEM, opening_of(issue), ground="data_pribadi")

    page = client.get(f"/isu/{issue.id}").get_data(as_text=True)

    (url,) = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    base = app.config["BASE_URL"]
    own = f"{base}/isu/{issue.id}/gambar.png?v={issue.thread.version}"
    assert url == (f"{base}/gambar.png" if hidden else own)
    assert 'name="twitter:card" content="summary_large_image"' in page


def test_other_pages_have_the_picture_of_the_house(client, app):
    page = client.get("/").get_data(as_text=True)
    assert f'content="{app.config["BASE_URL"]}/gambar.png"' in page

    answer = client.get("/gambar.png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert len(answer.data) < MOST
