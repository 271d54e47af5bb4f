from __future__ import annotations

from datetime import UTC, datetime

from emulator.contract.answers import check
from emulator.contract.operation import Operation
from tests.contract_engine.building import answering, operation

SCHEMA = {
    "type": "object",
    "required": ["status", "data"],
    "properties": {
        "status": {"const": "success"},
        "data": {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "string"}]},
    },
}


def test_good_answers() -> None:
    one = answering(SCHEMA)
    assert check(one, 200, {"status": "success", "data": [1, 2], "more": True}) == []
    assert check(one, 200, {"status": "success", "data": "x"}) == []


def test_bad_answers_are_described() -> None:
    one = answering(SCHEMA)
    assert check(one, 200, {"status": "success"}) == ["200: 'data' is a required property"]
    assert check(one, 200, {"status": "error", "data": "x"}) == ["200: /status: 'success' was expected"]
    assert check(one, 200, {"status": "success", "data": [1, "x"]}) == ["200: /data/1: 'x' is not of type 'integer'"]
    assert check(one, 200) == ["200: the body is missing"]
    assert "the body is not JSON" in check(one, 200, datetime.now(UTC))[0]


def test_statuses_that_nobody_foresees() -> None:
    assert check(answering(SCHEMA), 404, {}) == ["status 404 is not described"]
    assert check(answering(SCHEMA, status="4XX"), 404, {}) != ["status 404 is not described"]
    assert check(answering(True, status="default"), 404, {"any": 1}) == []


def test_answers_without_a_body() -> None:
    one = operation(responses={"204": {"description": ""}})
    assert check(one, 204) == []
    assert check(one, 204, None) == []
    assert check(one, 204, {}) == ["204: a body where none is described"]


def test_errors_of_the_service_keep_to_every_document(by_id: dict[str, Operation]) -> None:
    """live.md 4.1 E1: the 401 that every operation can answer."""
    message = "CustomThrottlerGuard - Invalid API Key"
    body = {
        "status": "error",
        "timestamp": "2030-01-01T00:00:00.000Z",
        "path": "/v2/me?x=1",
        "error": {
            "code": "UnauthorizedException",
            "message": message,
            "details": {"message": message, "error": "Unauthorized", "statusCode": 401},
        },
    }
    for one in by_id.values():
        assert check(one, 401, body) == []
        assert check(one, 401, {**body, "status": "success"}) != []
