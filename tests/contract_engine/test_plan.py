from __future__ import annotations

from typing import Any

import pytest

from emulator.contract.operation import Operation
from emulator.contract.plan import accept, accepts
from emulator.contract.values import ABSENT
from tests.contract_engine.building import (
    Json,
    asking,
    constraints,
    nested,
    operation,
    refused,
    sentence,
    taken,
    taking,
)

BODY = {"type": "object", "properties": {"count": {"type": "integer"}, "free": {"type": "object"}}}
SENTENCE = {"x-error-style": "sentence"}
WHOLE = "count must be an integer number"


def test_numbers_are_as_javascript_has_them() -> None:
    body = taken(taking(BODY), {"count": 250.0, "free": {"x": [1.0, 1.5]}})
    assert body == {"count": 250, "free": {"x": [1, 1.5]}}
    assert isinstance(body["count"], int)


@pytest.mark.parametrize("body", [{}, [], [1], None, 0, "", "x", ABSENT])
def test_in_list_style_whatever_is_no_object_is_an_empty_one(body: Any) -> None:
    assert taken(taking(BODY), body) == {}
    assert constraints(taking({**BODY, "required": ["count"]}), body) == {"count": {"isInt": WHOLE}}


@pytest.mark.parametrize("body", [ABSENT, None, 0, False, ""])
def test_in_sentence_style_a_body_is_required(body: Any) -> None:
    """bookings.md 1.5."""
    assert sentence(taking(BODY, **SENTENCE), body) == "Body is required"


@pytest.mark.parametrize("body", [[], [1], "x", 5, True])
def test_in_sentence_style_a_body_is_an_object(body: Any) -> None:
    """bookings.md 1.5."""
    assert sentence(taking(BODY, **SENTENCE), body) == "Body should be an object"


def test_in_sentence_style_an_optional_body_may_be_absent() -> None:
    assert taken(taking(BODY, required=False, **SENTENCE), ABSENT) == {}


def test_a_body_may_be_a_list_where_the_document_says_so() -> None:
    one = taking({"type": "array", "items": {"type": "integer"}})
    assert taken(one, [1.0]) == [1]
    assert refused(one, {})["details"]["errors"]


def test_an_operation_without_a_body_does_not_look_at_it() -> None:
    for body in ({}, {"x": float("nan")}, "x", ABSENT):
        assert accept(operation(), (), "", body).body is None


def test_unfit_values_are_worded() -> None:
    """design 5: non-finite numbers and endless structures are a 400, not a crash."""
    assert constraints(taking(BODY), {"free": {"x": [0, float("inf")]}}) == {
        "free.x.1": {"customValidation": "1 must be a finite number"}
    }
    for depth in (150, 2000):
        error = refused(taking(BODY), {"free": nested(depth)})
        assert error["details"]["errors"][0]["property"] == "free"
    long = sentence(taking(BODY, **SENTENCE), {"free": nested(2000)})
    assert long.startswith("free property is wrong, deeper property is wrong, ")
    assert long.endswith("deeper is nested too deeply ")


def test_text_that_cannot_be_sent_is_mended() -> None:
    assert taken(taking(BODY), {"free": {"\ud800": "\udfff"}}) == {"free": {"�": "�"}}


def test_queries() -> None:
    one = asking(
        ("take", {"type": "integer", "minimum": 1, "maximum": 250, "default": 100}),
        {"name": "start", "in": "query", "required": True, "schema": {"type": "string", "format": "date-time"}},
    )
    assert accept(one, (), "start=2030-01-01").query == {"take": 100, "start": "2030-01-01"}
    assert accept(one, (), "start=2030-01-01&take=250.0&foo=1").query == {"take": 250, "start": "2030-01-01"}
    start = {"isDateString": "start must be a valid ISO 8601 date string"}
    assert constraints(one) == {"start": start}
    assert constraints(one, query="take=300&start=x") == {
        "take": {"max": "take must not be greater than 250"},
        "start": start,
    }
    for text in ("nan", "1_0", "abc", "1e999"):
        assert set(constraints(one, query=f"start=2030-01-01&take={text}")["take"]) == {"max", "min", "isInt"}
    assert "isDateString" in constraints(one, query="start=2030-01-01&start=2030-01-02")["start"]


