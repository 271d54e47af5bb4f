from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

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
