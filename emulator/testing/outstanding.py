"""What stands out in a world when something went wrong: refusals and why, webhooks that nobody took, silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from emulator.testing.http import ControlPlane
from emulator.testing.layout import when, who
from emulator.testing.lineage import moved
from emulator.testing.offers import not_on_offer, nothing_on_offer
from emulator.testing.records import Record
from emulator.testing.requests import line_of
from emulator.webhooks.delivery import in_line
from emulator.world.universe import DEFAULT

MOST: Final = 6
FEW: Final = 3
RECENT: Final = 100
"""So many requests are looked at, the newest."""

EXPLAINED: Final = "/explain/slots"
"""In a hint that says where to ask for what the report says already."""

PASSING: Final = frozenset({429, 502, 503, 504})
"""Refusals after which a client should ask once more."""

WORLDS: Final = 20
"""So many other worlds are looked into."""


def outstanding(control: ControlPlane, *, silence: bool = True) -> list[str]:
    """What a reader should know first, a text of one or more lines each; the newest last.

    With `silence` it counts that nobody asked anything.
    """
    requests: list[Record] = control.get("/requests")
    found: dict[str, int] = {}
    bookings: list[Record] = control.get("/records/bookings")
    for place, entry in enumerate(requests[-RECENT:], 1):
        for text in _of_request(control, entry, bookings, requests[-RECENT:][place:]):
            found[text] = found.pop(text, 0) + 1
    clock = control.get("/clock")
    for delivery in control.get("/deliveries"):
        for text in of_delivery(delivery, clock):
            found[text] = found.pop(text, 0) + 1
    if silence and not requests and not any(each.path == "/requests" for each in control.told):
        found[unasked(control)] = 1
    return [f"{text} ({times} times)" if times > 1 else text for text, times in list(found.items())[-MOST:]]


def unasked(control: ControlPlane) -> str:
    """That a world's API was not asked anything, and whether another's was in its place."""
    root, _, name = control.url.partition("/w/")
    elsewhere = []
    for other in _worlds(control.beside(root), name or DEFAULT, control.run):
        plane = control.beside(f"{root}/w/{other}" if other != DEFAULT else root)
        asked: list[Record] = plane.get("/requests")
        plane.close()
        if asked:
            times = f"{len(asked)} requests, the last" if len(asked) > 1 else "one request"
            elsewhere.append(f"  {other}, {plane.url}: {times}: {line_of(asked[-1])}")
    give = f"  is the code under test given calcom.url, {control.url}"
    if elsewhere:
        return "\n".join(
            [
                "nobody asked this world anything; another one was asked, by this test or one before it:",
                *elsewhere,
                f"{give}?",
            ]
        )
    return f"nobody asked this emulator's API anything:\n{give}, or does it talk to https://api.cal.com?"


def of_delivery(delivery: Record, clock: Record) -> Iterator[str]:
    """What is wrong with a delivery, and what to do about it; nothing where it arrived or is still on its way."""
    if delivery["state"] == "dropped" or (delivery["state"] == "waiting" and not delivery["attempts"]):
        by = f" by a fault: {', '.join(delivery['faults'])}" if delivery["faults"] else ""
        yield f"{delivery['trigger']} to {who(delivery['url'])} is held back{by}"
        return
    if delivery["state"] not in ("waiting", "failed") or not delivery["attempts"]:
        return
    last = delivery["attempts"][-1]
    text = f"{delivery['trigger']} to {who(delivery['url'])} {_came_of(last)}"
    if delivery["faults"]:
        text += f" (a fault had struck it: {', '.join(delivery['faults'])})"
    elif last["status"] in (401, 403):
        text += (
            "\n  does the handler check the signature with this webhook's secret, over the bytes as they came?"
            "\n  JSON that was parsed and written again has other bytes, whose signature is another"
        )
    if delivery["retryAt"]:
        text += f"\n  it is tried again at {when(delivery['retryAt'])}"
        if clock["mode"] == "frozen":
            text += f", but the clock stands still: calcom.clock.advance(to={delivery['retryAt']!r})"
    yield text


def _came_of(attempt: Record) -> str:
    if attempt["outcome"] == "status":
        reason = in_line(attempt["said"])
        return f"was answered {attempt['status']}" + (f": {reason}" if reason else "")
    said = {
        "refused": "could not be sent: nobody listens there",
        "unresolved": "could not be sent: there is no such host",
        "timeout": "was not answered in time",
        "reset": "was not answered: the connection was cut",
    }
    return said.get(attempt["outcome"], f"went wrong: {attempt['error']}")


def _of_request(control: ControlPlane, entry: Record, bookings: list[Record], later: list[Record]) -> Iterator[str]:
    said = (entry["hint"] or "").split("; ")
    if entry["status"] < 400:
        if hints := [f"  {hint}" for hint in said if hint]:
            yield "\n".join([f"{line_of(entry)}, but", *hints])
        if why := [f"  {reason}" for reason in nothing_on_offer(control, entry)]:
            yield "\n".join([f"{line_of(entry)} offers no slot", *why])
        return
    # Of a fault the line has everything: the test set it, and it ends with the test.
    by_fault = (entry["refusal"] or {}).get("by") == "fault"
    hints = [f"  {hint}" for hint in said if hint and not by_fault]
    reasons = [f"  {reason}" for reason in not_on_offer(control, entry)]
    if reasons:
        hints = [hint for hint in hints if EXPLAINED not in hint]
    yield "\n".join(
        [line_of(entry), *hints, *reasons, *_invalid(entry), *_not_again(entry, later), *_moved(entry, bookings)]
    )


def _not_again(entry: Record, later: list[Record]) -> Iterator[str]:
    """That the code under test took a refusal that passes for the last word."""
    same = ("method", "path", "query")
    if entry["status"] in PASSING and not any(all(one[of] == entry[of] for of in same) for one in later):
        yield "  the code under test did not ask for it again"


def _moved(entry: Record, bookings: list[Record]) -> Iterator[str]:
    """That the booking in the path goes by another uid."""
    for part in entry["path"].split("/"):
        now = moved(bookings, part)
        if now is not None:
            yield "\n".join(f"  {line}" for line in now.splitlines())


def _invalid(entry: Record) -> Iterator[str]:
    """What validation found, a line each, unless the message has it already."""
    refusal = entry["refusal"] or {}
    found = [
        text
        for error in refusal.get("errors") or []
        for text in (error.get("constraints", {}).values() if isinstance(error, dict) else [str(error)])
        if text not in refusal["message"]
    ]
    yield from (f"  {text}" for text in found[:FEW])
    if len(found) > FEW:
        yield f"  (and {len(found) - FEW} more)"


def _worlds(plane: ControlPlane, own: str, run: str) -> list[str]:
    """The other worlds that this test run may have asked by mistake, the newest."""
    names = [world["name"] for world in plane.get("/worlds") if world["name"] != own]
    plane.close()
    return [name for name in names if not run or name == DEFAULT or run in name.split("-")][-WORLDS:]
