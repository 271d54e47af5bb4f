"""A platform organization in the world behind `api`: Olga owns it, Adam administers it, Nina is a member."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from tests.api_client import Api

KEYS = {"OWNER": "cal_test_olga", "ADMIN": "cal_test_adam", "MEMBER": "cal_test_nina"}


@dataclass
class Platform:
    """The organization, its client, and calls with the credentials of either."""

    api: Api
    organization: int
    client: dict[str, Any]
    users: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.client["id"])

    @property
    def path(self) -> str:
        return f"/v2/oauth-clients/{self.id}/users"

    @property
    def headers(self) -> dict[str, str | None]:
        """Id and secret of the client, in place of the API key."""
        return {**self.secret, "x-cal-client-id": self.id}

    @property
    def secret(self) -> dict[str, str | None]:
        """The secret alone, for paths that name the client."""
        return {"authorization": None, "x-cal-secret-key": self.client["secret"]}

    def __call__(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        """A request with the secret of the client."""
        return self.api(method, path, json, headers=self.secret, **more)

    def add_user(self, email: str = "mia@example.com", **fields: Any) -> dict[str, Any]:
        """Make a managed user over the API and give the answer's data."""
        answer = self("POST", self.path, {"email": email, "name": email.partition("@")[0].title(), **fields})
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data


def bearer(token: str) -> dict[str, str | None]:
    return {"authorization": f"Bearer {token}"}


def claims(token: str) -> dict[str, Any]:
    """What a JWT says, unverified."""
    part = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return read


def found_platform(api: Api, name: str = "Acme", *, is_platform: bool = True, **client: Any) -> Platform:
    """An organization with one person of each role and a client that has every permission."""

    def post(kind: str, record: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = api.control("POST", f"/records/{kind}", record)
        return made

    suffix = "" if name == "Acme" else f"_{name.lower()}"
    organization = post("organizations", {"name": name, "isPlatform": is_platform})["id"]
    users = {}
    for role, key in KEYS.items():
        who = f"{key.removeprefix('cal_test_')}{suffix}"
        users[role] = post("users", {"username": who, "organizationId": organization, "apiKey": f"{key}{suffix}"})
        post("memberships", {"teamId": organization, "userId": users[role]["id"], "role": role})
    made = post("oauth-clients", {"name": f"{name} app", "organizationId": organization, **client})
    return Platform(api, organization, made, users)
