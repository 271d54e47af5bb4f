"""Reading a request's body as the service's body parser does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import takewhile
from operator import eq
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive

from emulator.contract.values import ABSENT
from emulator.errors import common

TOO_DEEP: Final = "Unexpected nesting in JSON"
# How the service's JSON engine words what Python's parser words differently; `{0}` is the position.
_WORDS: Final = {
    "Expecting property name enclosed in double quotes": "Expected property name or '}}' in JSON at position {0}",
    "Illegal trailing comma before end of object": "Expected double-quoted property name in JSON at position {0}",
    "Illegal trailing comma before end of array": "Unexpected token ']', {1} is not valid JSON",
    "Expecting ':' delimiter": "Expected ':' after property name in JSON at position {0}",
    "Expecting ',' delimiter": "Expected ',' or '}}' after property value in JSON at position {0}",
    "Unterminated string starting at": "Unterminated string in JSON at position {2}",
    "Invalid control character at": "Bad control character in string literal in JSON at position {0}",
    "Invalid \\escape": "Bad escaped character in JSON at position {0}",
    "Invalid \\uXXXX escape": "Bad Unicode escape in JSON at position {0}",
    "Extra data": "Unexpected non-whitespace character after JSON at position {0}",
}


async def read(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises the 413 of the service as soon as more than `limit` bytes came."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body", False) and len(body) <= limit:
        message = await receive()
        body += message.get("body", b"")
    if len(body) > limit:
        raise common.body_too_large()
    return body


def parse(headers: Mapping[str, str], body: bytes) -> Any:
    """The parsed JSON, or `ABSENT` where nothing or another media type was sent.

    As with the parser there, only objects and arrays are taken, and bytes that are not UTF-8 are replaced. Raises the
    service's 400 for malformed text.
    """
    if not body or not _is_json(headers.get("content-type", "")):
        return ABSENT
    if body.lstrip()[:1] in (b"{", b"["):
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            # From Python 3.13 on the other parser goes deeper: how deep a body may be is not to hang on that.
            if error.msg.startswith("depth"):
                raise common.malformed_json(TOO_DEEP) from None
    return _parse_leniently(body.decode("utf-8", errors="replace"))


def parse_form(headers: Mapping[str, str], body: bytes) -> Any:
    """The fields of a form, the last of each name counting, or `ABSENT` where no form was sent."""
    if not body or _media_type(headers.get("content-type", "")) != "application/x-www-form-urlencoded":
        return ABSENT
    return dict(parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True))


def _is_json(content_type: str) -> bool:
    return _media_type(content_type) == "application/json"


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _parse_leniently(text: str) -> Any:
    stripped = text.lstrip(" \t\r\n")
    if not stripped:
        return ABSENT
    if stripped[0] not in "{[":
        raise common.malformed_json(_unexpected(text, len(text) - len(stripped)))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise common.malformed_json(_words(error)) from None
    except RecursionError:
        # The service's engine would take it and refuse it a step later; the status is the same.
        raise common.malformed_json(TOO_DEEP) from None
    except _ConstantError as error:
        raise common.malformed_json(_unexpected(text, text.find(str(error)))) from None


class _ConstantError(ValueError):
    pass


def _no_constant(name: str) -> None:
    raise _ConstantError(name)


def _words(error: json.JSONDecodeError) -> str:
    text, position = error.doc, error.pos
    if error.msg == "Expecting value":
        position += _literal_length(text[position : position + 5])
    if position >= len(text):
        return "Unexpected end of JSON input"
    template = _WORDS.get(error.msg)
    if template is None:
        return _unexpected(text, position)
    return template.format(position, _excerpt(text, position), len(text))


def _literal_length(text: str) -> int:
    """How much of `true`, `false` or `null` the text begins with: the engine complains of what comes after."""
    return max(len(list(takewhile(bool, map(eq, text, literal)))) for literal in ("true", "false", "null"))


def _unexpected(text: str, position: int) -> str:
    return f"Unexpected token '{text[position]}', {_excerpt(text, position)} is not valid JSON"


def _excerpt(text: str, position: int) -> str:
    """The stretch of text that the engine quotes: all of a short one, else ten characters either side."""
    if len(text) <= 40:
        return f'"{text}"'
    start, stop = max(0, position - 10), min(len(text), position + 10)
    return f'{"..." if start else ""}"{text[start:stop]}"{"..." if stop < len(text) else ""}'
