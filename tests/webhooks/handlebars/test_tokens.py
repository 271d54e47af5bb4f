from __future__ import annotations

import pytest

from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.handlebars.tokens import tokens


def kinds(template: str) -> list[str]:
    return [token.kind for token in tokens(template)]


def texts(template: str) -> list[str]:
    return [token.text for token in tokens(template)]


def test_tags_and_text() -> None:
    assert kinds("a{{b}}c") == ["CONTENT", "OPEN", "ID", "CLOSE", "CONTENT", "EOF"]
    assert kinds("{{~#b.c 1 true 'x'~}}") == [
        "OPEN_BLOCK", "ID", "SEP", "ID", "NUMBER", "LITERAL", "STRING", "CLOSE", "EOF"
    ]  # fmt: skip
    assert kinds("{{else if a}}{{ else }}") == ["OPEN_INVERSE_CHAIN", "ID", "ID", "CLOSE", "INVERSE", "EOF"]
    assert kinds("{{elsewhere}}{{^}}{{^a}}")[1:6] == ["ID", "CLOSE", "INVERSE", "OPEN_INVERSE", "ID"]


def test_a_number_before_a_dot_is_a_name() -> None:
    assert kinds("{{a.0.b}}")[1:6] == ["ID", "SEP", "ID", "SEP", "ID"]
    assert kinds("{{a.0}}")[1:4] == ["ID", "SEP", "NUMBER"]


def test_quoted_and_bracketed_words_are_unwrapped() -> None:
    assert texts(r'{{a "b\"c" [d e\]]}}')[1:4] == ["a", 'b"c', "d e]"]


def test_comments_end_where_they_should() -> None:
    assert kinds("{{! a }}b") == ["COMMENT", "CONTENT", "EOF"]
    assert kinds("{{!-- a }} b --}}c") == ["COMMENT", "CONTENT", "EOF"]


def test_a_backslash_escapes_a_tag_and_two_do_not() -> None:
    assert list(texts(r"x \{{a}} y {{b}}"))[:2] == ["x ", "{{a}} y "]
    assert texts(r"\\{{a}}")[:2] == ["\\", "{{"]


def test_raw_blocks() -> None:
    assert texts("{{{{a}}}}{{b}}{{{{c}}}}{{{{/c}}}}{{{{/a}}}}d") == [
        "{{{{", "a", "}}}}", "{{b}}{{{{c}}}}{{{{/c}}}}", "a", "d", "",
    ]  # fmt: skip
    with pytest.raises(TemplateError, match="not closed"):
        kinds("{{{{a}}}}b")


@pytest.mark.parametrize("template", ["{{", "{{a", "{{!-- a }}", '{{"a}}', "{{a;b}}", "{{a 1b}}x{{,}}"])
def test_what_no_rule_reads(template: str) -> None:
    with pytest.raises(TemplateError, match="cannot read"):
        kinds(template)
