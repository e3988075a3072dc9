"""How gunicorn runs us. Read by gunicorn itself, before anything of ours is imported."""

import os
import signal
import sys
from typing import Any

from gunicorn.workers.ggevent import GeventWorker


class Worker(GeventWorker):
    """A serving process that ends quietly, also when it is told so while it starts."""

    def init_signals(self) -> None:
        super().init_signals()
        # Ctrl-C reaches us and the master, which then tells us to stop: hear it once.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle_quit(self, sig: int, frame: Any) -> None:
        self.alive = False


worker_class = Worker
worker_connections = 10000
graceful_timeout = 3  # open sockets would hold a stop for ever
timeout = 120
keepalive = 30
control_socket_disable = True
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Start the background tasks of a serving process, after gevent has patched it."""
    import gevent  # noqa: PLC0415 - only now is everything patched

    from forum.core import logs  # noqa: PLC0415
    from forum.core import worker as background  # noqa: PLC0415
    from forum.live.sending import socketio  # noqa: PLC0415
    from forum.live.sockets import start_tasks  # noqa: PLC0415

    logs.set_up()  # once more: by now gunicorn has handlers of its own
    gevent.hub.Hub.print_exception = logs.of_greenlet
    app = worker.wsgi
    # Without this, clients that keep their connection busy starve all others.
    app.before_request(lambda: gevent.sleep(0))
    start_tasks()
    if os.environ.get("FORUM_SERVE_WORKER") != "0":
        socketio.start_background_task(background.run, app)
    if worker.age == 1:  # the first one serves: say where
        sys.stdout.write(os.environ.get("FORUM_SERVE_BANNER", "") + "\n")
        sys.stdout.flush()
