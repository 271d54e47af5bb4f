"""Clients that want the same seat at the same moment: one of them gets it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx2
import pytest

from tests.api_client import Api
from tests.behaviours.seating import START, ask_for_seat, names, seated_kind, take_seat

CLIENTS = 6


@pytest.fixture
def api(over_socket: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    """A world behind a socket, which several clients may use at once."""
    yield from Api.of_test(over_socket, request.node.nodeid)


@pytest.mark.parametrize("left", [1, 3])
def test_the_last_seats_go_to_as_many_as_there_are(api: Api, left: int) -> None:
    kind = seated_kind(api, seats=left + 1)
    first = take_seat(api, kind, "first")
    gate = Barrier(CLIENTS)

    def want(number: int) -> int:
        gate.wait()
        return ask_for_seat(api, kind, f"guest{number}").status_code

    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = sorted(pool.map(want, range(CLIENTS)))
    assert statuses == [201] * left + [409] * (CLIENTS - left)
    there = api.data("GET", f"/v2/bookings/{first['uid']}")
    assert len(set(names(there))) == left + 1


def test_the_first_seats_make_one_booking(api: Api) -> None:
    kind = seated_kind(api, seats=CLIENTS)
    gate = Barrier(CLIENTS)

    def want(number: int) -> str:
        gate.wait()
        uid: str = take_seat(api, kind, f"guest{number}", START)["uid"]
        return uid

    with ThreadPoolExecutor(CLIENTS) as pool:
        uids = set(pool.map(want, range(CLIENTS)))
    assert len(uids) == 1


def test_one_person_gets_one_seat(api: Api) -> None:
    kind = seated_kind(api, seats=CLIENTS)
    gate = Barrier(CLIENTS)

    def want(_: int) -> int:
        gate.wait()
        return ask_for_seat(api, kind, "ann").status_code

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert sorted(pool.map(want, range(CLIENTS))) == [201] + [409] * (CLIENTS - 1)
