"""Refusals of verified addresses (resources.md 9.3)."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem


def email_verified_already() -> ApiError:
    return HttpProblem(409, "Email is already verified.")


def wrong_email_code() -> ApiError:
    return HttpProblem(400, "Invalid Verification Code")


def wrong_phone_code() -> ApiError:
    return HttpProblem(400, "Could not verify phone number.")
