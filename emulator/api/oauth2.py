"""Third-party authorization: what an application is, consent to it, and its tokens (resources.md 2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json, Redirect, success
from emulator.auth import consent, oauth2
from emulator.auth.consent import ConsentRequest
from emulator.errors import oauth2 as errors
from emulator.world.credentials import AccessToken, RefreshToken

GRANTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"authorization_code": ("code", "redirect_uri"), "refresh_token": ("refresh_token",)}
)
"""What each grant needs beside the client's id."""


def read_client(call: Call) -> Json:
    """Anybody may ask; the secret is never told (live.md 3)."""
    client = call.world.oauth2_clients.get(call.path["clientId"])
    if client is None:
        raise errors.unknown_client()
    return success(
        {
            "client_id": client.id,
            "redirect_uris": client.redirect_uris,
            # The older form of the answer knew one address only; the newest still has it beside the list.
            "redirect_uri": client.redirect_uris[0] if client.redirect_uris else "",
            "name": client.name,
            "logo": client.logo,
            "is_trusted": client.is_trusted,
            "client_type": client.client_type,
        }
    )


def authorize(call: Call) -> Redirect:
    """Consent without a page. The service takes a browser's session; the emulator has none and takes any caller."""
    body = call.body
    request = ConsentRequest(
        client_id=call.path["clientId"],
        redirect_uri=body["redirect_uri"],
        state=body.get("state"),
        scopes=body.get("scopes") or (),
        team_slug=body.get("team_slug"),
        code_challenge=body.get("code_challenge"),
        code_challenge_method=body.get("code_challenge_method"),
    )
    return Redirect(consent.give(call.world, request, call.me.user))


def token(call: Call) -> Json:
    """The bare answer of RFC 6749, without the envelope. A refusal that spends the code is given, not raised."""
    try:
        return _traded(call)
    except errors.OAuth2Problem as problem:
        if problem.spends_code:
            return problem
        raise


def _traded(call: Call) -> Json:
    world, form = call.world, _form(call.body)
    client_id, secret = form["client_id"], form.get("client_secret")
    if form["grant_type"] == "authorization_code":
        verifier = form.get("code_verifier")
        access, refresh = oauth2.exchange(world, client_id, form["redirect_uri"], form["code"], secret, verifier)
    else:
        access, refresh = oauth2.refresh(world, client_id, form["refresh_token"], secret)
    return tokens_output(access, refresh)


def tokens_output(access: AccessToken, refresh: RefreshToken) -> dict[str, Json]:
    return {
        "access_token": access.token,
        "token_type": "bearer",
        "refresh_token": refresh.token,
        "expires_in": int((access.expires_at - access.created_at).total_seconds()),
        "scope": " ".join(access.scopes or ()),
    }


def _form(body: dict[str, Any]) -> dict[str, str]:
    """The request's fields. Raises `invalid_request` for what is missing, of another type, or unknown."""
    if not body.get("client_id"):
        raise errors.invalid_request("client_id is required")
    grant = body.get("grant_type")
    if not isinstance(grant, str) or grant not in GRANTS:
        raise errors.invalid_request("grant_type must be 'authorization_code' or 'refresh_token'")
    needed = ("client_id", "grant_type", *GRANTS[grant])
    # Whoever sends a secret is taken for a confidential client, whose form has no verifier.
    optional = ("client_secret",) if "client_secret" in body else ("code_verifier",) if "code" in needed else ()
    problems = [
        f"{name} property is wrong,property {name} should not exist"
        for name in body
        if name not in (*needed, *optional)
    ]
    problems += [
        f"{name} property is wrong,{name} must be a string"
        for name in (*needed, *optional)
        if not isinstance(body.get(name), str)
    ]
    if problems:
        raise errors.invalid_request(", ".join(problems))
    return body


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OAuth2Controller_getClient": read_client,
        "OAuth2Controller_authorize": authorize,
        "OAuth2Controller_token": token,
    }
)
