"""What the docs say is not served is not served."""

from __future__ import annotations

import json
import re

from tests.docs.pages import DOCS, ROOT

GUESSES = (DOCS / "guesses.md").read_text("utf-8")
DOCUMENTS = ("openapi", "openapi-2024-04-15", "openapi-2026-06-12")


def nameless(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)


def test_no_path_of_the_list_is_served() -> None:
    listed = re.findall(r"`(/v2/[^`]+)`", GUESSES.partition("## Credentials")[0])
    assert listed
    served = {
        nameless(path)
        for name in DOCUMENTS
        for path in json.loads((ROOT / "spec" / f"{name}.json").read_text("utf-8"))["paths"]
    }
    for path in listed:
        assert nameless(path) not in served, (
            f"{path} is served by now: docs/guesses.md and README.md say that it is not"
        )
