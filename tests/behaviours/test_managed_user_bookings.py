"""Bookings among the users of a platform client (bookings.md 3.6, 10.L; A25)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.api_client import Api
from tests.platform_world import Platform, bearer, found_platform


class Person:
    """A managed user of the platform's client, with event types."""

    def __init__(self, platform: Platform, name: str) -> None:
        data = platform.add_user(f"{name}@example.com", timeZone="Europe/Rome")
        self.api = platform.api
        self.plain = f"{name}@example.com"
        self.stored = data["user"]["email"]
        self.headers = bearer(data["accessToken"])

    def kind(self) -> int:
        number: int = self.api.data("GET", "/v2/event-types", headers=self.headers)[0]["id"]
        return number

    def bookings(self, query: str = "") -> list[str]:
        return [row["uid"] for row in self.api.data("GET", f"/v2/bookings{query}", headers=self.headers)]


@pytest.fixture
def people(api: Api) -> tuple[Person, Person, Person]:
    platform = found_platform(api, areDefaultEventTypesEnabled=True)
    mia, max_, kim = (Person(platform, name) for name in ("mia", "max", "kim"))
    return mia, max_, kim


def book(host: Person, email: str, start: str, *guests: str) -> dict[str, Any]:
    attendee = {"name": "Booker", "email": email, "timeZone": "Europe/Rome"}
    body = {"eventTypeId": host.kind(), "start": f"2030-01-08T{start}:00Z", "attendee": attendee}
    if guests:
        body["guests"] = list(guests)
    data: dict[str, Any] = host.api.data("POST", "/v2/bookings", body)
    return data


@pytest.mark.behaviour("bookings", 147)
def test_one_user_books_another_and_both_see_it(people: tuple[Person, ...]) -> None:
    mia, max_, kim = people
    booking = book(mia, max_.plain, "09:00")
    assert mia.bookings() == max_.bookings() == [booking["uid"]]
    assert kim.bookings() == []
    assert booking["isPlatformManagedUserBooking"] is True
    (attendee,) = booking["attendees"]
    assert (attendee["email"], attendee["displayEmail"]) == (max_.stored, max_.plain)
    (host,) = booking["hosts"]
    assert (host["email"], host["displayEmail"]) == (mia.stored, mia.plain)
    assert booking["bookingFieldsResponses"]["displayEmail"] == max_.plain


@pytest.mark.behaviour("bookings", 148, 149)
@pytest.mark.parametrize("known_as", ["plain", "stored"])
def test_a_guest_sees_it_too_by_either_address(people: tuple[Person, ...], known_as: str) -> None:
    mia, max_, kim = people
    booking = book(mia, getattr(max_, known_as), "09:00", getattr(kim, known_as))
    assert mia.bookings() == max_.bookings() == kim.bookings() == [booking["uid"]]
    assert booking["guests"] == [kim.stored]
    assert booking["bookingFieldsResponses"]["displayGuests"] == [kim.plain]


@pytest.mark.behaviour("bookings", 150, 151, 152)
def test_bookings_are_found_by_either_address_of_attendee_and_guest(people: tuple[Person, ...]) -> None:
    mia, max_, kim = people
    first = book(mia, max_.plain, "09:00")["uid"]
    second = book(mia, kim.plain, "10:00", max_.plain)["uid"]
    book(mia, "stranger@example.com", "11:00")
    for text in (max_.plain, max_.stored, quote(max_.stored)):
        # An unencoded plus is read as a blank and mended.
        assert mia.bookings(f"?attendeeEmail={text}") == [first, second]
    assert len(mia.bookings("?attendeeEmail=stranger@example.com")) == 1
    assert mia.bookings("?attendeeEmail=x@example.com") == []


def test_the_plain_address_of_another_account_stays_that_accounts(people: tuple[Person, ...], api: Api) -> None:
    mia, max_, _ = people
    book(mia, max_.plain, "09:00")
    api.control("POST", "/records/users", {"email": max_.plain, "username": "max-himself"})
    assert mia.bookings(f"?attendeeEmail={max_.plain}") == []


def test_a_booking_tells_whose_client_it_belongs_to(people: tuple[Person, ...]) -> None:
    mia, max_, _ = people
    client_id = mia.stored.partition("+")[2].partition("@")[0]
    booking = book(mia, max_.plain, "09:00")
    assert booking["metadata"] == {"platformClientId": client_id}
    cancelled = mia.api.post(f"/v2/bookings/{booking['uid']}/cancel", {}, headers=mia.headers)
    # Nobody demands a reason of a platform's users (bookings.md 5).
    assert cancelled.status_code == 200


def test_elsewhere_nothing_is_rewritten(api: Api, people: tuple[Person, ...]) -> None:
    booking = api.book(attendee={"name": "Max", "email": people[1].plain, "timeZone": "Europe/Rome"})
    assert booking["attendees"][0]["email"] == people[1].plain
    assert booking["isPlatformManagedUserBooking"] is False
    assert booking["metadata"] == {}
