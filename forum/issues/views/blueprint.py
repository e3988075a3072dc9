"""The one blueprint that all pages of issues hang on."""

from flask import Blueprint

from forum.issues.threads import ADDRESS

bp = Blueprint("issues", __name__, url_prefix=ADDRESS)
ID = "<int(max=2147483647):issue_id>"
POST = f"/{ID}/kiriman/<int(max=2147483647):post_id>"
