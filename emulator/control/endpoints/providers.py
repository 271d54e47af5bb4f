"""The consent pages of providers (Google, Microsoft, Zoom, Stripe), which here are one page of the emulator's own.

`GET` shows it to a person; `POST` to the same address is what its buttons do, and what a test does in their place.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from emulator.api.provider_consent import code_for
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.scheduling.apps.catalog import APPS, CALENDARS, CONFERENCING, OAUTH_CONFERENCING, STRIPE, App
from emulator.world.universe import DEFAULT

CALLBACKS: Final = {
    **{CALENDARS[name]: f"/v2/calendars/{name}/save" for name in ("google", "office365")},
    **{CONFERENCING[name]: f"/v2/conferencing/{name}/oauth/callback" for name in OAUTH_CONFERENCING},
    STRIPE: "/v2/stripe/save",
}
"""By type of credential: where the provider sends the browser afterwards."""

PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Connect {name}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 4rem auto; padding: 0 1rem }}
input, button {{ font: inherit; padding: .4rem .8rem }}
input {{ width: 100%; box-sizing: border-box; margin: .3rem 0 1rem }}
</style>
<h1>Connect {name}</h1>
<p>This page stands in for the one at the provider. Nothing leaves this machine.</p>
<form method="post">
<label>Account <input name="email" type="email" placeholder="the caller's own address"></label>
<button name="allow" value="true">Allow</button>
<button name="allow" value="false">Decline</button>
</form>
</html>
"""


async def show(ask: Ask) -> Response:
    app = _app(ask)
    _state(ask)
    return HTMLResponse(PAGE.format(name=escape(app.name)))


async def decide(ask: Ask) -> Response:
    """Send the browser to the callback: with a code that vouches for the account, or with the provider's refusal.

    A form and JSON will do, and so will nothing: then the caller's own account is connected.
    """
    app, state = _app(ask), _state(ask)
    said = await _said(ask)
    allow = said.get("allow", True)
    if allow not in (True, False, "true", "false"):
        raise ControlError(400, f"allow must be true or false, not {allow!r}", where="/allow")
    allowed = allow in (True, "true")
    email = said.get("email") or ""
    if not isinstance(email, str) or (email and "@" not in email):
        raise ControlError(400, f"email must be an address, not {email!r}", where="/email")
    answer = {"code": code_for(email)} if allowed else {"error": "access_denied"}
    world = ask.world.name
    prefix = "" if world == DEFAULT else f"/w/{world}"
    return RedirectResponse(f"{prefix}{CALLBACKS[app.type]}?{urlencode({'state': state, **answer})}", 303)


async def _said(ask: Ask) -> dict[str, Any]:
    if "json" in ask.request.headers.get("content-type", ""):
        said = await ask.body()
    else:
        said = {name: values[-1] for name, values in parse_qs((await ask.text()).decode(errors="replace")).items()}
    if not isinstance(said, dict) or not said.keys() <= {"allow", "email"}:
        raise ControlError(400, "say whether to allow it", where="/", hint='{"allow": true, "email": "me@example.com"}')
    return said


def _app(ask: Ask) -> App:
    kind = ask.path["type"]
    if kind not in CALLBACKS:
        raise ControlError(404, f"{kind!r} asks nobody for consent", hint=f"types are {', '.join(CALLBACKS)}")
    return APPS[kind]


def _state(ask: Ask) -> str:
    state = ask.query.get("state")
    if not state:
        raise ControlError(
            400, "the address has no state", where="?state", hint="ask the API for the address: its connect operations"
        )
    return state


ROUTES: Final[Routes] = {"/providers/{type}/consent": {"GET": (200, show), "POST": (303, decide)}}
