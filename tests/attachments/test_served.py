"""Uploads to the program as it is served: many at once, and more than it takes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.attachments import samples
from tests.servers import Forum
from tests.stories.people import Caller

pytestmark = pytest.mark.served

TEXT = "Tulisan panjang yang tidak boleh hilang, sepanjang apa pun fotonya."


def reply(person: Caller, *sizes: int):
    photo = samples.jpeg()
    files = [
        ("berkas", (f"foto{n}.jpg", photo + b"\0" * size)) for n, size in enumerate(sizes, 1)
    ]
    return person.post("/isu/1/balas", None, files, text=TEXT)


def test_more_photos_at_once_than_are_decoded_at_once(server: Forum) -> None:
    people = [Caller(server, name) for name in ("warga2", "warga3", "warga4")]
    photo = samples.saved(samples.grainy(4000, 3000), "JPEG", quality=85)

    def send(number: int) -> int:
        files = {"berkas": ("foto.jpg", photo)}
        return people[number % 3].post("/berkas", None, files).status_code

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(send, range(6))) == [200] * 6


def test_photos_of_twelve_megabytes_without_a_script_leave_the_text(server: Forum) -> None:
    answer = reply(Caller(server, "warga5"), 12_000_000, 12_000_000)

    assert answer.status_code == 422
    assert "foto2.jpg: Berkas ini lebih dari 5 MB." in answer.text
    assert TEXT in answer.text


def test_even_a_form_of_far_too_many_megabytes_gives_the_text_back(server: Forum) -> None:
    answer = reply(Caller(server, "warga6"), *[30_000_000] * 5)

    assert answer.status_code == 413
    assert "satu berkas paling besar 5 MB" in answer.text
    assert TEXT in answer.text
