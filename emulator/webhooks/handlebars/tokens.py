"""From template text to tokens, by the rules of the JavaScript library's lexer, oddities included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from emulator.webhooks.handlebars.error import TemplateError


class Token(NamedTuple):
    """`kind` is the grammar's name; `text` what was read, unwrapped for names and quoted texts."""

    kind: str
    text: str


# Read in this order; the first that fits wins. An identifier must be followed by what may follow one.
_AFTER_ID: Final = r"(?=[=~}\s/.)|\]])"
_AFTER_LITERAL: Final = r"(?=[~}\s)\]])"
_RULES: Final = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("OPEN_SEXPR", r"\("),
            ("CLOSE_SEXPR", r"\)"),
            ("OPEN_RAW_BLOCK", r"\{\{\{\{"),
            ("CLOSE_RAW_BLOCK", r"\}\}\}\}"),
            ("OPEN_PARTIAL", r"\{\{~?#?>"),
            ("OPEN_DECORATOR", r"\{\{~?#?\*"),
            ("OPEN_BLOCK", r"\{\{~?#"),
            ("OPEN_ENDBLOCK", r"\{\{~?/"),
            ("INVERSE", r"\{\{~?(?:\^|\s*else\b)\s*~?\}\}"),
            ("OPEN_INVERSE", r"\{\{~?\^"),
            ("OPEN_INVERSE_CHAIN", r"\{\{~?\s*else\b"),
            ("OPEN_UNESCAPED", r"\{\{~?\{"),
            ("OPEN_RAW", r"\{\{~?&"),
            ("COMMENT", r"\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?!(?!--)[\s\S]*?\}\}"),
            ("OPEN", r"\{\{~?"),
            ("EQUALS", r"="),
            ("PARENT", r"\.\."),
            ("THIS", r"\." + _AFTER_ID),
            ("SEP", r"[/.]"),
            ("SPACE", r"\s+"),
            ("CLOSE_UNESCAPED", r"\}~?\}\}"),
            ("CLOSE", r"~?\}\}"),
            ("STRING", r'"(?:\\"|[^"])*"' + r"|'(?:\\'|[^'])*'"),
            ("DATA", r"@"),
            ("LITERAL", r"(?:true|false|undefined|null)" + _AFTER_LITERAL),
            ("NUMBER", r"-?\d+(?:\.\d+)?" + _AFTER_LITERAL),
            ("OPEN_BLOCK_PARAMS", r"as\s+\|"),
            ("CLOSE_BLOCK_PARAMS", r"\|"),
            ("ID", r"[^\s!\"#%-,./;->@\[-^`{-~]+" + _AFTER_ID),
            ("BRACKETED", r"\[(?:\\\]|[^\]])*\]"),
        )
    )
)
_ENDS: Final = frozenset({"INVERSE", "COMMENT", "CLOSE", "CLOSE_UNESCAPED"})
_SURPLUS: Final = frozenset({"CLOSE_UNESCAPED", "CLOSE_RAW_BLOCK"})
_CLOSED_BY_TWO: Final = frozenset({"OPEN", "OPEN_RAW"})
_ESCAPED: Final = re.compile(r"[\s\S]{2,}?(?=\\{0,2}\{\{|\Z)")
_RAW_EDGE: Final = re.compile(r"\{\{\{\{(?P<closes>/(?P<name>[^\s!\"#%-,./;->@\[-^`{-~]+)\}\}\}\})?")


def tokens(template: str) -> Iterator[Token]:
    """The tokens of a template, ended by `EOF`. Raises `TemplateError` where no rule fits."""
    position = 0
    while position < len(template):
        opening = template.find("{{", position)
        if opening < 0:
            yield Token("CONTENT", template[position:])
            break
        content = template[position:opening]
        escaped = content.endswith("\\") and not content.endswith("\\\\")
        if content.endswith("\\"):
            content = content[:-1]
        if content:
            yield Token("CONTENT", content)
        position = opening
        if escaped:
            # A backslash makes everything up to the next tag plain text.
            match = _ESCAPED.match(template, position)
            literal = match[0] if match else template[position:]
            yield Token("CONTENT", literal)
            position += len(literal)
            continue
        for token, end in _tag(template, position):
            yield token
            position = end
    yield Token("EOF", "")


def _tag(template: str, position: int) -> Iterator[tuple[Token, int]]:
    """The tokens from an opening to its closing, each with the position behind it."""
    opened = ""
    while True:
        match = _RULES.match(template, position)
        if match is None:
            raise TemplateError(f"cannot read {template[position : position + 20]!r}")
        kind, read = str(match.lastgroup), match[0]
        if kind in _SURPLUS and opened in _CLOSED_BY_TWO and read.startswith("}}"):
            # The library refuses a third brace here. webhooks.md 3.1 has it delivered: JSON's own brace may follow.
            kind, read = "CLOSE", read[:2]
        opened = opened or kind
        position += len(read)
        if kind == "SPACE":
            continue
        yield Token(kind, _unwrapped(kind, read)), position
        if kind in _ENDS:
            return
        if kind == "CLOSE_RAW_BLOCK":
            yield from _raw(template, position)
            return


def _unwrapped(kind: str, read: str) -> str:
    if kind == "STRING":
        quote = read[0]
        return read[1:-1].replace(f"\\{quote}", quote)
    if kind == "BRACKETED":
        return re.sub(r"\\([\\\]])", r"\1", read[1:-1])
    return read


def _raw(template: str, position: int) -> Iterator[tuple[Token, int]]:
    """What stands in a raw block, up to the end that belongs to it; blocks inside it are only text."""
    began, depth = position, 0
    for edge in _RAW_EDGE.finditer(template, position):
        if edge["closes"] is None:
            depth += 1
        elif depth:
            depth -= 1
        else:
            if edge.start() > began:
                yield Token("CONTENT", template[began : edge.start()]), edge.start()
            yield Token("END_RAW_BLOCK", edge["name"]), edge.end()
            return
    raise TemplateError("a raw block is not closed")
