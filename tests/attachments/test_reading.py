"""What is taken and what is refused, by its content."""

import io

import pytest
from PIL import Image

from forum.attachments import pictures
from forum.attachments.kinds import FileKind
from forum.attachments.reading import read
from forum.attachments.unfit import Reason, Unfit
from tests.attachments import samples

pytestmark = pytest.mark.pure


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def reason(content, name):
    with pytest.raises(Unfit) as refused:
        read(content, name)
    return refused.value.reason


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (samples.jpeg, "foto.jpg", FileKind.PHOTO),
        (samples.png, "tangkapan layar.PNG", FileKind.PHOTO),
        (lambda: samples.saved(samples.picture(), "WEBP"), "IMG.webp", FileKind.PHOTO),
        (samples.jpeg, "tanpa akhiran", FileKind.PHOTO),
        (samples.jpeg, "salah-akhiran-foto.png", FileKind.PHOTO),  # telephones do that
        (samples.pdf, "surat.pdf", FileKind.PDF),
        (samples.docx, "surat.docx", FileKind.DOCX),
        (samples.xlsx, "daftar.xlsx", FileKind.XLSX),
        (samples.odt, "surat.odt", FileKind.ODT),
        (lambda: b"nama;rt\nMina;03\n", "warga.csv", FileKind.CSV),
        (lambda: "catatan – rapat".encode(), "catatan.txt", FileKind.TXT),
    ],
)
def test_what_people_send_is_known_by_its_content(make, name, kind):
    assert read(make(), name).kind is kind


@pytest.mark.parametrize(
    ("make", "name", "why"),
    [
        (lambda: b"", "foto.jpg", Reason.EMPTY),
        (lambda: b"\xff\xd8\xff" + b"0" * 6_000_000, "foto.jpg", Reason.TOO_BIG),
        (lambda: samples.SVG, "gambar.svg", Reason.SVG),
        (lambda: samples.SVG, "gambar.png", Reason.SVG),
        (lambda: samples.SVG, "gambar.txt", Reason.SVG),
        (lambda: b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", Reason.HEIC),
        (lambda: b"GIF89a" + b"\0" * 40, "lucu.gif", Reason.GIF),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "a.doc", Reason.OLD_OFFICE),
        # a false name
        (samples.pdf, "foto.jpg", Reason.ENDING),
        (samples.jpeg, "surat.pdf", Reason.ENDING),
        (samples.docx, "daftar.xlsx", Reason.ENDING),
        (samples.jpeg, "foto.exe", Reason.ENDING),
        (lambda: b"halo", "foto.jpg", Reason.ENDING),
        # two things in one
        (lambda: samples.jpeg() + samples.archive(a="x"), "foto.jpg", Reason.MIXED),
        (lambda: samples.jpeg() + b"<html><body>x</body></html>", "foto.jpg", Reason.MIXED),
        (lambda: samples.jpeg(comment=b"<script>alert(1)</script>"), "f.jpg", Reason.MIXED),
        (lambda: samples.png() + b"%PDF-1.7 %%EOF", "foto.png", Reason.MIXED),
        (lambda: samples.pdf() + samples.archive(a="x"), "surat.pdf", Reason.MIXED),
        (lambda: b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", "surat.pdf", Reason.MIXED),
        (lambda: b"<html><script>alert(1)</script>", "catatan.txt", Reason.UNKNOWN),
        (lambda: b"MZ\0\0\x01\x02", "catatan.txt", Reason.UNKNOWN),
        # broken
        (lambda: samples.jpeg()[:5000], "foto.jpg", Reason.BROKEN),
        (lambda: samples.png()[:300], "foto.png", Reason.BROKEN),
        (lambda: samples.docx()[:3000], "surat.docx", Reason.BROKEN),
        (lambda: b"%PDF-1.4 terpotong", "surat.pdf", Reason.BROKEN),
        # too much in it
        (samples.huge_png, "peta.png", Reason.TOO_MANY_PIXELS),
        (samples.docx_bomb, "surat.docx", Reason.PACKED_TOO_TIGHT),
        (samples.lying_docx_bomb, "surat.docx", Reason.BROKEN),
        (lambda: samples.docx_with("word/vbaProject.bin", b"x"), "a.docx", Reason.MACROS),
        (lambda: samples.odt(**{"Basic/Standard/Module1.xml": b"x"}), "a.odt", Reason.MACROS),
        (lambda: samples.archive(**{"../a": "x", "[Content_Types].xml": "x"}), "a.docx",
         Reason.MIXED),
        (lambda: samples.archive(a="x"), "arsip.zip", Reason.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(make, name, why):
    assert reason(make(), name) is why


def test_nothing_of_the_telephone_stays():
    sent = samples.jpeg_of_a_phone()
    assert b"RAHASIA-7" in sent
    assert b"RAHASIA-XMP" in sent

    kept = read(sent, "IMG_20261124.jpg").picture

    for content in (kept.content, *kept.small.values()):
        assert b"RAHASIA" not in content
        assert not any(mark in content for mark in (b"EXIF", b"XMP ", b"ICCP"))
        assert not opened(content).getexif()
        assert "icc_profile" not in opened(content).info


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(orientation):
    """What Pillow's own transposition makes of the same file."""
    sent = samples.jpeg_of_a_phone(orientation)
    kept = opened(read(sent, "a.jpg").content).convert("RGB")

    expected = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }[orientation]
    upright = samples.picture() if expected is None else samples.picture().transpose(expected)
    assert kept.size == upright.size
    for at in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)):
        place = (int(kept.width * at[0]), int(kept.height * at[1]))
        far = max(
            abs(a - b)
            for a, b in zip(kept.getpixel(place), upright.getpixel(place), strict=True)
        )
        assert far < 30, (at, kept.getpixel(place), upright.getpixel(place))


def test_sizes():
    """2048 pixels at most, the small ones 320 and 800 wide, never larger than the photo."""
    large = read(samples.jpeg(4000, 3000), "a.jpg").picture
    tiny = read(samples.png(200, 100), "a.png").picture

    assert (large.width, large.height) == (2048, 1536)
    assert [opened(large.small[width]).size for width in (320, 800)] == [(320, 240), (800, 600)]
    assert (tiny.width, tiny.height) == (200, 100)
    assert [opened(tiny.small[width]).size for width in (320, 800)] == [(200, 100)] * 2


def test_transparency_is_kept_and_other_colours_become_srgb():
    see_through = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    cmyk = samples.saved(samples.picture(mode="CMYK"), "JPEG")
    palette = samples.saved(samples.picture(mode="P"), "PNG")

    assert opened(read(samples.saved(see_through, "PNG"), "a.png").content).mode == "RGBA"
    assert opened(read(cmyk, "a.jpg").content).mode == "RGB"
    assert opened(read(palette, "a.png").content).mode == "RGB"


def test_pixels_are_counted_before_anything_is_decoded(monkeypatch):
    def decode(*_args):
        raise AssertionError("decoded")

    monkeypatch.setattr(pictures, "_upright", decode)

    assert reason(samples.huge_png(), "peta.png") is Reason.TOO_MANY_PIXELS


def test_a_csv_of_excel_is_read_and_kept_in_utf_8():
    kept = read("nama;kota\nRené;Palangka Raya\n".encode("cp1252"), "warga.csv")

    assert kept.content.decode() == "nama;kota\nRené;Palangka Raya\n"
