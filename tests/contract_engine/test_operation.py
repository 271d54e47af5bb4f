from __future__ import annotations

import pytest

from emulator.contract.document import DocumentError
from emulator.contract.operation import Operation, RateLimit
from tests.contract_engine.building import Json, operation, taking


def header(name: str, *, required: bool) -> Json:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("security", "demand"),
    [
        ([], "none"),
        ([{"Key": []}], "required"),
        ([{}, {"Key": []}], "optional"),
    ],
)
def test_who_may_call_follows_from_security(security: Json, demand: str) -> None:
    assert operation(security=security).demand == demand


@pytest.mark.parametrize(
    ("headers", "demand"),
    [
        ([], "none"),
        ([header("cal-api-version", required=True)], "none"),
        ([header("Authorization", required=True)], "required"),
        ([header("Authorization", required=False), header("x-cal-secret-key", required=False)], "optional"),
        ([header("x-cal-secret-key", required=True)], "required"),
    ],
)
def test_who_may_call_follows_from_headers_without_security(headers: Json, demand: str) -> None:
    assert operation(parameters=headers).demand == demand


def test_members_of_an_operation() -> None:
    one = operation(
        path="/v2/things/{a}/{b}",
        method="patch",
        parameters=[
            {"name": "a", "in": "path", "required": True, "schema": {"type": "integer"}},
            {"name": "q", "in": "query", "schema": {"type": "string", "default": "x"}},
        ],
        **{
            "x-cal-api-versions": ["2024-08-13"],
            "x-rate-limit": {"name": "things", "limit": 5, "seconds": 60},
            "x-error-style": "sentence",
            "x-unknown-query": "forbid",
            "responses": {"404": {"description": ""}, "204": {"description": ""}, "201": {"description": ""}},
        },
    )
    assert (one.id, one.method, one.path, one.path_names) == ("only", "PATCH", "/v2/things/{a}/{b}", ("a", "b"))
    assert one.versions == frozenset({"2024-08-13"})
    assert one.rate_limit == RateLimit("things", 5, 60)
    assert (one.error_style, one.forbids_unknown_query, one.success_status) == ("sentence", True, 201)
    assert [(parameter.name, parameter.place, parameter.required) for parameter in one.parameters] == [
        ("a", "path", True),
        ("q", "query", False),
    ]
    assert one.query_defaults == {"q": "x"}
    assert one.body is None


def test_an_operation_with_little_in_it() -> None:
    one = operation()
    assert (one.versions, one.rate_limit, one.error_style, one.success_status) == (None, None, "list", 200)
    assert operation(responses={"default": {"description": ""}}).success_status == 200
    assert operation(responses={"301": {"description": ""}}).success_status == 301


def test_an_unknown_style_is_an_error_of_the_document() -> None:
    with pytest.raises(DocumentError, match="'poem' is no error style"):
        operation(**{"x-error-style": "poem"})


def test_a_status_is_found_exactly_or_by_its_class() -> None:
    answer = {"description": ""}
    one = operation(responses={"200": answer, "4XX": answer, "default": answer})
    assert [one.response_key(status) for status in (200, 404, 500)] == ["200", "4XX", "default"]
    assert operation().response_key(404) is None


def test_the_body_is_described_by_its_json_form() -> None:
    one = taking({"type": "object"})
    assert one.body is not None
    assert (one.body.required, one.body.schema) == (True, {"type": "object"})
    form = {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "title": "form"}}}}
    other = operation(requestBody=form).body
    assert other is not None
    assert (other.required, other.schema["title"]) == (False, "form")


def test_every_operation_of_the_shipped_documents_compiles(by_id: dict[str, Operation]) -> None:
    assert len(by_id) > 60
    for one in by_id.values():
        assert one.responses
        assert one.query_check({}) in (True, False)
        assert one.body_check({}) in (True, False)
        assert len(one.path_readers) == len(one.path_names)
        for schema in one.responses.values():
            if schema is not None:
                one.schemas.check(schema)
