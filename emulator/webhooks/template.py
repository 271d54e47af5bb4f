"""A subscription's own body: the template, and what the service makes of the text it renders (webhooks.md 3.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from emulator.webhooks.handlebars import render as handlebars

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


def render(template: str, variables: Mapping[str, Any]) -> tuple[str, str]:
    """The text of the body and its media type. Raises `TemplateError`.

    The template itself decides the type: one that is JSON makes JSON. What it renders is parsed and written again, and
    where it does not parse the body is the word `false`.
    """
    text = handlebars(template, variables).replace("&quot;", '"')
    if not _is_json(template):
        return text, FORM
    try:
        parsed = json.loads(text)
    except ValueError:
        return "false", JSON
    return json.dumps(parsed, ensure_ascii=False, separators=(",", ":")), JSON


def _is_json(template: str) -> bool:
    """Whether the template parses to something true: `null`, `0`, `false` and empty texts count as plain text."""
    try:
        parsed = json.loads(template)
    except ValueError:
        return False
    return parsed not in (None, False, 0, "")
