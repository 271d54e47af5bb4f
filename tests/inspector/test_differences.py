from __future__ import annotations

from emulator.inspector.differences import Difference, differences


def test_only_what_differs_is_told_with_its_path() -> None:
    before = {"status": "accepted", "people": [{"name": "Ada"}, {"name": "Bob"}], "same": [1, {"a": None}]}
    after = {"status": "cancelled", "people": [{"name": "Eve"}], "same": [1, {"a": None}], "reason": "ill"}
    assert differences(before, after) == [
        Difference("status", "accepted", "cancelled"),
        Difference("people.0.name", "Ada", "Eve"),
        Difference("people.1", {"name": "Bob"}, None, removed=True),
        Difference("reason", None, "ill", added=True),
    ]


def test_types_and_nulls_count() -> None:
    assert differences({"a": 1, "b": None}, {"a": True}) == [
        Difference("a", 1, True),
        Difference("b", None, None, removed=True),
    ]
    assert differences([1], {"a": 1}) == [Difference("", [1], {"a": 1})]
