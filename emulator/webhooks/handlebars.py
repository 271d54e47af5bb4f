"""Handlebars, as far as payload templates use it: paths, blocks, `if`, `unless`, `each`, `with`, `lookup`.

No maintained Python library renders as the JavaScript one does (escaping, empty values, joined arrays), and those
details reach the subscriber (webhooks.md 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = Any

TAG: Final = re.compile(r"\{\{(~)?(!--.*?--|[^{].*?|\{.*?\})(~)?\}\}", re.DOTALL)
WORD: Final = re.compile(r"""\s*(?:("[^"]*"|'[^']*')|(-?\d+(?:\.\d+)?)(?=\s|$)|((?:@|\.\./|\.\.?)*[^\s"'()=]*))""")
SEGMENT: Final = re.compile(r"\[([^\]]*)\]|([^./\[\]]+)")
NAME: Final = re.compile(r"(?:@?[^\s!\"#%&'()*+,./;<=>@\[\\\]^`{|}~]+|\[[^\]]*\]|\.\.|\.)")
ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;"}
MISSING: Final = None


class TemplateError(ValueError):
    """The template is not Handlebars."""


@dataclass(slots=True)
class _Block:
    """A block while it is open, or the whole template: what is inside, and what stands behind `else`."""

    words: list[str] = field(default_factory=list)
    inverted: bool = False
    body: list[_Node] = field(default_factory=list)
    otherwise: list[_Node] | None = None
    closes: str = ""

    def current(self) -> list[_Node]:
        return self.body if self.otherwise is None else self.otherwise


@dataclass(slots=True)
class _Value:
    words: list[str]
    raw: bool


_Node = str | _Value | _Block


@dataclass(slots=True, frozen=True)
class _Scope:
    """What a path is looked up in: `this`, the scopes outside it, and `@data`."""

    this: Json
    outer: _Scope | None
    data: Mapping[str, Json]


def render(template: str, variables: Mapping[str, Json]) -> str:
    """The text that a template makes of some variables. Raises `TemplateError`."""
    return _render(_parse(template), _Scope(variables, None, {"root": variables}))


def _parse(template: str) -> list[_Node]:
    stack = [_Block()]
    position = 0
    for match in TAG.finditer(template):
        text = template[position : match.start()]
        trimmed_left, content, trims_right = match[1], match[2].strip(), match[3]
        _add_text(stack[-1], text.rstrip() if trimmed_left else text)
        position = match.end()
        if trims_right:
            position += len(template[position:]) - len(template[position:].lstrip())
        if not content.startswith("!"):
            _open_or_close(stack, content)
    rest = template[position:]
    if "{{" in rest:
        raise TemplateError(f"unclosed tag at {rest[rest.index('{{') :][:30]!r}")
    _add_text(stack[-1], rest)
    if len(stack) > 1:
        raise TemplateError(f"{stack[-1].closes!r} is not closed")
    return stack[0].body


def _add_text(block: _Block, text: str) -> None:
    if text:
        block.current().append(text)


def _open_or_close(stack: list[_Block], content: str) -> None:
    top = stack[-1]
    if content.startswith("{"):
        top.current().append(_Value(_words(content[1:-1]), raw=True))
    elif content.startswith("&"):
        top.current().append(_Value(_words(content[1:]), raw=True))
    elif content.startswith("#"):
        words = _words(content[1:])
        stack.append(_Block(words, closes=words[0]))
    elif content in {"else", "^"}:
        if len(stack) == 1 or top.otherwise is not None:
            raise TemplateError("else without a block")
        top.otherwise = []
    elif content.startswith("^"):
        words = _words(content[1:])
        stack.append(_Block(words, inverted=True, closes=words[0]))
    elif content.startswith("/"):
        if len(stack) == 1 or top.closes != content[1:].strip():
            raise TemplateError(f"{content[1:].strip()!r} closes nothing that is open")
        stack.pop()
        stack[-1].current().append(top)
    elif content.startswith(">"):
        raise TemplateError(f"The partial {content[1:].strip()} could not be found")
    else:
        top.current().append(_Value(_words(content), raw=False))


def _words(text: str) -> list[str]:
    """A tag's expression in words: paths, quoted texts, numbers."""
    words: list[str] = []
    text = text.strip()
    while text:
        match = WORD.match(text)
        if match is None or not match[0]:
            raise TemplateError(f"cannot read {text!r}")
        word = match[0].strip()
        if word[0] not in "\"'" and not _is_path(word):
            raise TemplateError(f"cannot read the path {word!r}")
        words.append(word)
        text = text[match.end() :].lstrip()
    if not words:
        raise TemplateError("empty tag")
    return words


def _is_path(word: str) -> bool:
    """Segments between dots or slashes; an index needs a dot before its bracket, as it does there."""
    position = 0
    while True:
        match = NAME.match(word, position)
        if match is None:
            return False
        position = match.end()
        if position == len(word):
            return True
        if word[position] not in "./":
            return False
        position += 1


def _render(nodes: list[_Node], scope: _Scope) -> str:
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, _Value):
            text = _text(_evaluate(node.words, scope))
            parts.append(text if node.raw else "".join(ESCAPES.get(letter, letter) for letter in text))
        else:
            parts.append(_block(node, scope))
    return "".join(parts)


