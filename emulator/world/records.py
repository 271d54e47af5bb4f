"""The records of people, their keys and their hours, as a world stores them.

Instants are aware datetimes in UTC. Nested settings are kept as the JSON that the API shows. The metadata entry `name`
gives a field's name in the API's vocabulary where it is not the camel-cased field name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]

Role = Literal["MEMBER", "ADMIN", "OWNER"]


@dataclass(slots=True, eq=False)
class User:
    """A person. `oauth_client_id` is the platform client that made and manages the account, if one did.

    `booking_limits` has whole numbers or null under `perDay`, `perWeek`, `perMonth` and `perYear`.
    """

    id: int
    username: str | None
    email: str
    name: str | None
    created_at: datetime = field(metadata={"name": "createdDate"})
    time_zone: str = "Europe/London"
    time_format: int = 12
    week_start: str = "Sunday"
    locale: str | None = None
    avatar_url: str | None = None
    bio: str | None = ""
    brand_color: str | None = None
    dark_brand_color: str | None = None
    default_schedule_id: int | None = None
    organization_id: int | None = None
    role: str = "USER"
    allow_dynamic_booking: bool = True
    metadata: Json = field(default_factory=dict)
    oauth_client_id: str | None = field(default=None, metadata={"name": "oAuthClientId"})
    booking_limits: Json = field(default_factory=dict)
    requires_booker_email_verification: bool = False


@dataclass(slots=True, eq=False)
class ApiKey:
    """`digest` is the SHA-256 of the part behind the prefix; `clear` is kept for the control plane to show."""

    id: str
    user_id: int
    digest: str
    created_at: datetime
    clear: str | None = field(default=None, metadata={"name": "apiKey"})
    expires_at: datetime | None = None
    note: str | None = None
    team_id: int | None = None


@dataclass(slots=True, eq=False)
class Schedule:
    """`availability` and `overrides` are in the API's form: day names, `HH:MM` local times, `YYYY-MM-DD` dates.

    `time_zone` None means that none was ever chosen; it then reads back as Europe/London.
    """

    id: int
    user_id: int = field(metadata={"name": "ownerId"})
    name: str
    time_zone: str | None = None
    availability: list[Json] = field(default_factory=list)
    overrides: list[Json] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OutOfOffice:
    """Whole UTC days, both ends included."""

    id: int
    user_id: int
    start: datetime
    end: datetime
    uuid: str
    to_user_id: int | None = None
    notes: str | None = None
    reason: str = "unspecified"
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(slots=True, eq=False)
class Webhook:
    """A subscription. One of the owner fields is set, or `platform`, which hears about everybody in the world.

    `team_id` is a team's or an organization's id. `time`/`time_unit` serve the no-show triggers. `app_id` names the app
    that made the subscription; what `zapier` made gets Zapier's bodies.
    """

    id: str
    subscriber_url: str
    triggers: list[str]
    created_at: datetime
    active: bool = True
    payload_template: str | None = None
    secret: str | None = None
    version: str = "2021-10-20"
    time: int | None = None
    time_unit: str | None = None
    user_id: int | None = None
    event_type_id: int | None = None
    team_id: int | None = None
    oauth_client_id: str | None = field(default=None, metadata={"name": "oAuthClientId"})
    app_id: str | None = None
    platform: bool = False


@dataclass(slots=True, eq=False)
class PrivateLink:
    id: str = field(metadata={"name": "linkId"})
    event_type_id: int
    expires_at: datetime | None = None
    max_usage_count: int | None = None
    usage_count: int = 0


@dataclass(slots=True, eq=False)
class BlockedEmail:
    """An address (`EMAIL`) or domain (`DOMAIN`) that may not book, for one organization or for all (None)."""

    id: int
    block_type: Literal["EMAIL", "DOMAIN"]
    value: str
    organization_id: int | None = None


@dataclass(slots=True, eq=False)
class Team:
    """A team or, with `is_organization`, an organization; both draw their ids from one sequence."""

    id: int
    name: str
    slug: str | None = None
    parent_id: int | None = None
    is_organization: bool = False
    is_platform: bool = False
    time_zone: str = "Europe/London"
    week_start: str = "Sunday"
    metadata: Json | None = field(default_factory=dict)
    logo_url: str | None = None
    cal_video_logo: str | None = None
    app_logo: str | None = None
    app_icon_logo: str | None = None
    banner_url: str | None = None
    bio: str | None = None
    hide_branding: bool = False
    is_private: bool = False
    hide_book_a_team_member: bool = False
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    time_format: int | None = None
    booking_limits: str | None = None
    include_managed_events_in_limits: bool = False
    created_by_client: str | None = field(default=None, metadata={"name": "createdByOAuthClientId"})


@dataclass(slots=True, eq=False)
class Membership:
    """Somebody's place in a team or organization, also before it was accepted.

    `booking_limits` are what the member set in place of the team's, in the form of the user's own; None inherits.
    """

    id: int
    team_id: int
    user_id: int
    role: Role = "MEMBER"
    accepted: bool = True
    disable_impersonation: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    booking_limits: Json | None = None


@dataclass(slots=True, eq=False)
class Profile:
    """Who a user is inside an organization: there the user goes by this name."""

    id: int
    user_id: int
    organization_id: int
    username: str
