from __future__ import annotations

import pytest

from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.template import FORM, JSON, render

DATA = {"title": "O'Brien", "length": 30, "quote": 'say "hi"', "lines": "a\nb", "organizer": {"name": "Ann"}}


@pytest.mark.parametrize(
    ("template", "text", "media_type"),
    [
        pytest.param('{"t":"{{title}}"}', '{"t":"O&#x27;Brien"}', JSON, id="webhooks.md 10 #73"),
        pytest.param('{"t":"{{quote}}"}', "false", JSON, id="webhooks.md 10 #74: a quote"),
        pytest.param('{"t":"{{lines}}"}', "false", JSON, id="webhooks.md 10 #74: a line break"),
        pytest.param("string", "string", FORM, id="webhooks.md 10 #39"),
        pytest.param('{"n": {{length}}}', '{"n": 30}', FORM, id="JSON only when rendered"),
        pytest.param("{{quote}}", 'say "hi"', FORM, id="the double quote alone is given back"),
        pytest.param('{ "a" : 1.0,\n"n":"{{length}}" }', '{"a":1,"n":"30"}', JSON, id="JSON is written anew"),
        pytest.param('["{{organizer.name}}"]', '["Ann"]', JSON, id="an array"),
        pytest.param('"{{organizer.name}}"', '"Ann"', JSON, id="a text"),
        pytest.param("7", "7", JSON, id="a number"),
        pytest.param("{}", "{}", JSON, id="an empty object is true"),
        *(pytest.param(falsy, falsy, FORM, id=f"falsy {falsy}") for falsy in ("null", "0", "false", '""', "0.0")),
        pytest.param("NaN", "NaN", FORM, id="what only Python takes for JSON"),
    ],
)
def test_bodies(template: str, text: str, media_type: str) -> None:
    assert render(template, DATA) == (text, media_type)


def test_a_mistake_in_the_template() -> None:
    with pytest.raises(TemplateError):
        render("{{attendees[0].name}}", DATA)
