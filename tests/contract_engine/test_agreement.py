"""What the compiled plan accepts, openapi-core accepts: over values made from every schema of the shipped documents."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.contract.document import builtin_documents
from emulator.contract.operation import Operation
from emulator.contract.plan import accept, accepts
from emulator.contract.router import Router
from emulator.contract.sampler import NoSampleError, Sampler
from emulator.contract.values import ABSENT, UnfitError, tidy
from emulator.errors.base import ApiError

OPERATIONS = Router(builtin_documents()).operations
SAMPLER = Sampler(0)
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 7, 250, 251, 1.5, -0.0, 1e308, 2**53 + 1, 2**70, 1e-9),
    *(
        "",
        "x",
        "0",
        "true",
        "٣",
        "a\n",
        "2030-01-08",
        "2030-01-08T13:00:00.123456+00:00",
        "2030-02-30",
        "09:00",
        "24:00",
    ),
    *("a@b.co", "a@b", "+390612345678", "example.com", "Europe/Rome", "null", "x" * 501, "\U0001f600", "09:00\n"),
    *([], [None], [[]], ["a", "a"], [1, 1.0, True], {}, {"": None}, {"disabled": False}, {"type": "x"}, {"type": []}),
)
examples = settings(max_examples=25)
seeds = st.integers(0, 2**32)


def mutated(value: Any, random: Random) -> Any:
    """The value with a few things in it replaced, left out or added."""
    roll = random.random()
    if roll < 0.06:
        return random.choice(JUNK)
    if isinstance(value, dict):
        kept = {name: mutated(one, random) for name, one in value.items() if random.random() > 0.06}
        return {**kept, random.choice(["disabled", "seatUid", "x"]): random.choice(JUNK)} if roll < 0.12 else kept
    if isinstance(value, list):
        return [mutated(one, random) for one in value] * (1 if roll > 0.2 else random.choice((0, 2, 60)))
    if isinstance(value, str) and roll < 0.12:
        return random.choice((value + "\n", value[:-1], value.upper(), f" {value}", value * 40))
    return value


def drawn(operation: Operation, schema: Any, random: Random) -> Any:
    try:
        value = SAMPLER.draw(operation.schemas, schema, random)
    except NoSampleError:
        value = {}
    return mutated(value, random) if random.random() < 0.8 else value


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
@examples
@given(seed=seeds)
def test_requests(operation: Operation, seed: int) -> None:
    random = Random(seed)
    given_, query = ({name: drawn(operation, one, random) for name, one in described["properties"].items()}
                     for described in (operation.given, operation.query))  # fmt: skip
    for name in list(query):
        if random.random() < 0.3:
            del query[name]
    body = drawn(operation, operation.body.schema, random) if operation.body else ABSENT
    try:
        body = tidy(body)
    except UnfitError:
        return
    wrong = operation.schemas.judge.request(operation.path, operation.method.lower(), given_, query, body)
    if accepts(operation, given_, query, body):
        assert wrong == []
    assert operation.schemas.judge.refuses(operation.path, operation.method.lower(), given_, query, body) is bool(wrong)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=lambda one: one.id)
@examples
@given(seed=seeds)
def test_bodies_are_taken_or_refused_in_words(operation: Operation, seed: int) -> None:
    assert operation.body is not None
    random = Random(seed)
    path = [_text(drawn(operation, operation.given["properties"][name], random)) for name in operation.path_names]
    body = drawn(operation, operation.body.schema, random)
    try:
        accepted = accept(operation, path, "", body)
    except ApiError as refusal:
        status, words = refusal.status, str(refusal.body("", ""))
    else:
        # What is left out is what the schema does not know, so that the rest is still valid.
        assert not isinstance(accepted.body, dict | list) or operation.body_check(accepted.body)
        taken, given_ = (one if isinstance(one, list) else [one] for one in (accepted.body, body))
        for kept, sent in zip(taken, given_, strict=isinstance(accepted.body, list)):
            assert set(kept or ()) <= set(sent if isinstance(sent, dict) else ())
        return
    assert status == 400
    assert "does not keep to its rule" not in words
    assert "'property': 'request'" not in words


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
@examples
@given(seed=seeds)
def test_answers(operation: Operation, seed: int) -> None:
    random = Random(seed)
    key = random.choice([key for key, schema in operation.responses.items() if schema is not None])
    body = drawn(operation, operation.responses[key], random)
    if operation.schemas.check(operation.responses[key])(body):
        assert operation.schemas.judge.response(operation.path, operation.method.lower(), int(key), body) == []


def _text(value: Any) -> str:
    return str(value) or "x"
