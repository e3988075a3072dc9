"""Pictures for the demo's issues: drawn here, so that nobody's photo is in an invented city.

They go the road of every upload: checked, written anew, made small, stored.
"""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from forum.attachments import actions as attaching
from forum.core.actor import Actor, Verification
from forum.demo.content import Row
from forum.demo.known import Known
from forum.discussions import queries
from forum.discussions.models import Post

SIZE = WIDTH, HEIGHT = 1600, 1200
NIGHT, LAMPLIGHT = (14, 22, 34), (236, 196, 92)


def add_photos(known: Known, post: Post, rows: list[Row]) -> None:
    """Attach what the content names: `scene` (a name of SCENES) and `alt`."""
    author = Actor(id=post.author_id, verification=Verification.IDENTITY_CARD)
    files = [attaching.upload(author, drawn(row["scene"]), "gambar.png") for row in rows]
    attaching.attach(
        author,
        [file.id for file in files],
        holder=queries.FILES,
        holder_id=post.id,
        alts={file.id: row["alt"] for file, row in zip(files, rows, strict=True)},
    )
    for file in files:
        file.created_at = file.attached_at = post.created_at


def drawn(scene: str) -> bytes:
    """This scene as a PNG, the same at every run."""
    image = Image.new("RGB", SIZE)
    SCENES[scene](ImageDraw.Draw(image), random.Random(scene))  # noqa: S311 - a drawing
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _sky(
    pen: ImageDraw.ImageDraw, top: tuple[int, ...], low: tuple[int, ...], end: int
) -> None:
    for y in range(end):
        part = y / end
        mixed = tuple(round(a + (b - a) * part) for a, b in zip(top, low, strict=True))
        pen.line((0, y, WIDTH, y), fill=mixed)


def _houses(pen: ImageDraw.ImageDraw, chance: random.Random, ground: int, *, lit: bool) -> None:
    """A row of houses on stilts."""
    left = -60
    while left < WIDTH:
        wide, high = chance.randint(240, 340), chance.randint(150, 230)
        shade = chance.randint(60, 120) if not lit else chance.randint(22, 38)
        wall = (shade + 40, shade + 20, shade) if not lit else (shade, shade + 2, shade + 10)
        roof = (120, 52, 40) if not lit else (18, 16, 22)
        for x in range(left + 20, left + wide - 10, 56):
            pen.rectangle((x, ground - 60, x + 12, ground), fill=roof)
        pen.rectangle((left, ground - 60 - high, left + wide, ground - 54), fill=wall)
        peak = ground - 60 - high
        pen.polygon(
            ((left - 26, peak), (left + wide / 2, peak - 110), (left + wide + 26, peak)),
            fill=roof,
        )
        window = (left + 50, peak + 50, left + 110, peak + 110)
        pen.rectangle(window, fill=LAMPLIGHT if lit else (214, 224, 226))
        left += wide + chance.randint(50, 110)


def _water(pen: ImageDraw.ImageDraw, chance: random.Random, top: int) -> None:
    pen.rectangle((0, top, WIDTH, HEIGHT), fill=(122, 98, 66))
    for _ripple in range(170):
        y = chance.randint(top + 8, HEIGHT)
        x, long = chance.randint(-80, WIDTH), chance.randint(40, 240)
        shade = chance.randint(-16, 22)
        pen.line(
            (x, y, x + long, y),
            fill=(122 + shade, 98 + shade, 66 + shade),
            width=chance.randint(2, 6),
        )


def _flooded_street(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    _sky(pen, (128, 146, 158), (206, 212, 210), 640)
    _houses(pen, chance, 660, lit=False)
    _water(pen, chance, 640)
    for x in (300, 860, 1420):  # posts along the road that is no longer seen
        pen.rectangle((x, 520, x + 18, 700), fill=(240, 240, 232))
        pen.rectangle((x, 560, x + 18, 600), fill=(180, 40, 34))


def _clogged_drain(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(104, 116, 72))
    pen.polygon(((470, 0), (1130, 0), (1500, HEIGHT), (100, HEIGHT)), fill=(150, 148, 140))
    pen.polygon(((560, 0), (1040, 0), (1330, HEIGHT), (270, HEIGHT)), fill=(58, 54, 44))
    colours = ((226, 226, 220), (196, 58, 46), (58, 110, 160), (230, 190, 70), (120, 94, 60))
    for _piece in range(260):
        y = chance.randint(120, HEIGHT)
        half = 230 + 290 * y // HEIGHT
        x, size = 800 + chance.randint(-half, half), 14 + 44 * y // HEIGHT
        colour = chance.choice(colours)
        box = (x, y, x + size, y + size * chance.randint(4, 9) // 10)
        (pen.ellipse if chance.random() < 0.4 else pen.rectangle)(box, fill=colour)


def _dark_street(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    _sky(pen, NIGHT, (40, 46, 62), 760)
    _houses(pen, chance, 780, lit=True)
    pen.rectangle((0, 770, WIDTH, HEIGHT), fill=(20, 22, 26))
    for x in range(60, WIDTH, 300):
        pen.rectangle((x, 980, x + 150, 996), fill=(92, 92, 86))
    for x in (260, 1240):  # lamps that give no light
        pen.rectangle((x, 260, x + 20, 800), fill=(52, 56, 62))
        pen.rectangle((x, 260, x + 170, 276), fill=(52, 56, 62))
        pen.ellipse((x + 130, 266, x + 200, 300), fill=(36, 38, 44))


def _open_drain(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Cleared: clear water between its banks, the houses behind."""
    _sky(pen, (142, 186, 214), (220, 232, 234), 620)
    _houses(pen, chance, 640, lit=False)
    pen.rectangle((0, 640, WIDTH, HEIGHT), fill=(104, 132, 76))
    pen.polygon(((660, 640), (940, 640), (1340, HEIGHT), (260, HEIGHT)), fill=(150, 128, 96))
    pen.polygon(((720, 640), (880, 640), (1160, HEIGHT), (440, HEIGHT)), fill=(88, 122, 132))
    for _wave in range(40):
        y = chance.randint(680, HEIGHT - 20)
        half = (y - 640) // 3
        x = 800 + chance.randint(-half, half)
        pen.line((x, y, x + 60, y), fill=(136, 168, 174), width=4)


def _lit_bank(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """The bank of the river in the evening, its lamps on."""
    _sky(pen, (22, 30, 56), (86, 74, 96), 700)
    _houses(pen, chance, 700, lit=True)
    pen.rectangle((0, 700, WIDTH, 860), fill=(92, 82, 70))
    pen.rectangle((0, 860, WIDTH, HEIGHT), fill=(26, 38, 54))
    for x in range(140, WIDTH, 270):
        pen.rectangle((x - 5, 470, x + 5, 780), fill=(60, 60, 60))
        pen.ellipse((x - 34, 430, x + 34, 498), fill=LAMPLIGHT)
        pen.rectangle((x - 8, 900, x + 8, 1100), fill=(120, 104, 66))


SCENES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "genangan": _flooded_street,
    "saluran": _clogged_drain,
    "lampu": _dark_street,
    "parit": _open_drain,
    "tepian": _lit_bank,
}
