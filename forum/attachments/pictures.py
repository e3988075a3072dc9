"""Photos: decoded within limits, turned upright, made small, and written anew without metadata.

Nothing of the original file is kept: not where and when it was taken, with which telephone, nor
what somebody may have hidden behind the picture. All of it is pure work on bytes, done in a
thread of its own (`core.offload`).
"""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from forum.attachments.kinds import WIDTHS
from forum.attachments.unfit import BROKEN_ARCHIVE, Reason, Unfit

LONGEST_SIDE = 2048  # pixels of what is kept
MOST_PIXELS = 50_000_000  # of what is sent: the largest photos of present telephones
QUALITY = 80
THUMB_QUALITY = 72
TAIL = 65_557  # bytes in which the directory of a ZIP archive ends

_SIGNATURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_OTHER_FORMATS = re.compile(
    rb"<script|<!doctype\s+html|<html[\s>]|<svg[\s>]|%PDF-1\.|<\?php", re.IGNORECASE
)


@dataclass(frozen=True)
class Picture:
    """What is kept of a photo: itself and its small pictures, all WebP."""

    width: int
    height: int
    content: bytes
    small: dict[int, bytes]  # by width


def format_of(content: bytes) -> str | None:
    """The Pillow name of the format that these bytes begin with, if it is one that we take."""
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return None


def read(content: bytes, kind: str) -> Picture:
    """Decode a photo of this format and write it anew; raises Unfit.

    How many pixels there are is read from the head of the file: too many are not even decoded.
    """
    _refuse_mixtures(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Unfit(Reason.TOO_MANY_PIXELS)
                upright = _upright(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit(Reason.BROKEN) from error
    except Image.DecompressionBombError as error:
        raise Unfit(Reason.TOO_MANY_PIXELS) from error
    small = {width: _webp(_narrowed(upright, width), THUMB_QUALITY) for width in WIDTHS}
    return Picture(upright.width, upright.height, _webp(upright, QUALITY), small)


def _upright(image: Image.Image) -> Image.Image:
    """The first frame, upright, in sRGB, at most 2048 pixels long, without anything else."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decode at a fraction of the size
    image.load()
    profile, orientation = image.info.get("icc_profile"), image.getexif().get(0x0112, 1)
    plain = _in_srgb(image, profile)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = _turned(plain, orientation)
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    return bare


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen shows them; a profile that cannot be read is left out."""
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode not in ("RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if see_through else "RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            changed = ImageCms.profileToProfile(image, source, target, outputMode=mode)
            if changed is not None:
                return changed
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.info = {"exif": exif.tobytes()}
    return ImageOps.exif_transpose(image)


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()


def _refuse_mixtures(content: bytes) -> None:
    """A picture that is a page, a document or an archive at the same time is no photo."""
    if _OTHER_FORMATS.search(content):
        raise Unfit(Reason.MIXED)
    if b"PK\x05\x06" in content[-TAIL:]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if archive.namelist():
                    raise Unfit(Reason.MIXED)
        except BROKEN_ARCHIVE:
            return  # four bytes by chance