def test_unknown_query_keys_may_be_forbidden() -> None:
    """resources.md 5.1: the slots query refuses what it does not know."""
    one = asking(("a", {"type": "integer"}), **{"x-unknown-query": "forbid"}, **SENTENCE)
    assert accept(one, (), "a=1").query == {"a": 1}
    assert sentence(one, query="a=1&foo=2") == "foo property is wrong,property foo should not exist "
    assert (
        sentence(one, query="foo=2&a=x")
        == "foo property is wrong,property foo should not exist , a property is wrong,a must be an integer number "
    )


def numbered(schema: Json) -> Operation:
    return operation(
        path="/v2/things/{id}",
        method="get",
        parameters=[{"name": "id", "in": "path", "required": True, "schema": schema}],
    )


@pytest.mark.parametrize(
    ("schema", "text", "message"),
    [
        ({"type": "integer"}, "abc", "Validation failed (numeric string is expected)"),
        ({"type": "integer"}, "1.5", "Validation failed (numeric string is expected)"),
        ({"type": "integer"}, "nan", "Validation failed (numeric string is expected)"),
        ({"type": "string", "format": "uuid"}, "abc", "Validation failed (uuid is expected)"),
        ({"type": "boolean"}, "abc", "Validation failed (boolean string is expected)"),
        ({"type": "integer", "minimum": 1, "x-messages": {"*": "Invalid id param."}}, "0", "Invalid id param."),
        ({"type": "integer", "minimum": 1}, "0", "id must not be less than 1"),
    ],
)
def test_bad_values_in_the_path(schema: Json, text: str, message: str) -> None:
    """bookings.md 1.6."""
    error = refused(numbered(schema), path=(text,))
    assert error["message"] == message
    assert error["details"] == {"message": message, "error": "Bad Request", "statusCode": 400}


def test_good_values_in_the_path() -> None:
    assert accept(numbered({"type": "integer"}), ("12",), "").path == {"id": 12}
    assert accept(numbered({"type": "integer"}), ("250.0",), "").path == {"id": 250}
    assert accept(numbered({"type": "string"}), ("12",), "").path == {"id": "12"}
    undescribed = operation(path="/v2/things/{id}", method="get")
    assert accept(undescribed, ("12",), "").path == {"id": "12"}


def test_the_path_is_looked_at_before_the_query_and_the_query_before_the_body() -> None:
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": "q", "in": "query", "schema": {"type": "integer"}},
    ]
    body = {"content": {"application/json": {"schema": BODY}}}
    one = operation(path="/v2/things/{id}", parameters=parameters, requestBody=body)
    wrong = {"count": "x"}
    assert refused(one, wrong, "q=x", ("x",))["message"] == "Validation failed (numeric string is expected)"
    assert [problem["property"] for problem in refused(one, wrong, "q=x", ("1",))["details"]["errors"]] == ["q"]
    assert [problem["property"] for problem in refused(one, wrong, "q=1", ("1",))["details"]["errors"]] == ["count"]


def test_openapi_core_decides_what_the_plan_does_not_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    one = taking(BODY)
    assert not accepts(one, {}, {}, {"count": "x"})
    judge = one.schemas.judge
    monkeypatch.setattr(judge, "refuses", lambda *_: False)
    assert taken(one, {"count": "x", "more": 1}) == {"count": "x"}


def test_what_only_openapi_core_finds_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    one = taking(BODY)
    monkeypatch.setitem(one.__dict__, "body_check", lambda _: False)
    monkeypatch.setattr(one.schemas.judge, "refuses", lambda *_: True)
    monkeypatch.setattr(one.schemas.judge, "request", lambda *_: ["first", "second"])
    assert constraints(one, {}) == {"request": {"customValidation": "first", "customValidation1": "second"}}
