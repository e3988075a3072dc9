"""What stands under the address of an issue, and the ledger under its own."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)
promises = Blueprint("promises", __name__, url_prefix="/tindak-lanjut")
ISSUE = "/isu/<int:issue_id>"
ID = "<int:commitment_id>"
