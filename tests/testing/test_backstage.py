"""The typed client: nothing of the control plane is out of its reach, and what it says is what the document takes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from emulator.contract.document import load
from emulator.contract.engine import Engine
from emulator.contract.router import Router
from emulator.resources import resource
from emulator.testing import Calcom, ControlPlaneError
from tests.testing.asking import book
from tests.testing.served import server, world

__all__ = ["server", "world"]

DOCUMENT = json.loads((Path(__file__).parents[2] / "spec" / "emulator.json").read_text(encoding="utf-8"))
UNTYPED = {
    "document": "the document itself",
    "showConsent": "a page for people",
    "decideConsent": "a form of that page; the address comes from the API, and the flow goes on there",
    "readClock": "calcom.clock.now",
    "readFault": "calcom.faults.list has them all",
    "readDelivery": "calcom.webhooks.deliveries has them all",
    "readDeliveryBody": "calcom.webhooks.deliveries has it",
    "readRequest": "calcom.requests.list has them all",
    "sink": "webhooks go there",
    "sinkOfName": "webhooks go there",
}
"""Operations that no method of the client stands for, and why."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(Router([load(resource("spec/emulator.json"))]))


def operation(method: str, path: str) -> str:
    match = engine().match(f"/_emulator{path.partition('?')[0]}")
    assert match is not None, path
    found = match.entry.select(method, None)
    assert found is not None, (method, path)
    return found.id


class Recording:
    """Stands in for the connection: keeps which operations were asked, answers with what every method can take."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __call__(self, method: str, path: str, _body: Any) -> Any:
        self.asked.add(operation(method, path))
        return Anything()


class Anything(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        return "2030-01-08T13:00:00.000Z" if name == "now" else 1


def test_every_operation_has_a_method(monkeypatch: pytest.MonkeyPatch) -> None:
    calcom, recording = Calcom("http://127.0.0.1:9"), Recording()
    monkeypatch.setattr(calcom.control, "_send", recording)
    calcom.reset()
    records, clock, webhooks, faults, backstage = (
        *(calcom.records, calcom.clock, calcom.webhooks),
        *(calcom.faults, calcom.backstage),
    )
    records.create("users", username="a")
    records.list("users")
    records.read("users", 1)
    records.patch("users", 1, name="A")
    records.delete("users", 1)
    clock.freeze("2030-01-08T13:00:00Z")
    clock.advance(1)
    webhooks.trigger("BOOKING_CREATED")
    webhooks.deliveries()
    webhooks.drain()
    webhooks.replay(1)
    calcom.requests.list()
    calcom.requests.clear()
    faults.set(effect="drop")
    faults.list()
    faults.remove(1)
    faults.clear()
    backstage.pay("uid")
    backstage.room("uid")
    backstage.visit("uid", join="host")
    backstage.finish_recording("uid")
    backstage.finish_transcript("uid")
    backstage.fill_in("form", {})
    backstage.incident("calendar-entry-rejected")
    backstage.consent("client")
    backstage.explain(1, "2030-01-08")
    backstage.verify_signature("{}", "x", "y")
    backstage.put_state(backstage.state())
    backstage.health()
    backstage.worlds()
    backstage.world("x")
    backstage.make_world("x")
    backstage.drop_world("x")
    backstage.kinds()
    known = {one["operationId"] for path in DOCUMENT["paths"].values() for one in path.values() if "operationId" in one}
    assert recording.asked | UNTYPED.keys() == known


def test_it_does_what_it_says(world: Calcom) -> None:
    stage = world.backstage
    booking = book(world)
    assert stage.visit(booking["uid"], join=["host", "guest"], leave="guest")["sessions"]
    assert stage.room(booking["uid"])["sessions"]
    stage.finish_recording(booking["uid"], duration=60)
    stage.finish_transcript(booking["uid"])
    (start,) = stage.explain(2, booking["start"], duration=30)["starts"]
    assert not start["offered"]
    assert stage.incident("wrong-assignment-report", bookingUid=booking["uid"])["trigger"] == "WRONG_ASSIGNMENT_REPORT"
    assert not stage.verify_signature("{}", "0", "s")["valid"]
    before = stage.state()
    world.reset()
    assert "bookings" not in stage.state()
    stage.put_state(before)
    assert stage.state() == before
    assert stage.state("beginning") != before
    assert "bookings" in {kind["kind"] for kind in stage.kinds()}
    with pytest.raises(ControlPlaneError, match="no booking"):
        stage.pay("none")


def test_worlds_of_the_process(world: Calcom) -> None:
    stage = world.backstage
    assert stage.health()["status"] == "ok"
    assert stage.make_world("another", baseline="team")["baseline"] == "team"
    assert stage.world("another")["name"] == "another"
    assert "another" in {one["name"] for one in stage.worlds()}
    stage.drop_world("another")
    with pytest.raises(ControlPlaneError, match="no world 'another'"):
        stage.world("another")
