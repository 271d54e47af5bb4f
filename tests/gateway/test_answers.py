"""Answers that are no JSON: nothing at all, and a way to go on."""

from __future__ import annotations

from emulator.api.call import Call, Redirect
from emulator.app import Emulator
from emulator.settings import Settings
from emulator.world.world import World
from tests.gateway.planted import plant
from tests.gateway.test_gateway import ADA, client_of

OPERATION = "MeController_getMe"


def test_a_redirect_names_the_address_and_has_no_body() -> None:
    app = Emulator()
    plant(app, {OPERATION: lambda call: Redirect("https://example.com/ü?a=b\r\nset-cookie: x")})
    with client_of(app) as client:
        answer = client.get("/v2/me", headers=ADA, follow_redirects=False)
    assert answer.headers["location"] == "https://example.com/%C3%BC?a=b%0D%0Aset-cookie:%20x"
    assert (answer.content, answer.headers.get("content-type"), answer.headers["content-length"]) == (b"", None, "0")


def test_no_content_says_nothing_of_its_type() -> None:
    app = Emulator()
    plant(app, {OPERATION: lambda call: None})
    with client_of(app) as client:
        answer = client.get("/v2/me", headers=ADA)
    assert (answer.content, answer.headers.get("content-type")) == (b"", None)


def test_a_call_knows_where_its_world_is_reached() -> None:
    headers = {"host": "calcom.test:8000"}
    default, other = (
        Call(World(name), OPERATION, "", {}, {}, None, None, Settings(), headers) for name in ("default", "ci-42")
    )
    assert (default.base_url, other.base_url) == ("http://calcom.test:8000", "http://calcom.test:8000/w/ci-42")
