"""The records of addresses that somebody proved to be theirs, and of the codes sent on the way.

Each belongs to the user who asked or, with `team_id`, to a team.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, eq=False)
class VerificationCode:
    """The newest code sent to an address; one of `email` and `phone_number` is set. Nothing else tells it."""

    id: int
    code: str
    created_at: datetime
    expires_at: datetime
    email: str | None = None
    phone_number: str | None = None
    user_id: int | None = None
    team_id: int | None = None


@dataclass(slots=True, eq=False)
class VerifiedEmail:
    id: int
    email: str
    user_id: int | None = None
    team_id: int | None = None


@dataclass(slots=True, eq=False)
class VerifiedPhone:
    id: int
    phone_number: str
    user_id: int | None = None
    team_id: int | None = None
