"""What others write into a world is text on a page, and no other page may press the inspector's buttons."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from emulator.inspector.app import ACTIONS
from tests.api_client import Api

EVIL = "<img src=x onerror=alert(1)>"
SCRIPT = "</script></pre><script>alert(1)</script>"
KNOWN = frozenset(
    [
        *("html", "head", "meta", "link", "title", "script", "body", "header", "main", "footer", "section", "nav"),
        *(
            "a",
            "p",
            "h1",
            "h2",
            "h3",
            "strong",
            "span",
            "time",
            "code",
            "pre",
            "div",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
        ),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "del", "ins"),
        *(
            "form",
            "label",
            "input",
            "select",
            "option",
            "optgroup",
            "datalist",
            "textarea",
            "button",
            "fieldset",
            "legend",
        ),
    ]
)


class Tags(HTMLParser):
    """The elements of a page, and every value that it would load or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        named = dict(attrs)
        self.handlers += [name for name in named if name.startswith("on") or name == "style"]
        if tag == "script":
            self.scripts.append(named.get("src"))
        for name in ("href", "action", "formaction"):
            assert not (named.get(name) or "").lstrip().lower().startswith("javascript:")


def pages(api: Api) -> list[str]:
    uids = [row["uid"] for row in api.control("GET", "/records/bookings")]
    return [
        "", "ui/bookings", *(f"ui/bookings/{uid}" for uid in uids), "ui/requests", "ui/requests/1", "ui/requests/2",
        "ui/deliveries", "ui/deliveries/1", "ui/slots", "ui/slots/3", "ui/slots/3?day=2030-01-08",
        f"ui/slots/3/start?start={SCRIPT}&name={SCRIPT}&more={EVIL}&timeZone={EVIL}&problem={SCRIPT}",
        f"?done={SCRIPT}", "ui/clock", f"ui/faults?path={EVIL}", f"ui/trigger?url={SCRIPT}&overrides={SCRIPT}",
        f"ui/worlds?name={EVIL}", "ui/records", "ui/records/bookings", f"ui/records/bookings/{uids[0]}",
        "ui/records/webhooks", "ui/records/event-types/3", f"ui/bookings/{EVIL}", f"ui/bookings?text={EVIL}",
        f"ui/requests?path={EVIL}", f"ui/deliveries?uid={EVIL}", f"ui/deliveries?url={SCRIPT}&owner={EVIL}",
        "ui/requests?status=many",
    ]  # fmt: skip


def test_hostile_text_is_shown_as_text(api: Api) -> None:
    hook = {"userId": 1, "subscriberUrl": f"http://127.0.0.1:9/{EVIL}", "triggers": ["BOOKING_CREATED"]}
    api.control("POST", "/records/webhooks", {**hook, "payloadTemplate": SCRIPT})
    api.control("PATCH", "/records/event-types/3", {"title": EVIL, "slug": SCRIPT})
    attendee = {"name": SCRIPT, "email": "bob@example.com", "timeZone": "Europe/London"}
    api.book(attendee=attendee, metadata={EVIL: SCRIPT})
    api.get(f"/v2/{EVIL}?{SCRIPT}=1")
    for path in pages(api):
        answer = api.get(f"/_emulator/{path}")
        assert answer.status_code in (200, 400, 404), path
        tags = Tags(answer.text)
        assert tags.names <= KNOWN, (path, tags.names - KNOWN)
        assert tags.handlers == [], path
        assert [re.sub(r"^/w/\w+", "", src or "") for src in tags.scripts] == ["/_emulator/ui-static/inspector.js"], (
            path
        )


def test_what_is_long_is_shown_whole_and_quickly_read(api: Api) -> None:
    long = "x" * 200_000
    api.control("PATCH", f"/records/bookings/{api.book()['uid']}", {"metadata": {"long": long}})
    (booking,) = api.control("GET", "/records/bookings")
    assert long in api.get(f"/_emulator/ui/bookings/{booking['uid']}").text
    assert len(api.get("/_emulator/").text) < 20_000
    assert len(api.get("/_emulator/ui/records/bookings").text) < 20_000


def test_the_policy_lets_nothing_in_from_elsewhere(api: Api) -> None:
    answer = api.get("/_emulator/")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in json.dumps(policy)
    assert {source for name, value in policy.items() if name != "img-src" for source in value.split()} == {
        "'none'",
        "'self'",
    }
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"host": "elsewhere.example"}],
)  # fmt: skip
def test_pages_of_other_sites_press_no_button(api: Api, path: str, headers: dict[str, str | None]) -> None:
    uid = api.book()["uid"]
    where = path.format(id="1", uid=uid, call="cancel", name="default")
    answer = api("POST", f"/_emulator{where}", data={"reason": "mine"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert api.control("GET", f"/records/bookings/{uid}")["status"] == "accepted"
