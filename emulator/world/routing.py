"""The records of routing forms and of what was answered in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class RoutingForm:
    """A form of a user or a team (`team_id`). `fields` are `{id, identifier, label, type, required, options}`, options
    `{id, label}`; `routes` are `{id, isFallback, queryValue, action: {type, value, eventTypeId}}`, in order of asking.
    """

    id: str
    name: str
    user_id: int | None
    created_at: datetime
    team_id: int | None = None
    description: str | None = None
    disabled: bool = False
    fields: list[Json] = field(default_factory=list)
    routes: list[Json] = field(default_factory=list)
    position: int = 0
    settings: Json | None = None
    updated_at: datetime | None = None


@dataclass(slots=True, eq=False)
class FormResponse:
    """One submission. `response` maps field ids to `{label, value}`; `booking_uid` is the booking it led to.

    `route_id` is the route that was chosen.
    """

    id: int
    uuid: str = field(metadata={"name": "formFillerId"})
    form_id: str
    created_at: datetime
    response: Json = field(default_factory=dict)
    booking_uid: str | None = field(default=None, metadata={"name": "routedToBookingUid"})
    route_id: str | None = field(default=None, metadata={"name": "chosenRouteId"})
    updated_at: datetime | None = None
