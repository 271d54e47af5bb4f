"""The inspector's pages over HTTP; how they are used stands in tests/browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from emulator.inspector.rendering import SECTIONS
from tests.api_client import ATTENDEE, Api
from tests.inspector.looking import act, page
from tests.receiver import Receiver

Client = httpx2.Client


def moved(api: Api) -> tuple[str, str]:
    """A booking moved once, refused once, and its uids."""
    first = api.book()["uid"]
    answer = api.post(f"/v2/bookings/{first}/reschedule", {"start": "2030-01-09T13:00:00Z"})
    api.post(f"/v2/bookings/{first}/reschedule", {"start": "2030-01-10T13:00:00Z"})
    return first, answer.json()["data"]["uid"]


def subscribed(api: Api, *triggers: str, **fields: Any) -> Any:
    record = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9/hook", "triggers": list(triggers), **fields}
    return api.control("POST", "/records/webhooks", record)


def test_a_world_in_which_nothing_happened(api: Api) -> None:
    text = page(api)
    assert "Nothing yet." in text
    assert "2029-12-03 08:00:00Z" in text
    assert "Nobody has booked anything" in page(api, "ui/bookings")
    assert "No request like this." in page(api, "ui/requests")
    assert "No webhook like this was sent." in page(api, "ui/deliveries")
    assert "None is set: everything works." in page(api, "ui/faults")


def test_what_happened_is_the_newest_first_and_what_it_caused_below_it(api: Api) -> None:
    subscribed(api, "BOOKING_CREATED")
    moved(api)
    api.control("POST", "/clock/advance", {"seconds": 60})
    rows = re.findall(r'<tr class="(request|delivery)"', page(api))
    assert rows == ["request", "request", "request", "delivery"]


def test_the_first_page_counts_what_there_is_and_leads_to_it(api: Api) -> None:
    subscribed(api, "BOOKING_CREATED")
    moved(api)
    api.control("POST", "/faults", {"effect": "status", "status": 503, "path": "/v2/me"})
    api.get("/v2/me")
    api.control("POST", "/drain")
    text = re.sub(r"<.*?>", "", page(api))
    assert "4 requests, 1 refused, 1 broken" in text
    assert "1 webhook, 1 waiting" in text
    assert "2 bookings, 1 cancelled, 1 accepted" in text
    assert "Next: MEETING_STARTED at 2030-01-09 13:00:00Z" in text
    assert "BOOKING_RESCHEDULED: no subscription heard of it" in text
    assert "1 fault set" in text
    assert "POST /v2/bookings by ada" in text


def test_a_booking_shows_its_lineage_its_people_and_its_story(api: Api) -> None:
    first, second = moved(api)
    for uid in (first, second):
        text = page(api, f"ui/bookings/{uid}")
        assert text.index(f"<code>{first}</code>") < text.index(f"<code>{second}</code>")
        assert "Wed 2030-01-09 13:00 Europe/London" in text
        assert "Wed 2030-01-09 14:00 Europe/Rome" in text
        assert len(re.findall(r'<tr class="request"', text)) == 3
    listed = page(api, "ui/bookings")
    assert listed.index(second) < listed.index(first)


def test_a_request_shows_its_verdict_its_refusal_and_its_effects(api: Api) -> None:
    first, _ = moved(api)
    api.post("/v2/bookings", {"eventTypeId": "x"})
    api.get("/v2/nowhere")
    created, refused, invalid, nowhere = (page(api, f"ui/requests/{number}") for number in (1, 3, 4, 5))
    assert "bookings <code>1</code></a> created" in created
    assert f"/ui/bookings/{first}" in created
    assert "Authorization" not in created.replace("authorization", "")
    assert "cal_test_ada" not in created
    assert f"Can't reschedule booking with uid={first}" in refused
    assert '<span class="badge bad">invalid</span>' in invalid
    assert "none: no document has this path and method" in nowhere
    assert page(api, "ui/requests?status=2xx&path=/v2/bookings*").count('<tr id="request-') == 2
    assert "status must be a number or a class" in page(api, "ui/requests?status=many", 400)


def test_a_delivery_shows_its_bytes_and_whether_its_signature_holds(api: Api) -> None:
    hook = subscribed(api, "BOOKING_CREATED", secret="s3cret")
    bare = subscribed(api, "BOOKING_CREATED", subscriberUrl="http://127.0.0.1:9/bare")
    uid = api.book()["uid"]
    text = page(api, "ui/deliveries/1")
    assert "HMAC-SHA256 of the body below" in text
    assert f"/ui/bookings/{uid}" in text
    assert "X-Cal-Webhook-Version: 2021-10-20" in text
    assert "The subscription has no secret." in page(api, "ui/deliveries/2")
    api.control("PATCH", f"/records/webhooks/{hook['id']}", {"secret": "another"})
    assert '<span class="badge bad">invalid</span>' in page(api, "ui/deliveries/1")
    api.control("DELETE", f"/records/webhooks/{bare['id']}")
    assert "its secret is not known" in page(api, "ui/deliveries/2")
    assert page(api, f"ui/deliveries?uid={uid}&trigger=BOOKING_CREATED").count('<tr id="delivery-') == 2
    assert page(api, "ui/deliveries?uid=another").count('<tr id="delivery-') == 0


def test_a_delivery_shows_what_the_subscriber_said_with_its_refusal(api: Api) -> None:
    with Receiver(500, b"Traceback:\n database is <locked>") as handler:
        subscribed(api, "BOOKING_CREATED", subscriberUrl=handler.url)
        api.book()
        api.control("POST", "/drain")
    assert "answered 500: Traceback: database is <locked>, tried again" in page(api, "ui/deliveries")
    assert "<pre>Traceback: database is <locked></pre>" in page(api, "ui/deliveries/1")


def test_nobody_listens_to_a_delivery(api: Api) -> None:
    subscribed(api, "BOOKING_CREATED", subscriberUrl="http://127.0.0.1:9/hook")
    api.book()
    api.control("POST", "/drain")
    assert "nobody listens at 127.0.0.1:9, tried again when" in page(api, "ui/deliveries")


def test_a_refused_time_leads_to_why_it_is_not_offered(api: Api) -> None:
    uid = api.book()["uid"]
    taken = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
    assert api.post("/v2/bookings", taken).status_code == 409
    (link,) = re.findall(r'href="(\S+)">Why is this time not offered', page(api, "ui/requests/2"))
    assert link.endswith("/_emulator/ui/slots/3/start?start=2030-01-08T13%3A00%3A00Z")
    assert link in page(api)
    why = page(api, link.partition("/_emulator/")[2])
    assert "is booked from 2030-01-08T13:00:00.000Z" in why
    assert uid in why
    assert "Why is this time" not in page(api, "ui/requests/1")


def test_a_time_refused_to_a_reschedule_leads_to_why_too(api: Api) -> None:
    uid = api.book()["uid"]
    saturday = {"start": "2030-01-12T13:00:00Z"}
    assert api.post(f"/v2/bookings/{uid}/reschedule", saturday).status_code == 409
    (link,) = re.findall(r'href="(\S+)">Why is this time not offered', page(api, "ui/requests/2"))
    why = page(api, link.partition("/_emulator/")[2])
    assert "This start is not on offer" in why
    assert f"/ui/bookings/{uid}/move" in why
    gone = api("GET", "/_emulator/ui/bookings/nobody/start?start=x")
    assert (gone.status_code, "there is no booking" in gone.text) == (404, True)


def test_slots_are_explained(api: Api) -> None:
    uid = api.book()["uid"]
    assert "60 min meeting" in page(api, "ui/slots")
    text = page(api, "ui/slots/3?day=2030-01-08&timeZone=Europe/Rome")
    assert '11:00 <span class="dim">offered</span>' in text
    assert '14:00 <span class="dim">booking</span>' in text
    assert '00:00 to 08:00 <span class="dim">schedule</span>' in text
    assert "outside the schedule, which has Tuesday: 09:00-17:00 (Europe/Rome)" in text
    assert f"/ui/bookings/{uid}" in text
    assert "is no time zone" in page(api, "ui/slots/3?timeZone=Mars", 400)


@pytest.mark.parametrize("path", ["ui/bookings/none", "ui/requests/9", "ui/deliveries/9", "ui/slots/99"])
def test_what_is_not_there_says_so_on_a_page(api: Api, path: str) -> None:
    assert "Not to be shown" in page(api, path, 404)


def test_time_is_moved_and_set(api: Api) -> None:
    api.book()
    subscribed(api, "MEETING_STARTED")
    assert (
        act(api, "clock/advance", seconds="3600") == "/ui/clock It is 2029-12-03T09:00:00.000Z now; 0 events fell due."
    )
    assert "MEETING_STARTED" in page(api, "ui/clock")
    said = act(api, "clock/advance", to="2030-01-08T13:00:00Z")
    assert said == "/ui/clock It is 2030-01-08T13:00:00.000Z now; 1 event fell due."
    stands = act(api, "clock/set", now="2031-01-01T00:00:00Z")
    assert stands.endswith("The clock stands still at 2031-01-01T00:00:00.000Z.")
    assert act(api, "clock/set").endswith("The clock runs in real time.")
    assert act(api, "clock/advance", seconds="soon") == "/ui/clock seconds must be a number, not 'soon'"
    assert "is not an ISO 8601 instant (for example" in act(api, "clock/advance", to="noon")


def test_faults_come_and_go(api: Api) -> None:
    made = act(api, "faults/add", effect="status", status="503", times="1", probability="0.5", path="")
    assert made == "/ui/faults Fault 1 is set."
    text = page(api, "ui/faults")
    assert "status 503" in text
    assert "(chance 0.5)" in text
    assert act(api, "faults/1/remove") == "/ui/faults Fault 1 is taken back."
    assert "there is no record '1' among faults" in act(api, "faults/1/remove")
    assert "there is no operation 'createBookin'" in act(api, "faults/add", effect="status", operation="createBookin")


def test_events_are_sent_and_deliveries_replayed(api: Api) -> None:
    api.book()
    subscribed(api, "BOOKING_PAID")
    sent = act(api, "trigger/send", trigger="BOOKING_PAID", uid="", version="2021-10-20")
    assert sent == "/ui/deliveries/1 BOOKING_PAID was sent."
    assert act(api, "deliveries/1/replay") == "/ui/deliveries/2 Sent once more, as delivery 2."
    assert "Replay of" in page(api, "ui/deliveries/2")
    assert act(api, "trigger/send", trigger="BOOKING_CREATED").endswith("was sent to 0 subscribers.")
    assert "the overrides are not JSON" in act(api, "trigger/send", trigger="BOOKING_PAID", overrides="{")


def test_a_booking_is_at_hand_for_an_event_however_old_it_is(api: Api) -> None:
    uid = api.book()["uid"]
    for number in range(101):
        api.control("POST", "/records/bookings", {"eventTypeId": 3, "start": f"2031-01-01T00:{number % 60:02}:00Z"})
    assert f'<option value="{uid}" selected>' in page(api, f"ui/trigger?uid={uid}")
    assert f'<option value="{uid}"' not in page(api, "ui/trigger")


def test_a_world_goes_back_to_its_beginning(api: Api) -> None:
    api.book()
    name = api.base.rpartition("/")[2]
    assert act(api, "worlds/reset") == f"/ World {name} is as it was in the beginning."
    assert api.control("GET", "/records/bookings") == []
    text = page(api, "ui/worlds")
    assert f'<a href="/w/{name}/_emulator/" aria-current="true">' in text
    assert "<option>team</option>" in text


def test_the_default_world_has_no_prefix(in_process: Client) -> None:
    text = in_process.get("/_emulator/").text
    assert 'href="/_emulator/ui/bookings"' in text
    assert 'href="/docs"' in text


def test_pages_of_other_sites_are_turned_away(api: Api) -> None:
    headers: dict[str, str | None] = {"origin": "http://elsewhere.example"}
    answer = api("POST", "/_emulator/ui/worlds/reset", headers=headers, follow_redirects=False)
    assert answer.status_code == 403


def test_news_come_when_the_mark_is_an_old_one(api: Api) -> None:
    (mark,) = re.findall(r'data-mark="([^"]+)"', api.get("/_emulator/").text)
    api.book()
    (path,) = re.findall(r'data-news="([^"]+)"', api.get("/_emulator/").text)
    news = api.raw("GET", f"{path}&mark={mark}").json()["mark"]
    assert news != mark
    assert news in api.get("/_emulator/").text


def test_a_page_left_open_does_not_bring_back_its_world(api: Api) -> None:
    (path,) = re.findall(r'data-news="([^"]+)"', api.get("/_emulator/").text)
    name = api.base.rpartition("/")[2]
    assert api.raw("DELETE", f"/_emulator/worlds/{name}").status_code == 200
    assert api.raw("GET", f"{path}&mark=before").json() == {"mark": "gone"}
    assert name not in {world["name"] for world in api.raw("GET", "/_emulator/worlds").json()}


def test_files_of_the_page_and_no_others(api: Api) -> None:
    assert api.get("/_emulator/ui-static/inspector.css").headers["content-type"].startswith("text/css")
    assert "javascript" in api.get("/_emulator/ui-static/inspector.js").headers["content-type"]
    assert api.get("/_emulator/ui-static/nothing.js").status_code == 404
    assert api.get("/_emulator/ui-static/..%2Fapp.py").status_code == 404


def test_a_world_in_which_nothing_happened_says_how_to_begin(api: Api) -> None:
    text = page(api)
    (command,) = re.findall(r'<pre id="command">(.*?)</pre>', text)
    assert command.startswith(f"curl -s http://emulator{api.base}/v2/bookings \\")
    assert f'href="{api.base}/_emulator/ui/records/users"' in text
    assert "cal_test_ada" in page(api, "ui/records/users/1")


def test_an_empty_world_points_at_those_that_were_asked_something(api: Api) -> None:
    other = f"{api.base.rpartition('/')[2]}-other"
    api.raw("GET", f"/w/{other}/v2/me")
    assert f'<a href="/w/{other}/_emulator/">{other}</a> (1 request)' in page(api)
    assert "Hint: " in unescape(api.raw("GET", f"/w/{other}/_emulator/").text)
    api.raw("DELETE", f"/_emulator/worlds/{other}")


def test_how_a_payment_ends_is_said_by_a_button(api: Api) -> None:
    api.control("PATCH", "/records/event-types/3", {"price": 1500, "currency": "eur"})
    uid = api.book()["uid"]
    text = page(api, f"ui/bookings/{uid}")
    assert "1500 eur" in text
    (payment,) = re.findall(r'name="payment" value="([^"]+)"', text)
    failed = act(api, f"bookings/{uid}/payment", payment=payment, outcome="fail")
    assert failed == f"/ui/bookings/{uid} The payment has failed; the booking is pending."
    paid = act(api, f"bookings/{uid}/payment", payment=payment, outcome="succeed")
    assert paid == f"/ui/bookings/{uid} The payment is made; the booking is accepted."
    assert '<span class="badge good">paid</span>' in page(api, f"ui/bookings/{uid}")


def test_records_of_any_kind_are_listed_and_lead_to_what_they_name(api: Api) -> None:
    uid = api.book()["uid"]
    kinds = [row["kind"] for row in api.control("GET", "/records")]
    text = page(api, "ui/records")
    for kind in kinds:
        assert f"/ui/records/{kind}" in text
        page(api, f"ui/records/{kind}")
    team = api.control("POST", "/records/teams", {"name": "Sales"})
    api.control("POST", "/records/memberships", {"userId": 1, "teamId": team["id"]})
    assert "accepted: true" in page(api, "ui/records/memberships")
    assert "/ui/records/event-types/3" in page(api, f"ui/records/bookings/{uid}")
    assert "there is no record '9' among users" in page(api, "ui/records/users/9", 404)
    page(api, "ui/records/cars", 404)


def test_long_lists_have_pages(api: Api) -> None:
    for number in range(230):
        api.get(f"/v2/me?n={number}")
    first = page(api, "ui/requests?path=/v2/me")
    assert "Page 1 of 3, 230 in all" in first
    (older,) = re.findall(r'rel="next" href="\?([^"]+)"', first)
    second = page(api, f"ui/requests?{older}")
    assert second.count('<tr id="request-') == 100
    assert "?n=129" in second
    assert page(api, "ui/requests?page=99").count('<tr id="request-') == 30
    assert page(api, "ui/requests?page=-3").count('<tr id="request-') == 100
    assert "Page 2 of 3" in page(api, "?page=2")


def test_an_event_says_who_was_not_told_and_why(api: Api) -> None:
    subscribed(api, "BOOKING_CREATED", active=False)
    subscribed(api, "BOOKING_CANCELLED", subscriberUrl="http://127.0.0.1:9/other")
    stranger = api.control("POST", "/records/users", {"username": "zoe", "email": "zoe@example.com"})
    subscribed(api, "BOOKING_CREATED", userId=stranger["id"], subscriberUrl="http://127.0.0.1:9/zoe")
    uid = api.book()["uid"]
    text = re.sub(r"<.*?>", "", page(api, "ui/requests/1"))
    assert "not to http://127.0.0.1:9/hook: it is switched off" in text
    assert "not to http://127.0.0.1:9/other: BOOKING_CREATED is not among its triggers: BOOKING_CANCELLED" in text
    assert (
        f"not to http://127.0.0.1:9/zoe: it is about user {stranger['id']}, and this is somebody else's event" in text
    )
    subscribed(api, "BOOKING_CREATED", subscriberUrl="http://127.0.0.1:9/late")
    assert "it hears of it now, but did not then" in page(api, "ui/requests/1")
    told = re.sub(r"<.*?>", "", page(api, f"ui/bookings/{uid}"))
    assert "http://127.0.0.1:9/other BOOKING_CANCELLED" in told
    assert "http://127.0.0.1:9/zoe nothing: it is about user" in told


def test_worlds_are_made_and_dropped(api: Api) -> None:
    name = f"{api.base.rpartition('/')[2]}-b"
    made = api("POST", "/_emulator/ui/worlds/make", data={"name": name, "baseline": "team"}, follow_redirects=False)
    assert made.headers["location"].startswith(f"/w/{name}/_emulator/?done=")
    assert "there is a world" in act(api, "worlds/make", name=name, baseline="team")
    assert "cannot name a world" in act(api, "worlds/make", name="a/b", baseline="team")
    assert act(api, f"worlds/{name}/drop") == f"/ui/worlds World {name} is gone."
    api.book()
    copied = api("POST", "/_emulator/ui/worlds/make", data={"name": name, "baseline": "*"}, follow_redirects=True)
    assert "1 booking" in re.sub(r"<.*?>", "", copied.text)
    act(api, f"worlds/{name}/drop")


@pytest.mark.parametrize("path", ["ui/slots/3?day=9999-12-31", "ui/slots/3?day=soon", "ui/slots/3?duration=long"])
def test_what_no_calendar_has_is_refused_on_a_page(api: Api, path: str) -> None:
    assert "Not to be shown" in page(api, path, 400)


def test_the_documentation_names_every_section() -> None:
    told = (Path(__file__).parents[2] / "docs" / "inspector.md").read_text("utf-8")
    named = re.findall(r"^\| ([A-Z][^|]+) \|", told, re.MULTILINE)
    assert {name for cell in named for name in cell.split(", ")} == {label for _, label in SECTIONS}
