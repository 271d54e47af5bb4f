from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.document import DocumentError, load
from emulator.contract.engine import Engine
from emulator.contract.router import VERSIONS, Router, effective_version
from tests.contract_engine.building import Json, raw


def get(operation_id: str, *versions: str) -> Json:
    more = {"x-cal-api-versions": list(versions)} if versions else {}
    return {"operationId": operation_id, "responses": {"200": {"description": ""}}, **more}


def router(*documents: Json) -> Router:
    return Router([load(raw(paths)) for paths in documents])


def found(table: Router, path: str, version: str | None = None, method: str = "GET") -> str | None:
    match = table.match(path)
    operation = match.entry.select(method, version) if match else None
    return operation.id if operation else None


TABLE = router(
    {
        "/v2/schedules/{id}": {"get": get("one")},
        "/v2/schedules/default": {"get": get("default")},
        "/v2/bookings/{uid}/attendees": {"get": get("attendees"), "post": get("add")},
        "/v2/bookings/by-seat/{seat}": {"get": get("by-seat")},
        "/v2/bookings/{uid}/{part}": {"get": get("part")},
        "/v2/me": {"get": get("me")},
    }
)


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v2/me", "me"),
        ("/v2/me/", "me"),
        ("/v2/me//", None),
        ("/api/v2/me", "me"),
        ("/v2/ee/me", "me"),
        ("/api/v2/ee/me/", "me"),
        ("/api/v2", None),
        ("/v2/nope", None),
        ("/", None),
        ("", None),
        ("/v2/schedules/default", "default"),
        ("/v2/schedules/7", "one"),
        ("/v2/schedules/", None),
        ("/v2/bookings/by-seat/attendees", "by-seat"),
        ("/v2/bookings/x/attendees", "attendees"),
        ("/v2/bookings//attendees", None),
        ("/v2/bookings/x/y", "part"),
        ("/v2/bookings/x/y/z", None),
    ],
)
def test_paths(path: str, operation: str | None) -> None:
    """resources.md 1.5: trailing slash, old prefixes; literal paths before variables."""
    assert found(TABLE, path) == operation


def test_variables_come_as_text_in_order() -> None:
    match = TABLE.match("/v2/bookings/a b/7/")
    assert match is not None
    assert match.path == ("a b", "7")


def test_methods() -> None:
    assert found(TABLE, "/v2/me", method="HEAD") == "me"
    assert found(TABLE, "/v2/bookings/x/attendees", method="POST") == "add"
    assert found(TABLE, "/v2/me", method="DELETE") is None
    match = TABLE.match("/v2/bookings/x/attendees")
    assert match is not None
    assert match.entry.methods == ["GET", "HEAD", "POST"]


def test_versions() -> None:
    """resources.md 1.1: absent and unknown versions are the oldest one; who serves nobody's version is not there."""
    table = router(
        {"/v2/a": {"get": get("new", "2024-08-13", "2026-02-25")}, "/v2/b": {"get": get("any")}},
        {"/v2/a": {"get": get("old", "2024-04-15", "2024-06-11")}},
    )
    assert found(table, "/v2/a", None) == "old"
    assert found(table, "/v2/a", "2025-01-01") == "old"
    assert found(table, "/v2/a", "2024-06-11") == "old"
    assert found(table, "/v2/a", "2024-08-13") == "new"
    assert found(table, "/v2/a", "2026-02-25") == "new"
    assert found(table, "/v2/a", "2024-09-04") is None
    assert {found(table, "/v2/b", version) for version in (None, "x", *VERSIONS)} == {"any"}


@pytest.mark.parametrize("header", [None, "", "2025-01-01", " 2024-08-13", "2024-04-15"])
def test_the_oldest_version_is_the_fallback(header: str | None) -> None:
    assert effective_version(header) == "2024-04-15"


def test_generations_may_name_variables_differently() -> None:
    table = router({"/v2/a/{x}": {"get": get("new", "2024-08-13")}}, {"/v2/a/{y}": {"get": get("old", "2024-04-15")}})
    match = table.match("/v2/a/1")
    assert match is not None
    new, old = match.entry.select("GET", "2024-08-13"), match.entry.select("GET", None)
    assert new is not None
    assert old is not None
    assert (new.path_names, old.path_names) == (("x",), ("y",))
    assert len(table.entries) == 1


@pytest.mark.parametrize("versions", [(), ("2024-08-13",)])
def test_two_operations_for_one_version_are_refused(versions: tuple[str, ...]) -> None:
    with pytest.raises(DocumentError, match="one and two answer to the same versions"):
        router({"/v2/a": {"get": get("two", *versions)}}, {"/v2/a": {"get": get("one", *versions)}})


def test_literal_paths_come_first() -> None:
    assert [entry.template for entry in TABLE.entries][:2] == ["/v2/me", "/v2/schedules/default"]
    attendees = next(entry for entry in TABLE.entries if entry.template.endswith("/attendees"))
    assert attendees.methods == ["GET", "HEAD", "POST"]


def test_every_path_of_the_documents_leads_to_its_own_operations(engine: Engine) -> None:
    for operation in engine.router.operations:
        path = "/".join("7" if part.startswith("{") else part for part in operation.path.split("/"))
        match = engine.match(path)
        assert match is not None
        assert match.path == ("7",) * len(operation.path_names)
        for version in operation.versions or {None}:
            assert match.entry.select(operation.method, version) is operation


@given(st.text("/av2%.{}", max_size=20))
def test_no_path_fails(path: str) -> None:
    TABLE.match(path)
