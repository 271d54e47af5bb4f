"""Several clients want one slot at the same moment, over a real socket."""

from __future__ import annotations

import threading
from typing import Any

import httpx2
import pytest

from tests.api_client import ATTENDEE, KEY, Api


@pytest.mark.parametrize("round_", range(5))
def test_exactly_one_of_two_clients_gets_the_slot(over_socket: httpx2.Client, round_: int) -> None:
    api = Api(over_socket, f"race-{round_}")
    body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z"}
    gate = threading.Barrier(4)
    answers: list[Any] = []

    def book(number: int) -> None:
        attendee = {**ATTENDEE, "email": f"bob{number}@example.com"}
        headers = {"authorization": f"Bearer {KEY}", "cal-api-version": "2024-08-13"}
        with httpx2.Client(base_url=str(over_socket.base_url), trust_env=False, timeout=30) as client:
            gate.wait(10)
            answers.append(client.post(f"{api.base}/v2/bookings", json={**body, "attendee": attendee}, headers=headers))

    racers = [threading.Thread(target=book, args=(number,)) for number in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(30)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    (winner,) = (answer.json()["data"] for answer in answers if answer.status_code == 201)
    (listed,) = api.data("GET", "/v2/bookings")
    assert listed["uid"] == winner["uid"]
    over_socket.delete(f"/_emulator/worlds/race-{round_}")
