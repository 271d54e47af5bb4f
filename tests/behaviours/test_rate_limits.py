"""How often anybody may call (resources.md 11 A). The default limits are enforced only where a setting asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from tests.api_client import Api, message
from tests.conftest import NOW
from tests.platform_world import found_platform

LIMIT, PLATFORM_LIMIT = 120, 500
TEXT = "CustomThrottlerGuard - Too many requests. Please try again later."


@pytest.fixture(scope="module")
def strict_about_limits() -> Iterator[httpx2.Client]:
    app = Emulator(check_answers=True, now=NOW, rate_limit=True)
    with TestClient(app, base_url="http://emulator", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def limited(strict_about_limits: httpx2.Client, request: pytest.FixtureRequest) -> Iterator[Api]:
    yield from Api.of_test(strict_about_limits, request.node.nodeid)


def shown(answer: httpx2.Response, name: str = "default") -> tuple[int, int, int]:
    """Limit, what remains of it, and in how many seconds it starts anew."""
    limit, remaining, reset = (
        int(answer.headers[f"x-ratelimit-{what}-{name}"]) for what in ("limit", "remaining", "reset")
    )
    return limit, remaining, reset


def wait(api: Api, seconds: float) -> None:
    api.control("POST", "/clock/advance", {"seconds": seconds})


@pytest.mark.behaviour("resources", 1, 2, 3, 4, 5, 6)
def test_a_key_may_call_so_often_a_minute_and_is_silenced_for_one_beyond(limited: Api) -> None:
    for number in range(1, LIMIT + 1):
        answer = limited.get("/v2/me")
        assert answer.status_code == 200
        assert shown(answer) == (LIMIT, LIMIT - number, 60)
    refused = limited.get("/v2/me")
    assert (refused.status_code, shown(refused)) == (429, (LIMIT, 0, 60))
    assert refused.json()["error"] == {"code": "ThrottlerException", "message": TEXT, "details": TEXT}
    wait(limited, 59)
    assert limited.get("/v2/me").status_code == 429
    wait(limited, 1)
    answer = limited.get("/v2/me")
    assert (answer.status_code, shown(answer)) == (200, (LIMIT, LIMIT - 1, 60))


@pytest.mark.behaviour("resources", 13)
def test_clients_are_counted_each_for_itself(limited: Api) -> None:
    first, second = found_platform(limited), found_platform(limited, "Globex")
    for number in range(1, PLATFORM_LIMIT + 1):
        answer = limited.get("/v2/me", headers=first.headers)
        assert (answer.status_code, shown(answer)) == (200, (PLATFORM_LIMIT, PLATFORM_LIMIT - number, 60))
    assert limited.get("/v2/me", headers=first.headers).status_code == 429
    assert limited.get("/v2/me", headers=second.headers).status_code == 200


def test_without_the_setting_calls_are_only_counted(api: Api) -> None:
    for _ in range(LIMIT + 1):
        answer = api.get("/v2/me")
        assert answer.status_code == 200
    assert shown(answer)[1] == 0


def give(api: Api, name: str, limit: int, ttl: int, block: int) -> None:
    """A limit for the key of the world's host, times in milliseconds."""
    (key,) = api.control("GET", "/records/api-keys")
    record = {"apiKeyId": key["id"], "name": name, "limit": limit, "ttl": ttl, "blockDuration": block}
    api.control("POST", "/records/rate-limits", record)


@pytest.mark.behaviour("resources", 7, 8)
def test_a_limit_of_a_keys_own_takes_the_place_of_the_default(api: Api) -> None:
    give(api, "long", 3, 2000, 4000)
    for number in range(1, 4):
        answer = api.get("/v2/me")
        assert (answer.status_code, shown(answer, "long")) == (200, (3, 3 - number, 2))
        assert "X-RateLimit-Limit-Default" not in answer.headers
    refused = api.get("/v2/me")
    assert (refused.status_code, message(refused), shown(refused, "long")) == (429, TEXT, (3, 0, 4))
    wait(api, 3)
    assert api.get("/v2/me").status_code == 429
    wait(api, 1)
    assert api.get("/v2/me").status_code == 200


@pytest.mark.behaviour("resources", 9, 10, 11, 12)
def test_of_several_limits_all_must_be_used_up(api: Api) -> None:
    give(api, "short", 2, 1000, 2000)
    give(api, "long", 3, 60_000, 60_000)
    first = api.get("/v2/me")
    assert (shown(first, "short"), shown(first, "long")) == ((2, 1, 1), (3, 2, 60))
    second, third = api.get("/v2/me"), api.get("/v2/me")
    assert (shown(second, "short")[1], shown(second, "long")[1]) == (0, 1)
    assert (third.status_code, shown(third, "short")[1], shown(third, "long")[1]) == (200, 0, 0)
    assert api.get("/v2/me").status_code == 429
    wait(api, 2)
    after = api.get("/v2/me")
    assert (after.status_code, shown(after, "short")[1], shown(after, "long")[1]) == (200, 1, 0)


def test_an_operation_with_a_limit_of_its_own_counts_by_that_alone(api: Api) -> None:
    give(api, "long", 1, 60_000, 60_000)
    api.book()
    uid = api.control("GET", "/records/bookings")[0]["uid"]
    answer = api.post(f"/v2/bookings/{uid}/guests", {"guests": [{"email": "cy@example.com"}]})
    assert answer.status_code == 200, answer.text
    assert shown(answer, "booking_guests_add") == (5, 4, 60)
    assert "x-ratelimit-limit-long" not in answer.headers
