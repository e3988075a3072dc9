"""Files as people, and those who mean no good, send them: made by the tools that make them."""

import io
import struct
import zipfile
import zlib
from typing import Any

import typst
import xlsxwriter
from docx import Document
from PIL import Image, ImageCms, PngImagePlugin

GPS_OF_PALANGKA_RAYA = {1: "S", 2: (2.0, 12.0, 36.0), 3: "E", 4: (113.0, 55.0, 12.0)}
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red at the left, green at the right, blue at the bottom: one sees how it is turned."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 160, 30), (width // 2, 0, width, height // 2))
    image.paste((30, 30, 200), (0, height * 3 // 4, width, height))
    return image.convert(mode)


def grainy(width: int, height: int) -> Image.Image:
    """As large when saved as what a telephone takes in the evening."""
    noise = Image.effect_noise((width, height), 40).convert("RGB")
    return Image.blend(picture(width, height), noise, 0.3)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: Any) -> bytes:
    return saved(picture(width, height), "JPEG", quality=85, **options)


def jpeg_of_a_phone(orientation: int = 1) -> bytes:
    """With the place, the telephone and the time in it, a thumbnail's profile, and a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Penanda", "RAHASIA-7", "2026:11:24 08:00:00"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(GPS_OF_PALANGKA_RAYA)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>RAHASIA-XMP</rdf:RDF></x:xmpmeta>'
    return saved(picture(), "JPEG", exif=exif, icc_profile=profile, xmp=xmp, comment=b"RAHASIA")


def png(width: int = 640, height: int = 480) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "RAHASIA")
    return saved(picture(width, height), "PNG", pnginfo=info)


def huge_png(side: int = 20_000) -> bytes:
    """All black, so it is small to send and 400 million pixels when decoded."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
        )

    row = b"\0" * (1 + (side + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def archive(**parts: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def docx() -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_paragraph("Daftar hadir warga RT 03.")
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "RT 03")
    return file.getvalue()


def odt(**more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", "<office:document-content/>")
        for name, content in more.items():
            packed.writestr(name, content)
    return file.getvalue()


def docx_with(name: str, content: bytes) -> bytes:
    """A Word document with one part more."""
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return file.getvalue()


def docx_bomb(megabytes: int = 200) -> bytes:
    return docx_with("word/media/besar.xml", b"\0" * (megabytes * 1024 * 1024))


def lying_docx_bomb(megabytes: int = 200) -> bytes:
    """The same, but the archive says that the part holds ten bytes."""
    content = docx_bomb(megabytes)
    true, said = struct.pack("<I", megabytes * 1024 * 1024), struct.pack("<I", 10)
    assert content.count(true) >= 2
    return content.replace(true, said)


def pdf() -> bytes:
    return typst.compile(b"Surat RT 03 kepada Lurah Langkai", format="pdf")
