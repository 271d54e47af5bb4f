"""Refusals of the guards: who is asking, and may they?"""

from __future__ import annotations

from collections.abc import Sequence

from emulator.errors.base import ApiError, HttpProblem


def no_credentials() -> ApiError:
    return HttpProblem(
        401,
        "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header "
        "or OAuth client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers",
    )


def unknown_api_key() -> ApiError:
    """The rate limiter looks the key up before any guard runs, so it words this refusal on every route."""
    return HttpProblem(401, "CustomThrottlerGuard - Invalid API Key")


def expired_api_key() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - api key - Your api key is expired")


def api_key_without_user() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - api key - No user tied to this apiKey")


def invalid_access_token() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - access token - Invalid Access Token.")


def unknown_oauth_client(client_id: str) -> ApiError:
    return HttpProblem(401, f"ApiAuthStrategy - oAuth client - Client with ID {client_id} not found")


def secret_without_client() -> ApiError:
    return HttpProblem(
        401,
        "ApiAuthStrategy - Only 'x-cal-secret-key' header provided. Please also provide 'x-cal-client-id' header or "
        "Auth bearer token as 'Authentication' header",
    )


def client_without_secret() -> ApiError:
    return HttpProblem(
        401,
        "ApiAuthStrategy - Only 'x-cal-client-id' header provided. Please also provide 'x-cal-secret-key' header or "
        "Auth bearer token as 'Authentication' header",
    )


def api_key_required() -> ApiError:
    return HttpProblem(
        401,
        "ApiKeysService - This endpoint can only be accessed using an API key by providing "
        "'Authorization: Bearer <apiKey>' header",
    )


def wrong_client_secret() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - oAuth client - Invalid client secret")


def oauth_client_without_owner() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - oAuth client - No owner ID found for this OAuth client")


def token_without_user() -> ApiError:
    return HttpProblem(401, "ApiAuthStrategy - bearer token - No user associated with the provided token")


def expired_access_token() -> ApiError:
    """A status of the service's own, for tokens of managed users alone (resources.md 2.1)."""
    text = "ACCESS_TOKEN_IS_EXPIRED"
    return HttpProblem(498, text, code="TokenExpiredException", details=text)


def foreign_origin(origin: str, client_id: str) -> ApiError:
    return HttpProblem(
        401,
        "ApiAuthStrategy - access token - Invalid request origin - please open https://app.cal.com/settings/platform "
        f"and add the origin '{origin}' to the 'Redirect uris' of your OAuth client with ID '{client_id}'",
    )


def lacks_permissions(client_id: str, permissions: Sequence[str]) -> ApiError:
    return HttpProblem(
        403,
        f"PermissionsGuard - oAuth client with id={client_id} does not have the required "
        f"permissions={','.join(permissions)}. Go to platform dashboard settings and add the required permissions to "
        "the oAuth client.",
    )


def no_third_party_tokens() -> ApiError:
    return HttpProblem(403, "insufficient_scope: this endpoint is not available for third-party OAuth tokens")


def lacks_scopes(wanted: Sequence[str], owned: Sequence[str]) -> ApiError:
    return HttpProblem(
        403,
        "insufficient_scope: token does not have the required scopes. "
        f"Required: {', '.join(wanted)}. Token has: {', '.join(owned)}",
    )
