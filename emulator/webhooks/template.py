"""A subscription's own body: the template, and what the service makes of the text it renders (webhooks.md 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from emulator.webhooks import javascript
from emulator.webhooks.handlebars.rendering import render as handlebars

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


def render(template: str, variables: Mapping[str, Any]) -> tuple[str, str]:
    """The text of the body and its media type. Raises `TemplateError`.

    The template itself decides the type: one that is JSON makes JSON. What it renders is parsed and written again, and
    where it does not parse the body is the word `false`.
    """
    # Of all the escapes only that of the double quote is taken back.
    text = handlebars(template, variables).replace("&quot;", '"')
    if not _is_json(template):
        return text, FORM
    try:
        return javascript.stringify(javascript.parse(text)), JSON
    except (ValueError, RecursionError):
        return "false", JSON


def _is_json(template: str) -> bool:
    """Whether the template parses to something true: `null`, `0`, `false` and empty texts count as plain text."""
    try:
        parsed = javascript.parse(template)
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, list | dict) or bool(parsed)
