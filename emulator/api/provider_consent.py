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
from emulator.api.teams.guard import administrator
from emulator.auth import roles
from emulator.auth.caller import Caller
from emulator.auth.credentials import identify, token
from emulator.errors import auth
from emulator.scheduling.apps.credentials import Owner
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
    return _caller_of_token(call, access_token).user


def owner_of(call: Call) -> Owner:
    """The caller, or the team in the path, which only its administrators may speak for."""
    return administrator(call) if "teamId" in call.path else call.me.user


def team_in_path(call: Call) -> dict[str, Any]:
    """What a state says of the team that is asked for."""
    return {name: call.path[name] for name in ("teamId", "orgId") if name in call.path}


def owner_of_state(call: Call, state: dict[str, Any]) -> tuple[User, Owner]:
    """Who agreed, and for whom: that user, or a team that the user administers. Raises a 401 or a 403."""
    caller = _caller_of_token(call, str(state.get("accessToken") or ""))
    team_id, organization_id = state.get("teamId"), state.get("orgId")
    team = call.world.teams.get(team_id) if isinstance(team_id, int) else None
    if team is None:
        return caller.user, caller.user
    roles.check(
        call.world,
        caller,
        "TEAM_ADMIN",
        organization_id=organization_id if isinstance(organization_id, int) else None,
        team_id=team.id,
    )
    return caller.user, team


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


def _caller_of_token(call: Call, access_token: str) -> Caller:
    caller = identify(call.world, {"authorization": f"Bearer {access_token}"}, "required")
    if caller is None:
        raise auth.no_credentials()
    return caller
