"""Verified addresses and numbers of the caller, or of the team in the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.api.pagination import window
from emulator.api.teams.guard import administrator
from emulator.scheduling import verified_resources as domain
from emulator.scheduling.verified_resources import Holder
from emulator.world.verification import VerifiedEmail, VerifiedPhone


def send_email_code(call: Call) -> Json:
    domain.send_email_code(call.world, holder(call), call.body["email"])
    return {"status": "success"}


def send_phone_code(call: Call) -> Json:
    domain.send_phone_code(call.world, holder(call), call.body["phone"])
    return {"status": "success"}


def verify_email(call: Call) -> Json:
    return success(output(domain.verify_email(call.world, holder(call), call.body["email"], call.body["code"])))


def verify_phone(call: Call) -> Json:
    return success(output(domain.verify_phone(call.world, holder(call), call.body["phone"], call.body["code"])))


def list_emails(call: Call) -> Json:
    return success(_page(call, domain.verified_emails(call.world, holder(call))))


def list_phones(call: Call) -> Json:
    return success(_page(call, domain.verified_phones(call.world, holder(call))))


def read_email(call: Call) -> Json:
    """One that is not there, or not the caller's, is null: no 404 (live.md 3)."""
    row = call.world.verified_emails.get(call.path["id"])
    return success(output(row) if row is not None and holder(call).holds(row) else None)


def read_phone(call: Call) -> Json:
    row = call.world.verified_phones.get(call.path["id"])
    return success(output(row) if row is not None and holder(call).holds(row) else None)


def holder(call: Call) -> Holder:
    """The caller, or the team in the path, which only its administrators may speak for."""
    team = administrator(call) if "teamId" in call.path else None
    return Holder(call.me.user.id, team.id if team else None)


def output(row: VerifiedEmail | VerifiedPhone) -> dict[str, Json]:
    address = {"email": row.email} if isinstance(row, VerifiedEmail) else {"phoneNumber": row.phone_number}
    team = {} if row.team_id is None else {"teamId": row.team_id}
    return {"id": row.id, **address, **team, "userId": row.user_id}


def _page(call: Call, rows: list[VerifiedEmail] | list[VerifiedPhone]) -> list[Json]:
    skip, take = window(call.query)
    return [output(row) for row in rows[skip : skip + take]]


NAMES: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "requestEmailVerificationCode": send_email_code,
        "requestPhoneVerificationCode": send_phone_code,
        "verifyEmail": verify_email,
        "verifyPhoneNumber": verify_phone,
        "getVerifiedEmails": list_emails,
        "getVerifiedPhoneNumbers": list_phones,
        "getVerifiedEmailById": read_email,
        "getVerifiedPhoneById": read_phone,
    }
)
CONTROLLERS: Final = ("User", "Teams", "OrgTeams")
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        f"{controller}VerifiedResourcesController_{name}": handler
        for controller in CONTROLLERS
        for name, handler in NAMES.items()
    }
)
GUARDS: Final[Mapping[str, Callable[[Call], object]]] = MappingProxyType(
    {name: holder for name in HANDLERS if not name.startswith("User")}
)