def _block(block: _Block, scope: _Scope) -> str:
    name, arguments = block.words[0], block.words[1:]
    otherwise = block.otherwise or []
    if name in ("if", "unless", "each", "with") and len(arguments) == 1 and not block.inverted:
        value = _look_up(arguments[0], scope)
        if name in ("if", "unless"):
            chosen = block.body if _is_filled(value) == (name == "if") else otherwise
            return _render(chosen, scope)
        if name == "each":
            return _each(block, value, scope)
        return _render(block.body, _Scope(value, scope, scope.data)) if _is_filled(value) else _render(otherwise, scope)
    value = _evaluate(block.words, scope)
    if block.inverted:
        return _render(otherwise if _is_filled(value) else block.body, scope)
    if isinstance(value, list):
        return _each(block, value, scope)
    if value is True:
        return _render(block.body, scope)
    if value is None or value is False:
        return _render(otherwise, scope)
    return _render(block.body, _Scope(value, scope, scope.data))


def _each(block: _Block, value: Json, scope: _Scope) -> str:
    items: list[tuple[Json, Json]] = []
    if isinstance(value, list):
        items = list(enumerate(value))
    elif isinstance(value, Mapping):
        items = list(value.items())
    if not items:
        return _render(block.otherwise or [], scope)
    parts = []
    for number, (key, item) in enumerate(items):
        data = {**scope.data, "index": number, "key": key, "first": number == 0, "last": number == len(items) - 1}
        parts.append(_render(block.body, _Scope(item, scope, data)))
    return "".join(parts)


def _evaluate(words: list[str], scope: _Scope) -> Json:
    if words[0] == "lookup" and len(words) == 3:
        return _member(_look_up(words[1], scope), _text(_look_up(words[2], scope)))
    if len(words) > 1:
        raise TemplateError(f'Missing helper: "{words[0]}"')
    return _look_up(words[0], scope)


def _look_up(word: str, scope: _Scope) -> Json:
    if word[0] in "\"'":
        return word[1:-1]
    literals: dict[str, Json] = {"true": True, "false": False, "null": None, "undefined": None}
    if word in literals:
        return literals[word]
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return float(word) if "." in word else int(word)
    while word.startswith("..") and scope.outer is not None:
        scope, word = scope.outer, word[3:]
    if word.startswith("@"):
        value: Json = scope.data
        word = word[1:]
    else:
        value = scope.this
    if word in ("", ".", "this"):
        return value
    segments = [bracketed or plain for bracketed, plain in SEGMENT.findall(word)]
    if segments and segments[0] == "this":
        segments = segments[1:]
    for segment in segments:
        value = _member(value, segment)
    return value


def _member(value: Json, name: str) -> Json:
    if isinstance(value, Mapping):
        return value.get(name, MISSING)
    if isinstance(value, list):
        if name == "length":
            return len(value)
        return value[int(name)] if name.isdecimal() and int(name) < len(value) else MISSING
    return MISSING


def _is_filled(value: Json) -> bool:
    """Handlebars' truth: empty arrays are false, empty objects are not."""
    return bool(value) or (isinstance(value, Mapping) and not value)


def _text(value: Json) -> str:
    """A value as JavaScript joins it into a string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    if isinstance(value, Mapping):
        return "[object Object]"
    return str(value)
