"""The page `/cari`, its feed, and the search of the list of issues."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from forum.core import clock
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory, PostFactory

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_what_was_found_with_marks(client):
    one = IssueFactory(title="Kebanjiran <b>di</b> Menteng", text="Air setinggi lutut.")
    reply = PostFactory(thread=one.thread, source="Rumah kami juga **banjir** & becek.")

    page = text_of(client.get("/cari?q=banjir"))

    assert f'href="/isu/{one.id}"' in page
    assert f'href="/isu/{one.id}/kiriman/{reply.id}"' in page
    assert "<mark>Kebanjiran</mark> &lt;b&gt;di&lt;/b&gt;" in page
    assert "juga <mark>banjir</mark> &amp; becek" in page
    assert "2 hasil" in page
    assert 'name="robots" content="noindex"' in page


def test_without_words_the_page_says_what_can_be_found(client):
    assert "Apa yang dapat dicari" in text_of(client.get("/cari"))
    assert "Tulis sedikitnya satu kata" in text_of(client.get("/cari?q=-parit"))


def test_nothing_found_says_what_to_do_and_what_was_perhaps_meant(client):
    IssueFactory(title="Drainase tersumbat di Menteng")

    page = text_of(client.get("/cari?q=drainsae+menteng"))
    assert "Mungkin maksud Anda" in page
    assert 'href="/cari?q=drainase+menteng"' in page
    assert "Tidak ada yang cocok" in text_of(client.get("/cari?q=xyzzy"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_filters_are_kept_with_their_counts(client, language):
    client.set_cookie("lang", language)
    IssueFactory(title="Banjir satu")
    one = IssueFactory(title="Banjir dua")
    PostFactory(thread=one.thread, source="Banjir tiga")

    page = text_of(client.get("/cari?q=banjir&jenis=issue&waktu=pekan"))

    assert re.search(r'<option value="issue" selected>[^<]*\(2\)', page)
    assert re.search(r'<option value="post">[^<]*\(1\)', page)
    assert 'href="/cari?q=banjir&amp;jenis=issue"' in page  # without the time


@pytest.mark.parametrize(
    "address",
    [
        "/cari?q=%00&jenis=x&tahap=x&wilayah=x&unit=x&topik=x&waktu=x&milik=9&urut=x&lanjut=x",
        "/cari?q=banjir&lanjut=W10",
        "/cari?q=banjir&lanjut=WyIxIiwiMiIsIjk5OTk5OTk5OTk5OTk5Il0",
        "/cari?q=banjir&urut=terbaru&lanjut=WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5IiwiMSJd",
        "/cari?q=" + "%22(" * 400,
        "/cari?q=%EF%BF%BF%F0%9F%99%82",
        "/cari?topik=99999999999999999999",
        "/cari/atom.xml?q=%01%02",
    ],
)
def test_whatever_stands_in_the_address_a_page_comes(client, address):
    IssueFactory(title="Banjir satu")
    assert client.get(address).status_code == 200


def test_pages_by_their_links_hold_everything_once(client):
    for number in range(45):
        IssueFactory(title=f"Banjir nomor {number}")
    for sort in ("", "&urut=terbaru"):
        address, seen = f"/cari?q=banjir{sort}", []
        while address:
            page = text_of(client.get(address))
            seen += re.findall(r'<h3><a href="(/isu/\d+)"', page)
            link = re.search(r'href="(/cari\?[^"]*lanjut=[^"]*)"[^>]*>', page)
            more = re.search(
                r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"', page
            )
            address = next(filter(None, more.groups())).replace("&amp;", "&") if more else None
            assert link or not more
        assert len(seen) == len(set(seen)) == 45


def test_the_feed(client):
    one = IssueFactory(title="Banjir & becek")
    IssueFactory(title="Lampu mati")

    answer = client.get("/cari/atom.xml?q=banjir")
    feed = ElementTree.fromstring(answer.data)  # noqa: S314 - our own

    assert answer.mimetype == "application/atom+xml"
    assert [each.text for each in feed.findall("a:entry/a:title", ATOM)] == ["Banjir & becek"]
    link = feed.find("a:entry/a:link", ATOM)
    assert link is not None
    assert link.get("href", "").endswith(f"/isu/{one.id}")


def test_the_list_of_issues_finds_inflected_words_and_beginnings(client):
    IssueFactory(title="Kebanjiran di Menteng")
    IssueFactory(title="Lampu mati", text="Sejak drainase digali.")

    assert "Kebanjiran" in text_of(client.get("/isu?q=banjir"))
    page = text_of(client.get("/isu?q=drain&urut=dukungan"))
    assert "Lampu mati" in page
    assert "Kebanjiran" not in page


def test_a_page_asks_a_fixed_number_of_statements(client, signed_in, count_queries):
    signed_in(UserFactory())

    def ask() -> int:
        with count_queries() as seen:
            client.get("/cari?q=banjir&urut=terbaru")
        return len(seen)

    start = clock.now()

    def write(number: int) -> None:
        """Both kinds, in a second of their own: both are among the latest."""
        at = start + timedelta(seconds=number)
        one = IssueFactory(title=f"Banjir nomor {number}", created_at=at)
        PostFactory(thread=one.thread, source="Banjir lagi", created_at=at)

    write(0)
    ask()
    few = ask()
    for number in range(1, 31):
        write(number)
    ask()
    assert ask() == few
    assert few <= 14


def test_words_in_the_header_lead_to_the_page(client):
    page = text_of(client.get("/isu"))
    assert 'action="/cari"' in page
    assert 'href="/cari"' in page
