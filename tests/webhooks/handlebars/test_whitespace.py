from __future__ import annotations

import pytest

from emulator.webhooks.handlebars.rendering import render


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("a {{~n~}} b", "a30b"),
        ("a {{~#if yes~}} x {{~/if~}} b", "axb"),
        ("a {{~#if no~}} x {{~else~}} y {{~/if~}} b", "ayb"),
        ("a {{#if no}} x {{~else if yes~}} y {{~else~}} z {{/if}} b", "a y b"),
        ("a {{~! note ~}} b", "ab"),
        ("  {{#if yes}}\n  x\n  {{/if}}\ny", "  x\ny"),
        ("{{#each list}}\n- {{this}}\n{{/each}}\nend", "- 1\n- 2\nend"),
        ("{{#if no}}\na\n{{else}}\nb\n{{/if}}\n", "b\n"),
        ("{{#if no}}\r\na\r\n{{else if yes}}\r\nb\r\n{{else}}\r\nc\r\n{{/if}}\r\n", "b\r\n"),
        ("x\n  {{! note }}\ny", "x\ny"),
        ("x {{! note }}\ny", "x \ny"),
        ("{{^no}}\na\n{{/no}}\n", "a\n"),
        (" {{n}} \n {{n}} ", " 30 \n 30 "),
    ],
)
def test_tags_on_lines_of_their_own_and_tildes(template: str, text: str) -> None:
    assert render(template, {"n": 30, "yes": True, "no": False, "list": [1, 2]}) == text
