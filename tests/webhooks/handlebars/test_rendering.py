"""What Handlebars 4.7 prints; every expectation here was taken from the JavaScript library itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.handlebars.rendering import render

DATA: dict[str, Any] = {
    "title": "O'Brien",
    "n": 30,
    "f": 1.5,
    "whole": 10.0,
    "yes": True,
    "no": False,
    "nul": None,
    "zero": 0,
    "blank": "",
    "organizer": {"name": "Ann", "x": {"y": 1}},
    "attendees": [{"name": "Bob", "email": "b@x"}, {"name": "C & <d>", "email": "c@x"}],
    "list": ["a", ["b", "c"], {"z": 1}, None, True],
    "empty": [],
    "bare": {},
    "quote": 'say "hi"',
    "odd": "a`b=c",
    "lines": "a\nb",
    "answers": {"a b": {"value": 1}, "x-y": 2},
    "name": "Root",
    "each": "EACH",
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{title}}", "O&#x27;Brien"),
        ("{{{title}}} {{&title}}", "O'Brien O'Brien"),
        ("{{quote}}", "say &quot;hi&quot;"),
        ("{{odd}}", "a&#x60;b&#x3D;c"),
        ("{{lines}}", "a\nb"),
        ("{{n}} {{f}} {{whole}} {{zero}}", "30 1.5 10 0"),
        ("{{yes}} {{no}}", "true false"),
        ("[{{nul}}{{missing}}{{missing.a.b}}{{nul.a}}{{blank}}]", "[]"),
        ("{{organizer}} {{list}}", "[object Object] a,b,c,[object Object],,true"),
    ],
)
def test_values_as_text(template: str, text: str) -> None:
    assert render(template, DATA) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{organizer.name}} {{organizer/name}} {{this.name}} {{./name}}", "Ann Ann Root Root"),
        ("{{attendees.0.name}} {{attendees.[0].name}}", "Bob Bob"),
        ("{{attendees.length}} {{title.length}}", "2 7"),
        ("{{answers.[a b].value}} {{answers.x-y}} {{[title]}}", "1 2 O&#x27;Brien"),
        ('{{"title"}} {{12}}{{true}}{{null}}', "O&#x27;Brien "),
        ("{{..}}{{../n}}{{@index}}", ""),
        ("{{@root.n}}", "30"),
        ("{{constructor}}{{organizer.toString}}{{__proto__}}{{n.toFixed}}", ""),
        ("{{ n }}{{\nn\n}}", "3030"),
    ],
)
def test_paths(template: str, text: str) -> None:
    assert render(template, DATA) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{#if yes}}a{{else}}b{{/if}}", "a"),
        ("{{#if zero}}a{{else}}b{{/if}}{{#if empty}}a{{^}}b{{/if}}{{#if blank}}a{{/if}}", "bb"),
        ("{{#if bare}}a{{else}}b{{/if}}", "a"),
        ("{{#if zero includeZero=true}}a{{else}}b{{/if}}", "a"),
        ("{{#if no}}a{{else if yes}}b{{else}}c{{/if}}", "b"),
        ("{{#if no}}a{{else if zero}}b{{else}}c{{/if}}", "c"),
        ("{{#unless no}}a{{else}}b{{/unless}}{{#unless yes}}a{{else}}b{{/unless}}", "ab"),
        ("{{#each attendees}}{{@index}}:{{name}}{{#unless @last}}, {{/unless}}{{/each}}", "0:Bob, 1:C &amp; &lt;d&gt;"),
        ("{{#each attendees}}{{@first}}{{../n}}{{@root.n}}{{/each}}", "true3030false3030"),
        ("{{#each organizer}}{{@key}}={{this}};{{/each}}", "name=Ann;x=[object Object];"),
        ("{{#each empty}}x{{else}}none{{/each}}{{#each missing}}x{{/each}}{{#each n}}x{{else}}!{{/each}}", "none!"),
        ("{{#each attendees as |who i|}}{{i}}{{who.name}}{{/each}}", "0Bob1C &amp; &lt;d&gt;"),
        (
            "{{#each attendees}}{{#each ../list}}{{@../index}}{{@index}} {{/each}}{{/each}}",
            "00 01 02 03 04 10 11 12 13 14 ",
        ),
        ("{{#each attendees}}{{n}}{{/each}}", ""),
        ("{{#with organizer}}{{name}}{{x.y}}{{../n}}{{/with}}", "Ann130"),
        ("{{#with missing}}a{{else}}b{{/with}}{{#with zero}}c{{/with}}", "bc"),
        ("{{#with organizer as |o|}}{{o.name}}{{/with}}", "Ann"),
        ("{{#with organizer}}{{#with x}}{{../name}}{{../../n}}{{y}}{{/with}}{{/with}}", "Ann301"),
        ("{{#if yes}}{{../n}}{{n}}{{/if}}", "30"),
        ("{{#with this}}[{{../n}}]{{n}}{{/with}}", "[]30"),
        ("{{#each list}}{{#if ../yes}}{{../../n}}{{../n}} {{/if}}{{/each}}", "30 30 30 30 30 "),
        (
            "{{#organizer}}{{name}}{{/organizer}}{{#attendees}}{{email}},{{/attendees}}{{#yes}}{{n}}{{/yes}}",
            "Annb@x,c@x,30",
        ),
        ("{{^no}}a{{/no}}{{^attendees}}b{{else}}c{{/attendees}}{{#no}}d{{^}}e{{/no}}", "acce"),
        ("{{^if no}}a{{else}}b{{/if}}", "a"),
        ("{{#each list}}{{#if ../yes}}{{.}}{{/if}};{{/each}}", "a;b,c;[object Object];[object Object];true;"),
        ("{{{{yes}}}}{{n}}{{{{/yes}}}}{{{{missing}}}}x{{{{/missing}}}}", "{{n}}"),
    ],
)
def test_blocks(template: str, text: str) -> None:
    assert render(template, DATA) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{lookup organizer \"name\"}} {{lookup organizer 'name'}}", "Ann Ann"),
        ("{{lookup attendees 1}}", "[object Object]"),
        ('{{lookup (lookup attendees 0) "email"}}', "b@x"),
        ("{{#with (lookup attendees 1)}}{{email}}{{/with}}", "c@x"),
        ("{{#each list}}{{lookup ../list @index}}|{{/each}}", "a|b,c|[object Object]||true|"),
        ("{{lookup nul 1}}{{lookup missing 1}}{{lookup zero 1}}{{log n}}", "0"),
        ('{{#lookup organizer "name"}}x{{/lookup}}', "Ann"),
        ("{{missing n=1}}{{#missing n=1}}x{{/missing}}{{#if (missing)}}a{{else}}b{{/if}}", "b"),
    ],
)
def test_lookup_and_calls(template: str, text: str) -> None:
    assert render(template, DATA) == text


@pytest.mark.parametrize(
    "template",
    [
        "{{title n}}",
        "{{missing n}}",
        "{{n a=1}}",
        "{{#missing n}}x{{/missing}}",
        "{{#if}}x{{/if}}",
        "{{#if a b}}x{{/if}}",
        "{{#each}}x{{/each}}",
        "{{if yes}}",
        "{{each}}",
        "{{with organizer}}",
        "{{lookup}}",
        "{{lookup organizer}}",
        "{{helperMissing}}",
        "{{#if (if yes)}}x{{/if}}",
        "{{#if (n)}}x{{/if}}",
        "{{#if yes as |a|}}{{a}}{{/if}}",
        "{{organizer.name.}}",
        "{{{{each}}}}{{n}}{{{{/each}}}}",
    ],
)
def test_calls_that_cannot_be(template: str) -> None:
    with pytest.raises(TemplateError):
        render(template, DATA)


def test_blocks_too_deep() -> None:
    with pytest.raises(TemplateError, match="inside each other"):
        render("{{#if yes}}" * 3000 + "{{/if}}" * 3000, DATA)


@given(st.text())
def test_text_without_tags_stays_as_it_is(text: str) -> None:
    plain = text.replace("{{", "")
    assert render(plain, DATA) == plain


TAGS = "{{ }} {{{ #if /if each ^ else yes organizer . .. / [0] @index ( ) ~ !-- -- = | as \\ {{#if yes}} {{/if}} x"
PIECES = [*TAGS.split(), " ", "\n", '"']


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_a_template_renders_or_is_refused(pieces: list[str]) -> None:
    with suppress(TemplateError):
        assert isinstance(render("".join(pieces), DATA), str)
