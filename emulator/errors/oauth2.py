"""Refusals of third-party authorization: RFC 6749's `error` and `error_description`, without the usual envelope."""

from __future__ import annotations

from typing import Any

from emulator.errors.base import ApiError


class OAuth2Problem(ApiError):
    """`error` is the standard's code, `reason` what the service says it is about.

    `spends_code` tells that the attempt used up an authorization code, though it failed.
    """

    def __init__(self, status: int, error: str, reason: str, *, spends_code: bool = False) -> None:
        super().__init__(status, reason)
        self.error = error
        self.spends_code = spends_code

    def body(self, timestamp: str, path: str) -> dict[str, Any]:
        return {"error": self.error, "error_description": self.message}


def invalid_request(description: str) -> OAuth2Problem:
    return OAuth2Problem(400, "invalid_request", description)


def no_such_client() -> OAuth2Problem:
    """Of the token endpoint: nobody goes by this id."""
    return OAuth2Problem(401, "invalid_client", "client_not_found")


def unknown_client() -> OAuth2Problem:
    """Of the pages about a client."""
    return OAuth2Problem(404, "unauthorized_client", "client_not_found")


def wrong_credentials() -> OAuth2Problem:
    return OAuth2Problem(401, "invalid_client", "invalid_client_credentials")


def not_approved(status: str, *, spends_code: bool = False) -> OAuth2Problem:
    reason = "client_rejected" if status == "REJECTED" else "client_not_approved"
    return OAuth2Problem(401, "unauthorized_client", reason, spends_code=spends_code)


def foreign_redirect() -> OAuth2Problem:
    """Of the token endpoint."""
    return OAuth2Problem(400, "invalid_grant", "redirect_uri_mismatch")


def redirect_not_registered() -> OAuth2Problem:
    """Of the consent: nobody is sent to an address that the client did not register."""
    return OAuth2Problem(400, "invalid_request", "redirect_uri_mismatch")


def bad_code() -> OAuth2Problem:
    return OAuth2Problem(400, "invalid_grant", "code_invalid_or_expired", spends_code=True)


def pkce_missing(*, spends_code: bool = False) -> OAuth2Problem:
    reason = "pkce_missing_parameters_or_invalid_method"
    return OAuth2Problem(400, "invalid_request", reason, spends_code=spends_code)


def pkce_failed() -> OAuth2Problem:
    return OAuth2Problem(400, "invalid_grant", "pkce_verification_failed", spends_code=True)


def bad_refresh_token(reason: str) -> OAuth2Problem:
    return OAuth2Problem(400, "invalid_grant", reason)
