"""The standing texts: house rules, privacy, help."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("pages", __name__)


@bp.get("/tata-krama")
def house_rules() -> ResponseReturnValue:
    return render_template("web/tata_krama.html")


@bp.get("/privasi")
def privacy() -> ResponseReturnValue:
    return render_template("web/privasi.html")


@bp.get("/bantuan")
def help_page() -> ResponseReturnValue:
    return render_template("web/bantuan.html")
