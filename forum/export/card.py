"""The picture that goes along when a page is shared: 1200 by 630 pixels, drawn by ourselves.

Only with typefaces that lie beside this file, so that it looks the same on every machine. What
it says is given as words; nothing is asked from here. Pure work: call it through `core.offload`.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # what WhatsApp, Facebook and others ask for
SIDE = 72  # pixels free at the left and right
TITLE_AT, TITLE_HEIGHT = 150, 270
TITLE_SIZES = (68, 60, 54, 48, 43)
FOOT = 104

MIST, INK, MUTED, GREEN = "#f4f5f0", "#1b211d", "#515a53", "#0d5c47"
AIR, ON_AIR, ON_AIR_2, RATTAN, RED, BONE = (
    "#14211b", "#f4f1e4", "#b8c3b8", "#e3a21a", "#c4452f", "#f3efe0",
)  # fmt: skip
LOOKS = {  # a state's colours: ground and letters, as in the stylesheet
    "info": ("#e3eef5", "#1f587a"),
    "warn": ("#fbf0d3", "#6f4b00"),
    "go": ("#e2efe8", "#0d5c47"),
    "done": ("#0d5c47", "#ffffff"),
    "no": ("#fbe8e4", "#a32a1b"),
}
PLAIN = ("#e9ebe3", "#1b211d")

_FONTS = Path(__file__).parent / "fonts"
_BOLD, _MEDIUM = "PlusJakartaSans-Bold.ttf", "PlusJakartaSans-Medium.ttf"
_FALLBACKS = ("NotoNaskhArabic-Regular.ttf", "NotoEmoji-Regular.ttf", "Literata-Regular.ttf")

# The plaited border of the pages (anyaman.svg), tile by tile of 36 by 12: left, top, right, bottom.
_WEAVE = (
    (RATTAN, (16, 0, 20, 2), (14, 2, 22, 4), (12, 4, 16, 8), (20, 4, 24, 8), (14, 8, 22, 10),
     (16, 10, 20, 12)),
    (RED, (0, 4, 2, 8), (34, 4, 36, 8), (4, 4, 8, 8), (28, 4, 32, 8)),
    (BONE, (8, 2, 10, 4), (10, 0, 12, 2), (8, 8, 10, 10), (10, 10, 12, 12), (26, 2, 28, 4),
     (24, 0, 26, 2), (26, 8, 28, 10), (24, 10, 26, 12)),
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What the picture says. All but the title may be empty."""

    title: str
    kind: str = ""  # "Aduan 2026-1148"
    state: str = ""
    look: str = ""  # of the state: a key of LOOKS
    place: str = ""
    facts: str = ""  # "128 dukungan"


