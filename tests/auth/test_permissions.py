from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from emulator.auth.caller import Caller
from emulator.auth.permissions import PERMISSIONS, check, named
from emulator.errors.base import ApiError
from emulator.world.credentials import AccessToken, OAuthClient
from emulator.world.records import ApiKey, User

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)
USER = User(1, "ada", "ada@example.com", "Ada", NOW)


def granted(*scopes: str) -> Caller:
    return Caller(USER, token=AccessToken(1, "t", "c", 1, NOW, NOW, scopes=list(scopes)))


def refusal(caller: Caller, permissions: Sequence[str] = (), scopes: Sequence[str] | None = None) -> str | None:
    try:
        check(caller, permissions, scopes)
    except ApiError as refused:
        return f"{refused.status} {refused.message}"
    return None


def test_permissions_have_an_order() -> None:
    """resources.md 2.5; 11 C #39"""
    assert named(["PROFILE_WRITE", "BOOKING_READ"]) == ["BOOKING_READ", "PROFILE_WRITE"]
    assert named(["*"]) == list(PERMISSIONS)


@pytest.mark.parametrize("token", [None, AccessToken(1, "t", "c", 1, NOW, NOW)])
def test_a_platform_client_needs_every_permission(token: AccessToken | None) -> None:
    client = OAuthClient("c", "App", "s", 8, NOW, permissions=["EVENT_TYPE_READ"])
    caller = Caller(USER, client=client, token=token)
    assert refusal(caller, ["EVENT_TYPE_READ"], []) is None
    text = refusal(caller, ["EVENT_TYPE_READ", "EVENT_TYPE_WRITE"])
    assert text == (
        "403 PermissionsGuard - oAuth client with id=c does not have the required "
        "permissions=EVENT_TYPE_READ,EVENT_TYPE_WRITE. Go to platform dashboard settings and add the required "
        "permissions to the oAuth client."
    )


def test_api_keys_and_strangers_are_not_asked() -> None:
    assert refusal(Caller(USER, ApiKey("k", 1, "d", NOW)), ["BOOKING_READ"], []) is None
    check(None, ["BOOKING_READ"], [])


def test_a_third_partys_token_needs_the_scopes() -> None:
    assert refusal(granted("BOOKING_READ"), [], ["BOOKING_READ"]) is None
    assert refusal(granted("BOOKING_READ", "PROFILE_READ"), [], ["BOOKING_WRITE", "PROFILE_READ"]) == (
        "403 insufficient_scope: token does not have the required scopes. Required: BOOKING_WRITE, PROFILE_READ. "
        "Token has: BOOKING_READ, PROFILE_READ"
    )


def test_what_is_granted_for_an_organization_holds_for_its_teams() -> None:
    assert refusal(granted("ORG_BOOKING_READ"), [], ["TEAM_BOOKING_READ"]) is None
    assert refusal(granted("TEAM_BOOKING_READ"), [], ["ORG_BOOKING_READ"]) is not None


@pytest.mark.parametrize("scopes", [[], ["READ_BOOKING", "READ_PROFILE"]])
def test_tokens_of_old_go_everywhere(scopes: list[str]) -> None:
    assert refusal(granted(*scopes), [], []) is None
    assert refusal(granted(*scopes), [], ["BOOKING_WRITE"]) is None


def test_operations_without_scopes_are_closed_to_third_parties_unless_the_document_knows_none() -> None:
    text = "403 insufficient_scope: this endpoint is not available for third-party OAuth tokens"
    assert refusal(granted("BOOKING_READ"), [], []) == text
    assert refusal(granted("BOOKING_READ"), [], None) is None
