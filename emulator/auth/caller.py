"""Who sent a request."""

from __future__ import annotations

from emulator.frozen import frozen
from emulator.world.credentials import AccessToken, OAuthClient
from emulator.world.records import ApiKey, User


@frozen
class Caller:
    """The user behind a request, and the credential that proved it.

    `client` is the platform client that calls, on its own (`token` None) or in a managed user's name; a third party's
    token comes without one. `organization_id` is the organization that the credential speaks for: a key's team and a
    client's organization win over the user's own.
    """

    user: User
    api_key: ApiKey | None = None
    client: OAuthClient | None = None
    token: AccessToken | None = None

    @property
    def organization_id(self) -> int | None:
        if self.api_key is not None and self.api_key.team_id is not None:
            return self.api_key.team_id
        if self.client is not None and self.token is None:
            return self.client.organization_id
        return self.user.organization_id

    @property
    def is_system_admin(self) -> bool:
        return self.user.role == "ADMIN"
