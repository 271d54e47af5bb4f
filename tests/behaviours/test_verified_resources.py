"""Addresses and numbers that somebody proved to read, over HTTP (resources.md 9.3, 11 K)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

EMAILS = "/v2/verified-resources/emails"
PHONES = "/v2/verified-resources/phones"


def code(api: Api, **where: str) -> str:
    """The newest code sent to an address, as the control plane tells it."""
    ((name, value),) = where.items()
    rows: list[dict[str, Any]] = api.control("GET", f"/records/verification-codes?{name}={value}")
    text: str = rows[-1]["code"]
    return text


def test_an_address_is_verified_by_the_code_that_was_sent_there(api: Api) -> None:
    asked = api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"})
    assert (asked.status_code, asked.json()) == (200, {"status": "success"})
    right = code(api, email="me@example.com")
    wrong = api.post(f"{EMAILS}/verification-code/verify", {"email": "me@example.com", "code": f"{right}0"})
    assert (wrong.status_code, message(wrong)) == (400, "Invalid Verification Code")
    body = {"email": "me@example.com", "code": right}
    verified = api.data("POST", f"{EMAILS}/verification-code/verify", body)
    assert verified == {"id": 1, "email": "me@example.com", "userId": 1}
    assert api.data("GET", EMAILS) == [verified]
    assert api.data("GET", f"{EMAILS}/1") == verified
    again = api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"})
    assert (again.status_code, message(again)) == (409, "Email is already verified.")


def test_a_number_is_verified_by_the_code_that_was_sent_there(api: Api) -> None:
    asked = api.post(f"{PHONES}/verification-code/request", {"phone": "+372 5555 6666"})
    assert (asked.status_code, asked.json()) == (200, {"status": "success"})
    wrong = api.post(f"{PHONES}/verification-code/verify", {"phone": "+37255556666", "code": "000000"})
    assert (wrong.status_code, message(wrong)) == (400, "Could not verify phone number.")
    body = {"phone": "+37255556666", "code": code(api, phoneNumber="%2B37255556666")}
    verified = api.data("POST", f"{PHONES}/verification-code/verify", body)
    assert verified == {"id": 1, "phoneNumber": "+37255556666", "userId": 1}
    assert api.data("GET", PHONES) == [api.data("GET", f"{PHONES}/1")] == [verified]


@pytest.mark.behaviour("resources", 269)
@pytest.mark.parametrize("path", [EMAILS, PHONES])
def test_what_is_not_there_or_somebody_elses_is_null(api: Api, path: str) -> None:
    kind = path.rpartition("/")[2]
    eve = api.control("POST", "/records/users", {"username": "eve"})
    address = {"email": "eve@example.com"} if kind == "emails" else {"phoneNumber": "+37255556666"}
    foreign = api.control("POST", f"/records/verified-{kind}", {**address, "userId": eve["id"]})
    for number in (foreign["id"], 4711):
        answer = api.get(f"{path}/{number}")
        assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert api.data("GET", path) == []


def test_a_code_is_good_for_a_quarter_of_an_hour(api: Api) -> None:
    api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"})
    body = {"email": "me@example.com", "code": code(api, email="me@example.com")}
    api.control("POST", "/clock/advance", {"seconds": 15 * 60})
    assert api.post(f"{EMAILS}/verification-code/verify", body).status_code == 400


def test_somebody_elses_code_is_none(api: Api) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})
    key: dict[str, str | None] = {"authorization": f"Bearer {eve['apiKey']}"}
    api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"}, headers=key)
    body = {"email": "me@example.com", "code": code(api, email="me@example.com")}
    assert api.post(f"{EMAILS}/verification-code/verify", body).status_code == 400
    assert api.post(f"{EMAILS}/verification-code/verify", body, headers=key).status_code == 200


def test_lists_come_in_pages(api: Api) -> None:
    for number in range(3):
        api.control("POST", "/records/verified-emails", {"email": f"{number}@example.com", "userId": 1})
    assert [row["email"] for row in api.data("GET", f"{EMAILS}?take=1&skip=1")] == ["1@example.com"]
    assert api.get(f"{EMAILS}?take=0").status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        (EMAILS, {"email": "a"}, "email must be an email"),
        (PHONES, {"phone": "123"}, "phone must be a valid phone number"),
    ],
)
def test_what_is_no_address_is_refused(api: Api, path: str, body: dict[str, str], text: str) -> None:
    answer = api.post(f"{path}/verification-code/request", body)
    (problem,) = answer.json()["error"]["details"]["errors"]
    assert (answer.status_code, list(problem["constraints"].values())) == (400, [text])


def test_asking_is_limited_by_itself(api: Api) -> None:
    asked = api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"})
    names = {name for name in asked.headers if name.startswith("x-ratelimit-limit")}
    assert names == {"x-ratelimit-limit-users_verified_resources_emails_requests"}
    assert asked.headers[names.pop()] == "5"


def test_the_same_world_gives_the_same_codes(api: Api) -> None:
    def first() -> str:
        api.control("POST", "/reset")
        api.post(f"{EMAILS}/verification-code/request", {"email": "me@example.com"})
        return code(api, email="me@example.com")

    assert first() == first()
