"""Refusals of the guards: who is asking, and may they?"""

from __future__ import annotations

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
