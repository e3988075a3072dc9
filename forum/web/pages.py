"""Help. The texts that people agree to have versions, and a folder of their own."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("pages", __name__)


@bp.get("/bantuan")
def help_page() -> ResponseReturnValue:
    return render_template("web/bantuan.html")
