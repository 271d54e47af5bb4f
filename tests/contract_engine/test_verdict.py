from __future__ import annotations

import subprocess
import sys

import pytest

from emulator.contract.values import ABSENT
from tests.contract_engine.building import answering, asking, operation, taking

BODY = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}


def test_requests() -> None:
    one = taking(BODY)
    judge = one.schemas.judge
    assert judge.request(one.path, "post", {}, {}, {"count": 5}) == []
    assert judge.request(one.path, "post", {}, {}, {"count": "x"}) == ["/count: 'x' is not of type 'integer'"]
    assert judge.request(one.path, "post", {}, {}, {}) == ["'count' is a required property"]
    assert len(judge.request(one.path, "post", {}, {}, ABSENT)) == 1


@pytest.mark.parametrize("body", [{"count": 5}, {"count": "x"}, {}, [], ABSENT])
def test_refuses_what_it_finds_something_in(body: object) -> None:
    one = taking(BODY)
    judge = one.schemas.judge
    assert judge.refuses(one.path, "post", {}, {}, body) is (judge.request(one.path, "post", {}, {}, body) != [])


def test_refuses_for_what_is_wrong_beside_the_body() -> None:
    parameter = {"name": "a", "in": "query", "required": True, "schema": {"type": "integer"}}
    one = operation(parameters=[parameter], requestBody={"content": {"application/json": {"schema": BODY}}})
    assert one.schemas.judge.refuses(one.path, "post", {}, {"a": "x"}, {"count": 5})
    assert not one.schemas.judge.refuses(one.path, "post", {}, {"a": 1}, {"count": 5})


def test_a_body_without_a_schema_is_refused_by_nobody() -> None:
    one = operation(requestBody={"content": {"application/json": {}}})
    assert not one.schemas.judge.refuses(one.path, "post", {}, {}, {"count": 5})


def test_parameters_are_judged_as_values() -> None:
    required = {"name": "a", "in": "query", "required": True, "schema": {"type": ["integer", "null"]}}
    one = asking(required, ("words", {"type": "array", "items": {"type": "string"}}))
    judge = one.schemas.judge
    assert judge.request(one.path, "get", {}, {"a": 5, "words": ["x,y", ""]}, ABSENT) == []
    assert judge.request(one.path, "get", {}, {"a": None}, ABSENT) == []
    assert judge.request(one.path, "get", {}, {"a": "x"}, ABSENT) == ["a: 'x' is not of type 'integer', 'null'"]
    assert "a" in judge.request(one.path, "get", {}, {}, ABSENT)[0]


def test_answers() -> None:
    one = answering(BODY)
    judge = one.schemas.judge
    assert judge.response(one.path, "post", 200, {"count": 5}) == []
    assert judge.response(one.path, "post", 200, {"count": None}) == ["/count: None is not of type 'integer'"]
    assert judge.response(one.path, "post", 404, {}) != []


def test_deprecated_parameters_raise_no_warning() -> None:
    one = asking(
        {"name": "a", "in": "query", "deprecated": True, "allowEmptyValue": True, "schema": {"type": "string"}}
    )
    assert one.schemas.judge.request(one.path, "get", {}, {"a": ""}, ABSENT) == []


def test_header_parameters_and_security_are_somebody_elses() -> None:
    header = {"name": "cal-api-version", "in": "header", "required": True, "schema": {"type": "string"}}
    one = operation(parameters=[header], security=[{"Key": []}])
    assert one.schemas.judge.request(one.path, "post", {}, {}, ABSENT) == []


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "pattern": r"^\d+$"}, "12", "١٢"),
        ({"type": "string", "pattern": r"^a$"}, "a", "a\n"),
        ({"type": "number", "multipleOf": 0.1}, 0.3, 0.25),
        ({"type": "string", "format": "time-zone"}, "UTC", "x"),
        ({"type": "string", "format": "made-up"}, "anything", 5),
    ],
)
def test_both_validators_judge_alike(schema: dict[str, object], good: object, bad: object) -> None:
    one = answering(schema)
    judge = one.schemas.judge
    for value, valid in ((good, True), (bad, False)):
        assert one.schemas.check(one.responses["200"])(value) is valid
        assert (judge.response(one.path, "post", 200, value) == []) is valid


def test_a_discriminator_is_only_a_hint() -> None:
    schema = {
        "oneOf": [{"type": "object", "required": ["type"]}, {"type": "string"}],
        "discriminator": {"propertyName": "type"},
    }
    one = answering(schema)
    for value in ({"type": ["x"]}, {"type": ""}, {"type": "unknown"}):
        assert one.schemas.judge.response(one.path, "post", 200, value) == []


def test_long_messages_are_cut() -> None:
    one = answering({"type": "object", "required": ["a"]})
    message = one.schemas.judge.response(one.path, "post", 200, "x" * 5000)[0]
    assert len(message) < 320


def test_slow_libraries_are_imported_late() -> None:
    program = (
        "import sys\n"
        "from emulator.contract.engine import Engine\n"
        "engine = Engine.of()\n"
        "operation = engine.match('/v2/me').entry.select('GET', None)\n"
        "engine.accept(operation, (), 'x=1')\n"
        "print({'openapi_core', 'faker', 'phonenumbers', 'jsonpath', 'yaml'} & sys.modules.keys())\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
