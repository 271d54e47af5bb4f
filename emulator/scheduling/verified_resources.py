"""Addresses and numbers that a user or a team proved to read: codes sent, codes shown, what was verified."""

from __future__ import annotations

from typing import TypeVar

import phonenumbers

from emulator.errors import verified_resources as errors
from emulator.frozen import frozen
from emulator.scheduling.email_verification import LIFETIME, new_code
from emulator.world.tables import Table
from emulator.world.verification import VerificationCode, VerifiedEmail, VerifiedPhone
from emulator.world.world import World

Row = TypeVar("Row", VerifiedEmail, VerifiedPhone)


@frozen
class Holder:
    """Whose addresses they are: a user's own, or with `team_id` a team's, for which `user_id` asks."""

    user_id: int
    team_id: int | None = None

    def holds(self, row: VerifiedEmail | VerifiedPhone | VerificationCode) -> bool:
        if self.team_id is not None:
            return row.team_id == self.team_id
        return row.team_id is None and row.user_id == self.user_id


def send_email_code(world: World, holder: Holder, email: str) -> VerificationCode:
    """Send a code; raises a 409 for an address that is verified already. No message leaves the emulator."""
    if any(row.email == email for row in verified_emails(world, holder)):
        raise errors.email_verified_already()
    return _send(world, holder, email=email.lower())


def send_phone_code(world: World, holder: Holder, phone: str) -> VerificationCode:
    """Make a code for a number; nothing is sent anywhere."""
    return _send(world, holder, phone_number=international(phone))


def verify_email(world: World, holder: Holder, email: str, code: str) -> VerifiedEmail:
    """The verified address, new or known. Raises a 400 for a code that was not sent, or is old."""
    sent = world.verification_codes.where("email", email.lower())
    if not _is_good(world, holder, sent, code):
        raise errors.wrong_email_code()
    for known in verified_emails(world, holder):
        if known.email == email:
            return known
    number = world.ids.next("verified-emails")
    return world.verified_emails.add(VerifiedEmail(number, email, holder.user_id, holder.team_id))


def verify_phone(world: World, holder: Holder, phone: str, code: str) -> VerifiedPhone:
    """The verified number, new or known. Raises a 400 for a code that was not sent, or is old."""
    phone_number = international(phone)
    if not _is_good(world, holder, world.verification_codes.where("phone_number", phone_number), code):
        raise errors.wrong_phone_code()
    for known in verified_phones(world, holder):
        if known.phone_number == phone_number:
            return known
    number = world.ids.next("verified-phones")
    return world.verified_phones.add(VerifiedPhone(number, phone_number, holder.user_id, holder.team_id))


def verified_emails(world: World, holder: Holder) -> list[VerifiedEmail]:
    """The addresses that the user or team has proved to own."""
    return [row for row in _rows(world.verified_emails, holder) if holder.holds(row)]


def verified_phones(world: World, holder: Holder) -> list[VerifiedPhone]:
    """As `verified_emails`, for telephone numbers in international form."""
    return [row for row in _rows(world.verified_phones, holder) if holder.holds(row)]


def international(phone: str) -> str:
    """A number without blanks and brackets, as it is stored."""
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.E164)


def _rows(table: Table[Row], holder: Holder) -> list[Row]:
    if holder.team_id is not None:
        return table.where("team_id", holder.team_id)
    return table.where("user_id", holder.user_id)


def _send(
    world: World, holder: Holder, *, email: str | None = None, phone_number: str | None = None
) -> VerificationCode:
    now = world.now()
    return world.verification_codes.add(
        VerificationCode(
            id=world.ids.next("verification-codes"),
            email=email,
            phone_number=phone_number,
            code=new_code(world),
            created_at=now,
            expires_at=now + LIFETIME,
            user_id=holder.user_id,
            team_id=holder.team_id,
        )
    )


def _is_good(world: World, holder: Holder, sent: list[VerificationCode], code: str) -> bool:
    # A code of nobody in particular is one that a test wrote: it is good for everybody.
    now = world.now()
    return any(
        each.code == code and now < each.expires_at and (holder.holds(each) or each.user_id is None) for each in sent
    )
