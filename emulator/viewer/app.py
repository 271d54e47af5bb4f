"""The served documents for people to read and try: Swagger UI as its package has it, asking nobody but us."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse, Response

from emulator.viewer import PATH

FOLDER: Final = Path(__file__).parent
FILES: Final = {
    "viewer.css": FOLDER / "viewer.css",
    "viewer.js": FOLDER / "viewer.js",
    "swagger-ui.css": FOLDER / "swagger-ui-dist" / "swagger-ui.css",
    "swagger-ui-bundle.js": FOLDER / "swagger-ui-dist" / "swagger-ui-bundle.js",
}
# The viewer writes styles into its elements.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:"
    "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def answer(path: str, documents: Iterable[str], base: str) -> Response:
    """The page at `/docs`, and its files below it.

    `documents` are the paths to choose from, `base` is the prefix of the world: `/w/NAME`, or empty.
    """
    name = path[len(PATH) :].strip("/")
    if not name:
        return _page(list(documents), base)
    file = FILES.get(name)
    if file is None:
        return Response(f"there is no {path}; {PATH} is the page", 404, media_type="text/plain")
    return Response(
        file.read_bytes(),
        media_type=mimetypes.guess_type(name)[0],
        headers={"cache-control": "max-age=86400" if name.startswith("swagger") else "no-cache"},
    )


def _page(documents: list[str], base: str) -> Response:
    choices = "".join(f'<option value="{escape(base + path)}">{escape(path)}</option>' for path in documents)
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API · Cal.com emulator</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}{PATH}/swagger-ui.css">
<link rel="stylesheet" href="{base}{PATH}/viewer.css">
<script src="{base}{PATH}/swagger-ui-bundle.js" defer></script>
<script src="{base}{PATH}/viewer.js" defer></script>
</head>
<body data-base="{base}">
<header><a href="{base}/_emulator/">Cal.com emulator</a>
<label>Document <select id="document">{choices}</select></label>
<label hidden>As <select id="who"><option value="">nobody</option></select></label></header>
<div id="viewer"><noscript>The documents themselves are at {escape(", ".join(documents))}.</noscript></div>
</body>
</html>"""
    return HTMLResponse(page, headers=HEADERS)
