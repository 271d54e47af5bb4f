"""The key that a request is made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.auth.credentials import PREFIXES, digest
from emulator.errors import api_keys as errors
from emulator.errors.auth import api_key_required
from emulator.world import ties
from emulator.world.records import ApiKey

DAYS_VALID: Final = 30


def refresh(call: Call) -> Json:
    """A new key with the note and team of the one that the request carries, which stops working at once."""
    world, old, body = call.world, call.me.api_key, call.body or {}
    if old is None:
        raise api_key_required()
    days, forever = body.get("apiKeyDaysValid"), body.get("apiKeyNeverExpires")
    if days and forever:
        raise errors.two_expiries()
    clear = f"{_prefix(old)}{world.ids.hexadecimal(32)}"
    ties.remove(world, world.api_keys, old)
    world.api_keys.add(
        ApiKey(
            id=world.ids.uuid(),
            user_id=old.user_id,
            digest=digest(clear),
            created_at=call.now,
            clear=clear,
            expires_at=None if forever else call.now + timedelta(days=days or DAYS_VALID),
            note=old.note,
            team_id=old.team_id,
        )
    )
    return success({"apiKey": clear})


def _prefix(key: ApiKey) -> str:
    """A key is followed by one of its own kind: live by live, test by test."""
    return next((prefix for prefix in PREFIXES if (key.clear or "").startswith(prefix)), PREFIXES[0])


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"ApiKeysController_refresh": refresh})
