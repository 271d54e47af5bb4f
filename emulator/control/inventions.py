"""People whom a world file does not name: theirs are names out of Faker, the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from emulator.scheduling.slug import slugify
from emulator.world.world import World

Json = dict[str, Any]


class People:
    """Names for users and attendees of one world.

    A name hangs on the seed and on the record that wants it (on its id if it has one, else on all it says), so that
    another record in the file changes nobody's name. Faker is imported when the first name is needed: most files name
    everybody.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._faker: Any = None
        self._likes: Counter[str] = Counter()

    def named(self, kind: str, row: Any) -> Any:
        """A record of a world file with the names it leaves out; what can be derived from the rest is left to that.

        Whatever is no record comes back as it is, for others to complain about.
        """
        if not isinstance(row, dict):
            return row
        if kind == "users":
            return self._user(row)
        if kind == "attendees":
            return self._attendee(row, _identity(kind, row))
        if kind == "bookings" and isinstance(row.get("attendees"), list):
            own = _identity(kind, {name: value for name, value in row.items() if name != "attendees"})
            people = [
                self._attendee(one, f"{own} attendee {number}") if isinstance(one, dict) else one
                for number, one in enumerate(row["attendees"])
            ]
            return {**row, "attendees": people}
        return row

    def _user(self, row: Json) -> Json:
        """Without username and e-mail there is nothing but a name to go by, or not even that."""
        if "username" in row or "email" in row:
            return row
        name = row.get("name")
        if not isinstance(name, str) or not slugify(name):
            if "name" in row:
                return row
            name = self._name(_identity("users", row))
        return {**row, "username": self._free(slugify(name)), "name": name}

    def _attendee(self, row: Json, identity: str) -> Json:
        """An address alone is enough: so the service knows guests. Without one the name has to give it."""
        if "email" in row:
            return row
        name = row.get("name") or self._name(identity)
        return {**row, "name": name, "email": f"{slugify(str(name)) or 'attendee'}@example.com"}

    def _free(self, username: str) -> str:
        """The username, with a number behind it where another user of the world has it, or its address."""
        number, tried = 1, username
        while self._world.users.where("username", tried) or self._world.users.by("email", f"{tried}@example.com"):
            number += 1
            tried = f"{username}-{number}"
        return tried

    def _name(self, identity: str) -> str:
        if self._faker is None:
            from faker import Faker  # noqa: PLC0415 - heavy, and mostly not needed

            self._faker = Faker("en_US", use_weighting=False)
        # Records that say the same are told apart by their order.
        self._likes[identity] += 1
        # A generator of its own: Faker's is shared by the whole process.
        self._faker.seed_instance(f"{self._world.seed} {identity} {self._likes[identity]}")
        # Neither title nor suffix: they make poor usernames.
        return f"{self._faker.first_name()} {self._faker.last_name()}"


def _identity(kind: str, row: Json) -> str:
    known = next((row[name] for name in ("id", "uid") if name in row), row)
    return f"{kind} {json.dumps(known, sort_keys=True, default=str)}"
