"""The page on which a user lets a third party's application act in their name, without a line of script.

It stands where the web application has it, at `/auth/oauth2/authorize`. Nobody signs in here: who consents is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from emulator.auth import consent
from emulator.auth.consent import ConsentRequest
from emulator.errors.oauth2 import OAuth2Problem
from emulator.world.credentials import OAuth2Client
from emulator.world.records import User
from emulator.world.world import World

LARGEST_FORM: Final = 16 * 1024

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    # Any stricter, and browsers would send the page's own form with a meaningless origin.
    "referrer-policy": "same-origin",
}

ASKED: Final = ("client_id", "redirect_uri", "state", "scope", "team_slug", "code_challenge", "code_challenge_method")
"""What an application puts into the address; the form hands it on as it came."""

EXPLAINED: Final = {
    "client_not_found": "No application goes by this id.",
    "client_not_approved": "This application has not been approved yet.",
    "client_rejected": "This application has been rejected.",
    "redirect_uri_mismatch": "The application wants you sent to an address that it did not register.",
}


async def answer(world: World, scope: Scope, receive: Receive, send: Send) -> None:
    """Show the page (GET), or send the user on with what was decided (POST)."""
    request = Request(scope, receive)
    try:
        if request.method in ("GET", "HEAD"):
            response = _ask(world, dict(request.query_params))
        elif request.method == "POST":
            response = await _decide(world, request)
        else:
            response = _trouble(405, "This page can be opened, and its form can be sent.")
    except OAuth2Problem as problem:
        response = _trouble(problem.status, EXPLAINED.get(problem.message, problem.message))
    await response(scope, receive, send)


def _ask(world: World, asked: Mapping[str, str]) -> Response:
    request = _request(asked)
    user = _user(world, asked.get("user"))
    client = consent.requested_client(world, request, user)
    if not len(world.users):
        return _trouble(409, "There is nobody in this world who could consent.")
    return _page("Allow access?", _form(world, client, request, asked, user))


async def _decide(world: World, request: Request) -> Response:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return _trouble(403, f"Pages of {origin} cannot consent for anybody.")
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_FORM:
            return _trouble(413, "The form is too large.")
    fields = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    asked = _request(fields)
    with world.transaction():
        if fields.get("decision") != "allow":
            return _on(consent.refuse(world, asked))
        user = _user(world, fields.get("user"))
        if user is None:
            return _trouble(400, "Say who consents.")
        return _on(consent.give(world, asked, user))


def _request(fields: Mapping[str, str]) -> ConsentRequest:
    return ConsentRequest(
        client_id=fields.get("client_id", ""),
        redirect_uri=fields.get("redirect_uri", ""),
        state=fields.get("state"),
        scopes=tuple(fields.get("scope", "").replace(",", " ").split()),
        team_slug=fields.get("team_slug") or None,
        code_challenge=fields.get("code_challenge") or None,
        code_challenge_method=fields.get("code_challenge_method") or None,
    )


def _user(world: World, who: str | None) -> User | None:
    """By id or user name."""
    if not who:
        return None
    if who.isdecimal():
        return world.users.get(int(who))
    return next(iter(world.users.where("username", who)), None)


def _form(
    world: World, client: OAuth2Client, request: ConsentRequest, asked: Mapping[str, str], chosen: User | None
) -> str:
    scopes = consent.asked_scopes(client, request)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in ASKED if name in asked
    )
    people = "".join(
        f'<option value="{user.id}"{" selected" if user is chosen else ""}>'
        f"{escape(user.name or user.username or '')} ({escape(user.email)})</option>"
        for user in world.users
    )
    wishes = "".join(f"<li>{escape(_in_words(scope))} <code>{escape(scope)}</code></li>" for scope in scopes)
    return _template("form").substitute(
        name=escape(client.name),
        wishes=f"<ul>{wishes}</ul>" if wishes else "<p>Everything that you can do over the API.</p>",
        people=people,
        hidden=hidden,
        address=escape(request.redirect_uri),
    )


def _in_words(scope: str) -> str:
    """`TEAM_EVENT_TYPE_READ` as `See event types of your teams`."""
    owner = {"TEAM": " of your teams", "ORG": " of your organization"}.get(scope.partition("_")[0], "")
    words = scope.split("_")[1 if owner else 0 :]
    verb = {"READ": "See", "WRITE": "Change"}.get(words[-1])
    if verb is None:
        return scope.replace("_", " ").capitalize()
    return f"{verb} {' '.join(words[:-1]).lower()}s{owner}"


def _trouble(status: int, sentence: str) -> Response:
    return _page("This does not work", f'<p role="alert">{escape(sentence)}</p>', status)


def _on(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})


def _page(title: str, content: str, status: int = 200) -> Response:
    text = _template("page").substitute(title=escape(title), content=content)
    return HTMLResponse(text, status, headers=HEADERS)


def _template(name: str) -> Template:
    return Template((Path(__file__).parent / f"{name}.html").read_text(encoding="utf-8"))
