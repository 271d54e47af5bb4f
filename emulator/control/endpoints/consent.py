"""Consent to a third party's application without a browser."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from emulator.auth import consent
from emulator.auth.consent import ConsentRequest
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.errors.oauth2 import OAuth2Problem
from emulator.world.credentials import OAuth2Client
from emulator.world.records import User
from emulator.world.world import World

Json = Any

FIELDS: Final = {
    "clientId": str,
    "userId": int,
    "redirectUri": str,
    "scopes": list,
    "state": str,
    "teamSlug": str,
    "codeChallenge": str,
    "allow": bool,
}


async def decide(ask: Ask) -> Json:
    """Do what the consent page does: say where the user is sent on to, and the code that this address carries."""
    body = await ask.body()
    _check(body)
    world = ask.world
    client = _client(world, body)
    request = ConsentRequest(
        client_id=client.id,
        redirect_uri=body.get("redirectUri") or next(iter(client.redirect_uris), ""),
        state=body.get("state"),
        scopes=tuple(body.get("scopes") or ()),
        team_slug=body.get("teamSlug"),
        code_challenge=body.get("codeChallenge"),
        code_challenge_method="S256" if body.get("codeChallenge") else None,
    )
    try:
        with world.transaction():
            if body.get("allow") is not False:
                url = consent.give(world, request, _user(world, body))
            else:
                url = consent.refuse(world, request)
    except OAuth2Problem as problem:
        raise ControlError(400, f"the service would refuse this: {problem.error}, {problem.message}") from None
    facts = parse_qs(urlsplit(url).query)
    return {
        "redirectTo": url,
        "code": facts.get("code", [None])[-1],
        "error": facts.get("error", [None])[-1],
    }


def _check(body: Json) -> None:
    if not isinstance(body, dict):
        raise ControlError(400, "say who consents to what", where="/", hint='{"clientId": "…", "userId": 1}')
    for name, value in body.items():
        kind = FIELDS.get(name)
        if kind is None:
            raise ControlError(
                400, f"a consent has no field {name!r}", where=f"/{name}", hint=f"fields are {', '.join(FIELDS)}"
            )
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise ControlError(400, f"{name} must be of type {kind.__name__}, not {value!r}", where=f"/{name}")
    if not all(isinstance(scope, str) for scope in body.get("scopes") or ()):
        raise ControlError(400, "scopes must be texts", where="/scopes", hint='for example ["BOOKING_READ"]')


def _client(world: World, body: dict[str, Json]) -> OAuth2Client:
    client = world.oauth2_clients.get(body.get("clientId"))
    if client is None:
        raise ControlError(
            400,
            f"there is no record {body.get('clientId')!r} among oauth2-clients",
            where="/clientId",
            hint="POST /_emulator/records/oauth2-clients",
        )
    return client


def _user(world: World, body: dict[str, Json]) -> User:
    """The one who is named, or whoever is first in this world."""
    user = world.users.get(body["userId"]) if body.get("userId") is not None else next(iter(world.users), None)
    if user is None:
        raise ControlError(400, f"there is no record {body.get('userId')!r} among users", where="/userId")
    return user


ROUTES: Final[Routes] = {"/oauth2/consent": {"POST": (200, decide)}}
