"""One world of an emulator, as a test holds it in its hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from emulator.testing.backstage import Backstage
from emulator.testing.biography import biography, life
from emulator.testing.clock import ClockHand
from emulator.testing.faults import Faults
from emulator.testing.http import ControlPlane
from emulator.testing.receiver import Receiver
from emulator.testing.records import Records
from emulator.testing.requests import Requests
from emulator.testing.webhooks import Webhooks

if TYPE_CHECKING:
    from emulator.settings import Settings


class Calcom:
    """A Cal.com of a test's own.

    `url` is the base URL to give to the code under test (its API is at `url + "/v2"`), `api_key` a key of the first
    user. `records`, `clock`, `webhooks`, `requests`, `faults` and `backstage` bring about and tell what the API cannot.
    `receiver` is where inboxes listen; give one with another host when the emulator runs in a container. As a context
    manager it is closed at the end; a world that a `Server` made is dropped then.
    """

    def __init__(
        self,
        url: str,
        receiver: Receiver | None = None,
        *,
        settings: Settings | None = None,
        leave: Callable[[], None] | None = None,
        control: ControlPlane | None = None,
    ) -> None:
        """`settings` are those of the emulator, where they are known; `leave` is told when the world is closed.

        `control` speaks to the control plane in another way than over a socket.
        """
        self.url = url
        self.settings = settings
        self.closed = False
        self.control = control or ControlPlane(url)
        self._receiver = receiver or Receiver()
        self._leave = leave
        self.records = Records(self.control)
        self.clock = ClockHand(self.control)
        self.webhooks = Webhooks(self.control, self.records, self._receiver)
        self.requests = Requests(self.control)
        self.faults = Faults(self.control)
        self.backstage = Backstage(self.control)

    def __repr__(self) -> str:
        return f"<Calcom {self.url}>"

    def __enter__(self) -> Calcom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def api_key(self) -> str:
        """The API key of the world's first user."""
        users = self.records.list("users")
        if not users or users[0]["apiKey"] is None:
            raise LookupError("this world has no user with an API key: create one with calcom.records.create('users')")
        key: str = users[0]["apiKey"]
        return key

    @property
    def headers(self) -> dict[str, str]:
        """Headers of an authorised request to the booking operations."""
        return {"Authorization": f"Bearer {self.api_key}", "cal-api-version": "2024-08-13"}

    def biography(self, uid: str) -> str:
        """The life of a booking as text: requests, changes, uids across reschedules, deliveries."""
        return biography(self.control, uid)

    def story(self) -> str:
        """The whole world as text: its clock, its bookings' lives, the other requests."""
        return life(self.control)

    def reset(self) -> None:
        """Back to the baseline: its records, its clock, no deliveries."""
        self.control.post("/reset")

    def close(self) -> None:
        """End with the world: its inboxes stop listening. Once is enough; another time does nothing."""
        if self.closed:
            return
        self.closed = True
        self._receiver.close()
        self.control.close()
        if self._leave is not None:
            self._leave()
