"""Conferencing apps of the caller, or of the team in the path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, Redirect, success
from emulator.api.provider_consent import (
    account_of,
    bearer,
    consent_url,
    json_state,
    owner_of,
    owner_of_state,
    team_in_path,
)
from emulator.errors import conferencing as errors
from emulator.errors.base import ApiError
from emulator.scheduling.apps.catalog import CAL_VIDEO, CONFERENCING, GOOGLE_CALENDAR, GOOGLE_MEET, OAUTH_CONFERENCING
from emulator.scheduling.apps.conferencing import choose_default, conferencing_apps, default_choice, is_connected
from emulator.scheduling.apps.credentials import connect, credential_of, disconnect
from emulator.world.connections import Credential

CONNECTABLE: Final = tuple(CONFERENCING)


def list_connected(call: Call) -> Json:
    return success([app_output(credential) for credential in conferencing_apps(call.world, owner_of(call))])


def connect_app(call: Call) -> Json:
    """Google Meet comes with a Google calendar; the other apps ask for consent."""
    world, owner = call.world, owner_of(call)
    if call.path["app"] != "google-meet":
        raise errors.only_google_meet()
    calendar = credential_of(world, owner, GOOGLE_CALENDAR)
    if calendar is None:
        raise errors.calendar_needed()
    if credential_of(world, owner, GOOGLE_MEET) is not None:
        raise errors.connected_already()
    return success(app_output(connect(world, owner, GOOGLE_MEET, email=calendar.email)))


def where_to_agree(call: Call) -> Json:
    owner_of(call)
    kind = _oauth_app(call)
    state = {
        "returnTo": call.query["returnTo"],
        "onErrorReturnTo": call.query["onErrorReturnTo"],
        "fromApp": False,
        "accessToken": bearer(call),
        **team_in_path(call),
    }
    return success({"url": consent_url(call, kind, json.dumps(state, separators=(",", ":")))})


def save(call: Call) -> Redirect:
    """Connect what was agreed to. Whatever goes wrong sends the browser to the address for errors."""
    text = call.query.get("state")
    if not text:
        raise errors.state_missing()
    state = json_state(text)
    if state is None:
        raise errors.state_malformed()
    failed = Redirect(str(state.get("onErrorReturnTo") or ""))
    kind = _oauth_app(call)
    if not call.query.get("code"):
        return failed
    try:
        user, owner = owner_of_state(call, state)
    except ApiError:
        return failed
    connect(call.world, owner, kind, email=account_of(call.query["code"], user))
    return Redirect(str(state.get("returnTo") or ""))


def choose(call: Call) -> Json:
    app, owner = call.path["app"], owner_of(call)
    if app not in (*CONNECTABLE, CAL_VIDEO):
        raise errors.unknown_app((*CONNECTABLE, CAL_VIDEO))
    if not is_connected(call.world, owner, app):
        raise errors.not_connected(app)
    choose_default(call.world, owner, app)
    return {"status": "success"}


def read_default(call: Call) -> Json:
    """Without a choice there is no `data` at all (live.md 3)."""
    chosen = default_choice(owner_of(call))
    return {"status": "success"} if chosen is None else success(chosen)


def disconnect_app(call: Call) -> Json:
    app, owner = call.path["app"], owner_of(call)
    if app not in CONNECTABLE:
        raise errors.unknown_app(CONNECTABLE)
    credential = credential_of(call.world, owner, CONFERENCING[app])
    if credential is None:
        raise errors.not_connected(app)
    disconnect(call.world, credential)
    return {"status": "success"}


def app_output(credential: Credential) -> dict[str, Json]:
    return {
        "id": credential.id,
        "type": credential.type,
        "userId": credential.user_id,
        "invalid": credential.invalid,
    }


def _oauth_app(call: Call) -> str:
    if call.path["app"] not in OAUTH_CONFERENCING:
        raise errors.unknown_oauth_app(OAUTH_CONFERENCING)
    return CONFERENCING[call.path["app"]]


PREFIX: Final = "ConferencingController_"
TEAMS: Final = "OrganizationsConferencingController_"
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        f"{TEAMS}listTeamConferencingApps": list_connected,
        f"{TEAMS}connectTeamApp": connect_app,
        f"{TEAMS}getTeamOAuthUrl": where_to_agree,
        f"{TEAMS}saveTeamOauthCredentials": save,
        f"{TEAMS}setTeamDefaultApp": choose,
        f"{TEAMS}getTeamDefaultApp": read_default,
        f"{TEAMS}disconnectTeamApp": disconnect_app,
        f"{PREFIX}listInstalledConferencingApps": list_connected,
        f"{PREFIX}connect": connect_app,
        f"{PREFIX}redirect": where_to_agree,
        f"{PREFIX}save": save,
        f"{PREFIX}default": choose,
        f"{PREFIX}getDefault": read_default,
        f"{PREFIX}disconnect": disconnect_app,
    }
)
