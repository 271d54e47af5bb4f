"""The page of the control plane tells of everything that its document has."""

from __future__ import annotations

import json
import re

from scripts.control_plane import DOCUMENT, METHODS, page

PAGE = page()


def test_every_operation_is_described_with_its_body_and_refusals() -> None:
    sections = dict(re.findall(r"^## `(.+?)`$(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL))
    document = json.loads(DOCUMENT.read_text("utf-8"))
    for path, item in document["paths"].items():
        for method in item.keys() & set(METHODS):
            section = sections.pop(f"{method.upper()} {path}")
            content = item[method].get("requestBody", {}).get("content", {}).get("application/json", {})
            for name in content.get("schema", {}).get("properties", {}):
                assert f"| `{name}` |" in section
            for status in item[method]["responses"]:
                assert status in section
    assert not sections


def test_objects_that_are_named_are_described() -> None:
    anchors = {heading.lower() for heading in re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(\w+)\)", PAGE)) <= anchors


def test_what_a_member_may_be_is_told() -> None:
    assert "| `userId` | integer or null | Who consents; left out, the first user of the world. |" in PAGE
    assert "| `scopes` | list of string or null |  |" in PAGE
    assert "Why is this start offered, or not?" in PAGE
