"""People whom a world file does not name: theirs are names out of Faker, the same for the same seed."""

from __future__ import annotations

from typing import Any

from emulator.scheduling.slug import slugify
from emulator.world.world import World

Json = dict[str, Any]


class People:
    """Names for users and attendees of one world, in the order in which they are asked for.

    Faker is imported when the first name is needed: most files name everybody.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._faker: Any = None

    def named(self, kind: str, row: Any) -> Any:
        """A record of a world file with the names it leaves out; what can be derived from the rest is left to that.

        Whatever is no record comes back as it is, for others to complain about.
        """
        if not isinstance(row, dict):
            return row
        if kind == "users":
            return self._user(row)
        if kind == "attendees":
            return self._attendee(row)
        if kind == "bookings" and isinstance(row.get("attendees"), list):
            return {**row, "attendees": [self.named("attendees", one) for one in row["attendees"]]}
        return row

    def _user(self, row: Json) -> Json:
        """Without username and e-mail there is nothing but a name to go by, or not even that."""
        if "username" in row or "email" in row:
            return row
        name = row.get("name")
        if not isinstance(name, str) or not slugify(name):
            if "name" in row:
                return row
            name = self._name()
        return {**row, "username": self._free(slugify(name)), "name": name}

    def _attendee(self, row: Json) -> Json:
        """An address alone is enough: so the service knows guests. Without one the name has to give it."""
        if "email" in row:
            return row
        name = row.get("name") or self._name()
        return {**row, "name": name, "email": f"{slugify(str(name)) or 'attendee'}@example.com"}

    def _free(self, username: str) -> str:
        """The username, with a number behind it where another user of the world has it, or its address."""
        number, tried = 1, username
        while self._world.users.where("username", tried) or self._world.users.by("email", f"{tried}@example.com"):
            number += 1
            tried = f"{username}-{number}"
        return tried

    def _name(self) -> str:
        if self._faker is None:
            from faker import Faker  # noqa: PLC0415 - heavy, and mostly not needed

            self._faker = Faker("en_US", use_weighting=False)
            # A generator of its own: Faker's is shared by the whole process.
            self._faker.seed_instance(self._world.seed)
        # Neither title nor suffix: they make poor usernames.
        return f"{self._faker.first_name()} {self._faker.last_name()}"
