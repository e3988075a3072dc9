"""The application object for any WSGI server. `forum serve` is the usual way to start it."""

from forum import create_app

app = create_app()
