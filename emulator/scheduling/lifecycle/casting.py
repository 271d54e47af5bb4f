"""Which hosts take a booking."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.errors import bookings as errors
from emulator.frozen import frozen
from emulator.scheduling.availability import is_free
from emulator.scheduling.hosts import Crew
from emulator.scheduling.lifecycle.requests import HostWishes
from emulator.scheduling.lifecycle.time_checks import Slot
from emulator.scheduling.round_robin import whose_turn
from emulator.world.records import User


@frozen
class Cast:
    """The host whose booking it is, and the others, who come as attendees."""

    organizer: User
    others: tuple[User, ...] = ()

    @property
    def emails(self) -> frozenset[str]:
        return frozenset(user.email for user in (self.organizer, *self.others))


def cast(slot: Slot, crew: Crew, wishes: HostWishes, *, unchecked: bool = False) -> Cast:
    """All fixed hosts and, of those who take turns, one who is free; `unchecked` does without anybody being free.

    Raises the 409 when a fixed host is not free, or nobody who takes turns is. A booking that moves gets the sentence
    for persons, also where a team hosts it (bookings.md 6).
    """
    of_team = slot.event_type.team_id is not None and slot.moved is None
    if not unchecked and not all(_free(slot, host) for host in crew.fixed):
        raise errors.not_available(of_team=of_team)
    people = sorted(crew.fixed, key=lambda host: host.id != wishes.keep)
    if crew.rotating:
        turn = _turn(slot, crew.rotating, wishes, unchecked=unchecked)
        if turn is None:
            raise errors.not_available(of_team=of_team)
        people.append(turn)
    return Cast(people[0], tuple(people[1:]))


def _turn(slot: Slot, hosts: Sequence[User], wishes: HostWishes, *, unchecked: bool) -> User | None:
    allowed = list(hosts)
    for among in (*wishes.among, *(() if wishes.keep is None else (frozenset({wishes.keep}),))):
        # A filter that leaves nobody is no filter: so does the service.
        allowed = [host for host in allowed if host.id in among] or allowed
    preferred = next((host for host in hosts if host.email == wishes.first), None)
    if preferred is not None and (unchecked or _free(slot, preferred)):
        return preferred
    free = allowed if unchecked else [host for host in allowed if _free(slot, host)]
    return whose_turn(slot.world, slot.event_type, free) if free else None


def _free(slot: Slot, host: User) -> bool:
    return is_free(slot.world, slot.event_type, host, slot.start, slot.end, ignoring=slot.moved, limited=slot.limited)
