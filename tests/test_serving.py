"""The program as it is served: one process by default, several with a queue between them."""

import pytest

from tests.servers import fetch

pytestmark = pytest.mark.served


def test_two_workers_serve_from_postgresql_and_redis(serve, postgres, redis_url):
    postgres.create("served")

    server = serve(
        FORUM_DATABASE_URL=postgres.url("served"), FORUM_REDIS_URL=redis_url, FORUM_WORKERS="2"
    )

    assert fetch(f"{server.url}/readyz") == 200
    assert [fetch(f"{server.url}{path}") for path in ("/", "/isu", "/suara")] == [200] * 3
    assert server.stop() == 0


def test_a_stop_or_a_crash_loses_nothing(server):
    assert fetch(f"{server.url}/isu/1") == 200

    server.kill()
    server.start()
    assert fetch(f"{server.url}/isu/1") == 200

    assert server.stop() == 0
    server.start()
    assert fetch(f"{server.url}/isu/1") == 200
