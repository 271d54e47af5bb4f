from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.values import ABSENT
from emulator.errors.base import ApiError
from emulator.gateway import body

JSON = {"content-type": "application/json"}


def refusal(raw: bytes) -> str:
    with pytest.raises(ApiError) as caught:
        body.parse(JSON, raw)
    assert caught.value.status == 400
    return caught.value.message


@pytest.mark.parametrize(
    "headers", [JSON, {"content-type": "application/json; charset=utf-8"}, {"content-type": "Application/JSON;"}]
)
def test_takes_json_however_its_media_type_is_written(headers: dict[str, str]) -> None:
    assert body.parse(headers, b' {"a": [1, 2.5, null]}') == {"a": [1, 2.5, None]}


@pytest.mark.parametrize(
    ("headers", "raw"), [(JSON, b""), (JSON, b"  \n"), ({}, b"{"), ({"content-type": "text/plain"}, b"{nonsense")]
)
def test_no_json_is_no_body(headers: dict[str, str], raw: bytes) -> None:
    assert body.parse(headers, raw) is ABSENT


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"a":', "Unexpected end of JSON input"),
        (b"{a: 1}", "Expected property name or '}' in JSON at position 1"),
        (b'{"a" 1}', "Expected ':' after property name in JSON at position 5"),
        (b'{"a": 1 "b"}', "Expected ',' or '}' after property value in JSON at position 8"),
        (b'{"a": tru}', """Unexpected token '}', "{"a": tru}" is not valid JSON"""),
        (b'{"a": "x', "Unterminated string in JSON at position 8"),
        (b"{} x", "Unexpected non-whitespace character after JSON at position 3"),
        (b'{"a": "\\q"}', "Bad escaped character in JSON at position 7"),
        (b'"text"', 'Unexpected token \'"\', ""text"" is not valid JSON'),
        (b"17", "Unexpected token '1', \"17\" is not valid JSON"),
        (b'{"a": NaN}', 'Unexpected token \'N\', "{"a": NaN}" is not valid JSON'),
    ],
)
def test_words_malformed_json_as_the_service_does(raw: bytes, words: str) -> None:
    assert refusal(raw) == words


def test_quotes_an_excerpt_of_long_text_only() -> None:
    assert refusal(b'{"key": "' + b"x" * 60 + b'", "a": oops, "b": "' + b"y" * 60 + b'"}') == (
        """Unexpected token 'o', ..."xx", "a": oops, "b":"... is not valid JSON"""
    )


def test_replaces_bytes_that_are_not_utf8() -> None:
    assert body.parse(JSON, b'{"name": "caf\xe9"}') == {"name": "caf\ufffd"}


def test_a_bomb_of_brackets_is_a_refusal() -> None:
    assert "JSON" in refusal(b'{"a":' + b"[" * 40_000)
    refusal(b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}")


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused(raw: bytes) -> None:
    try:
        parsed = body.parse(JSON, raw)
    except ApiError as caught:
        parsed = {"status": caught.status}
    assert parsed is ABSENT or isinstance(parsed, dict | list)


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), st.lists, max_leaves=8))
def test_reads_back_what_json_writes(value: Any) -> None:
    assert body.parse(JSON, json.dumps({"value": value}).encode()) == {"value": value}


def receive(*chunks: bytes) -> Any:
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages[-1]["more_body"] = False

    async def next_message() -> Any:
        return messages.pop(0)

    return next_message


def test_reads_a_body_in_pieces() -> None:
    assert asyncio.run(body.read(receive(b"{", b'"a"', b":1}"), 100)) == b'{"a":1}'


def test_stops_reading_at_the_limit() -> None:
    with pytest.raises(ApiError) as caught:
        asyncio.run(body.read(receive(b"x" * 60, b"x" * 60, b"x" * 60), 100))
    assert (caught.value.status, caught.value.message) == (413, "request entity too large")


def test_reads_forms_where_they_are_taken() -> None:
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert body.parse_form(form, b"a=1&b=x+y%26&a=2&c=") == {"a": "2", "b": "x y&", "c": ""}
    assert body.parse_form(form, b"") is ABSENT
    assert body.parse_form(JSON, b"a=1") is ABSENT
    assert body.parse(form, b"a=1") is ABSENT
