"""A point on the earth: how people write one down, and where it lies on a map.

Points are kept in decimal degrees (WGS84) with five digits, about one metre.
"""

import math
import re
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.core.errors import Invalid

DIGITS = 5
EARTH = 6_371_008.8  # metres, the mean radius (IUGG)
WORLD = 2**28  # the width of the whole Web Mercator map at zoom 20, in its pixels of 256 a tile
NORTH = 85.05  # Web Mercator ends here
LONGEST = 400  # characters of what is pasted: a long link of a map

_NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
_PAIR = re.compile(rf"^\(?\s*({_NUMBER})°?\s*(?:\s|[,;/])\s*({_NUMBER})°?\s*\)?$")
_COMMAS = re.compile(r"^\(?\s*([-+−]?\d{1,3},\d+)\s*[,;\s]\s*([-+−]?\d{1,3},\d+)\s*\)?$")
# 2°12'36.5"S 113°54'36"E, as maps write it; also "2.21 LS 113.91 BT".
_SIDE = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?(LS|LU|BT|BB|[NSEWUTB])\b",
    re.IGNORECASE,
)
_IN_LINK = tuple(
    re.compile(pattern)
    for pattern in (
        r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)",  # the place itself, in a long link of Google
        r"[?&#](?:q|query|ll|daddr|destination|center|sll)=(?:loc:)?(-?\d+\.\d+)(?:,|%2C|\+|%20)+(-?\d+\.\d+)",
        r"[?&]mlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+)",
        r"[#&]map=\d+(?:\.\d+)?/(-?\d+\.\d+)/(-?\d+\.\d+)",
        r"/(?:place|search|dir)/(-?\d+\.\d+)(?:,|%2C|\+|%20)+(-?\d+\.\d+)",
        r"@(-?\d+\.\d+),(-?\d+\.\d+)",
        r"^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)",
    )
)
_LINK = re.compile(r"(?:https?://|geo:)\S+", re.IGNORECASE)
_SHORT_LINK = re.compile(r"//(?:maps\.app\.goo\.gl|goo\.gl|g\.co|osm\.org/go)/", re.IGNORECASE)
_SOUTH = {"S", "LS"}
_WEST = {"W", "B", "BB"}
_OF_LATITUDE = {"N", "S", "U", "LS", "LU"}


@dataclass(frozen=True, order=True)
class Point:
    """Latitude and longitude in decimal degrees, with five digits."""

    latitude: float
    longitude: float

    @classmethod
    def of(cls, latitude: float, longitude: float) -> "Point":
        """Rounded to five digits; ValueError for what lies on no map."""
        if not (abs(latitude) <= NORTH and abs(longitude) <= 180):  # NaN fails too
            raise ValueError("a latitude from -85 to 85 and a longitude from -180 to 180")
        return cls(round(latitude, DIGITS) + 0.0, round(longitude, DIGITS) + 0.0)

    @property
    def text(self) -> str:
        """`-2.21000, 113.91000`: as it stands in a form, and as other maps take it."""
        return f"{self.latitude:.{DIGITS}f}, {self.longitude:.{DIGITS}f}"

    @property
    def short(self) -> str:
        """`-2.21,113.91`: as it stands in an address."""
        return ",".join(
            f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
            for value in (self.latitude, self.longitude)
        )

    @property
    def on_sphere(self) -> tuple[float, float, float]:
        """On the sphere of radius 1. The straight line between two such points grows as the way
        over the ground does, so databases can sort by it without knowing any sine.
        """
        phi, theta = math.radians(self.latitude), math.radians(self.longitude)
        return (
            math.cos(phi) * math.cos(theta),
            math.cos(phi) * math.sin(theta),
            math.sin(phi),
        )

    @property
    def on_map(self) -> tuple[int, int]:
        """Its pixel on the Web Mercator map of the world at zoom 20 (EPSG:3857)."""
        x, y = mercator(self.latitude, self.longitude)
        return int(x), int(y)


def distance(one: Point, other: Point) -> float:
    """Metres over the ground, by the haversine formula."""
    phi_1, phi_2 = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((phi_2 - phi_1) / 2) ** 2 + (
        math.cos(phi_1)
        * math.cos(phi_2)
        * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def chord(metres: float) -> float:
    """The straight line, on the sphere of radius 1, of so many metres over the ground."""
    return 2 * math.sin(min(metres / (2 * EARTH), math.pi / 2))


def metres_of(straight: float) -> float:
    """The way over the ground that belongs to a straight line on the sphere of radius 1."""
    return 2 * EARTH * math.asin(min(1.0, straight / 2))


def mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """Pixels at zoom 20 from the north-west corner of the world."""
    phi = math.radians(latitude)
    x = (longitude + 180) / 360 * WORLD
    y = (1 - math.asinh(math.tan(phi)) / math.pi) / 2 * WORLD
    return x, y


def on_earth(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a pixel at zoom 20."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))
    return latitude, x / WORLD * 360 - 180


def read(text: str) -> Point | None:
    """The point in what somebody typed or pasted; None for nothing at all.

    Understood are `-2.21, 113.91`, with decimal commas too, degrees with minutes and seconds,
    and links of the usual maps that hold coordinates. Latitude comes first; where only the
    other order makes sense that one is taken. Invalid says how to write it.
    """
    text = " ".join(text[: LONGEST * 2].split())
    if not text:
        return None
    if _SHORT_LINK.search(text):
        raise Invalid(
            _(
                "Tautan pendek tidak memuat koordinat. Buka tautannya, lalu salin alamat yang "
                "panjang atau angka koordinatnya."
            )
        )
    pair = _from_link(text) if _LINK.search(text) else _from_sides(text) or _from_numbers(text)
    if pair is None:
        raise Invalid(_("Tulis koordinat sebagai lintang, bujur. Contoh: -2.21000, 113.92000."))
    latitude, longitude = pair
    if abs(latitude) > 90 >= abs(longitude):
        latitude, longitude = longitude, latitude
    try:
        return Point.of(latitude, longitude)
    except ValueError:
        raise Invalid(
            _("Lintang dari -85 sampai 85, bujur dari -180 sampai 180. Periksa angkanya.")
        ) from None


def _from_link(text: str) -> tuple[float, float] | None:
    for pattern in _IN_LINK:
        found = pattern.search(text)
        if found:
            return float(found[1]), float(found[2])
    return None


def _from_sides(text: str) -> tuple[float, float] | None:
    found = list(_SIDE.finditer(text))
    if len(found) != 2:
        return None
    sides = [match[4].upper() for match in found]
    values = [_degrees(match) for match in found]
    lies = [side in _OF_LATITUDE for side in sides]
    if lies == [True, False]:
        return values[0], values[1]
    if lies == [False, True]:
        return values[1], values[0]
    return None


def _degrees(match: re.Match[str]) -> float:
    whole, minutes, seconds = (_float(part) if part else 0.0 for part in match.groups()[:3])
    value = whole + minutes / 60 + seconds / 3600
    return -value if match[4].upper() in _SOUTH | _WEST else value


def _from_numbers(text: str) -> tuple[float, float] | None:
    found = _COMMAS.match(text) or _PAIR.match(text)
    return (_float(found[1]), _float(found[2])) if found else None


def _float(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))
