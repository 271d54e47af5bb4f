"""The account at Stripe of the caller, or of the team in the path."""

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
    origin,
    owner_of,
    owner_of_state,
    team_in_path,
)
from emulator.contract.formats import is_url
from emulator.errors import conferencing as errors
from emulator.scheduling.apps.catalog import STRIPE
from emulator.scheduling.apps.credentials import connect, credential_of


def where_to_agree(call: Call) -> Json:
    """The caller comes back to where the request came from; who asks for a team says where to."""
    owner_of(call)
    team = team_in_path(call)
    if team and not all(map(is_url, (call.query["returnTo"], call.query["onErrorReturnTo"]))):
        raise errors.state_payload()
    state = {
        "onErrorReturnTo": call.query["onErrorReturnTo"] if team else origin(call),
        "fromApp": False,
        "returnTo": call.query["returnTo"] if team else origin(call),
        "accessToken": bearer(call),
        **team,
    }
    return success({"authUrl": consent_url(call, STRIPE, json.dumps(state, separators=(",", ":")))})


def save(call: Call) -> Redirect:
    """Connect what was agreed to; whoever declined is sent to the address for errors."""
    state = json_state(call.query["state"])
    if state is None:
        raise errors.state_malformed()
    code = call.query.get("code")
    if not code:
        return Redirect(str(state.get("onErrorReturnTo") or ""))
    user, owner = owner_of_state(call, state)
    connect(call.world, owner, STRIPE, email=account_of(code, user), settings={"active": True})
    return Redirect(str(state.get("returnTo") or ""))


def check(call: Call) -> Json:
    """The control plane makes an account one that takes no payments: `settings.active` of its credential."""
    credential = credential_of(call.world, owner_of(call), STRIPE)
    if credential is None:
        raise errors.stripe_not_found()
    if credential.invalid:
        raise errors.stripe_invalid()
    if credential.settings.get("active") is False:
        raise errors.stripe_inactive()
    return {"status": "success"}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "StripeController_redirect": where_to_agree,
        "StripeController_save": save,
        "StripeController_check": check,
        "OrganizationsStripeController_getTeamStripeConnectUrl": where_to_agree,
        "OrganizationsStripeController_save": save,
        "OrganizationsStripeController_checkTeamStripeConnection": check,
    }
)
