from __future__ import annotations

import pytest

from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.handlebars.parsing import parse
from emulator.webhooks.handlebars.tree import Block, Call, Content, Literal, Mustache, Path


def test_a_tree() -> None:
    text, block = parse('a {{#if organizer.name x="1"}}{{{../b}}}{{/if}}').body
    assert isinstance(text, Content)
    assert text.value == "a "
    assert isinstance(block, Block)
    path = Path("organizer.name", ("organizer", "name"))
    assert block.call == Call(Path("if", ("if",)), (path,), (("x", Literal("1")),))
    assert block.program is not None
    (value,) = block.program.body
    assert isinstance(value, Mustache)
    assert not value.escaped
    assert value.call.path == Path("../b", ("b",), depth=1, scoped=True)


@pytest.mark.parametrize(
    "template",
    [
        "{{attendees[0].name}}",
        "{{attendees.0}}",
        "{{a/../b}}",
        "{{a.this}}",
        "{{#if a}}",
        "{{/if}}",
        "{{#if a}}{{/each}}",
        "{{#each a}}{{else}}{{else}}{{/each}}",
        "{{else}}",
        "{{^}}",
        "{{}}",
        "{{ }}",
        "{{a}",
        "{{{a}}",
        "{{a}~}}",
        "{{{a}}}}",
        '{"a":{"b":{{#if n}}}}',
        "{{(lookup a b)}}",
        "{{a b=}}",
        "{{a b=1 c}}",
        "{{#each a as ||}}{{/each}}",
        "{{{{raw}}}}x{{{{/other}}}}",
        "{{> partial}}",
        "{{#> partial}}{{/partial}}",
        '{{#*inline "p"}}{{/inline}}',
    ],
)
def test_what_is_no_template(template: str) -> None:
    """webhooks.md 3.1: an index in brackets without a dot is a mistake."""
    with pytest.raises(TemplateError):
        parse(template)


def test_a_template_is_read_once() -> None:
    assert parse("{{a}}") is parse("{{a}}")


def test_a_brace_may_follow_a_tag() -> None:
    """webhooks.md 3.1: `{"n": {{length}}}` is sent, although the JavaScript library would refuse it."""
    tags = [statement for statement in parse('{"a":{"b":{{n}}}}').body if isinstance(statement, Mustache)]
    assert [tag.call.path.original for tag in tags] == ["n"]
