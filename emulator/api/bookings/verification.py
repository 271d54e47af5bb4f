"""Prove that a booker reads the mail of an address."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import booking_reads as errors
from emulator.scheduling.email_verification import guarded_by, is_valid, send_code


def send(call: Call) -> Json:
    send_code(call.world, call.body["email"])
    return success({"sent": True})


def check(call: Call) -> Json:
    """Nobody needs a code for the address they are signed in with. The data come first here (live.md 3)."""
    email = call.query["email"]
    owner = guarded_by(call.world, email)
    return {"data": owner is not None and call.query.get("userSessionEmail") != email, "status": "success"}


def verify(call: Call) -> Json:
    if not is_valid(call.world, call.body["email"], call.body["code"]):
        raise errors.wrong_verification_code()
    return success({"verified": True})


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingEmailVerificationController_sendCode": send,
        "BookingEmailVerificationController_check": check,
        "BookingEmailVerificationController_verifyCode": verify,
    }
)
