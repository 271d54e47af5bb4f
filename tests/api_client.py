"""The API of one world, as a client sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import httpx2

KEY = "cal_test_ada"
ATTENDEE = {"name": "Bob Guest", "email": "bob@example.com", "timeZone": "Europe/London", "language": "en"}
VERSIONS = {"bookings": "2024-08-13", "event-types": "2024-06-14", "schedules": "2024-06-11", "slots": "2024-09-04"}
UNVERSIONED = ("/webhooks", "/private-links")


class Api:
    """Sends requests with the key of the world's host and the version that the resource wants; both can be overridden.

    A header given as None is left out.
    """

    def __init__(self, client: httpx2.Client, world: str, key: str = KEY) -> None:
        self._client = client
        self._key = key
        self._world = world
        self.base = f"/w/{world}"

    def of(self, name: str) -> Api:
        """The same world as another user sees it: the fixtures call keys after their users."""
        return Api(self._client, self._world, f"cal_test_{name}")

    @classmethod
    def of_test(cls, client: httpx2.Client, node_id: str) -> Iterator[Api]:
        """A world of the test's own, dropped in the end."""
        name = hashlib.sha256(node_id.encode()).hexdigest()[:16]
        api = cls(client, name)
        yield api
        client.delete(f"/_emulator/worlds/{name}")

    def __call__(
        self, method: str, path: str, json: Any = None, *, headers: dict[str, str | None] | None = None, **more: Any
    ) -> httpx2.Response:
        sent: dict[str, str | None] = {"authorization": f"Bearer {self._key}", "cal-api-version": self._version(path)}
        sent.update(headers or {})
        kept = {name: value for name, value in sent.items() if value is not None}
        if json is not None:
            more["json"] = json
        return self._client.request(method, f"{self.base}{path}", headers=kept, **more)

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return self("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> httpx2.Response:
        return self("POST", path, json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> httpx2.Response:
        return self("PATCH", path, json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> httpx2.Response:
        return self("PUT", path, json, **more)

    def raw(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """A request as it is: any path of the server, no credentials."""
        return self._client.request(method, path, **more)

    def delete(self, path: str, **more: Any) -> httpx2.Response:
        return self("DELETE", path, **more)

    def book(self, start: str = "2030-01-08T13:00:00Z", **fields: Any) -> Any:
        """Book (the hour-long event type unless said otherwise) and give the booking; fails unless it is created."""
        body = {"eventTypeId": 3, "attendee": ATTENDEE, "start": start, **fields}
        answer = self.post("/v2/bookings", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    def data(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        """The data of a successful answer."""
        answer = self(method, path, json, **more)
        assert answer.status_code < 300, answer.text
        return answer.json()["data"]

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """What the control plane says; fails when it refuses."""
        answer = self._client.request(method, f"{self.base}/_emulator{path}", json=json)
        assert answer.status_code < 300, answer.text
        return answer.json()

    @staticmethod
    def _version(path: str) -> str | None:
        if any(part in path for part in UNVERSIONED):
            return None
        return VERSIONS.get(path.removeprefix("/v2/").partition("/")[0].partition("?")[0])


def message(answer: httpx2.Response) -> str:
    """The sentence of a refusal, enveloped or raw."""
    body = answer.json()
    text: str = body["error"]["message"] if "error" in body else body["message"]
    return text
