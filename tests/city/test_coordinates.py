"""Points as people write them, and distances against published figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.city.coordinates import (
    WORLD,
    Point,
    chord,
    distance,
    mercator,
    metres_of,
    on_earth,
    read,
)
from forum.core.errors import Invalid

HERE = Point.of(-2.21, 113.91)
latitudes = st.floats(-80, 80, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)
points = st.builds(Point.of, latitudes, longitudes)


@pytest.mark.parametrize(
    "text",
    [
        "-2.21, 113.91",
        "-2.21,113.91",
        "-2.21 113.91",
        "(-2.21, 113.91)",
        "-2,21; 113,91",
        "-2,21, 113,91",
        "-2,21 113,91",
        "−2.21, 113.91",
        "113.91, -2.21",
        "-2.21°, 113.91°",
        "2.21 LS, 113.91 BT",
        "2.21° S, 113.91° E",
        "113.91 BT 2.21 LS",
        "2°12'36.0\"S 113°54'36.0\"E",
        "2° 12′ 36″ LS, 113° 54′ 36″ BT",
        "geo:-2.21,113.91",
        "geo:-2.21,113.91?z=17",
        "https://www.google.com/maps/@-2.21,113.91,17z",
        "https://www.google.com/maps?q=-2.21,113.91",
        "https://maps.google.com/?q=-2.21%2C113.91&z=15",
        "https://www.google.com/maps/search/?api=1&query=-2.21%2C113.91",
        "https://www.google.com/maps/place/-2.21,113.91",
        "https://www.google.com/maps/place/Pasar+Besar/@-2.3,113.8,17z/data=!3m1!4b1!4m5!3m4!1s0x0!8m2!3d-2.21!4d113.91",
        "https://www.openstreetmap.org/?mlat=-2.21&mlon=113.91#map=15/-2.2/113.9",
        "https://www.openstreetmap.org/#map=15/-2.21/113.91",
        "Lokasi saya: https://maps.google.com/?q=-2.21,113.91",
    ],
)
def test_what_people_write_and_paste_is_understood(app, text):
    assert read(text) == HERE


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_no_point(app, text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("depan masjid", "Contoh: -2.21000"),
        ("-2.21", "Contoh: -2.21000"),
        ("-2.21, 113.91, 5", "Contoh: -2.21000"),
        ("https://maps.app.goo.gl/AbCd", "Tautan pendek"),
        ("https://www.google.com/maps/place/Palangka+Raya", "Contoh: -2.21000"),
        ("200, 300", "Lintang dari"),
        ("2 LS 3 LU", "Contoh: -2.21000"),
        ("nan, nan", "Contoh: -2.21000"),
        ("9" * 5000, "Contoh: -2.21000"),
    ],
)
def test_what_is_no_point_is_told_how_to_write_one(app, text, words):
    with pytest.raises(Invalid) as refused:
        read(text)

    assert words in str(refused.value)


@given(points)
def test_what_is_shown_can_be_read_again(point):
    assert read(point.text) == point
    assert read(point.short) == point


@pytest.mark.pure
@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        # One degree of a great circle of the mean radius: 111.195 km (IUGG).
        (Point.of(0, 0), Point.of(0, 1), 111_195),
        (Point.of(0, 0), Point.of(1, 0), 111_195),
        # Half the way round, from pole to pole of the map: pi times the radius.
        (Point.of(0, 0), Point.of(0, 180), 20_015_115),
    ],
)
def test_distances_over_the_ground(one, other, metres):
    assert distance(one, other) == pytest.approx(metres, abs=1)


@pytest.mark.pure
@given(points, points)
def test_the_straight_line_grows_as_the_way_over_the_ground(one, other):
    straight = math.dist(one.on_sphere, other.on_sphere)

    assert metres_of(straight) == pytest.approx(distance(one, other), rel=1e-5, abs=0.5)
    assert chord(distance(one, other)) == pytest.approx(straight, rel=1e-5, abs=1e-7)


@pytest.mark.pure
def test_web_mercator_is_that_of_other_maps():
    """EPSG:3857 for 180 degrees east is 20037508.34 m; tile 3417/2077 at zoom 12 … of the API."""
    assert mercator(0, 0) == (WORLD / 2, WORLD / 2)
    assert mercator(85.051129, 180) == pytest.approx((WORLD, 0), abs=12)
    # The slippy-map rule of OpenStreetMap: x = n (lon + 180) / 360, y by ln(tan + sec).
    n = 2**12
    x, y = mercator(-2.21, 113.91)
    phi = math.radians(-2.21)
    assert int(x / WORLD * n) == int(n * (113.91 + 180) / 360)
    assert int(y / WORLD * n) == int(
        n * (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2
    )


@pytest.mark.pure
@given(latitudes, longitudes)
def test_from_the_map_back_to_the_earth(latitude, longitude):
    assert on_earth(*mercator(latitude, longitude)) == pytest.approx(
        (latitude, longitude), abs=1e-9
    )
