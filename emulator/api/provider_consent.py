"""The consent of a user at a provider: where it is asked for, and what a callback makes of it.

The provider's page is the emulator's own (`control.endpoints.providers`); no address outside is ever told or called.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlencode

from emulator.api.call import Call
from emulator.auth.credentials import identify, token
from emulator.errors import auth
from emulator.world.records import User

CODE_PREFIX = "4/0A"


def consent_url(call: Call, kind: str, state: str) -> str:
    """The page at which somebody agrees to connect an account of this type; `state` comes back to the callback."""
    query = urlencode({"response_type": "code", "client_id": "calcom-emulator", "state": state})
    return f"{call.base_url}/_emulator/providers/{kind}/consent?{query}"


def bearer(call: Call) -> str:
    """The caller's token, which a state carries to know the caller again. Raises a 401 for callers without one."""
    found = token(call.headers)
    if not found:
        raise auth.no_credentials()
    return found


def origin(call: Call) -> str:
    """Where the request came from: the page that sent it, else the emulator itself."""
    return call.headers.get("origin") or call.base_url


def user_of_state(call: Call, access_token: str) -> User:
    """Whose token a state carries. Raises a 401 when it is not good."""
    caller = identify(call.world, {"authorization": f"Bearer {access_token}"}, "required")
    if caller is None:
        raise auth.no_credentials()
    return caller.user


def json_state(text: str) -> dict[str, Any] | None:
    """A state that is a JSON object; None for anything else."""
    try:
        state = json.loads(text)
    except ValueError:
        return None
    return state if isinstance(state, dict) else None


def code_for(email: str) -> str:
    """The code with which the consent page vouches for an account."""
    return CODE_PREFIX + base64.urlsafe_b64encode(email.encode()).decode().rstrip("=")


def account_of(code: str, user: User) -> str:
    """The address of the account that a code vouches for; any other code stands for the user's own address."""
    text = code.removeprefix(CODE_PREFIX)
    try:
        email = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return user.email
    return email if "@" in email else user.email
