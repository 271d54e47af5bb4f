"""Who may speak to the control plane, and what it says to everybody else."""

from __future__ import annotations

import httpx2
import pytest
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.control.problems import ControlError
from emulator.control.protection import admit
from tests.api_client import Api
from tests.control.plane import problem


def refused(
    headers: dict[str, str], address: str | None = "127.0.0.1", access: str = "loopback", method: str = "GET"
) -> str | None:
    try:
        admit(method, headers, address, access)
    except ControlError as error:
        return error.where or "address"
    return None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1", "testclient", None])
def test_this_machine_is_let_in(address: str | None) -> None:
    assert refused({"host": "localhost:8000"}, address) is None


@pytest.mark.parametrize("address", ["172.17.0.1", "192.168.1.2", "8.8.8.8", "fe80::1%eth0", "2001:db8::1"])
def test_other_machines_are_let_in_only_when_told_so(address: str) -> None:
    headers = {"host": "calcom:8000"}
    assert refused(headers, address) == "address"
    assert refused(headers, address, "network") is None
    assert refused(headers, address, "open") is None


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "127.0.0.1:8000",
        "[::1]:8000",
        "192.168.1.2:8000",
        "calcom",
        "calcom:8000",
        "main.localhost:8000",
        "host.docker.internal:8000",
        "box.local",
        "",
    ],
)
def test_names_that_no_page_of_the_web_can_have(host: str) -> None:
    assert refused({"host": host}) is None


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "evil.com", "127.0.0.1.evil.com", "localhost.evil.com:80", "a.b."]
)
@pytest.mark.parametrize("access", ["loopback", "network"])
def test_a_name_that_was_pointed_here_is_not_answered(host: str, access: str) -> None:
    assert refused({"host": host, "origin": f"http://{host}"}, access=access) == "Host"
    assert refused({"host": host}, access="open") is None


@pytest.mark.parametrize(
    ("headers", "where"),
    [
        ({"origin": "http://localhost:8000"}, None),
        ({"origin": "https://evil.example"}, "Origin"),
        ({"origin": "http://localhost:3000"}, "Origin"),
        ({"origin": "null"}, "Origin"),
        ({"origin": "http://[x"}, "Origin"),
        ({"sec-fetch-site": "cross-site"}, "Sec-Fetch-Site"),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"}, "Sec-Fetch-Site"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, None),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, None),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, "Sec-Fetch-Site"),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, None),
        ({"sec-fetch-site": "none"}, None),
    ],
)
def test_only_its_own_pages_are_answered(headers: dict[str, str], where: str | None) -> None:
    assert refused({"host": "localhost:8000", **headers}) == where
    assert refused({"host": "localhost:8000", **headers}, access="network") == where
    assert refused({"host": "localhost:8000", **headers}, access="open") is None


def test_a_link_of_another_site_may_lead_here_but_a_form_may_not() -> None:
    headers = {"host": "localhost:8000", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert refused(headers) is None
    assert refused(headers, method="POST") == "Sec-Fetch-Site"


def test_pages_are_in_no_frame(api: Api) -> None:
    assert "frame-ancestors 'none'" in api.get("/_emulator/").headers["content-security-policy"]


def test_the_gate_stands_before_everything_of_the_control_plane(api: Api) -> None:
    for path in ("/health", "/records/users", "/nowhere", "/openapi.json"):
        answer = api.get(f"/_emulator{path}", headers={"host": "evil.example"})
        assert answer.status_code == 403
        assert problem(answer)["where"] == "Host"
        assert "--control-access" in problem(answer)["hint"]
    assert api.get("/v2/me", headers={"host": "evil.example"}).status_code == 200


def test_a_setting_opens_it() -> None:
    with TestClient(Emulator(control_access="open"), base_url="http://evil.example") as client:
        assert client.get("/_emulator/health").status_code == 200
        assert client.post("/_emulator/reset", headers={"origin": "http://other.example"}).status_code == 200


def test_over_a_socket(over_socket: httpx2.Client) -> None:
    assert over_socket.get("/_emulator/health").status_code == 200
    assert over_socket.get("/_emulator/health", headers={"host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status", "hint"),
    [
        ("GET", "/delivery", 404, "did you mean /deliveries"),
        ("GET", "/no/such/thing", 404, "openapi.json"),
        ("POST", "/health", 405, "it takes GET"),
        ("PATCH", "/clock", 405, "it takes GET, PUT"),
    ],
)
def test_wrong_turns_are_shown_the_way(api: Api, method: str, path: str, status: int, hint: str) -> None:
    answer = api(method, f"/_emulator{path}")
    assert (answer.status_code, hint in problem(answer)["hint"]) == (status, True)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH"])
def test_a_wrong_method_is_told_the_right_ones(api: Api, method: str) -> None:
    answer = api(method, "/_emulator/clock")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT, HEAD")
    assert problem(answer) == {"message": f"/_emulator/clock takes no {method}", "hint": "it takes GET, PUT"}


def test_a_slash_at_the_end_is_no_other_path(api: Api) -> None:
    assert api.get("/_emulator/clock/").json().keys() == api.get("/_emulator/clock").json().keys()
    assert api.get("/_emulator/records/users/1/").json() == api.get("/_emulator/records/users/1").json()


@pytest.mark.parametrize(
    "path",
    [
        "/_emulator/health",
        "/_emulator/nowhere",
        "/_emulator/",
        "/_emulator/ui-static/style.css",
        "/openapi.json",
        "/docs",
        "/health",
        "/auth/oauth2/authorize",
    ],
)
def test_what_cal_com_has_no_likeness_of_says_so(api: Api, path: str) -> None:
    assert api.get(path).headers["x-emulator-fidelity"] == "emulator"


def test_so_does_a_refusal(api: Api, in_process: httpx2.Client) -> None:
    assert api.get("/_emulator/health", headers={"host": "evil.example"}).headers["x-emulator-fidelity"] == "emulator"
    assert in_process.get("/w/-/v2/me").headers["x-emulator-fidelity"] == "emulator"
    assert api.get("/v2/nowhere").headers["x-emulator-fidelity"] == "stateful"
