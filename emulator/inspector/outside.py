"""Asking the API of a world as a client outside does: through the gateway, so that the journal has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from starlette.types import Message, Scope

from emulator.control.asking import number_in
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.world.world import World

Json = Any

AGENT: Final = b"calcom-emulator inspector"
"""The user agent, by which such a request is told from others."""


@dataclass(slots=True, frozen=True)
class Answer:
    """What the API said: `number` is that of the request in the journal, `status` 0 where the connection was cut."""

    number: int | None
    status: int
    body: Json

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def data(self) -> Json:
        return self.body.get("data") if isinstance(self.body, dict) else None

    @property
    def message(self) -> str:
        """The sentence of a refusal."""
        body = self.body if isinstance(self.body, dict) else {}
        error = body.get("error")
        said = error.get("message") if isinstance(error, dict) else body.get("message")
        return str(said) if said else "the connection was cut" if self.status == 0 else "no reason was given"


async def ask_api(ask: Ask, method: str, path: str, body: Json = None, *, version: str, key: str = "") -> Answer:
    """Send one request to the asked world's API and wait for the answer. `key` is an API key, or empty for nobody's.

    Faults strike it as they strike any other; the webhooks that it causes are on their way when this comes back.
    """
    # People may fill in what the quicker writer refuses, such as numbers of thirty digits; the API has words for them.
    content = b"" if body is None else json.dumps(body).encode()
    headers = [(b"host", b"inspector"), (b"user-agent", AGENT), (b"cal-api-version", version.encode())]
    if key:
        headers.append((b"authorization", f"Bearer {key}".encode()))
    if content:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    scope: Scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "query_string": b"",
        "headers": headers,
        "client": ask.request.scope.get("client"),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    plane = ask.plane
    plane.dispatcher.pace.asked()
    try:
        await plane.gateway(ask.world, path, scope, receive, send)
    except ConnectionResetError:
        # A fault hung up; here there is no connection that could end.
        sent.clear()
    plane.timekeeper.noticed(ask.world)
    # Others may have been answered meanwhile; the very list of headers tells this one from them.
    entries = reversed(list(plane.gateway.journal(ask.world)))
    number = next((one.number for one in entries if one.headers is headers), None)
    status = next((message["status"] for message in sent if "status" in message), 0)
    return Answer(number, status, _parsed(b"".join(message.get("body", b"") for message in sent)))


def credentials(world: World) -> Mapping[str, str]:
    """Everything that a person can show the API and whose text is known here: by reference, whose it is.

    A reference is `key:ID` or `token:ID`, for forms and links; the credential itself stays in the world.
    """
    found = {f"key:{key.id}": _named(world, key.user_id) for key in world.api_keys if key.clear}
    tokens = (token for token in world.access_tokens if token.expires_at > world.now())
    found.update({f"token:{token.id}": f"{_named(world, token.user_id)} (access token)" for token in tokens})
    return found


def credential_of(world: World, user_id: int | None) -> str:
    """The reference of a user's first credential; empty where there is none."""
    keys = (f"key:{key.id}" for key in world.api_keys.where("user_id", user_id) if key.clear)
    tokens = (f"token:{each.id}" for each in world.access_tokens.where("user_id", user_id))
    known = credentials(world)
    return next((one for one in (*keys, *tokens) if one in known), "")


def bearer(world: World, reference: str) -> str:
    """The credential behind a reference; empty for nobody's. Raises a 400 for one that is not there."""
    if not reference:
        return ""
    kind, _, number = reference.partition(":")
    key = world.api_keys.get(number) if kind == "key" else None
    token = world.access_tokens.get(number_in(number)) if kind == "token" else None
    found = key.clear if key is not None else token.token if token is not None else None
    if not found:
        raise ControlError(400, f"there is no credential {reference!r}", where="as", hint="it may have been revoked")
    return found


def _named(world: World, user_id: int) -> str:
    user = world.users.get(user_id)
    return f"user {user_id}" if user is None else user.username or user.email


def _parsed(content: bytes) -> Json:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
