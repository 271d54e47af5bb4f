"""Codes that prove that a booker reads the mail of an address: six digits, good for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from emulator.world.records import User
from emulator.world.verification import VerificationCode
from emulator.world.world import World

LIFETIME: Final = timedelta(minutes=15)


def send_code(world: World, email: str) -> VerificationCode:
    """The code that a message to `email` carries; no message leaves, the control plane shows the record."""
    now = world.now()
    return world.verification_codes.add(
        VerificationCode(
            id=world.ids.next("verification-codes"),
            email=email.lower(),
            code=new_code(world),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )


def new_code(world: World) -> str:
    """Six digits, the same for the same seed."""
    return f"{int(world.ids.hexadecimal(8), 16) % 1_000_000:06d}"


def is_valid(world: World, email: str, code: str) -> bool:
    """Was the code sent to `email`, and is it still good? Using it does not spend it."""
    now = world.now()
    sent = world.verification_codes.where("email", email.lower())
    return any(each.code == code and now < each.expires_at for each in sent)


def guarded_by(world: World, email: str) -> User | None:
    """The user whose address this is, if that user wants nobody else to book with it."""
    owner = world.users.by("email", email)
    return owner if owner is not None and owner.requires_booker_email_verification else None
