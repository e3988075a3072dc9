"""The pages of privacy: standing texts, one's own data, and what administrators answer for."""

from flask_babel import lazy_gettext as _l

from forum.privacy import policy, queries
from forum.privacy.views.blueprint import bp
from forum.web import administration

__all__ = ["bp", "register_sections"]

from forum.privacy.views import incidents, own, requests, retention, texts  # noqa: F401


def register_sections() -> None:
    """Where the administration lists them."""
    administration.section(
        "teks",
        group="aturan",
        title=_l("Teks tetap"),
        endpoint="privacy.text_list",
        rule=policy.can_publish_texts,
    )
    administration.section(
        "permintaan-data",
        group="privasi",
        title=_l("Permintaan data pribadi"),
        endpoint="privacy.request_list",
        rule=policy.can_answer_requests,
        waiting=queries.waiting_requests,
    )
    administration.section(
        "insiden",
        group="privasi",
        title=_l("Insiden data"),
        endpoint="privacy.incident_list",
        rule=policy.can_keep_incidents,
        waiting=queries.untold_incidents,
    )
    administration.section(
        "pembersihan",
        group="privasi",
        title=_l("Pembersihan harian"),
        endpoint="privacy.retention_runs",
        rule=policy.can_see_retention,
    )
