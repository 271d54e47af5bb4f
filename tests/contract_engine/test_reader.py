from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.operation import Operation
from emulator.contract.plan import accept
from emulator.contract.reader import number
from tests.contract_engine.building import asking, refused

WORDS = {"type": "array", "items": {"type": "string"}}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
FILTERS = {"type": "object", "properties": {"status": {"type": "string"}, "ids": NUMBERS, "take": {"type": "integer"}}}
CALENDARS = {
    "type": "array",
    "items": {"type": "object", "properties": {"credentialId": {"type": "integer"}, "externalId": {"type": "string"}}},
}
LENIENT = asking(
    ("text", {"type": "string"}),
    ("count", {"type": "integer"}),
    ("ratio", {"type": "number"}),
    ("flag", {"type": "boolean"}),
    ("maybe", {"type": ["integer", "null"]}),
    ("either", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
    ("mixed", {"type": ["integer", "string"]}),
    ("words", WORDS),
    ("numbers", NUMBERS),
    ("filters", FILTERS),
    ("calendars", CALENDARS),
    ("old[key]", {"type": "string"}),
    ("choice", {"oneOf": [FILTERS, {"type": "null"}]}),
)


def read(text: str, operation: Operation = LENIENT) -> dict[str, Any]:
    return accept(operation, (), text).query


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("&&=x&", {}),
        ("text=a%20b+c", {"text": "a b c"}),
        ("text=", {"text": ""}),
        ("text", {"text": ""}),
        ("text=a=b", {"text": "a=b"}),
        ("text=%ff", {"text": "�"}),
        ("text=5", {"text": "5"}),
        ("count=250.0", {"count": 250}),
        ("count=%20-7%20", {"count": -7}),
        ("count=1e3", {"count": 1000}),
        ("ratio=.5", {"ratio": 0.5}),
        ("flag=true", {"flag": True}),
        ("flag=false", {"flag": False}),
        ("maybe=5&either=6", {"maybe": 5, "either": 6}),
        ("mixed=5", {"mixed": "5"}),
        ("words=a,b", {"words": ["a", "b"]}),
        ("words=a&words=b", {"words": ["a", "b"]}),
        ("words[]=a&words[]=b", {"words": ["a", "b"]}),
        ("words%5B%5D=a", {"words": ["a"]}),
        ("words[1]=b&words[0]=a", {"words": ["a", "b"]}),
        ("words[1]=b&words=c&words[]=d", {"words": ["b", "c", "d"]}),
        ("words=a&words[5]=b", {"words": ["a", "b"]}),
        ("words=a, b &words=c", {"words": ["a", "b", "c"]}),
        ("words=a", {"words": ["a"]}),
        ("numbers=1,2.0", {"numbers": [1, 2]}),
        ("filters[status]=x&filters[take]=5", {"filters": {"status": "x", "take": 5}}),
        ("filters[ids][]=1&filters[ids][]=2", {"filters": {"ids": [1, 2]}}),
        ("filters[ids]=1,2", {"filters": {"ids": [1, 2]}}),
        (
            "calendars[0][credentialId]=7&calendars[0][externalId]=a%40b.co&calendars[1][credentialId]=8",
            {"calendars": [{"credentialId": 7, "externalId": "a@b.co"}, {"credentialId": 8}]},
        ),
        ("old[key]=x", {"old[key]": "x"}),
        ("choice[take]=5&choice[more]=5", {"choice": {"take": 5, "more": "5"}}),
        ("unknown=1&other[x]=2&%00=3&text=a", {"text": "a"}),
    ],
)
def test_what_clients_send(text: str, values: dict[str, Any]) -> None:
    """design: commas, repeated keys, brackets, `250.0`; query parameters nobody documented are ignored."""
    assert read(text) == values


@pytest.mark.parametrize(
    "text", ["words=a&words=b&words[x]=c", "filters=x", "filters[take]=x", "calendars=x", "text=a&text=b"]
)
def test_shapes_that_nobody_asked_for_are_refused(text: str) -> None:
    assert refused(LENIENT, query=text)["message"] == "Bad Request Exception"


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-Infinity", "1_0", "0x10", "1e999", "", " ", "5 5", "٥", "1" * 5000, "--1"]
)
def test_words_that_are_no_numbers(text: str) -> None:
    assert number(text) == text


@pytest.mark.parametrize(("text", "value"), [("007", 7), ("+5", 5), ("5.", 5), ("1" * 20, float("1" * 20))])
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value


def test_unknown_keys_are_reported_once_in_order() -> None:
    reader = LENIENT.query_reader
    assert reader.read("b=1&a=2&b[x]=3&text=1&c[") == ({"text": "1"}, ["b", "a", "c["])


KEYS = st.sampled_from(["text", "count", "words", "filters", "calendars", "flag", "other"])
BRACKETS = st.lists(st.sampled_from(["[]", "[0]", "[1]", "[x]", "[[", "]", "[999999999]", "[__proto__]"]), max_size=7)


@given(st.lists(st.tuples(KEYS, BRACKETS, st.text(max_size=5)), max_size=8))
def test_no_query_string_fails(pairs: list[tuple[str, list[str], str]]) -> None:
    text = "&".join(f"{key}{''.join(brackets)}={value}" for key, brackets, value in pairs)
    values, _ = LENIENT.query_reader.read(text)
    assert set(values) <= {"text", "count", "words", "filters", "calendars", "flag"}