def draw(card: Card) -> bytes:
    """A PNG; some 30 to 80 KB, where WhatsApp takes 300."""
    image = Image.new("RGB", (WIDTH, HEIGHT), MIST)
    pen = ImageDraw.Draw(image)
    _border(pen)
    _head(pen, card)
    _title(pen, card.title)
    _place(pen, card)
    _foot(pen)
    file = io.BytesIO()
    image.quantize(colors=128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _border(pen: ImageDraw.ImageDraw, scale: int = 3) -> None:
    pen.rectangle((0, 0, WIDTH, 12 * scale + 12), fill=AIR)
    for left in range(-6, WIDTH, 36 * scale):
        for colour, *boxes in _WEAVE:
            for box in boxes:
                x0, y0, x1, y1 = (value * scale for value in box)
                pen.rectangle((left + x0, 6 + y0, left + x1 - 1, 6 + y1 - 1), fill=colour)


def _head(pen: ImageDraw.ImageDraw, card: Card) -> None:
    room = WIDTH - 2 * SIDE
    if card.state:
        ground, letters = LOOKS.get(card.look, PLAIN)
        width = _width(card.state, _MEDIUM, 30)
        left = WIDTH - SIDE - width - 44
        pen.rounded_rectangle((left, 82, WIDTH - SIDE, 134), radius=10, fill=ground)
        _write(pen, (left + 22, 90), card.state, _MEDIUM, 30, letters)
        room -= round(width) + 80
    _write(pen, (SIDE, 88), _cut(card.kind, _BOLD, 32, room), _BOLD, 32, GREEN)


def _title(pen: ImageDraw.ImageDraw, title: str) -> None:
    """As large as it fits; what is too long even in the smallest letters ends in an ellipsis."""
    room = WIDTH - 2 * SIDE
    for size in TITLE_SIZES:
        step = round(size * 1.22)
        lines, most = _lines(title, size, room), TITLE_HEIGHT // step
        if len(lines) <= most:
            break
    else:
        rest = " ".join(lines[most - 1 :])
        lines = [*lines[: most - 1], _cut(rest, _BOLD, size, room)]
    top = TITLE_AT + 14
    for number, line in enumerate(lines):
        _write(pen, (SIDE, top + number * step), line, _BOLD, size, INK)


def _place(pen: ImageDraw.ImageDraw, card: Card) -> None:
    room, at = WIDTH - 2 * SIDE, HEIGHT - FOOT - 70
    if card.facts:
        width = _width(card.facts, _BOLD, 32)
        _write(pen, (WIDTH - SIDE - width, at), card.facts, _BOLD, 32, INK)
        room -= round(width) + 40
    _write(pen, (SIDE, at), _cut(card.place, _MEDIUM, 32, room), _MEDIUM, 32, MUTED)


def _foot(pen: ImageDraw.ImageDraw) -> None:
    top = HEIGHT - FOOT
    pen.rectangle((0, top, WIDTH, HEIGHT), fill=AIR)
    _house(pen, SIDE, top + 26, 1.2)
    _write(pen, (SIDE + 120, top + 24), "Betang", _BOLD, 40, ON_AIR)
    words = "Forum warga Kota Palangka Raya"
    left = WIDTH - SIDE - _width(words, _MEDIUM, 30)
    _write(pen, (left, top + 32), words, _MEDIUM, 30, ON_AIR_2)


def _house(pen: ImageDraw.ImageDraw, left: int, top: int, scale: float) -> None:
    """The longhouse of the pages' corner."""

    def at(*points: float) -> list[tuple[float, float]]:
        pairs = zip(points[::2], points[1::2], strict=True)
        return [(left + x * scale, top + y * scale) for x, y in pairs]

    pen.polygon(at(12, 4, 68, 4, 80, 20, 0, 20), fill=RATTAN)
    pen.rectangle(at(6, 23, 74, 27), fill=RATTAN)
    for x in (10, 24.3, 38.5, 52.7, 67):
        pen.rectangle(at(x, 27, x + 3, 44), fill=RATTAN)


# --- letters


def _lines(text: str, size: int, room: int) -> list[str]:
    """The text in lines that fit; a word longer than a line is divided."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, size, room):
            longer = f"{lines[-1]} {piece}".strip()
            if _width(longer, _BOLD, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line]


def _pieces(word: str, size: int, room: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if _width(pieces[-1] + letter, _BOLD, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(text: str, name: str, size: int, room: float) -> str:
    if _width(text, name, size) <= room:
        return text
    while text and _width(f"{text.rstrip()}…", name, size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    name: str,
    size: int,
    colour: str,
) -> None:
    left, top = at
    base = top + _font(name, size).getmetrics()[0]  # all typefaces of a line on one base
    for run, font in _runs(text, name, size):
        pen.text((left, base), run, font=font, fill=colour, anchor="ls")
        left += font.getlength(run)


def _width(text: str, name: str, size: int) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, name, size))


def _runs(text: str, name: str, size: int) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """Parts of the text, each in the first typeface that has its letters; others are left out."""
    runs: list[tuple[str, str]] = []
    for letter in text:
        found = _typeface_of(letter, name)
        if found is None:
            continue
        if runs and (runs[-1][1] == found or letter == " "):
            runs[-1] = (runs[-1][0] + letter, runs[-1][1])
        else:
            runs.append((letter, found))
    return [(run, _font(found, size)) for run, found in runs]


@cache
def _typeface_of(letter: str, name: str) -> str | None:
    if letter == " ":
        return name
    return next((each for each in (name, *_FALLBACKS) if _has(each, letter)), None)


def _has(name: str, letter: str) -> bool:
    """A typeface shows the same box for all that it lacks."""
    font = _font(name, 24)
    shown, lacking = font.getmask(letter), font.getmask("\U0010ffff")
    return (shown.size, bytes(shown)) != (lacking.size, bytes(lacking)) and shown.size != (0, 0)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size)
