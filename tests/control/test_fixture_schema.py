from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data, sampled_from

from emulator.control.fixture_check import check
from emulator.control.fixture_schema import schema
from emulator.control.fixtures import load
from emulator.control.kinds import KINDS

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "fixtures").glob("*.yaml"))


def test_it_is_a_schema_of_every_kind() -> None:
    made = schema()
    jsonschema_rs.meta.validate(made)
    assert set(made["properties"]) == {"now", "emulator", *KINDS}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_the_shipped_worlds_fit(file: Path) -> None:
    jsonschema_rs.Draft202012Validator(schema()).validate(load(file))


@pytest.mark.parametrize(
    "text",
    [
        "dragons: []",
        "users: {}",
        "users: [{nam: Ada}]",
        "users: [{username: 5}]",
        "bookings: [{status: done}]",
        "schedules: [{isDefault: maybe}]",
        "users: [{organizationId: one}]",
    ],
)
def test_what_cannot_be_loaded_does_not(text: str) -> None:
    assert not jsonschema_rs.Draft202012Validator(schema()).is_valid(yaml.safe_load(text))


def test_the_shipped_schema_is_this_one() -> None:
    assert json.loads((ROOT / "fixtures" / "schema.json").read_text()) == schema()


VALUES: tuple[Any, ...] = (7, -3, 1.5, True, None, "odd", [], {}, ["odd"], {"odd": 1})


def places(node: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*where, key)
        yield from places(inner, (*where, key))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data())
def test_editors_let_pass_whatever_can_be_served(tmp_path_factory: pytest.TempPathFactory, draw: DataObject) -> None:
    """One value of a shipped world is another: what `fixtures check` takes, the schema takes."""
    document = deepcopy(load(draw.draw(sampled_from(SHIPPED))))
    *above, last = draw.draw(sampled_from(list(places(document))))
    node: Any = document
    for step in above:
        node = node[step]
    node[last] = draw.draw(sampled_from(VALUES))
    path = tmp_path_factory.getbasetemp() / "changed.json"
    path.write_text(json.dumps(document))
    if not any(not one.is_doubt for one in check([path])):
        jsonschema_rs.Draft202012Validator(schema()).validate(document)
