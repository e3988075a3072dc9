"""How a mail looks. Mail programs take no stylesheet from elsewhere and many none from the head,
so each element gets its style where it stands; here is each of them, once.
"""

from markupsafe import Markup

INK, SOFT, LINK = "#14211b", "#4a5a52", "#0b5a3c"
FONT = "font-family:Arial,Helvetica,sans-serif"
BODY = f"{FONT};font-size:16px;line-height:24px"
SMALL = f"{FONT};font-size:14px;line-height:20px;color:{SOFT}"

LOOKS: dict[str, Markup] = {
    name: Markup('style="{}"').format(style)
    for name, style in {
        "page": f"margin:0;padding:0;background:#f4f0e6;color:{INK};{FONT}",
        "ground": "background:#f4f0e6",
        "margin": "padding:16px 8px",
        "sheet": "max-width:600px;background:#ffffff;border:1px solid #d9d3c3",
        "masthead": f"padding:16px 20px;background:{INK};color:#ffffff;{FONT};"
        "font-size:18px;line-height:24px;font-weight:bold",
        "city": "font-size:13px;line-height:18px;font-weight:normal;color:#f0e6cc",
        "greeting": f"padding:20px 20px 4px;{BODY};color:{INK}",
        "waiting_around": "padding:8px 20px 0",
        "waiting": "background:#fdf6e3;border-left:4px solid #b07a08",
        "waiting_head": "padding:12px 16px 4px",
        "waiting_item": f"padding:6px 16px 10px;{BODY};color:{INK}",
        "waiting_link": f"color:{LINK};font-weight:bold",
        "heading": f"margin:0;{FONT};font-size:18px;line-height:24px;color:{INK}",
        "heading_link": f"color:{INK};text-decoration:none",
        "part": "padding:18px 20px 0",
        "line": f"padding:8px 20px 0;{BODY}",
        "more": f"padding:8px 20px 0;{SMALL}",
        "others": f"padding:18px 20px 0;{BODY}",
        "link": f"color:{LINK}",
        "soft": f"color:{SOFT}",
        "detail": f"font-size:14px;line-height:20px;color:{SOFT}",
        "button_around": "padding:24px 20px 0",
        "button": f"background:{LINK};border-radius:4px",
        "button_link": f"display:inline-block;padding:12px 20px;{FONT};font-size:16px;"
        "line-height:20px;color:#ffffff;text-decoration:none",
        "foot": f"padding:24px 20px 20px;{FONT};font-size:13px;line-height:20px;color:{SOFT}",
    }.items()
}
